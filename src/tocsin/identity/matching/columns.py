"""Entries as rows of numbers.

An entry has as many rows as its field with most values; fields with fewer begin anew. Fields are compared
apart from each other, each by the best two of its values, so every value has to stand in some row and no
combination matters. A missing value is MISSING.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.identity.matching.lexicon import MISSING, Intern
from tocsin.identity.matching.standard import (
    HomeParts,
    NameParts,
    exchanged,
    home_parts,
    name_parts,
    nhs_parts,
)
from tocsin.identity.stated import Stated

GROUPS: Mapping[str, tuple[str, ...]] = {
    "name": NameParts._fields,
    "home": HomeParts._fields,
    "birth": ("born", "exchanged", "new_year", "year", "month", "day"),
    "number": ("number", "valid_number"),
    "person": ("sex", "born_together"),
}
COLUMNS = tuple(column for columns in GROUPS.values() for column in columns)
PLACE: Mapping[str, int] = {column: place for place, column in enumerate(COLUMNS)}
GROUP_OF: Mapping[str, str] = {column: group for group, columns in GROUPS.items() for column in columns}
NAMES, PLACES = frozenset(GROUPS["name"]), frozenset(GROUPS["home"])
WORDS = NAMES | PLACES
SEXES = {"f": 0, "m": 1}
# Tells near entries from far ones at a glance: sixteen numbers of 32 bits, one line of a processor's cache.
BRIEF = (
    *("main", "initial", "kin", "nickname", "bag", "surname", "surname_kin", "last_part"),
    *("postcode", "numbers", "street", "dwelling", "born", "exchanged", "number", "sex"),
)
COMBINED = 64  # combinations of one entry's values under which it is sought

Rows = NDArray[np.int64]


class Interns(NamedTuple):
    names: Intern
    places: Intern


class Columns:
    """`rows` (values, COLUMNS); entry e has rows first[e] to first[e] + many[e]."""

    def __init__(self, rows: Rows, many: Rows, combined: Rows, owners: Rows) -> None:
        self._rows, self._filled = rows, len(rows)
        self._brief = _briefly(rows)
        self._spans, self.size = np.column_stack((np.cumsum(many) - many, many)), len(many)
        self.single = len(rows) == len(many)  # no entry has more than one row
        self.combined, self.owners = combined, owners  # for keys: each combination of values, and whose it is

    @classmethod
    def of(cls, entries: Iterable[Stated], interns: Interns) -> Columns:
        valued = [values_of(entry, interns) for entry in entries]
        aligned = [aligned_rows(groups) for groups in valued]
        many = np.array([len(rows) for rows in aligned], dtype=np.int64)
        rows = _matrix(row for rows in aligned for row in rows)
        if len(rows) == len(many):
            return cls(rows, many, rows, np.arange(len(many)))
        crossed = [combined_rows(groups) for groups in valued]
        owners = np.repeat(np.arange(len(many)), [len(rows) for rows in crossed])
        return cls(rows, many, _matrix(row for rows in crossed for row in rows), owners)

    def take(self, other: Columns) -> None:
        """The entries of another, made with the same lexicons, after one's own."""
        moved = other._spans[: other.size] + np.array((self._filled, 0))
        self._brief, _ = _grown(self._brief, self._filled, other.brief)
        self._rows, self._filled = _grown(self._rows, self._filled, other.rows)
        self._spans, self.size = _grown(self._spans, self.size, moved)
        self.single = self.single and other.single

    @property
    def rows(self) -> Rows:
        return self._rows[: self._filled]

    @property
    def brief(self) -> NDArray[np.int32]:
        """(values, BRIEF); a number is folded into 32 bits."""
        return self._brief[: self._filled]

    @property
    def first(self) -> Rows:
        return self._spans[: self.size, 0]

    @property
    def many(self) -> Rows:
        return self._spans[: self.size, 1]

    def column(self, name: str) -> Rows:
        return self.rows[:, PLACE[name]]

    def rows_of(self, entries: NDArray[Any]) -> tuple[NDArray[Any], Rows | None]:
        """Places of the entries' rows, and where each entry's begin (None: one row each)."""
        if self.single:
            return entries, None
        many = self.many[entries]
        first = self.first[entries]
        if bool((many == 1).all()):
            return first, None
        begins = np.cumsum(many) - many
        return np.repeat(first - begins, many) + np.arange(int(many.sum())), begins


