"""Accounts of different agencies that differ: who lives in the home, as each says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tocsin.indicators.operators import Conflict
from tocsin.indicators.truth import MAYBE, NO, YES, Truth, within
from tocsin.indicators.view import Fact, Lane
from tocsin.plain_yaml import parse


@dataclass(frozen=True, slots=True)
class Accounts:
    """The table `data/accounts.yaml`."""

    household_statements: Mapping[str, str]
    children: frozenset[str]
    adult_statements: tuple[str, ...]
    roles_in: tuple[str, ...]
    adult_is_there: Mapping[str, str]
    same_role: Mapping[str, str]
    says_nothing: frozenset[str]
    newcomer_roles: frozenset[str]


@lru_cache(maxsize=1)
def accounts() -> Accounts:
    text = files("tocsin.indicators").joinpath("data/accounts.yaml").read_text(encoding="utf-8")
    given: Mapping[str, Any] = parse(text)
    return Accounts(
        household_statements=given["household_statements"],
        children=frozenset(given["children"]),
        adult_statements=tuple(given["adult_statements"]),
        roles_in=tuple(given["roles_in"]),
        adult_is_there=given["adult_is_there"],
        same_role={word: family[0] for family in given["same_role"] for word in family},
        says_nothing=frozenset(given["says_nothing"]),
        newcomer_roles=frozenset(given["newcomer_roles"]),
    )


def conflicts_with(
    lanes: Mapping[str, Lane],
    anchor: Fact,
    conflict: Conflict,
    apart: Callable[[Fact, Fact], tuple[int, int]],
) -> tuple[Truth, Fact | None]:
    best: tuple[Truth, Fact | None] = (NO, None)
    for fact in statements(lanes, anchor, conflict.days):
        if fact.agency and anchor.agency and fact.agency != anchor.agency:
            truth = differ(anchor, fact)
            if truth >= MAYBE:
                truth = min(truth, within(0, conflict.days - 1, *apart(anchor, fact)))
            if truth >= MAYBE and truth > best[0]:
                best = (truth, fact)
    return best


def statements(lanes: Mapping[str, Lane], anchor: Fact, days: int) -> Iterator[Fact]:
    for type_name in accounts().adult_statements:
        lane = lanes.get(type_name)
        if lane:
            yield from lane.touching(anchor.first - days, anchor.last)


def differ(one: Fact, other: Fact) -> Truth:
    """Surely where two whole households or one named person differ; perhaps where nobody is named."""
    if whole_households_differ(one, other):
        return YES
    return adult_differs(one, other)


def whole_households_differ(one: Fact, other: Fact) -> bool:
    here, there = adults_stated(one), adults_stated(other)
    return bool(here and there and here != there)


def adults_stated(fact: Fact) -> set[str]:
    name = accounts().household_statements.get(fact.event.type)
    return agreed(fact.event.attributes.get(name, ())) if name else set()


def agreed(words: Iterable[str]) -> set[str]:
    """Each role in one spelling; children and words that settle nothing left out."""
    table = accounts()
    adults = (word for word in words if not is_child(word) and word not in table.says_nothing)
    return {table.same_role.get(word, word) for word in adults}


def is_child(word: str) -> bool:
    """`two_children` and `unborn_baby` too."""
    return not accounts().children.isdisjoint(word.lower().split("_"))


def adult_differs(one: Fact, other: Fact) -> Truth:
    """The same newcomer given two roles. A row that names several people does not say whose the role is."""
    here, there = roles_stated(one), roles_stated(other)
    if not here or not there or not here.isdisjoint(there):
        return NO
    named, known = set(one.event.people), set(other.event.people)
    if named and known:
        if named.isdisjoint(known):
            return NO
        return YES if len(named) == len(known) == 1 else MAYBE
    return MAYBE if here <= accounts().newcomer_roles and there <= accounts().newcomer_roles else NO


def roles_stated(fact: Fact) -> set[str]:
    """Of an adult who is there: one who left is not the one who came."""
    table, event = accounts(), fact.event
    changes = event.attributes.get("change", ())
    if event.type == "household_change" and table.adult_is_there.keys().isdisjoint(changes):
        return set()
    written = {word for name in table.roles_in for word in event.attributes.get(name, ())}
    implied = {table.adult_is_there.get(change, "") for change in changes} - {""}
    return agreed(written) or agreed(implied)
