"""Writes a whole town, a chunk of families at a time: agencies' files, the truth apart, settings, counts."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import TextIO

from tocsin.town import agency_people, truth
from tocsin.town.agency_people import Held, held_by
from tocsin.town.errors_in_records import error_setting
from tocsin.town.family_view import FamilyView
from tocsin.town.happenings import happenings, load_rates, stories, with_story
from tocsin.town.happenings.write_events import COLUMNS as EVENT_COLUMNS
from tocsin.town.happenings.write_events import event_text
from tocsin.town.in_order import in_order
from tocsin.town.make_family import make_family
from tocsin.town.meeting import meetings
from tocsin.town.plan import families_for
from tocsin.town.settings import Settings
from tocsin.town.stream import stream

CHUNK = 200  # families
Told = Callable[[str, int, int], None]
Files = dict[str, str]  # path under the town's folder -> lines without a heading

README = """\
Everything here is made up: the people, their names, numbers and homes, and all that befell them.
No name stands for anybody. The NHS numbers have never been issued, and the postcodes are in no use.

agencies/<agency>/people.csv and events.csv   what each agency holds, as rightly or wrongly as it wrote it
truth/                                        who is who, who lived where, and which families came to harm;
                                              no program that is being tested should be given it
settings.json, counts.json                    how the town was made, and how much there is
"""


def town_family(number: int, *, seed: int, settings: Settings) -> Files:
    """Every line of every file that one family gives."""
    window = (settings.since, settings.until)
    family = with_story(make_family(seed, number, settings), window=window, seed=seed)
    told = happenings(family, rates=load_rates(), window=window, seed=seed)
    unfolded = (
        stories(family, rates=load_rates(), window=window, seed=seed)
        if family.path or family.lookalikes
        else []
    )
    setting, rng, view = error_setting(settings.errors), stream(seed, number, "records"), FamilyView(family)
    lines: Files = {}
    held: list[Held] = []
    for agency, met in meetings(rng, view, told, settings).items():
        own = held_by(rng, view, agency, met, settings, setting)
        held += own
        lines[f"agencies/{agency}/people.csv"] = as_lines(agency_people.rows_of(view, own))
    ids: dict[tuple[str, int], list[str]] = {}
    for one in held:
        ids.setdefault((one.agency, one.person), []).append(one.local_id)
    begun = {one.local_id: one.recorded_on for one in held}
    for agency, text in event_text(family, told, ids, begun).items():
        lines[f"agencies/{agency}/events.csv"] = text
    for name, rows in truth.truth_rows(family, held, unfolded).items():
        lines[f"truth/{name}.csv"] = as_lines(rows)
    return lines


def as_lines(rows: Iterable[tuple[str, ...]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@dataclass(frozen=True, slots=True)
class Made:
    families: int
    lines: Files
    rows: Counter[str]


def town_chunk(numbers: range, *, seed: int, settings: Settings) -> Made:
    parts: dict[str, list[str]] = {}
    for number in numbers:
        for path, text in town_family(number, seed=seed, settings=settings).items():
            parts.setdefault(path, []).append(text)
    lines = {path: "".join(texts) for path, texts in parts.items()}
    return Made(len(numbers), lines, Counter({path: text.count("\n") for path, text in lines.items()}))


def heading(path: str) -> tuple[str, ...]:
    if path.startswith("truth/"):
        return truth.HEADINGS[Path(path).stem]
    return EVENT_COLUMNS if path.endswith("events.csv") else agency_people.COLUMNS


class GrowingFiles:
    """Open files that chunk after chunk is added to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: dict[str, TextIO] = {}

    def __enter__(self) -> GrowingFiles:
        for name in truth.HEADINGS:
            self._file(f"truth/{name}.csv")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._open.values():
            file.close()

    def add(self, lines: Mapping[str, str]) -> None:
        for path, text in lines.items():
            self._file(path).write(text)

    def _file(self, path: str) -> TextIO:
        if path not in self._open:
            place = self.folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            self._open[path] = place.open("w", encoding="utf-8", newline="")
            self._open[path].write(",".join(heading(path)) + "\n")
        return self._open[path]


def chunks(families: int) -> Iterator[range]:
    for first in range(1, families + 1, CHUNK):
        yield range(first, min(first + CHUNK, families + 1))


def write_town(
    folder: Path, *, seed: int, children: int, settings: Settings, workers: int, told: Told
) -> Counter[str]:
    """Rows by file. The town is the first families of the seed that hold at least so many children."""
    plans = [plan.children for _, plan in families_for(seed, children)]
    families, found = len(plans), sum(plans)
    work = partial(town_chunk, seed=seed, settings=settings)
    rows: Counter[str] = Counter()
    done = 0
    with GrowingFiles(folder) as files:
        for made in in_order(work, chunks(families), workers=workers):
            files.add(made.lines)
            rows += made.rows
            done += made.families
            told("families", done, families)
    (folder / "README.txt").write_text(README, encoding="utf-8", newline="\n")
    asked = {"children": children, "seed": seed, **asdict(settings)}
    write_json(folder / "settings.json", asked)
    write_json(folder / "counts.json", {"children": found, **dict(sorted(rows.items()))})
    return rows


def write_json(path: Path, data: Mapping[str, object]) -> None:
    path.write_text(json.dumps(data, indent=2, default=str) + "\n", encoding="utf-8", newline="\n")
