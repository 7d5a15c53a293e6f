"""Agreement patterns of pairs of entries: the specification run on arrays.

Where an entry has several values of a field, the best level of any two values counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cpdist

from tocsin.identity.matching.columns import COLUMNS, PLACE, Columns, Rows, paired
from tocsin.identity.matching.lexicon import MISSING
from tocsin.identity.matching.shapes import Bounds, Shapes
from tocsin.identity.matching.specification import Specification, Test, specification

Truth = NDArray[np.bool_]
NEVER = 99  # edits between words that are not both stated


class Side(NamedTuple):
    """One side of the comparison. `words` gives back the words of numbers of a column, `shapes` what they
    allow."""

    columns: Columns
    words: Callable[[str, list[int]], list[str]]
    shapes: Callable[[str, Rows], Shapes]


Share = Callable[[str, Rows], NDArray[np.float64]]  # of the register that bears these words in that column


class Pairs(NamedTuple):
    asked: Side
    held: Side
    asking: Rows  # entry of `asked` in each pair
    holding: Rows
    share: Share


def patterns(pairs: Pairs, asked_of: Specification) -> Rows:
    """One number for each pair: its levels, each times its stride."""
    plan = planned(asked_of)
    left, right, begins = paired(pairs.asked.columns, pairs.held.columns, pairs.asking, pairs.holding)
    values = Values(pairs, pairs.asked.columns.rows[left], pairs.held.columns.rows[right])
    met = plan.met(values)
    code = np.zeros(len(pairs.asking), dtype=np.int64)
    for begin, end, stride in plan.fields:
        found = met[:, begin:end].argmax(axis=1)
        code += (found if begins is None else np.minimum.reduceat(found, begins)) * stride
    return code


class Family(NamedTuple):
    """All tests of one operator, so that one step answers them all."""

    operator: str
    places: Rows  # of its tests among all tests
    columns: Rows
    others: Rows  # a test's second column, else its first again
    limits: NDArray[np.float64]


class Plan:
    """The specification laid out for one pass: tests by operator, lines by tests, levels by lines."""

    def __init__(self, specification: Specification) -> None:
        levels = [level for comparison in specification.comparisons for level in comparison.levels]
        tests = tuple(dict.fromkeys(test for level in levels for line in level.when for test in line))
        self.count = len(tests)
        self.families = tuple(_families(tests))
        number = {test: place for place, test in enumerate(tests)}
        lines = [[number[test] for test in line] for level in levels for line in level.when or ((),)]
        longest = max(map(len, lines))
        always = self.count  # the answer that is always yes
        self._lines = np.array([[*line, *[always] * (longest - len(line))] for line in lines]).T
        self._begins = np.cumsum([0, *(max(len(level.when), 1) for level in levels[:-1])])
        ends = np.cumsum(specification.sizes).tolist()
        self.fields = tuple(zip([0, *ends[:-1]], ends, specification.strides, strict=True))

    def met(self, values: Values) -> Truth:
        """(pairs, levels of all fields): whether the pair meets the level, better ones left aside."""
        answers = np.ones((values.size, self.count + 1), dtype=np.bool_)
        for family in self.families:
            answers[:, family.places] = _TESTS[family.operator](values, family)
        held = answers[:, self._lines[0]]
        for further in self._lines[1:]:
            held &= answers[:, further]
        found: Truth = np.logical_or.reduceat(held, self._begins, axis=1)
        return found


def _families(tests: tuple[Test, ...]) -> Iterator[Family]:
    for operator in dict.fromkeys(test.operator for test in tests):
        own = [(place, test) for place, test in enumerate(tests) if test.operator == operator]
        yield Family(
            operator,
            np.array([place for place, _ in own]),
            np.array([PLACE[test.columns[0]] for _, test in own]),
            np.array([PLACE[test.columns[-1]] for _, test in own]),
            np.array([test.limit for _, test in own]),
        )


@lru_cache(maxsize=2)
def planned(specification: Specification) -> Plan:
    return Plan(specification)


class Values:
    """The values of paired rows (pairs, columns), and how alike their words are."""

    def __init__(self, pairs: Pairs, ones: Rows, others: Rows) -> None:
        self.pairs, self.ones, self.others = pairs, ones, others
        self.size = len(ones)
        self.stated: Truth = (ones != MISSING) & (others != MISSING)
        self.equal: Truth = (ones == others) & self.stated

    @cached_property
    def turned(self) -> NDArray[np.float64]:
        """How alike first names and surname are with the other's surname and first names, the less alike of
        the two; nought where a main name or surname stands in its own place."""
        found = np.zeros(self.size)
        moved = self._near(self._near(np.nonzero(self._may_be_turned())[0], *_TURNED), *_TURNED[::-1])
        if len(moved):
            asked = self.pairs.asked.words("first", self.ones[moved][:, _GIVEN_AND_FAMILY].ravel().tolist())
            held = self.pairs.held.words("first", self.others[moved][:, _FAMILY_AND_GIVEN].ravel().tolist())
            alike = cpdist(asked, held, scorer=_ALIKE, score_cutoff=asked_for()[0], dtype=np.float64)
            found[moved] = alike.reshape(-1, 2).min(axis=1)
        return found

    def _near(self, pairs: Rows, one: int, other: int) -> Rows:
        """Those of the pairs whose names in these columns may be alike enough."""
        asked = self.pairs.asked.shapes("first", self.ones[pairs, one])
        held = self.pairs.held.shapes("first", self.others[pairs, other])
        return pairs[Bounds(asked, held).alike() >= asked_for()[0]]

    def _may_be_turned(self) -> Truth:
        stated = self.stated[:, _FIRST] & self.stated[:, _SURNAME]
        return stated & ~(self.equal[:, _MAIN] | self.equal[:, _SURNAME])

    @cached_property
    def words(self) -> Words:
        return Words(self)


SPELT = ("main", "first", "middle", "surname", "street", "postcode")
_PLACES_FROM = 4  # the columns before are words of names, those from here on of places
_SPELT_AT = np.array([PLACE[column] for column in SPELT])
_SPELT_IN = np.full(len(PLACE), -1)
_SPELT_IN[_SPELT_AT] = np.arange(len(SPELT))
_GIVEN_AND_FAMILY = [PLACE["first"], PLACE["surname"]]
_FAMILY_AND_GIVEN = _GIVEN_AND_FAMILY[::-1]
_MAIN, _FIRST, _SURNAME = (PLACE[column] for column in ("main", "first", "surname"))
_TURNED = (_FIRST, _SURNAME)


class Words:
    """How alike the words of the columns SPELT are (pairs, SPELT), as far as any test asks."""

    def __init__(self, values: Values) -> None:
        equal = values.equal[:, _SPELT_AT]
        self.alike = np.where(equal, 1.0, 0.0)
        self.edits = np.where(equal, 0, NEVER)
        self.begins = equal
        wanted = values.stated[:, _SPELT_AT] & ~equal
        single = (values.ones[:, _FIRST] == values.ones[:, _MAIN]) & (
            values.others[:, _FIRST] == values.others[:, _MAIN]
        )
        wanted[:, SPELT.index("first")] &= ~single
        self._judge(values, *np.nonzero(wanted))
        for found in (self.alike, self.edits):
            found[single, SPELT.index("first")] = found[single, SPELT.index("main")]

    def _judge(self, values: Values, pairs: Rows, spelt: Rows) -> None:
        ones, others = values.ones[pairs, _SPELT_AT[spelt]], values.others[pairs, _SPELT_AT[spelt]]
        near = _near(values.pairs, ones, others, spelt)
        if not len(near):
            return
        pairs, spelt = pairs[near], spelt[near]
        asked, held = _spelt(values.pairs, ones[near], others[near], spelt)
        least, most = asked_for()
        self.alike[pairs, spelt] = cpdist(asked, held, scorer=_ALIKE, score_cutoff=least, dtype=np.float64)
        self.edits[pairs, spelt] = cpdist(asked, held, scorer=_EDITS, score_cutoff=most, dtype=np.int32)
        self.begins[pairs, spelt] = [
            a.startswith(b) or b.startswith(a) for a, b in zip(asked, held, strict=True)
        ]


def _near(pairs: Pairs, ones: Rows, others: Rows, spelt: Rows) -> Rows:
    """Places of those pairs of words that may meet a test of their column."""
    asked, held = np.empty((2, len(spelt)), dtype=np.uint64)
    for column, own in _by_lexicon(spelt):
        asked[own] = pairs.asked.shapes(column, ones[own])
        held[own] = pairs.held.shapes(column, others[own])
    bounds, limits = Bounds(asked, held), asked_of_each()
    near = (bounds.alike() >= limits.alike[spelt]) | (bounds.edits() <= limits.edits[spelt])
    return np.nonzero(near | (limits.begins[spelt] & bounds.begins()))[0]


def _spelt(pairs: Pairs, ones: Rows, others: Rows, spelt: Rows) -> tuple[list[str], list[str]]:
    asked, held = np.empty((2, len(spelt)), dtype=object)
    for column, own in _by_lexicon(spelt):
        asked[own] = pairs.asked.words(column, ones[own].tolist())
        held[own] = pairs.held.words(column, others[own].tolist())
    return asked.tolist(), held.tolist()


def _by_lexicon(spelt: Rows) -> Iterator[tuple[str, Rows]]:
    """A column whose words are in the same lexicon, and the places of all such."""
    of_places = spelt >= _PLACES_FROM
    yield "main", np.nonzero(~of_places)[0]
    yield "street", np.nonzero(of_places)[0]


_ALIKE, _EDITS = JaroWinkler.normalized_similarity, DamerauLevenshtein.distance


@lru_cache(maxsize=1)
def asked_for() -> tuple[float, int]:
    """The least likeness and the most edits that any test asks for: the rest need not be worked out."""
    levels = [level for comparison in specification().comparisons for level in comparison.levels]
    tests = [test for level in levels for line in level.when for test in line]
    alike = min(test.limit for test in tests if test.operator in ("alike", "turned"))
    return alike, int(max(test.limit for test in tests if test.operator == "edits"))


class Limits(NamedTuple):
    """What is asked of each of the columns SPELT: the least likeness, the most edits, whether one begins."""

    alike: NDArray[np.float64]
    edits: NDArray[np.int64]
    begins: Truth


@lru_cache(maxsize=1)
def asked_of_each() -> Limits:
    """Of a main name also what is asked of all first names: where they are one word they are judged by it."""
    levels = [level for comparison in specification().comparisons for level in comparison.levels]
    tests = [test for level in levels for line in level.when for test in line]
    own = [_limits([test for test in tests if test.column == column]) for column in SPELT]
    main, first = own[SPELT.index("main")], own[SPELT.index("first")]
    own[SPELT.index("main")] = min(main[0], first[0]), max(main[1], first[1]), main[2] or first[2]
    alike, edits, begins = zip(*own, strict=True)
    return Limits(np.array(alike), np.array(edits), np.array(begins))


def _limits(tests: Sequence[Test]) -> tuple[float, int, bool]:
    """No likeness is two, and no distance less than nought."""
    alike = min((test.limit for test in tests if test.operator == "alike"), default=2.0)
    edits = max((int(test.limit) for test in tests if test.operator == "edits"), default=-1)
    return alike, edits, any(test.operator in ("begins", "fits") for test in tests)


def _crossed(values: Values, family: Family) -> Truth:
    one, other = values.ones[:, family.columns], values.ones[:, family.others]
    found: Truth = ((one == values.others[:, family.others]) & (one != MISSING)) | (
        (other == values.others[:, family.columns]) & (other != MISSING)
    )
    return found


def _exchanged(values: Values, family: Family) -> Truth:
    one, other = values.ones[:, family.columns], values.ones[:, family.others]
    stated = (one != MISSING) & (other != MISSING)
    found: Truth = (
        stated & (one == values.others[:, family.others]) & (other == values.others[:, family.columns])
    )
    return found


def _turned(values: Values, family: Family) -> Truth:
    return values.turned[:, None] >= family.limits


def _edits(values: Values, family: Family) -> Truth:
    spelt = _SPELT_IN[family.columns]
    found: Truth = values.words.edits[:, spelt] <= family.limits
    for number in np.nonzero(spelt < 0)[0]:
        place = family.columns[number]
        found[:, number] = values.equal[:, place]
        apart = np.nonzero(values.stated[:, place] & ~values.equal[:, place])[0]
        if len(apart):
            found[apart, number] = _one_edit(values.ones[apart, place], values.others[apart, place])
    return found


def _alike(values: Values, family: Family) -> Truth:
    found: Truth = values.words.alike[:, _SPELT_IN[family.columns]] >= family.limits
    return found


def _begins(values: Values, family: Family) -> Truth:
    found: Truth = values.words.begins[:, _SPELT_IN[family.columns]]
    return found


def _fits(values: Values, family: Family) -> Truth:
    return ~values.stated[:, family.columns] | _begins(values, family)


def _rare(values: Values, family: Family) -> Truth:
    shares = [values.pairs.share(COLUMNS[place], values.others[:, place]) for place in family.columns]
    found: Truth = np.column_stack(shares) <= family.limits
    return found


def _borne(values: Values, family: Family) -> Truth:
    share = values.pairs.share
    shares = [
        np.minimum(
            share(COLUMNS[place], values.ones[:, place]), share(COLUMNS[place], values.others[:, place])
        )
        for place in family.columns
    ]
    found: Truth = np.column_stack(shares) >= family.limits
    return found


def _digits(values: Values, family: Family) -> Truth:
    stated = values.stated[:, family.columns]
    if not stated.any():
        return stated
    apart = [_digits_apart(values.ones[:, place], values.others[:, place]) for place in family.columns]
    return stated & (np.column_stack(apart) <= family.limits)


def _marked(values: Values, family: Family) -> Truth:
    found: Truth = values.others[:, family.columns] == 1
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


_TESTS: Mapping[str, Callable[[Values, Family], Truth]] = {
    "same": lambda values, family: values.equal[:, family.columns],
    "stated": lambda values, family: values.stated[:, family.columns],
    "crossed": _crossed,
    "exchanged": _exchanged,
    "turned": _turned,
    "alike": _alike,
    "edits": _edits,
    "begins": _begins,
    "fits": _fits,
    "rare": _rare,
    "borne": _borne,
    "digits": _digits,
    "marked": _marked,
}
