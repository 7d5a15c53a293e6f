"""Recall, chance and load over coded chronologies with an answer key, and false alarms over benign ones.

    python scripts/recall.py DIR [DIR ...]        default: the published and benign cases beside the project

A directory with `controls_key.csv` is read as benign families, any other as published cases. The key is
read from the file by this script alone; the engine never sees it.
"""

from __future__ import annotations

import csv
import shutil
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tocsin.indicators.catalogue import load
from tocsin.indicators.lived import types_named
from tocsin.review.assemble import assemble
from tocsin.review.material import Material, gather
from tocsin.review.schema import ConcernOut, EventOut, Review
from tocsin.working_days import england

NEAR = timedelta(days=14)
DATABLE_DAYS = 92
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
TODAY = date(2026, 11, 1)  # only to refuse dates in the future; every case ended long before


@dataclass(frozen=True)
class Point:
    """A day on which a concern is raised or a response falls due unanswered, and its evidence."""

    day: date
    evidence: frozenset[str]
    concern: str


@dataclass(frozen=True)
class Case:
    name: str
    review: Review
    missed_rows: list[int]  # rows of the file that the key calls missed opportunities
    rows: dict[int, set[str]]  # row -> ids of its events

    @property
    def certain(self) -> list[ConcernOut]:
        return [one for one in self.review.concerns if one.certainty == "certain"]

    @property
    def events(self) -> dict[str, EventOut]:
        return {event.id: event for event in self.review.events}


