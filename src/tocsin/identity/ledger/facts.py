"""Households and relationships: dated facts with their own evidence, that follow their records.

A fact hangs on the record that stated it, never on a person: when records are joined or parted, each
person has the facts of the records that are then theirs, and nothing has to be moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

import msgspec


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who asserted it, whether verified (vocabulary: relationship_verification), and where it stands."""

    asserted_by: str
    verified: str = ""
    source: str = ""


class Household(msgspec.Struct, frozen=True, tag="household", omit_defaults=True):
    """Lived in, stayed at. None: not stated."""

    household: str
    evidence: Evidence
    since: date | None = None
    until: date | None = None


class Relation(msgspec.Struct, frozen=True, tag="relation", omit_defaults=True):
    """What the record's person is to the person of the record `other` (vocabulary: relationship)."""

    other: str
    kind: str
    evidence: Evidence
    since: date | None = None
    until: date | None = None


Fact = Household | Relation


class Version(msgspec.Struct, frozen=True):
    """One version of a fact: held from the day it was entered until the next version of its key."""

    key: str
    record: str
    fact: Fact
    known_from: datetime
    known_to: datetime | None
    seq: int


def versions(held: Iterable[tuple[int, datetime, str, str, Fact]]) -> tuple[Version, ...]:
    """From (seq, on, key, record, fact) in the order of seq: each closed by the next of its key."""
    last: dict[str, Version] = {}
    closed: list[Version] = []
    for seq, on, key, record, fact in held:
        if key in last:
            closed.append(msgspec.structs.replace(last[key], known_to=on))
        last[key] = Version(key, record, fact, on, None, seq)
    return tuple(sorted((*closed, *last.values()), key=lambda version: version.seq))


def known_on(all_versions: Iterable[Version], *, at: datetime) -> Iterator[Version]:
    """What was held at a moment."""
    for version in all_versions:
        if version.known_from <= at and (version.known_to is None or at < version.known_to):
            yield version


def by_person(found: Iterable[Version], *, person_of: Mapping[str, str]) -> dict[str, tuple[Version, ...]]:
    """person -> the facts of their records. A record that is in nobody's (withdrawn) brings none."""
    told: dict[str, list[Version]] = {}
    for version in found:
        if version.record in person_of:
            told.setdefault(person_of[version.record], []).append(version)
    return {person: tuple(facts) for person, facts in told.items()}
