"""Write concerns/data/bank_holidays.json: England's bank holidays, 1988 to the last proclaimed year.

From 2012 the dates are those of the gov.uk list, as bundled by govuk-bank-holidays. Before 2012
they follow the Banking and Financial Dealings Act 1971 and the proclamations named below.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

from govuk_bank_holidays.bank_holidays import BankHolidays

OUT = Path(__file__).parent.parent / "src/tocsin/concerns/data/bank_holidays.json"
PROCLAIMED = {  # one-off days, and a regular day moved for one
    date(1999, 12, 31): "millennium",
    date(2002, 6, 3): "golden jubilee",
    date(2002, 6, 4): "spring holiday moved for the golden jubilee",
    date(2011, 4, 29): "royal wedding",
}
MOVED_AWAY = {date(1995, 5, 1), date(2002, 5, 27)}
PROCLAIMED[date(1995, 5, 8)] = "early May holiday moved for VE day"


def easter(year: int) -> date:
    """Gregorian Easter Sunday (the anonymous algorithm of 1876)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def monday(year: int, month: int, *, last: bool) -> date:
    day = date(year, month, 31 if last else 1)
    step = -1 if last else 1
    while day.weekday() != 0:
        day += timedelta(days=step)
    return day


def substituted(days: list[date]) -> list[date]:
    """A holiday on a weekend moves to the next weekday that is not itself a holiday."""
    taken: list[date] = []
    for day in days:
        while day.weekday() > 4 or day in taken:
            day += timedelta(days=1)
        taken.append(day)
    return taken


def by_rule(year: int) -> set[date]:
    found = {
        easter(year) - timedelta(days=2),
        easter(year) + timedelta(days=1),
        monday(year, 5, last=False),
        monday(year, 5, last=True),
        monday(year, 8, last=True),
    }
    found |= set(substituted([date(year, 1, 1)]))
    found |= set(substituted([date(year, 12, 25), date(year, 12, 26)]))
    return found


def main() -> None:
    listed = {day["date"] for day in BankHolidays(use_cached_holidays=True).get_holidays("england-and-wales")}
    ruled = {day for year in range(1988, 2012) for day in by_rule(year)} - MOVED_AWAY
    days = sorted(listed | ruled | set(PROCLAIMED))
    OUT.write_text(json.dumps([day.isoformat() for day in days], indent=0) + "\n")
    for year in range(2012, 2029):  # the rule must give what gov.uk lists, one-offs apart
        extra = {day for day in listed if day.year == year} ^ by_rule(year)
        print(year, sorted(day.isoformat() for day in extra))


if __name__ == "__main__":
    main()
