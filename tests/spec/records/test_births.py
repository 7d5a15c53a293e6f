"""A date of birth above the table is a fact of the file, with its place; nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.records.births import births_stated
from tocsin.records.raw import RawFile, RawRow, RawTable

HEADER = RawRow(3, ("Date", "Event"))
LATER = RawRow(4, ("12/03/2024", "Seen, born 1 May 2020"))


def found(*titles: str, rows: tuple[RawRow, ...] = ()) -> list[tuple[date, int, str]]:
    raw = RawFile((RawTable("table 1", (*rows, HEADER, LATER), titles),))
    stated = births_stated(raw, file="hv.docx", sha256="0", today=date(2026, 1, 1), pivot=None)
    return [(one.day, one.place.row, one.place.part) for one in stated]


@pytest.mark.parametrize(
    "title",
    [
        "DOB: 12/03/2021",
        "Chronology for A. N., D.O.B. 12.03.2021",
        "Child A (born 12 March 2021), NHS number withheld",
        "Date of birth - 12 March 2021; address withheld",
        "dob 2021-03-12",
    ],
)
def test_it_is_read_from_the_title(title: str) -> None:
    assert found(title) == [(date(2021, 3, 12), 0, "above table 1")]


def test_it_is_read_from_a_row_above_the_header() -> None:
    rows = (RawRow(1, ("Child A", "DOB 12/03/2021")), RawRow(2, ("Brother, DOB:", "1/2/2019")))
    assert found(rows=rows) == [(date(2021, 3, 12), 1, "table 1"), (date(2019, 2, 1), 2, "table 1")]


@pytest.mark.parametrize(
    "title",
    [
        "DOB: March 2021",
        "DOB: about 12/03/2021",
        "DOB: 31/02/2021",
        "DOB: unknown",
        "Stubborn 12/03/2021",
        "DOB",
    ],
)
def test_what_is_not_one_whole_day_is_left(title: str) -> None:
    assert found(title) == []


def test_rows_of_the_chronology_are_no_titles() -> None:
    assert found() == []
