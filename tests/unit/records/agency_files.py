"""Builders of agencies' files for the tests. All people are made up."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table
from odf.opendocument import OpenDocumentText
from odf.table import CoveredTableCell, TableCell, TableRow
from odf.table import Table as OdfTable
from odf.text import P

from tocsin.records.folder import FolderRead, read_folder
from tocsin.records.manifest import Manifest
from tocsin.records.record import FileRead

TODAY = date(2026, 11, 21)
HEAD = ["Date", "Event", "Action taken"]


def read(folder: Path, manifest: Manifest | None = None) -> FolderRead:
    found = read_folder(folder, manifest=manifest, today=TODAY)
    for one in found.files:
        assert one.rows_read == len(one.records) + len(one.quarantine) + one.headers_and_blanks, one.file
        assert len({record.id for record in one.records}) == len(one.records)
    return found


def read_one(folder: Path, name: str, data: bytes | str, manifest: Manifest | None = None) -> FileRead:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    found = read(folder, manifest)
    assert not found.refused, found.refused
    return next(one for one in found.files if one.file == name)


def refusal(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    found = read(folder)
    assert [one.file for one in found.refused] == [name]
    assert found.refused[0].reason
    assert found.refused[0].remedy
    return found.refused[0].code


def xlsx(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def docx(
    *tables: Sequence[Sequence[str]], title: str = "", change: Callable[[list[Table]], None] | None = None
) -> bytes:
    document = Document()
    if title:
        document.add_paragraph(title)
    made = []
    for rows in tables:
        table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
        for row, cells in enumerate(rows):
            for column, words in enumerate(cells):
                table.cell(row, column).text = words
        made.append(table)
        document.add_paragraph("")
    if change:
        change(made)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def run_xml(inner: str):  # type: ignore[no-untyped-def]
    return parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>")


def odt(rows: Sequence[Sequence[str | TableCell | CoveredTableCell]], title: str = "") -> bytes:
    document = OpenDocumentText()
    if title:
        document.text.addElement(P(text=title))
    table = OdfTable(name="Chronology")
    for cells in rows:
        row = TableRow()
        for words in cells:
            if isinstance(words, str):
                cell = TableCell()
                for line in words.split("\n"):
                    cell.addElement(P(text=line))
                row.addElement(cell)
            else:
                row.addElement(words)
        table.addElement(row)
    document.text.addElement(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same package with one part changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    parts[name] = change(parts[name])
    return zipped(parts)


def what(one: FileRead) -> list[str]:
    return [record.cells.get("what", "") for record in one.records]
