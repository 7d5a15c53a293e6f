"""What coded prose says of who lives in the home, beside what the coded rows said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.chronology.event import Event
from tocsin.identity.households import HOME
from tocsin.identity.names import plain, role_code, roles_table
from tocsin.identity.people import Membership, People
from tocsin.records.record import Record

_PARENTS = frozenset({"both parents", "parents"})


def with_memberships(people: People, events: Sequence[Event], records: Mapping[str, Record]) -> People:
    """Coded rows spoke when the people were resolved; prose speaks here, once it is coded."""
    adults = {person.id: person.roles for person in people.persons if person.kind == "adult"}
    told = [
        membership
        for event in events
        if not records[event.accounts[0].record].event_type
        for membership in _told(event, adults)
    ]
    return replace(people, memberships=tuple(dict.fromkeys((*people.memberships, *told))))


def _told(event: Event, adults: Mapping[str, Sequence[str]]) -> list[Membership]:
    present = {role_code(word) for word in event.attributes.get("household_present", ())}
    change = set(event.attributes.get("change", ()))
    found: list[Membership] = []
    for person in event.people:
        base = _said(event, person)
        if change & set(roles_table()["left"]):
            found.append(replace(base, until=event.when))
        elif change & set(roles_table()["joined"]):
            found.append(replace(base, since=event.when))
        elif present & set(adults.get(person, ())):
            found.append(replace(base, since=event.when, until=event.when, verified="seen_in_home"))
    met = [person for person in _met_at_home(event, adults) if person not in {one.person for one in found}]
    seen = [replace(_said(event, person), since=event.when, until=event.when) for person in met]
    return [*found, *(replace(one, verified="seen_in_home") for one in seen)]


def _met_at_home(event: Event, adults: Mapping[str, Sequence[str]]) -> list[str]:
    """A parent who opens the door to a visitor, or with whom the child is seen there, is of that home."""
    if event.type not in roles_table()["home_visits"] or event.attributes.get("location", ("home",)) != (
        "home",
    ):
        return []
    said = re.finditer(roles_table()["met_at_home"], event.words, re.IGNORECASE)
    words = {plain(found["after"] or found["before"]) for found in said}
    roles = {role_code(word) for word in words} | ({"mother", "father"} if words & _PARENTS else set())
    holders = {role: [one for one, held in adults.items() if role in held] for role in roles if role}
    return sorted(held[0] for held in holders.values() if len(held) == 1)


def _said(event: Event, person: str) -> Membership:
    verified = {"true": "agency_record", "false": "self_reported"}
    stated = next(iter(event.attributes.get("verified", ())), "")
    source, agency = event.accounts[0].source, event.agencies[0]
    return Membership(HOME, person, None, None, agency, verified.get(stated, "unknown"), source)
