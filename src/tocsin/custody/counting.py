"""Days counted as the prison service counts them: the first day is day 1."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from tocsin.custody.facts import Duration


def months_on(day: date, months: int) -> date:
    """The same day of the month reached, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(first: date, term: Duration) -> date:
    """The last day of a term whose day 1 is `first`."""
    months = term.years * 12 + term.months
    if first.day == 1 and months:
        reached = months_on(first, months) - timedelta(days=1)
    else:
        reached = months_on(first - timedelta(days=1), months)
    return reached + timedelta(days=term.weeks * 7 + term.days)


def before(day: date, *, months: int = 0, days: int = 0) -> date:
    return months_on(day, -months) - timedelta(days=days)


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
