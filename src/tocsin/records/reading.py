"""What a file's rows become while it is read, with every row counted once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from tocsin.errors import CellTooLarge, DateError, RowRefused, UndatedError
from tocsin.records.dates import parse_when
from tocsin.records.raw import RawRow, RawTable, Value, words_of
from tocsin.records.record import FileRead, Place, Quarantined, Record
from tocsin.records.reference_data import limits

_WORDS = ("what", "action", "analysis", "impact", "voice", "source")


@dataclass(frozen=True, slots=True)
class FileContext:
    """What is known of a file before its rows are read: from the manifest, its name and its titles."""

    file: str
    sha256: str
    today: date
    agencies: tuple[str, ...] = ()
    child: str = ""
    pivot: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    child_labels: frozenset[str] = frozenset()
    agency_names: Mapping[str, str] = field(default_factory=dict)  # as written -> code, by the user
    covers: tuple[date | None, date | None] = (None, None)


class Reading:
    """Gathers records, quarantine and counts; `finished` gives them as one FileRead."""

    def __init__(self, context: FileContext, *, serials: bool) -> None:
        self.context = context
        self.serials = serials
        self.kinds: list[str] = []
        self.rows_read = self.headers_and_blanks = 0
        self.records: list[Record] = []
        self.references: list[str] = []
        self.quarantine: list[Quarantined] = []
        self.columns: dict[str, str] = {}
        self.counted: Counter[str] = Counter()
        self.notes: list[str] = []
        self.states: tuple[date, date] | None = None  # a period that the file itself states

    def place(self, table: RawTable, row: RawRow, column: int | None = None) -> Place:
        cell = "" if column is None else table.cell_name(row.row, column)
        return Place(self.context.file, self.context.sha256, row.row, cell, table.part, row.page)

    def passed_over(self, rows: int = 1) -> None:
        self.rows_read += rows
        self.headers_and_blanks += rows

    def keep(self, record: Record, *, reference: str = "") -> None:
        self.rows_read += 1
        self.records.append(record)
        self.references.append(reference)

    def refuse(self, error: RowRefused, place: Place, words: str = "") -> None:
        self.rows_read += 1
        self.quarantine.append(Quarantined(place, error.code, error.found, error.do, words[:200]))

    def unusable(self, table: RawTable, row: RawRow) -> bool:
        """Quarantine a row that its reader refused or that holds a cell past the limit."""
        if row.refused:
            self.refuse(
                CellTooLarge(row.refused, do="Mend the row in the file and run again."),
                self.place(table, row),
            )
            return True
        for column, cell in enumerate(row.cells):
            if isinstance(cell, str) and len(cell) > limits().cell_characters:
                error = CellTooLarge(
                    f"A cell holds more than {limits().cell_characters} characters.",
                    do="Split or shorten it.",
                )
                self.refuse(error, self.place(table, row, column), cell)
                return True
        return False

    def day_of(self, value: Value, about: str) -> date | None:
        """A date beside the event's own, such as "recorded": unreadable ones are noted, never guessed."""
        try:
            when = parse_when(value, today=self.context.today, pivot=self.context.pivot, serials=self.serials)
        except UndatedError:
            return None
        except DateError:
            self.counted[f"the {about} date cannot be read and was left out"] += 1
            return None
        return min(when.end, self.context.today)

    def finished(self) -> FileRead:
        records = tuple(with_ids(self.records, self.references))
        return FileRead(
            file=self.context.file,
            sha256=self.context.sha256,
            kind=self.kinds[0] if self.kinds else "chronology",
            agencies=_agencies(records) or self.context.agencies,
            rows_read=self.rows_read,
            headers_and_blanks=self.headers_and_blanks,
            records=records,
            quarantine=tuple(self.quarantine),
            columns=dict(self.columns),
            covers=self._covers(records),
            notes=tuple(dict.fromkeys([*self.notes, *self._counts()])),
        )

    def _counts(self) -> Iterable[str]:
        for what, rows in self.counted.items():
            yield f"{rows} {'row' if rows == 1 else 'rows'}: {what}."

    def _covers(self, records: tuple[Record, ...]) -> tuple[date, date] | None:
        dated = [record.when for record in records if record.when is not None]
        first, last = self.states or (
            (min(when.start for when in dated), max(when.end for when in dated)) if dated else (None, None)
        )
        first, last = self.context.covers[0] or first, self.context.covers[1] or last
        return (first, last) if first is not None and last is not None and first <= last else None


def _agencies(records: Iterable[Record]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for record in records for code in record.agencies))


def words_in(record: Record) -> str:
    return "\n".join(record.cells[slot] for slot in _WORDS if record.cells.get(slot))


def with_ids(records: list[Record], references: list[str]) -> Iterable[Record]:
    """Ids that survive a re-saved file, and rows put in above: never the row number.

    Rows of the same agency, date words and words are told apart by the file's own reference, or
    else by how many such rows came before.
    """
    met: Counter[str] = Counter()
    for record, reference in zip(records, references, strict=True):
        fact = [
            "+".join(record.agencies), reference, record.event_type,
            " ".join(record.when_words.split()), " ".join(words_in(record).split()),
        ]  # fmt: skip
        content = "\x1f".join(fact)
        met[content] += 1
        yield replace(record, id=_hash(content if met[content] == 1 else f"{content}\x1f{met[content]}"))


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def told_apart(reads: list[FileRead]) -> list[FileRead]:
    """Two files with the same row keep both, under different ids: the second is counted on."""
    met: Counter[str] = Counter()
    out = []
    for read in reads:
        records = []
        for record in read.records:
            met[record.id] += 1
            again = met[record.id] > 1
            records.append(replace(record, id=_hash(f"{record.id}\x1f{met[record.id]}")) if again else record)
        out.append(replace(read, records=tuple(records)))
    return out


def own_words(row: RawRow) -> list[tuple[int, str]]:
    """The row's own filled cells: (column, words)."""
    return [(column, words) for column, cell in enumerate(row.cells) if (words := words_of(cell))]
