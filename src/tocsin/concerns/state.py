"""The state of every concern on a day: a pure function of findings, events, decisions, calendar and that day.

Three exits and no others: every required response answered, stood down with authority and reason, or all
of its ground withdrawn. Nothing is stored, so nothing can be cleared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tocsin.chronology.event import Event
from tocsin.concerns import authority, climb
from tocsin.concerns.concern import Concern, Decision, Escalation, Response
from tocsin.concerns.grouping import Anchor, Group, concern_key, grouped, highest, live, short_id
from tocsin.concerns.roles import acting_agency
from tocsin.concerns.rounds import Coverage, Facts, Round, by_type, rounds_of
from tocsin.indicators.finding import Finding
from tocsin.indicators.reasons import said_once
from tocsin.indicators.terms import CardTerms, Expected
from tocsin.working_days import Calendar


@dataclass(frozen=True, slots=True)
class RefusedDecision:
    decision: Decision
    why: str  # one sentence: what is wrong and what would do


def concerns_at(
    findings: Sequence[Finding],
    *,
    events: Sequence[Event],
    terms: Mapping[str, CardTerms],
    calendar: Calendar,
    at: date,
    decisions: Sequence[Decision] = (),
    coverage: Coverage | None = None,
    birth_due: Mapping[str, date] | None = None,
) -> tuple[Concern, ...]:
    """Every concern raised by the end of the day `at`, in the order in which they were raised.

    `events`: the joined view. `birth_due`: child -> expected day of birth. `coverage`: agency -> the
    periods its files speak for; None takes every period as covered. Needs `terms` of every indicator found.
    """
    known = [event for event in events if event.when.start <= at]
    facts = Facts(at, by_type(known), calendar, coverage, birth_due or {})
    made = [decision for decision in decisions if decision.on <= at]
    concerns = [
        _concern(group, terms=terms[group.indicator], facts=facts, decisions=made)
        for group in _groups(findings, events=known, terms=terms, at=at)
    ]
    return _with_shared_answers(
        sorted(concerns, key=lambda c: (c.raised_latest, c.indicator, c.child, c.key))
    )


def refused_decisions(
    findings: Sequence[Finding],
    *,
    events: Sequence[Event],
    terms: Mapping[str, CardTerms],
    decisions: Sequence[Decision],
    at: date,
) -> tuple[RefusedDecision, ...]:
    """The decisions that end nothing, each with why; one that names no concern is among them."""
    groups = _groups(findings, events=events, terms=terms, at=at)
    judged = [(decision, _refusal(decision, groups, terms=terms)) for decision in decisions]
    return tuple(RefusedDecision(decision, why) for decision, why in judged if why)


def _refusal(decision: Decision, groups: Sequence[Group], *, terms: Mapping[str, CardTerms]) -> str:
    for group in groups:
        position = _named_anchor(decision, group)
        if position is not None:
            return authority.refusal(decision, terms[group.indicator], anchor=group.anchors[position])
    return "It names no concern of this review. Copy the concern's number from the report."


def _groups(
    findings: Sequence[Finding], *, events: Sequence[Event], terms: Mapping[str, CardTerms], at: date
) -> list[Group]:
    raised = [finding for finding in findings if finding.raised_latest <= at]
    return grouped(raised, {event.id: event for event in events}, terms=terms)


def _concern(group: Group, *, terms: CardTerms, facts: Facts, decisions: Sequence[Decision]) -> Concern:
    standing = standing_anchors(group, facts.at)
    withdrawn_on = None if standing else _withdrawn_on(group)
    anchors = standing or list(group.anchors)
    stand_downs = _stand_downs(decisions, group, terms=terms)
    rounds = _rounds(anchors, terms=terms, facts=facts, stand_downs=stand_downs)
    duty = _duty(rounds, anchors, terms=terms, facts=facts, stand_downs=stand_downs)
    picture = _Picture(group, anchors, terms, facts, rounds, duty, withdrawn_on)
    return picture.concern()


def standing_anchors(group: Group, at: date) -> list[Anchor]:
    """Withdrawn only when nothing is left: one finding that stands keeps the concern."""
    return [anchor for anchor in (live(a, at) for a in group.anchors) if anchor is not None]


def _withdrawn_on(group: Group) -> date:
    days = [f.withdrawn_on for a in group.anchors for f in a.findings if f.withdrawn_on is not None]
    return max(days)


def _named_anchor(decision: Decision, group: Group) -> int | None:
    """A decision names the concern by the key of any of its anchors, so that a record that arrives late and
    goes before the first orphans no decision; such a record's own anchor is not covered by it."""
    keys = [concern_key(group.indicator, group.child, anchor_key=anchor.key) for anchor in group.anchors]
    names = [position for position, key in enumerate(keys) if decision.concern in (key, short_id(key))]
    return names[0] if names else None


