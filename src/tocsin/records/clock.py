"""Times of day, as written beside a date or in a column of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tocsin.errors import DateError, ImpossibleDate

_HOURS = r"(?: ?(?:hrs|hours|hr|h))?"
_TIME = r"(?P<h>[0-9]{1,2})[:.](?P<m>[0-9]{2})(?:[:.][0-9]{2}(?:\.[0-9]+)?)?"
_NOON = r"(?: ?(?P<noon>am|pm|a\.m\.?|p\.m\.?))"
_ALONE = re.compile(
    rf"(?:{_TIME}{_NOON}?{_HOURS}|(?P<h2>[0-9]{{1,2}}){_NOON.replace('noon', 'noon2')}"
    rf"|(?P<h3>[0-9]{{2}})(?P<m3>[0-9]{{2}}){_HOURS})\Z"
)
_LAST = re.compile(rf"(?P<day>.+?) (?:at |@ ?)?(?P<clock>{_ALONE.pattern})")
_FIRST = re.compile(r"(?P<clock>[0-9]{1,2}[:.][0-9]{2})" + _HOURS + r"(?: on)? (?P<day>.+)\Z")
_SPAN = re.compile(
    r"(?P<day>.+?) (?:at )?(?P<clock>[0-9]{1,2}[:.][0-9]{2})" + _HOURS + r" ?(?:-|to) ?"
    r"(?P<until>[0-9]{1,2}[:.][0-9]{2})" + _HOURS + r"\Z"
)
_STAMP = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[t ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?) ?"
    r"(z|[+-][0-9]{2}:?[0-9]{2})?\Z"
)
_MIDNIGHT = time()


def clock_of(text: str) -> time | None:
    """None where the text is no time of day; ImpossibleDate for 25:10."""
    met = _ALONE.match(text.strip())
    if met is None:
        return None
    hour = int(met["h"] or met["h2"] or met["h3"])
    return _time(hour, int(met["m"] or met["m3"] or 0), (met["noon"] or met["noon2"] or "").replace(".", ""))


def _time(hour: int, minute: int, noon: str) -> time:
    if noon and 1 <= hour <= 12:
        hour = hour % 12 + (12 if noon == "pm" else 0)
    if hour > 23 or minute > 59:
        raise ImpossibleDate(f"There is no time {hour:02}:{minute:02}.", do="Write hours 00 to 23: 14:30.")
    return time(hour, minute)


def split_clock(text: str) -> Iterator[tuple[str, time, str]]:
    """(day words, time, note) of `22/05/2016 14:30`, `14:30 on 22 May 2016`, `... 14:30-15:45`.

    Every way to part the text, as 2016 may be a year or a time: the caller takes the first whose
    day words are a day.
    """
    if met := _SPAN.match(text):
        first, last = clock_of(met["clock"]), clock_of(met["until"])
        if first is not None and last is not None:
            yield met["day"], first, f"until {last:%H:%M}"
    for shape in (_FIRST, _LAST):
        if (met := shape.match(text)) and (clock := clock_of(met["clock"])) is not None:
            yield met["day"], clock, ""


def stamp_of(text: str) -> datetime | None:
    """A machine's timestamp as London time; a midnight one stays at midnight."""
    met = _STAMP.match(text)
    if met is None:
        return None
    try:
        moment = datetime.fromisoformat((met[1] + "T" + met[2] + (met[3] or "")).upper())
        return in_london(moment)
    except (ValueError, OverflowError):
        raise ImpossibleDate("The timestamp names a day or time that does not exist.") from None
    except ZoneInfoNotFoundError:
        found = "The timestamp is in another time zone, and this machine has no time zone data."
        raise DateError(found, do="Install tzdata, or write the time as in London.") from None


def in_london(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(UTC).astimezone(ZoneInfo("Europe/London")).replace(tzinfo=None)


def parse_clock(cell: object) -> time | None:
    """A cell of a time column: typed or written. None for a blank one; DateError if unreadable."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.time().replace(second=0, microsecond=0)
    if isinstance(cell, time):
        return cell.replace(second=0, microsecond=0, tzinfo=None)
    if isinstance(cell, timedelta):
        return _from_seconds(cell.total_seconds())
    if isinstance(cell, float) and 0 <= cell < 1:
        return _from_seconds(cell * 86400)
    return _written(str(cell))


def _from_seconds(seconds: float) -> time:
    if not 0 <= seconds < 86400:
        raise DateError("A length of time stands where a time of day should.", do="Write it as 14:30.")
    minutes = min(int(seconds // 60), 1439)
    return time(minutes // 60, minutes % 60)


def _written(text: str) -> time | None:
    words = text.casefold().strip()
    if not words.strip("-?. ") or words in {"unknown", "n/k", "nk", "n/a", "not known", "tbc"}:
        return None
    clock = clock_of(words)
    if clock is None:
        raise DateError("The time of day cannot be read.", do="Write it as 14:30.")
    return clock
