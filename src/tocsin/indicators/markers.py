"""Which adult carries which marker, from which day: recorded facts, never a judgement of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tocsin.indicators.operators import Events
from tocsin.indicators.truth import MAYBE, NO, YES, Truth
from tocsin.indicators.view import Fact, KnownAdult, Ordered

ROLE_ATTRIBUTES = ("person_role", "relationship", "person")


def roles_of(fact: Fact) -> set[str]:
    return {role for name in ROLE_ATTRIBUTES for role in fact.event.attributes.get(name, ())}


def same_adult(anchor: Fact, fact: Fact) -> Truth:
    """By person where both name one, else by role; where either says nothing, perhaps."""
    if anchor.event.people and fact.event.people:
        return YES if set(anchor.event.people) & set(fact.event.people) else NO
    here, there = roles_of(anchor), roles_of(fact)
    if here and there:
        return YES if here & there else NO
    return MAYBE


class AdultMarkers:
    """`rules` names the events that put each marker on an adult."""

    def __init__(
        self,
        rules: Mapping[str, Events],
        met: Callable[[Events], Ordered],
        adults: Sequence[KnownAdult],
    ) -> None:
        self._met = met
        self._rules = rules
        self._adults = adults

    def carries(
        self,
        markers: frozenset[str],
        anchor: Fact,
        ordered: Callable[[Fact, Fact], Truth],
    ) -> tuple[Truth, Fact | None]:
        if markers & set(anchor.event.attributes.get("risk_marker", ())):
            return YES, anchor
        best: tuple[Truth, Fact | None] = (max(self._listed(markers, anchor), default=NO), None)
        for marker in sorted(markers & self._rules.keys()):
            for fact in self._met(self._rules[marker]).facts:
                truth = YES if fact is anchor else min(same_adult(anchor, fact), ordered(anchor, fact))
                if truth > best[0]:
                    best = (truth, fact)
        return best

    def _listed(self, markers: frozenset[str], anchor: Fact) -> list[Truth]:
        return [self._fits(adult, anchor) for adult in self._adults if adult.marker in markers]

    def _fits(self, adult: KnownAdult, anchor: Fact) -> Truth:
        if adult.since is not None and adult.since > anchor.last:
            return NO
        if anchor.event.people:
            return YES if adult.person in anchor.event.people else NO
        roles = roles_of(anchor)
        if roles and adult.roles:
            return YES if roles & set(adult.roles) else NO
        return MAYBE
