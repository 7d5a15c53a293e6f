"""The reference: what each operator means, in plain Python, one child at a time, with evidence.

Everything is asked of one view, at one anchor. `at` is the day of knowing: facts not yet known
to the view's holder, or withdrawn by then, are not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any as Whatever

from tocsin.indicators import operators as op
from tocsin.indicators.ages import Ages
from tocsin.indicators.conflicts import conflicts_with
from tocsin.indicators.durations import Duration, end_of
from tocsin.indicators.markers import AdultMarkers, same_adult
from tocsin.indicators.matching import meets
from tocsin.indicators.states import Span, StateRule, in_force, spans
from tocsin.indicators.truth import MAYBE, NO, YES, Truth, opposite, within
from tocsin.indicators.view import FOREVER, ChildView, Fact, Lane
from tocsin.working_days import Calendar

Met = tuple[Fact, Truth]  # an event that meets a selector, and how surely


@dataclass(frozen=True, slots=True)
class Answer:
    """One condition at one anchor. `falls_due`: the earliest and latest day an absence is known."""

    truth: Truth
    evidence: tuple[tuple[Fact, str], ...] = ()
    falls_due: tuple[int, int] = (0, 0)
    searched: tuple[int, int] | None = None
    absent: str = ""


FALSE = Answer(NO)
NOTHING = Lane()  # no event of the kind; never added to
TRUE = Answer(YES)


@dataclass(frozen=True)
class Rules:
    """The data tables the operators look things up in."""

    states: tuple[StateRule, ...]
    markers: Mapping[str, op.Events]
    calendar: Calendar


def apart(anchor: Fact, other: Fact) -> tuple[int, int]:
    """Fewest and most days from `other` to `anchor`; a stated order rules out the wrong sign."""
    low, high = anchor.first - other.last, anchor.last - other.first
    same_order = anchor.event.ordered_in and anchor.event.ordered_in == other.event.ordered_in
    if same_order and other.event.seq < anchor.event.seq:
        return max(low, 0), max(high, 0)
    if same_order and other.event.seq > anchor.event.seq:
        return min(low, 0), min(high, 0)
    return low, high


def before(anchor: Fact, other: Fact) -> Truth:
    """In tie order (day, sequence in the file, id), strictly before, and not of the same row."""
    if other.row == anchor.row:
        return NO
    low, high = apart(anchor, other)
    tie = 0 if other.number < anchor.number else 1
    return within(tie, FOREVER, low, high)


class Reference:
    """One child's view, and every operator's meaning on it."""

    def __init__(self, view: ChildView, rules: Rules, *, at: int) -> None:
        self.view = view
        self.rules = rules
        self.at = at
        self.ages = Ages(view.born, view.due)
        self._lanes = self._visible_lanes(view.facts)
        self._others = self._visible_lanes(view.others)
        self._met: dict[op.Events, Lane] = {}
        self._sure: dict[op.Events, dict[int, Truth]] = {}  # how surely each event meets a selector
        self._spans: dict[str, dict[str, list[Span]]] = {}
        self._adults: AdultMarkers | None = None
        self._ask: dict[type, Callable[[Whatever, Fact], Answer]] = {
            op.Age: self.age,
            op.Count: self.count,
            op.Run: self.run,
            op.Earlier: self.earlier,
            op.Absent: self.absent,
            op.State: self.state,
            op.Adult: self.adult,
            op.Conflict: self.conflict,
            op.All: self.all_of,
            op.Any: self.any_of,
            op.Not: self.negation,
        }

    def _visible_lanes(self, facts: Iterable[Fact]) -> dict[str, Lane]:
        return self.view.lanes(fact for fact in facts if fact.visible(self.at))

    # 1 events -------------------------------------------------------------------------------

    def may_hold(self, events: op.Events) -> bool:
        """Whether the view has an event of any of the types at all."""
        return not events.types.isdisjoint(self._lanes)

    def may_hold_any(self, types: frozenset[str]) -> bool:
        return not types.isdisjoint(self._lanes)

    def met(self, events: op.Events) -> Lane:
        """Facts that meet one of the selectors, in order of first day."""
        found = self._met.get(events)
        if found is None:
            found, self._sure[events] = self._select(events, self._lanes)
            self._met[events] = found
        return found

    def _select(self, events: op.Events, lanes: Mapping[str, Lane]) -> tuple[Lane, dict[int, Truth]]:
        if events.types.isdisjoint(lanes):
            return NOTHING, {}
        present = [(lanes[one.type], one) for one in events.of if one.type in lanes]
        sure: dict[int, Truth] = {}
        found: list[Fact] = []
        for lane, selector in present:
            if rules_out(lane, selector):
                continue
            for fact in lane.facts:
                truth = meets(fact, selector, self.ages) if selector.tests else YES
                if truth >= MAYBE:
                    found.append(fact)
                    sure[fact.number] = max(truth, sure.get(fact.number, NO))
        return (self._lane(found, several=len(present) > 1) if found else NOTHING), sure

    def _lane(self, found: list[Fact], *, several: bool) -> Lane:
        """In order of first day, each fact once; one selector's facts are so already."""
        if several:
            unique = {fact.number: fact for fact in found}
            found = sorted(unique.values(), key=lambda fact: (fact.first, fact.number))
        lane = Lane()
        for fact in found:
            lane.add(fact)
        return lane

    def anchors(self, events: op.Events) -> list[Met]:
        facts = self.met(events).facts
        sure = self._sure[events]
        return [(fact, sure[fact.number]) for fact in facts]

    def in_window(self, events: op.Events, anchor: Fact, days: int | None) -> list[Met]:
        """Events in (anchor - days, anchor], nearest first; same-day events count for each other."""
        low = anchor.first - days if days is not None else 0
        longest = days - 1 if days is not None else FOREVER
        found = []
        facts = self.met(events).touching(low, anchor.last)
        sure = self._sure[events]
        for fact in facts:
            truth = within(0, longest, *apart(anchor, fact))
            if truth >= MAYBE:
                found.append((fact, min(truth, sure[fact.number])))
        if len(found) > 1:
            found.sort(key=lambda met: (met[0] is not anchor, -met[0].last, -met[0].number))
        return found

    # conditions -----------------------------------------------------------------------------

    def ask(self, condition: op.Condition, anchor: Fact) -> Answer:
        return self._ask[type(condition)](condition, anchor)

    def age(self, age: op.Age, anchor: Fact) -> Answer:
        if age.unborn is not None:
            truth = self.ages.unborn(anchor.first, anchor.last)
            return Answer(truth if age.unborn else opposite(truth))
        recorded = anchor.event.attributes.get("age_months", ("",))[0]
        if self.ages.born is None and recorded.isdigit():
            months = int(recorded)
            inside = months >= (age.at_least or 0) and (age.under is None or months < age.under)
            return TRUE if inside else FALSE
        truth = self.ages.between(anchor.first, anchor.last, at_least=age.at_least, under=age.under)
        return TRUE if age.absent_fires and truth == 1 else Answer(truth)

    def count(self, count: op.Count, anchor: Fact) -> Answer:
        found = self.in_window(count.of, anchor, count.days)
        sure = [fact for fact, truth in found if truth == YES]
        for truth, facts in ((YES, sure), (MAYBE, [fact for fact, _ in found])):
            if enough(facts, count, truth):
                return Answer(truth, tuple((fact, "counted") for fact in fewest(facts, count, anchor, truth)))
        return FALSE

    def run(self, run: op.Run, anchor: Fact) -> Answer:
        """Walks back in tie order. Sure only where neither order nor length rests on a choice."""
        self.met(run.of)
        if anchor.number not in self._sure[run.of]:
            return FALSE
        chain = [anchor]
        truth = self._sure[run.of][anchor.number]
        for fact in self._walk_back(run, anchor):
            if self._breaks(run, fact):
                return FALSE
            truth = min(truth, before(chain[-1], fact), self._sure[run.of][fact.number])
            chain.append(fact)
            if len(chain) == run.at_least:
                break
        if len(chain) < run.at_least:
            return FALSE
        if run.days is not None:
            truth = min(truth, within(0, run.days - 1, *apart(anchor, chain[-1])))
        truth = min(truth, self._unbroken(run, anchor, chain[-1]))
        return Answer(truth, tuple((fact, "counted") for fact in chain)) if truth >= MAYBE else FALSE

    def _walk_back(self, run: op.Run, anchor: Fact) -> list[Fact]:
        low = 0 if run.days is None else anchor.first - run.days
        lanes = (self.met(run.of), self.met(run.broken_by))
        earlier = {
            fact.number: fact
            for lane in lanes
            for fact in lane.touching(low, anchor.last)
            if fact.number < anchor.number and self._same(run, anchor, fact) and before(anchor, fact) >= MAYBE
        }
        return [earlier[number] for number in sorted(earlier, reverse=True)]

    def _same(self, run: op.Run, anchor: Fact, fact: Fact) -> bool:
        return not run.same_agency or fact.agency == anchor.agency

    def _breaks(self, run: op.Run, fact: Fact) -> bool:
        return fact.number in self._sure[run.broken_by] and fact.number not in self._sure[run.of]

    def _unbroken(self, run: op.Run, anchor: Fact, oldest: Fact) -> Truth:
        """An imprecise break that could lie between makes the run only possible."""
        for fact in self.met(run.broken_by).touching(oldest.first, anchor.last):
            if self._same(run, anchor, fact) and fact.number not in self._sure[run.of]:
                between = min(before(anchor, fact), before(fact, oldest))
                if between == MAYBE:
                    return MAYBE
        return YES

    def earlier(self, earlier: op.Earlier, anchor: Fact) -> Answer:
        best = FALSE
        for fact, truth in self.in_window(earlier.of, anchor, earlier.days):
            truth = min(truth, before(anchor, fact))
            if earlier.same_adult:
                truth = min(truth, same_adult(anchor, fact))
            if truth > best.truth:
                best = Answer(truth, ((fact, "earlier"),))
        return best if best.truth >= MAYBE else FALSE

    def absent(self, absent: op.Absent, anchor: Fact) -> Answer:
        due = self._ends(anchor, absent.after) if absent.after else (anchor.first, anchor.last)
        low = 0 if absent.before is None else anchor.first - max(absent.before - 1, 0)
        if not absent.searches_before:
            low = anchor.first
        truth = self._none_in(absent.of, anchor, low, due)
        falls_due = (due[0] + 1, due[1] + 1) if absent.after else (0, 0)
        return Answer(truth, (), falls_due, (max(low, 1), due[1]), named(absent.of))

    def due(self, due: op.Due, anchor: Fact) -> Answer:
        ends = self._ends(anchor, due.limit)
        truth = self._none_in(due.by, anchor, anchor.first, ends)
        return Answer(truth, (), (ends[0] + 1, ends[1] + 1), (anchor.first, ends[1]), named(due.by))

    def _ends(self, anchor: Fact, limit: Duration) -> tuple[int, int]:
        first, last = (
            end_of(date.fromordinal(day), limit, self.rules.calendar).toordinal()
            for day in (anchor.first, anchor.last)
        )
        return first, last

    def _none_in(self, events: op.Events, anchor: Fact, low: int, ends: tuple[int, int]) -> Truth:
        """YES where no such event can lie in the interval; the anchor's own row never counts."""
        truth = YES
        for fact in self.met(events).touching(low, ends[1]):
            if fact.row == anchor.row or self._precedes(fact, anchor, low):
                continue
            lies = within(low, ends[0], fact.first, fact.last)
            truth = min(truth, opposite(min(max(lies, MAYBE), self._sure[events][fact.number])))
        return truth

    def _precedes(self, fact: Fact, anchor: Fact, low: int) -> bool:
        """In a stated order an imprecise row above the anchor does not answer what came after it."""
        same = fact.event.ordered_in and fact.event.ordered_in == anchor.event.ordered_in
        imprecise = not (fact.exact and anchor.exact)
        return bool(same and imprecise and low == anchor.first and fact.event.seq < anchor.event.seq)

    def state(self, state: op.State, anchor: Fact) -> Answer:
        return self.state_on(state, anchor.first, anchor.last)

    def state_on(self, state: op.State, first: int, last: int) -> Answer:
        truth, switched_on = in_force(self.spans(state.whose), state.names, first, last)
        return Answer(truth, ((switched_on, "state"),) if switched_on else ())

    def spans(self, whose: str) -> dict[str, list[Span]]:
        """Spans of every state, of the child (orders included) or of the other children."""
        key = "sibling" if whose == "sibling" else "child"
        if key not in self._spans:
            lanes = self._others if key == "sibling" else self._lanes
            self._spans[key] = {rule.name: self._rule_spans(rule, lanes) for rule in self.rules.states}
        return self._spans[key]

    def _rule_spans(self, rule: StateRule, lanes: Mapping[str, Lane]) -> list[Span]:
        on = self._select(rule.on, lanes)[0].facts
        if not on:
            return []
        off = self._select(rule.off, lanes)[0].facts
        return spans(rule, on, sorted(off, key=lambda fact: fact.number), self.rules.calendar, reach=self.at)

    def adult(self, adult: op.Adult, anchor: Fact) -> Answer:
        if self._adults is None:
            self._adults = AdultMarkers(self.rules.markers, self.met, self.view.adults)
        truth, fact = self._adults.carries(adult.markers, anchor, self.apart_or_same)
        return Answer(truth, ((fact, "state"),) if fact is not None and fact is not anchor else ())

    def apart_or_same(self, anchor: Fact, fact: Fact) -> Truth:
        return within(0, FOREVER, *apart(anchor, fact))

    def conflict(self, conflict: op.Conflict, anchor: Fact) -> Answer:
        truth, other = conflicts_with(self._lanes, anchor, conflict, apart)
        return Answer(truth, ((other, "counted"),) if other else ())

    def all_of(self, condition: op.All, anchor: Fact) -> Answer:
        return joined([self.ask(one, anchor) for one in condition.of])

    def any_of(self, condition: op.Any, anchor: Fact) -> Answer:
        return max((self.ask(one, anchor) for one in condition.of), key=lambda answer: answer.truth)

    def negation(self, condition: op.Not, anchor: Fact) -> Answer:
        return Answer(opposite(self.ask(condition.of, anchor).truth))


