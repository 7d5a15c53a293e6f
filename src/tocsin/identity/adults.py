"""The adults of a folder: the manifest's, those coded rows speak of, and names beside role words in prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from tocsin.identity.children_in_words import is_other
from tocsin.identity.names import name_key, plain, role_code, role_words, roles_table, title_side
from tocsin.identity.people import Marker, Person
from tocsin.records.record import FileRead, Record
from tocsin.records.when import When

if TYPE_CHECKING:
    from tocsin.records.manifest import Manifest

Key = tuple[str, str, str]
ROLE_ATTRIBUTES = ("relationship", "person_role", "person")


@dataclass(frozen=True, slots=True)
class Met:
    """An adult as one row speaks of them; `name` is empty where only the role is given."""

    name: str
    role: str
    record: Record
    markers: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Mentions of one key are one entry. A name without a role is one person in one file only."""
        alone = "" if self.role else f"{self.record.place.file} {title_side(self.name)}"
        return name_key(self.name), self.role, alone


def met_in(reads: Sequence[FileRead], children: Sequence[Person]) -> list[Met]:
    """Every mention of an adult, in the order of the files' names and rows. A child's name is no adult's."""
    young = {name_key(name) for child in children for name in child.names}
    records = sorted(
        (record for read in reads for record in read.records),
        key=lambda record: (record.place.file, record.seq, record.place.row, record.id),
    )
    firsts = {word for child in children for name in child.names for word in plain(name).split()[:1]}
    patients = {plain(label): label for child in children for label in child.labels if _adults(label, firsts)}
    return [met for record in records for met in (*_patient(record, patients), *_met(record, young))]


def _adults(label: str, firsts: Set[str]) -> bool:
    """An adult's full name as a child's label: notes of an unborn child kept under the mother's."""
    words = plain(label).split()
    named = len(words) > 1 and "".join(words).isalpha() and words[0] not in roles_table()["label_words"]
    return named and not firsts & set(words) and not is_other(words[0])


def _patient(record: Record, patients: Mapping[str, str]) -> Iterator[Met]:
    if plain(record.child) in patients:
        yield Met(patients[plain(record.child)], "", record)


def _met(record: Record, young: Set[str]) -> Iterator[Met]:
    if record.event_type:
        yield from _coded(record)
    else:
        yield from _in_prose(record, young)


def _coded(record: Record) -> Iterator[Met]:
    change = record.attributes.get("change", ())
    roles = [
        role
        for name in ROLE_ATTRIBUTES
        for word in record.attributes.get(name, ())
        if (role := role_code(word))
    ]
    roles = roles or [table[word] for word in change if word in (table := roles_table()["role_of_change"])]
    markers = tuple(record.attributes.get("risk_marker", ()))
    names = record.attributes.get("person_name", ("",))
    for role in dict.fromkeys(roles[:1]):
        if role not in roles_table()["child_roles"]:
            yield Met(names[0], role, record, markers)
    for attribute in roles_table()["lists"]:
        for word in record.attributes.get(attribute, ()):
            listed = role_code(word)
            if listed and listed not in roles_table()["child_roles"]:
                yield Met("", listed, record)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    role = _any_of(word for said in roles_table()["roles"].values() for word in said)
    titles = "|".join(roles_table()["adult_titles"])
    name = rf"(?:(?:{titles})\.? )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){{0,2}}"
    return (
        re.compile(rf"\b(?i:(?P<role>{role}))[\"”]?[,:]? [(\"“]?(?P<name>{name})"),
        re.compile(rf"\b(?P<name>{name})[\"”]?,? \((?:(?i:the|his|her|their) )?(?i:(?P<role>{role}))\b"),
        re.compile(
            rf"\b(?P<name>{name})[\"”]?, (?i:the |his |her |their )?(?i:(?P<role>{role}))(?= of\b|[,.;)]|$)"
        ),
        re.compile(rf"\b(?P<name>(?:{titles})\.? {name})(?P<role>)"),
    )


@lru_cache(maxsize=1)
def _nameless() -> re.Pattern[str]:
    return re.compile(rf"\b(?i:{_any_of(roles_table()['nameless'])})\b")


def _any_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace("'", "['’]?") for word in longest_first)


