"""Accounts of different agencies that differ: who lives in the home, as each says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tocsin.indicators.operators import Conflict
from tocsin.indicators.truth import MAYBE, NO, Truth, within
from tocsin.indicators.view import Fact, Lane

# Statements of the whole household. Who was present at a visit is not one of them: a person
# out at work still lives there.
HOUSEHOLD_STATEMENTS = (("housing_application", "household"), ("household_check", "household"))
# Statements about one adult: two agencies may call the same person differently.
ADULT_STATEMENTS = ("household_change", "housing_application", "household_check", "visit")


def conflicts_with(
    lanes: Mapping[str, Lane],
    anchor: Fact,
    conflict: Conflict,
    apart: Callable[[Fact, Fact], tuple[int, int]],
) -> tuple[Truth, Fact | None]:
    best: tuple[Truth, Fact | None] = (NO, None)
    for fact in statements(lanes, anchor, conflict.days):
        if fact.agency and anchor.agency and fact.agency != anchor.agency and differ(anchor, fact):
            truth = within(0, conflict.days - 1, *apart(anchor, fact))
            if truth >= MAYBE and truth > best[0]:
                best = (truth, fact)
    return best


def statements(lanes: Mapping[str, Lane], anchor: Fact, days: int) -> Iterator[Fact]:
    for type_name in ADULT_STATEMENTS:
        lane = lanes.get(type_name)
        if lane:
            yield from lane.touching(anchor.first - days, anchor.last)


def differ(one: Fact, other: Fact) -> bool:
    return whole_households_differ(one, other) or same_adult_differs(one, other)


def household_stated(fact: Fact) -> set[str]:
    found = {name for type_name, name in HOUSEHOLD_STATEMENTS if type_name == fact.event.type}
    return {value for name in found for value in fact.event.attributes.get(name, ())}


def whole_households_differ(one: Fact, other: Fact) -> bool:
    here, there = household_stated(one), household_stated(other)
    return bool(here and there and here != there)


def same_adult_differs(one: Fact, other: Fact) -> bool:
    """The same person, by id, given another relationship or another place in the household."""
    if not set(one.event.people) & set(other.event.people):
        return False
    return any(
        stated(one, name) and stated(other, name) and stated(one, name).isdisjoint(stated(other, name))
        for name in ("relationship", "person_role")
    )


def stated(fact: Fact, name: str) -> set[str]:
    return set(fact.event.attributes.get(name, ()))
