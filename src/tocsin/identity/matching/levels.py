"""Agreement patterns of pairs of entries: the specification run on arrays.

Where an entry has several values of a field, the best level of any two values counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cpdist

from tocsin.identity.matching.columns import PLACE, WORDS, Columns, Rows, paired
from tocsin.identity.matching.lexicon import MISSING
from tocsin.identity.matching.specification import Specification, Test

Truth = NDArray[np.bool_]
NEVER = 99  # edits between words that are not both stated


class Side(NamedTuple):
    """One side of the comparison. `words` gives back the words of numbers of a column."""

    columns: Columns
    words: Callable[[str, list[int]], list[str]]


Share = Callable[[str, Rows], NDArray[np.float64]]  # of the register that bears these words in that column


class Pairs(NamedTuple):
    asked: Side
    held: Side
    asking: Rows  # entry of `asked` in each pair
    holding: Rows
    share: Share


def patterns(pairs: Pairs, specification: Specification) -> Rows:
    """One number for each pair: its levels, each times its stride."""
    plan = planned(specification)
    left, right, begins = paired(pairs.asked.columns, pairs.held.columns, pairs.asking, pairs.holding)
    met = plan.met(_Values(pairs, pairs.asked.columns.rows[left], pairs.held.columns.rows[right]))
    code = np.zeros(len(pairs.asking), dtype=np.int64)
    for begin, end, stride in plan.fields:
        found = met[begin:end].argmax(axis=0)
        code += (found if begins is None else np.minimum.reduceat(found, begins)) * stride
    return code


class Plan:
    """The specification laid out for one pass: each test once, each line by its tests' numbers."""

    def __init__(self, specification: Specification) -> None:
        levels = [level for comparison in specification.comparisons for level in comparison.levels]
        distinct = {test: None for level in levels for line in level.when for test in line}
        self.tests = tuple(distinct)
        number = {test: place for place, test in enumerate(self.tests)}
        self.levels = tuple(
            tuple(tuple(number[test] for test in line) for line in level.when) for level in levels
        )
        ends = np.cumsum(specification.sizes).tolist()
        begins = [0, *ends[:-1]]
        self.fields = tuple(zip(begins, ends, specification.strides, strict=True))

    def met(self, values: _Values) -> Truth:
        """(levels of all fields, pairs): whether the pair meets the level, the better ones left aside."""
        answers = [_TESTS[test.operator](values, test) for test in self.tests]
        met = np.ones((len(self.levels), values.size), dtype=np.bool_)
        for place, lines in enumerate(self.levels):
            for order, line in enumerate(lines):
                held = answers[line[0]]
                for other in line[1:]:
                    held = held & answers[other]
                met[place] = held if order == 0 else met[place] | held
        return met


@lru_cache(maxsize=2)
def planned(specification: Specification) -> Plan:
    return Plan(specification)


