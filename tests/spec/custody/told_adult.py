"""An adult, what is reckoned, and who was told: builders with good defaults. All made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tocsin.custody.answer import Dates, Effect, KeyDate
from tocsin.custody.facts import (
    Address,
    Adult,
    Condition,
    Duration,
    Offence,
    Pregnancy,
    Sentence,
    Tie,
    VictimContact,
)
from tocsin.custody.notice import Notice
from tocsin.custody.notices.rounds import NOTHING_RECKONED, notices_of
from tocsin.working_days import england

OWN = "Riverside"
FOREVER = date(2060, 1, 1)


def d(text: str) -> date:
    return date.fromisoformat(text)


def offence(ref: str = "o1", **given: Any) -> Offence:
    return Offence(**{"ref": ref, "child_victim": "yes", "outcome": "convicted", **given})


def sentence(on: str, ref: str = "s1", **given: Any) -> Sentence:
    base: dict[str, Any] = {"kind": "SDS", "offence": "o1", "term": Duration(years=3)}
    return Sentence(ref=ref, sentenced_on=d(on), **{**base, **given})


def adult(**given: Any) -> Adult:
    return Adult(**{"id": "adult-1", "offences": (offence(),), **given})


def family(ref: str = "v1", **given: Any) -> VictimContact:
    return VictimContact(**{"ref": ref, "relation": "grandmother", "opted_in": "yes", **given})


def key_date(
    kind: str, day: str, *, effect: Effect = "releases", latest: str = "", official: str = "", why: str = ""
) -> KeyDate:
    return KeyDate(
        kind, d(day), d(latest or day), effect, official=d(official) if official else None, why=why
    )


def reckoned(on: str, *found: KeyDate) -> Dates:
    return Dates(d(on), found)


def tell(
    who: Adult,
    dates: Dates | Sequence[Dates] = NOTHING_RECKONED,
    *,
    on: str,
    rule: str = "",
    to: str = "",
    **given: Any,
) -> tuple[Notice, ...]:
    found = notices_of(who, dates=dates, on=d(on), calendar=england(), authority=OWN, **given)
    return tuple(n for n in found if rule in ("", n.rule) and to in ("", n.to.role))


def tell_one(who: Adult, dates: Dates | Sequence[Dates], *, on: str, rule: str, to: str) -> Notice:
    found = [n for n in tell(who, dates, on=on, rule=rule, to=to) if n.stands]
    assert len(found) == 1, [n.key for n in found]
    return found[0]


__all__ = [
    "FOREVER",
    "Address",
    "Condition",
    "Duration",
    "Pregnancy",
    "Tie",
    "adult",
    "d",
    "family",
    "key_date",
    "offence",
    "reckoned",
    "sentence",
    "tell",
    "tell_one",
]
