"""Keys under which an entry is sought: 64-bit numbers that are the same in every process and every store."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.identity.matching.columns import GROUP_OF, PLACE, WORDS, Columns, Rows
from tocsin.identity.matching.lexicon import MISSING, Lexicon, Visitor, stable_hash
from tocsin.identity.names import data_table

Keys = NDArray[np.uint64]
UNLIMITED = sys.maxsize
NOTHING = "nothing"  # the column that pads a block of fewer columns


class Lexicons(NamedTuple):
    names: Lexicon | Visitor
    places: Lexicon | Visitor


class Block(NamedTuple):
    name: str
    columns: tuple[str, ...]
    always: bool  # a full key of this block is looked up however many share it
    asked_only: bool  # looked up, never stored: another reading of the same block


class _Recipe(NamedTuple):
    salt: int
    most: int
    parts: tuple[tuple[int, int], ...]  # place of a column, and what its hash is multiplied by


class Blocks:
    """All blocks as one table, so that every key of every entry comes from a few operations on arrays."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.most = int(table["most"])
        self.blocks = tuple(_blocks(table["blocks"]))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        used = dict.fromkeys(column for block in self.blocks for column in block.columns)
        return (NOTHING, *used)

    @cached_property
    def _places(self) -> NDArray[np.int64]:
        padded = [(*block.columns, NOTHING, NOTHING)[:3] for block in self.blocks]
        return np.array([[self.columns.index(column) for column in line] for line in padded])

    @cached_property
    def _salts(self) -> Keys:
        return np.array([stable_hash(block.name) for block in self.blocks], dtype=np.uint64)

    @cached_property
    def always(self) -> NDArray[np.bool_]:
        return np.array([block.always for block in self.blocks])

    @cached_property
    def stored(self) -> NDArray[np.bool_]:
        return np.array([not block.asked_only for block in self.blocks])

    def keys(self, columns: Columns, lexicons: Lexicons) -> tuple[Keys, NDArray[np.bool_]]:
        """Keys (combinations, blocks), and which of them can be made."""
        hashes, stated = self._hashed(columns.combined, lexicons)
        a, b, c = self._places.T
        mixed = hashes[:, a] * _ODD[0] + hashes[:, b] * _ODD[1] + hashes[:, c] * _ODD[2] + self._salts
        return _scrambled(mixed), stated[:, a] & stated[:, b] & stated[:, c]

    def keys_of(self, row: Sequence[int], lexicons: Lexicons) -> list[tuple[int, int]]:
        """As `keys`, of one combination: each key that can be made, and how many entries it may lead to."""
        return self._made(self._recipes, row, lexicons)

    def stored_keys_of(self, row: Sequence[int], lexicons: Lexicons) -> list[int]:
        """Those of the keys under which the combination itself is found."""
        return [key for key, _ in self._made(self._recipes_stored, row, lexicons)]

    def _made(
        self, recipes: Sequence[_Recipe], row: Sequence[int], lexicons: Lexicons
    ) -> list[tuple[int, int]]:
        hashes = {place: _hash_of(kind, row[place], lexicons) for place, kind in self._sources}
        found = []
        for salt, most, parts in recipes:
            mixed = salt
            for place, odd in parts:
                own = hashes[place]
                if own is None:
                    break
                mixed += own * odd
            else:
                found.append((scrambled(mixed & _ALL), most))
        return found

    @cached_property
    def _sources(self) -> tuple[tuple[int, str], ...]:
        return tuple((PLACE[column], _kind(column)) for column in self.columns[1:])

    @cached_property
    def _recipes(self) -> tuple[_Recipe, ...]:
        found = []
        for block in self.blocks:
            parts = zip(map(PLACE.__getitem__, block.columns), _ODDS, strict=False)
            most = UNLIMITED if block.always else self.most
            found.append(_Recipe(stable_hash(block.name), most, tuple(parts)))
        return tuple(found)

    @cached_property
    def _recipes_stored(self) -> tuple[_Recipe, ...]:
        return tuple(recipe for recipe, stored in zip(self._recipes, self.stored, strict=True) if stored)

    def _hashed(self, rows: Rows, lexicons: Lexicons) -> tuple[Keys, NDArray[np.bool_]]:
        values = rows[:, self._own]
        hashes = np.zeros(values.shape, dtype=np.uint64)
        for kind, places in self._kinds:
            hashes[:, places] = _hash(kind, values[:, places], lexicons)
        hashes[:, 0] = 0
        stated = values != MISSING
        stated[:, 0] = True
        return hashes, stated

    @cached_property
    def _own(self) -> NDArray[np.int64]:
        """The places of the table's columns; what stands in the first, NOTHING's, is not looked at."""
        return np.array([0, *(PLACE[column] for column in self.columns[1:])])

    @cached_property
    def _kinds(self) -> tuple[tuple[str, list[int]], ...]:
        found: dict[str, list[int]] = {"name": [], "home": [], "figure": []}
        for at, column in enumerate(self.columns[1:], start=1):
            found[_kind(column)].append(at)
        return tuple(found.items())


_ODDS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_ODD = np.array(_ODDS, dtype=np.uint64)
_ALL = 2**64 - 1


def _kind(column: str) -> str:
    return GROUP_OF[column] if column in WORDS else "figure"


def _hash(kind: str, values: Rows, lexicons: Lexicons) -> Keys:
    if kind == "figure":
        return _scrambled(np.ascontiguousarray(values).view(np.uint64))
    return (lexicons.names if kind == "name" else lexicons.places).hashes(values)


def _scrambled(keys: Keys) -> Keys:
    """The finaliser of splitmix64 (Steele, Lea and Flood, 2014): near keys come to lie far apart."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def scrambled(key: int) -> int:
    """As `_scrambled`, of one."""
    key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9 & _ALL
    key = (key ^ (key >> 27)) * 0x94D049BB133111EB & _ALL
    return key ^ (key >> 31)


@lru_cache(maxsize=1 << 15)
def _figure(value: int) -> int:
    return scrambled(value & _ALL)


def _hash_of(kind: str, value: int, lexicons: Lexicons) -> int | None:
    """None for a missing one."""
    if value == MISSING:
        return None
    if kind == "figure":
        return _figure(value)
    return (lexicons.names if kind == "name" else lexicons.places).hash_of(value)


def _blocks(lines: Sequence[Mapping[str, Any]]) -> list[Block]:
    found = []
    for line in lines:
        always = line.get("always", False)
        found.append(Block(line["name"], tuple(line["of"]), always, False))
        found.extend(Block(line["name"], tuple(other), always, True) for other in line.get("also", ()))
    return found


@lru_cache(maxsize=1)
def blocks() -> Blocks:
    return Blocks(data_table("blocks"))
