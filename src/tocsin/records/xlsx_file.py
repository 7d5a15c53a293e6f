"""Excel workbooks: saved values with their types, never a formula's text; every sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import TypeVar

import python_calamine as calamine

from tocsin.errors import Damaged, TooLarge
from tocsin.records.packages import Package
from tocsin.records.raw import RawFile, RawRow, RawTable, Value
from tocsin.records.reference_data import limits

_REFERENCE = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_Read = TypeVar("_Read")
_SAVE_AGAIN = "Open it in Excel, save it again as .xlsx, and put the new copy in the folder."


def read_xlsx(data: bytes) -> RawFile:
    package = Package(data)
    if "xl/workbook.xml" not in package.names:
        raise Damaged("The file is no Excel workbook.", do=_SAVE_AGAIN)
    notes = _checked_sheets(package)
    book = _opened(package.repacked(_is_needed))
    tables = []
    for sheet in book.sheets_metadata:
        if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
            notes.append(f"Sheet '{sheet.name}' is a chart or a macro sheet and holds no rows.")
            continue
        if sheet.visible != calamine.SheetVisibleEnum.Visible:
            notes.append(f"Sheet '{sheet.name}' is hidden in Excel; it was read.")
        tables.append(RawTable(sheet.name, tuple(_rows(book, sheet.name)), lettered=True))
    return RawFile(tuple(tables), serials=True, notes=tuple(notes))


def _is_needed(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and "/media/" not in name


def _checked_sheets(package: Package) -> list[str]:
    """calamine lays out the whole rectangle a sheet spans, so measure it first."""
    formulas = False
    for name in package.names:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            xml = package.part(name)
            _measure(xml)
            formulas = formulas or _FORMULA.search(xml) is not None
    return ["Some cells are formulas: the values saved with the file were used."] if formulas else []


def _measure(xml: bytes) -> None:
    places = _REFERENCE.findall(xml)
    if not places:
        return
    columns = {_column_number(letters) for letters in {letters for letters, _ in places}}
    rows = [int(number) for _, number in places]
    spanned = (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)
    if spanned > limits().grid_cells:
        raise TooLarge(
            "A sheet has cells so far apart that it spans millions.",
            do="Delete the stray cells far below or to the right of the table, and save.",
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _opened(data: bytes) -> calamine.CalamineWorkbook:
    return _guarded(lambda: calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)))


def _guarded(read: Callable[[], _Read]) -> _Read:
    """The reader is a Rust library: on a broken file it may panic, which is no Exception."""
    try:
        return read()
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException:
        raise Damaged("The workbook cannot be read.", do=_SAVE_AGAIN) from None


def _rows(book: calamine.CalamineWorkbook, name: str) -> Iterator[RawRow]:
    sheet = _guarded(lambda: book.get_sheet_by_name(name))
    if sheet.start is None:
        return
    if sheet.total_height > limits().rows:
        raise TooLarge(f"A sheet has more than {limits().rows} rows.", do="Split it into several files.")
    values = _guarded(lambda: sheet.to_python(skip_empty_area=False))
    covered = _covered(sheet.merged_cell_ranges or [], len(values))
    for index, cells in enumerate(values):
        spread = {column: values[top][column] for column, top in covered.get(index, {}).items()
                  if column < len(values[top])}  # fmt: skip
        yield RawRow(index + 1, tuple(map(_value, cells)), spread)


def _covered(merged: list[tuple[tuple[int, int], tuple[int, int]]], height: int) -> dict[int, dict[int, int]]:
    """Row -> column -> the row whose value a merged cell carries down."""
    covered: dict[int, dict[int, int]] = {}
    for (top, left), (bottom, _) in merged:
        for row in range(top + 1, min(bottom + 1, height)):
            covered.setdefault(row, {})[left] = top
    return covered


def _value(cell: Value) -> Value:
    return None if cell == "" else cell
