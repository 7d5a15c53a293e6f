"""The reference: what each operator means, in plain Python, one child at a time, with evidence.

Everything is asked of one view, at one anchor. `at` is the day of knowing: facts not yet known
to the view's holder, or withdrawn by then, are not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import Any as Whatever

import msgspec

from tocsin.indicators import operators as op
from tocsin.indicators.ages import Ages
from tocsin.indicators.conflicts import conflicts_with
from tocsin.indicators.durations import Duration, end_of
from tocsin.indicators.markers import AdultMarkers, same_adult
from tocsin.indicators.matching import meeting
from tocsin.indicators.states import Span, StateRule, in_force, spans
from tocsin.indicators.truth import MAYBE, NO, UNKNOWN, YES, Truth, opposite, within
from tocsin.indicators.view import FOREVER, ChildView, Fact, Ordered, Visible
from tocsin.working_days import Calendar

Met = tuple[Fact, Truth]  # an event that meets a selector, and how surely


class Answer(msgspec.Struct, frozen=True, gc=False):
    """One condition at one anchor. `falls_due`: the earliest and latest day an absence is known."""

    truth: Truth
    evidence: tuple[tuple[Fact, str], ...] = ()
    falls_due: tuple[int, int] = (0, 0)
    searched: tuple[int, int] | None = None
    absent: str = ""


class Matched(Ordered):
    """Facts that meet one of some selectors, and how surely each does, by its number."""

    def __init__(self, met: Sequence[Met]) -> None:
        super().__init__([fact for fact, _ in met])
        self.sure = {fact.number: truth for fact, truth in met}


ONE_EACH = frozenset({"", "agency", "day"})  # what is counted at most once for each event
NOTHING = Matched([])
ANSWERS = tuple(Answer(truth) for truth in (NO, UNKNOWN, MAYBE, YES))  # by truth, with no evidence
FALSE, TRUE = ANSWERS[NO], ANSWERS[YES]


@dataclass(frozen=True)
class Rules:
    """The data tables the operators look things up in."""

    states: tuple[StateRule, ...]
    markers: Mapping[str, op.Events]
    calendar: Calendar

    def state(self, name: str) -> StateRule | None:
        return next((rule for rule in self.states if rule.name == name), None)


def apart(anchor: Fact, other: Fact) -> tuple[int, int]:
    """Fewest and most days from `other` to `anchor`; a stated order rules out the wrong sign."""
    low, high = anchor.first - other.last, anchor.last - other.first
    same_order = anchor.event.ordered_in and anchor.event.ordered_in == other.event.ordered_in
    if same_order and other.event.seq < anchor.event.seq:
        return max(low, 0), max(high, 0)
    if same_order and other.event.seq > anchor.event.seq:
        return min(low, 0), min(high, 0)
    return low, high


def surely_within(longest: int, anchor: Fact, other: Fact) -> bool:
    """Exact days say so themselves: a stated order could only bring the two nearer."""
    return anchor.first == anchor.last and other.exact and 0 <= anchor.first - other.first <= longest


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
        self._seen = Visible(view.facts, at)
        self._others = Visible(view.others, at)
        self._met: dict[op.Events, Matched] = {}
        self._spans: dict[tuple[str, str], list[Span]] = {}
        self._states: dict[tuple[str, tuple[str, ...]], list[Span]] = {}
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

    # 1 events -------------------------------------------------------------------------------

    def may_hold(self, clues: frozenset[op.Clue]) -> bool:
        """Whether any event says what one that meets a selector must say."""
        return not clues.isdisjoint(self._seen.clues)

    def met(self, events: op.Events) -> Matched:
        """Facts that meet one of the selectors, in order of first day."""
        found = self._met.get(events)
        if found is None:
            found = self._met[events] = self._select(events, self._seen)
        return found

    def _select(self, events: op.Events, visible: Visible) -> Matched:
        if events.clues.isdisjoint(visible.clues):
            return NOTHING
        found = []
        for selector in events.of:
            if not selector.clues.isdisjoint(visible.clues):
                met = meeting(visible.lanes[selector.type], selector, self.ages)
                if met:
                    found.append(met)
        if not found:
            return NOTHING
        return Matched(found[0] if len(found) == 1 else each_once(chain.from_iterable(found)))

    def in_window(self, events: op.Events, anchor: Fact, days: int | None) -> list[Met]:
        """Events in (anchor - days, anchor], nearest first; same-day events count for each other."""
        low = anchor.first - days if days is not None else 0
        longest = days - 1 if days is not None else FOREVER
        found = []
        met = self.met(events)
        for fact in met.touching(low, anchor.last):
            truth = YES if surely_within(longest, anchor, fact) else within(0, longest, *apart(anchor, fact))
            if truth >= MAYBE:
                found.append((fact, min(truth, met.sure[fact.number])))
        if len(found) > 1:
            found.sort(key=lambda met: (met[0] is not anchor, -met[0].last, -met[0].number))
        return found

    # conditions -----------------------------------------------------------------------------

    def ask(self, condition: op.Condition, anchor: Fact) -> Answer:
        return self._ask[type(condition)](condition, anchor)

    def rules_out(self, conditions: Sequence[op.Condition]) -> bool:
        """One that no anchor of this view can meet: a state never in force, too few events to count."""
        for condition in conditions:
            if isinstance(condition, op.State) and not self._spans_of(condition):
                return True
            if isinstance(condition, op.Count) and too_few(self.met(condition.of).facts, condition):
                return True
            if isinstance(condition, op.Earlier) and not self.met(condition.of).facts:
                return True
        return False

    def age(self, age: op.Age, anchor: Fact) -> Answer:
        if age.unborn is not None:
            truth = self.ages.unborn(anchor.first, anchor.last)
            return ANSWERS[truth if age.unborn else opposite(truth)]
        if self.ages.born is None:
            recorded = anchor.event.attributes.get("age_months", ("",))[0]
            if recorded.isdigit():
                months = int(recorded)
                inside = months >= (age.at_least or 0) and (age.under is None or months < age.under)
                return TRUE if inside else FALSE
        truth = self.ages.between(anchor.first, anchor.last, at_least=age.at_least, under=age.under)
        return TRUE if age.absent_fires and truth == UNKNOWN else ANSWERS[truth]

    def count(self, count: op.Count, anchor: Fact) -> Answer:
        found = self.in_window(count.of, anchor, count.days)
        if too_few(found, count):
            return FALSE
        sure = [fact for fact, truth in found if truth == YES]
        for truth, facts in ((YES, sure), (MAYBE, [fact for fact, _ in found])):
            if enough(facts, count, truth):
                return Answer(
                    truth, tuple([(fact, "counted") for fact in fewest(facts, count, anchor, truth)])
                )
        return FALSE

    def run(self, run: op.Run, anchor: Fact) -> Answer:
        """Walks back in tie order. Sure only where neither order nor length rests on a choice."""
        sure = self.met(run.of).sure
        if anchor.number not in sure:
            return FALSE
        back = [anchor]
        truth = sure[anchor.number]
        for fact in self._walk_back(run, anchor):
            if self._breaks(run, fact):
                return FALSE
            truth = min(truth, before(back[-1], fact), sure[fact.number])
            back.append(fact)
            if len(back) == run.at_least:
                break
        if len(back) < run.at_least:
            return FALSE
        if run.days is not None:
            truth = min(truth, within(0, run.days - 1, *apart(anchor, back[-1])))
        truth = min(truth, self._unbroken(run, anchor, back[-1]))
        return Answer(truth, tuple((fact, "counted") for fact in back)) if truth >= MAYBE else FALSE

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
        return fact.number in self.met(run.broken_by).sure and fact.number not in self.met(run.of).sure

    def _unbroken(self, run: op.Run, anchor: Fact, oldest: Fact) -> Truth:
        """An imprecise break that could lie between makes the run only possible."""
        for fact in self.met(run.broken_by).touching(oldest.first, anchor.last):
            if self._same(run, anchor, fact) and fact.number not in self.met(run.of).sure:
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
        first = self._end(anchor.first, limit)
        return first, first if anchor.exact else self._end(anchor.last, limit)

    def _end(self, day: int, limit: Duration) -> int:
        return end_of(date.fromordinal(day), limit, self.rules.calendar).toordinal()

    def _none_in(self, events: op.Events, anchor: Fact, low: int, ends: tuple[int, int]) -> Truth:
        """YES where no such event can lie in the interval; the anchor's own row never counts."""
        truth = YES
        met = self.met(events)
        for fact in met.touching(low, ends[1]):
            if fact.row == anchor.row or self._precedes(fact, anchor, low):
                continue
            lies = within(low, ends[0], fact.first, fact.last)
            truth = min(truth, opposite(min(max(lies, MAYBE), met.sure[fact.number])))
        return truth

    def _precedes(self, fact: Fact, anchor: Fact, low: int) -> bool:
        """In a stated order an imprecise row above the anchor does not answer what came after it."""
        same = fact.event.ordered_in and fact.event.ordered_in == anchor.event.ordered_in
        imprecise = not (fact.exact and anchor.exact)
        return bool(same and imprecise and low == anchor.first and fact.event.seq < anchor.event.seq)

    def state(self, state: op.State, anchor: Fact) -> Answer:
        return self.state_on(state, anchor.first, anchor.last)

    def state_on(self, state: op.State, first: int, last: int) -> Answer:
        truth, switched_on = in_force(self._spans_of(state), first, last)
        return Answer(truth, ((switched_on, "state"),)) if switched_on else FALSE

    def _spans_of(self, state: op.State) -> list[Span]:
        found = self._states.get((state.whose, state.names))
        if found is None:
            found = [span for name in state.names for span in self.spans(state.whose, name)]
            self._states[state.whose, state.names] = found
        return found

    def spans(self, whose: str, name: str) -> list[Span]:
        """When the state was in force, for the child (orders included) or for the other children."""
        key = ("sibling" if whose == "sibling" else "child", name)
        if key not in self._spans:
            visible = self._others if whose == "sibling" else self._seen
            rule = self.rules.state(name)
            self._spans[key] = self._rule_spans(rule, visible) if rule else []
        return self._spans[key]

    def _rule_spans(self, rule: StateRule, visible: Visible) -> list[Span]:
        on = self._select(rule.on, visible).facts
        if not on:
            return []
        off = self._select(rule.off, visible).facts
        return spans(rule, on, sorted(off, key=lambda fact: fact.number), self.rules.calendar, reach=self.at)

    def adult(self, adult: op.Adult, anchor: Fact) -> Answer:
        if self._adults is None:
            self._adults = AdultMarkers(self.rules.markers, self.met, self.view.adults)
        truth, fact = self._adults.carries(adult.markers, anchor, self.apart_or_same)
        return Answer(truth, ((fact, "state"),) if fact is not None and fact is not anchor else ())

    def apart_or_same(self, anchor: Fact, fact: Fact) -> Truth:
        return within(0, FOREVER, *apart(anchor, fact))

    def conflict(self, conflict: op.Conflict, anchor: Fact) -> Answer:
        truth, other = conflicts_with(self._seen.lanes, anchor, conflict, apart)
        return Answer(truth, ((other, "counted"),) if other else ())

    def all_of(self, condition: op.All, anchor: Fact) -> Answer:
        return joined([self.ask(one, anchor) for one in condition.of])

    def any_of(self, condition: op.Any, anchor: Fact) -> Answer:
        return max((self.ask(one, anchor) for one in condition.of), key=lambda answer: answer.truth)

    def negation(self, condition: op.Not, anchor: Fact) -> Answer:
        return ANSWERS[opposite(self.ask(condition.of, anchor).truth)]


