from __future__ import annotations

from datetime import date, datetime, time

import pytest

from tocsin.chronology.event import Event
from tocsin.concerns.clocks import NOTHING_SAID, Due, Speaks, add_months, due, runs_to, speaks_of
from tocsin.records.when import Precision, When
from tocsin.working_days import england

THURSDAY = date(2024, 3, 28)  # before Easter


@pytest.mark.parametrize(
    ("limit", "unit", "on", "imprecise"),
    [
        (4, "hours", date(2024, 3, 28), True),
        (24, "hours", date(2024, 3, 29), True),
        (72, "hours", date(2024, 3, 31), True),
        (1, "same_day", date(2024, 3, 28), False),
        (10, "days", date(2024, 4, 7), False),
        (10, "calendar_days", date(2024, 4, 7), False),
        (1, "working_days", date(2024, 4, 2), False),
        (10, "working_days", date(2024, 4, 15), False),
        (10, "school_days", date(2024, 4, 15), True),
        (1, "next_school_day", date(2024, 4, 2), True),
        (2, "weeks", date(2024, 4, 11), False),
        (3, "months", date(2024, 6, 28), False),
        (0, "before_event", date(2024, 3, 28), True),
        (10, "weeks_before_due_date", date(2024, 4, 22), True),
    ],
)
def test_it_says_by_when(limit: int, unit: str, on: date, imprecise: bool) -> None:
    assert due(THURSDAY, limit, unit=unit, calendar=england()) == Due(on, imprecise)


def test_it_refuses_a_unit_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="fortnights"):
        due(THURSDAY, 1, unit="fortnights", calendar=england())


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 11, 30), 3, date(2025, 2, 28)),
        (date(2024, 12, 15), 6, date(2025, 6, 15)),
    ],
)
def test_it_counts_months_by_the_calendar(day: date, months: int, end: date) -> None:
    assert add_months(day, months) == end


def anchor(kind: str, **attributes: tuple[str, ...]) -> Event:
    return Event("e1", "k1", kind, When(THURSDAY, THURSDAY), ("health_hospital",), "child-1", attributes)


def later(kind: str, day: date) -> Event:
    return Event("e2", "k2", kind, When(day, day), ("health_hospital",), "child-1")


def test_it_runs_until_the_release_the_anchor_speaks_of() -> None:
    spoken = speaks_of(anchor("release_expected", date=("2024-04-20",)), [], birth_due=None)
    assert spoken.ends == date(2024, 4, 20)
    assert due(THURSDAY, 0, unit="before_event", calendar=england(), speaks=spoken) == Due(date(2024, 4, 20))


def test_it_runs_until_the_discharge_of_an_admitted_child() -> None:
    known = [later("discharge", date(2024, 4, 5)), later("discharge", date(2024, 5, 5))]
    assert speaks_of(anchor("hospital_attendance"), known, birth_due=None).ends == date(2024, 4, 5)


def test_it_does_not_run_back_to_a_release_already_past() -> None:
    spoken = Speaks(ends=date(2024, 3, 1))
    assert due(THURSDAY, 0, unit="before_event", calendar=england(), speaks=spoken).on == THURSDAY


def test_it_counts_back_from_the_day_a_child_is_due() -> None:
    spoken = Speaks(birth_due=date(2024, 8, 1))
    found = due(THURSDAY, 10, unit="weeks_before_due_date", calendar=england(), speaks=spoken)
    assert found == Due(date(2024, 5, 23))


def test_it_works_the_due_date_out_from_the_weeks_so_far() -> None:
    booked = anchor("antenatal_booking", gestation_weeks=("22",))
    assert speaks_of(booked, [], birth_due=None).birth_due == date(2024, 8, 1)


@pytest.mark.parametrize("written", ["", "about 22", "unknown"])
def test_it_never_guesses_the_weeks(written: str) -> None:
    assert (
        speaks_of(anchor("antenatal_booking", gestation_weeks=(written,)), [], birth_due=None) == NOTHING_SAID
    )


def test_it_counts_hours_to_the_minute_where_a_time_was_written() -> None:
    ten = When(THURSDAY, THURSDAY, Precision.MINUTE, clock=time(22, 30))
    assert runs_to(ten, 4) == datetime(2024, 3, 29, 2, 30)
    assert runs_to(When(THURSDAY, THURSDAY), 4) is None
