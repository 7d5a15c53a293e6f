"""The rounds of one response: a clock from an anchor, and how it ended.

A repeat while the response is outstanding adds evidence and starts no new clock; a repeat that the
answer does not cover, or that follows a stand-down, starts the next round.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from tocsin.chronology.event import Event
from tocsin.concerns.answers import Answer, answer_of, answered_on, answers, ways
from tocsin.concerns.clocks import Due, due, ends_with, moment, runs_to, speaks_of
from tocsin.concerns.concern import Decision
from tocsin.concerns.grouping import Anchor, anchor_when, rank
from tocsin.concerns.roles import acting_agency, agency_of, resolve
from tocsin.concerns.tables import table
from tocsin.indicators.terms import CardTerms, Expected
from tocsin.working_days import Calendar

Coverage = Mapping[str, Sequence[tuple[date, date]]]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a state is a function of, as of `at`: nothing dated later is in it.

    `coverage`: the periods each agency's files speak for; None takes every period as covered.
    """

    at: date
    by_type: Mapping[str, OfType]
    calendar: Calendar
    coverage: Coverage | None = None
    birth_due: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfType:
    """Events of one type in the order of their first possible day."""

    ordered: Sequence[Event]
    rough: Sequence[Event]  # those of more than one possible day

    def spanning(self, day: date) -> Iterator[Event]:
        """Those that may have begun before the day and may still have happened on it."""
        return (event for event in self.rough if event.when.start < day <= event.when.end)

    def from_day(self, day: date) -> Iterator[Event]:
        return islice(self.ordered, bisect_left(self.ordered, day, key=_start), None)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.ordered)


def _start(event: Event) -> date:
    return event.when.start


def by_type(events: Iterable[Event]) -> dict[str, OfType]:
    kinds: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(events, key=lambda e: _order(e, e.when.start)):
        kinds[event.type].append(event)
    return {kind: OfType(found, [e for e in found if not e.when.exact]) for kind, found in kinds.items()}


@dataclass(frozen=True, slots=True)
class Round:
    expected: Expected
    number: int
    start: Anchor
    role: str
    due: Due
    holders: tuple[str, ...]
    covered: bool
    answer: Answer | None = None
    stood_down: Decision | None = None

    @property
    def ended_on(self) -> date | None:
        if self.answer is not None:
            return self.answer.on
        return self.stood_down.on if self.stood_down else None

    @property
    def counts(self) -> bool:
        """Whether being late may be held against anybody: certain, and the files could show the answer."""
        return self.start.certain and self.covered


def rounds_of(
    expected: Expected,
    anchors: Sequence[Anchor],
    *,
    terms: CardTerms,
    facts: Facts,
    stand_downs: Sequence[tuple[int, Decision]],
) -> list[Round]:
    """`stand_downs`: valid ones with the position of the first anchor each covers."""
    found: list[Round] = []
    for position, anchor in enumerate(anchors):
        if not _expected_by(expected, anchors[: position + 1]):
            continue
        if not found or starts_anew(found[-1], anchor, terms=terms):
            decisions = [decision for first, decision in stand_downs if first <= position]
            found.append(
                _open(expected, anchor, len(found) + 1, terms=terms, facts=facts, stand_downs=decisions)
            )
    return found


def _expected_by(expected: Expected, anchors: Sequence[Anchor]) -> bool:
    if not expected.only:
        return True
    return any(rank(anchor.strength) >= rank(expected.only) for anchor in anchors)


def starts_anew(current: Round, anchor: Anchor, *, terms: CardTerms) -> bool:
    outstanding = current.ended_on is None or current.ended_on > anchor.on
    if outstanding and anchor.certain and not current.start.certain:
        # What was only possible has now happened for certain: from here on the clock counts.
        return True
    if current.answer is not None:
        return not _covers(current, anchor, terms=terms)
    return current.stood_down is not None and current.stood_down.on < anchor.on


def _covers(current: Round, anchor: Anchor, *, terms: CardTerms) -> bool:
    assert current.answer is not None
    event = current.answer.event
    return answers(
        event, current.expected, indicator=terms.indicator, role=current.expected.by, anchor=anchor
    )


