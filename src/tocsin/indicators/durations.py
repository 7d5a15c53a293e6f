"""Lengths of time as cards write them: "24 hours", "10 working days", "6 months"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.errors import CatalogueError
from tocsin.working_days import Calendar, end_of_hours

UNITS = {
    "hour": "hours",
    "day": "days",
    "calendar day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
    "working day": "working_days",
    "school day": "school_days",
}
WHOLE = {"same day": (0, "days"), "next school day": (1, "school_days"), "ever": (0, "ever")}
DAYS_IN_MONTH = 365.2425 / 12  # mean Gregorian month: a window is a fixed number of days


class BadDuration(CatalogueError):
    code = "T311"
    help = "A length of time on a card cannot be read. Write 24 hours, 10 days, 6 months, 10 working days."


@dataclass(frozen=True, slots=True)
class Duration:
    count: int
    unit: str  # hours, days, weeks, months, years, working_days, school_days, ever

    @property
    def words(self) -> str:
        if self == Duration(0, "days"):
            return "the same day"
        unit = self.unit.replace("_", " ")
        return f"{self.count} {unit if self.count != 1 else unit.removesuffix('s')}"

    @property
    def imprecise(self) -> bool:
        return self.unit in ("hours", "school_days")


def duration(text: str) -> Duration:
    plain = " ".join(str(text).strip().lower().split())
    if plain in WHOLE:
        return Duration(*WHOLE[plain])
    found = re.fullmatch(r"(\d+) ([a-z ]+?)s?", plain)
    if not found or found[2] not in UNITS:
        raise BadDuration(f"'{text}' is not a length of time.", do="Write for instance '10 working days'.")
    return Duration(int(found[1]), UNITS[found[2]])


def window_days(length: Duration) -> int | None:
    """Days in a window; None without limit. Months and years are a fixed number of days."""
    if length.unit == "ever":
        return None
    factor = {"days": 1.0, "weeks": 7.0, "months": DAYS_IN_MONTH, "years": DAYS_IN_MONTH * 12}
    if length.unit not in factor:
        raise BadDuration(f"a window cannot be {length.words}.", do="Give days, weeks, months or years.")
    return round(length.count * factor[length.unit])


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day; 29 February becomes 1 March after whole years.

    Family Law Reform Act 1969 s9, as usually read, for birthdays.
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if (day.month, day.day) == (2, 29) and month == 1 and monthrange(years, 2)[1] == 28:
        return date(years, 3, 1)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def end_of(start: date, length: Duration, calendar: Calendar) -> date:
    """The last day on which something due within `length` of `start` is in time."""
    if length.unit == "hours":
        return end_of_hours(start, length.count)
    if length.unit in ("working_days", "school_days"):
        return calendar.due(start, length.count)
    if length.unit in ("months", "years"):
        return add_months(start, length.count * (12 if length.unit == "years" else 1))
    return start + timedelta(days=length.count * (7 if length.unit == "weeks" else 1))
