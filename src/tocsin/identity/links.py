"""Two entries that may be one person: proposed with a reason, and joined when the user says so.

The matching engine joins two entries by itself only where it is sure, on a birth date or an NHS number
that both state; review.yaml has the last word on every link.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from tocsin.identity.answer import Band
from tocsin.identity.names import alike, apart, name_key, names_apart, part_of, plain, skeleton, sound
from tocsin.identity.people import LinkProposal, Person
from tocsin.identity.told import Told, own_names
from tocsin.identity.verdicts import FOR, Pair, Verdict, verdicts

if TYPE_CHECKING:
    from tocsin.records.manifest import Manifest

Ranked = tuple[tuple[bool, int], LinkProposal]  # the strongest first
SAME, ALIKE, PART = REASONS = ("the same name", "names spelt alike", "one name is part of the other")
LIKELY = (SAME, ALIKE)
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
        labels=tuple(dict.fromkeys((*one.labels, *other.labels))),
        roles=tuple(dict.fromkeys((*one.roles, *other.roles))),
        born=one.born or other.born,
        due=one.due or other.due,
        died=one.died or other.died,
        subject=one.subject or other.subject,
        markers=tuple(dict.fromkeys((*one.markers, *other.markers))),
    )


def joined_by_engine(
    persons: Sequence[Person], manifest: Manifest | None, told: Told
) -> tuple[LinkProposal, ...]:
    """Links the engine is sure of; never of two that the manifest lists, or keeps apart."""
    pairs = list(_compared(persons))
    barred = _barred(pairs, persons, manifest)
    free = [pair for pair in pairs if _pair(pair) not in barred]
    judged = _judged([(a, b) for a, b in free if _birth(a, b) == "same" or told.numbered(a, b)], told)
    group, joined = {person.id: {person.id} for person in persons}, []
    for a, b in free:
        verdict = judged.get(_pair((a, b)))
        if verdict is None or not _certain(a, b, verdict) or group[a.id] is group[b.id]:
            continue
        if not any(frozenset((one, other)) in barred for one in group[a.id] for other in group[b.id]):
            joined.append(_joined_because(a, b, verdict))
            both = group[a.id] | group[b.id]
            group |= dict.fromkeys(both, both)
    return tuple(joined)


def _barred(
    pairs: Sequence[tuple[Person, Person]], persons: Sequence[Person], manifest: Manifest | None
) -> set[Pair]:
    """Pairs that no other link may bring together either."""
    rejected = pairs_of(manifest.rejected_links, persons) if manifest is not None else set()
    listed = _listed(manifest, persons)
    return rejected | {_pair(pair) for pair in pairs if not _may_join(pair, listed)}


def with_joined(into: Mapping[str, str], joined: Sequence[LinkProposal]) -> dict[str, str]:
    found = dict(into)
    for link in joined:
        kept, gone = found[link.a], found[link.b]
        found = {entry: kept if root == gone else root for entry, root in found.items()}
    return found


def _pair(pair: tuple[Person, Person]) -> Pair:
    return frozenset(person.id for person in pair)


def _listed(manifest: Manifest | None, persons: Sequence[Person]) -> frozenset[str]:
    """Ids of those whom the manifest itself lists: children stand first, as do adults."""
    if manifest is None:
        return frozenset()
    children = [person.id for person in persons if person.kind == "child"][: len(manifest.children)]
    adults = [person.id for person in persons if person.kind == "adult"][: len(manifest.people)]
    return frozenset((*children, *adults))


def _may_join(pair: tuple[Person, Person], listed: frozenset[str]) -> bool:
    a, b = pair
    same_kind = a.kind == b.kind and not {a.id, b.id} <= listed
    return same_kind and _birth(a, b) != "different" and not _two_persons(a, b)


def _certain(a: Person, b: Person, verdict: Verdict) -> bool:
    """Stricter than the engine: in one folder, whoever is alike is likelier a brother or a sister."""
    if verdict.band is not Band.AUTO:
        return False
    if verdict.group("nhs_number") == "agree":
        return verdict.group("first_name") in FOR
    names = verdict.group("first_name"), verdict.group("surname")
    return _birth(a, b) == "same" and names in (("agree", "agree"), ("turned", "turned"))


def _joined_because(a: Person, b: Person, verdict: Verdict) -> LinkProposal:
    what = "the same child" if a.kind == "child" else "one person"
    text = f"{_shown(a, ())} and {_shown(b, ())} were joined as {what}. {verdict.sentence}"
    return LinkProposal(a.id, b.id, text, "joined", verdict.band)


def proposals_of(
    persons: Sequence[Person],
    manifest: Manifest | None,
    told_by: Mapping[str, Sequence[str]],
    told: Told,
) -> tuple[LinkProposal, ...]:
    """`told_by`: who speaks of each entry, to tell two of one name apart in the question."""
    rejected = pairs_of(manifest.rejected_links, persons) if manifest is not None else set()
    pairs = [
        pair for pair in _compared(persons) if pair[0].kind == pair[1].kind and _pair(pair) not in rejected
    ]
    pairs = [(a, b) for a, b in pairs if _birth(a, b) != "different"]
    judged, listed = _judged(pairs, told), _listed(manifest, persons)
    found = (_proposal(a, b, judged.get(_pair((a, b))), told_by, listed) for a, b in pairs)
    return _fewest([proposal for proposal in found if proposal is not None])


def _judged(pairs: Sequence[tuple[Person, Person]], told: Told) -> Mapping[Pair, Verdict]:
    """What the engine says of pairs that both have a name."""
    named = [(a, b) for a, b in pairs if own_names(a) and own_names(b)]
    met = {person.id: person for pair in named for person in pair}
    return verdicts([told.stated(person) for person in met.values()], [(a.id, b.id) for a, b in named])


def _two_persons(a: Person, b: Person) -> bool:
    """A man's title and a woman's, or first names that are two people's however alike."""
    pairs = [(one, other) for one in own_names(a) for other in own_names(b)]
    return any(apart(one, other) or names_apart(one, other) for one, other in pairs)


