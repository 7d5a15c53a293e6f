"""States of a child or an order: which events switch each on and off, and what ends it by default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.indicators.durations import Duration, end_of
from tocsin.indicators.operators import Events
from tocsin.indicators.truth import MAYBE, NO, YES, Truth
from tocsin.indicators.view import FOREVER, Fact
from tocsin.working_days import Calendar


@dataclass(frozen=True, slots=True)
class StateRule:
    """`lasts` ends the state where no event does; None: until an event ends it."""

    name: str
    on: Events
    off: Events
    lasts: Duration | None
    source: str


@dataclass(frozen=True, slots=True)
class Span:
    """In force from the day `on` happened; `ends_first`..`ends_last` are the days it may have ended."""

    on: Fact
    ends_first: int
    ends_last: int
    off: Fact | None

    def at(self, first: int, last: int) -> Truth:
        """Half-open: in force on the first day, not on the day it ends."""
        if last < self.on.first or first >= self.ends_last:
            return NO
        return YES if self.on.last <= first and last < self.ends_first else MAYBE


def spans(
    rule: StateRule, on: Sequence[Fact], off: Sequence[Fact], calendar: Calendar, *, reach: int
) -> list[Span]:
    """`reach` is the ordinal of the last day that matters."""
    found = []
    for start in on:
        end = next((stop for stop in off if follows(stop, start)), None)
        default = lapse(rule.lasts, start, calendar)
        if end is not None and end.first <= default:
            found.append(Span(start, end.first, end.last, end))
        else:
            found.append(Span(start, default, default, None))
    return [span for span in found if span.on.first <= reach]


def follows(stop: Fact, start: Fact) -> bool:
    return stop.number > start.number and stop.row != start.row and stop.last >= start.first


def lapse(lasts: Duration | None, start: Fact, calendar: Calendar) -> int:
    if lasts is None:
        return FOREVER
    return end_of(date.fromordinal(start.last), lasts, calendar).toordinal() + 1


def in_force(found: Sequence[Span], first: int, last: int) -> tuple[Truth, Fact | None]:
    """The strongest answer, and the event that switched the state on."""
    best: tuple[Truth, Fact | None] = (NO, None)
    for span in found:
        truth = span.at(first, last)
        if truth > best[0]:
            best = (truth, span.on)
    return best