class _Values:
    """The values of paired rows (pairs, columns)."""

    def __init__(self, pairs: Pairs, ones: Rows, others: Rows) -> None:
        self._pairs, self._ones, self._others = pairs, ones, others
        self.size = len(ones)
        self._stated: Truth = (ones != MISSING) & (others != MISSING)
        self._equal: Truth = (ones == others) & self._stated
        self._words: dict[str, _Words] = {}

    def stated(self, test: Test) -> Truth:
        found: Truth = self._stated[:, PLACE[test.column]]
        return found

    def same(self, test: Test) -> Truth:
        found: Truth = self._equal[:, PLACE[test.column]]
        return found

    def crossed(self, test: Test) -> Truth:
        a, b = (PLACE[column] for column in test.columns)
        return self._crossed(a, b) | self._crossed(b, a)

    def _crossed(self, a: int, b: int) -> Truth:
        ones = self._ones[:, a]
        found: Truth = (ones == self._others[:, b]) & (ones != MISSING)
        return found

    def alike(self, test: Test) -> Truth:
        found: Truth = self._spelt(test.column).alike >= test.limit
        return found

    def edits(self, test: Test) -> Truth:
        if test.column in WORDS:
            found: Truth = self._spelt(test.column).edits <= test.limit
            return found
        place = PLACE[test.column]
        near: Truth = self._stated[:, place] & _one_edit(self._ones[:, place], self._others[:, place])
        return near

    def begins(self, test: Test) -> Truth:
        return self._spelt(test.column).begins

    def fits(self, test: Test) -> Truth:
        return ~self.stated(test) | self._spelt(test.column).begins

    def rare(self, test: Test) -> Truth:
        return self._pairs.share(test.column, self._others[:, PLACE[test.column]]) <= test.limit

    def digits(self, test: Test) -> Truth:
        place = PLACE[test.column]
        apart = _digits_apart(self._ones[:, place], self._others[:, place])
        found: Truth = self._stated[:, place] & (apart <= test.limit)
        return found

    def marked(self, test: Test) -> Truth:
        found: Truth = self._others[:, PLACE[test.column]] == 1
        return found

    def _spelt(self, column: str) -> _Words:
        held = self._words.get(column)
        if held is None:
            place = PLACE[column]
            ones, others = self._ones[:, place], self._others[:, place]
            held = self._words[column] = _Words(self._pairs, column, (ones, others), self._stated[:, place])
        return held


class _Words:
    """How alike the words of one column are; each distinct pair is judged once, and only stated ones."""

    def __init__(self, pairs: Pairs, column: str, sides: tuple[Rows, Rows], both: Truth) -> None:
        self._both = both
        codes = (sides[0][both] << 32) + sides[1][both]
        distinct, self._back = np.unique(codes, return_inverse=True)
        held = ((distinct + (1 << 31)) & 0xFFFFFFFF) - (1 << 31)
        asked = (distinct - held) >> 32
        self._asked = pairs.asked.words(column, asked.tolist())
        self._held = pairs.held.words(column, held.tolist())

    @cached_property
    def alike(self) -> NDArray[np.float64]:
        judged = cpdist(self._asked, self._held, scorer=JaroWinkler.normalized_similarity, dtype=np.float64)
        return self._spread(judged, 0)

    @cached_property
    def edits(self) -> NDArray[np.float64]:
        judged = cpdist(self._asked, self._held, scorer=DamerauLevenshtein.distance, dtype=np.int32)
        return self._spread(judged, NEVER)

    @cached_property
    def begins(self) -> Truth:
        pairs = zip(self._asked, self._held, strict=True)
        judged = np.array([a.startswith(b) or b.startswith(a) for a, b in pairs], dtype=np.bool_)
        found: Truth = self._spread(judged, 0) > 0
        return found

    def _spread(self, judged: NDArray[Any], missing: int) -> NDArray[np.float64]:
        found = np.full(len(self._both), float(missing))
        found[self._both] = judged[self._back]
        return found


_POWERS = 10 ** np.arange(9, -1, -1, dtype=np.int64)


def _digits_apart(ones: Rows, others: Rows) -> Rows:
    """Of two numbers of ten digits."""
    apart: Rows = (ones[:, None] // _POWERS % 10 != others[:, None] // _POWERS % 10).sum(axis=1)
    return apart


def _one_edit(ones: Rows, others: Rows) -> Truth:
    """Of dates written yyyymmdd: one digit replaced, or two neighbours exchanged."""
    a, b = ones[:, None] // _POWERS[2:] % 10, others[:, None] // _POWERS[2:] % 10
    unlike = a != b
    apart = unlike.sum(axis=1)
    turned = unlike[:, :-1] & unlike[:, 1:] & (a[:, :-1] == b[:, 1:]) & (a[:, 1:] == b[:, :-1])
    found: Truth = (apart <= 1) | ((apart == 2) & turned.any(axis=1))
    return found


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
    "stated": _Values.stated,
}
