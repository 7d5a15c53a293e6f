"""Dates as people write them, read strictly: an interval of days, or a clear refusal.

Day first, always. Nothing is guessed, no day and month are swapped, no missing year is filled in.
Words for "no date" raise UndatedError: the caller keeps the row as undated. Every other failure is
a DateError, and the row goes to the quarantine with its remedy.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from tocsin.errors import DateError, FutureDate, ImpossibleDate, ReversedDates, UndatedError
from tocsin.records.clock import parse_clock, split_clock, stamp_of
from tocsin.records.date_points import (
    WRITE_DAY_FIRST,
    partial,
    point,
    whole_month,
    whole_year,
    with_weekday,
)
from tocsin.records.date_words import date_words, patterns
from tocsin.records.when import Precision, When

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_QUERY_FIRST, _QUERY_LAST = re.compile(r"\?+ *"), re.compile(r" *\(?\?+\)?$")
_FROM_TO = (re.compile(r" (?:to|until|till|til|through|-) "), re.compile("-"))
_BOTH = (re.compile(r" and | ?& ?"), re.compile("/"))  # two dates: an interval only where they touch
_ISO_INTERVAL = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}/[0-9]{4}(-[0-9]{2}){0,2}\Z")
_MIDNIGHT = time()
_LONGEST = 100  # characters; no date is longer, and long text must not cost time


def parse_when(cell: object, *, today: date, pivot: int | None = None, serials: bool = False) -> When:
    """Read one cell: text, a typed date or time stamp, or (with `serials`) an Excel day number.

    `pivot` is the first of the hundred years that two digits can mean. Raises UndatedError for an
    empty or "unknown" cell, ImpossibleDate, FutureDate (after `today`), ReversedDates, DateError.
    """
    if isinstance(cell, str):
        when, last_start = _read(_plain(cell), date_words().two_digit_year_pivot if pivot is None else pivot)
    else:
        when = _typed(cell, serials=serials)
        last_start = when.start
    if last_start > today:
        raise FutureDate("The date lies in the future.", do="Check the year.")
    return when


def combine(
    day: object,
    clock: object = None,
    end: object = None,
    *,
    today: date,
    pivot: int | None = None,
    serials: bool = False,
) -> When:
    """A start date with the time of its own column and, where given, an end date."""
    when = parse_when(day, today=today, pivot=pivot, serials=serials)
    when = _with_clock(when, clock)
    try:
        last = parse_when(end if end is not None else "", today=today, pivot=pivot, serials=serials)
    except UndatedError:
        return when
    return _span(when, last)


def widen(when: When, precision: str) -> When:
    """The interval under a precision its source states; a stated day never narrows a month."""
    if precision in ("", when.precision.value):
        return when
    if precision == Precision.MONTH and when.exact:
        return replace(whole_month(when.start.year, when.start.month), uncertain=when.uncertain)
    if precision == Precision.YEAR and when.precision in (Precision.DAY, Precision.MONTH):
        return replace(whole_year(when.start.year), uncertain=when.uncertain)
    if precision in (Precision.ABOUT, Precision.UNKNOWN):
        return replace(when, precision=Precision(precision), uncertain=True)
    if precision == Precision.RANGE:
        return replace(when, precision=Precision.RANGE)
    return when


def _plain(text: str) -> str:
    if len(text) > _LONGEST:
        raise DateError("The date cell holds far more than a date.", do="Put the date alone in its cell.")
    plain = unicodedata.normalize("NFKC", text).replace(",", " ").replace("\u2019", "'")
    plain = _DASHES.sub("-", plain).casefold()
    return " ".join(plain.split()).rstrip(" .;:")


def _typed(cell: object, *, serials: bool) -> When:
    if cell is None:
        raise UndatedError("The row carries no date.")
    if isinstance(cell, datetime):
        return _at(cell)
    if isinstance(cell, date):
        return _not_too_early(When(cell, cell))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(float(cell), serials=serials)
    raise DateError("A time or a yes/no stands where a date should.", do=WRITE_DAY_FIRST)


def _at(moment: datetime) -> When:
    day = moment.date()
    if moment.time() == _MIDNIGHT:
        return _not_too_early(When(day, day))
    clock = moment.time().replace(second=0, microsecond=0, tzinfo=None)
    return _not_too_early(When(day, day, Precision.MINUTE, clock=clock))


def _not_too_early(when: When) -> When:
    if when.start.year < date_words().earliest_year:
        raise ImpossibleDate(f"The year {when.start.year} is before {date_words().earliest_year}.")
    return when


def _serial(number: float, *, serials: bool) -> When:
    """Excel's day numbers count 29 February 1900, a day that never was, as 60."""
    if number.is_integer() and date_words().earliest_year <= number <= 2100:
        return whole_year(int(number))
    if not serials:
        raise DateError("A bare number is no date in this kind of file.", do=WRITE_DAY_FIRST)
    if not 1 <= number < 2958466 or int(number) == 60:
        raise ImpossibleDate("The number is no day that Excel knows.", do=WRITE_DAY_FIRST)
    base = datetime(1899, 12, 30) if number > 60 else datetime(1899, 12, 31)
    return _at(base + timedelta(minutes=round(number * 1440)))


@lru_cache(maxsize=65536)
def _read(text: str, pivot: int) -> tuple[When, date]:
    """The interval, and the first day of its last part (what "in the future" is judged by)."""
    if text in date_words().undated:
        raise UndatedError("The row carries no date.")
    if (moment := stamp_of(text)) is not None:
        when = _at(moment)
        return when, when.start
    bare, doubtful, about = _marks(text)
    found = _whole(bare, pivot)
    if found is None:
        raise DateError("The date cannot be read in one way only.", do=WRITE_DAY_FIRST)
    when, last_start = found
    if about:
        precision = Precision.ABOUT if when.precision is Precision.DAY else when.precision
        when = replace(when, precision=precision)
    return replace(when, uncertain=when.uncertain or doubtful or about), last_start


