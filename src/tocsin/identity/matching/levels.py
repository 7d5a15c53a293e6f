"""Agreement patterns of pairs of entries: the specification run on arrays.

Where an entry has several values of a field, the best level of any two values counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cpdist

from tocsin.identity.matching.columns import WORDS, Columns, Group, paired
from tocsin.identity.matching.lexicon import MISSING
from tocsin.identity.matching.specification import Comparison, Specification, Test

Rows = NDArray[np.int64]  # or narrower
Truth = NDArray[np.bool_]


class Side(NamedTuple):
    """One side of the comparison. `word` gives back the word of a number in a column."""

    columns: Columns
    word: Callable[[str, int], str]


Share = Callable[[str, Rows], NDArray[np.float64]]  # of the register that bears these words in that column


class Pairs(NamedTuple):
    asked: Side
    held: Side
    asking: Rows  # entry of `asked` in each pair
    holding: Rows
    share: Share


def patterns(pairs: Pairs, specification: Specification) -> Rows:
    """One number for each pair."""
    code = np.zeros(len(pairs.asking), dtype=np.int64)
    for comparison, stride in zip(specification.comparisons, specification.strides, strict=True):
        code += levels(pairs, comparison) * stride
    return code


def levels(pairs: Pairs, comparison: Comparison) -> Rows:
    one, other = pairs.asked.columns.groups[comparison.of], pairs.held.columns.groups[comparison.of]
    left, right, begins = paired(one, other, pairs.asking, pairs.holding)
    values = _Values(pairs, one, other, left, right)
    found = np.full(len(left), len(comparison.levels) - 1, dtype=np.int64)
    for number in range(len(comparison.levels) - 2, -1, -1):
        found[_any(values, comparison.levels[number].when)] = number
    return found if begins is None else np.minimum.reduceat(found, begins)


def _any(values: _Values, lines: tuple[tuple[Test, ...], ...]) -> Truth:
    held = values.all_of(lines[0])
    for line in lines[1:]:
        held = held | values.all_of(line)
    return held


class _Values:
    """The values of paired rows, each test's answer kept for the next level that asks it."""

    def __init__(self, pairs: Pairs, one: Group, other: Group, left: Rows, right: Rows) -> None:
        self._pairs, self._one, self._other, self._left, self._right = pairs, one, other, left, right
        self._answers: dict[Test, Truth] = {}
        self._ones: dict[str, Rows] = {}
        self._others: dict[str, Rows] = {}
        self._scores: dict[tuple[str, str], NDArray[np.float64]] = {}

    def all_of(self, line: tuple[Test, ...]) -> Truth:
        held = self.test(line[0])
        for test in line[1:]:
            held = held & self.test(test)
        return held

    def test(self, test: Test) -> Truth:
        if test not in self._answers:
            self._answers[test] = _TESTS[test.operator](self, test)
        return self._answers[test]

    def one(self, column: str) -> Rows:
        if column not in self._ones:
            self._ones[column] = self._one.column(column)[self._left]
        return self._ones[column]

    def other(self, column: str) -> Rows:
        if column not in self._others:
            self._others[column] = self._other.column(column)[self._right]
        return self._others[column]

    def stated(self, column: str) -> Truth:
        return _unlike(self.one(column), MISSING) & _unlike(self.other(column), MISSING)

    def same(self, test: Test) -> Truth:
        ones = self.one(test.columns[0])
        return _equal(ones, self.other(test.columns[0])) & _unlike(ones, MISSING)

    def crossed(self, test: Test) -> Truth:
        a, b = test.columns
        one_way = _equal(self.one(a), self.other(b)) & _unlike(self.one(a), MISSING)
        return one_way | (_equal(self.one(b), self.other(a)) & _unlike(self.one(b), MISSING))

    def alike(self, test: Test) -> Truth:
        scores = self._of_words(test.columns[0], "alike", JaroWinkler.normalized_similarity, np.float64)
        return self.stated(test.columns[0]) & (scores >= test.limit)

    def edits(self, test: Test) -> Truth:
        column = test.columns[0]
        if column not in WORDS:
            return self.stated(column) & _one_edit(self.one(column), self.other(column))
        scores = self._of_words(column, "edits", DamerauLevenshtein.distance, np.int32)
        return self.stated(column) & (scores <= test.limit)

    def begins(self, test: Test) -> Truth:
        return self.stated(test.columns[0]) & (
            self._of_words(test.columns[0], "begins", None, np.float64) > 0
        )

    def fits(self, test: Test) -> Truth:
        return ~self.stated(test.columns[0]) | (
            self._of_words(test.columns[0], "begins", None, np.float64) > 0
        )

    def rare(self, test: Test) -> Truth:
        return self._pairs.share(test.columns[0], self.other(test.columns[0])) <= test.limit

    def digits(self, test: Test) -> Truth:
        column = test.columns[0]
        return self.stated(column) & (_digits_apart(self.one(column), self.other(column), 10) <= test.limit)

    def marked(self, test: Test) -> Truth:
        return _equal(self.other(test.columns[0]), 1)

    def is_stated(self, test: Test) -> Truth:
        return self.stated(test.columns[0])

    def _of_words(self, column: str, kind: str, scorer: Any, dtype: Any) -> NDArray[np.float64]:
        """Each distinct pair of words is judged once."""
        if (column, kind) not in self._scores:
            self._scores[column, kind] = self._judged(column, scorer, dtype)
        return self._scores[column, kind]

    def _judged(self, column: str, scorer: Any, dtype: Any) -> NDArray[np.float64]:
        both = (self.one(column).astype(np.int64) << 32) + self.other(column)
        distinct, back = np.unique(both, return_inverse=True)
        held = ((distinct + (1 << 31)) & 0xFFFFFFFF) - (1 << 31)
        asked = (distinct - held) >> 32
        ones = [self._pairs.asked.word(column, number) for number in asked.tolist()]
        others = [self._pairs.held.word(column, number) for number in held.tolist()]
        return _judge(ones, others, scorer, dtype)[back]


