"""report.xlsx: a sheet for each table, dates as dates, and no cell that a spreadsheet would run."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from tocsin.review.report import custody_tables, tables
from tocsin.review.report.page_one import DRAFT
from tocsin.review.report.reading import Reading
from tocsin.review.report.safe import inert

CELL_LIMIT = 32_767  # characters a cell of a sheet can hold
CUT_NOTE = " … [cut: the cell is full; the whole text is in review.json]"
EARLIEST = date(1900, 3, 1)  # a sheet counts a 29 February 1900 that never was
OPTIONS = {
    # without in_memory the writer leaves the words of records in the machine's temporary folder
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_bytes(reading: Reading) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    as_of = datetime.combine(reading.review.as_of, time())  # not the hour of writing: one input, one file
    book.set_properties({"title": "Tocsin review", "comments": DRAFT, "created": as_of})
    formats = _formats(book)
    for table in (*tables.all_tables(reading), *custody_tables.tables(reading)):
        _sheet(book, table, formats)
    book.close()
    return stream.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    base = {"valign": "top", "text_wrap": True, "font_name": "Arial", "font_size": 10}
    head = {
        "bold": True,
        "bg_color": "#17414A",
        "font_color": "#FFFFFF",
        "border": 1,
        "border_color": "#FFFFFF",
    }
    return {
        "words": book.add_format(base),
        "number": book.add_format({**base, "num_format": "#,##0"}),
        "day": book.add_format({**base, "num_format": "dd mmm yyyy", "align": "left"}),
        "head": book.add_format({**base, **head}),
    }


def _sheet(book: Any, table: tables.Table, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(table.name)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, min(column.width, 90), formats["words"])
        sheet.write_string(0, place, column.heading, formats["head"])
    for number, row in enumerate(table.rows, 1):
        for place, cell in enumerate(row):
            _write(sheet, (number, place), cell, formats)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    _page(sheet)


def _page(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&C{DRAFT}")
    sheet.set_footer("&L&A&RPage &P of &N")


def _write(sheet: Any, at: tuple[int, int], cell: tables.Cell, formats: dict[str, Any]) -> None:
    if isinstance(cell, date) and cell >= EARLIEST:
        sheet.write_datetime(*at, cell, formats["day"])
    elif isinstance(cell, int):
        sheet.write_number(*at, cell, formats["number"])
    elif cell:
        sheet.write_string(*at, cell_words(str(cell)), formats["words"])


def cell_words(words: str) -> str:
    safe = inert(words)
    if len(safe.encode("utf-16-le")) // 2 <= CELL_LIMIT:  # a sheet counts as UTF-16 does
        return safe
    room = (CELL_LIMIT - len(CUT_NOTE)) * 2
    return safe.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + CUT_NOTE
