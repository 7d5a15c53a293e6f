"""Ticks that can be read, at every length of time."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from tocsin.pictures import svg
from tocsin.pictures.stacking import rows_for, spread
from tocsin.pictures.timescale import age_ticks, calendar_ticks, scale_of
from tocsin.pictures.wording import age, interval


@pytest.mark.parametrize("days", [1, 3, 14, 40, 100, 365, 900, 3650, 7300, 30000])
def test_it_keeps_ticks_of_a_row_apart(days: int) -> None:
    start = date(2003, 2, 28)
    scale = scale_of(start, start + timedelta(days=days - 1), left=190, right=1376)
    for ticks in (*calendar_ticks(scale), age_ticks(scale, start)):
        edges = [(scale.x(tick.on), scale.x(tick.on) + svg.width_of(tick.label)) for tick in ticks]
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(edges))
    assert any(calendar_ticks(scale))


def test_it_says_months_under_two_years_and_years_after() -> None:
    scale = scale_of(date(2020, 1, 1), date(2024, 1, 1), left=0, right=1200)
    labels = [tick.label for tick in age_ticks(scale, date(2020, 2, 29))]
    assert labels[0] == "born"
    assert "18 mths" in labels
    assert "2 yrs" in labels


def test_it_holds_a_day_within_the_picture() -> None:
    scale = scale_of(date(2020, 1, 1), date(2020, 12, 31), left=10, right=110)
    assert scale.x(date(1900, 1, 1)) == 10
    assert scale.after(date(2200, 1, 1)) <= 110


def test_it_stacks_only_what_would_touch() -> None:
    assert rows_for([(0, 10), (5, 15), (11, 20), (12, 13)], gap=0) == [0, 1, 0, 2]


def test_it_spreads_without_overlap_and_near_to_what_was_wanted() -> None:
    assert spread([0, 0, 100], [10, 10, 10]) == [-5, 5, 100]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2024, 2, 1), date(2024, 2, 29), "some time in February 2024"),
        (date(2024, 1, 1), date(2024, 12, 31), "some time in 2024"),
        (date(2024, 3, 4), date(2024, 3, 4), "4 March 2024"),
        (date(2024, 3, 4), date(2024, 3, 9), "between 4 March 2024 and 9 March 2024"),
    ],
)
def test_it_says_an_interval_as_a_person_would(start: date, end: date, words: str) -> None:
    assert interval(start, end) == words


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2023, 12, 31), "before birth"),
        (date(2024, 1, 9), "1 week"),
        (date(2024, 4, 1), "3 months"),
        (date(2025, 12, 31), "23 months"),
        (date(2026, 1, 1), "2 years"),
    ],
)
def test_it_says_an_age_in_weeks_months_then_years(on: date, words: str) -> None:
    assert age(date(2024, 1, 1), on) == words


def test_it_cuts_and_wraps_within_the_width() -> None:
    long = "Bruise " * 30
    assert svg.width_of(svg.cut(long, 100)) <= 100
    assert svg.cut(long, 100).endswith("…")
    lines = svg.wrap(long, 100, lines=3)
    assert len(lines) == 3
    assert all(svg.width_of(line) <= 100 for line in lines)