def joined(answers: Sequence[Answer]) -> Answer:
    """All of them: the weakest truth, the evidence of each, the latest deadline."""
    truth, evidence, falls_due, search = YES, answers[0].evidence, answers[0].falls_due, answers[0]
    for answer in answers:
        truth = min(truth, answer.truth)
        if answer is not answers[0]:
            evidence += answer.evidence
        falls_due = max(falls_due, answer.falls_due)
        search = search if search.searched else answer
    return Answer(truth, evidence, falls_due, search.searched, search.absent)


def rules_out(lane: Lane, selector: op.Selector) -> bool:
    """No event of the lane says any of the codes that one of the tests wants."""
    for test in selector.tests:
        if test.plain and not test.absent_fires and test.values.isdisjoint(lane.said(test.attribute)):
            return True
    return False


def named(events: op.Events) -> str:
    return " or ".join(dict.fromkeys(selector.type for selector in events.of))


def values_counted(fact: Fact, distinct: str) -> tuple[object, ...]:
    if distinct == "agency":
        return (fact.agency,) if fact.agency else ()
    if distinct == "day":
        return (fact.first,) if fact.exact else (("imprecise", fact.number),)
    if distinct:
        return fact.event.attributes.get(distinct, ())
    return (fact.number,)


def separate_days(facts: Iterable[Fact]) -> int:
    """Most events that surely lie on different days: intervals that do not touch."""
    found, end = 0, 0
    for fact in sorted(facts, key=lambda fact: fact.last):
        if fact.first > end:
            found, end = found + 1, fact.last
    return found


