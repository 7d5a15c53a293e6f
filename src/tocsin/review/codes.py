"""The coding of a folder's prose: what the coder proposes with the user's word on it, kept in coding.csv."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tocsin.chronology.coding import Coding, Fault, Proposal, merge, propose, read_coding, standing
from tocsin.chronology.coding.reading import read
from tocsin.chronology.coding.table import NOTHING
from tocsin.chronology.drafts import words_of
from tocsin.errors import CodingLineRefused
from tocsin.records.record import Place, Quarantined, Record

FILE = "coding.csv"
SHOWN = 300  # characters of the row's words in one line of the table


@dataclass(frozen=True)
class Codes:
    """`rows` is coding.csv as it will be written; `by_record` what stands for each row of prose."""

    rows: tuple[Coding, ...]
    by_record: Mapping[str, Sequence[Proposal]]
    problems: tuple[Quarantined, ...]


def codes_of(records: Iterable[Record], folder: Path) -> Codes:
    """Rows of coded chronologies and rows without a date are not proposed on."""
    records = list(records)
    proposed = {
        record.id: [(record, one) for one in propose(words_of(record), agency=agency_of(record))]
        for record in records
        if record.when is not None and not record.event_type
    }
    saved = read_coding(folder / FILE)
    rows = merge([row_of(record, one) for pairs in proposed.values() for record, one in pairs], saved)
    rows = with_waiting(rows, [record for record in records if record.id in proposed])
    originals = {
        (record.id, row_of(record, one).code): one for pairs in proposed.values() for record, one in pairs
    }
    standing_by_record: dict[str, list[Proposal]] = defaultdict(list)
    for row in standing(rows):
        standing_by_record[row.record].append(as_proposal(row, originals))
    by_record = {record: standing_by_record.get(record, []) for record in proposed}
    return Codes(rows, by_record, tuple(problems(saved.faults, folder / FILE)))


def with_waiting(rows: Sequence[Coding], records: Iterable[Record]) -> tuple[Coding, ...]:
    """An empty line for each row of prose without a code, in its place, for the user to give one."""
    by_record: dict[str, list[Coding]] = {}
    for row in rows:
        by_record.setdefault(row.record, []).append(row)
    lines = {record.id: by_record.pop(record.id, []) or [waiting(record)] for record in records}
    return tuple(row for held in (*lines.values(), *by_record.values()) for row in held)


def waiting(record: Record) -> Coding:
    return replace(row_of(record, Proposal("")), status=NOTHING)


def agency_of(record: Record) -> str:
    return record.agencies[0] if record.agencies else "unknown"


def row_of(record: Record, proposal: Proposal) -> Coding:
    return Coding(
        record=record.id,
        event_type=proposal.type,
        attributes=proposal.attributes,
        because=proposal.because,
        file=record.place.file,
        row=record.place.row,
        date=record.when_words,
        agency=agency_of(record),
        words=told_in(record, proposal),
    )


def told_in(record: Record, proposal: Proposal) -> str:
    """The row's words, or those from the sentence that led to the code, for a reader without the file."""
    whole = " ".join(words_of(record).text.split())
    if len(whole) <= SHOWN:
        return whole
    reading = read(words_of(record), agency=agency_of(record))
    words = " ".join(reading.text[reading.sentence(proposal.span[0]).start :].split())
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 2].rsplit(' ', 1)[0]} …"


def as_proposal(row: Coding, originals: Mapping[tuple[str, str], Proposal]) -> Proposal:
    """The coder's own proposal where the line began as one, with the user's type and attributes.

    Attributes nobody changed keep the coder's order, so that a second run says the same as the first.
    """
    original = originals.get((row.record, row.proposal), Proposal(row.event_type, because=row.because))
    untouched = dict(original.attributes) == dict(row.attributes)
    return replace(
        original,
        type=row.event_type,
        attributes=original.attributes if untouched else row.attributes,
        confirmed=row.status in ("confirmed", "added"),
    )


def problems(faults: Iterable[Fault], path: Path) -> Iterator[Quarantined]:
    if not path.is_file():
        return
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    for fault in faults:
        yield Quarantined(
            Place(path.name, sha256, fault.row, fault.cell), CodingLineRefused.code, fault.found, fault.do
        )
