"""Rows as agencies send them, in one line each, for the spec tests of the chronology."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from tocsin.chronology.build import build
from tocsin.chronology.coding.words import Proposal
from tocsin.chronology.event import Event
from tocsin.chronology.parts import Chronology
from tocsin.chronology.vocabulary import vocabulary
from tocsin.identity.resolve import resolve
from tocsin.records.record import FileRead, Place, Record
from tocsin.records.when import Precision, When

TODAY = date(2026, 11, 21)


def day(words: str) -> date:
    return date.fromisoformat(words)


def when(words: str) -> When:
    """ "2023-01-10", or "2023-01-01/2023-01-31" for a range."""
    start, _, end = words.partition("/")
    return When(day(start), day(end or start), Precision.RANGE if end else Precision.DAY)


def coded(happened: str, agencies: str, event_type: str, attributes: str = "", **facts: object) -> Record:
    """A row of a coded chronology; `attributes` as "kind=bruise;site=cheek,ear"."""
    pairs = (pair.partition("=") for pair in attributes.split(";") if pair)
    return row(
        happened,
        agencies,
        event_type=event_type,
        attributes={name: tuple(value.split(",")) for name, _, value in pairs},
        **facts,
    )


def prose(happened: str, agencies: str, words: str, **facts: object) -> Record:
    return row(happened, agencies, cells={"what": words}, **facts)


def row(happened: str, agencies: str, **facts: object) -> Record:
    file = str(facts.pop("file", agencies.split("+")[0] + ".csv"))
    seq = int(str(facts.pop("seq", 1)))
    words = str(facts)
    given: dict[str, object] = {"ordered": False, "when": when(happened) if happened else None, **facts}
    return Record(
        id=sha256(f"{agencies}{seq}{happened}{words}".encode()).hexdigest()[:16],
        place=Place(file=file, sha256="0" * 64, row=seq + 1),
        seq=seq,
        agencies=tuple(agencies.split("+")),
        when_words=happened,
        **given,  # type: ignore[arg-type]
    )


def reads(records: Sequence[Record]) -> list[FileRead]:
    by_file: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        by_file[record.place.file].append(record)
    return [
        FileRead(
            file=file,
            sha256="0" * 64,
            kind="coded" if rows[0].event_type else "chronology",
            agencies=rows[0].agencies,
            rows_read=len(rows) + 1,
            headers_and_blanks=1,
            records=tuple(rows),
            quarantine=(),
            columns={},
            covers=None,
        )
        for file, rows in by_file.items()
    ]


def chronology(*records: Record, codings: Mapping[str, Sequence[Proposal]] | None = None) -> Chronology:
    files = reads(records)
    people = resolve(files, None)
    return build(files, people, codings=codings or {}, vocabulary=vocabulary(), today=TODAY)


def only(events: Sequence[Event], event_type: str) -> Event:
    found = [event for event in events if event.type == event_type]
    assert len(found) == 1, [event.type for event in events]
    return found[0]


def types(events: Sequence[Event]) -> list[str]:
    return [event.type for event in events]
