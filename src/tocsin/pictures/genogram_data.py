"""What a genogram shows: people, couples, who is whose parent, and who lives in the home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Person:
    """`born_earliest` and `born_latest` differ where only a month or year of birth is recorded."""

    id: str
    label: str
    sex: str = "not_stated"
    born_earliest: date | None = None
    born_latest: date | None = None
    died: date | None = None
    due: date | None = None  # of a pregnancy
    subject: bool = False
    child: bool = False
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Couple:
    """`kind` is "married" or anything else, drawn dashed; `ended` says how, if it did."""

    a: str
    b: str
    kind: str = "not_stated"
    since: date | None = None
    until: date | None = None
    ended: str = ""  # separated, divorced


@dataclass(frozen=True, slots=True)
class ParentLink:
    child: str
    parents: tuple[str, ...]  # one or two
    twins: str = ""  # the same word for children of one birth


@dataclass(frozen=True, slots=True)
class Resident:
    person: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Genogram:
    persons: tuple[Person, ...] = ()
    couples: tuple[Couple, ...] = ()
    parents: tuple[ParentLink, ...] = ()
    household: tuple[Resident, ...] = ()


PREGNANCY_DAYS = 280  # from the due date back to the last period, by Naegele's rule


def at_date(data: Genogram, at: date) -> Genogram:
    """Only what was so on that day: nobody not yet conceived, no couple not yet together."""
    persons = tuple(person for person in data.persons if _exists(person, at))
    shown = {person.id for person in persons}
    couples = tuple(c for c in data.couples if {c.a, c.b} <= shown and c.a != c.b and _begun(c.since, at))
    parents = tuple(_seen(link, shown) for link in data.parents if link.child in shown)
    living = {person.id for person in persons if person.died is None or person.died > at}
    home = tuple(r for r in data.household if r.person in living and _lives(r, at))
    return Genogram(persons, couples, tuple(link for link in parents if link.parents), home)


def _seen(link: ParentLink, shown: set[str]) -> ParentLink:
    known = [parent for parent in dict.fromkeys(link.parents) if parent in shown and parent != link.child]
    return ParentLink(link.child, tuple(known[:2]), link.twins)


def _exists(person: Person, at: date) -> bool:
    if person.born_earliest is not None and person.born_earliest <= at:
        return True
    return expected(person, at) or (person.born_earliest is None and person.due is None)


def expected(person: Person, at: date) -> bool:
    """A pregnancy on that day: due is known, birth has not come."""
    if person.due is None or (person.born_earliest is not None and person.born_earliest <= at):
        return False
    return (person.due - at).days <= PREGNANCY_DAYS


def _begun(since: date | None, at: date) -> bool:
    return since is None or since <= at


def _lives(resident: Resident, at: date) -> bool:
    return _begun(resident.since, at) and (resident.until is None or resident.until > at)
