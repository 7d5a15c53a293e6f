"""Keys under which an entry is sought: 64-bit numbers that are the same in every process and every store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.identity.matching.columns import GROUP_OF, WORDS, Columns
from tocsin.identity.matching.lexicon import MISSING, Lexicon, Visitor, stable_hash
from tocsin.identity.names import data_table

Keys = NDArray[np.uint64]
NOTHING = "nothing"  # the column that pads a block of fewer columns


class Lexicons(NamedTuple):
    names: Lexicon | Visitor
    places: Lexicon | Visitor


class Block(NamedTuple):
    name: str
    columns: tuple[str, ...]
    always: bool  # a full key of this block is looked up however many share it
    asked_only: bool  # looked up, never stored: another reading of the same block


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

    def keys(self, columns: Columns, lexicons: Lexicons) -> tuple[Keys, NDArray[np.bool_], NDArray[np.int64]]:
        """Keys (rows, blocks), which of them can be made, and the entry of each row: a row for every
        combination of an entry's values."""
        entries, rows = _combined(columns)
        hashes, stated = self._hashed(columns, lexicons, rows)
        a, b, c = self._places.T
        mixed = hashes[:, a] * _ODD[0] + hashes[:, b] * _ODD[1] + hashes[:, c] * _ODD[2] + self._salts
        return _scrambled(mixed), stated[:, a] & stated[:, b] & stated[:, c], entries

    def _hashed(
        self, columns: Columns, lexicons: Lexicons, rows: Mapping[str, NDArray[np.int64]]
    ) -> tuple[Keys, NDArray[np.bool_]]:
        count = len(rows["person"])
        hashes = np.zeros((count, len(self.columns)), dtype=np.uint64)
        stated = np.ones((count, len(self.columns)), dtype=np.bool_)
        for place, column in enumerate(self.columns[1:], start=1):
            group = GROUP_OF[column]
            values = columns.groups[group].column(column)[rows[group]]
            hashes[:, place] = _hash(column, values, lexicons)
            stated[:, place] = values != MISSING
        return hashes, stated


_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)


def _hash(column: str, values: NDArray[Any], lexicons: Lexicons) -> Keys:
    if column not in WORDS:
        return _scrambled(values.astype(np.int64).view(np.uint64))
    lexicon = lexicons.names if GROUP_OF[column] == "name" else lexicons.places
    return lexicon.hashes(np.where(values == MISSING, 0, values))


def _scrambled(keys: Keys) -> Keys:
    """The finaliser of splitmix64 (Steele, Lea and Flood, 2014): near keys come to lie far apart."""
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def _combined(columns: Columns) -> tuple[NDArray[np.int64], dict[str, NDArray[np.int64]]]:
    """For every combination of an entry's values: the entry, and the row in each group."""
    entries = np.arange(columns.size)
    rows: dict[str, NDArray[np.int64]] = {}
    for name, group in columns.groups.items():
        if group.single:
            rows[name] = group.first[entries]
            continue
        many = group.many[entries]
        again = np.repeat(np.arange(len(entries)), many)
        within = np.arange(len(again)) - (np.cumsum(many) - many)[again]
        rows = {other: held[again] for other, held in rows.items()}
        rows[name] = group.first[entries][again] + within
        entries = entries[again]
    return entries, rows


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
