"""How well the coder finds what a person marked: precision and recall, with 95% Wilson intervals.

    python scripts/measure_coding.py MARKED.csv [...]

A marked CSV has the columns file,row,agency,words,event_type,attributes: a line for each code a
person gave (`key=value;...`), and one line with an empty event_type for a row that must not code.
The rows kept apart in tests/spec/coding/heldout.yaml are measured too.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

import yaml

from tocsin.chronology.coding import Words, propose
from tocsin.chronology.coding.table import parsed

_HELD_OUT = Path(__file__).parents[1] / "tests" / "spec" / "coding" / "heldout.yaml"
_Z = 1.96  # 95%


@dataclass(slots=True)
class Marked:
    agency: str
    words: str
    codes: list[tuple[str, dict[str, tuple[str, ...]]]] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """Counts of what both, only the coder, and only the person gave."""

    both: Counter[str] = field(default_factory=Counter)
    coder: Counter[str] = field(default_factory=Counter)
    person: Counter[str] = field(default_factory=Counter)

    def add(self, given: Counter[str], marked: Counter[str]) -> None:
        self.both += given & marked
        self.coder += given - marked
        self.person += marked - given


def marked_csv(path: Path) -> list[Marked]:
    rows: dict[tuple[str, str], Marked] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for line in csv.DictReader(lines):
            row = rows.setdefault((line["file"], line["row"]), Marked(line["agency"], line["words"]))
            if line["event_type"].strip():
                row.codes.append((line["event_type"].strip(), parsed(line["attributes"]) or {}))
    return list(rows.values())


def held_out() -> list[Marked]:
    table = yaml.safe_load(_HELD_OUT.read_text("utf-8"))
    return [
        Marked(agency, words, [(code.split()[0], parsed(code.partition(" ")[2]) or {}) for code in codes])
        for agency, words, codes in table
    ]


def measure(rows: Iterable[Marked]) -> tuple[Tally, Tally, Tally]:
    """Tallies of event types, of the attributes of types both gave, and of rows coded at all."""
    types, attributes, coded = Tally(), Tally(), Tally()
    for row in rows:
        found = propose(Words(what=row.words), agency=row.agency)
        given = Counter(each.type for each in found)
        marked = Counter(event_type for event_type, _ in row.codes)
        types.add(given, marked)
        coded.add(Counter(row=bool(found)), Counter(row=bool(row.codes)))
        shared = set(given & marked)
        attributes.add(
            Counter(_pairs(shared, ((each.type, each.attributes) for each in found))),
            Counter(_pairs(shared, row.codes)),
        )
    return types, attributes, coded


def _pairs(shared: set[str], codes: Iterable[tuple[str, object]]) -> Iterator[str]:
    for event_type, attributes in codes:
        if event_type in shared and isinstance(attributes, dict):
            yield from (
                f"{event_type}.{name}={value}" for name, values in attributes.items() for value in values
            )


def wilson(hits: int, of: int) -> str:
    """The share with its interval; a dash where there is nothing to take a share of."""
    if not of:
        return "-"
    share, spread = hits / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return f"{share:.2f} ({middle - half:.2f}-{middle + half:.2f})"


def line(name: str, tally: Tally, *, only: str = "") -> str:
    both, coder, person = (
        sum(count for key, count in counts.items() if not only or key == only)
        for counts in (tally.both, tally.coder, tally.person)
    )
    shares = f"{wilson(both, both + coder):20} {wilson(both, both + person):20}"
    return f"{name:32} {shares} {both:4} {coder:4} {person:4}"


def show(title: str, rows: list[Marked]) -> None:
    types, attributes, coded = measure(rows)
    print(f"\n{title}: {len(rows)} rows, {sum(not row.codes for row in rows)} of them not to be coded")
    print(f"{'':32} {'precision':20} {'recall':20} both coder person (only)")
    print(line("rows coded at all", coded))
    print(line("event types", types))
    print(line("attributes of types both gave", attributes))
    for name in sorted({*types.both, *types.coder, *types.person}):
        print(line(f"  {name}", types, only=name))
    _differences("coder only", attributes.coder)
    _differences("person only", attributes.person)


def _differences(title: str, counts: Counter[str]) -> None:
    if counts:
        print(
            f"attributes, {title}: " + ", ".join(f"{name} x{count}" for name, count in counts.most_common(40))
        )


def main(paths: list[str]) -> int:
    for path in map(Path, paths):
        show(path.name, marked_csv(path))
    show("held-out rows", held_out())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
