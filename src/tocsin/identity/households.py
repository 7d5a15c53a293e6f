"""Who lived in, stayed at or left the home, and what they are to the child, by whose account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.identity.adults import Key, Met
from tocsin.identity.names import plain, role_code, roles_table
from tocsin.identity.people import Membership, Person, Relationship
from tocsin.records.record import Record
from tocsin.records.when import When

HOME = "household-1"


def relationships_of(
    mentions: Sequence[Met], owner: Mapping[Key, str], children: Sequence[Person]
) -> tuple[Relationship, ...]:
    """What each adult is to the subject, once for each agency that says so, by its earliest row."""
    subject = next((child.id for child in children if child.subject), children[0].id)
    told: dict[tuple[str, str, str], Relationship] = {}
    for met in sorted(mentions, key=lambda met: (_day(met.record), met.record.id)):
        for agency in met.record.agencies[:1]:
            if met.role:
                said = _relationship(met, owner[met.key], subject, agency)
                told.setdefault((said.person, said.kind, agency), said)
    return tuple(told.values()) + (_siblings(children, subject) if one_family(children) else ())


def one_family(children: Sequence[Person]) -> bool:
    return len(children) <= int(roles_table()["most_children"])


def _relationship(met: Met, person: str, subject: str, agency: str) -> Relationship:
    return Relationship(
        person=person,
        other=subject,
        kind=met.role,
        since=None,
        until=None,
        asserted_by=agency,
        verified=_verified(met.record),
        source=met.record.place,
    )


def _siblings(children: Sequence[Person], subject: str) -> tuple[Relationship, ...]:
    return tuple(
        Relationship(child.id, subject, "sibling", child.born, None, "", "unknown", None)
        for child in children
        if child.id != subject and (set(child.roles) & set(roles_table()["child_roles"]) or child.subject)
    )


def _day(record: Record) -> str:
    return record.when.start.isoformat() if record.when else "9999"


def _verified(record: Record) -> str:
    stated = record.attributes.get("verified", ("",))[0].casefold()
    truth = {"yes": "true", "no": "false"}.get(stated, stated)
    answer: str = roles_table()["verified"].get(truth, "unknown")
    return answer


def memberships_of(
    mentions: Sequence[Met], owner: Mapping[Key, str], children: Sequence[Person]
) -> tuple[Membership, ...]:
    told = [_child_lives(child) for child in children] if one_family(children) else []
    for met in mentions:
        if met.record.when is not None and (said := _said(met, owner[met.key], met.record.when)) is not None:
            told.append(said)
    return tuple(dict.fromkeys(told))


def _child_lives(child: Person) -> Membership:
    return Membership(HOME, child.id, child.born, None, "", "unknown", None)


def _said(met: Met, person: str, when: When) -> Membership | None:
    base = Membership(
        HOME, person, None, None, met.record.agencies[0], _verified(met.record), met.record.place
    )
    change = {plain(word).replace(" ", "_") for word in met.record.attributes.get("change", ())}
    if change & set(roles_table()["left"]):
        return replace(base, until=when)
    if change & set(roles_table()["joined"]):
        return replace(base, since=when)
    for attribute, verified in roles_table()["lists"].items():
        if met.role in {role_code(word) for word in met.record.attributes.get(attribute, ())}:
            until = when if verified == "seen_in_home" else None
            return replace(base, since=when, until=until, verified=verified)
    return None