def run(path: Path) -> tuple[Review, Material]:
    """The file alone in a folder, as a user would review it."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(path, folder)
        material = gather(Path(folder), today=TODAY)
    return assemble(material, calendar=england()), material


def read_case(path: Path) -> Case:
    review, material = run(path)
    rows: dict[int, set[str]] = {}
    places = {record.id: record.place.row for record in material.records.values()}
    for record, event in material.chronology.rows.items():
        rows.setdefault(places[record], set()).add(event)
    for one in review.events:
        if one.derived_from:
            for ids in rows.values():
                if one.derived_from in ids:
                    ids.add(one.id)
    with path.open(encoding="utf-8-sig", newline="") as file:
        missed = [n for n, row in enumerate(csv.DictReader(file), start=2) if is_key(row)]
    return Case(path.stem, review, missed, rows)


def is_key(row: dict[str, str]) -> bool:
    return (
        row.get("missed_opportunity", "").strip().lower() == "yes"
        and "aggregate=yes" not in row["attributes"]
    )


# published cases --------------------------------------------------------------------------------


def points(case: Case) -> list[Point]:
    found = []
    for concern in case.certain:
        evidence = frozenset(item.event for item in concern.evidence)
        found.append(Point(concern.raised_on, evidence, concern.id))
        for response in concern.responses:
            if response.required and response.status in ("missed", "late"):
                found.append(Point(response.due_on, evidence, concern.id))
    return found


def near(day_from: date, day_to: date, marks: Iterable[Point]) -> list[Point]:
    return [mark for mark in marks if day_from - NEAR <= mark.day <= day_to + NEAR]


@dataclass(frozen=True)
class Recall:
    datable: int
    flagged: int
    before: int  # by evidence that precedes the row
    by_itself: int  # only by what the row itself triggers
    missed: list[str]


def recall(case: Case) -> Recall:
    marks = points(case)
    datable = before = by_itself = 0
    missed = []
    for row in case.missed_rows:
        events = [case.events[event] for event in case.rows.get(row, ()) if event in case.events]
        own = [event for event in events if not event.derived_from] or events
        if not own or (own[0].happened.end - own[0].happened.start).days > DATABLE_DAYS:
            continue
        datable += 1
        ids = {event.id for event in events}
        hits = near(own[0].happened.start, own[0].happened.end, marks)
        if any(not hit.evidence & ids for hit in hits):
            before += 1
        elif hits:
            by_itself += 1
        else:
            missed.append(f"{case.name} row {row}: {own[0].type} {own[0].happened.start}")
    return Recall(datable, before + by_itself, before, by_itself, missed)


def first_known(case: Case) -> date | None:
    return min((k.date for e in case.review.events if e.knowable for k in e.known_from), default=None)


def chance_share(case: Case) -> float | None:
    start, end = first_known(case), case.review.harm_on or case.review.period_end
    if start is None or end is None or end <= start:
        return None
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    marks = points(case)
    return sum(bool(near(day, day, marks)) for day in days) / len(days)


def first_suspect(case: Case) -> tuple[date | None, int | None]:
    days = [one.raised_on for one in case.certain if one.strength == "suspect"]
    harm = case.review.harm_on
    if not days:
        return None, None
    return min(days), (harm - min(days)).days if harm else None


def load_by_month(review: Review) -> tuple[float, int]:
    """New or changed concerns per month that has an event: mean and worst."""
    active = {(e.happened.end.year, e.happened.end.month) for e in review.events}
    changes: Counter[tuple[int, int]] = Counter()
    for concern in review.concerns:
        for day in {concern.raised_on, *concern.extended_on}:
            changes[day.year, day.month] += 1
    total = sum(changes.values())
    return (total / len(active) if active else 0.0), max(changes.values(), default=0)


def never_fed(reviews: Sequence[Review]) -> list[str]:
    """Cards whose kinds of event no case ever held."""
    met = {event.type for review in reviews for event in review.events}
    catalogue = load()
    return [
        card.id for card in catalogue.cards if card.stratum == 0 and not types_named(card, catalogue) & met
    ]


def published(paths: Sequence[Path], console: Console) -> list[Case]:
    cases = [read_case(path) for path in paths]
    table = Table(title="Published cases", caption="flagged = before + by the row itself, of the datable")
    for heading in (
        "case", "events", "concerns", "flagged", "before", "itself", "datable", "chance",
        "first suspect", "days before harm", "load mean", "worst", "unmapped",
    ):  # fmt: skip
        table.add_column(heading, justify="left" if heading == "case" else "right")
    recalls = [recall(case) for case in cases]
    for case, found in zip(cases, recalls, strict=True):
        table.add_row(*row_of(case, found))
    console.print(table)
    summary(cases, recalls, console)
    return cases


def row_of(case: Case, found: Recall) -> Iterator[str]:
    share = chance_share(case)
    suspect, days = first_suspect(case)
    mean, worst = load_by_month(case.review)
    yield case.name
    yield str(case.review.counts.events)
    yield str(len(case.certain))
    yield from (str(n) for n in (found.flagged, found.before, found.by_itself, found.datable))
    yield "-" if share is None else f"{share:.2f}"
    yield suspect.isoformat() if suspect else "-"
    yield str(days) if days is not None else "-"
    yield f"{mean:.1f}"
    yield str(worst)
    yield str(sum(one.times for one in case.review.unmapped))


def summary(cases: Sequence[Case], recalls: Sequence[Recall], console: Console) -> None:
    flagged, datable = sum(one.flagged for one in recalls), sum(one.datable for one in recalls)
    shares = [share for share in map(chance_share, cases) if share is not None]
    loads = [load_by_month(case.review) for case in cases]
    console.print(f"flagged {flagged} of {datable} datable: {flagged / max(datable, 1):.0%}")
    console.print(f"  by evidence before the row {sum(one.before for one in recalls)}, ", end="")
    console.print(f"by the row itself {sum(one.by_itself for one in recalls)}")
    console.print(f"median chance share {statistics.median(shares):.2f}")
    console.print(
        f"new or changed concerns per active month: mean of cases {statistics.mean(m for m, _ in loads):.1f}",
        end="",
    )
    console.print(f", highest case {max(m for m, _ in loads):.1f}, worst month {max(w for _, w in loads)}")
    for line in (one for found in recalls for one in found.missed):
        console.print(f"  not flagged: {line}")
    fired = Counter(concern.indicator for case in cases for concern in case.certain)
    console.print("concerns by card: " + ", ".join(f"{card} {n}" for card, n in fired.most_common()))


# benign families --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Key:
    right: list[tuple[str, str]]  # (indicator, date or "")
    false: list[tuple[str, str]]
    literal: frozenset[str]


def read_key(path: Path) -> dict[str, Key]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["id"]: key_of(row) for row in rows}


def key_of(row: dict[str, str]) -> Key:
    false_text = row["indicators_that_would_be_false"]
    literal = {name for name, _, why in entries(false_text) if why.startswith("[literal]")}
    return Key(
        right=[(name, on) for name, on, _ in entries(row["concerns_that_are_right"])],
        false=[(name, on) for name, on, _ in entries(false_text)],
        literal=frozenset(literal),
    )


def entries(text: str) -> Iterator[tuple[str, str, str]]:
    for part in text.split("|"):
        head, _, why = part.strip().partition(":")
        name, _, on = head.strip().partition("@")
        if name and name != "none":
            yield name, on, why.strip()


def benign(folder: Path, console: Console) -> None:
    keys = read_key(folder / "controls_key.csv")
    reviews = {name: run(folder / f"{name}.csv")[0] for name in keys}
    table = Table(title="Benign families")
    for heading in ("family", "events", "concerns", "suspect", "load mean", "worst", "faults"):
        table.add_column(heading, justify="left" if heading in ("family", "faults") else "right")
    for name, review in reviews.items():
        certain = [one for one in review.concerns if one.certainty == "certain"]
        mean, worst = load_by_month(review)
        suspect = sum(one.strength == "suspect" for one in certain)
        found = list(faults(certain, keys[name]))
        table.add_row(
            name, str(review.counts.events), str(len(certain)), str(suspect), f"{mean:.1f}", str(worst),
            "\n".join(found) or "none",
        )  # fmt: skip
    console.print(table)


def faults(concerns: Sequence[ConcernOut], key: Key) -> Iterator[str]:
    right = {name for name, _ in key.right}
    dated_false = {(name, on) for name, on in key.false if on and on != "any_other_date"}
    wholly_false = {name for name, on in key.false if not on} - right
    for concern in concerns:
        name, day = concern.indicator, concern.raised_on.isoformat()
        mark = " [literal]" if name in key.literal else ""
        if name in wholly_false or (name, day) in dated_false:
            yield f"false: {name} {day}{mark}"
        elif name not in right and concern.strength == "suspect":
            yield f"suspect outside the key: {name} {day}"
        elif name not in right:
            yield f"to be read: {name} {day} ({concern.strength}, {concern.state})"
        for response in concern.responses:
            if name in right and response.status not in ("answered",):
                yield f"not answered in time: {name} {day} {response.name} {response.status}"
    for name in sorted(right - {concern.indicator for concern in concerns}):
        yield f"not raised: {name}"


def main(arguments: Sequence[str]) -> int:
    console = Console(width=150)
    folders = [Path(one) for one in arguments] or [SHARED / "published_cases", SHARED / "benign_cases"]
    reviews: list[Review] = []
    for folder in folders:
        if not folder.is_dir():
            console.print(f"There is no folder {folder}.")
            return 2
        if (folder / "controls_key.csv").is_file():
            benign(folder, console)
        else:
            reviews += [case.review for case in published(sorted(folder.glob("*.csv")), console)]
    if reviews:
        console.print(
            "cards that never had an event of their kind: " + (", ".join(never_fed(reviews)) or "none")
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
