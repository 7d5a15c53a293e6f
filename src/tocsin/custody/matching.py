"""Whether an adult of the agencies' files is the custody file's: proposed, and linked by a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.custody.facts import Adult
from tocsin.identity.links import entries_named
from tocsin.identity.names import alike, name_key, plain, role_code
from tocsin.identity.people import LinkProposal, People, Person
from tocsin.records.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Match:
    """`person` is the id under which the adult stands among the folder's people; `linked` only where a
    person confirmed that it is one of the agencies' own. `problem` says why a confirmation did not hold."""

    adult: str
    person: str
    linked: bool
    why: str = ""
    proposals: tuple[LinkProposal, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    person: Person
    why: str
    strength: str  # "likely" or "possible"
    by_name: bool


def matched(adult: Adult, people: People, manifest: Manifest | None) -> Match:
    """By what the user wrote; else proposals for a person to confirm or reject."""
    adults = [person for person in people.persons if person.kind == "adult"]
    chosen = _said_to_be(adult, adults, manifest.confirmed_links if manifest else ())
    if len(chosen) == 1:
        return Match(adult.id, chosen[0].id, True, "A person confirmed the link in review.yaml.")
    barred = {one.id for one in _said_to_be(adult, adults, manifest.rejected_links if manifest else ())}
    found = [one for one in _likenesses(adult, adults) if one.person.id not in barred]
    own = _own_id(adult, people)
    if not adult.confirmed_same_person:
        return Match(adult.id, own, False, proposals=_proposals(own, found))
    named = [one for one in found if one.by_name]
    if len(named) == 1:
        return Match(adult.id, named[0].person.id, True, f"A person confirmed it: {named[0].why}")
    return Match(adult.id, own, False, proposals=_proposals(own, found), problem=_unclear(len(named)))


def _unclear(named: int) -> str:
    if named:
        return "Confirmed as the adult of the files, but more than one adult there may be meant."
    return (
        "Confirmed as the adult of the files, but no adult there has this name and a birth date that agrees."
    )


def _said_to_be(adult: Adult, adults: Sequence[Person], links: Sequence[Sequence[str]]) -> list[Person]:
    """Adults whom a pair of review.yaml sets beside this adult's id."""
    others = {
        entry
        for pair in links
        if adult.id in pair
        for word in pair
        if word != adult.id
        for entry in entries_named(word, adults)
    }
    return [person for person in adults if person.id in others]


def _likenesses(adult: Adult, adults: Sequence[Person]) -> Iterator[Likeness]:
    for person in adults:
        if not _births_clash(adult, person) and (found := _likeness(adult, person)):
            yield found


def _births_clash(adult: Adult, person: Person) -> bool:
    if adult.born is None or person.born is None:
        return False
    return not person.born.start <= adult.born <= person.born.end


def _likeness(adult: Adult, person: Person) -> Likeness | None:
    names = [name for name in (adult.name, *adult.aliases) if " " in plain(name)]
    born = adult.born is not None and person.born is not None
    roles = {role_code(word) or word for word in (adult.role, *(tie.relation for tie in adult.ties)) if word}
    if {name_key(name) for name in names} & {name_key(name) for name in person.names}:
        sure = born or bool(roles & set(person.roles))
        why = "The files and the custody file give the same name"
        why += " and date of birth." if born else "; no date of birth is there to compare."
        return Likeness(person, why, "likely" if sure else "possible", True)
    if any(alike(a, b) for a in names for b in person.names if " " in plain(b)):
        why = "The names are spelt alike" + (" and the dates of birth agree." if born else ".")
        return Likeness(person, why, "likely" if born else "possible", born)
    if roles & set(person.roles) and not person.names:
        return Likeness(
            person, "The files speak of nobody else in this role, without a name.", "possible", False
        )
    return None


def _proposals(own: str, found: Sequence[Likeness]) -> tuple[LinkProposal, ...]:
    return tuple(
        LinkProposal(
            one.person.id,
            own,
            f"{one.why} The second is the adult of custody.yaml; nothing there counts for a child by this "
            "link until somebody has confirmed it.",
            one.strength,
        )
        for one in found
    )


def _own_id(adult: Adult, people: People) -> str:
    taken = {person.id for person in people.persons}
    return adult.id if adult.id not in taken else f"custody-{adult.id}"
