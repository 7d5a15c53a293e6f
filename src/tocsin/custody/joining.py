"""Who of the agencies' files is the adult of the custody file; which children are near that adult, and why.

A wrong match harms an innocent family: a name alone proposes and never links, and nothing counts until a
person has confirmed it. What the custody file itself says of a child stands on its own source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from tocsin.custody.facts import Address, Adult, Pregnancy, Tie
from tocsin.custody.matching import Match, matched
from tocsin.custody.reading import CustodyRead
from tocsin.errors import CustodyLinkBroken
from tocsin.identity.children import ChildIndex
from tocsin.identity.households import HOME
from tocsin.identity.names import plain, role_code
from tocsin.identity.people import LinkProposal, Membership, People, Person, Relationship
from tocsin.plain_yaml import parse
from tocsin.records.agencies import agencies_in
from tocsin.records.manifest import Manifest
from tocsin.records.record import Place, Quarantined
from tocsin.records.when import When

Kind = Literal["joined", "left", "expecting"]
Reason = Literal["lives_with", "relationship", "address", "visits", "pregnancy"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the agencies' own records say of an adult beside a child, once their prose is coded."""

    person: str
    child: str
    kind: Kind
    on: date
    agency: str
    place: Place
    words: str = ""
    known_from: date | None = None


@dataclass(frozen=True, slots=True)
class Touch:
    """Why what happens to an adult concerns a child. `until` None: for life, licence over or not.

    `place` and `words` are the evidence; `known_from` the day on which `agency` had it, where stated.
    """

    adult: str  # id in the custody file
    child: str  # person id
    reason: Reason
    since: date | None
    until: date | None
    agency: str
    place: Place
    words: str = ""
    relation: str = ""
    address: str = ""
    known_from: date | None = None

    def over(self, day: date) -> bool:
        return self.until is not None and self.until < day

    def holds(self, day: date) -> bool:
        return not self.over(day) and (self.since is None or self.since <= day)


@dataclass(frozen=True, slots=True)
class Joined:
    """`people` has the adults of the custody file that a child is near, or that somebody must decide on."""

    people: People
    matches: Mapping[str, Match]  # by id in the custody file
    touches: tuple[Touch, ...]
    problems: tuple[Quarantined, ...] = ()

    def of(self, adult: str) -> list[Touch]:
        return [touch for touch in self.touches if touch.adult == adult]

    def person(self, adult: str) -> str:
        return self.matches[adult].person


@lru_cache(maxsize=1)
def joined_table() -> Mapping[str, Any]:
    table: dict[str, Any] = parse(files("tocsin.custody").joinpath("data/joined.yaml").read_text("utf-8"))
    return table


def join(
    read: CustodyRead, people: People, *, sightings: Iterable[Sighting] = (), manifest: Manifest | None = None
) -> Joined:
    """`people` and `sightings` are what the agencies' files alone say."""
    seen = tuple(sightings)
    joining = _Joining(read, people, seen, manifest)
    for at, adult in enumerate(read.file.adults):
        joining.take(at, adult)
    return joining.finished()


