"""Days, intervals and ages as a practitioner would say them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

MONTHS = tuple(calendar.month_name[1:])  # the C locale's English names
SHORT_MONTHS = tuple(name[:3] for name in MONTHS)


def day(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date) -> str:
    return f"{value.day} {SHORT_MONTHS[value.month - 1]} {value.year}"


def interval(start: date, end: date, *, uncertain: bool = False) -> str:
    words = _interval(start, end)
    return f"{words} (date uncertain)" if uncertain else words


def _interval(start: date, end: date) -> str:
    if start == end:
        return day(start)
    after = end + timedelta(days=1) if end < date.max else end
    if start.day == 1 and after.day == 1:
        if start.year == end.year and (start.month, end.month) == (1, 12):
            return f"some time in {start.year}"
        if (start.year, start.month) == (end.year, end.month):
            return f"some time in {MONTHS[start.month - 1]} {start.year}"
    return f"between {day(start)} and {day(end)}"


def short_interval(start: date, end: date) -> str:
    words = _interval(start, end)
    if words.startswith("between"):
        return f"{short_day(start)} – {short_day(end)}"
    return short_day(start) if start == end else words


def whole_months(born: date, on: date) -> int:
    months = (on.year - born.year) * 12 + on.month - born.month
    return months - 1 if on.day < born.day else months


def age(born: date, on: date) -> str:
    """Weeks under three months, months under two years, then years."""
    months = whole_months(born, on)
    if on < born:
        return "before birth"
    if months < 3:
        return counted((on - born).days // 7, "week")
    return counted(months, "month") if months < 24 else counted(months // 12, "year")


def counted(count: int, thing: str, things: str = "") -> str:
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"


def joined(parts: list[str] | tuple[str, ...]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
