"""The chronology as it stood on one day, or as one agency alone held it: nothing else is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from tocsin.chronology.event import Event
from tocsin.chronology.knowing import since
from tocsin.chronology.parts import Chronology
from tocsin.chronology.views import held_alone, known_on
from tocsin.identity.people import Membership, People, Person, Relationship
from tocsin.records.record import Place, Record

Told = Relationship | Membership
PlaceKey = tuple[str, str, int]


def known_by(chronology: Chronology, records: Mapping[str, Record], day: date) -> Chronology:
    """What any agency knew on the evening of `day`."""
    early = {place_key(one.place) for one in records.values() if first_known(one) <= day}
    cut = known_on(chronology, day)
    return replace(
        cut,
        undated=tuple(one for one in cut.undated if one.recorded and one.recorded <= day),
        people=people_by(cut.people, early, cut.events, day),
    )


def first_known(record: Record) -> date:
    """`date.max` where the row carries no date at all."""
    if record.when is None:
        return record.recorded or date.max
    return since(record, record.when)[0]


def held_by(chronology: Chronology, records: Mapping[str, Record], agency: str) -> Chronology:
    """What one agency held or was told."""
    cut = held_alone(chronology, agency)
    own = {place_key(one.place) for one in records.values() if agency in one.agencies}
    told = {place_key(account.source) for event in cut.events for account in event.accounts}
    return replace(
        cut,
        undated=tuple(one for one in cut.undated if agency in one.agencies),
        people=people_told(cut.people, own | told, cut.events),
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
    joined = tuple(one for one in people.joined if one.a in kept)
    return People(persons, relationships, memberships, proposals, joined)
