"""Make the example family's files from the prose in scripts/riverside/, and its hand-marked codes.

    python scripts/make_riverside.py [--out examples]

The same prose gives the same bytes, as long as the writing libraries stay the same.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

import docx
import xlsxwriter
import yaml
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from odf import style, table, text
from odf.opendocument import OpenDocumentText

PROSE = Path(__file__).parent / "riverside"
PRINTED = datetime(2024, 7, 19, 9, 0, tzinfo=UTC)
STAMP = (2024, 7, 19, 9, 0, 0)
MARKS = re.compile(r"\{([+\-c])\|?(.*?)[+\-]?\}")
MARK_COLUMNS = ["file", "row", "agency", "words", "event_type", "attributes", "part"]

Row = dict[str, Any]


class Piece(NamedTuple):
    """A run of a cell: kind is "" for plain, "+" inserted, "-" deleted, "c" commented on."""

    kind: str
    words: str


def pieces(cell: str) -> Iterator[Piece]:
    end = 0
    for found in MARKS.finditer(cell):
        yield Piece("", cell[end : found.start()])
        yield Piece(found[1], found[2])
        end = found.end()
    yield Piece("", cell[end:])


def shares(rows: Sequence[Row]) -> list[float]:
    """Each column's part of the page: the square root of its longest cell, so short columns stay legible."""
    told = [row["cells"] for row in rows if len(row["cells"]) > 1]
    most = [max(len(cell) for cell in column) ** 0.5 + 4 for column in zip(*told, strict=True)]
    return [wide / sum(most) for wide in most]


def _printed(told: Row) -> datetime:
    day = told.get("printed")
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC) if day else PRINTED


# Word


def write_docx(path: Path, told: Row) -> None:
    document = docx.Document()
    _set_page(document)
    for number, part in enumerate(told["parts"], start=1):
        document.add_heading("Conferences, core groups and the plan" if number > 1 else "Chronology", level=2)
        _docx_table(document, part["rows"])
    document.core_properties.author = told["agency"]
    document.core_properties.last_modified_by = told["agency"]
    document.core_properties.created = document.core_properties.modified = _printed(told)
    kept = io.BytesIO()
    document.save(kept)
    _repack(kept, path)


def _set_page(document: Document) -> None:
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21.0)
    page.left_margin = page.right_margin = Cm(1.5)
    document.styles["Normal"].font.size = Pt(8)


def _docx_table(document: Document, rows: Sequence[Row]) -> None:
    width = max(len(row["cells"]) for row in rows)
    grid = document.add_table(rows=0, cols=width, style="Table Grid")
    grid.autofit = False
    for column, share in zip(grid.columns, shares(rows), strict=True):
        column.width = Cm(26.7 * share)
    for place, row in enumerate(rows):
        line = grid.add_row()
        _fill_line(document, grid, line, row)
        if row.get("header") and place < 3:
            line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fill_line(document: Document, grid: Table, line: _Row, row: Row) -> None:
    if len(row["cells"]) == 1 and len(grid.columns) > 1:
        merged = line.cells[0].merge(line.cells[-1])
        _fill_cell(document, merged, row["cells"][0], row)
        return
    for cell, words in zip(line.cells, row["cells"], strict=True):
        _fill_cell(document, cell, words, row)


def _fill_cell(document: Document, cell: _Cell, words: str, row: Row) -> None:
    paragraph = cell.paragraphs[0]
    for piece in pieces(words):
        if piece.kind in "+-" and piece.kind:
            _track(paragraph, piece)
        elif piece.words:
            run = paragraph.add_run(piece.words)
            run.bold = True if row.get("header") else None
            if piece.kind == "c":
                made = document.add_comment(run, text=row["comment"], author="Team manager", initials="TM")
                made._comment_elm.set(qn("w:date"), "2024-01-05T10:00:00Z")


def _track(paragraph: Paragraph, piece: Piece) -> None:
    change = OxmlElement("w:ins" if piece.kind == "+" else "w:del")
    change.set(qn("w:id"), str(900 + len(paragraph._p)))
    change.set(qn("w:author"), "Social worker 1")
    change.set(qn("w:date"), "2024-01-04T16:00:00Z")
    run = OxmlElement("w:r")
    held = OxmlElement("w:t" if piece.kind == "+" else "w:delText")
    held.text = piece.words
    run.append(held)
    change.append(run)
    paragraph._p.append(change)


# Excel


