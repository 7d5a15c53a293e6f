"""One record's pairs, judged one at a time: as `levels`, where there are few and somebody waits.

Which values are equal, stated or marked is found for all pairs in one step. Most pairs have the same such
findings as many others, so what they leave open - words and figures that are only alike - is worked out once
for each set of findings, and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple, cast

import numpy as np
from rapidfuzz.distance import DamerauLevenshtein, Hamming, JaroWinkler
from rapidfuzz.process import cdist

from tocsin.identity.matching.columns import COLUMNS, PLACE, PLACES, Rows
from tocsin.identity.matching.levels import SPELT, asked_for
from tocsin.identity.matching.lexicon import MISSING
from tocsin.identity.matching.register import Register
from tocsin.identity.matching.specification import Comparison, Specification, Test

Row = Sequence[int]  # of COLUMNS
Sight = tuple[str, int, float]  # operator, place and limit: one look at all rows that rules most of them out
Spelt = Callable[[bool, int], str]  # the word behind a number, of the places or of the names
NOBODYS = np.iinfo(np.int64).min  # a value that no entry has
KEPT = 1 << 16  # sets of findings


class Beside:
    """One row of the record asked about, beside rows of the register: how alike they are, by column."""

    def __init__(self, row: Row, values: Rows, spelt: Spelt, register: Register) -> None:
        self.row, self._values = row, values
        self._spelt, self._register = spelt, register
        self.held: Mapping[int, list[int]] = _Made(self._column)
        self.alike: Mapping[int, list[float]] = _Made(self._alike)
        self.edits: Mapping[tuple[int, int], int] = _Made(self._edits)
        self.near: Mapping[Sight, set[int]] = _Made(self._near)
        self.share: Mapping[tuple[int, int], float] = _Made(self._share)
        self.turned: Mapping[int, list[float]] = _Made(self._turned)
        self._words: Mapping[int, tuple[str, list[str]]] = _Made(self._written)

    def _column(self, place: int) -> list[int]:
        found: list[int] = self._values[:, place].tolist()
        return found

    def _written(self, place: int) -> tuple[str, list[str]]:
        of_places = place in _OF_PLACES
        words = (self._register.places if of_places else self._register.names).words
        own = self.row[place]
        one = _BLANK if own == MISSING else self._spelt(of_places, own)
        return one, [words[number] if number >= 0 else _BLANK for number in self.held[place]]

    def _alike(self, place: int) -> list[float]:
        one, others = self._words[place]
        found = cdist([one], others, scorer=_ALIKE, score_cutoff=asked_for()[0], dtype=np.float64)
        return cast(list[float], found[0].tolist())

    def _edits(self, at: tuple[int, int]) -> int:
        """Of the words in a place and a row."""
        one, others = self._words[at[0]]
        found: int = _EDITS(one, others[at[1]], score_cutoff=asked_for()[1])
        return found

    def begins(self, place: int, number: int) -> bool:
        one, others = self._words[place]
        return _begun(one, others[number])

    def _turned(self, _: int) -> list[float]:
        """How alike first names and surname are with surname and first names, the less of the two."""
        if MISSING in (self.row[_FIRST], self.row[_SURNAME]):
            return [0.0] * len(self._values)
        (first, firsts), (surname, surnames) = self._words[_FIRST], self._words[_SURNAME]
        least = asked_for()[0]
        likeness = [
            cdist([one], others, scorer=_ALIKE, score_cutoff=least, dtype=np.float64)[0]
            for one, others in ((first, surnames), (surname, firsts))
        ]
        stated = (self._values[:, _FIRST] != MISSING) & (self._values[:, _SURNAME] != MISSING)
        found: list[float] = (np.minimum(*likeness) * stated).tolist()
        return found

    def _near(self, sight: Sight) -> set[int]:
        """The rows that meet it."""
        operator, place, limit = sight
        if operator in ("alike", "turned"):
            likeness = self.alike[place] if operator == "alike" else self.turned[place]
            return {number for number, like in enumerate(likeness) if like >= limit}
        one, others = self._words[place]
        numbered = enumerate(others)
        if operator == "edits":
            return {number for number, other in numbered if _edits_at_most(int(limit), one, other)}
        return {number for number, other in numbered if one[0] == other[0] and _begun(one, other)}

    def _share(self, at: tuple[int, int]) -> float:
        place, number = at
        return self._register.share_of(COLUMNS[place], number)


def _begun(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _edits_at_most(limit: int, one: str, other: str) -> bool:
    """Words of three letters or more that are one edit apart share their first letter or their last."""
    if limit < 2 and one[0] != other[0] and one[-1] != other[-1] and len(one) > 2 < len(other):
        return False
    found: int = _EDITS(one, other, score_cutoff=limit)
    return found <= limit


class _Made(dict[Any, Any]):
    """What is asked for is worked out once."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self._make = make

    def __missing__(self, asked: Any) -> Any:
        found = self[asked] = self._make(asked)
        return found


