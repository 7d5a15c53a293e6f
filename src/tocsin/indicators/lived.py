"""Which days of knowing, events and cards have to be asked again to see what was thought at the time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from tocsin.indicators.card import Card
from tocsin.indicators.catalogue import Catalogue
from tocsin.indicators.operators import Absent, Adult, Due, Limb, Not, Run, Selector, State
from tocsin.indicators.view import FOREVER, ChildView, Fact

REACH = 800  # days: longer than any window but those without limit, so neighbours stay in


def days_of_change(view: ChildView, ends: int) -> list[tuple[int, list[Fact]]]:
    """Days on which something was learnt after the day it happened, or a version closed."""
    changed: dict[int, list[Fact]] = defaultdict(list)
    for fact in view.facts:
        if fact.known > fact.last + 1:
            changed[fact.known].append(fact)
        if fact.until < FOREVER:
            changed[fact.until].append(fact)
    return sorted(((day, facts) for day, facts in changed.items() if day <= ends), key=lambda item: item[0])


def neighbourhood(view: ChildView, changed: Sequence[Fact], catalogue: Catalogue) -> ChildView:
    """What marks an adult reaches as far as the view does, so where such a fact was closed all stays in."""
    if any(fact.until < FOREVER and fact.event.type in marking(catalogue) for fact in changed):
        return view
    low = min(fact.first for fact in changed) - REACH
    high = max(fact.last for fact in changed) + REACH
    near = tuple(fact for fact in view.facts if fact.last >= low and fact.first <= high)
    return replace(view, facts=near)


def touched_cards(catalogue: Catalogue, changed: Sequence[Fact]) -> Iterator[Card]:
    """Late knowledge can only take back what rests on absence; a closed version, anything."""
    closed = {fact.event.type for fact in changed if fact.until < FOREVER}
    late = {fact.event.type for fact in changed if fact.until == FOREVER}
    for card in catalogue.cards:
        types = types_named(card, catalogue)
        if card.stratum == 0 and (types & closed or (rests_on_absence(card.limbs) and types & late)):
            yield card


_marking: dict[str, frozenset[str]] = {}


def marking(catalogue: Catalogue) -> frozenset[str]:
    """Types of events that put a marker on an adult."""
    if catalogue.version not in _marking:
        found = (selector.type for events in catalogue.markers.values() for selector in events.of)
        _marking[catalogue.version] = frozenset(found)
    return _marking[catalogue.version]


_types: dict[tuple[str, str], frozenset[str]] = {}


def types_named(card: Card, catalogue: Catalogue) -> frozenset[str]:
    key = (catalogue.version, card.id)
    if key not in _types:
        found = {part.type for part in parts(card.limbs) if isinstance(part, Selector)}
        names = {name for part in parts(card.limbs) if isinstance(part, State) for name in part.names}
        markers = {name for part in parts(card.limbs) if isinstance(part, Adult) for name in part.markers}
        for marker in markers & catalogue.markers.keys():
            found |= {selector.type for selector in catalogue.markers[marker].of}
        for rule in catalogue.states:
            if rule.name in names:
                found |= {selector.type for selector in (*rule.on.of, *rule.off.of)}
        _types[key] = frozenset(found)
    return _types[key]


@cache
def rests_on_absence(limbs: tuple[Limb, ...]) -> bool:
    return any(isinstance(part, Absent | Due | Run | Not | State) for part in parts(limbs))


def parts(node: Any) -> Iterator[Any]:
    """The node and every operator beneath it."""
    yield node
    if isinstance(node, tuple):
        for one in node:
            yield from parts(one)
    elif is_dataclass(node):
        for field in fields(node):
            yield from parts(getattr(node, field.name))