def _equal(ones: Rows, others: Rows | int) -> Truth:
    found: Truth = ones == others
    return found


def _unlike(ones: Rows, others: Rows | int) -> Truth:
    found: Truth = ones != others
    return found


def _judge(ones: list[str], others: list[str], scorer: Any, dtype: Any) -> NDArray[np.float64]:
    if scorer is None:
        begun = [
            bool(a and b and (a.startswith(b) or b.startswith(a))) for a, b in zip(ones, others, strict=True)
        ]
        return np.array(begun, dtype=np.float64)
    found: NDArray[np.float64] = cpdist(ones, others, scorer=scorer, dtype=dtype)
    return found


def _figures(numbers: Rows, length: int) -> NDArray[np.int64]:
    powers = 10 ** np.arange(length - 1, -1, -1, dtype=np.int64)
    return numbers[:, None] // powers % 10


def _digits_apart(ones: Rows, others: Rows, length: int) -> Rows:
    apart: Rows = _unlike(_figures(ones, length), _figures(others, length)).sum(axis=1)
    return apart


def _one_edit(ones: Rows, others: Rows) -> Truth:
    """One digit of a written date replaced, or two neighbours exchanged: Damerau-Levenshtein of at most 1."""
    a, b = _figures(ones, 8), _figures(others, 8)
    unlike = _unlike(a, b)
    apart: Rows = unlike.sum(axis=1)
    turned = unlike[:, :-1] & unlike[:, 1:] & (a[:, :-1] == b[:, 1:]) & (a[:, 1:] == b[:, :-1])
    near: Truth = (apart <= 1) | (_equal(apart, 2) & turned.any(axis=1))
    return near


_TESTS: Mapping[str, Callable[[_Values, Test], Truth]] = {
    "same": _Values.same,
    "crossed": _Values.crossed,
    "alike": _Values.alike,
    "edits": _Values.edits,
    "begins": _Values.begins,
    "fits": _Values.fits,
    "rare": _Values.rare,
    "digits": _Values.digits,
    "marked": _Values.marked,
    "stated": _Values.is_stated,
}
