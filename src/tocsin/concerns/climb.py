"""How an unanswered concern climbs: steps that "would have reached", beside those that really happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tocsin.chronology.event import Event
from tocsin.concerns.clocks import due
from tocsin.concerns.concern import Escalation
from tocsin.concerns.roles import agency_of, level, resolve
from tocsin.concerns.rounds import Round
from tocsin.concerns.tables import table
from tocsin.indicators.terms import CardTerms
from tocsin.working_days import Calendar

DAY = timedelta(days=1)
# The last level of every ladder: the partnership.
TOP = 5


@dataclass(frozen=True, slots=True)
class Overdue:
    """From the first day past due until the day it ended (not included); None: still overdue."""

    since: date
    until: date | None


def overdue_spells(rounds: Sequence[Round], *, at: date) -> list[Overdue]:
    """Spells in which something required was overdue, at `at` or before; touching spells are one climb."""
    single = [Overdue(r.due.on + DAY, r.ended_on) for r in rounds if r.counts and r.due.on < at]
    spells: list[Overdue] = []
    for spell in sorted(single, key=lambda s: s.since):
        if spell.until is not None and spell.until <= spell.since:
            continue
        last = spells[-1] if spells else None
        if last is not None and (last.until is None or spell.since <= last.until):
            spells[-1] = Overdue(last.since, _later(last.until, spell.until))
        else:
            spells.append(spell)
    return spells


def _later(a: date | None, b: date | None) -> date | None:
    return None if a is None or b is None else max(a, b)


def steps(spell: Overdue, *, terms: CardTerms, agency: str, calendar: Calendar) -> Iterator[Escalation]:
    """Every step of one climb, the last by the ladder's end; dated, whether or not it was reached."""
    first = resolve(terms.escalate_to, agency)
    missed_on = spell.since - DAY
    on = due(missed_on, terms.escalate_after, unit=terms.escalate_unit, calendar=calendar).on
    # Whether it was missed shows only when its last day is over.
    on = max(on, spell.since)
    yield Escalation(step=1, role=first, on=on)
    line = agency_of(first, agency)
    higher = [stage for stage in _stages(terms.ladder) if stage["level"] > level(first)]
    waits = [stage for stage in _stages(terms.ladder) if stage["level"] >= max(1, level(first))]
    for number, (stage, wait) in enumerate(zip(higher, waits, strict=False), start=2):
        on = due(on, wait["limit"], unit=wait["unit"], calendar=calendar).on
        yield Escalation(step=number, role=role_at(stage["level"], line), on=on)


def _stages(ladder: str) -> list[dict[str, Any]]:
    stages: list[dict[str, Any]] = table("ladders")["ladders"][ladder]["stages"]
    return stages


def role_at(stage: int, agency: str) -> str:
    lines: dict[str, dict[int, str]] = table("ladders")["lines"]
    return resolve(lines.get(agency, {}).get(stage) or lines["otherwise"][stage], agency)


def would_have_reached(
    spells: Sequence[Overdue], *, at: date, terms: CardTerms, agency: str, calendar: Calendar
) -> list[Escalation]:
    """Only the steps reached while something was still overdue on their day."""
    return [
        step
        for spell in spells
        for step in steps(spell, terms=terms, agency=agency, calendar=calendar)
        if step.on <= at and (spell.until is None or step.on < spell.until)
    ]


def next_step(
    spells: Sequence[Overdue], *, at: date, terms: CardTerms, agency: str, calendar: Calendar
) -> date | None:
    """The first step still to come by time alone."""
    open_spells = [spell for spell in spells if spell.until is None]
    days = [
        s.on for spell in open_spells for s in steps(spell, terms=terms, agency=agency, calendar=calendar)
    ]
    return min((day for day in days if day > at), default=None)


def happened(
    events: Iterable[Event], *, child: str, indicator: str, since: date, until: date | None
) -> list[Escalation]:
    """Escalations the records hold while this concern was open; one that names another card is not ours."""
    return [
        Escalation(
            _stage(event), _to_role(event), max(event.when.start, since), happened=True, event=event.id
        )
        for event in events
        if event.child == child
        and event.knowable
        and since <= event.when.end
        and (until is None or max(event.when.start, since) <= until)
        and _issue_is(event, indicator)
    ]


def _issue_is(event: Event, indicator: str) -> bool:
    """An issue written in other words than a card's id may be about any concern open that day."""
    named = [word for word in event.attributes.get("issue", ()) if "_" in word]
    return not named or indicator in named


def _to_role(event: Event) -> str:
    return next(iter(event.attributes.get("to_role", ())), "")


def _stage(event: Event) -> int:
    written = next(iter(event.attributes.get("stage", ())), "")
    return int(written) if written.isdecimal() else level(_to_role(event))
