"""How codes, days and spans are said in a report."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files

import msgspec
import yaml

from tocsin.records.agencies import agency_labels
from tocsin.review.schema import Interval


class Mark(msgspec.Struct, frozen=True):
    """A status as a word with a shape beside it; `tone` names its colour."""

    words: str
    mark: str = ""
    tone: str = "calm"


class Terms(msgspec.Struct, frozen=True):
    strengths: dict[str, str]
    states: dict[str, Mark]
    statuses: dict[str, Mark]
    seen: dict[str, str]
    verified: dict[str, str]
    relationships: dict[str, str]
    evidence_roles: dict[str, str]
    attribute_words: dict[str, str]
    capitals: list[str]
    adult_event_types: list[str]
    differences: dict[str, str]
    plan_kinds: dict[str, str]
    injury_types: list[str]
    harm_types: list[str]
    explanation_types: list[str]
    explanation_days: int
    time_labels: dict[str, str]
    own_words_from: int  # years
    seen_alone_from: int  # years
    no_words: str
    no_words_baby: str
    glossary: list[tuple[str, str]]
    not_this: list[str]


@lru_cache(maxsize=1)
def terms() -> Terms:
    text = files(__package__).joinpath("data/terms.yaml").read_text("utf-8")
    return msgspec.convert(yaml.safe_load(text), Terms)


def plain(code: str) -> str:
    """`social_care_team_manager` -> `social care team manager`."""
    return code.replace("_", " ")


def capital(words: str) -> str:
    first, gap, rest = words.partition(" ")
    kept = _capitals().get(first.lower())
    return f"{kept}{gap}{rest}" if kept else words[:1].upper() + words[1:]


@lru_cache(maxsize=1)
def _capitals() -> dict[str, str]:
    return {word.lower(): word for word in terms().capitals}


def attribute(code: str) -> str:
    """`oral_other` -> `mouth injury`."""
    return terms().attribute_words.get(code) or plain(code)


def agency(code: str) -> str:
    if not code:
        return "not stated"
    names = [agency_labels().get(one) or capital(plain(one)) for one in code.split("+")]
    return listed(names)


def agencies(codes: list[str]) -> str:
    return ", ".join(agency(code) for code in codes)


def status(code: str) -> Mark:
    return terms().statuses.get(code) or Mark(capital(plain(code)))


def state(code: str) -> Mark:
    return terms().states.get(code) or Mark(capital(plain(code)))


def verified(code: str) -> str:
    return terms().verified.get(code) or capital(plain(code or "not_stated"))


def relationship(code: str) -> str:
    return terms().relationships.get(code) or plain(code)


def strength(code: str) -> str:
    return terms().strengths.get(code) or capital(plain(code))


def label(code: str) -> str:
    """A time label in its short form: `common local policy`, whether written with spaces or not."""
    return plain(code)


@lru_cache(maxsize=8192)
def day(when: date | None) -> str:
    """`3 March 2024`; nothing for no day."""
    return f"{when.day} {when:%B %Y}" if when else ""


def month(when: date) -> str:
    return f"{when:%B %Y}"


def span(when: Interval | None, *, clock: bool = True) -> str:
    """When something happened, as precisely as it was written and no more."""
    if when is None:
        return "not stated"
    if when.time and not clock:
        return day(when.start)
    words = _SPANS.get(when.precision, _between)(when)
    return f"{words}, uncertain" if when.uncertain and when.precision != "about" else words


def _exact(when: Interval) -> str:
    if when.start != when.end:
        return _between(when)
    return f"{day(when.start)}, {when.time}" if when.time else day(when.start)


def _month(when: Interval) -> str:
    one = (when.start.year, when.start.month) == (when.end.year, when.end.month)
    return f"in {month(when.start)}" if one else _between(when)


def _year(when: Interval) -> str:
    return f"in {when.start.year}" if when.start.year == when.end.year else _between(when)


def _between(when: Interval) -> str:
    return day(when.start) if when.start == when.end else f"{day(when.start)} to {day(when.end)}"


def _about(when: Interval) -> str:
    middle = when.start + (when.end - when.start) // 2
    return f"about {day(middle)} ({_between(when)})"


def _unknown(when: Interval) -> str:
    return f"not stated; some time {_between(when)}"


_SPANS = {
    "minute": _exact,
    "day": _exact,
    "month": _month,
    "year": _year,
    "range": _between,
    "about": _about,
    "unknown": _unknown,
}


def age(born: Interval | None, on: date | None) -> str:
    """`3 years 2 months`; `about` where the birth date is not exact; nothing where it cannot be said."""
    if born is None or on is None or on < born.start:
        return ""
    months = (on.year - born.start.year) * 12 + on.month - born.start.month - (on.day < born.start.day)
    years, rest = divmod(max(months, 0), 12)
    parts = [_count(years, "year")] if years else []
    if rest or not years:
        parts.append(_count(rest, "month") if months > 0 else _count((on - born.start).days, "day"))
    about = "" if born.start == born.end else "about "
    return about + " ".join(parts)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def count(number: int, thing: str, things: str = "") -> str:
    """`1 event`, `2 events`, `2 enquiries`."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def listed(words: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