def _stand_downs(
    decisions: Sequence[Decision], group: Group, *, terms: CardTerms
) -> list[tuple[Anchor, Decision]]:
    named = [(d, _named_anchor(d, group)) for d in decisions]
    return [
        (group.anchors[position], decision)
        for decision, position in named
        if position is not None and authority.refusal(decision, terms, anchor=group.anchors[position]) == ""
    ]


def _positions(
    anchors: Sequence[Anchor], stand_downs: Sequence[tuple[Anchor, Decision]]
) -> list[tuple[int, Decision]]:
    """Where among these anchors each stand-down begins to cover."""
    order = [(a.on, a.since, a.event.seq if a.event else 0, a.key) for a in anchors]
    return [
        (sum(place < (n.on, n.since, n.event.seq if n.event else 0, n.key) for place in order), decision)
        for n, decision in stand_downs
    ]


def _rounds(
    anchors: Sequence[Anchor],
    *,
    terms: CardTerms,
    facts: Facts,
    stand_downs: Sequence[tuple[Anchor, Decision]],
) -> list[Round]:
    places = _positions(anchors, stand_downs)
    return [
        found
        for expected in terms.expected
        for found in rounds_of(expected, anchors, terms=terms, facts=facts, stand_downs=places)
    ]


def _duty(
    rounds: Sequence[Round],
    anchors: Sequence[Anchor],
    *,
    terms: CardTerms,
    facts: Facts,
    stand_downs: Sequence[tuple[Anchor, Decision]],
) -> list[Round]:
    """The rounds that must end before the concern does. Never empty: where nothing required has started,
    everything that has is required, and where nothing at all has, only a decision can end it."""
    required = [found for found in rounds if found.expected.required]
    if required or rounds:
        return required or list(rounds)
    nothing = Expected("nothing_answers", 0, "days", terms.escalate_to, "", True, "our_judgement")
    places = _positions(anchors, stand_downs)
    return rounds_of(nothing, anchors, terms=terms, facts=facts, stand_downs=places)


def is_ended(duty: Sequence[Round]) -> bool:
    return all(found.ended_on is not None for found in duty)


def status_of(found: Round, *, at: date) -> str:
    """A response that is only possible, or that no file covers, is a question and never missed.

    Answered after its day, it is not called late, and not called in time either.
    """
    if found.answer is not None:
        late = found.answer.on > found.due.on or bool(found.answer.late_by_the_clock)
        return ("late" if found.counts else "not_evidenced") if late else "answered"
    as_of = min(at, found.ended_on or at)
    if as_of <= found.due.on:
        return "running"
    return "missed" if found.counts else "not_evidenced"


