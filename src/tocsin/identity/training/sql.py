"""The specification of comparisons as SQL over two records, `_l` the asking one and `_r` the register's.

Conditions know no "not": a missing value is NULL, and what is not known to hold does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tocsin.identity.matching.columns import WORDS
from tocsin.identity.matching.specification import Comparison, Level, Specification, Test

DATE, NUMBER = 8, 10  # figures of a date of birth and of an NHS number as written


def condition(level: Level) -> str:
    """Any of the level's lines, each with all its tests; "ELSE" for what is left."""
    lines = [" AND ".join(_TESTS[test.operator](test) for test in line) for line in level.when]
    return " OR ".join(f"({line})" for line in lines) or "ELSE"


def columns_used(comparison: Comparison) -> tuple[str, ...]:
    tests = (test for level in comparison.levels for line in level.when for test in line)
    return tuple(dict.fromkeys(column for test in tests for column in test.columns))


def level_number(comparison: Comparison) -> str:
    """The place of a level in the specification, from splink's number: it counts down, and -1 is missing."""
    last = len(comparison.levels) - 1
    gamma = f"gamma_{comparison.field}"
    if not leaves_missing(comparison):
        return f"({last} - {gamma})"
    return f"(CASE WHEN {gamma} = -1 THEN {last} ELSE {last - 1} - {gamma} END)"


def leaves_missing(comparison: Comparison) -> bool:
    return comparison.levels[-1].group == "missing"


def pattern(specification: Specification) -> str:
    """The agreement pattern as the live scorer numbers it."""
    strides = zip(specification.comparisons, specification.strides, strict=True)
    return " + ".join(f"{level_number(comparison)} * {stride}" for comparison, stride in strides)


def _both(test: Test) -> tuple[str, str]:
    return f"{test.columns[0]}_l", f"{test.columns[0]}_r"


def _written(test: Test, figures: int) -> tuple[str, str]:
    one, other = _both(test)
    return tuple(f"lpad(CAST({side} AS VARCHAR), {figures}, '0')" for side in (one, other))  # type: ignore[return-value]


def _same(test: Test) -> str:
    one, other = _both(test)
    return f"{one} = {other}"


def _crossed(test: Test) -> str:
    a, b = test.columns
    return f"({a}_l = {b}_r OR {b}_l = {a}_r)"


def _exchanged(test: Test) -> str:
    a, b = test.columns
    return f"({a}_l = {b}_r AND {b}_l = {a}_r)"


def _turned(test: Test) -> str:
    a, b = test.columns
    likeness = " AND ".join(
        f"jaro_winkler_similarity({one}_l, {other}_r) >= {test.limit}" for one, other in ((a, b), (b, a))
    )
    return f"({likeness} AND main_l IS DISTINCT FROM main_r AND surname_l IS DISTINCT FROM surname_r)"


def _alike(test: Test) -> str:
    one, other = _both(test)
    return f"jaro_winkler_similarity({one}, {other}) >= {test.limit}"


def _edits(test: Test) -> str:
    one, other = _both(test) if test.columns[0] in WORDS else _written(test, DATE)
    return f"damerau_levenshtein({one}, {other}) <= {test.limit:g}"


def _begins(test: Test) -> str:
    one, other = _both(test)
    return f"(starts_with({one}, {other}) OR starts_with({other}, {one}))"


def _fits(test: Test) -> str:
    one, other = _both(test)
    return f"({one} IS NULL OR {other} IS NULL OR {_begins(test)})"


def _rare(test: Test) -> str:
    return f"coalesce(share_{test.columns[0]}_r, 0) <= {test.limit}"


def _borne(test: Test) -> str:
    one, other = (f"coalesce(share_{test.columns[0]}_{side}, 0)" for side in "lr")
    return f"({one} >= {test.limit} AND {other} >= {test.limit})"


def _digits(test: Test) -> str:
    one, other = _written(test, NUMBER)
    return f"hamming({one}, {other}) <= {test.limit:g}"


def _marked(test: Test) -> str:
    return f"{test.columns[0]}_r = 1"


def _stated(test: Test) -> str:
    one, other = _both(test)
    return f"({one} IS NOT NULL AND {other} IS NOT NULL)"


_TESTS: Mapping[str, Callable[[Test], str]] = {
    "same": _same,
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
    "stated": _stated,
}