def _fewest(ranked: Sequence[Ranked]) -> tuple[LinkProposal, ...]:
    """The strongest that would join what no other yet joins: answering them answers the rest.

    A rejected one makes room, on the next run, for the next strongest way to ask.
    """
    group: dict[str, str] = {}
    asked = []
    for _, proposal in sorted(ranked, key=lambda one: one[0]):
        a, b = (group.setdefault(entry, entry) for entry in (proposal.a, proposal.b))
        if a != b:
            asked.append(proposal)
            group = {entry: a if root == b else root for entry, root in group.items()}
    return tuple(asked)


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


def _proposal(
    a: Person,
    b: Person,
    verdict: Verdict | None,
    told_by: Mapping[str, Sequence[str]],
    listed: frozenset[str],
) -> Ranked | None:
    role, birth = _role(a, b), _birth(a, b)
    name = _names(a, b) or ("" if {a.id, b.id} <= listed else _by_engine(a, b, verdict))
    if not (name or (role and not (a.names and b.names))):
        return None
    if a.kind == "child" and not name:
        return None
    reasons = [why for why in (name, role, "the same date of birth" if birth == "same" else "") if why]
    likely = name in LIKELY and (bool(role) or birth == "same")
    one, other = (_shown(person, told_by.get(person.id, ())) for person in (a, b))
    what = "the same child" if a.kind == "child" else "one person"
    text = f"{one} and {other} may be {what}: {', and '.join(reasons)}."
    said, band = (f" {verdict.sentence}", verdict.band.value) if verdict is not None else ("", "")
    rank = REASONS.index(name) if name in REASONS else len(REASONS)
    proposal = LinkProposal(a.id, b.id, text + said, "likely" if likely else "possible", band)
    return (not likely, rank), proposal


def _by_engine(a: Person, b: Person, verdict: Verdict | None) -> str:
    """A reason to ask that spelling does not show: one NHS number, a short name, a new surname."""
    if verdict is None or _two_persons(a, b):
        return ""
    if verdict.group("nhs_number") == "agree":
        return verdict.levels["nhs_number"].words
    first, surname = verdict.group("first_name"), verdict.group("surname")
    if first in FOR and surname in FOR and (verdict.band is not Band.NEW or surname == "agree"):
        return verdict.levels["first_name"].words
    if first == "agree" and _birth(a, b) == "same":
        return verdict.levels["first_name"].words
    return ""


def _shown(person: Person, agencies: Sequence[str]) -> str:
    said = f" ({', '.join(agency.replace('_', ' ') for agency in agencies)})" if agencies else ""
    return f"“{person.label}”{said}"


def _names(a: Person, b: Person) -> str:
    pairs = [(one, other) for one in own_names(a) for other in own_names(b)]
    if _two_persons(a, b):
        return ""
    if any(name_key(one) == name_key(other) for one, other in pairs):
        return SAME
    if any(alike(one, other) for one, other in pairs):
        return ALIKE
    if a.kind == "adult" and any(part_of(one, other) for one, other in pairs):
        return PART
    return ""


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
