"""How alike two words can be at most, from one number each: most pairs need not be spelt out.

A shape holds which letters a word has, how many, and its first two. Letters that only one of two words has
are letters that an edit must change, and that no measure of likeness can count as common.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

Shapes = NDArray[np.uint64]
KINDS = 37  # bits: a letter, a digit, or any other sign
_SIZE, _FIRST, _SECOND = KINDS, KINDS + 8, KINDS + 14  # where each begins
_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"
_KIND = defaultdict(lambda: len(_SIGNS), {sign: number for number, sign in enumerate(_SIGNS)})
_LETTERS, _EIGHT, _SIX = (np.uint64((1 << bits) - 1) for bits in (KINDS, 8, 6))
_ROUNDING = 1e-9


def shape_of(word: str) -> int:
    """Of a word of one letter or more, 255 at most; never nought."""
    kinds = [_KIND[sign] for sign in word.lower()]
    letters = 0
    for kind in kinds:
        letters |= 1 << kind
    second = kinds[1] + 1 if len(kinds) > 1 else 0
    return letters | len(word) << _SIZE | (kinds[0] + 1) << _FIRST | second << _SECOND


class Bounds:
    """Of pairs of words."""

    def __init__(self, ones: Shapes, others: Shapes) -> None:
        self._ones, self._others = ones, others
        self._only_one = np.bitwise_count(ones & ~others & _LETTERS).astype(np.int16)
        self._only_other = np.bitwise_count(others & ~ones & _LETTERS).astype(np.int16)
        self._size = (ones >> np.uint64(_SIZE) & _EIGHT).astype(np.int16)
        self._other_size = (others >> np.uint64(_SIZE) & _EIGHT).astype(np.int16)

    def alike(self) -> NDArray[np.float64]:
        """No Jaro-Winkler similarity is greater: letters in common, and a tenth of what is left for each of
        up to four letters with which both begin (Winkler, 1990)."""
        common = np.minimum(self._size - self._only_one, self._other_size - self._only_other)
        jaro = (common / self._size + common / self._other_size + 1) / 3
        first = self._same(_FIRST)
        begun = np.where(first & self._same(_SECOND), 0.4, np.where(first, 0.1, 0.0))
        found: NDArray[np.float64] = np.where(common > 0, jaro + begun * (1 - jaro) + _ROUNDING, 0.0)
        return found

    def edits(self) -> NDArray[np.int16]:
        """No Damerau-Levenshtein distance is less."""
        lengths = np.abs(self._size - self._other_size)
        found: NDArray[np.int16] = np.maximum(np.maximum(self._only_one, self._only_other), lengths)
        return found

    def begins(self) -> NDArray[np.bool_]:
        """False where neither can begin with the other."""
        found: NDArray[np.bool_] = self._same(_FIRST) & ((self._only_one == 0) | (self._only_other == 0))
        return found

    def _same(self, place: int) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = (self._ones ^ self._others) >> np.uint64(place) & _SIX == 0
        return found
