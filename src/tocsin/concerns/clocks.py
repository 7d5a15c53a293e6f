"""When a response falls due: a limit and a unit from the anchor's latest day."""

from __future__ import annotations

import calendar as months_of
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tocsin.chronology.event import Event
from tocsin.concerns.tables import table
from tocsin.records.when import When
from tocsin.working_days import Calendar, end_of_hours


@dataclass(frozen=True, slots=True)
class Due:
    """The last day on which the response is in time.

    `imprecise`: hours judged in days, school days without term dates, or a day that had to be inferred.
    """

    on: date
    imprecise: bool = False


@dataclass(frozen=True, slots=True)
class Speaks:
    """What the anchor says about the day a clock runs to, where its unit needs one."""

    ends: date | None = None  # the discharge or release it speaks of
    birth_due: date | None = None  # when the unborn child is due


NOTHING_SAID = Speaks()


def add_months(day: date, months: int) -> date:
    """By the calendar: 31 January + 1 month is the last day of February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = months_of.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def due(start: date, limit: int, *, unit: str, calendar: Calendar, speaks: Speaks = NOTHING_SAID) -> Due:
    """Raises ValueError for a unit that is not one of `Expected`'s."""
    match unit:
        case "working_days" | "school_days":
            on = calendar.due(start, limit)
        case "next_school_day":
            on = calendar.due(start, 1)
        case "before_event":
            on = max(start, speaks.ends or start)
        case "weeks_before_due_date":
            on = _before_birth(start, limit, calendar=calendar, birth_due=speaks.birth_due)
        case _:
            on = _by_the_calendar(start, limit, unit=unit)
    return Due(on, _is_rough(unit, speaks))


def _by_the_calendar(start: date, limit: int, *, unit: str) -> date:
    match unit:
        case "hours":
            return end_of_hours(start, limit)
        case "same_day":
            return start
        case "days" | "calendar_days":
            return start + timedelta(days=limit)
        case "weeks":
            return start + timedelta(weeks=limit)
        case "months":
            return add_months(start, limit)
    raise ValueError(f"no such unit of time: {unit}")


def _before_birth(start: date, weeks: int, *, calendar: Calendar, birth_due: date | None) -> date:
    if birth_due is None:
        otherwise = table("clocks")["weeks_before_due_date"]["otherwise"]
        return calendar.due(start, otherwise["limit"])
    return max(start, birth_due - timedelta(weeks=weeks))


def _is_rough(unit: str, speaks: Speaks) -> bool:
    inferred = {"before_event": speaks.ends is None, "weeks_before_due_date": speaks.birth_due is None}
    return unit in ("hours", "school_days", "next_school_day") or inferred.get(unit, False)


def moment(when: When) -> datetime | None:
    """The minute, where a time of day was written for an exact day."""
    return datetime.combine(when.start, when.clock) if when.clock and when.exact else None


def runs_to(start: When, hours: int) -> datetime | None:
    begun = moment(start)
    return begun + timedelta(hours=hours) if begun else None


def ends_with(anchor: Event | None) -> str:
    """The type of event that ends what this anchor began; "" for none."""
    endings: dict[str, str] = table("clocks")["before_event"]["ends_with"]
    return endings.get(anchor.type, "") if anchor else ""


def speaks_of(anchor: Event | None, endings: Iterable[Event], *, birth_due: date | None) -> Speaks:
    """`endings`: the events of type `ends_with(anchor)` that had happened by the day of the view."""
    if anchor is None:
        return Speaks(birth_due=birth_due)
    return Speaks(
        ends=_stated_end(anchor) or _end_event(anchor, endings), birth_due=birth_due or _term(anchor)
    )


def _stated_end(anchor: Event) -> date | None:
    names: list[str] = table("clocks")["before_event"]["stated_in"]
    words = [value for name in names for value in anchor.attributes.get(name, ())]
    return next((day for word in words if (day := _iso(word))), None)


def _end_event(anchor: Event, endings: Iterable[Event]) -> date | None:
    own = [event.when.end for event in endings if event.child == anchor.child]
    return min((day for day in own if day >= anchor.when.start), default=None)


def _term(anchor: Event) -> date | None:
    """Weeks so far are completed weeks on the anchor's latest day."""
    full: int = table("clocks")["weeks_before_due_date"]["full_term_weeks"]
    weeks = next(iter(anchor.attributes.get("gestation_weeks", ())), "")
    return anchor.when.end + timedelta(weeks=full - int(weeks)) if weeks.isdecimal() else None


def _iso(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None
