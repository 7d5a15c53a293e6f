"""Terms and shares of terms in whole days. A day is its ordinal number, so that sums stay cheap.

The day of sentence is day 1. Years and months are added before weeks and days, sentence by sentence; months
that meet with nothing but months between them are added first, as the prison service does.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from tocsin.custody.facts import Duration

Part: TypeAlias = tuple[int, int]  # months, days
Share: TypeAlias = tuple[int, int]  # numerator, denominator


def part_of(term: Duration) -> Part:
    return term.years * 12 + term.months, term.weeks * 7 + term.days


def joined(parts: Iterable[Part]) -> list[Part]:
    """One after the other, with neighbours of the same unit added."""
    run: list[Part] = []
    for months, days in parts:
        if run and (run[-1][1] == 0 or months == 0):
            run[-1] = (run[-1][0] + months, run[-1][1] + days)
        else:
            run.append((months, days))
    return run


def months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day < 29:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(first: int, parts: Iterable[Part]) -> int:
    """The last day of terms that begin on `first`. From the 1st of a month, months end with a month."""
    last = first - 1
    for months, days in parts:
        if months:
            start = date.fromordinal(last + 1)
            year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
            if start.day < 30:  # the day before stands in every month; before the 1st it is the month's last
                last = date(year, month + 1, 1).toordinal() + start.day - 2
            else:
                last = months_on(date.fromordinal(last), months).toordinal()
        last += days
    return last


def share_of(days: int, share: Share) -> int:
    """Days to be served: a part of a day is a whole day."""
    return -(-days * share[0] // share[1])


def most_days(limit: Part | None) -> int:
    """More days than terms of so many months and days ever have."""
    return date.max.toordinal() if limit is None else limit[0] * 30 + limit[0] // 2 + 4 + limit[1]


def at_least(first: int, last: int, limit: Part) -> bool:
    """Whether first to last, both counted, is as long as the limit or longer."""
    months, days = limit
    held = last - first + 1
    if held < months * 30 + months * 5 // 12 - 4 + days:  # fewer days than those months ever have
        return False
    if held > most_days(limit):
        return True
    return last >= last_day(first, (limit,))