class _Joining:
    def __init__(
        self, read: CustodyRead, people: People, sightings: Sequence[Sighting], manifest: Manifest | None
    ) -> None:
        self.read = read
        self.people = people
        self.sightings = sightings
        self.manifest = manifest
        self.index = ChildIndex(people.persons)
        self.matches: dict[str, Match] = {}
        self.touches: list[Touch] = []
        self.problems: list[Quarantined] = []
        self.shown: dict[str, Person] = {person.id: person for person in people.persons}
        self.proposals: list[LinkProposal] = []

    def take(self, at: int, adult: Adult) -> None:
        path = f"adults.{at}"
        match = matched(adult, self.people, self.manifest)
        self.matches[adult.id] = match
        if match.problem:
            self._problem(path, match.problem, "Write the pair under `confirmed_links` in review.yaml.")
        touches = [*self._stated(adult, path), *(self._recorded(adult, match) if match.linked else ())]
        self.touches += dict.fromkeys(touches)
        if match.linked:
            self.shown[match.person] = _learnt(self.shown[match.person], adult)
        elif touches or match.proposals:
            self.shown[match.person] = _own_entry(adult, match.person)
            self.proposals += match.proposals

    def finished(self) -> Joined:
        stated = [touch for touch in self.touches if touch.place.file == self.read.name]
        people = replace(
            self.people,
            persons=tuple(self.shown.values()),
            relationships=(*self.people.relationships, *self._relationships(stated)),
            memberships=(*self.people.memberships, *self._memberships(stated)),
            proposals=(*self.people.proposals, *self.proposals),
        )
        return Joined(people, self.matches, tuple(self.touches), tuple(self.problems))

    def _problem(self, path: str, found: str, do: str) -> None:
        self.problems.append(Quarantined(self.read.place(path), CustodyLinkBroken.code, found, do))

    # what the custody file says ---------------------------------------------------------------------

    def _stated(self, adult: Adult, path: str) -> Iterator[Touch]:
        for n, tie in enumerate(adult.ties):
            yield from self._of_tie(adult, tie, f"{path}.ties.{n}")
        for n, address in enumerate(adult.addresses):
            yield from self._of_address(adult, address, f"{path}.addresses.{n}")
        for n, pregnancy in enumerate(adult.pregnancies):
            yield from self._of_pregnancy(adult, pregnancy, f"{path}.pregnancies.{n}")

    def _of_tie(self, adult: Adult, tie: Tie, path: str) -> Iterator[Touch]:
        child = self._child(tie.child, path)
        if child and tie.lives_with == "yes" and not (tie.first or tie.known_from):
            found = "This adult lives with a child, from a day that is not stated, so it raises nothing."
            self._problem(path, found, "Write `from:`, or `known_from:` for the day on which it was learnt.")
        if child:
            yield Touch(
                adult=adult.id,
                child=child,
                reason="lives_with" if tie.lives_with == "yes" else "relationship",
                since=_since(tie),
                until=tie.last,
                agency=agency_of(tie.source),
                place=self.read.place(path),
                words=tie.source,
                relation=role_code(tie.relation) or tie.relation,
                known_from=tie.known_from,
            )

    def _of_address(self, adult: Adult, address: Address, path: str) -> Iterator[Touch]:
        for n, name in enumerate(address.children):
            child = self._child(name, f"{path}.children.{n}")
            if child:
                yield Touch(
                    adult=adult.id,
                    child=child,
                    reason="visits" if address.kind == "visits" else "address",
                    since=min((day for day in (address.first, address.known_from) if day), default=None),
                    until=address.last,
                    agency=agency_of(address.source),
                    place=self.read.place(path),
                    words=address.source,
                    address=address.address,
                    known_from=address.known_from,
                )

    def _of_pregnancy(self, adult: Adult, pregnancy: Pregnancy, path: str) -> Iterator[Touch]:
        child = self._child(pregnancy.child, path)
        if child:
            yield Touch(
                adult=adult.id,
                child=child,
                reason="pregnancy",
                since=pregnancy.due - timedelta(weeks=40),
                until=None,
                agency=agency_of(pregnancy.source),
                place=self.read.place(path),
                words=pregnancy.source,
                relation=role_code(pregnancy.relation) or pregnancy.relation,
                known_from=pregnancy.known_from,
            )

    def _child(self, word: str, path: str) -> str:
        child = self.index.named(word, None)
        if not child:
            known = ", ".join(one.id for one in self.index.children)
            self._problem(
                path,
                "No child of the folder has this name, so nothing of the adult reaches a child by it.",
                f"Write the child's name as review.yaml has it, or its id: {known}.",
            )
        return child

    def _relationships(self, stated: Iterable[Touch]) -> Iterator[Relationship]:
        for touch in stated:
            if touch.relation:
                yield Relationship(
                    self.matches[touch.adult].person,
                    touch.child,
                    touch.relation,
                    _as_when(touch.since) if touch.reason != "pregnancy" else None,
                    _as_when(touch.until),
                    touch.agency or joined_table()["holders"]["household_change"][0],
                    "agency_record",
                    touch.place,
                )

    def _memberships(self, stated: Iterable[Touch]) -> Iterator[Membership]:
        for touch in stated:
            if touch.reason == "lives_with":
                yield Membership(
                    HOME,
                    self.matches[touch.adult].person,
                    _as_when(touch.since),
                    _as_when(touch.until),
                    touch.agency or joined_table()["holders"]["household_change"][0],
                    "agency_record",
                    touch.place,
                )

    # what the agencies' files say -------------------------------------------------------------------

    def _recorded(self, adult: Adult, match: Match) -> Iterator[Touch]:
        """Only of an adult whom a person has confirmed to be the one of the files."""
        own = [one for one in self.sightings if one.person == match.person]
        first = min((one.on for one in own), default=None)
        for one in own:
            if one.kind != "left":
                yield _seen(adult.id, one, until=_left(own, one))
        children = {child.id for child in self.index.children}
        for said in self.people.relationships:
            if said.person != match.person or said.other not in children or said.source is None:
                continue
            if said.kind not in joined_table()["not_near"]:
                since = said.since.start if said.since else first
                yield _related(adult.id, said, since)


def _since(tie: Tie) -> date | None:
    """Kin are kin before anybody wrote it down; living together begins when it was known, if not stated."""
    living = tie.lives_with == "yes" or tie.relation in joined_table()["partners"]
    return tie.first or (tie.known_from if living else None)


def _related(adult: str, said: Relationship, since: date | None) -> Touch:
    return Touch(
        adult=adult,
        child=said.other,
        reason="relationship",
        since=since,
        until=said.until.end if said.until else None,
        agency=said.asserted_by,
        place=said.source or Place("", "", 0),
        relation=said.kind,
    )


def _seen(adult: str, one: Sighting, *, until: date | None) -> Touch:
    return Touch(
        adult=adult,
        child=one.child,
        reason="pregnancy" if one.kind == "expecting" else "lives_with",
        since=one.on,
        until=until,
        agency=one.agency,
        place=one.place,
        words=one.words,
        known_from=one.known_from or one.on,
    )


def _left(sightings: Iterable[Sighting], joined: Sighting) -> date | None:
    """The day on which the adult is recorded to have left again, where that ended living there."""
    if joined.kind == "expecting":
        return None
    days = [one.on for one in sightings if one.kind == "left" and one.child == joined.child]
    return min((day for day in days if day >= joined.on), default=None)


def _learnt(person: Person, adult: Adult) -> Person:
    names = (*person.names, *(name for name in (adult.name, *adult.aliases) if name))
    met = {plain(name): name for name in reversed(names)}
    return replace(
        person,
        names=tuple(name for name in dict.fromkeys(names) if met[plain(name)] == name),
        born=person.born or _as_when(adult.born),
    )


def _own_entry(adult: Adult, person: str) -> Person:
    """No names and no roles: an entry nobody confirmed must not take what the files say of another."""
    return Person(id=person, kind="adult", label=adult.name or adult.id, born=_as_when(adult.born))


def _as_when(day: date | None) -> When | None:
    return When(day, day) if day else None


def agency_of(source: str) -> str:
    """The first agency that the words of a source name; "" where they name none."""
    return next(iter(agencies_in(source)), "")