def enough(facts: Sequence[Fact], count: op.Count, truth: Truth) -> bool:
    """Surely (YES) or perhaps (MAYBE) so many different values, from so many agencies."""
    agencies = {fact.agency for fact in facts if fact.agency}
    if count.agencies > 1 and len(agencies) < count.agencies:
        return False
    if count.distinct == "day" and truth == YES:
        return separate_days(facts) >= count.at_least
    values = {value for fact in facts for value in values_counted(fact, count.distinct)}
    return len(values) >= count.at_least


def nearest(facts: Sequence[Fact], count: op.Count, truth: Truth) -> list[Fact]:
    """From the nearest on, each that adds a value or an agency, until there are enough."""
    chosen: list[Fact] = []
    values: set[object] = set()
    agencies: set[str] = set()
    for fact in facts:
        new = {value for value in values_counted(fact, count.distinct) if value not in values}
        if new or fact.agency not in agencies or not fact.exact:
            chosen.append(fact)
            values |= new
            agencies.add(fact.agency)
            if len(values) >= count.at_least and enough(chosen, count, truth):
                return chosen
    return list(facts)


def fewest(facts: Sequence[Fact], count: op.Count, anchor: Fact, truth: Truth) -> list[Fact]:
    """A minimal set, nearest first, that still meets the count; the anchor stays if it counts."""
    chosen = nearest(facts, count, truth)
    for fact in reversed(chosen):
        rest = [one for one in chosen if one is not fact]
        if fact is not anchor and enough(rest, count, truth):
            chosen = rest
    return chosen
