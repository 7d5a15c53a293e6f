"""What a concern's state means, told a second time and differently: a clerk walks the days with a notebook.

Slow and plain. It shares the words of the contracts with the engine, and no code of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from concern_histories import TERMS, History

from tocsin.chronology.event import Event
from tocsin.concerns.concern import Decision
from tocsin.concerns.grouping import concern_key, short_id
from tocsin.indicators.finding import Finding
from tocsin.indicators.terms import Expected
from tocsin.working_days import Calendar

DAY = timedelta(days=1)
MAY_STAND_DOWN = {
    "sign_a": {"social_care_service_manager"},
    "sign_b": {"social_care_team_manager", "social_care_service_manager"},
    "sign_c": {"social_care_team_manager", "social_care_service_manager"},
}


@dataclass
class Sign:
    """One anchor as the clerk writes it down."""

    findings: list[Finding]
    event: Event
    on: date
    index: int = 0

    @property
    def since(self) -> date:
        days = [
            f.raised_earliest if f.searched else min(f.raised_earliest, self.event.when.start)
            for f in self.findings
        ]
        return min(days)

    @property
    def certain(self) -> bool:
        return any(f.certain for f in self.findings)


@dataclass
class Duty:
    """A line of the notebook: somebody owes this response."""

    expected: Expected
    sign: Sign
    also: list[Sign] = field(default_factory=list)
    answer: Event | None = None
    answered_on: date | None = None
    stood_down_on: date | None = None

    @property
    def closed_on(self) -> date | None:
        return self.answered_on or self.stood_down_on


@dataclass
class Told:
    """What the clerk says of one concern on one day."""

    key: str
    state: str
    responses: list[tuple[str, date, date, str, date | None]]
    steps: list[tuple[int, date]]


def counts_as(event: Event, response: str) -> bool:
    if response == "child_seen":
        by_hand = event.type == "child_seen" and event.how == ("seen_alone",)
        return by_hand or (event.type == "visit" and event.seen == "yes")
    return event.type == response


def could_answer(event: Event, expected: Expected, sign: Sign) -> bool:
    about = sign.event
    if event is about or event.child != about.child or not event.knowable:
        return False
    if event.accounts[0].record == about.accounts[0].record:
        return False
    if event.when.end < sign.since:
        return False
    in_order = event.ordered_in == about.ordered_in == "a.csv"
    if in_order and event.seq < about.seq and event.when.start <= about.when.end:
        return False
    return counts_as(event, expected.event)


def due_day(expected: Expected, start: date, calendar: Calendar) -> date:
    """Counted on the fingers, day after day."""
    if expected.unit == "hours":
        return start + DAY * (expected.limit // 24)
    if expected.unit in ("same_day", "days"):
        return start + DAY * expected.limit
    return after_working_days(start, expected.limit, calendar)


def after_working_days(day: date, count: int, calendar: Calendar) -> date:
    while count:
        day += DAY
        if day.weekday() < 5 and day not in calendar.holidays:
            count -= 1
    return day


def concerns_on(history: History, at: date, calendar: Calendar) -> list[Told]:
    said = history.until(at)
    told = []
    for indicator in TERMS:
        for child in ("child-1", "child-2"):
            mine = [f for f in said.findings if f.indicator == indicator and f.child == child]
            told += [Clerk(said, indicator, signs, at, calendar).tell() for signs in _concerns(said, mine)]
    return told


def _concerns(said: History, findings: list[Finding]) -> list[list[Sign]]:
    events = {event.id: event for event in said.events}
    signs = [Sign([f], events[f.anchor], f.raised_latest) for f in set(findings)]
    signs.sort(key=lambda s: (s.on, s.since, s.event.seq, s.event.key))
    concerns: list[list[Sign]] = []
    for sign in signs:
        within = TERMS[sign.findings[0].indicator].repeat_within_days
        near = bool(concerns) and (sign.on - concerns[-1][-1].on) < max(within, 1) * DAY
        if near:
            concerns[-1].append(sign)
        else:
            concerns.append([sign])
    for signs in concerns:
        for index, sign in enumerate(signs):
            sign.index = index
    return concerns


class Clerk:
    """Walks from the first sign to the day of the question and keeps the notebook."""

    def __init__(
        self, said: History, indicator: str, signs: list[Sign], at: date, calendar: Calendar
    ) -> None:
        self.said, self.indicator, self.at, self.calendar = said, indicator, at, calendar
        self.terms = TERMS[indicator]
        self.all_signs = signs
        self.standing = [s for s in signs if s.findings[0].withdrawn_on is None]
        self.signs = self.standing or signs
        self.duties: list[Duty] = []
        self.walk()

    def walk(self) -> None:
        day = self.signs[0].on
        while day <= self.at:
            self.look_for_answers(day)
            for sign in (s for s in self.signs if s.on == day):
                self.meet(sign)
                self.look_for_answers(day)
            for decision in self.said.decisions:
                if decision.on == day and self.is_valid(decision):
                    self.stand_down(decision)
            day += DAY

    def meet(self, sign: Sign) -> None:
        for expected in self.expected_by(sign):
            self.note(expected, sign)

    def note(self, expected: Expected, sign: Sign) -> None:
        mine = [duty for duty in self.duties if duty.expected is expected]
        last = mine[-1] if mine else None
        if last is None or self.is_owed_anew(last, expected, sign):
            self.duties.append(Duty(expected, sign))
        else:
            last.also.append(sign)

    def is_owed_anew(self, last: Duty, expected: Expected, sign: Sign) -> bool:
        owing = (last.closed_on is None or last.closed_on > sign.on) and not self.ends_that_day(last, sign.on)
        if owing and sign.certain and not last.sign.certain:
            return True
        if last.answer is not None:
            return not could_answer(last.answer, expected, sign)
        return last.stood_down_on is not None and last.stood_down_on < sign.on

    def ends_that_day(self, duty: Duty, day: date) -> bool:
        """A decision of the very day on an open duty covers the sign of that day with it."""
        return duty.closed_on is None and any(
            decision.on == day
            and self.is_valid(decision)
            and decision.concern in (key, short_id(key))
            and named.index <= duty.sign.index
            for decision in self.said.decisions
            for named in self.all_signs
            for key in [concern_key(self.indicator, named.event.child, anchor_key=named.event.key)]
        )

    def expected_by(self, sign: Sign) -> list[Expected]:
        met = [s for s in self.signs if s.index <= sign.index]
        suspect = any(s.findings[0].strength == "suspect" for s in met)
        return [e for e in self.terms.expected if suspect or e.only != "suspect"]

    def look_for_answers(self, day: date) -> None:
        for duty in list(self.duties):
            if duty.closed_on is not None:
                continue
            arrived = [
                (max(e.when.start, duty.sign.since), e.seq, e.key, e)
                for e in self.said.events
                if could_answer(e, duty.expected, duty.sign) and max(e.when.start, duty.sign.since) <= day
            ]
            if arrived:
                duty.answered_on, _, _, duty.answer = min(arrived, key=lambda found: found[:3])
                self.what_the_answer_left(duty, day)

    def what_the_answer_left(self, duty: Duty, day: date) -> None:
        """Signs that came meanwhile and that this answer cannot be about are owed an answer of their own."""
        for position, sign in enumerate(duty.also):
            if not could_answer(duty.answer, duty.expected, sign):  # type: ignore[arg-type]
                duty.also, rest = duty.also[:position], duty.also[position:]
                self.duties.append(Duty(duty.expected, rest[0]))
                self.stand_down_what_was(day)
                self.look_for_answers(day)
                for later in rest[1:]:
                    self.note(duty.expected, later)
                    self.look_for_answers(day)
                return

    def stand_down_what_was(self, day: date) -> None:
        """A decision already taken on a sign holds when that sign is owed an answer of its own after all."""
        for decision in self.said.decisions:
            if decision.on <= day and self.is_valid(decision):
                self.stand_down(decision)

    def is_valid(self, decision: Decision) -> bool:
        allowed = decision.role in MAY_STAND_DOWN[self.indicator]
        return decision.decision == "stand_down" and allowed and decision.reason.strip() != ""

    def stand_down(self, decision: Decision) -> None:
        for named in self.all_signs:
            key = concern_key(self.indicator, named.event.child, anchor_key=named.event.key)
            if decision.concern in (key, short_id(key)) and named.on <= decision.on:
                for duty in self.duties:
                    covered = duty.sign.index >= named.index and duty.sign.on <= decision.on
                    if duty.closed_on is None and covered:
                        duty.stood_down_on = decision.on
                return

    def stands_down_nothing_owed(self) -> list[date]:
        """Where no response has started, a decision about the concern from its first sign on ends it."""
        probe = Expected("nothing", 0, "days", "", "", True, "", "")
        self.duties = []
        self.terms = type(self.terms)(
            self.indicator, 1, "", "", (probe,), "", 0, "", "", self.terms.repeat_within_days
        )
        self.walk()
        closed = [duty.closed_on for duty in self.duties]
        return [day for day in closed if day] if all(closed) else []

    def tell(self) -> Told:
        if not self.standing:
            day = max(s.findings[0].withdrawn_on for s in self.all_signs if s.findings[0].withdrawn_on)
            return Told(self.key, "withdrawn", self.lines(min(day, self.at)), self.steps(min(day, self.at)))
        lines, steps = self.lines(self.at), self.steps(self.at)
        return Told(self.key, self.state(), lines, steps)

    @property
    def key(self) -> str:
        first = self.all_signs[0]
        return concern_key(self.indicator, first.event.child, anchor_key=first.event.key)

    def owed(self) -> list[Duty]:
        return [d for d in self.duties if d.expected.required] or self.duties

    def state(self) -> str:
        owed = self.owed()
        if not owed:
            return "stood_down" if self.stands_down_nothing_owed() else "running"
        if all(duty.closed_on for duty in owed):
            return "stood_down" if any(duty.stood_down_on for duty in owed) else "answered"
        missed = any(d.closed_on is None and self.status(d, self.at) == "missed" for d in owed)
        return "overdue" if missed else "running"

    def lines(self, as_of: date) -> list[tuple[str, date, date, str, date | None]]:
        found = [
            (d.expected.event, d.sign.on, self.due(d), self.status(d, as_of), d.answered_on)
            for d in self.duties
        ]
        return sorted(found, key=str)  # two of one day may differ only in whether they were answered

    def due(self, duty: Duty) -> date:
        return due_day(duty.expected, duty.sign.on, self.calendar)

    def holds(self, duty: Duty) -> bool:
        """Whether it may be held against anybody."""
        if self.said.coverage is None or not duty.sign.certain:
            return duty.sign.certain
        ((first, last),) = self.said.coverage["social_care"]
        return first <= duty.sign.on and self.due(duty) <= last

    def status(self, duty: Duty, as_of: date) -> str:
        if duty.answered_on is not None:
            if duty.answered_on <= self.due(duty):
                return "answered"
            return "late" if self.holds(duty) else "not_evidenced"
        if min(as_of, duty.stood_down_on or as_of) <= self.due(duty):
            return "running"
        return "missed" if self.holds(duty) else "not_evidenced"

    def steps(self, as_of: date) -> list[tuple[int, date]]:
        """Day by day: while something is overdue the concern climbs, and at the end of a spell it stops."""
        reached, climb, day = [], [], self.signs[0].on
        while day <= as_of:
            if not self.is_overdue_on(day):
                climb = []
            elif not climb:
                climb = self.climb(day)
            reached += [(number, on) for number, on in enumerate(climb, start=1) if on == day]
            day += DAY
        return reached

    def is_overdue_on(self, day: date) -> bool:
        return any(
            self.holds(duty) and self.due(duty) < day and (duty.closed_on is None or duty.closed_on > day)
            for duty in self.owed()
        )

    def climb(self, day: date) -> list[date]:
        """The days of the steps: service manager then up for sign A; team manager then up for the others."""
        if self.indicator == "sign_a":
            first = max(day, after_working_days(day - DAY, 1, self.calendar))
            waits = [5, 5]
        else:
            waits = [1, 1, 1]
            first = (
                day
                if self.indicator == "sign_b"
                else max(day, after_working_days(day - DAY, 1, self.calendar))
            )
        days = [first]
        for wait in waits:
            days.append(after_working_days(days[-1], wait, self.calendar))
        return days
