"""Which entries share a key: sorted arrays, and a tail for what came since they were sorted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tocsin.identity.matching.blocking import Keys

PART = 4  # bits: about so many keys, as a power of two, between two marks
TAIL = 200_000  # keys kept unsorted before all are sorted again
RANGES = 16  # of keys, by their first bits
Part = tuple[Keys, NDArray[np.int32]]


class Index:
    def __init__(self) -> None:
        self._keys: Keys = np.empty(0, dtype=np.uint64)
        self._rows: NDArray[np.int32] = np.empty(0, dtype=np.int32)
        self._tail: dict[int, list[int]] = defaultdict(list)
        self._waiting = 0
        self._staged: list[Part] = []
        self._mark()

    def stage(self, keys: Keys, rows: NDArray[np.int32]) -> None:
        """Many at once; found only after `sort`."""
        self._staged.append((keys, rows))

    def sort(self) -> None:
        """A part of the keys' range at a time: to order all at once would take the room of all twice over."""
        staged, self._staged = [(self._keys, self._rows), *self._staged], []
        size = sum(len(rows) for _, rows in staged)
        self._keys, self._rows = np.empty(size, dtype=np.uint64), np.empty(size, dtype=np.int32)
        begin = 0
        for part in range(RANGES if size > TAIL else 1):
            keys, rows = _of_range(staged, part) if size > TAIL else _together(staged)
            order = np.argsort(keys, kind="stable")
            end = begin + len(keys)
            np.take(keys, order, out=self._keys[begin:end])
            np.take(rows, order, out=self._rows[begin:end])
            begin = end
        self._mark()

    def shared(self) -> Iterator[list[int]]:
        """The entries of each key that two or more share, of those sorted."""
        same = self._keys[1:] == self._keys[:-1]
        ends = np.diff(same.astype(np.int8), prepend=0, append=0)
        for begin, end in zip(
            np.nonzero(ends == 1)[0].tolist(), np.nonzero(ends == -1)[0].tolist(), strict=True
        ):
            yield self._rows[begin : end + 1].tolist()

    def _mark(self) -> None:
        """Where the keys begin that share their first bits: keys are spread evenly, so each part is short."""
        bits = max(1, len(self._keys).bit_length() - PART)
        self._shift = 64 - bits
        parts = np.arange(1 << bits, dtype=np.uint64) << np.uint64(self._shift)
        self._marks = np.append(np.searchsorted(self._keys, parts), len(self._keys))

    def add(self, keys: Keys, row: int) -> None:
        for key in keys.tolist():
            self._tail[key].append(row)
        self._waiting += len(keys)
        if self._waiting > TAIL:
            self._settle()

    def _settle(self) -> None:
        pairs = [(key, row) for key, rows in self._tail.items() for row in rows]
        self._tail.clear()
        self._waiting = 0
        keys, rows = zip(*pairs, strict=True)
        self.stage(np.array(keys, dtype=np.uint64), np.array(rows, dtype=np.int32))
        self.sort()

    def rows(self, keys: Keys, most: NDArray[np.int64]) -> NDArray[np.int32]:
        """Entries under any of the keys, once each, sorted.

        A key that more than its `most` share is passed over.
        """
        return self.sought(list(zip(keys.tolist(), most.tolist(), strict=True)))

    def sought(self, keys: Sequence[tuple[int, int]]) -> NDArray[np.int32]:
        """As `rows`, of (key, its most)."""
        found = [self._rows[begin:end] for begin, end in self._found(keys)]
        if self._waiting:
            tails = ((self._tail.get(key), limit) for key, limit in keys)
            found += [np.array(rows, dtype=np.int32) for rows, limit in tails if rows and len(rows) <= limit]
        if not found:
            return np.empty(0, dtype=np.int32)
        together = np.concatenate(found)
        together.sort()
        first = np.empty(len(together), dtype=np.bool_)
        first[:1] = True
        np.not_equal(together[1:], together[:-1], out=first[1:])
        return together[first]

    def _found(self, keys: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        held, marks, shift = self._keys.data, self._marks.data, self._shift
        for key, most in keys:
            part = key >> shift
            end = marks[part + 1]
            begin = bisect_left(held, key, marks[part], end)
            if begin < end and held[begin] == key:
                end = bisect_right(held, key, begin, end)
                if end - begin <= most:
                    yield begin, end

    def pairs(
        self, keys: Keys, askers: NDArray[np.int64], most: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """As `rows` for many at once: (asker, entry), once each, sorted by asker."""
        begin, size = self._spans(keys, most)
        again = np.repeat(np.arange(len(keys)), size)
        within = np.arange(len(again)) - (np.cumsum(size) - size)[again]
        both = (askers[again] << 32) + self._rows[begin[again] + within]
        both = np.concatenate((both, self._tail_pairs(keys, askers, most))) if self._waiting else both
        both.sort()
        first = np.empty(len(both), dtype=np.bool_)  # np.unique hashes, which takes many times as long
        first[:1] = True
        np.not_equal(both[1:], both[:-1], out=first[1:])
        distinct = both[first]
        return distinct >> 32, distinct & 0xFFFFFFFF

    def _tail_pairs(
        self, keys: Keys, askers: NDArray[np.int64], most: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        lines = zip(keys.tolist(), askers.tolist(), most.tolist(), strict=True)
        found = [
            (asker << 32) + row
            for key, asker, limit in lines
            if len(rows := self._tail.get(key, ())) <= limit
            for row in rows
        ]
        return np.array(found, dtype=np.int64)

    def _spans(self, keys: Keys, most: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Looked up in their order, so that each is near the one before."""
        order = np.argsort(keys)
        ordered = keys[order]
        begin, end = np.empty((2, len(keys)), dtype=np.int64)
        begin[order] = np.searchsorted(self._keys, ordered, "left")
        end[order] = np.searchsorted(self._keys, ordered, "right")
        size = end - begin
        return begin, np.where(size > most, 0, size)


def _together(parts: Sequence[Part]) -> Part:
    keys, rows = zip(*parts, strict=True)
    return np.concatenate(keys), np.concatenate(rows)


def _of_range(parts: Sequence[Part], number: int) -> Part:
    shift = np.uint64(64 - (RANGES - 1).bit_length())
    chosen = [keys >> shift == number for keys, _ in parts]
    return _together([(keys[own], rows[own]) for own, (keys, rows) in zip(chosen, parts, strict=True)])
