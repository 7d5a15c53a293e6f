"""Working days, against counting on the fingers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.working_days import calendar_from, end_of_hours, england

DAY = timedelta(days=1)
days = st.dates(date(2012, 1, 1), date(2027, 12, 31))


def counted(start: date, count: int) -> date:
    day = start
    while count:
        day += DAY
        if england().is_working_day(day):
            count -= 1
    return day


@given(start=days, count=st.integers(0, 60))
def test_it_finds_the_day_that_counting_finds(start: date, count: int) -> None:
    assert england().due(start, count) == counted(start, count)


@given(start=days, count=st.integers(1, 60), gap=st.integers(-3, 5))
def test_it_calls_late_what_was_done_after_the_last_day(start: date, count: int, gap: int) -> None:
    last = counted(start, count)
    assert england().late(start, count, last + DAY * gap) == (gap > 0)


def test_it_calls_a_saturday_late_for_a_friday() -> None:
    monday, friday, saturday = date(2024, 3, 4), date(2024, 3, 8), date(2024, 3, 9)
    assert not england().late(monday, 4, friday)
    assert england().late(monday, 4, saturday)


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 3, 29),  # Good Friday
        date(2024, 4, 1),  # Easter Monday
        date(2022, 9, 19),  # the late Queen's funeral
        date(2023, 5, 8),  # the coronation
        date(2022, 6, 3),  # the jubilee
        date(2021, 12, 27),  # Christmas Day fell on a Saturday
        date(2024, 3, 30),  # a Saturday
    ],
)
def test_it_rests_on_bank_holidays_and_weekends(day: date) -> None:
    assert not england().is_working_day(day)


def test_it_steps_over_easter() -> None:
    assert england().due(date(2024, 3, 28), 1) == date(2024, 4, 2)


def test_it_does_not_step_over_a_holiday_of_scotland_alone() -> None:
    assert england().is_working_day(date(2024, 1, 2))


@given(start=days, end=days)
def test_it_counts_the_days_between(start: date, end: date) -> None:
    first, last = min(start, end), max(start, end)
    span = [first + DAY * n for n in range(1, (last - first).days + 1)][:400]
    if len(span) < 400:
        assert england().between(first, last) == sum(map(england().is_working_day, span))


def test_it_marks_days_after_the_last_proclaimed_year_as_provisional() -> None:
    known = calendar_from([date(2026, 12, 25)])
    assert not known.provisional(date(2026, 12, 31))
    assert known.provisional(date(2027, 1, 1))


def test_it_names_its_version_by_its_holidays() -> None:
    a, b = calendar_from([date(2026, 12, 25)]), calendar_from([date(2026, 12, 26)])
    assert a.version == calendar_from([date(2026, 12, 25)]).version
    assert a.version != b.version


@pytest.mark.parametrize(("hours", "days"), [(2, 0), (4, 0), (23, 0), (24, 1), (25, 2), (48, 2), (72, 3)])
def test_it_ends_hours_with_a_calendar_day(hours: int, days: int) -> None:
    assert end_of_hours(date(2024, 3, 4), hours) == date(2024, 3, 4) + DAY * days
