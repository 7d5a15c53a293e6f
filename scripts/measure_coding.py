"""How well the coder finds what a person marked: precision and recall, with 95% Wilson intervals.

    python scripts/measure_coding.py [--errors] [FOLDER ...]

A FOLDER of agencies' files has its marks beside it, in FOLDER.marked.csv, with the columns
file,row,agency,words,event_type,attributes,part: a line for each code a person gave
(`key=value;...`), and one line with an empty event_type for a row that must not code. The whole row
is coded, as `tocsin review` would code it, not the words the person marked. With no FOLDER, the
example is measured. The rows kept apart in tests/spec/coding/heldout.yaml are measured as well.
`--errors` lists each miss and each false code.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from pathlib import Path

import yaml

from tocsin.chronology.coding import Words, propose
from tocsin.chronology.coding.table import parsed
from tocsin.chronology.drafts import words_of
from tocsin.chronology.vocabulary import vocabulary
from tocsin.records.folder import read_folder
from tocsin.records.manifest import read_manifest
from tocsin.records.record import Record

ROOT = Path(__file__).parents[1]
_EXAMPLE = ROOT / "examples" / "riverside"
_HELD_OUT = ROOT / "tests" / "spec" / "coding" / "heldout.yaml"
_Z = 1.96  # 95%
_READ_ON = date(2026, 1, 1)  # any day after the last row: it only bounds what two-digit years can mean

Code = tuple[str, Mapping[str, tuple[str, ...]]]
Spot = tuple[str, str, int]  # file, sheet or table, row


@dataclass(frozen=True, slots=True)
class Marked:
    where: str
    agency: str
    words: Words
    codes: tuple[Code, ...]


@dataclass(slots=True)
class Tally:
    """Counts of what both, only the coder, and only the person gave; with where each difference is."""

    both: Counter[str] = field(default_factory=Counter)
    coder: Counter[str] = field(default_factory=Counter)
    person: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, given: Counter[str], marked: Counter[str], where: str) -> None:
        self.both += given & marked
        self.coder += given - marked
        self.person += marked - given
        self.errors += [f"{where}: false {what}" for what in (given - marked).elements()]
        self.errors += [f"{where}: missed {what}" for what in (marked - given).elements()]


@dataclass(slots=True)
class Measured:
    rows: Tally = field(default_factory=Tally)  # coded at all
    types: Tally = field(default_factory=Tally)
    listed: Tally = field(default_factory=Tally)  # attributes of types both gave: codes, numbers, dates
    words: Tally = field(default_factory=Tally)  # likewise: free words


def marks(path: Path) -> dict[Spot, list[Code]]:
    found: dict[Spot, list[Code]] = {}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for line in csv.DictReader(lines):
            codes = found.setdefault((line["file"], line["part"], int(line["row"])), [])
            if line["event_type"].strip():
                codes.append((line["event_type"].strip(), parsed(line["attributes"]) or {}))
    return found


def marked_folder(folder: Path) -> tuple[list[Marked], int, int]:
    """Its marked rows, and how many marked rows are no record and how many have no date."""
    wanted = marks(folder.with_name(folder.name + ".marked.csv"))
    records = {_spot(record): record for record in _records(folder)}
    kept = [
        Marked(f"{file}, {part + ', ' if part else ''}row {row}", agencies[0], words_of(record), tuple(codes))
        for (file, part, row), codes in wanted.items()
        if (record := records.get((file, part, row))) and record.when and (agencies := record.agencies)
    ]
    gone = sum(spot not in records for spot in wanted)
    return kept, gone, len(wanted) - gone - len(kept)


def _records(folder: Path) -> Iterator[Record]:
    for read in read_folder(folder, manifest=read_manifest(folder), today=_READ_ON).files:
        yield from read.records


def _spot(record: Record) -> Spot:
    return record.place.file, record.place.part, record.place.row


def held_out() -> list[Marked]:
    table = yaml.safe_load(_HELD_OUT.read_text("utf-8"))
    return [
        Marked(
            f"held-out {number}",
            agency,
            Words(what=words),
            tuple((code.split()[0], parsed(code.partition(" ")[2]) or {}) for code in codes),
        )
        for number, (agency, words, codes) in enumerate(table, start=1)
    ]


def measure(rows: Iterable[Marked]) -> Measured:
    measured = Measured()
    for row in rows:
        found: list[Code] = [(each.type, each.attributes) for each in propose(row.words, agency=row.agency)]
        given, marked = Counter(kind for kind, _ in found), Counter(kind for kind, _ in row.codes)
        measured.rows.add(Counter(row=bool(found)), Counter(row=bool(row.codes)), row.where)
        measured.types.add(given, marked, row.where)
        shared = set(given & marked)
        for tally, free in ((measured.listed, False), (measured.words, True)):
            said, meant = (Counter(_values(shared, codes, free=free)) for codes in (found, row.codes))
            tally.add(said, meant, row.where)
    return measured


def _values(shared: set[str], codes: Iterable[Code], *, free: bool) -> Iterator[str]:
    for event_type, attributes in codes:
        for name, values in attributes.items() if event_type in shared else ():
            if (vocabulary().code_list(event_type, name) == "words") == free:
                yield from (f"{event_type}.{name}={value}" for value in values)


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
        sum(count for key, count in counts.items() if not only or key == only or key.startswith(f"{only}."))
        for counts in (tally.both, tally.coder, tally.person)
    )
    shares = f"{wilson(both, both + coder):20} {wilson(both, both + person):20}"
    return f"{name:34} {shares} {both:4} {coder:4} {person:4}"


def show(title: str, rows: list[Marked], *, errors: bool) -> None:
    found = measure(rows)
    print(f"\n{title}: {len(rows)} rows, {sum(not row.codes for row in rows)} of them not to be coded")
    print(f"{'':34} {'precision':20} {'recall':20} both coder person (only)")
    print(line("rows coded at all", found.rows))
    print(line("event types", found.types))
    print(line("attributes, listed or numbers", found.listed))
    print(line("attributes, free words", found.words))
    for name in sorted({*found.types.both, *found.types.coder, *found.types.person}):
        print(line(f"  {name}", found.types, only=name))
        if any(key.startswith(f"{name}.") for side in _sides(found.listed) for key in side):
            print(line("    its attributes", found.listed, only=name))
    if errors:
        print(*sorted([*found.types.errors, *found.listed.errors]), sep="\n")


def _sides(tally: Tally) -> tuple[Counter[str], ...]:
    return tally.both, tally.coder, tally.person


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, default=[_EXAMPLE], metavar="FOLDER")
    parser.add_argument("--errors", action="store_true", help="list each miss and each false code")
    chosen = parser.parse_args(arguments)
    for folder in chosen.folders:
        rows, gone, undated = marked_folder(folder)
        show(folder.name, rows, errors=chosen.errors)
        print(f"left out: {gone} marked rows that are not records, {undated} without a date")
    show("held-out rows", held_out(), errors=chosen.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
