"""Random histories of the ledger: numbers become acts that it takes, so that any list of numbers is one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from tocsin.identity.ledger.entries import (
    ENGINE,
    AnyAct,
    Assert,
    Ended,
    Entry,
    Held,
    Met,
    Promote,
    Reject,
    Restated,
    Retract,
    Split,
    Undo,
)
from tocsin.identity.ledger.facts import Evidence, Household, Relation
from tocsin.identity.ledger.plausible import CODES, Known, Stay
from tocsin.identity.ledger.settings import Settings
from tocsin.identity.ledger.state import State

SETTINGS = Settings(join=2.0, split=-1.0)
START = datetime(2024, 1, 1, tzinfo=UTC)
PERSON = "R. Osei, records lead"
Numbers = tuple[int, int, int, int]

# How often each kind of act is chosen, of 100.
KINDS = (
    ("met", 22), ("scored", 30), ("joined", 6), ("rejected", 6), ("split", 5), ("withdrawn", 3),
    ("restated", 6), ("undone", 15), ("promoted", 2), ("ended", 1), ("held", 4),
)  # fmt: skip
DECK = [kind for kind, share in KINDS for _ in range(share)]

# The same where people overrule rules all the time, and take it back.
OVERRULING = [kind for kind in DECK if kind in ("met", "scored", "rejected", "undone")] + 60 * ["joined"]


def numbers(chance: random.Random, count: int) -> list[Numbers]:
    return [tuple(chance.randrange(1 << 16) for _ in range(4)) for _ in range(count)]  # type: ignore[misc]


class Histories:
    """Turns numbers into the next entry. `near`: how far apart the records of a pair may lie."""

    def __init__(self, *, near: int = 4, deck: list[str] = DECK) -> None:
        self.deck = deck
        self.records: list[str] = []
        self.near = near
        self.seq = self.w = self.x = self.y = 0
        self.state = State(SETTINGS)

    def entries(self, state: State, drawn: list[Numbers]) -> Iterator[Entry]:
        """Each is told of the state as it is when it is asked for."""
        for one in drawn:
            yield self.entry(state, one)

    def entry(self, state: State, drawn: Numbers) -> Entry:
        kind, self.w, self.x, self.y = self.deck[drawn[0] % len(self.deck)], *drawn[1:]
        self.state = state
        if len(self.records) < 2:
            kind = "met"
        act: AnyAct = getattr(self, f"_{kind}")()
        self.seq += 1
        engine = isinstance(act, Met | Restated) or (isinstance(act, Assert) and act.score is not None)
        on = START + timedelta(minutes=self.seq)
        return Entry(act, on, ENGINE if engine else PERSON, "" if engine else "read both files", self.seq)

    def _one(self, w: int) -> str:
        return self.records[w % len(self.records)]

    def _two(self) -> tuple[str, str]:
        first = self.w % len(self.records)
        second = (first + 1 + self.x % min(self.near, len(self.records) - 1)) % len(self.records)
        return self.records[first], self.records[second]

    def _met(self) -> AnyAct:
        if self.records and self.w % 8 == 0:
            return Met(self._one(self.x), self._known())
        record = f"r{(self.w * 7919 + len(self.records)) % 100_000:05d}-{len(self.records)}"
        self.records.append(record)
        return Met(record, self._known())

    def _known(self) -> Known:
        day, x, y = date(2015, 1, 1), self.x, self.y
        return Known(
            nhs_numbers=frozenset((f"n{x % 3}",)) if x % 5 == 0 else frozenset(),
            births=frozenset((day + timedelta(days=400 * (y // 4 % 2)),)) if y % 4 == 0 else frozenset(),
            birth_notice=f"b{y % 3}" if x % 11 == 0 else "",
            stays=(Stay(f"ward{x % 2}", day + timedelta(y % 60), day + timedelta(y % 60 + 5)),)
            if y % 7 == 0
            else (),
        )

    def _scored(self) -> AnyAct:
        a, b = self._two()
        return Assert(a, b, score=(self.y % 12) - 4.0)

    def _joined(self) -> AnyAct:
        a, b = self._two()
        return Assert(a, b, despite=CODES[: self.y % 3])

    def _rejected(self) -> AnyAct:
        return Reject(*self._two())

    def _split(self) -> AnyAct:
        person = self.state.person_of(self._one(self.w)) or "p-000001"
        members = list(self.state.records_of(person))
        if len(members) < 2:
            members = list(self._two())
        if self.y % 3 == 0:
            return Split(person, tuple((record,) for record in members))
        cut = 1 + self.y % (len(members) - 1)
        return Split(person, (tuple(members[:cut]), tuple(members[cut:])))

    def _withdrawn(self) -> AnyAct:
        return Retract(self._one(self.w))

    def _restated(self) -> AnyAct:
        record, other = self._two()
        scores = ((other, (self.y % 12) - 4.0),) if self.y % 3 else ()
        return Restated(record, scores, self._known() if self.y % 2 else None)

    def _undone(self) -> AnyAct:
        back = self.x % 8 if self.w % 2 else self.x
        return Undo(self.seq - back % self.seq)

    def _promoted(self) -> AnyAct:
        return Promote(*self._two())

    def _ended(self) -> AnyAct:
        return Ended(self._one(self.w), "stillbirth")

    def _held(self) -> AnyAct:
        told, (record, other) = Evidence("housing", "yes"), self._two()
        fact = Household(f"h{self.y % 5}", told) if self.y % 2 else Relation(other, "mother", told)
        return Held(f"k{self.x % 40}", record, fact)
