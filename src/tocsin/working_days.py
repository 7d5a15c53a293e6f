"""Working days of England: not a Saturday, Sunday, Christmas Day, Good Friday or bank holiday.

Two integers a day: `wd`, working days on or before it, and `wdx`, strictly before it. Day 0 is
the anchor day; day 1 the first working day after it. A deed is late when wdx(done) >= wd(start) + n,
so a Saturday's deed for a Friday's deadline is late and a Friday's is not.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from importlib.resources import files

import msgspec


@dataclass(frozen=True)
class Calendar:
    """`holidays` are the bank holidays of England; `proclaimed_to` the last year they are known for.

    Days outside `first`..`last` are counted with weekends only, and every date after
    `proclaimed_to` is provisional.
    """

    holidays: frozenset[date]
    proclaimed_to: date
    first: date = date(1988, 1, 1)
    last: date = date(2060, 12, 31)

    @cached_property
    def version(self) -> str:
        text = ",".join(sorted(day.isoformat() for day in self.holidays))
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @cached_property
    def _days(self) -> list[int]:
        span = range(self.first.toordinal(), self.last.toordinal() + 1)
        return [n for n in span if self.is_working_day(date.fromordinal(n))]

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def wd(self, day: date) -> int:
        return bisect_right(self._days, day.toordinal())

    def wdx(self, day: date) -> int:
        return bisect_left(self._days, day.toordinal())

    def due(self, start: date, days: int) -> date:
        """The last day on which something to be done within `days` working days is in time."""
        if days == 0:
            return start
        return date.fromordinal(self._days[self.wd(start) + days - 1])

    def late(self, start: date, days: int, done: date) -> bool:
        return self.wdx(done) >= self.wd(start) + days

    def between(self, start: date, end: date) -> int:
        """Working days after `start`, up to and including `end`."""
        return self.wd(end) - self.wd(start)

    def provisional(self, day: date) -> bool:
        return day > self.proclaimed_to


def calendar_from(holidays: Iterable[date]) -> Calendar:
    days = frozenset(holidays)
    return Calendar(holidays=days, proclaimed_to=date(max(day.year for day in days), 12, 31))


@lru_cache(maxsize=1)
def england() -> Calendar:
    """The bank holidays shipped with the package: `concerns/data/bank_holidays.json`."""
    raw = files("tocsin.concerns").joinpath("data/bank_holidays.json").read_bytes()
    return calendar_from(msgspec.json.decode(raw, type=list[date]))


def end_of_hours(start: date, hours: int) -> date:
    """Without times of day, n hours means the end of calendar day ceil(n/24); four the same day."""
    return start + timedelta(days=0 if hours < 24 else -(-hours // 24))
