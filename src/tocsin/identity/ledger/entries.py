"""The acts of the ledger. Each entry is one act, dated and signed; the state is a pure fold of them.

Record ids are the agencies' own, made unique by their reader. A pair is always told with the smaller
id first, so that (a, b) and (b, a) are one pair.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from tocsin.identity.ledger.facts import Household, Relation
from tocsin.identity.ledger.plausible import Known

ENGINE = "engine"  # `by` of whatever no person decided
Pair = tuple[str, str]


class Act(msgspec.Struct, frozen=True, tag_field="act", omit_defaults=True):
    """What an entry does."""


class Met(Act, frozen=True, tag="met"):
    """A record arrives, and a person id is set aside for it. `known`: what plausibility may ask of it.

    The same record met twice is one record; a withdrawn one that is met again is there again.
    """

    record: str
    known: Known = Known()


class Assert(Act, frozen=True, tag="assert"):
    """Two records are one person. The engine gives a score (natural log-odds), a person gives none.

    `despite`: codes of the plausibility rules that a person says do not hold for these two.
    """

    a: str
    b: str
    score: float | None = None
    despite: tuple[str, ...] = ()


class Proposed(Act, frozen=True, tag="proposed"):
    """The engine found two records near, and leaves it to a person. It joins nothing, whatever the score."""

    a: str
    b: str
    score: float


class Reject(Act, frozen=True, tag="reject"):
    """Two records are different persons. Only a person says so."""

    a: str
    b: str


class Split(Act, frozen=True, tag="split"):
    """One decision that parts a person: each record of one group is rejected with each of the others."""

    person: str
    groups: tuple[tuple[str, ...], ...]


class Retract(Act, frozen=True, tag="retract"):
    """The record's agency withdrew it. It and its links stay in the ledger, and count no more."""

    record: str


class Restated(Act, frozen=True, tag="restated"):
    """A correction: the engine's links of this record are scored anew, and those it leaves out lapse.

    `known` is what the corrected record says, or None where that did not change.
    """

    record: str
    scores: tuple[tuple[str, float], ...] = ()
    known: Known | None = None


class Undo(Act, frozen=True, tag="undo"):
    """Takes back an earlier entry, which may be an undo."""

    seq: int


class Promote(Act, frozen=True, tag="promote"):
    """The unborn child of one record is the child born of the other."""

    unborn: str
    birth: str


class Ended(Act, frozen=True, tag="ended"):
    """A pregnancy ended without a living child. `how`: a code of data/unborn.yaml."""

    unborn: str
    how: str


class Held(Act, frozen=True, tag="held"):
    """What a record says of a household or a relationship. A later act of the same key is its new version."""

    key: str
    record: str
    fact: Household | Relation


AnyAct = Met | Assert | Proposed | Reject | Split | Retract | Restated | Undo | Promote | Ended | Held


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """`seq` counts from 1 without gaps; 0 before it is taken. `by`: a person's name and role, or "engine"."""

    act: AnyAct
    on: datetime
    by: str
    reason: str = ""
    seq: int = 0


def pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def records_of(act: AnyAct) -> tuple[str, ...]:
    """Every record an act names."""
    match act:
        case Assert(a, b) | Proposed(a, b) | Reject(a, b) | Promote(a, b):
            return a, b
        case Split(groups=groups):
            return tuple(record for group in groups for record in group)
        case Restated(record, scores):
            return record, *(other for other, _ in scores)
        case Undo():
            return ()
        case Held(record=record, fact=fact):
            return (record, fact.other) if isinstance(fact, Relation) else (record,)
    return (act.unborn if isinstance(act, Ended) else act.record,)


def numbered(entries: Iterable[Entry], *, after: int) -> tuple[Entry, ...]:
    """The entries with the numbers that follow `after`."""
    return tuple(msgspec.structs.replace(entry, seq=after + i) for i, entry in enumerate(entries, 1))


def encoded(entry: Entry) -> bytes:
    return msgspec.json.encode(entry)


_DECODER = msgspec.json.Decoder(Entry)


def decoded(text: bytes | str) -> Entry:
    """Raises msgspec.ValidationError where the text is no entry."""
    return _DECODER.decode(text)
