"""How dates are read: the table is the manual."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from tocsin.errors import DateError, FutureDate, ImpossibleDate, ReversedDates, UndatedError
from tocsin.records.dates import combine, parse_when, widen
from tocsin.records.when import Precision

TODAY = date(2026, 11, 21)
CASES = Path(__file__).parents[4] / "shared" / "data" / "chronology_date_cases.json"

READS = [
    # written, from, to, precision, uncertain
    ("22/05/2016", "2016-05-22", "2016-05-22", "day", False),
    ("22.05.16", "2016-05-22", "2016-05-22", "day", False),
    ("22-may-16", "2016-05-22", "2016-05-22", "day", False),
    ("22.05/16", "2016-05-22", "2016-05-22", "day", False),
    ("1/2/03", "2003-02-01", "2003-02-01", "day", False),
    ("22 05 2016", "2016-05-22", "2016-05-22", "day", False),
    ("2016-05-22", "2016-05-22", "2016-05-22", "day", False),
    ("2016/05/22", "2016-05-22", "2016-05-22", "day", False),
    ("3rd May 2016", "2016-05-03", "2016-05-03", "day", False),
    ("3rd of May, 2016", "2016-05-03", "2016-05-03", "day", False),
    ("May 3rd, 2016", "2016-05-03", "2016-05-03", "day", False),
    ("3 Sept. 2016", "2016-09-03", "2016-09-03", "day", False),
    ("22May2016", "2016-05-22", "2016-05-22", "day", False),
    ("Sunday 22 May 2016", "2016-05-22", "2016-05-22", "day", False),
    ("Sun, 22/05/2016", "2016-05-22", "2016-05-22", "day", False),
    ("22/05/2016 (Sun)", "2016-05-22", "2016-05-22", "day", False),
    ("Monday 22 May 2016", "2016-05-22", "2016-05-22", "day", True),
    ("29/02/2024", "2024-02-29", "2024-02-29", "day", False),
    ("22/05/16.", "2016-05-22", "2016-05-22", "day", False),
    ("\u00a022\u00a0May\u00a02016 ", "2016-05-22", "2016-05-22", "day", False),
    ("20160522", "2016-05-22", "2016-05-22", "day", False),
    ("on 22/05/2016", "2016-05-22", "2016-05-22", "day", False),
    ("22/05/49", "1949-05-22", "1949-05-22", "day", False),
    ("?22 may 2016", "2016-05-22", "2016-05-22", "day", True),
    ("22 may 2016 (?)", "2016-05-22", "2016-05-22", "day", True),
    ("c. 22 May 2016", "2016-05-22", "2016-05-22", "about", True),
    ("22/05/2016 approx.", "2016-05-22", "2016-05-22", "about", True),
    ("22/05/2016 14:30", "2016-05-22", "2016-05-22", "minute", False),
    ("2016-05-22 00:00:00", "2016-05-22", "2016-05-22", "day", False),
    ("2016-05-22T23:30:00Z", "2016-05-23", "2016-05-23", "minute", False),
    ("May 2016", "2016-05-01", "2016-05-31", "month", False),
    ("May-16", "2016-05-01", "2016-05-31", "month", False),
    ("May '16", "2016-05-01", "2016-05-31", "month", False),
    ("05/2016", "2016-05-01", "2016-05-31", "month", False),
    ("2024-02", "2024-02-01", "2024-02-29", "month", False),
    ("circa March 2024", "2024-03-01", "2024-03-31", "month", True),
    ("about 2019", "2019-01-01", "2019-12-31", "year", True),
    ("c2019", "2019-01-01", "2019-12-31", "year", True),
    ("2019", "2019-01-01", "2019-12-31", "year", False),
    ("early March 2024", "2024-03-01", "2024-03-10", "about", True),
    ("mid-March 2024", "2024-03-11", "2024-03-20", "about", True),
    ("end of February 2024", "2024-02-21", "2024-02-29", "about", True),
    ("late 2019", "2019-09-01", "2019-12-31", "about", True),
    ("summer 2019", "2019-06-01", "2019-08-31", "about", True),
    ("w/c 09/05/2016", "2016-05-09", "2016-05-15", "range", False),
    ("Mar-Apr 2024", "2024-03-01", "2024-04-30", "range", False),
    ("March to April 2024", "2024-03-01", "2024-04-30", "range", False),
    ("Mar/Apr 2024", "2024-03-01", "2024-04-30", "range", False),
    ("Dec 2023 \u2013 Jan 2024", "2023-12-01", "2024-01-31", "range", False),
    ("12-14 May 2016", "2016-05-12", "2016-05-14", "range", False),
    ("12th to 14th May 2016", "2016-05-12", "2016-05-14", "range", False),
    ("12/13 May 2016", "2016-05-12", "2016-05-13", "range", False),
    ("1 Mar - 3 Apr 2024", "2024-03-01", "2024-04-03", "range", False),
    ("1/3/24 - 3/4/24", "2024-03-01", "2024-04-03", "range", False),
    ("01/03 - 03/04/2024", "2024-03-01", "2024-04-03", "range", False),
    ("01/03/2024-03/04/2024", "2024-03-01", "2024-04-03", "range", False),
    ("between 1 March 2024 and 3 April 2024", "2024-03-01", "2024-04-03", "range", False),
    ("12 & 13 May 2016", "2016-05-12", "2016-05-13", "range", False),
    ("12/05/2016 - ongoing", "2016-05-12", "2016-05-12", "day", False),
    ("May 2016 to present", "2016-05-01", "2016-05-31", "month", False),
    ("from May 2016 onwards", "2016-05-01", "2016-05-31", "month", False),
    ("2019-2020", "2019-01-01", "2020-12-31", "range", False),
    ("2025-2026", "2025-01-01", "2026-12-31", "range", False),
    ("2007-01/2008-03", "2007-01-01", "2008-03-31", "range", False),
    ("2016-05-12/2016-05-14", "2016-05-12", "2016-05-14", "range", False),
    ("2019/2020", "2019-01-01", "2020-12-31", "range", False),
    ("?12-14 May 2016", "2016-05-12", "2016-05-14", "range", True),
    ("12/05/2016 22:30 - 13/05/2016 02:00", "2016-05-12", "2016-05-13", "range", False),
]

REFUSED = [
    ("31/02/2024", ImpossibleDate),
    ("29/02/2023", ImpossibleDate),
    ("12/13/2023", ImpossibleDate),
    ("05/22/2016", ImpossibleDate),
    ("00/05/2016", ImpossibleDate),
    ("2018-19", ImpossibleDate),
    ("22/05/0216", ImpossibleDate),
    ("22/05/2016 25:10", ImpossibleDate),
    ("31 April - 2 May 2016", ImpossibleDate),
    ("22/05/2106", FutureDate),
    ("22/11/2026", FutureDate),
    ("2027", FutureDate),
    ("1 Mar 2024 - 1 Mar 2030", FutureDate),
    ("14-12 May 2016", ReversedDates),
    ("Dec - Jan 2024", ReversedDates),
    ("2024-03-02/2024-03-01", ReversedDates),
    ("12/05/2016 and 14/05/2016", DateError),  # two dates, not an interval
    ("12/15 May 2016", DateError),
    ("Mar/Jul 2024", DateError),
    ("22/05", DateError),  # no year: not filled in
    ("22 May", DateError),
    ("May", DateError),
    ("May 24", DateError),  # 24 May, or May 2024?
    ("2010/11", DateError),  # a school year, or November?
    ("winter 2019", DateError),  # two years
    ("before March 2024", DateError),
    ("since 2019", DateError),
    ("45352", DateError),  # day numbers are dates only in a typed cell of a workbook
    ("20122012", DateError),  # 2012-20-12 is none, but 20/12/2012 reads too: see below
    ("last Tuesday", DateError),
    ("see above", DateError),
    ("9" * 5000, DateError),
    ("1-2-3-4-5-6-7-8-9", DateError),
]

UNDATED = [
    "",
    "  ",
    "unknown",
    "Unknown ",
    "N/K",
    "not known",
    "TBC",
    "?",
    "-",
    "Date unknown",
    "not recorded",
]


@pytest.mark.parametrize(("written", "start", "end", "precision", "uncertain"), READS)
def test_it_reads(written: str, start: str, end: str, precision: str, uncertain: bool) -> None:
    pivot = 1940 if written == "22/05/49" else None
    when = parse_when(written, today=TODAY, pivot=pivot)
    got = (when.start.isoformat(), when.end.isoformat(), when.precision.value, when.uncertain)
    assert got == (start, end, precision, uncertain)


@pytest.mark.parametrize(("written", "error"), REFUSED)
def test_it_refuses_and_says_what_to_do(written: str, error: type[DateError]) -> None:
    if written == "20122012":
        assert parse_when(written, today=TODAY).start == date(2012, 12, 20)
        written = "10111012"
    with pytest.raises(error) as caught:
        parse_when(written, today=TODAY)
    assert not isinstance(caught.value, UndatedError)
    assert caught.value.found


@pytest.mark.parametrize("written", [*UNDATED, None])
def test_it_keeps_a_row_without_a_date(written: str | None) -> None:
    with pytest.raises(UndatedError):
        parse_when(written, today=TODAY)


@pytest.mark.shared
@pytest.mark.skipif(not CASES.exists(), reason="the data folder is not beside the project")
def test_it_reads_every_case_of_the_collected_list() -> None:
    for case in json.loads(CASES.read_text("utf-8")):
        if "error" in case:
            with pytest.raises(DateError):
                parse_when(case["in"], today=TODAY, serials=True)
            continue
        when = parse_when(case["in"], today=TODAY, serials=True)
        got = (when.start.isoformat(), when.end.isoformat(), when.precision.value, when.uncertain)
        assert got == (case["start"], case["end"], case["precision"], case["uncertain"]), case


CLOCKS = [
    ("22/05/2016 14:30", time(14, 30)),
    ("22/05/2016 at 14.30", time(14, 30)),
    ("22/05/2016 1430hrs", time(14, 30)),
    ("22/05/2016 1430", time(14, 30)),
    ("22 May 2016 2.30pm", time(14, 30)),
    ("22 May 2016, 2pm", time(14, 0)),
    ("22 May 2016 12am", time(0, 0)),
    ("14:30 on 22 May 2016", time(14, 30)),
    ("Sunday 22/05/2016 14:30:59", time(14, 30)),
    ("22/05/2016 14:30-15:45", time(14, 30)),
]


@pytest.mark.parametrize(("written", "clock"), CLOCKS)
def test_it_reads_a_time_of_day(written: str, clock: time) -> None:
    when = parse_when(written, today=TODAY)
    assert (when.start, when.precision, when.clock) == (date(2016, 5, 22), Precision.MINUTE, clock)


def test_a_part_of_the_day_is_a_note() -> None:
    when = parse_when("22/05/2016 (evening)", today=TODAY)
    assert (when.precision, when.note) == (Precision.DAY, "evening")


def test_a_weekday_that_contradicts_the_date_is_noted_and_changes_neither() -> None:
    when = parse_when("Monday 22/05/2016", today=TODAY)
    assert when.start == date(2016, 5, 22)
    assert "was a Sunday" in when.note


def test_typed_cells_keep_their_type() -> None:
    assert parse_when(date(2024, 3, 1), today=TODAY).precision is Precision.DAY
    assert parse_when(datetime(2024, 3, 1), today=TODAY).clock is None
    assert parse_when(datetime(2024, 3, 1, 9, 5, 30), today=TODAY).clock == time(9, 5)
    for wrong in (time(9, 5), True, timedelta(days=2)):
        with pytest.raises(DateError):
            parse_when(wrong, today=TODAY, serials=True)


def test_numbers_are_dates_only_in_a_workbook() -> None:
    assert parse_when(45352, today=TODAY, serials=True).start == date(2024, 3, 1)
    assert parse_when(45352.5, today=TODAY, serials=True).clock == time(12)
    assert parse_when(2019.0, today=TODAY, serials=True).precision is Precision.YEAR
    assert parse_when(59, today=TODAY, serials=True).start == date(1900, 2, 28)
    for wrong in (60, 0, -3, 1e9, float("nan"), float("inf")):
        with pytest.raises(DateError):
            parse_when(wrong, today=TODAY, serials=True)
    with pytest.raises(DateError):
        parse_when(45352, today=TODAY)


def test_two_digit_years_turn_at_the_stated_year() -> None:
    assert parse_when("1/1/26", today=TODAY, pivot=1930).start.year == 2026
    assert parse_when("1/1/30", today=TODAY, pivot=1930).start.year == 1930
    with pytest.raises(FutureDate):
        parse_when("1/1/27", today=TODAY, pivot=1930)


def test_it_joins_separate_columns() -> None:
    when = combine("22/05/2016", time(14, 30), today=TODAY)
    assert (when.precision, when.clock) == (Precision.MINUTE, time(14, 30))
    assert combine("22/05/2016", "2.30pm", today=TODAY).clock == time(14, 30)
    assert combine("22/05/2016", 0.5, today=TODAY).clock == time(12)
    assert combine("22/05/2016", "teatime", today=TODAY).note == "time not readable"
    span = combine("22/05/2016", "14:30", "24/05/2016", today=TODAY)
    assert (span.start, span.end, span.precision) == (date(2016, 5, 22), date(2016, 5, 24), Precision.RANGE)
    assert combine("22/05/2016", None, "unknown", today=TODAY).exact
    with pytest.raises(ReversedDates):
        combine("22/05/2016", None, "21/05/2016", today=TODAY)


def test_a_stated_precision_widens_and_never_narrows() -> None:
    day = parse_when("2016-05-22", today=TODAY)
    assert (widen(day, "month").start, widen(day, "month").end) == (date(2016, 5, 1), date(2016, 5, 31))
    assert widen(day, "year").end == date(2016, 12, 31)
    assert widen(day, "about").uncertain
    month = parse_when("2016-05", today=TODAY)
    assert widen(month, "day") == month
    assert widen(month, "range").precision is Precision.RANGE