_ALIKE, _EDITS = JaroWinkler.normalized_similarity, DamerauLevenshtein.distance
_FIRST, _SURNAME = PLACE["first"], PLACE["surname"]
_BLANK = " "  # stands for a missing word, which no test asks about
_OF_PLACES = frozenset(PLACE[column] for column in PLACES)
Judged = Callable[[Beside, int], bool]  # of the row of the register with that number


class Rung(NamedTuple):
    """Met where every test holds; `gain` is what its level adds to the pattern."""

    tests: tuple[Judged, ...]
    gain: int


class Ladder(NamedTuple):
    """Of one field: what is still open, and what is met where none of it holds."""

    rungs: tuple[Rung, ...]
    last: int
    near: tuple[Sight, ...]
    unseen: tuple[Rung, ...]  # those that may be met by a row that is near in none


class Left(NamedTuple):
    """What findings leave open."""

    sure: int  # the pattern of the fields that they settle
    ladders: tuple[Ladder, ...]

    def pattern(self, beside: Beside, number: int) -> int:
        code = self.sure
        for rungs, last, near, unseen in self.ladders:
            for sight in near:
                if number in beside.near[sight]:
                    code += _climbed(rungs, last, beside, number)
                    break
            else:
                code += _climbed(unseen, last, beside, number) if unseen else last
        return code


def _climbed(rungs: tuple[Rung, ...], last: int, beside: Beside, number: int) -> int:
    for tests, gain in rungs:
        for test in tests:
            if not test(beside, number):
                break
        else:
            return gain
    return last


