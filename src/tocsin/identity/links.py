"""Two entries that may be one person: proposed with a reason, and joined only when the user says so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from tocsin.identity.children_in_words import is_other
from tocsin.identity.names import alike, apart, name_key, part_of, plain, roles_table, skeleton, sound
from tocsin.identity.people import LinkProposal, Person

if TYPE_CHECKING:
    from tocsin.records.manifest import Manifest

Pair = frozenset[str]
FAMILY = 200  # people; above it not every pair is compared


def entries_named(words: str, persons: Sequence[Person]) -> set[str]:
    """Ids of the entries that a word of the manifest means: an id, else a label or a name."""
    exact = {person.id for person in persons if person.id == words}
    return exact or {
        person.id
        for person in persons
        if plain(words) in {plain(name) for name in (person.label, *person.names)}
    }


def pairs_of(links: Iterable[Sequence[str]], persons: Sequence[Person]) -> set[Pair]:
    return {
        frozenset((a, b))
        for first, second in links
        for a in entries_named(first, persons)
        for b in entries_named(second, persons)
        if a != b
    }


def merged_into(persons: Sequence[Person], manifest: Manifest | None) -> dict[str, str]:
    """Each id -> the id it is known by once the user's confirmed links are kept; others stay themselves."""
    into = {person.id: person.id for person in persons}
    confirmed = pairs_of(manifest.confirmed_links, persons) if manifest is not None else set()
    for pair in sorted(confirmed, key=sorted):
        roots = {into[member] for member in pair}
        kept = min(roots, key=lambda root: [person.id for person in persons].index(root))
        into = {member: kept if root in roots else root for member, root in into.items()}
    return into


def merge(persons: Sequence[Person], into: dict[str, str]) -> tuple[Person, ...]:
    kept: dict[str, Person] = {}
    for person in sorted(persons, key=lambda person: into[person.id] != person.id):
        root = into[person.id]
        kept[root] = _joined(kept[root], person) if root in kept else person
    return tuple(kept[person.id] for person in persons if person.id in kept)


def _joined(one: Person, other: Person) -> Person:
    return replace(
        one,
        names=tuple(dict.fromkeys((*one.names, *other.names))),
        roles=tuple(dict.fromkeys((*one.roles, *other.roles))),
        born=one.born or other.born,
        due=one.due or other.due,
        died=one.died or other.died,
        subject=one.subject or other.subject,
        markers=tuple(dict.fromkeys((*one.markers, *other.markers))),
    )


def proposals_of(
    persons: Sequence[Person], manifest: Manifest | None, told_by: Mapping[str, Sequence[str]]
) -> tuple[LinkProposal, ...]:
    """`told_by`: who speaks of each entry, to tell two of one name apart in the question."""
    rejected = pairs_of(manifest.rejected_links, persons) if manifest is not None else set()
    found = (
        _proposal(a, b, told_by)
        for a, b in _compared(persons)
        if a.kind == b.kind and frozenset((a.id, b.id)) not in rejected
    )
    return _fewest([proposal for proposal in found if proposal is not None])


def _fewest(proposals: Sequence[LinkProposal]) -> tuple[LinkProposal, ...]:
    """The strongest that would join what no other yet joins: answering them answers the rest.

    A rejected one makes room, on the next run, for the next strongest way to ask.
    """
    group: dict[str, str] = {}
    asked = []
    for proposal in sorted(proposals, key=_rank):
        a, b = (group.setdefault(entry, entry) for entry in (proposal.a, proposal.b))
        if a != b:
            asked.append(proposal)
            group = {entry: a if root == b else root for entry, root in group.items()}
    return tuple(asked)


def _rank(proposal: LinkProposal) -> tuple[bool, int]:
    kinds = ("the same name", "names spelt alike", "one name is part")
    kind = next((n for n, kind in enumerate(kinds) if kind in proposal.why), len(kinds))
    return proposal.strength != "likely", kind


def _compared(persons: Sequence[Person]) -> Iterator[tuple[Person, Person]]:
    """Every pair of a family; of a whole district, only those that share a part of a name or a role."""
    if len(persons) <= FAMILY:
        yield from combinations(persons, 2)
        return
    blocks: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        for key in sorted(_blocks(person)):
            blocks[key].append(person)
    done: set[Pair] = set()
    for block in blocks.values():
        for a, b in combinations(block, 2) if len(block) <= FAMILY else ():
            if (pair := frozenset((a.id, b.id))) not in done:
                done.add(pair)
                yield a, b


def _blocks(person: Person) -> set[str]:
    keys = {key for name in person.names for key in (skeleton(name), name_key(name))}
    if person.born is not None:
        day = person.born.start.isoformat()
        keys |= {f"{word} {day}" for name in person.names for word in sound(name).split()}
    return keys | ({f"role {role}" for role in person.roles} if person.kind == "adult" else set())


def _proposal(a: Person, b: Person, told_by: Mapping[str, Sequence[str]]) -> LinkProposal | None:
    name, role, birth = _names(a, b), _role(a, b), _birth(a, b)
    if birth == "different" or not (name or (role and not (a.names and b.names))):
        return None
    if a.kind == "child" and not name:
        return None
    reasons = [why for why in (name, role, "the same date of birth" if birth == "same" else "") if why]
    likely = bool(name) and "part" not in name and (bool(role) or birth == "same")
    one, other = (_shown(person, told_by.get(person.id, ())) for person in (a, b))
    what = "the same child" if a.kind == "child" else "one person"
    text = f"{one} and {other} may be {what}: {', and '.join(reasons)}."
    return LinkProposal(a.id, b.id, text, "likely" if likely else "possible")


def _shown(person: Person, agencies: Sequence[str]) -> str:
    said = f" ({', '.join(agency.replace('_', ' ') for agency in agencies)})" if agencies else ""
    return f"“{person.label}”{said}"


def _names(a: Person, b: Person) -> str:
    pairs = [(one, other) for one in _own(a) for other in _own(b)]
    if any(apart(one, other) for one, other in pairs):
        return ""
    if any(name_key(one) == name_key(other) for one, other in pairs):
        return "the same name"
    if any(alike(one, other) for one, other in pairs):
        return "names spelt alike"
    if a.kind == "adult" and any(part_of(one, other) for one, other in pairs):
        return "one name is part of the other"
    return ""


def _own(person: Person) -> list[str]:
    """Names; a label such as "sibling 7" is none."""
    labels = roles_table()["label_words"]
    named = (name for name in person.names if not (re.search(r"\d", name) or is_other(name)))
    return [name for name in named if plain(name).partition(" ")[0] not in labels]


def _role(a: Person, b: Person) -> str:
    shared = [role for role in a.roles if role in b.roles]
    if not shared or a.kind == "child":
        return ""
    one = "" if a.names and b.names else ", one of them without a name"
    return f"the same role ({shared[0].replace('_', ' ')}{one})"


def _birth(a: Person, b: Person) -> str:
    if a.born is None or b.born is None:
        return "unknown"
    if a.born.exact and b.born.exact:
        return "same" if a.born.start == b.born.start else "different"
    apart = a.born.start > b.born.end or b.born.start > a.born.end
    return "different" if apart else "unknown"