def write_xlsx(path: Path, told: Row) -> None:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"author": told["agency"], "created": _printed(told).replace(tzinfo=None)})
    styles = {
        "date": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        "time": book.add_format({"num_format": "hh:mm", "valign": "top"}),
        "bold": book.add_format({"bold": True, "text_wrap": True}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    for part in told["parts"]:
        _fill_sheet(book.add_worksheet(part["part"]), part["rows"], styles)
    book.close()


def _fill_sheet(sheet: Any, rows: Sequence[Row], styles: dict[str, Any]) -> None:
    width = max(len(row["cells"]) for row in rows)
    sheet.set_column(0, width - 1, 16)
    for number, row in enumerate(rows):
        if row.get("header") and len(row["cells"]) == 1:
            sheet.merge_range(number, 0, number, width - 1, row["cells"][0], styles["bold"])
            continue
        for column, cell in enumerate(row["cells"]):
            _put(sheet, (number, column), cell, styles["bold" if row.get("header") else "text"], styles)
        if row.get("merge_date"):
            value = date.fromisoformat(row["cells"][0][1:])
            sheet.merge_range(number, 0, number + row["merge_date"] - 1, 0, value, styles["date"])


def _put(sheet: Any, at: tuple[int, int], cell: str, plain: Any, styles: dict[str, Any]) -> None:
    if cell.startswith("@"):
        sheet.write_datetime(*at, date.fromisoformat(cell[1:]), styles["date"])
    elif cell.startswith("#"):
        sheet.write_number(*at, int(cell[1:]))
    elif re.fullmatch(r"\d\d:\d\d", cell):
        sheet.write_datetime(*at, time.fromisoformat(cell), styles["time"])
    elif cell:
        sheet.write_string(*at, cell, plain)


# OpenDocument


def write_odt(path: Path, told: Row) -> None:
    document = OpenDocumentText()
    box = style.Style(name="Box", family="table-cell")
    box.addElement(style.TableCellProperties(border="0.5pt solid #000000", padding="0.1cm"))
    document.automaticstyles.addElement(box)
    document.automaticstyles.addElement(style.Style(name="Notes", family="table"))
    for part in told["parts"]:
        for number, share in enumerate(shares(part["rows"])):
            column = style.Style(name=f"Wide{number}", family="table-column")
            column.addElement(style.TableColumnProperties(columnwidth=f"{17 * share:.2f}cm"))
            document.automaticstyles.addElement(column)
        document.text.addElement(_odt_table(part["rows"]))
    kept = io.BytesIO()
    document.write(kept)
    _repack(kept, path)


def _odt_table(rows: Sequence[Row]) -> Any:
    width = max(len(row["cells"]) for row in rows)
    grid = table.Table(name="Notes", stylename="Notes")
    for number in range(width):
        grid.addElement(table.TableColumn(stylename=f"Wide{number}"))
    for row in rows:
        grid.addElement(_odt_line(row["cells"], width))
    return grid


def _odt_line(cells: Sequence[str], width: int) -> Any:
    line = table.TableRow()
    span = width if len(cells) == 1 else 1
    for words in cells:
        cell = table.TableCell(numbercolumnsspanned=span, valuetype="string", stylename="Box")
        cell.addElement(text.P(text=words))
        line.addElement(cell)
    for _ in range(width - len(cells)):
        line.addElement(table.CoveredTableCell())
    return line


# CSV


def write_csv(path: Path, told: Row) -> None:
    with path.open("w", encoding="cp1252", newline="") as sink:
        writer = csv.writer(sink, delimiter=";", quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
        for row in told["parts"][0]["rows"]:
            writer.writerow(row["cells"])


def _repack(kept: io.BytesIO, path: Path) -> None:
    """Write the archive again with one fixed date, so that making it twice gives the same bytes."""
    with zipfile.ZipFile(kept) as source, zipfile.ZipFile(path, "w") as sink:
        for held in source.infolist():
            info = zipfile.ZipInfo(held.filename, STAMP)
            info.compress_type = held.compress_type
            info.external_attr = 0o600 << 16
            sink.writestr(info, source.read(held.filename))


WRITERS: dict[str, Callable[[Path, Row], None]] = {
    ".docx": write_docx,
    ".xlsx": write_xlsx,
    ".odt": write_odt,
    ".csv": write_csv,
}


def told_files() -> list[Row]:
    return [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(PROSE.glob("*.yaml"))]


def marked(told: Row) -> Iterator[dict[str, str]]:
    """One line for each code a careful reader would give; a row without one gets a line of its own."""
    for part in told["parts"]:
        for number, row in enumerate(part["rows"], start=1):
            if row.get("header") or row.get("blank") or row.get("continuation"):
                continue
            for mark in row["marks"] or [">>  >> "]:
                words, kind, attributes = (piece.strip() for piece in mark.split(">>"))
                yield dict(
                    zip(
                        MARK_COLUMNS,
                        [told["file"], str(number), told["agency"], words, kind, attributes, part["part"]],
                        strict=True,
                    )
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "examples")
    out: Path = parser.parse_args().out
    (out / "riverside").mkdir(parents=True, exist_ok=True)
    with (out / "riverside.marked.csv").open("w", encoding="utf-8", newline="") as sink:
        writer = csv.DictWriter(sink, MARK_COLUMNS, lineterminator="\n")
        writer.writeheader()
        for told in told_files():
            path = out / "riverside" / told["file"]
            WRITERS[path.suffix](path, told)
            writer.writerows(marked(told))


if __name__ == "__main__":
    main()