def each_once(met: Iterable[Met]) -> list[Met]:
    """In order of first day, each fact once, as surely as by its surest selector."""
    surest = sorted(met, key=lambda one: (one[0].number, one[1]))
    return list({fact.number: (fact, truth) for fact, truth in surest}.values())


def joined(answers: Sequence[Answer]) -> Answer:
    """All of them: the weakest truth, the evidence of each, the latest deadline."""
    found = answers[0]
    for answer in answers[1:]:
        search = found if found.searched else answer
        found = Answer(
            truth=answer.truth if answer.truth < found.truth else found.truth,
            evidence=found.evidence + answer.evidence,
            falls_due=answer.falls_due if answer.falls_due > found.falls_due else found.falls_due,
            searched=search.searched,
            absent=search.absent,
        )
    return found


@cache
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


def too_few(found: Sequence[object], count: op.Count) -> bool:
    """Even if each were one more; an attribute may have several values."""
    return len(found) < count.at_least and (not found or count.distinct in ONE_EACH)


def separate_days(facts: Iterable[Fact]) -> int:
    """Most events that surely lie on different days: intervals that do not touch."""
    found, end = 0, 0
    for fact in sorted(facts, key=lambda fact: fact.last):
        if fact.first > end:
            found, end = found + 1, fact.last
    return found


def enough(facts: Sequence[Fact], count: op.Count, truth: Truth) -> bool:
    """Surely (YES) or perhaps (MAYBE) so many different values, from so many agencies."""
    if count.bare:
        return len(facts) >= count.at_least
    if count.agencies > 1 and len({fact.agency for fact in facts if fact.agency}) < count.agencies:
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
    if count.bare:
        return list(facts[: count.at_least])
    chosen = nearest(facts, count, truth)
    for fact in reversed(chosen):
        rest = [one for one in chosen if one is not fact]
        if fact is not anchor and enough(rest, count, truth):
            chosen = rest
    return chosen