@dataclass(frozen=True, slots=True)
class _Picture:
    """One concern while it is being put together."""

    group: Group
    anchors: Sequence[Anchor]
    terms: CardTerms
    facts: Facts
    rounds: Sequence[Round]
    duty: Sequence[Round]
    withdrawn_on: date | None

    @property
    def as_of(self) -> date:
        return min(self.facts.at, self.withdrawn_on or self.facts.at)

    @property
    def agency(self) -> str:
        event = self.anchors[0].event
        return acting_agency(event.agencies if event else ())

    @property
    def state(self) -> str:
        if self.withdrawn_on is not None:
            return "withdrawn"
        if is_ended(self.duty):
            return "stood_down" if any(found.stood_down for found in self.duty) else "answered"
        open_duty = [found for found in self.duty if found.ended_on is None and found in self.rounds]
        overdue = any(status_of(found, at=self.as_of) == "missed" for found in open_duty)
        return "overdue" if overdue else "running"

    @property
    def raised_by(self) -> Anchor:
        """The first anchor that is certain: what was only possible before it is shown apart, and never
        counted. The first of all, where none is certain."""
        return next((anchor for anchor in self.anchors if anchor.certain), self.anchors[0])

    def _raised_earliest(self) -> date:
        counted = [f for f in self.raised_by.findings if f.certain or not self.raised_by.certain]
        return min(finding.raised_earliest for finding in counted)

    @staticmethod
    def _days(anchors: Sequence[Anchor]) -> tuple[date, ...]:
        return tuple(sorted({anchor.on for anchor in anchors}))

    def concern(self) -> Concern:
        findings = [finding for anchor in self.anchors for finding in anchor.findings]
        state = self.state
        last = max((found for found in self.duty if found.stood_down), key=_stood_down_on, default=None)
        return Concern(
            id=short_id(self.group.key),
            key=self.group.key,
            indicator=self.group.indicator,
            version=max(finding.version for finding in findings),
            title=self.terms.title,
            strength=highest(anchor.strength for anchor in self.anchors),
            certain=any(anchor.certain for anchor in self.anchors),
            child=self.group.child,
            raised_earliest=self._raised_earliest(),
            raised_latest=self.raised_by.on,
            possible_on=self._days(self.anchors[: self.anchors.index(self.raised_by)]),
            anchors=tuple(dict.fromkeys(f.anchor for f in findings)),
            extended_on=self._days(self.anchors[self.anchors.index(self.raised_by) + 1 :]),
            evidence=tuple(dict.fromkeys((e.event, e.role) for f in findings for e in f.evidence)),
            reason=said_once(finding.reason for finding in findings),
            owner=self._owner(),
            state=state,
            responses=tuple(self._response(found) for found in self.rounds),
            escalations=self._escalations(),
            next_change_on=self._next_change(),
            decision=last.stood_down if last and state == "stood_down" else None,
            withdrawn_on=self.withdrawn_on,
            withdrawn_why="; ".join(dict.fromkeys(f.withdrawn_why for f in findings if f.withdrawn_why))
            if state == "withdrawn"
            else "",
            ended_on=self._ended_on(state),
        )

    def _owner(self) -> str:
        """Whoever must answer first of what is still open."""
        waiting = [found for found in self.duty if found.ended_on is None] or self.duty
        return min(waiting, key=lambda found: found.due.on).role

    def _response(self, found: Round) -> Response:
        return Response(
            name=found.expected.event,
            words=found.expected.words,
            required=found.expected.required,
            role=found.role,
            round=found.number,
            start_on=found.start.on,
            due_on=found.due.on,
            limit=found.expected.limit,
            unit=found.expected.unit,
            time_label=found.expected.label,
            imprecise=found.due.imprecise,
            status=status_of(found, at=self.as_of),
            answered_on=found.answer.on if found.answer else None,
            answered_by=found.answer.event.id if found.answer else "",
            holders=found.holders,
        )

    def _spells(self) -> list[climb.Overdue]:
        listed = [found for found in self.duty if found in self.rounds]
        return climb.overdue_spells(listed, at=self.as_of)

    def _escalations(self) -> tuple[Escalation, ...]:
        told = climb.happened(
            self.facts.by_type.get("concern_escalated", ()),
            child=self.group.child,
            indicator=self.group.indicator,
            since=self.anchors[0].on,
            until=self._ended_on(self.state),
        )
        would = climb.would_have_reached(
            self._spells(), at=self.as_of, terms=self.terms, agency=self.agency, calendar=self.facts.calendar
        )
        return tuple(sorted([*would, *told], key=lambda s: (s.on, s.happened, s.step, s.event)))

    def _next_change(self) -> date | None:
        if self.withdrawn_on is not None:
            return None
        at = self.facts.at
        running = [found.due.on for found in self.rounds if found.ended_on is None and found.due.on >= at]
        changes = [day + climb.DAY for day in running]
        step = climb.next_step(
            self._spells(), at=at, terms=self.terms, agency=self.agency, calendar=self.facts.calendar
        )
        return min([*changes, *([step] if step else [])], default=None)

    def _ended_on(self, state: str) -> date | None:
        if state == "withdrawn":
            return self.withdrawn_on
        if state in ("answered", "stood_down"):
            return max(found.ended_on for found in self.duty if found.ended_on is not None)
        return None


def _stood_down_on(found: Round) -> date:
    assert found.stood_down is not None
    return found.stood_down.on


def _with_shared_answers(concerns: Sequence[Concern]) -> tuple[Concern, ...]:
    """One event may answer several responses; each says how many others."""
    times = Counter(r.answered_by for c in concerns for r in c.responses if r.answered_by)
    return tuple(
        replace(
            concern,
            responses=tuple(
                replace(r, also_answers=times[r.answered_by] - 1) if r.answered_by else r
                for r in concern.responses
            ),
        )
        for concern in concerns
    )