def _open(
    expected: Expected,
    anchor: Anchor,
    number: int,
    *,
    terms: CardTerms,
    facts: Facts,
    stand_downs: Sequence[Decision],
) -> Round:
    acted = acting_agency(anchor.event.agencies if anchor.event else ())
    role = resolve(expected.by, acted)
    limit = due_of(expected, anchor, facts=facts)
    holders = _holders(expected, role, acted)
    answer, decision = _ending(_first_answer(expected, anchor, terms=terms, facts=facts), anchor, stand_downs)
    return Round(
        expected=expected,
        number=number,
        start=anchor,
        role=role,
        due=limit if answer is None else _judged(limit, answer),
        holders=holders,
        covered=is_covered(holders, anchor.on, until=limit.on, coverage=facts.coverage),
        answer=answer,
        stood_down=decision,
    )


def due_of(expected: Expected, anchor: Anchor, *, facts: Facts) -> Due:
    """A time of day can carry hours past midnight, where days alone would end them the same day."""
    ending = facts.by_type.get(ends_with(anchor.event), ())
    birth_due = facts.birth_due.get(anchor.findings[0].child)
    speaks = speaks_of(anchor.event, ending, birth_due=birth_due)
    limit = due(anchor.on, expected.limit, unit=expected.unit, calendar=facts.calendar, speaks=speaks)
    when = anchor_when(anchor)
    ends = runs_to(when, expected.limit) if when and expected.unit == "hours" else None
    rough = limit.imprecise or anchor.on != anchor.since
    return Due(max(limit.on, ends.date()) if ends else limit.on, rough)


def _judged(limit: Due, answer: Answer) -> Due:
    """Judged in minutes, hours are exact."""
    exact = answer.late_by_the_clock is not None
    return Due(limit.on, (limit.imprecise and not exact) or answer.imprecise)


def _first_answer(expected: Expected, anchor: Anchor, *, terms: CardTerms, facts: Facts) -> Answer | None:
    def fits(event: Event) -> bool:
        return answers(event, expected, indicator=terms.indicator, role=expected.by, anchor=anchor)

    found: list[Event] = []
    for kind in {way.event for way in ways(expected.event, terms.indicator)} & facts.by_type.keys():
        listed = facts.by_type[kind]
        found += islice(filter(fits, listed.from_day(anchor.since)), 1)
        found += filter(fits, listed.spanning(anchor.since))
    in_time = [event for event in found if answered_on(event, anchor) <= facts.at]
    best = min(in_time, key=lambda event: _order(event, answered_on(event, anchor)), default=None)
    return answer_of(best, expected, anchor=anchor) if best else None


def _order(event: Event, on: date) -> tuple[date, str, int, str]:
    done = moment(event.when)
    return (on, done.isoformat() if done else "", event.seq, event.key)


def _ending(
    answer: Answer | None, anchor: Anchor, stand_downs: Sequence[Decision]
) -> tuple[Answer | None, Decision | None]:
    """Whichever came first ends the round; on one day, the answer."""
    decision = min(
        (d for d in stand_downs if d.on >= anchor.on), key=lambda d: (d.on, d.role, d.reason), default=None
    )
    if answer and (decision is None or answer.on <= decision.on):
        return answer, None
    return None, decision


def _holders(expected: Expected, role: str, acted: str) -> tuple[str, ...]:
    if expected.agency:
        return (expected.agency,)
    listed = holders_of(expected.event)
    every = dict.fromkeys([*listed, agency_of(role, acted), acted])
    return tuple(agency for agency in every if agency not in ("any", "unknown", "family_public"))


def holders_of(event_type: str) -> list[str]:
    """Agencies whose files could hold such an event; empty where the table does not say."""
    listed: list[str] = table("holders")["holders"].get(event_type, [])
    return listed


def is_covered(holders: Sequence[str], start: date, *, until: date, coverage: Coverage | None) -> bool:
    """Whether the files of one agency that could hold the answer speak for every day of the period."""
    if coverage is None:
        return True
    return any(_spans(coverage.get(agency, ()), start, until) for agency in holders)


def _spans(periods: Sequence[tuple[date, date]], start: date, until: date) -> bool:
    reached = start.toordinal()
    for first, last in sorted(periods):
        if first.toordinal() <= reached:
            reached = max(reached, last.toordinal() + 1)
    return reached > until.toordinal()
