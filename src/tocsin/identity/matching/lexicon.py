"""Words as numbers: equal words have equal numbers, and a hash that is the same in every process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from tocsin.identity.matching.shapes import Shapes, shape_of

MISSING = -1
Number = TypeVar("Number", np.uint64, np.int32)
Intern = Callable[[Sequence[str]], tuple[int, ...]]


def stable_hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


class Lexicon:
    """Grows with a register. A query's unknown words get numbers below MISSING, in a `Visitor` of its own,
    so that asking leaves nothing behind."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.numbers: dict[str, int] = {}
        self._hashes = np.empty(1024, dtype=np.uint64)
        self._counts = np.zeros((1024, 2), dtype=np.int32)
        self._shapes: Shapes = np.zeros(1024, dtype=np.uint64)  # nought until it is first asked for

    def intern(self, words: Sequence[str]) -> tuple[int, ...]:
        numbers, found = self.numbers, []
        for word in words:
            number = numbers.get(word) if word else MISSING
            found.append(self._new(word) if number is None else number)
        return tuple(found)

    def _new(self, word: str) -> int:
        number = len(self.words)
        if number == len(self._hashes):
            self._hashes, self._counts = _doubled(self._hashes), _doubled(self._counts)
            self._shapes = _doubled(self._shapes)
        self._hashes[number] = stable_hash(word)
        self.words.append(word)
        self.numbers[word] = number
        return number

    def hashes(self, numbers: NDArray[np.integer[Any]]) -> NDArray[np.uint64]:
        """What stands for a missing one means nothing."""
        found: NDArray[np.uint64] = self._hashes[numbers]
        return found

    def shapes(self, numbers: NDArray[np.integer[Any]]) -> Shapes:
        """Of no missing one."""
        found: Shapes = self._shapes[numbers]
        if unmet := set(numbers[found == 0].tolist()):
            for number in unmet:
                self._shapes[number] = shape_of(self.words[number])
            found = self._shapes[numbers]
        return found

    def count(self, numbers: NDArray[np.integer[Any]], kind: int) -> None:
        """More entries that bear these words, as first names (0) or surnames (1)."""
        np.add.at(self._counts[:, kind], numbers[numbers >= 0], 1)

    def counts(self, numbers: NDArray[np.integer[Any]], kind: int) -> NDArray[np.int32]:
        found = self._counts[np.maximum(numbers, 0), kind]
        return np.where(numbers < 0, 0, found)

    def hash_of(self, number: int) -> int:
        return int(self._hashes[number])

    def count_of(self, number: int, kind: int) -> int:
        return 0 if number < 0 else int(self._counts[number, kind])


def _doubled(held: NDArray[Number]) -> NDArray[Number]:
    """With as many noughts again, which take no room until they are written to."""
    larger = np.zeros((2 * len(held), *held.shape[1:]), dtype=held.dtype)
    larger[: len(held)] = held
    return larger


class Visitor:
    """A lexicon as one query sees it: its own unknown words have numbers below MISSING."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._own: dict[str, int] = {}
        self._words: list[str] = []

    def intern(self, words: Sequence[str]) -> tuple[int, ...]:
        known = self._lexicon.numbers
        return tuple([known[word] if word in known else self._strange(word) for word in words])

    def _strange(self, word: str) -> int:
        if not word:
            return MISSING
        if word not in self._own:
            self._own[word] = MISSING - 1 - len(self._words)
            self._words.append(word)
        return self._own[word]

    def word(self, number: int) -> str:
        return self._lexicon.words[number] if number >= 0 else self._words[MISSING - 1 - number]

    def hash_of(self, number: int) -> int:
        return self._lexicon.hash_of(number) if number >= 0 else stable_hash(self.word(number))

    def words(self, numbers: list[int]) -> list[str]:
        known, own = self._lexicon.words, self._words
        return [known[number] if number >= 0 else own[MISSING - 1 - number] for number in numbers]

    def hashes(self, numbers: NDArray[np.integer[Any]]) -> NDArray[np.uint64]:
        """Of known words and its own; what stands for a missing one means nothing."""
        known = self._lexicon.hashes(np.maximum(numbers, 0))
        if not self._words:
            return known
        own = np.array([stable_hash(word) for word in self._words], dtype=np.uint64)
        strange = numbers < MISSING
        known[strange] = own[MISSING - 1 - numbers[strange]]
        return known

    def shapes(self, numbers: NDArray[np.integer[Any]]) -> Shapes:
        """Of no missing one."""
        if not self._words:
            return self._lexicon.shapes(numbers)
        own = np.array([shape_of(word) for word in self._words], dtype=np.uint64)
        strange = numbers < MISSING
        found = np.empty(len(numbers), dtype=np.uint64)
        found[strange] = own[MISSING - 1 - numbers[strange]]
        found[~strange] = self._lexicon.shapes(numbers[~strange])
        return found
