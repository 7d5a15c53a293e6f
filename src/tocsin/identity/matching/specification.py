"""The specification of comparisons, read and checked once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from math import prod
from typing import Any

from tocsin.identity.matching.columns import GROUP_OF, GROUPS
from tocsin.plain_yaml import parse

OPERATORS = frozenset(
    (
        *("same", "crossed", "exchanged", "alike", "turned", "edits"),
        *("begins", "rare", "borne", "digits", "fits", "marked", "stated"),
    )
)


@dataclass(frozen=True, slots=True)
class Test:
    operator: str
    columns: tuple[str, ...]
    limit: float = 0.0

    @property
    def column(self) -> str:
        return self.columns[0]


@dataclass(frozen=True, slots=True)
class Level:
    name: str
    group: str  # agree, near, rhyme, far, differ or missing: for fields weighed together
    words: str
    when: tuple[tuple[Test, ...], ...]  # any line, all its tests; none: everything that is left


@dataclass(frozen=True, slots=True)
class Comparison:
    field: str
    of: str  # group of columns
    levels: tuple[Level, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(level.group for level in self.levels))


@dataclass(frozen=True, eq=False)
class Specification:
    """A pattern is one level of every comparison, as one number: level times stride, summed."""

    comparisons: tuple[Comparison, ...]
    together: tuple[tuple[str, ...], ...]

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(comparison.levels) for comparison in self.comparisons)

    @cached_property
    def strides(self) -> tuple[int, ...]:
        return tuple(prod(self.sizes[place + 1 :]) for place in range(len(self.sizes)))

    @cached_property
    def place(self) -> Mapping[str, int]:
        return {comparison.field: place for place, comparison in enumerate(self.comparisons)}

    def levels_of(self, pattern: int) -> tuple[int, ...]:
        return tuple(pattern // stride % size for stride, size in zip(self.strides, self.sizes, strict=True))


@lru_cache(maxsize=1)
def specification() -> Specification:
    text = files("tocsin.identity").joinpath("data/comparisons.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = parse(text)
    comparisons = tuple(map(_comparison, table["comparisons"]))
    return Specification(comparisons, tuple(tuple(fields) for fields in table["together"]))


def _comparison(said: Mapping[str, Any]) -> Comparison:
    if said["of"] not in GROUPS:
        raise ValueError(f"comparisons.yaml: {said['field']}: no group of columns {said['of']}")
    return Comparison(said["field"], said["of"], tuple(_level(level, said["of"]) for level in said["levels"]))


def _level(said: Mapping[str, Any], group: str) -> Level:
    lines = tuple(tuple(_test(test, group) for test in line) for line in said.get("when", ()))
    return Level(said["name"], said["group"], said["words"], lines)


def _test(said: list[Any], group: str) -> Test:
    columns = tuple(word for word in said[1:] if isinstance(word, str))
    limit = next((float(word) for word in said[1:] if not isinstance(word, str)), 0.0)
    if said[0] not in OPERATORS or any(GROUP_OF.get(column) != group for column in columns):
        raise ValueError(f"comparisons.yaml: cannot read the test {said}")
    return _one(Test(said[0], columns, limit))


@lru_cache(maxsize=1024)
def _one(test: Test) -> Test:
    """Equal tests as one object, so that an answer can be kept by identity."""
    return test
