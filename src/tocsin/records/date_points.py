"""One written day, month or year, or a part of one. None means: not this shape.

Years: two digits mean the year within 99 of the pivot and after it. A shape that fits but names a
day the calendar does not have is an ImpossibleDate, never read another way.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from tocsin.errors import ImpossibleDate
from tocsin.records.date_words import date_words, patterns
from tocsin.records.when import Precision, When

WRITE_DAY_FIRST = "Write the day first, then month, then year: 22/05/2016."


def day_of(year: int, month: int, day: int) -> date:
    if not 1 <= month <= 12:
        raise ImpossibleDate(f"There is no month {month}; dates are read day first.", do=WRITE_DAY_FIRST)
    if year < date_words().earliest_year:
        raise ImpossibleDate(f"The year {year} is before {date_words().earliest_year}.", do=WRITE_DAY_FIRST)
    if not 1 <= day <= monthrange(year, month)[1]:
        raise ImpossibleDate(f"Month {month} of {year} has no day {day}.", do=WRITE_DAY_FIRST)
    return date(year, month, day)


def full_year(written: str, pivot: int) -> int:
    if len(written) == 4:
        return int(written)
    return pivot + (int(written) - pivot) % 100


def whole_month(year: int, month: int) -> When:
    start = day_of(year, month, 1)
    return When(start, start.replace(day=monthrange(year, month)[1]), Precision.MONTH)


def whole_year(year: int) -> When:
    return When(day_of(year, 1, 1), day_of(year, 12, 31), Precision.YEAR)


def one_day(year: int, month: int, day: int) -> When:
    start = day_of(year, month, day)
    return When(start, start)


def point(text: str, pivot: int) -> When | None:
    """A day, month, year or stated part of one, complete with its year."""
    return _numbers(text, pivot) or _month_words(text, pivot) or _parts(text, pivot)


def _numbers(text: str, pivot: int) -> When | None:
    shapes = patterns()
    if met := shapes.day_month_year.match(text):
        day, month, spaced, year = met.groups()
        return one_day(full_year(year, pivot), int(month or spaced), int(day))
    if met := shapes.year_month_day.match(text):
        return one_day(*(int(part) for part in met.groups()))
    if met := shapes.year_month.match(text):
        return whole_month(int(met[1]), int(met[2]))
    if met := shapes.month_year.match(text):
        return whole_month(int(met[2]), int(met[1]))
    if shapes.year.match(text):
        return whole_year(int(text))
    return _run_together(text) if shapes.eight_digits.match(text) else None


def _run_together(text: str) -> When | None:
    """Eight digits are a date only where one of the two readings exists and the other does not."""
    readings = []
    for year, month, day in ((text[:4], text[4:6], text[6:]), (text[4:], text[2:4], text[:2])):
        try:
            readings.append(one_day(int(year), int(month), int(day)))
        except ImpossibleDate:
            continue
    return readings[0] if len(readings) == 1 and readings[0].start.year < 2100 else None


def _month_words(text: str, pivot: int) -> When | None:
    shapes, months = patterns(), date_words().months
    if met := shapes.day_word_year.match(text):
        return one_day(full_year(met[3], pivot), months[met[2]], int(met[1]))
    if met := shapes.word_day_year.match(text):
        return one_day(int(met[3]), months[met[1]], int(met[2]))
    if met := shapes.word_year.match(text):
        return whole_month(full_year(met[2] or met[3] or met[4], pivot), months[met[1]])
    return None


def _parts(text: str, pivot: int) -> When | None:
    shapes, words = patterns(), date_words()
    if met := shapes.season.match(text):
        first, last = words.seasons[met[1]]
        return _months_about(int(met[2]), first, last)
    if met := shapes.week.match(text):
        first_day = point(met[1], pivot)
        return _week_from(first_day)
    if met := shapes.part.match(text):
        return _part_of(met, pivot)
    return None


def _week_from(first: When | None) -> When | None:
    if first is None or not first.exact:
        return None
    return When(first.start, first.start + timedelta(days=6), Precision.RANGE)


def _part_of(met: re.Match[str], pivot: int) -> When | None:
    whole, words = point(met[2], pivot), date_words()
    if whole is None:
        return None
    if whole.precision is Precision.YEAR:
        return _months_about(whole.start.year, *words.parts_of_year[met[1]])
    if whole.precision is not Precision.MONTH:
        return None
    first, last = words.parts_of_month[met[1]]
    end = whole.start.replace(day=last) if last else whole.end
    return When(whole.start.replace(day=first), end, Precision.ABOUT, uncertain=True)


def _months_about(year: int, first: int, last: int) -> When:
    end = whole_month(year, last).end
    return When(day_of(year, first, 1), end, Precision.ABOUT, uncertain=True)


def partial(text: str, right: When) -> When | None:
    """The left side of a range that leaves month or year to the right side: `12`, `1 Mar`, `Mar`."""
    shapes, months = patterns(), date_words().months
    year, to_a_day = right.start.year, right.exact
    if met := shapes.month_alone.match(text):
        return whole_month(year, months[met[1]])
    if not to_a_day:
        return None
    if met := shapes.day_alone.match(text):
        return one_day(year, right.start.month, int(met[1]))
    if met := shapes.day_and_month.match(text):
        return one_day(year, months[met[2]], int(met[1]))
    if met := shapes.day_slash_month.match(text):
        return one_day(year, int(met[2]), int(met[1]))
    return None


def with_weekday(when: When, weekday: str) -> When:
    """A weekday that contradicts its date makes the date uncertain; neither is changed."""
    named = date_words().weekdays[weekday]
    if not when.exact or when.start.weekday() == named:
        return when
    note = f"{when.start:%d/%m/%Y} was a {when.start:%A}, yet the record says {weekday.capitalize()}"
    return replace(when, uncertain=True, note=_and(when.note, note))


def _and(*notes: str) -> str:
    return "; ".join(note for note in notes if note)
