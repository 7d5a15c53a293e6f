"""Findings as input to findings: accumulation, and cards on concerns that nobody answered."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from tocsin.indicators.card import Card
from tocsin.indicators.finding import Finding
from tocsin.indicators.operators import CountFindings, FindingTest
from tocsin.indicators.reference import Answer
from tocsin.indicators.truth import MAYBE, NO, YES
from tocsin.indicators.view import Fact


class Raised(msgspec.Struct, frozen=True, gc=False):
    """A finding with what the next stratum needs of it: its card, agencies, anchor and day."""

    finding: Finding
    card: Card
    agencies: frozenset[str]
    anchor: Fact
    day: int  # ordinal of the latest day it may have been raised
    key: str  # the card and the anchor

    def as_answer(self) -> Answer:
        """The finding below as evidence: its anchor, marked as the finding it stands for."""
        return Answer(YES if self.finding.certain else MAYBE, ((self.anchor, "finding"),))


class Standing:
    """Findings of the strata below, those that meet a test kept in order of the day raised."""

    def __init__(self, raised: Iterable[Raised]) -> None:
        self._raised = sorted(raised, key=lambda one: (one.day, one.key))
        self._met: dict[FindingTest, tuple[list[Raised], list[int]]] = {}

    def met(self, test: FindingTest) -> list[Raised]:
        return self._days(test)[0]

    def _days(self, test: FindingTest) -> tuple[list[Raised], list[int]]:
        if test not in self._met:
            found = [one for one in self._raised if meets(one, test)]
            self._met[test] = (found, [one.day for one in found])
        return self._met[test]

    def window(self, test: FindingTest, day: int, days: int | None) -> list[Raised]:
        """In (day - days, day]."""
        found, on = self._days(test)
        start = 0 if days is None else bisect_right(on, day - days)
        return found[start : bisect_right(on, day)]


def meets(raised: Raised, test: FindingTest) -> bool:
    if raised.finding.strength not in test.strengths:
        return False
    if test.groups and raised.card.group not in test.groups:
        return False
    if raised.card.group in test.not_groups or raised.card.kind == test.not_kind:
        return False
    return not test.not_expecting or all(one.event != test.not_expecting for one in raised.card.responses)


def count_findings(count: CountFindings, anchor: Raised, standing: Standing) -> Answer:
    """So many findings in the window ending on the day this one was raised, the nearest kept."""
    found = standing.window(count.of, anchor.day, count.days)
    if not enough(found, count):
        return Answer(NO)
    chosen = fewest(nearest_first(found, anchor), count, anchor)
    certain = all(one.finding.certain for one in chosen)
    return Answer(YES if certain else MAYBE, tuple((one.anchor, "finding") for one in chosen))


def nearest_first(found: Sequence[Raised], anchor: Raised) -> list[Raised]:
    others = [one for one in reversed(found) if one is not anchor]
    return [anchor, *others] if len(others) < len(found) else others


def nearest(found: Sequence[Raised], count: CountFindings) -> list[Raised]:
    """From the nearest on, each that adds a value or an agency, until there are enough."""
    chosen: list[Raised] = []
    values: set[str] = set()
    agencies: set[str] = set()
    for one in found:
        value = distinct(one, count.distinct)
        if value not in values or not one.agencies <= agencies:
            chosen.append(one)
            values.add(value)
            agencies |= one.agencies
            if len(values) >= count.at_least and len(agencies) >= count.agencies:
                break
    return chosen


def enough(found: Sequence[Raised], count: CountFindings) -> bool:
    if len(found) < count.at_least:
        return False
    if len(frozenset().union(*(one.agencies for one in found))) < count.agencies:
        return False
    return len({distinct(one, count.distinct) for one in found}) >= count.at_least


def distinct(one: Raised, by: str) -> str:
    if by == "group":
        return one.card.group
    return one.finding.indicator if by == "indicator" else one.key


def fewest(found: Sequence[Raised], count: CountFindings, anchor: Raised) -> list[Raised]:
    """The nearest that meet the count, and of those none to spare."""
    chosen = nearest(found, count)
    for one in reversed(chosen):
        rest = [other for other in chosen if other is not one]
        if one is not anchor and enough(rest, count):
            chosen = rest
    return chosen
