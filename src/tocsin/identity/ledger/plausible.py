"""What cannot be true of one person: such records are never joined by the engine, but shown to a person.

Each rule looks at single pieces of what a record holds ("units"), so that a large group of records need
not be compared record by record: pieces that are equal are looked at once, and a stay only meets stays
of the same month.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from tocsin.identity.ledger.settings import table

DECIDED_APART = "decided_apart"


class Stay(msgspec.Struct, frozen=True, array_like=True):
    """Day and night in one place: a ward, a placement, custody. Moving on the last day is no clash."""

    place: str
    since: date
    until: date


class Known(msgspec.Struct, frozen=True, omit_defaults=True):
    """What plausibility asks of a record. Empty: not stated, which clashes with nothing."""

    nhs_numbers: frozenset[str] = frozenset()  # valid ones only
    births: frozenset[date] = frozenset()
    birth_notice: str = ""  # key of the birth notification, where the record is one
    stays: tuple[Stay, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """`units` takes a record's pieces, `clash` says whether two cannot be one person's."""

    code: str
    units: Callable[[Known], Iterable[Hashable]]
    clash: Callable[[Any, Any], bool]
    buckets: Callable[[Any], Iterable[Hashable]] = lambda _: (None,)


def _one(value: Hashable) -> tuple[Hashable, ...]:
    return (value,) if value else ()


def _no_birth_in_common(a: frozenset[date], b: frozenset[date]) -> bool:
    return not any(_slips(one, other) for one in a for other in b)


@lru_cache(maxsize=65536)
def _slips(one: date, other: date) -> bool:
    """One may be the other misheard or mistyped."""
    limits = table("plausible")["birth_dates"]
    if one == other or abs((one - other).days) <= limits["days"]:
        return True
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return True
    digits = zip(one.isoformat(), other.isoformat(), strict=True)
    return sum(a != b for a, b in digits) <= int(limits["digits"])


def _elsewhere(a: Stay, b: Stay) -> bool:
    return a.place != b.place and a.since < b.until and b.since < a.until


def _months(stay: Stay) -> Iterator[Hashable]:
    first, last = (day.year * 12 + day.month for day in (stay.since, stay.until))
    return iter(range(first, last + 1))


RULES = (
    Rule("two_nhs_numbers", lambda known: _one(known.nhs_numbers), frozenset.isdisjoint),
    Rule("birth_dates_apart", lambda known: _one(known.births), _no_birth_in_common),
    Rule("two_births", lambda known: _one(known.birth_notice), lambda a, b: a != b),
    Rule("two_places", lambda known: known.stays, _elsewhere, _months),
)
CODES = tuple(rule.code for rule in RULES)


def clashes(a: Known, b: Known) -> tuple[str, ...]:
    """Codes of the rules that two records cannot both satisfy as one person."""
    return tuple(
        rule.code
        for rule in RULES
        if any(rule.clash(one, other) for one in rule.units(a) for other in rule.units(b))
    )


def words(code: str) -> str:
    """A sentence for a practitioner, without personal data."""
    said: str = table("plausible")["rules"][code]["words"]
    return said
