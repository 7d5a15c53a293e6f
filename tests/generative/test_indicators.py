"""Promises of the reference over random chronologies built from the cards' own examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.chronology.event import Event, Known
from tocsin.indicators.catalogue import load
from tocsin.indicators.evaluate import evaluate
from tocsin.indicators.examples import read_event
from tocsin.indicators.finding import Finding
from tocsin.indicators.view import child_view
from tocsin.records.when import Precision, When
from tocsin.working_days import england

BORN = When(date(2019, 3, 1), date(2019, 3, 1))
START = date(2022, 1, 3)
END = date(2025, 1, 1)
LINES = sorted(
    {
        line
        for card in load().cards
        for example in (*card.fires, *card.quiet)
        for line in example.events
        if "/" not in line.split()[0] and "known=" not in line and "child=" not in line and "row=" not in line
    }
)
SLOW = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))

drawn = st.lists(st.tuples(st.sampled_from(LINES), st.integers(0, 250)), min_size=1, max_size=14)


def event(line: str, day: int, number: int) -> Event:
    """The line's happening on another day, so that examples of several cards meet."""
    on = START + timedelta(days=day)
    _, _, rest = line.partition(" ")
    return read_event(f"{on.isoformat()} {rest}", number)


def chronology(lines: list[tuple[str, int]]) -> list[Event]:
    return [event(line, day, number) for number, (line, day) in enumerate(lines, start=1)]


def findings(events: list[Event], as_of: date = END) -> list[Finding]:
    view = child_view("child", events, born=BORN)
    return evaluate(load(), view, calendar=england(), as_of=as_of)


def shape(found: list[Finding]) -> set[tuple[str, str, str, bool, date]]:
    return {(one.indicator, one.anchor, one.strength, one.certain, one.raised_latest) for one in found}


@SLOW
@given(drawn, st.randoms(use_true_random=False))
def test_it_does_not_depend_on_the_order_in_which_records_arrive(lines, random) -> None:  # type: ignore[no-untyped-def]
    events = chronology(lines)
    shuffled = events.copy()
    random.shuffle(shuffled)
    assert shape(findings(events)) == shape(findings(shuffled))


@SLOW
@given(drawn)
def test_it_says_the_same_when_asked_again(lines: list[tuple[str, int]]) -> None:
    events = chronology(lines)
    assert findings(events) == findings(events)


@SLOW
@given(drawn, st.integers(0, 250))
def test_it_is_not_moved_by_an_irrelevant_event(lines: list[tuple[str, int]], day: int) -> None:
    events = chronology(lines)
    other = event("2024-01-01 social_care record_made", day, 999)
    assert shape(findings(events)) == shape(findings([*events, other]))


@SLOW
@given(drawn, st.integers(5, 300))
def test_what_was_raised_by_a_day_does_not_change_with_what_came_later(
    lines: list[tuple[str, int]], day: int
) -> None:
    """Replay at a day equals what was shown that day: no finding looks into its future."""
    at = START + timedelta(days=day)
    events = chronology(lines)
    then = findings([one for one in events if one.when.start <= at], at)
    now = [one for one in findings(events) if one.raised_latest <= at]
    assert shape(then) == shape(now)


def dated(one: Event, day: date) -> Event:
    return replace(one, when=When(day, day), known=(Known(one.agencies[0], day, assumed=False),))


@settings(SLOW, max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from(LINES), st.integers(0, 40)), min_size=1, max_size=4),
    st.integers(1, 3),
    st.integers(1, 3),
)
def test_certain_fires_for_every_choice_of_dates_and_whatever_fires_is_found(
    lines: list[tuple[str, int]], first_width: int, second_width: int
) -> None:
    """By card, not by anchor: which of two overlapping events comes last is itself a choice."""
    exact = chronology(lines)
    widths = [first_width, second_width]
    choices = []
    imprecise = []
    for number, one in enumerate(exact):
        width = widths[number] if number < len(widths) else 0
        days = [one.when.start + timedelta(days=extra) for extra in range(width + 1)]
        choices.append(days)
        when = When(days[0], days[-1], Precision.RANGE if width else Precision.DAY)
        known = (Known(one.agencies[0], days[-1], assumed=True),)
        imprecise.append(replace(one, when=when, known=known))
    found = [one for one in findings(imprecise) if is_event_card(one)]
    worlds = [
        {
            one.indicator
            for one in findings([dated(event, day) for event, day in zip(exact, days, strict=True)])
            if is_event_card(one)
        }
        for days in product(*choices)
    ]
    for world in worlds:
        assert world <= {one.indicator for one in found}
        assert {one.indicator for one in found if one.certain} <= world


def is_event_card(finding: Finding) -> bool:
    return load().get(finding.indicator).stratum == 0
