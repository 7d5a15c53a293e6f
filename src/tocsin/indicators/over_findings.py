"""Findings as input to findings: accumulation, and cards on concerns that nobody answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tocsin.indicators.card import Card
from tocsin.indicators.finding import Finding
from tocsin.indicators.operators import CountFindings, FindingTest
from tocsin.indicators.reference import Answer
from tocsin.indicators.truth import MAYBE, NO, YES
from tocsin.indicators.view import Fact


@dataclass(frozen=True, slots=True)
class Raised:
    """A finding with what the next stratum needs of it: its card, agencies and anchor."""

    finding: Finding
    card: Card
    agencies: frozenset[str]
    anchor: Fact

    @property
    def key(self) -> str:
        return f"{self.finding.indicator} {self.finding.anchor}"

    @property
    def day(self) -> int:
        return self.finding.raised_latest.toordinal()

    def as_answer(self) -> Answer:
        """The finding below as evidence: its anchor, marked as the finding it stands for."""
        return Answer(YES if self.finding.certain else MAYBE, ((self.anchor, "finding"),))


def findings_met(test: FindingTest, raised: Iterable[Raised]) -> list[Raised]:
    return [one for one in raised if meets(one, test)]


def meets(raised: Raised, test: FindingTest) -> bool:
    if raised.finding.strength not in test.strengths:
        return False
    if test.groups and raised.card.group not in test.groups:
        return False
    if raised.card.group in test.not_groups:
        return False
    expected = {response.event for response in raised.card.responses}
    return test.not_expecting not in expected


def count_findings(count: CountFindings, anchor: Raised, standing: Sequence[Raised]) -> Answer:
    """So many findings in the window ending on the day this one was raised, the nearest kept."""
    found = [one for one in findings_met(count.of, standing) if in_window(one, anchor, count.days)]
    found.sort(key=lambda one: (one is not anchor, -one.day, one.key))
    if not enough(found, count):
        return Answer(NO)
    chosen = fewest(found, count, anchor)
    certain = all(one.finding.certain for one in chosen)
    return Answer(YES if certain else MAYBE, tuple((one.anchor, "finding") for one in chosen))


def in_window(one: Raised, anchor: Raised, days: int | None) -> bool:
    gap = anchor.day - one.day
    return gap >= 0 and (days is None or gap < days)


def enough(found: Sequence[Raised], count: CountFindings) -> bool:
    if len(frozenset().union(*(one.agencies for one in found))) < count.agencies:
        return False
    return len({distinct(one, count.distinct) for one in found}) >= count.at_least


def distinct(one: Raised, by: str) -> str:
    if by == "group":
        return one.card.group
    return one.finding.indicator if by == "indicator" else one.key


def fewest(found: Sequence[Raised], count: CountFindings, anchor: Raised) -> list[Raised]:
    chosen = list(found)
    for one in reversed(found):
        rest = [other for other in chosen if other is not one]
        if one is not anchor and enough(rest, count):
            chosen = rest
    return chosen