_BRIEF_AT = np.array([PLACE[column] for column in BRIEF])


def _briefly(rows: Rows) -> NDArray[np.int32]:
    own = rows[:, _BRIEF_AT]
    return np.where(own > _WIDEST, own % _WIDEST, own).astype(np.int32)


def brief_row(row: Sequence[int]) -> list[int]:
    """As `brief`, of one row."""
    own: tuple[int, ...] = _BRIEF_OF(row)
    return [value % _WIDEST if value > _WIDEST else value for value in own]


_WIDEST = 2**31 - 1
_BRIEF_OF = itemgetter(*(PLACE[column] for column in BRIEF))


def _grown(held: NDArray[Any], filled: int, more: NDArray[Any]) -> tuple[NDArray[Any], int]:
    """Room doubles when it is full, so that adding one at a time stays cheap."""
    needed = filled + len(more)
    if needed > len(held):
        larger = np.empty((max(needed, 2 * len(held)), held.shape[1]), dtype=held.dtype)
        larger[:filled] = held[:filled]
        held = larger
    held[filled:needed] = more
    return held, needed


Values = Sequence[Sequence[int]]  # of one group of one entry: each value's columns


def values_of(entry: Stated, interns: Interns) -> tuple[Values, ...]:
    names = [interns.names(name_parts(name.first, name.surname)) for name in entry.names]
    homes = [interns.places(home_parts(home.postcode, home.address)) for home in entry.homes]
    births = [
        (_digits(born), _digits(exchanged(born)), 10_000 * born.year + 101, born.year, born.month, born.day)
        for born in entry.births
    ]
    numbers = [tuple(number or MISSING for number in nhs_parts(words)) for words in entry.nhs_numbers]
    return (
        names or _NOTHING["name"],
        homes or _NOTHING["home"],
        births or _NOTHING["birth"],
        numbers or _NOTHING["number"],
        ((SEXES.get(entry.sex, MISSING), 0),),
    )


_NOTHING = {name: ((MISSING,) * len(columns),) for name, columns in GROUPS.items()}


def _digits(day: object) -> int:
    """20210312; MISSING for no date."""
    return MISSING if day is None else int(str(day).replace("-", ""))


def aligned_rows(groups: tuple[Values, ...]) -> list[tuple[int, ...]]:
    longest = max(map(len, groups))
    return [tuple(n for group in groups for n in group[row % len(group)]) for row in range(longest)]


def combined_rows(groups: tuple[Values, ...]) -> list[tuple[int, ...]]:
    return [tuple(n for values in chosen for n in values) for chosen in islice(product(*groups), COMBINED)]


def _matrix(rows: Iterator[tuple[int, ...]]) -> Rows:
    return np.array(list(rows), dtype=np.int64).reshape(-1, len(COLUMNS))


def paired(one: Columns, other: Columns, ones: Rows, others: Rows) -> tuple[Rows, Rows, Rows | None]:
    """Rows to compare for pairs of entries, and where each pair's rows begin (None: one row each)."""
    right = other.many[others]
    if one.single and (other.single or bool((right == 1).all())):
        return one.first[ones], other.first[others], None
    size = one.many[ones] * right
    begins = np.cumsum(size) - size
    pair = np.repeat(np.arange(len(ones)), size)
    within = np.arange(int(size.sum())) - begins[pair]
    rows = one.first[ones][pair] + within // right[pair], other.first[others][pair] + within % right[pair]
    return *rows, begins
