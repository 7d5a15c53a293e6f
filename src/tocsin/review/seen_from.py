"""The chronology as it stood on one day, or as one agency alone held it: nothing else is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from tocsin.chronology.event import Event
from tocsin.chronology.knowing import FAMILY, since
from tocsin.chronology.parts import Chronology, Difference
from tocsin.chronology.views import agencies_knowing
from tocsin.identity.people import Membership, People, Person, Relationship
from tocsin.records.record import Place, Record

Told = Relationship | Membership
PlaceKey = tuple[str, str, int]


def known_by(chronology: Chronology, records: Mapping[str, Record], day: date) -> Chronology:
    """What any agency knew on the evening of `day`; a withdrawal that came later has not happened."""
    early = {place_key(one.place) for one in records.values() if first_known(one) <= day}
    events = tuple(as_known(event, day, early) for event in chronology.events if knew_by(event, day))
    return replace(
        with_events(chronology, events),
        undated=tuple(one for one in chronology.undated if one.recorded and one.recorded <= day),
        people=people_by(chronology.people, early, events, day),
    )


def knew_by(event: Event, day: date) -> bool:
    return event.knowable and any(one.since <= day for one in event.known if one.agency != FAMILY)


def as_known(event: Event, day: date, early: set[PlaceKey]) -> Event:
    known = (one for one in event.known if one.since <= day)
    told = tuple(account for account in event.accounts if place_key(account.source) in early)
    return replace(
        event,
        known=tuple(replace(k, until=None) if k.until and k.until > day else k for k in known),
        accounts=told or event.accounts,
        words=told[0].words or event.words if told else event.words,
    )


def first_known(record: Record) -> date:
    """`date.max` where the row carries no date at all."""
    if record.when is None:
        return record.recorded or date.max
    return since(record, record.when)[0]


def held_by(chronology: Chronology, records: Mapping[str, Record], agency: str) -> Chronology:
    """What one agency held or was told, in its own words where it wrote any."""
    known = (event for event in chronology.events if agency in agencies_knowing(event))
    events = tuple(own_words(event, agency) for event in known)
    own = {place_key(one.place) for one in records.values() if agency in one.agencies}
    told = {place_key(account.source) for event in events for account in event.accounts}
    cut = with_events(chronology, events)
    return replace(
        cut,
        undated=tuple(one for one in chronology.undated if agency in one.agencies),
        differences=tuple(one for one in cut.differences if set(one.agencies) <= {agency}),
        people=people_told(chronology.people, own | told, events),
    )


def own_words(event: Event, agency: str) -> Event:
    own = tuple(account for account in event.accounts if agency in account.agencies)
    if not own:
        return replace(event, known=tuple(one for one in event.known if one.agency == agency))
    agencies = tuple(dict.fromkeys(code for account in own for code in account.agencies))
    return replace(event, accounts=own, words=own[0].words or event.words, agencies=agencies)


def with_events(chronology: Chronology, events: tuple[Event, ...]) -> Chronology:
    kept = {event.id for event in events}

    def whole(one: Difference) -> bool:
        return set(one.events) <= kept

    return replace(
        chronology,
        events=events,
        unmapped=tuple(one for one in chronology.unmapped if one.first_event in kept),
        differences=tuple(filter(whole, chronology.differences)),
        assumed_known=sum(any(known.assumed for known in event.known) for event in events),
        flags=tuple(one for one in chronology.flags if one.event in kept),
    )


def place_key(place: Place) -> PlaceKey:
    return place.file, place.part, place.row


def people_by(people: People, places: set[PlaceKey], events: Iterable[Event], day: date) -> People:
    told = people_told(people, places, events)
    return replace(told, persons=tuple(person_by(one, day) for one in told.persons))


def person_by(person: Person, day: date) -> Person:
    return replace(
        person,
        born=person.born if person.born and person.born.start <= day else None,
        died=person.died if person.died and person.died <= day else None,
        markers=tuple(one for one in person.markers if one.since is None or one.since <= day),
    )


def people_told(people: People, places: set[PlaceKey], events: Iterable[Event]) -> People:
    """Children stay; an adult stays where an event, a stay, a relationship or review.yaml names them."""

    def told(one: Told) -> bool:
        return one.source is None or place_key(one.source) in places

    relationships = tuple(filter(told, people.relationships))
    memberships = tuple(filter(told, people.memberships))
    named = {person for event in events for person in event.people}
    named |= {one.person for one in memberships}
    named |= {person for one in relationships for person in (one.person, one.other)}
    persons = tuple(one for one in people.persons if one.kind == "child" or one.id in named)
    kept = {one.id for one in persons}
    proposals = tuple(one for one in people.proposals if {one.a, one.b} <= kept)
    return People(persons, relationships, memberships, proposals)
