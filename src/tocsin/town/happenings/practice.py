"""What services do about the situations they meet: advice, history asked for, a second look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

import msgspec

from tocsin.town.family import Happening, Resident
from tocsin.town.happenings.diary import Diary, age_months, age_years, is_child
from tocsin.town.happenings.rates import data_table

UNBOUND = 10_000  # months


class When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    event: str
    with_: dict[str, tuple[str, ...]] = msgspec.field(name="with", default_factory=dict)
    at_least: dict[str, int] = {}
    count: int = 1
    days: int = 1
    under: int = UNBOUND
    by: tuple[str, ...] = ()
    plan: bool = False
    open: bool = False


class Then(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    deed: str
    by: str
    what: str
    with_: dict[str, str] = msgspec.field(name="with", default_factory=dict)


class Situation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: str
    when: When
    then: tuple[Then, ...]


Spans = Sequence[tuple[date, date]]


@lru_cache(maxsize=1)
def situations() -> dict[str, list[Situation]]:
    """By the event that they begin with."""
    found: dict[str, list[Situation]] = {}
    for one in msgspec.convert(data_table("practice")["situations"], list[Situation]):
        found.setdefault(one.when.event, []).append(one)
    return found


def looked_into(diary: Diary) -> None:
    """For each child, by day: what was met before counts towards what is met now."""
    by_child: dict[int, list[Happening]] = {child.number: [] for child in diary.family.children}
    for one in diary.kept:
        if one.resident in by_child:
            by_child[one.resident].append(one)
    for child in diary.family.children:
        told = sorted(by_child[child.number], key=lambda one: one.happened)
        plans, cases = spans_of(told, "child_protection"), spans_of(told, "")
        for at, one in enumerate(told):
            for situation in situations().get(one.event_type, ()):
                if _met(situation.when, told[: at + 1], child, plans, cases):
                    _done(diary, situation, child, one)


def spans_of(told: Iterable[Happening], plan: str) -> Spans:
    """When a plan of that kind, or any plan, was running."""
    found: list[tuple[date, date]] = []
    begun: date | None = None
    for one in told:
        if one.event_type == "plan_started" and plan in dict(one.attributes).get("plan", ""):
            begun = begun or one.happened
        elif one.event_type in ("plan_ended", "case_closure") and begun:
            found.append((begun, one.happened))
            begun = None
    return [*found, *([(begun, date.max)] if begun else [])]


def _met(when: When, told: Sequence[Happening], child: Resident, plans: Spans, cases: Spans) -> bool:
    one = told[-1]
    if not _fits(when, one) or age_months(child, one.happened) >= when.under:
        return False
    if when.by and not set(one.agency.split("+")) & set(when.by):
        return False
    if when.plan and not _within(one.happened, plans):
        return False
    if when.open and not _within(one.happened, cases):
        return False
    since = one.happened - timedelta(days=when.days)
    days = {other.happened for other in told if other.happened > since and _fits(when, other)}
    return len(days) >= when.count


def _within(day: date, spans: Spans) -> bool:
    return any(first <= day <= last for first, last in spans)


def _fits(when: When, one: Happening) -> bool:
    if one.event_type != when.event:
        return False
    said = dict(one.attributes)
    return all(said.get(name) in values for name, values in when.with_.items()) and all(
        int(said.get(name, "0")) >= least for name, least in when.at_least.items()
    )


def _done(diary: Diary, situation: Situation, child: Resident, one: Happening) -> None:
    for act in situation.then:
        day = diary.due(act.deed, one.happened)
        if day and (is_child(child, day) or act.by == "same"):
            agency = one.agency.split("+")[0] if act.by == "same" else act.by
            if agency == "health_visiting" and age_years(child, day) >= 5:
                agency = "school_nursing"
            diary.write(agency, child, day, act.what, **act.with_)