class Ladders:
    def __init__(self, specification: Specification) -> None:
        self._specification = specification
        levels = [level for comparison in specification.comparisons for level in comparison.levels]
        tests = dict.fromkeys(test for level in levels for line in level.when for test in line)
        self._equal = tuple(dict.fromkeys(pair for test in tests for pair in _equalities(test)))
        self._stated = tuple(dict.fromkeys(PLACE[test.column] for test in tests if test.operator in _STATING))
        self._marked = tuple(dict.fromkeys(PLACE[test.column] for test in tests if test.operator == "marked"))
        self._held_at = np.array([*(held for _, held in self._equal), *self._stated, *self._marked])
        self._asked_at, self._stated_at = _getter([asked for asked, _ in self._equal]), _getter(self._stated)
        self._targets = (*(MISSING for _ in self._stated), *(1 for _ in self._marked))
        self._masks = tuple(map(self._mask, specification.comparisons))
        self._left = lru_cache(maxsize=KEPT)(self._worked_out)
        self._ladder = lru_cache(maxsize=KEPT)(self._made)

    def patterns(self, asked: Sequence[Row], spelt: Spelt, register: Register, entries: Rows) -> list[int]:
        """The agreement pattern of one record, whose rows are `asked`, with each of the entries."""
        rows, begins = register.columns.rows_of(entries)
        values = register.columns.rows.take(rows, axis=0)
        codes = [self._codes(Beside(row, values, spelt, register), values) for row in asked]
        return codes[0] if len(codes) == 1 and begins is None else self._best(np.array(codes), begins)

    def _best(self, codes: Rows, begins: Rows | None) -> list[int]:
        """Of every field its best level."""
        strides = np.array(self._specification.strides)
        levels = (codes[:, :, None] // strides % np.array(self._specification.sizes)).min(axis=0)
        best = levels if begins is None else np.minimum.reduceat(levels, begins, axis=0)
        found: list[int] = (best @ strides).tolist()
        return found

    def _codes(self, beside: Beside, values: Rows) -> list[int]:
        bare = [NOBODYS if value == MISSING else value for value in beside.row]
        targets = np.array((*self._asked_at(bare), *self._targets))
        packed = np.packbits(values.take(self._held_at, axis=1) == targets, axis=1)
        findings: list[bytes] = packed.view(f"V{packed.shape[1]}").ravel().tolist()
        stated = bytes([value != MISSING for value in self._stated_at(beside.row)])
        return [self._left(stated + own).pattern(beside, number) for number, own in enumerate(findings)]

    def _worked_out(self, findings: bytes) -> Left:
        """`findings`: a byte for each column whether the record states it, and a bit for each further one."""
        every, sure, ladders = int.from_bytes(findings), 0, []
        for number, mask in enumerate(self._masks):
            ladder = self._ladder(number, every & mask)
            if ladder.rungs:
                ladders.append(ladder)
            else:
                sure += ladder.last
        return Left(sure, tuple(ladders))

    def _made(self, number: int, own: int) -> Ladder:
        spec = self._specification
        size = len(self._stated) + (len(self._held_at) + 7) // 8
        return _ladder(spec.comparisons[number], spec.strides[number], self._read(own.to_bytes(size)))

    def _mask(self, comparison: Comparison) -> int:
        """Those of the findings that a field depends on."""
        tests = [test for level in comparison.levels for line in level.when for test in line]
        own = {PLACE[test.column] for test in tests}
        pairs = {pair for test in tests for pair in _equalities(test)}
        stated = [place in own for place in self._stated]
        further = [*(pair in pairs for pair in self._equal), *stated, *(p in own for p in self._marked)]
        return int.from_bytes(bytes(stated) + np.packbits(further).tobytes())

    def _read(self, findings: bytes) -> Findings:
        size = len(self._stated)
        bits = iter(np.unpackbits(np.frombuffer(findings[size:], dtype=np.uint8)).tolist())
        equal = dict(zip(self._equal, bits, strict=False))
        blank = dict(zip(self._stated, islice(bits, size), strict=True))
        stated = {place: bool(own and not blank[place]) for place, own in zip(blank, findings, strict=False)}
        return Findings(equal, stated, dict(zip(self._marked, bits, strict=False)))


class Findings(NamedTuple):
    equal: Mapping[tuple[int, int], int]  # (place of the record's, place of the entry's)
    stated: Mapping[int, bool]  # by both
    marked: Mapping[int, int]

    def answer(self, test: Test) -> bool | None:
        """None where it is open."""
        place = PLACE[test.column]
        if test.operator in _LIKE:
            if not self.stated[place]:
                return test.operator == "fits"
            return True if self.equal[place, place] else None
        if test.operator == "stated":
            return self.stated[place]
        if test.operator == "marked":
            return bool(self.marked[place])
        equal = [self.equal[pair] for pair in _equalities(test)]
        if test.operator in _OPEN:  # turned, where neither stands in its own place; rare; borne
            return False if any(equal) else None
        return all(equal) if test.operator == "exchanged" else any(equal)


def _ladder(comparison: Comparison, stride: int, findings: Findings) -> Ladder:
    rungs: list[Rung] = []
    sights: list[Sight | None] = []
    for number, level in enumerate(comparison.levels):
        for line in level.when or ((),):
            answers = [findings.answer(test) for test in line]
            if all(answers):
                return _with_sights(rungs, sights, number * stride)
            if False not in answers:
                still = [test for test, answer in zip(line, answers, strict=True) if answer is None]
                rungs.append(Rung(tuple(map(_judged, still)), number * stride))
                sights.append(_sight(still, _only_edits(comparison)))
    raise ValueError(f"comparisons.yaml: {comparison.field}: no level for what is left")


def _with_sights(rungs: Sequence[Rung], sights: Sequence[Sight | None], last: int) -> Ladder:
    """Of each operator and column the loosest sight."""
    looser = sorted(filter(None, sights), key=lambda at: -at[2] if at[0] in ("alike", "turned") else at[2])
    near = {sight[:2]: sight for sight in looser}
    unseen = (rung for rung, sight in zip(rungs, sights, strict=True) if sight is None)
    return Ladder(tuple(rungs), last, tuple(near.values()), tuple(unseen))


def _sight(tests: Sequence[Test], only_edits: Collection[str]) -> Sight | None:
    """Of a rung's tests of words the cheapest, where it is worth while to look at all rows."""
    words = [test for test in tests if test.column in SPELT and test.operator in _CHEAP]
    first = min(words, key=lambda test: _CHEAP.index(test.operator), default=None)
    if first is None or (first.operator == "edits" and first.column not in only_edits):
        return None
    return first.operator, PLACE[first.column], first.limit


@lru_cache(maxsize=64)
def _only_edits(comparison: Comparison) -> frozenset[str]:
    """The columns in which edits are the only measure of likeness; of others few rows come so far."""
    tests = [test for level in comparison.levels for line in level.when for test in line]
    return frozenset(test.column for test in tests) - {t.column for t in tests if t.operator == "alike"}


_CHEAP = ("begins", "fits", "alike", "turned", "edits")
_LIKE = frozenset(("alike", "edits", "begins", "fits", "digits"))  # met by equal values, open for others
_STATING = _LIKE | {"stated"}


def _equalities(test: Test) -> Iterator[tuple[int, int]]:
    one, other = PLACE[test.columns[0]], PLACE[test.columns[-1]]
    if test.operator == "turned":
        yield from ((PLACE[own], PLACE[own]) for own in ("main", "surname"))
    elif test.operator in ("crossed", "exchanged"):
        yield from ((one, other), (other, one))
    elif test.operator == "same" or test.operator in _LIKE:
        yield one, one


def _getter(places: Sequence[int]) -> Callable[[Row], tuple[int, ...]]:
    """Of at least two."""
    return itemgetter(*places)


@lru_cache(maxsize=1024)
def _judged(test: Test) -> Judged:
    return _OPEN[test.operator](PLACE[test.column], test.limit)


def _alike(place: int, limit: float) -> Judged:
    return lambda beside, number: beside.alike[place][number] >= limit


def _edits(place: int, limit: float) -> Judged:
    if COLUMNS[place] in SPELT:
        return lambda beside, number: beside.edits[place, number] <= limit
    return lambda beside, number: one_edit(beside.row[place], beside.held[place][number])


def _turned(place: int, limit: float) -> Judged:
    return lambda beside, number: beside.turned[place][number] >= limit


def _begins(place: int, _: float) -> Judged:
    return lambda beside, number: beside.begins(place, number)


def _rare(place: int, limit: float) -> Judged:
    return lambda beside, number: beside.share[place, beside.held[place][number]] <= limit


def _borne(place: int, limit: float) -> Judged:
    return lambda beside, number: (
        beside.share[place, beside.row[place]] >= limit
        and beside.share[place, beside.held[place][number]] >= limit
    )


def _digits(place: int, limit: float) -> Judged:
    return lambda beside, number: digits_apart(beside.row[place], beside.held[place][number]) <= limit


_OPEN: Mapping[str, Callable[[int, float], Judged]] = {
    "alike": _alike,
    "turned": _turned,
    "edits": _edits,
    "begins": _begins,
    "fits": _begins,
    "rare": _rare,
    "borne": _borne,
    "digits": _digits,
}


def digits_apart(one: int, other: int) -> int:
    """Of two numbers of ten digits."""
    found: int = Hamming.distance(f"{one:010}", f"{other:010}")
    return found


def one_edit(one: int, other: int) -> bool:
    """Of dates written yyyymmdd: one digit replaced, or two neighbours exchanged."""
    found: int = DamerauLevenshtein.distance(f"{one:08}", f"{other:08}", score_cutoff=1)
    return found <= 1


@lru_cache(maxsize=2)
def ladders(asked_of: Specification) -> Ladders:
    return Ladders(asked_of)
