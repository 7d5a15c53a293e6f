"""A CSV or Parquet file as a stream of rows of text, by the columns wanted, in their order."""

from __future__ import annotations

import csv
import importlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tocsin.errors import TableRefused, UsageError
from tocsin.identity.measure.troubles import Troubles

Row = tuple[int, list[str]]  # as a spreadsheet numbers it (the headings are row 1), and its cells
PARQUET = b"PAR1"
OTHER_ENCODINGS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"PK": "a spreadsheet or archive",
    b"\x1f\x8b": "gzip",
}
SEPARATORS = ",;\t|"
BATCH = 50_000


class Table:
    """Open once, read as often as needed: `headings`, then `rows(columns, troubles)`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        self._parquet = _is_parquet(path)
        self.headings = _parquet_headings(path) if self._parquet else _csv_headings(path)

    def demand(self, needed: Sequence[str]) -> None:
        absent = [name for name in needed if name not in self.headings]
        if absent:
            raise TableRefused(
                f"The column{'s' if len(absent) > 1 else ''} {', '.join(absent)} "
                f"{'are' if len(absent) > 1 else 'is'} not there. "
                f"Found: {', '.join(self.headings) or 'none'}.",
                where=self.name,
                do="Add them, empty where nothing is known, or put headings in the first row.",
            )

    def rows(self, columns: Sequence[str], troubles: Troubles) -> Iterator[Row]:
        """Cells in the order of `columns`; "" for a column that is not there, stripped of spaces."""
        if self._parquet:
            return self._parquet_rows(columns)
        return self._csv_rows(columns, troubles)

    def _csv_rows(self, columns: Sequence[str], troubles: Troubles) -> Iterator[Row]:
        places = [self.headings.index(name) if name in self.headings else -1 for name in columns]
        width = len(self.headings)
        for number, cells in _csv_cells(self.path):
            if number == 1 or not cells:
                continue
            if len(cells) != width:
                what = "fewer" if len(cells) < width else "more"
                troubles.note(self.name, number, f"row with {what} cells than headings")
                cells += [""] * (width - len(cells))
            yield number, [cells[place].strip() if place >= 0 else "" for place in places]

    def _parquet_rows(self, columns: Sequence[str]) -> Iterator[Row]:
        file = _opened(self.path)
        there = [self._written(name, file) for name in columns if name in self.headings]
        number = 1
        for batch in file.iter_batches(batch_size=BATCH, columns=there):
            cells = iter(batch.to_pydict()[name] for name in there)
            lists = [next(cells) if name in self.headings else None for name in columns]
            for place in range(batch.num_rows):
                number += 1
                yield number, [_text(values[place]) if values is not None else "" for values in lists]

    def _written(self, name: str, file: Any) -> str:
        """The heading as the file writes it."""
        return str(file.schema_arrow.names[self.headings.index(name)])


def _is_parquet(path: Path) -> bool:
    if not path.is_file():
        raise TableRefused("There is no such file.", where=path.name, do="Check the path.")
    with path.open("rb") as file:
        start = file.read(4)
    for mark, kind in OTHER_ENCODINGS.items():
        if start.startswith(mark):
            raise TableRefused(
                f"It is {kind}.", where=path.name, do="Save it as CSV in UTF-8, or as Parquet."
            )
    if path.suffix.lower() in {".parquet", ".pq"} and start != PARQUET:
        raise TableRefused("It is called Parquet and is not.", where=path.name, do="Export it again.")
    return start == PARQUET


def _heading(text: str) -> str:
    return text.strip().lower().replace(" ", "_")


def _once(headings: list[str], path: Path) -> list[str]:
    twice = sorted({name for name in headings if name and headings.count(name) > 1})
    if twice:
        raise TableRefused(f"The heading {', '.join(twice)} stands twice.", where=path.name, do="Rename one.")
    return headings


def _csv_headings(path: Path) -> list[str]:
    for _, cells in _csv_cells(path):
        return _once([_heading(cell) for cell in cells], path)
    raise TableRefused(
        "The file is empty.", where=path.name, do="Give a file with headings in its first row."
    )


def _separator(first_line: str) -> str:
    return max(SEPARATORS, key=first_line.count)


def _csv_cells(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Numbered by rows, not by lines: a quoted cell may hold line breaks."""
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            for cells in csv.reader(file, delimiter=_separator(first)):
                number += 1
                yield number, cells
    except UnicodeDecodeError:
        raise TableRefused(
            f"Line {_undecodable(path)} is not UTF-8.",
            where=path.name,
            do="Save it as CSV in UTF-8, so that no letter of a name is lost.",
        ) from None
    except csv.Error as error:
        raise TableRefused(
            f"Row {number + 1} cannot be read as CSV: {error}.",
            where=path.name,
            do="Look there for a quotation mark that is never closed.",
        ) from None


def _undecodable(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 0


def _opened(path: Path) -> Any:
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise UsageError(
            "Reading Parquet needs the package pyarrow, which is not installed.",
            where=path.name,
            do="Install it (pip install pyarrow), or save the table as CSV.",
        ) from None
    try:
        return parquet.ParquetFile(path)
    except (OSError, ValueError):  # ArrowInvalid is a ValueError
        raise TableRefused("It is damaged.", where=path.name, do="Export it again.") from None


def _parquet_headings(path: Path) -> list[str]:
    return _once([_heading(name) for name in _opened(path).schema_arrow.names], path)


def _text(value: object) -> str:
    if value is None or value != value:  # a number that is none
        return ""
    if isinstance(value, datetime | date):
        with suppress(ValueError):
            return value.strftime("%Y-%m-%d") if value.year >= 1000 else value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
