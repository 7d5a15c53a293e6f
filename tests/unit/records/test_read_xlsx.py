"""Excel workbooks: typed cells, merged cells, sheets that are no tables, files made to do harm."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
from agency_files import HEAD, read_one, refusal, what, with_part, xlsx, zipped

from tocsin.records.when import Precision


def _sheet(rows: list[list[object]]) -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        for row in rows:
            book.active.append(row)

    return xlsx(fill)


def test_cells_keep_their_types(tmp_path: Path) -> None:
    rows = [
        ["Date", "Time", "Event"],
        [date(2024, 3, 1), time(14, 30), "typed"],
        [datetime(2024, 3, 2, 9, 5), None, "stamp"],
        [45352, None, "serial"],
        ["c. March 2024", None, "words"],
        [2019, None, "year"],
    ]
    one = read_one(tmp_path, "police.xlsx", _sheet(rows))
    found = [(record.when.start, record.when.precision) for record in one.records if record.when]
    assert found == [
        (date(2024, 3, 1), Precision.MINUTE),
        (date(2024, 3, 2), Precision.MINUTE),
        (date(2024, 3, 1), Precision.DAY),
        (date(2024, 3, 1), Precision.MONTH),
        (date(2019, 1, 1), Precision.YEAR),
    ]
    assert one.records[0].when_words == "01/03/2024 14:30"
    assert one.records[0].place.cell == "C2"


def test_the_table_is_found_under_title_rows_and_beside_empty_columns(tmp_path: Path) -> None:
    rows = [[], [None, "Chronology of Northgate General Hospital"], [None, "Completed", "May 2016"], [],
            [None, *HEAD],
            [None, "22/05/2016", "Seen", "None"]]  # fmt: skip
    one = read_one(tmp_path, "file1.xlsx", _sheet(rows))
    assert what(one) == ["Seen"]
    assert one.agencies == ("health_hospital",)
    assert one.records[0].place.row == 6
    assert one.headers_and_blanks == 5


def test_a_merged_date_and_agency_hold_for_each_row_they_cover(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        for row in [["Date", "Agency", "Event"], ["22/05/2016", "Police", "first"], [None, None, "second"],
                    [None, None, "third"], [None, None, None]]:  # fmt: skip
            sheet.append(row)
        sheet.merge_cells("A2:A4")
        sheet.merge_cells("B2:B4")

    one = read_one(tmp_path, "file1.xlsx", xlsx(fill))
    assert what(one) == ["first", "second", "third"]
    assert {record.when.start for record in one.records if record.when} == {date(2016, 5, 22)}
    assert {record.agencies for record in one.records} == {("police",)}


def test_words_merged_over_rows_are_one_event(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for row in [["Date", "Event"], ["22/05/2016", "once"], [None, None], ["23/05/2016", "again"]]:
            book.active.append(row)
        book.active.merge_cells("B2:B3")
        book.active.merge_cells("A2:A3")

    assert what(read_one(tmp_path, "police.xlsx", xlsx(fill))) == ["once", "again"]


def test_every_sheet_is_read_and_hidden_and_chart_sheets_are_noted(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["Date", "Event"])
        book.active.append(["22/05/2016", "shown"])
        hidden = book.create_sheet("Old")
        hidden.append(["Date", "Event"])
        hidden.append(["23/05/2016", "hidden"])
        hidden.sheet_state = "hidden"
        book.create_chartsheet("Chart")
        book.create_sheet("Contacts").append(["Name", "Telephone"])

    one = read_one(tmp_path, "police.xlsx", xlsx(fill))
    assert what(one) == ["shown", "hidden"]
    notes = " ".join(one.notes)
    assert "'Old' is hidden" in notes
    assert "'Chart'" in notes
    assert "Contacts is no chronology" in notes


def test_a_formula_is_never_shown_or_run(tmp_path: Path) -> None:
    one = read_one(
        tmp_path, "police.xlsx", _sheet([["Date", "Event"], ["22/05/2016", "=1+1"], ["23/05/2016", "Seen"]])
    )
    assert "=1+1" not in str(one.records)
    assert any("formulas" in note for note in one.notes)


def test_cells_far_apart_cannot_exhaust_the_machine(tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A1"], book.active["XFD1048576"] = "Date", "x"

    assert refusal(tmp_path, "police.xlsx", xlsx(fill)) == "T114"


def test_a_workbook_that_is_none_is_refused(tmp_path: Path) -> None:
    good = _sheet([["Date", "Event"], ["22/05/2016", "Seen"]])
    assert refusal(tmp_path, "police.xlsx", good[: len(good) // 2]) == "T112"
    assert refusal(tmp_path, "police.xlsx", zipped({"a.txt": b"x"})) == "T112"
    broken = with_part(good, "xl/worksheets/sheet1.xml", lambda xml: xml[:-40] + b"<<<")
    assert refusal(tmp_path, "police.xlsx", broken) in {"T112", "T117"}
