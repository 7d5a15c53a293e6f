"""The records the ledger has met: their numbers, whether they are there now, and what they hold."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from typing import Any

from tocsin.identity.ledger.plausible import Known

NOTHING = Known()


class Records:
    """Numbers count distinct records in the order they were first met, from 1, and are never used again."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._by_number: list[str] = []
        self._arrivals: defaultdict[str, list[tuple[int, bool]]] = defaultdict(list)
        self._told: defaultdict[str, list[tuple[int, Known]]] = defaultdict(list)
        self._live: set[str] = set()

    def __len__(self) -> int:
        return len(self._by_number)

    def is_met(self, record: str) -> bool:
        return record in self._numbers

    def is_live(self, record: str) -> bool:
        return record in self._live

    def number(self, record: str) -> int:
        return self._numbers[record]

    def with_number(self, number: int) -> str | None:
        return self._by_number[number - 1] if 0 < number <= len(self._by_number) else None

    def known(self, record: str) -> Known:
        told = self._told.get(record)
        return told[-1][1] if told else NOTHING

    def arrive(self, seq: int, record: str, *, there: bool, counts: bool) -> bool:
        """A record was met (`there`) or withdrawn; or that was taken back. True if it came or went."""
        if record not in self._numbers:
            self._by_number.append(record)
            self._numbers[record] = len(self._by_number)
        turn(self._arrivals[record], (seq, there), counts=counts)
        was = record in self._live
        arrivals = self._arrivals[record]
        if is_now := bool(arrivals) and arrivals[-1][1]:
            self._live.add(record)
        else:
            self._live.discard(record)
        return was != is_now

    def tell(self, seq: int, record: str, known: Known, *, counts: bool) -> bool:
        """True if what the record holds has changed."""
        before = self.known(record)
        told = self._told[record]
        if counts:
            insort(told, (seq, known), key=lambda one: one[0])
        else:
            told[:] = [one for one in told if one[0] != seq]
        return self.known(record) != before


def turn(held: list[Any], one: Any, *, counts: bool) -> None:
    """Puts one in its place by seq, or takes it out."""
    if counts:
        insort(held, one)
    else:
        held.remove(one)
