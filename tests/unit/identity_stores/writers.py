"""A writer of its own: meets records and links them, beside others who do the same on the same store."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from stores_to_test import Place

from tocsin.identity.ledger.entries import ENGINE, Assert, Entry, Met, Reject, Retract, Undo
from tocsin.identity.ledger.ledger import Ledger
from tocsin.identity.stated import Stated
from tocsin.identity.stores.store import Arrival

ON = datetime(2024, 5, 1, 9, 30, tzinfo=UTC)
SHARED = [f"shared-{n}" for n in range(5)]


def write(ledger: Ledger, name: str, turns: int) -> list[int]:
    """Numbers of the acknowledged entries. Every writer also meets and links the same few records."""
    chance, taken = random.Random(name), []
    for turn in range(turns):
        own = f"{name}-{turn}"
        shared = chance.choice(SHARED)
        entries = [
            Entry(Met(own), ON, ENGINE),
            Entry(Met(shared), ON, ENGINE),
            Entry(Assert(own, shared, 5.0), ON, ENGINE),
        ]
        last = ledger.take(entries, arrivals=[Arrival(Stated(own), (hash_of(own), 7))]).seq
        taken += [last - 2, last - 1, last]
        if turn % 4 == 3:
            act = chance.choice([Undo(last), Retract(own), Reject(own, shared)])
            taken.append(ledger.take([Entry(act, ON, name, "read both files")]).seq)
    return taken


def hash_of(record: str) -> int:
    return random.Random(record).getrandbits(62)


def write_alone(place: Place, name: str, turns: int) -> list[int]:
    """In a process of its own."""
    store = place.fresh()
    try:
        return write(Ledger(store), name, turns)
    finally:
        store.close()
