"""Readers against what nobody would send: no crash but our own, and every row counted once."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from docx import Document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tocsin.errors import DateError, ManifestError, TocsinError
from tocsin.records.dates import combine, parse_when
from tocsin.records.folder import read_file
from tocsin.records.manifest import manifest_of
from tocsin.records.reading import FileContext
from tocsin.records.record import FileRead

TODAY = date(2026, 11, 21)
ROWS = [
    ["Date", "Agency", "Event", "Child A", "Odd"],
    ["22/05/2016", "Police", "Seen, well", "x", ""],
    ["", "", "and then", "", "1"],
    ["31/02/2016", "GP", "bad date", "", ""],
    ["c. March 2024", "HV", "called", "no", "?"],
]
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _xlsx() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in [*ROWS, [date(2016, 5, 22), None, datetime(2016, 5, 22, 9, 5), time(9), 45352]]:
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(out)
    return out.getvalue()


def _docx() -> bytes:
    document, out = Document(), io.BytesIO()
    table = document.add_table(rows=len(ROWS), cols=5)
    for number, row in enumerate(ROWS):
        for column, words in enumerate(row):
            table.cell(number, column).text = words
    table.cell(1, 0).merge(table.cell(2, 0))
    document.save(out)
    return out.getvalue()


def _odt() -> bytes:
    document, out, table = OpenDocumentText(), io.BytesIO(), Table(name="t")
    for cells in ROWS:
        row = TableRow()
        for words in cells:
            cell = TableCell()
            cell.addElement(P(text=words))
            row.addElement(cell)
        table.addElement(row)
    document.text.addElement(table)
    document.save(out)
    return out.getvalue()


def _csv() -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(ROWS)
    return out.getvalue().encode()


VALID = {"a.xlsx": _xlsx(), "a.docx": _docx(), "a.odt": _odt(), "a.csv": _csv()}
MAIN_PART = {"a.xlsx": "xl/worksheets/sheet1.xml", "a.docx": "word/document.xml", "a.odt": "content.xml"}


def _read(name: str, data: bytes) -> FileRead | None:
    """None where the file was refused; anything but a TocsinError fails the test."""
    try:
        one = read_file(data, context=FileContext(name, "0" * 64, TODAY))
    except TocsinError:
        return None
    assert one.rows_read == len(one.records) + len(one.quarantine) + one.headers_and_blanks
    assert len({record.id for record in one.records}) == len(one.records)
    for record in one.records:
        assert record.when is None or record.when.start <= record.when.end
    return one


@pytest.mark.parametrize("name", sorted(VALID))
def test_the_valid_files_are_read(name: str) -> None:
    one = _read(name, VALID[name])
    assert one is not None
    assert len(one.records) >= 3
    assert len(one.quarantine) == 1


@pytest.mark.parametrize("name", sorted(VALID))
@CALM
@given(data=st.binary(max_size=2000))
def test_random_bytes_are_refused_or_read(name: str, data: bytes) -> None:
    _read(name, data)


@pytest.mark.parametrize("name", sorted(VALID))
@CALM
@given(at=st.floats(0, 1), length=st.integers(0, 40), put=st.binary(max_size=40))
def test_a_file_with_bytes_changed_is_refused_or_read(name: str, at: float, length: int, put: bytes) -> None:
    data = VALID[name]
    start = int(at * len(data))
    _read(name, data[:start] + put + data[start + length :])


def _with_part(data: bytes, name: str, part: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, part if entry == name else old.read(entry))
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(MAIN_PART))
@CALM
@given(at=st.floats(0, 1), length=st.integers(0, 60), put=st.binary(max_size=20), again=st.booleans())
def test_a_part_with_bytes_changed_is_refused_or_read(
    name: str, at: float, length: int, put: bytes, again: bool
) -> None:
    with zipfile.ZipFile(io.BytesIO(VALID[name])) as package:
        part = package.read(MAIN_PART[name])
    start = int(at * len(part))
    put = part[start : start + length] if again else put
    _read(
        name,
        _with_part(VALID[name], MAIN_PART[name], part[:start] + put + part[start + (not again) * length :]),
    )


@pytest.mark.parametrize("name", sorted(MAIN_PART))
def test_a_part_without_a_name_is_passed_over(name: str) -> None:
    """As the fuzzing by coverage found it (`make fuzz`)."""
    out = io.BytesIO(VALID[name])
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(zipfile.ZipInfo("?"), b"x")
    data = out.getvalue()
    at = data.rindex(b"PK\x01\x02")  # the last entry of the directory: its name is cut to nothing
    length, end = data[at + 28 : at + 30], data.index(b"?", at + 46)
    assert length == b"\x01\x00"
    cut = data[: at + 28] + b"\x00\x00" + data[at + 30 : end] + data[end + 1 :]
    tail = cut.rindex(b"PK\x05\x06")  # and the directory is one byte shorter
    size = int.from_bytes(cut[tail + 12 : tail + 16], "little") - 1
    _read(name, cut[: tail + 12] + size.to_bytes(4, "little") + cut[tail + 16 :])


WORDS = st.text(max_size=12)
CELL = st.one_of(
    WORDS,
    st.sampled_from(
        [
            "Date",
            "Event",
            "Action",
            "22/05/2016",
            "May 2016",
            "31/02/2016",
            "",
            "unknown",
            "x",
            "GP",
            "2019",
            '"',
            "\0",
        ]
    ),
)


@CALM
@given(rows=st.lists(st.lists(CELL, max_size=6), max_size=12))
@example(rows=[["Date", "Event"], ["2019", ""], ["", "Date"], ["Date", "Event"], ["", "x"]])
def test_any_table_of_words_is_counted_row_by_row(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [["Date", "Event", "Action"], *rows]
    )
    one = _read("a.csv", out.getvalue().encode())
    assert one is None or one.rows_read == len(rows) + 1
    assert one is not None or "\0" in out.getvalue() or any(ch < " " for ch in out.getvalue())


@settings(max_examples=300, deadline=None)
@given(
    cell=st.one_of(
        st.text(max_size=40),
        st.text(alphabet="0123456789/-. ?:mayjnct", max_size=24),
        *(st.dates(), st.datetimes(), st.times(), st.timedeltas()),
        *(st.floats(), st.integers(), st.booleans(), st.none()),
    ),
    clock=st.one_of(
        st.none(), st.text(max_size=8), st.times(), st.floats(0, 1), st.just(timedelta(hours=30))
    ),
)
def test_any_cell_is_a_date_in_its_bounds_or_a_date_error(cell: object, clock: object) -> None:
    try:
        when = combine(cell, clock, today=TODAY, serials=True)
    except DateError:
        return
    assert when.start <= when.end
    assert when.start <= TODAY
    assert when.start.year >= 1900


@settings(max_examples=200, deadline=None)
@given(
    day=st.dates(date(1950, 1, 1), TODAY),
    style=st.sampled_from(["%d/%m/%Y", "%d.%m.%y", "%d-%b-%y", "%Y-%m-%d", "%d %B %Y", "%A %d/%m/%Y"]),
)
def test_every_day_reads_back_whichever_way_it_is_written(day: date, style: str) -> None:
    when = parse_when(day.strftime(style), today=TODAY)
    assert (when.start, when.end, when.uncertain) == (day, day, False)


@CALM
@given(text=st.text(max_size=200))
def test_any_manifest_is_read_or_explained(text: str) -> None:
    with suppress(ManifestError):
        manifest_of(text)
