"""Entries as columns of numbers, a group of columns for each thing that may have several values.

A group's rows of one entry lie together: `first[entry]` is the row of its newest value and `many[entry]`
how many there are, at least one. A missing value is MISSING.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    "birth": ("born", "exchanged", "year", "month", "day"),
    "home": HomeParts._fields,
    "number": ("number", "valid_number"),
    "person": ("sex", "born_together"),
}
GROUP_OF: Mapping[str, str] = {column: group for group, columns in GROUPS.items() for column in columns}
WORDS = frozenset((*GROUPS["name"], *GROUPS["home"]))
SEXES = {"f": 0, "m": 1}


class Interns(NamedTuple):
    names: Intern
    places: Intern


class Growing:
    """An array that grows at its end."""

    def __init__(self, width: int, dtype: type[np.signedinteger[Any]] = np.int64) -> None:
        self._held = np.empty((1024, width), dtype=dtype)
        self.size = 0

    def extend(self, rows: NDArray[Any]) -> None:
        needed = self.size + len(rows)
        if needed > len(self._held):
            larger = np.empty((max(needed, 2 * len(self._held)), self._held.shape[1]), dtype=self._held.dtype)
            larger[: self.size] = self._held[: self.size]
            self._held = larger
        self._held[self.size : needed] = rows
        self.size = needed

    @property
    def rows(self) -> NDArray[Any]:
        return self._held[: self.size]


class Group:
    def __init__(self, names: Sequence[str]) -> None:
        self._place = {name: place for place, name in enumerate(names)}
        self._rows = Growing(len(names), np.int64 if "number" in names else np.int32)
        self._spans = Growing(2)
        self.single = True  # no entry has more than one value

    def extend(self, rows: Sequence[Sequence[int]], many: Sequence[int]) -> None:
        counts = np.asarray(many, dtype=np.int64)
        starts = self._rows.size + np.cumsum(counts) - counts
        self._rows.extend(np.asarray(rows, dtype=np.int64).reshape(-1, len(self._place)))
        self._spans.extend(np.column_stack((starts, counts)))
        self.single = self.single and bool((counts == 1).all())

    def take(self, other: Group) -> None:
        """The rows of another, after one's own."""
        self._spans.extend(np.add(other._spans.rows, (self._rows.size, 0)))
        self._rows.extend(other._rows.rows)
        self.single = self.single and other.single

    @property
    def first(self) -> NDArray[np.int64]:
        return self._spans.rows[:, 0]

    @property
    def many(self) -> NDArray[np.int64]:
        return self._spans.rows[:, 1]

    def column(self, name: str) -> NDArray[np.int64]:
        """32 bits wide but for numbers."""
        values: NDArray[np.int64] = self._rows.rows[:, self._place[name]]
        return values


class Columns:
    def __init__(self) -> None:
        self.groups = {name: Group(columns) for name, columns in GROUPS.items()}
        self.size = 0

    def extend(self, entries: Iterable[Stated], interns: Interns) -> int:
        """Adds entries at the end; returns how many."""
        rows: dict[str, list[Sequence[int]]] = {name: [] for name in GROUPS}
        many: dict[str, list[int]] = {name: [] for name in GROUPS}
        added = 0
        for entry in entries:
            for name, values in zip(GROUPS, _values(entry, interns), strict=True):
                rows[name].extend(values)
                many[name].append(len(values))
            added += 1
        for name, group in self.groups.items():
            group.extend(rows[name], many[name])
        self.size += added
        return added

    def take(self, other: Columns) -> None:
        """The entries of another, made with the same lexicons, after one's own."""
        for name, group in self.groups.items():
            group.take(other.groups[name])
        self.size += other.size


def columns_of(entries: Iterable[Stated], interns: Interns) -> Columns:
    columns = Columns()
    columns.extend(entries, interns)
    return columns


def _values(entry: Stated, interns: Interns) -> tuple[Sequence[Sequence[int]], ...]:
    names = [_interned(name_parts(name.first, name.surname), interns.names) for name in entry.names]
    births = [
        (_digits(born), _digits(exchanged(born)), born.year, born.month, born.day) for born in entry.births
    ]
    homes = [_interned(home_parts(home.postcode, home.address), interns.places) for home in entry.homes]
    numbers = [tuple(number or MISSING for number in nhs_parts(words)) for words in entry.nhs_numbers]
    return (
        names or (_NOTHING["name"],),
        births or (_NOTHING["birth"],),
        homes or (_NOTHING["home"],),
        numbers or (_NOTHING["number"],),
        ((SEXES.get(entry.sex, MISSING), 0),),
    )


_NOTHING = {name: (MISSING,) * len(columns) for name, columns in GROUPS.items()}


def _interned(parts: Sequence[str], intern: Intern) -> tuple[int, ...]:
    return tuple(map(intern, parts))


def _digits(day: object) -> int:
    """20210312; MISSING for no date."""
    return MISSING if day is None else int(str(day).replace("-", ""))


def paired(
    one: Group, other: Group, ones: NDArray[np.int64], others: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64] | None]:
    """Rows to compare for pairs of entries, and where each pair's rows begin (None: one row each)."""
    if one.single and (other.single or bool((other.many[others] == 1).all())):
        return one.first[ones], other.first[others], None
    left, right = one.many[ones], other.many[others]
    size = left * right
    begins = np.cumsum(size) - size
    pair = np.repeat(np.arange(len(ones)), size)
    within = np.arange(int(size.sum())) - begins[pair]
    rows = one.first[ones][pair] + within // right[pair], other.first[others][pair] + within % right[pair]
    return *rows, begins
