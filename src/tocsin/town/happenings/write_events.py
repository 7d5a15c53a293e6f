"""Happenings -> `agencies/<agency>/events.csv`: each agency's rows, under its own ids of people."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import TextIO

from tocsin.town.family import Family, Happening, Resident

COLUMNS = (
    "local_id", "seq", "date_happened", "date_precision", "agency", "event_type",
    "detail", "attributes", "known_from", "recorded",
)  # fmt: skip
LocalIds = Mapping[tuple[str, int], Sequence[str]]  # (agency, resident) -> the agency's ids of that person
Row = tuple[str, ...]


def known_to(told: Iterable[Happening]) -> frozenset[tuple[str, int]]:
    """(agency, resident): whom each agency must hold a record of, to have written what it wrote."""
    return frozenset((agency, one.resident) for one in told for agency in one.agency.split("+"))


def plain_ids(told: Iterable[Happening]) -> LocalIds:
    """The truth itself as ids: one a person, the same everywhere."""
    return {(agency, number): (str(number),) for agency, number in known_to(told)}


def rows_of(
    family: Family, told: Sequence[Happening], ids: LocalIds, begun: Mapping[str, date] | None = None
) -> Iterator[tuple[str, Row]]:
    """(agency, row). `seq` counts within one id. What nobody holds a record for is left out.

    `begun`: the day on which each id was begun; a row then stands under the latest begun by its day."""
    people = {resident.number: resident for resident in family.residents}
    of_each = Counter((agency, one.resident) for one in told for agency in one.agency.split("+"))
    met: Counter[tuple[str, int]] = Counter()
    seqs: defaultdict[tuple[str, str], int] = defaultdict(int)
    for one in told:
        for agency in one.agency.split("+"):
            key = agency, one.resident
            met[key] += 1
            held = _held(people[one.resident], agency, ids)
            if not held:
                continue
            # two records of one child: the older first
            local = held[(met[key] - 1) * len(held) // of_each[key]]
            if begun is not None:
                local = [held[0], *(one_id for one_id in held if begun[one_id] <= one.happened)][-1]
            seqs[agency, local] += 1
            yield agency, _row(one, agency, local, seqs[agency, local])


def _held(person: Resident, agency: str, ids: LocalIds) -> Sequence[str]:
    """A child whom the agency holds no record of is written about under the mother's, else the father's."""
    for number in (person.number, person.mother, person.father):
        if number is not None and (held := ids.get((agency, number))):
            return held
    return ()


def _row(one: Happening, agency: str, local: str, seq: int) -> Row:
    attributes = [f"{name}={value}" for name, value in one.attributes]
    if one.told_to:
        attributes.append(f"told_to={','.join(one.told_to)}")
    happened, recorded = one.happened.isoformat(), one.recorded.isoformat()
    return (
        local, str(seq), happened, one.precision, agency, one.event_type,
        one.detail, ";".join(attributes), "", recorded,
    )  # fmt: skip


def event_text(
    family: Family, told: Sequence[Happening], ids: LocalIds, begun: Mapping[str, date] | None = None
) -> dict[str, str]:
    """CSV lines by agency, without a heading: what one worker hands to the writer."""
    files: dict[str, StringIO] = {}
    for agency, row in rows_of(family, told, ids, begun):
        if agency not in files:
            files[agency] = StringIO()
        csv.writer(files[agency], lineterminator="\n").writerow(row)
    return {agency: text.getvalue() for agency, text in files.items()}


class EventFiles:
    """One open file an agency, so that a town of any size is written in the memory of one family."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: Counter[str] = Counter()
        self._open: dict[str, TextIO] = {}

    def __enter__(self) -> EventFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._open.values():
            file.close()

    def add(self, texts: Mapping[str, str]) -> None:
        for agency, text in texts.items():
            self._file(agency).write(text)
            self.rows[agency] += text.count("\n")  # no cell holds a line break

    def _file(self, agency: str) -> TextIO:
        if agency not in self._open:
            path = self.folder / "agencies" / agency / "events.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            self._open[agency] = path.open("w", encoding="utf-8", newline="")
            self._open[agency].write(",".join(COLUMNS) + "\n")
        return self._open[agency]


def write_events(
    folder: Path, families: Iterable[tuple[Family, Sequence[Happening], LocalIds]]
) -> Counter[str]:
    """Rows written, by agency. Streams."""
    with EventFiles(folder) as files:
        for family, told, ids in families:
            files.add(event_text(family, told, ids))
        return files.rows
