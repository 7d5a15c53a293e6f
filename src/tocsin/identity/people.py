"""Who the records are about, and who lives with whom: dated, sourced, verified or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tocsin.records.record import Place
from tocsin.records.when import When


@dataclass(frozen=True, slots=True)
class Marker:
    """A recorded fact about an adult that a card may ask for, e.g. registered_sex_offender."""

    marker: str  # vocabulary: adult_risk_marker
    since: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Person:
    """`id` is stable within a folder: "child-1", "adult-2". Unborn children are persons too."""

    id: str
    kind: str  # "child" or "adult"
    label: str  # how the report calls them
    names: tuple[str, ...] = ()  # every form met, the manifest's first
    roles: tuple[str, ...] = ()  # vocabulary: relationship, as met
    born: When | None = None
    due: date | None = None
    died: date | None = None
    subject: bool = False
    markers: tuple[Marker, ...] = ()
    labels: tuple[str, ...] = ()  # what child columns write for a child; never read in prose


@dataclass(frozen=True, slots=True)
class Relationship:
    person: str
    other: str
    kind: str  # vocabulary: relationship; what `person` is to `other`
    since: When | None
    until: When | None
    asserted_by: str  # agency
    verified: str  # vocabulary: relationship_verification
    source: Place | None


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody said this person lived in, stayed at or left this household."""

    household: str
    person: str
    since: When | None
    until: When | None
    asserted_by: str
    verified: str
    source: Place | None


@dataclass(frozen=True, slots=True)
class LinkProposal:
    """Two entries that may be one person. Never counts until the user confirms it."""

    a: str
    b: str
    why: str  # a sentence or two that a social worker can judge
    strength: str  # "likely" or "possible"; "joined" for what the engine has linked
    band: str = ""  # of the matching engine: "auto", "review" or "new"


@dataclass(frozen=True, slots=True)
class People:
    persons: tuple[Person, ...]
    relationships: tuple[Relationship, ...]
    memberships: tuple[Membership, ...]
    proposals: tuple[LinkProposal, ...]
    joined: tuple[
        LinkProposal, ...
    ] = ()  # `b` is now part of `a`: linked by the engine, undone by rejecting it

    def get(self, person_id: str) -> Person:
        return next(person for person in self.persons if person.id == person_id)
