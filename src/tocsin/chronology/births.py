"""What coded prose says of births: a birth row always sets the date of birth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.chronology.event import Event
from tocsin.identity.people import People, Person
from tocsin.records.when import When


def with_births(people: People, events: Sequence[Event]) -> People:
    births: dict[str, When] = {}
    deaths: dict[str, When] = {}
    for event in sorted(events, key=lambda event: (event.proposed, event.seq)):
        if event.type in ("birth", "death") and not event.derived_from:
            (births if event.type == "birth" else deaths).setdefault(event.child, event.when)
    return replace(people, persons=tuple(_dated(person, births, deaths) for person in people.persons))


def _dated(person: Person, births: dict[str, When], deaths: dict[str, When]) -> Person:
    """A birth given by the user or a coded file stands; prose fills what is missing."""
    born, died = births.get(person.id), deaths.get(person.id)
    known = person.born is not None and person.born.exact
    return replace(
        person,
        born=person.born if known or born is None else born,
        died=person.died or (died.end if died is not None else None),
    )
