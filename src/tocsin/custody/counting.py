"""Terms and lengths in calendar days, for dates: the count itself is that of `terms.py`."""

from __future__ import annotations

from datetime import date, timedelta

from tocsin.custody import terms
from tocsin.custody.facts import Duration
from tocsin.custody.terms import months_on

__all__ = ["before", "in_words", "last_day", "months_on"]


def last_day(first: date, term: Duration) -> date:
    """The last day of a term whose day 1 is `first`."""
    return date.fromordinal(terms.last_day(first.toordinal(), [terms.part_of(term)]))


def before(day: date, *, months: int = 0, days: int = 0) -> date:
    return months_on(day, -months) - timedelta(days=days)


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