def _in_prose(record: Record, young: Set[str]) -> Iterator[Met]:
    """Names beside role words or titles: "mother's partner Marek", "Mr Ash (lodger)"; and roles alone."""
    words = record.cells.get("what", "")
    met: dict[str, str] = {}
    for pattern in _patterns():
        for match in pattern.finditer(words):
            name = _name(match["name"])
            role = _fitting(name, role_words().get(plain(match["role"]), ""))
            child = name_key(name) in young or role in roles_table()["child_roles"]
            if name and not child and not met.get(name_key(name)):
                met[name_key(name)] = role
                yield Met(name, role, record)
    roles = dict.fromkeys(role_words()[plain(word)] for word in _nameless().findall(words))
    for role in roles:
        if role not in met.values():
            yield Met("", role, record)


def _fitting(name: str, role: str) -> str:
    """No role where the title says that it is another's: "Mr Ash, mother ..."."""
    barred = roles_table()["not_with"]
    return "" if any(role in barred.get(word, ()) for word in plain(name).split()) else role


def _name(words: str) -> str:
    """The leading words that can be a name."""
    stop = frozenset(roles_table()["not_names"])
    kept: list[str] = []
    for word in words.split():
        if word.strip(".'’") in stop:
            break
        kept.append(re.sub(r"['’]s$", "", word))
    titles = roles_table()["titles"]
    return " ".join(kept) if any(plain(word) not in titles for word in kept) else ""


def adults_of(
    mentions: Sequence[Met], manifest: Manifest | None
) -> tuple[tuple[Person, ...], Mapping[Key, str]]:
    """The adults and, for each mention's key, whose id it is.

    Mentions are one entry only where name and role agree, where the manifest gives the name as theirs,
    or where one person alone holds the role (a mother). A name alone never joins two entries.
    """
    declared = _declared(manifest) if manifest is not None else ()
    persons = {person.id: person for person in declared}
    owner: dict[Key, str] = {}
    for key in sorted({met.key for met in mentions}, reverse=True):  # the named before the nameless
        owner[key] = _declared_as(key, declared) or _only_holder(key, owner) or _new_id(persons)
        persons.setdefault(owner[key], Person(id=owner[key], kind="adult", label=""))
    for met in mentions:
        persons[owner[met.key]] = _learnt(persons[owner[met.key]], met)
    return tuple(_labelled(person) for person in persons.values()), owner


def _declared_as(key: Key, declared: Sequence[Person]) -> str:
    name, role, _ = key
    if name:
        return next((p.id for p in declared if name in {name_key(known) for known in p.names}), "")
    holders = [person.id for person in declared if role in person.roles]
    return holders[0] if len(holders) == 1 else ""


def _only_holder(key: Key, owner: Mapping[Key, str]) -> str:
    name, role, _ = key
    holders = {person for (_, held, _), person in owner.items() if held == role}
    return holders.pop() if not name and role in roles_table()["single"] and len(holders) == 1 else ""


def _new_id(persons: Mapping[str, Person]) -> str:
    return next(f"adult-{n}" for n in range(1, len(persons) + 2) if f"adult-{n}" not in persons)


def _declared(manifest: Manifest) -> tuple[Person, ...]:
    return tuple(
        Person(
            id=person.id or f"adult-{number}",
            kind="adult",
            label=person.name or person.id,
            names=tuple(name for name in (person.name, *person.aliases) if name),
            roles=(role_code(person.role) or person.role,) if person.role else (),
            born=When(person.born, person.born) if person.born else None,
            markers=tuple(
                Marker(held.marker, held.since, held.source or "review.yaml") for held in person.markers
            ),
        )
        for number, person in enumerate(manifest.people, start=1)
    )


def _learnt(person: Person, met: Met) -> Person:
    known = {name_key(name) for name in person.names}
    names = person.names if not met.name or name_key(met.name) in known else (*person.names, met.name)
    roles = tuple(dict.fromkeys((*person.roles, met.role))) if met.role else person.roles
    since = met.record.when.start if met.record.when else None
    held = {marker.marker for marker in person.markers}
    new = tuple(Marker(word, since, str(met.record.place)) for word in met.markers if word not in held)
    return replace(person, names=names, roles=roles, markers=(*person.markers, *new))


def _labelled(person: Person) -> Person:
    if person.label:
        return person
    role = (person.roles or ("adult",))[0]
    named = roles_table()["labels"].get(role, role.replace("_", " "))
    return replace(person, label=person.names[0] if person.names else named)
