"""The form all readers hand over: tables of typed cells, each row with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

# Letters no document may hold; a carriage return is how one program writes the end of a line.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")

Value = str | float | bool | date | datetime | time | timedelta | None


@dataclass(frozen=True, slots=True)
class RawRow:
    """`cells` in column order; None for blank, or covered by a merged cell.

    `spread` holds, by column, the value of the merged cell that covers this one from above.
    `refused` says why the row cannot be used at all.
    """

    row: int
    cells: tuple[Value, ...]
    spread: Mapping[int, Value] = field(default_factory=dict)
    page: int | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class RawTable:
    part: str  # sheet name, "table 2", or "" where the file is one table
    rows: tuple[RawRow, ...]
    titles: tuple[str, ...] = ()  # text above the table, nearest last
    lettered: bool = False  # cells are called B14, not "column 2"

    def cell_name(self, row: int, column: int) -> str:
        return f"{column_letters(column)}{row}" if self.lettered else f"column {column + 1}"


@dataclass(frozen=True, slots=True)
class RawFile:
    tables: tuple[RawTable, ...]
    serials: bool = False  # bare numbers in a date column are Excel's day numbers
    notes: tuple[str, ...] = ()


def column_letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def words_of(value: Value) -> str:
    """A cell as a person would read it: the same words whichever program saved it."""
    if isinstance(value, str):
        return (_CONTROL.sub("", value.replace("\r\n", "\n")) if _CONTROL.search(value) else value).strip()
    return "" if value is None else _typed_words(value)


def _typed_words(value: float | bool | date | time | timedelta) -> str:
    if isinstance(value, date | time):
        return _moment_words(value)
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(int(value)) if value == value // 1 else repr(value)


def _moment_words(value: date | time) -> str:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime) and value.time() != time():
        return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}"
