"""What agencies send, exactly as they sent it: immutable, with its place in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tocsin.records.when import When


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which file. `row` counts from 1 as the reader of the file would count it."""

    file: str  # path inside the folder, with forward slashes
    sha256: str
    row: int
    cell: str = ""  # "B14" in a sheet, "column 2" in a document table
    part: str = ""  # sheet name, or "table 2"
    page: int | None = None  # only where the file says so

    def __str__(self) -> str:
        where = [self.file, self.part, f"row {self.row}", self.cell]
        return ", ".join(word for word in where if word)


@dataclass(frozen=True, slots=True)
class Record:
    """One row that holds a dated or undated fact.

    `cells` maps a slot to the words of its cell, verbatim. Slots: what, action, analysis, voice,
    source, impact, child_seen, seen_alone, seen_by. Columns that fit no slot are in `extra`
    under their own heading.
    """

    id: str  # agency + file's own reference or sequence + date words + words, hashed; not the file hash
    place: Place
    seq: int  # place in the order of the file
    ordered: bool  # the file states its order (a sequence column), so earlier rows happened no later
    agencies: tuple[str, ...]  # vocabulary codes; each holds the record, the first acted
    when: When | None  # None: the row carries no date
    when_words: str
    recorded: date | None = None
    known_from: date | None = None
    child: str = ""  # as written; "" means the folder's subject
    cells: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    event_type: str = ""  # coded chronologies only, as written
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # likewise
    withdrawn_on: date | None = None  # its agency withdrew it; nothing is erased


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row or file part that could not be used: what, where, why, and how to mend it."""

    place: Place
    code: str  # of the error tree
    reason: str
    remedy: str
    words: str = ""  # the cell as written, cut to 200 characters


@dataclass(frozen=True, slots=True)
class BirthStated:
    """A date of birth that stands above a table, in words that may say whose it is."""

    day: date
    words: str  # of the whole title
    place: Place  # row 0 where it stands above the table, outside any row


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file's outcome. rows_read = len(records) + len(quarantine) + headers_and_blanks."""

    file: str
    sha256: str
    kind: str  # "chronology" (prose), "coded" (coded chronology), "involvement" (who knows the family)
    agencies: tuple[str, ...]
    rows_read: int
    headers_and_blanks: int
    records: tuple[Record, ...]
    quarantine: tuple[Quarantined, ...]
    columns: Mapping[str, str]  # heading as written -> slot ("" = kept verbatim, unmapped)
    covers: tuple[date, date] | None  # the period the file speaks for
    notes: tuple[str, ...] = ()  # what was inferred, for the user to correct
    births: tuple[BirthStated, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A whole file that could not be read: the answer the user gets."""

    file: str
    code: str
    reason: str
    remedy: str