def _marks(text: str) -> tuple[str, bool, bool]:
    """Take off "?", "c." and the like from both ends: (rest, doubtful, about)."""
    shapes, doubtful, about = patterns(), False, False
    while True:
        before = text
        for mark, first in ((_QUERY_FIRST, True), (_QUERY_LAST, False)):
            text, met = _without(mark, text, first=first)
            doubtful = doubtful or met
        for mark, first in ((shapes.about_first, True), (shapes.about_last, False)):
            text, met = _without(mark, text, first=first)
            about = about or met
        if text == before:
            return text, doubtful, about


def _without(mark: re.Pattern[str], text: str, *, first: bool) -> tuple[str, bool]:
    met = mark.match(text) if first else mark.search(text)
    if met is None or not met[0]:
        return text, False
    rest = text[met.end() :] if first else text[: met.start()]
    return rest.strip(), True


def _whole(text: str, pivot: int) -> tuple[When, date] | None:
    gaps = text.startswith("between ") or _ISO_INTERVAL.match(text) is not None
    text, _ = _without(patterns().filler_first, text, first=True)
    single = _side(text, pivot)
    if single is not None:
        return single, single.start
    try:
        if (span := _range(text, pivot, gaps=gaps)) is not None:
            return span
    except ImpossibleDate:
        if (timed := _timed(text, pivot)) is not None:
            return timed
        raise
    return _timed(text, pivot) or _open_ended(text, pivot)


def _open_ended(text: str, pivot: int) -> tuple[When, date] | None:
    met = patterns().open_ended.search(text)
    when = _side(text[: met.start()].strip(), pivot) if met else None
    return (replace(when, note=met[1]), when.start) if when and met else None


def _side(text: str, pivot: int) -> When | None:
    """A point with the weekday or the part of the day that stands beside it."""
    if (when := point(text, pivot)) is not None:
        return when
    shapes = patterns()
    for mark, first in ((shapes.weekday_first, True), (shapes.weekday_last, False)):
        met = mark.match(text) if first else mark.search(text)
        rest, found = _without(mark, text, first=first)
        if found and met and (when := _side(rest, pivot)) is not None:
            return with_weekday(when, met[1])
    met = shapes.day_part_last.search(text)
    if met and (when := _side(text[: met.start()].strip(), pivot)) is not None:
        return replace(when, note=met[1]) if when.exact else None
    return None


def _timed(text: str, pivot: int) -> tuple[When, date] | None:
    for day, clock, note in split_clock(text):
        when = _side(_marks(day.strip())[0], pivot)
        if when is not None and when.exact:
            note = "; ".join(part for part in (when.note, note) if part)
            return replace(when, precision=Precision.MINUTE, clock=clock, note=note), when.start
    return None


def _range(text: str, pivot: int, *, gaps: bool) -> tuple[When, date] | None:
    """`gaps`: two dates parted by "and" or "/" are an interval even with days between them."""
    impossible: ImpossibleDate | None = None
    for split in (*_FROM_TO, *_BOTH):
        for met in split.finditer(text):
            try:
                touching = split in _BOTH and not gaps
                found = _joined(text[: met.start()], text[met.end() :], pivot, touching=touching)
            except ReversedDates:
                raise
            except ImpossibleDate as error:
                impossible = impossible or error
                continue
            if found is not None:
                return found
    if impossible is not None:
        raise impossible
    return None


def _joined(left: str, right: str, pivot: int, *, touching: bool) -> tuple[When, date] | None:
    last = _end_of_range(right.strip(), pivot)
    if last is None:
        return None
    first = _end_of_range(left.strip(), pivot)
    if first is None:
        bare, doubtful, about = _marks(_without(patterns().weekday_first, left.strip(), first=True)[0])
        first = partial(bare, last)
        first = first and replace(first, uncertain=doubtful or about)
    if first is None:
        return None
    if touching and last.start > first.end + timedelta(days=1):
        raise DateError("The cell names two dates with days between them.", do="Give each its own row.")
    return _span(first, last), last.start


def _end_of_range(text: str, pivot: int) -> When | None:
    bare, doubtful, about = _marks(text)
    when = _side(bare, pivot)
    if when is None and (timed := _timed(bare, pivot)):
        when = timed[0]
    return when and replace(when, uncertain=when.uncertain or doubtful or about)


def _span(first: When, last: When) -> When:
    if last.end < first.start or last.start < first.start:
        raise ReversedDates("The end lies before the start.", do="Swap the two, or give both years.")
    if first.exact and last.end == first.start:
        return first
    note = "; ".join(part for part in (first.note, last.note) if part)
    doubtful = first.uncertain or last.uncertain
    return When(first.start, last.end, Precision.RANGE, doubtful, first.clock, note)


def _with_clock(when: When, cell: object) -> When:
    """A time that cannot be read, or has no single day, is noted; the row's date stands."""
    try:
        clock = parse_clock(cell)
    except DateError:
        return replace(when, note="; ".join(part for part in (when.note, "time not readable") if part))
    if clock is None or not when.exact or clock == when.clock:
        return when
    if when.clock is not None:
        return replace(when, note=f"the date cell says {when.clock:%H:%M}, the time column {clock:%H:%M}")
    if isinstance(cell, datetime | float) and clock == _MIDNIGHT:
        return when
    precision = Precision.MINUTE if when.precision is Precision.DAY else when.precision
    return replace(when, precision=precision, clock=clock)
