"""Findings into concerns: repeats whose anchors lie close together extend one concern."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tocsin.chronology.event import Event
from tocsin.indicators.finding import Finding
from tocsin.indicators.terms import CardTerms
from tocsin.records.when import When

STRENGTHS = ("context", "consider", "suspect")


@dataclass(frozen=True, slots=True)
class Anchor:
    """One day a sign was met: every limb of the card that fired there.

    `on` starts the clock; an answer counts from `since`.
    """

    key: str
    on: date
    since: date
    certain: bool
    strength: str
    findings: tuple[Finding, ...]
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One concern's anchors in order, withdrawn ones included: the first gives the concern its key."""

    indicator: str
    child: str
    anchors: tuple[Anchor, ...]

    @property
    def key(self) -> str:
        return concern_key(self.indicator, self.child, anchor_key=self.anchors[0].key)


def concern_key(indicator: str, child: str, *, anchor_key: str) -> str:
    """Independent of the order of arrival, of the file's hash and of the card's version."""
    text = "\x1f".join((indicator, child, anchor_key))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def short_id(key: str) -> str:
    return f"C-{key[:8]}"


def rank(strength: str) -> int:
    return STRENGTHS.index(strength)


def highest(strengths: Iterable[str]) -> str:
    return max(strengths, key=rank)


def grouped(
    findings: Iterable[Finding], events: Mapping[str, Event], *, terms: Mapping[str, CardTerms]
) -> list[Group]:
    """`events` by id."""
    ordered = sorted(set(findings), key=_finding_order)
    series = groupby(ordered, key=lambda f: (f.indicator, f.child))
    return [
        Group(indicator, child, tuple(chain))
        for (indicator, child), found in series
        for chain in _chains(_anchors(list(found), events), within=terms[indicator].repeat_within_days)
    ]


def _finding_order(finding: Finding) -> tuple[str, str, date, str, int, date, str]:
    return (
        finding.indicator,
        finding.child,
        finding.raised_latest,
        finding.anchor_key,
        finding.limb,
        finding.raised_earliest,
        repr(finding),
    )


def _anchors(findings: Sequence[Finding], events: Mapping[str, Event]) -> list[Anchor]:
    same = [tuple(found) for _, found in groupby(findings, key=lambda f: (f.raised_latest, f.anchor_key))]
    anchors = [anchor_of(found, events.get(found[0].anchor)) for found in same]
    return sorted(anchors, key=_anchor_order)


def anchor_of(findings: tuple[Finding, ...], event: Event | None) -> Anchor:
    return Anchor(
        key=findings[0].anchor_key,
        on=findings[0].raised_latest,
        since=min(_counts_from(finding, event) for finding in findings),
        certain=any(finding.certain for finding in findings),
        strength=highest(finding.strength for finding in findings),
        findings=findings,
        event=event,
    )


def _counts_from(finding: Finding, event: Event | None) -> date:
    """What was not found cannot have been answered before its time was up; a sign can, from its own day."""
    if finding.searched is not None or event is None:
        return finding.raised_earliest
    return min(finding.raised_earliest, event.when.start)


def _anchor_order(anchor: Anchor) -> tuple[date, date, int, str]:
    return (anchor.on, anchor.since, anchor.event.seq if anchor.event else 0, anchor.key)


def _chains(anchors: Sequence[Anchor], *, within: int) -> list[list[Anchor]]:
    chains: list[list[Anchor]] = []
    for anchor in anchors:
        gap = (anchor.on - chains[-1][-1].on).days if chains else None
        # A window of n days ending at d is (d-n, d], as in the indicator language.
        if gap is not None and (gap == 0 or gap < within):
            chains[-1].append(anchor)
        else:
            chains.append([anchor])
    return chains


def live(anchor: Anchor, at: date) -> Anchor | None:
    """The anchor without the findings withdrawn by `at`; None when nothing of it stands."""
    standing = tuple(f for f in anchor.findings if f.withdrawn_on is None or f.withdrawn_on > at)
    if len(standing) == len(anchor.findings):
        return anchor
    return anchor_of(standing, anchor.event) if standing else None


def anchor_when(anchor: Anchor) -> When | None:
    """The anchor's own time, where its clock starts on that very day."""
    when = anchor.event.when if anchor.event else None
    return when if when and when.exact and when.start == anchor.on else None
