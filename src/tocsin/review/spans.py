"""Spans in which a plan, an enquiry or an order was in force, and what each made due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tocsin.chronology.parts import Chronology
from tocsin.chronology.vocabulary import vocabulary
from tocsin.concerns.rounds import is_covered
from tocsin.identity.people import Person
from tocsin.indicators.durations import Duration, duration, end_of
from tocsin.indicators.language import Compiler
from tocsin.indicators.operators import Events
from tocsin.indicators.reference import Reference
from tocsin.indicators.states import Span
from tocsin.indicators.view import Fact
from tocsin.plain_yaml import parse
from tocsin.review.replay import Setting, view_of
from tocsin.review.schema import ComplianceOut, PlanOut


@dataclass(frozen=True, slots=True)
class Duty:
    """Something made due by an event, once or again and again while a state is in force."""

    what: str
    words: str
    starts: Events
    by: Events
    within: Duration
    again_within: Duration | None
    during: str
    ends: Events | None  # what makes the duty fall away before it is due
    label: str
    holders: tuple[str, ...]


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Any]:
    text = files("tocsin.review").joinpath("data/compliance.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = parse(text)
    return found


@lru_cache(maxsize=1)
def duties() -> tuple[Duty, ...]:
    compiler = Compiler(vocabulary(), "compliance.yaml")
    return tuple(duty(row, compiler) for row in tables()["duties"])


def duty(row: Mapping[str, Any], compiler: Compiler) -> Duty:
    return Duty(
        what=row["what"],
        words=row["words"],
        starts=compiler.events(row["starts"]),
        by=compiler.events(row["by"]),
        within=duration(row["within"]),
        again_within=duration(row["again_within"]) if row.get("again_within") else None,
        during=row.get("during", ""),
        ends=compiler.events(row["ends"]) if row.get("ends") else None,
        label=row["label"],
        holders=tuple(row["holders"]),
    )


def reference_for(child: Person, chronology: Chronology, setting: Setting) -> Reference:
    view = view_of(child, chronology, holder=setting.holder)
    return Reference(view, setting.catalogue.rules(setting.calendar), at=setting.as_of.toordinal())


def plans(reference: Reference, as_of: date) -> Iterator[PlanOut]:
    for row in tables()["spans"]:
        for span in merged(reference.spans("child", row["state"])):
            yield plan_out(row, span, reference.view.child, as_of)


def merged(spans: list[Span]) -> list[Span]:
    """A state switched on again while in force is one span."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: one.on.number):
        if found and span.on.first < found[-1].ends_first:
            last = found[-1]
            later = span if span.ends_first > last.ends_first else last
            found[-1] = Span(last.on, later.ends_first, later.ends_last, later.off)
        else:
            found.append(span)
    return found


def plan_out(row: Mapping[str, Any], span: Span, child: str, as_of: date) -> PlanOut:
    ended = span.ends_last <= as_of.toordinal()
    return PlanOut(
        child=child,
        kind=row["state"],
        words=row["words"],
        start=span.on.event.when.start,
        end=date.fromordinal(span.ends_last) if ended else None,
        start_event=span.on.event.id,
        end_event=span.off.event.id if ended and span.off else None,
    )


def compliance(reference: Reference, setting: Setting) -> Iterator[ComplianceOut]:
    """Each thing due once, though two events may both have made it due (a conference and its plan)."""
    found: dict[tuple[str, date], ComplianceOut] = {}
    for one in duties():
        for item in compliance_with(one, reference, setting):
            found.setdefault((item.words, item.due_on), item)
    yield from found.values()


def compliance_with(one: Duty, reference: Reference, setting: Setting) -> Iterator[ComplianceOut]:
    done = reference.met(one.by).facts
    for start in reference.met(one.starts).facts:
        yield from chain(one, start, done, reference, setting)


def chain(
    one: Duty, start: Fact, done: list[Fact], reference: Reference, setting: Setting
) -> Iterator[ComplianceOut]:
    """The first is due from the start; each next from the last one done, while the state holds."""
    at, after, within = start.last, start.last - 1, one.within  # the day of the start itself counts
    while at < setting.as_of.toordinal():
        due = end_of(date.fromordinal(at), within, setting.calendar)
        if one.during and not in_force(one.during, due.toordinal(), reference):
            return
        answer = next((fact for fact in done if fact.row != start.row and fact.last > after), None)
        if answer is None and fell_away(one, at, due.toordinal(), reference):
            return
        yield compliance_out(one, at, due, answer, reference, setting)
        if one.again_within is None or answer is None:
            return
        at = after = answer.last
        within = one.again_within


def fell_away(one: Duty, at: int, due: int, reference: Reference) -> bool:
    """An enquiry that ended without a conference owes none."""
    if one.ends is None:
        return False
    return any(at <= fact.first <= due for fact in reference.met(one.ends).facts)


def in_force(state: str, day: int, reference: Reference) -> bool:
    spans = reference.spans("child", state)
    return any(span.on.last < day < span.ends_first for span in spans)


def compliance_out(
    one: Duty, at: int, due: date, answer: Fact | None, reference: Reference, setting: Setting
) -> ComplianceOut:
    done_on = date.fromordinal(answer.first) if answer else None
    return ComplianceOut(
        child=reference.view.child,
        what=one.what,
        words=one.words,
        due_on=due,
        done_on=done_on,
        event=answer.event.id if answer else None,
        status=status(one, at, due, done_on, setting),
        time_label=one.label,
    )


def status(one: Duty, at: int, due: date, done_on: date | None, setting: Setting) -> str:
    if done_on is not None:
        return "done" if done_on <= due else "late"
    if due >= setting.as_of:
        return "running"
    covered = is_covered(one.holders, date.fromordinal(at), until=due, coverage=setting.coverage)
    return "missed" if covered else "not_evidenced"
