"""Who shares a home and a birth date with whom: one key an entry, kept as sorted numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tocsin.identity.matching.blocking import UNLIMITED, scrambled
from tocsin.identity.matching.index import Index
from tocsin.identity.matching.lexicon import stable_hash

AT_ONCE = 50_000  # entries


class Homes:
    """A key is 64 bits of a hash. That two of two million homes share one happens once in ten million."""

    def __init__(self) -> None:
        self._index = Index()
        self._staged: list[tuple[int, int]] = []

    def stage(self, house: str, born: int, entry: int) -> None:
        """Found only after `sort`."""
        self._staged.append((_key(house, born), entry))
        if len(self._staged) == AT_ONCE:
            self._pass_on()

    def sort(self) -> None:
        if self._staged:
            self._pass_on()
        self._index.sort()

    def _pass_on(self) -> None:
        keys, entries = zip(*self._staged, strict=True)
        self._index.stage(np.array(keys, dtype=np.uint64), np.array(entries, dtype=np.int32))
        self._staged = []

    def several(self) -> Iterator[list[int]]:
        """Each two or more entries of one home and birth date, in their order."""
        return self._index.shared()

    def add(self, house: str, born: int, entry: int) -> list[int]:
        """All of that home and birth date, this one the last."""
        key = _key(house, born)
        found: list[int] = self._index.sought([(key, UNLIMITED)]).tolist()
        self._index.add(np.array([key], dtype=np.uint64), entry)
        return [*found, entry]


def _key(house: str, born: int) -> int:
    return scrambled(stable_hash(house) ^ scrambled(born))
