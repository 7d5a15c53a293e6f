"""Day by day: what was knowable joined up, what to each agency alone, and what became of each concern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from msgspec import structs

from tocsin.chronology.event import Event
from tocsin.chronology.parts import Chronology
from tocsin.chronology.views import agencies_knowing, held_alone
from tocsin.chronology.vocabulary import vocabulary
from tocsin.concerns.concern import Concern, Decision
from tocsin.concerns.rounds import Coverage, holders_of, is_covered
from tocsin.concerns.state import RefusedDecision, concerns_at, refused_decisions
from tocsin.identity.mentions import STATED
from tocsin.identity.people import People, Person
from tocsin.indicators.card_terms import terms_of
from tocsin.indicators.catalogue import Catalogue
from tocsin.indicators.evaluate import evaluate
from tocsin.indicators.finding import Finding
from tocsin.indicators.terms import CardTerms
from tocsin.indicators.view import ChildView, KnownAdult, child_view
from tocsin.working_days import Calendar

JOINED = "joined"
NOT_COVERED = "Possible only: no file of a service that could show otherwise covers those days."


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything a replay is a function of besides the chronology."""

    catalogue: Catalogue
    calendar: Calendar
    as_of: date
    holder: str = JOINED
    decisions: tuple[Decision, ...] = ()
    coverage: Coverage | None = None


@dataclass(frozen=True, slots=True)
class Replayed:
    """A concern with the first day joined knowledge could raise it, and one agency's alone."""

    concern: Concern
    joined_on: date | None
    alone_on: date | None
    alone_by: tuple[str, ...]


def reviewed_children(people: People) -> tuple[Person, ...]:
    """Children a review raises concerns for: the subject, and any whose birth or due date is known."""
    children = [person for person in people.persons if person.kind == "child"]
    return tuple(child for child in children if child.subject or child.born or child.due)


def replay(chronology: Chronology, setting: Setting, *, alone: bool = True) -> tuple[Replayed, ...]:
    """`alone` False leaves out what each agency could have known by itself, for totals only."""
    views = views_of(chronology, setting, alone=alone)
    found = [
        one
        for child in reviewed_children(chronology.people)
        for one in replay_child(child, views, setting, alone=alone)
    ]
    return tuple(sorted(found, key=lambda one: (one.concern.raised_latest, one.concern.id)))


def views_of(chronology: Chronology, setting: Setting, *, alone: bool) -> Mapping[str, Chronology]:
    """By holder: all together, the setting's, and each agency by itself where that is asked."""
    agencies = {code for event in chronology.events for code in agencies_knowing(event)} if alone else set()
    alone_in = (agencies - {"unknown"} | {setting.holder}) - {JOINED}
    return {JOINED: chronology} | {agency: held_alone(chronology, agency) for agency in sorted(alone_in)}


def replay_child(
    child: Person, views: Mapping[str, Chronology], setting: Setting, *, alone: bool
) -> list[Replayed]:
    mine = views[setting.holder]
    findings = findings_for(child, mine, setting, holder=setting.holder)
    joined = (
        findings if setting.holder == JOINED else findings_for(child, views[JOINED], setting, holder=JOINED)
    )
    concerns = concerns_at(
        findings,
        events=[event for event in events_of(child, mine.events) if agencies_knowing(event)],
        terms=terms(setting.catalogue),
        calendar=setting.calendar,
        at=setting.as_of,
        decisions=setting.decisions,
        coverage=setting.coverage,
        birth_due={child.id: child.due} if child.due else {},
    )
    by_agency = (
        {
            agency: findings_for(child, view, setting, holder=agency)
            for agency, view in views.items()
            if agency != JOINED
        }
        if alone
        else {}
    )
    return [with_knowing(concern, joined, by_agency) for concern in concerns]


def refusals(chronology: Chronology, setting: Setting) -> tuple[RefusedDecision, ...]:
    """Decisions made by the day of the view that end nothing, judged on joined knowledge."""
    made = [decision for decision in setting.decisions if decision.on <= setting.as_of]
    if not made:
        return ()
    children = reviewed_children(chronology.people)
    return refused_decisions(
        [one for child in children for one in findings_for(child, chronology, setting, holder=JOINED)],
        events=chronology.events,
        terms=terms(setting.catalogue),
        decisions=made,
        at=setting.as_of,
    )


def terms(catalogue: Catalogue) -> Mapping[str, CardTerms]:
    return {card.id: terms_of(card) for card in catalogue.cards}


def events_of(child: Person, events: Iterable[Event]) -> list[Event]:
    """The child's own events; for the subject also those of the home, whoever's row they stand in.

    What concerns everybody in the home rings once, on the subject, and not again on each brother and sister.
    A record that states outright which adult it is about stands with each child near that adult only.
    """
    return [
        event if event.child == child.id else replace(event, child=child.id)
        for event in events
        if event.child == child.id
        or (child.subject and STATED not in event.attributes and vocabulary().about_household(event.type))
    ]


def view_of(child: Person, chronology: Chronology, *, holder: str) -> ChildView:
    own = events_of(child, chronology.events)
    mine = {event.id for event in own}
    return child_view(
        child.id,
        own,
        others=[event for event in chronology.events if event.id not in mine],
        holder=holder,
        born=child.born,
        due=child.due,
        died=died_on(child, own),
        adults=list(known_adults(chronology.people)),
    )


def died_on(child: Person, events: Sequence[Event]) -> date | None:
    deaths = [event.when.end for event in events if event.type == "death"]
    return min(deaths, default=child.died)


def known_adults(people: People) -> Iterable[KnownAdult]:
    for person in people.persons:
        for marker in person.markers:
            since = marker.since.toordinal() if marker.since else None
            yield KnownAdult(marker.marker, since, person.id, person.roles)


def findings_for(child: Person, chronology: Chronology, setting: Setting, *, holder: str) -> list[Finding]:
    view = view_of(child, chronology, holder=holder)
    if not view.facts:
        return []
    found = evaluate(setting.catalogue, view, calendar=setting.calendar, as_of=setting.as_of)
    return [evidenced(finding, setting.coverage) for finding in found]


def evidenced(finding: Finding, coverage: Coverage | None) -> Finding:
    """An absence is certain only where a file that could show the contrary covers the days searched.

    Silence of an agency that sent nothing is a question to ask, never a finding.
    """
    if coverage is None or finding.searched is None or not finding.certain:
        return finding
    holders = {agency for kind in finding.absent.split(" or ") for agency in holders_of(kind)}
    start, until = finding.searched
    if not holders or is_covered(sorted(holders), start, until=until, coverage=coverage):
        return finding
    return structs.replace(finding, certain=False, reason=f"{finding.reason} {NOT_COVERED}")


def with_knowing(
    concern: Concern, joined: Sequence[Finding], alone: Mapping[str, Sequence[Finding]]
) -> Replayed:
    days = {agency: first_raised(concern, found) for agency, found in alone.items()}
    known = {agency: day for agency, day in days.items() if day is not None}
    first = min(known.values(), default=None)
    return Replayed(
        concern,
        joined_on=first_raised(concern, joined),
        alone_on=first,
        alone_by=tuple(agency for agency, day in known.items() if day == first),
    )


def first_raised(concern: Concern, findings: Sequence[Finding]) -> date | None:
    """Of a certain concern, the first day it could be known for certain."""
    anchors = set(concern.anchors)
    days = [
        one.raised_latest
        for one in findings
        if one.indicator == concern.indicator and one.anchor in anchors and one.certain >= concern.certain
    ]
    return min(days, default=None)
