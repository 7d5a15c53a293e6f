"""A register that can be asked: its entries as columns, the index of their keys, and who shares a home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.identity.matching.blocking import Lexicons, blocks
from tocsin.identity.matching.columns import PLACES, Columns, Interns, Rows
from tocsin.identity.matching.homes import Homes
from tocsin.identity.matching.index import Index
from tocsin.identity.matching.levels import Side
from tocsin.identity.matching.lexicon import MISSING, Lexicon
from tocsin.identity.matching.shapes import Shapes
from tocsin.identity.matching.standard import forget_parts
from tocsin.identity.stated import Stated

AT_ONCE = 50_000  # entries whose keys are made together
FIRST, LAST = 0, 1  # kinds of count in the lexicon of names


class Register:
    """One entry a person, with every value met. Adding an entry anew replaces it."""

    def __init__(self) -> None:
        self.names, self.places = Lexicon(), Lexicon()
        self.columns = Columns.of((), self.interns)
        self.index = Index()
        self.persons: list[str] = []
        self.entry_of: dict[str, int] = {}
        self.gone: set[int] = set()
        self._together: dict[int, list[int]] = {}  # entry -> all of its home and birth date, where several
        self._homes = Homes()

    @classmethod
    def build(cls, entries: Iterable[Stated]) -> Register:
        register = cls()
        for some in _at_a_time(entries, AT_ONCE):
            register._load(some)
        forget_parts()  # of names seldom met again, and not while most memory is needed
        register.index.sort()
        register._homes.sort()
        for together in register._homes.several():
            register._live_together(together)
        return register

    @property
    def interns(self) -> Interns:
        return Interns(self.names.intern, self.places.intern)

    @property
    def lexicons(self) -> Lexicons:
        return Lexicons(self.names, self.places)

    @property
    def side(self) -> Side:
        return Side(self.columns, self._words, self._shapes)

    def _words(self, column: str, numbers: list[int]) -> list[str]:
        held = (self.places if column in PLACES else self.names).words
        return [held[number] for number in numbers]

    def _shapes(self, column: str, numbers: Rows) -> Shapes:
        return (self.places if column in PLACES else self.names).shapes(numbers)

    def __len__(self) -> int:
        return len(self.entry_of)

    def add(self, entry: Stated) -> None:
        """One entry, found by the next question."""
        self._load([entry], at_once=False)

    def remove(self, person: str) -> None:
        self._leave(self.entry_of.pop(person))

    def _leave(self, entry: int) -> None:
        self.gone.add(entry)
        if entry in self._together:
            self._mark(self._together[entry])

    def live(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Without entries removed or replaced."""
        if not self.gone:
            return rows
        return rows[[row not in self.gone for row in rows.tolist()]]

    def share(self, column: str, numbers: NDArray[Any]) -> NDArray[np.float64]:
        """Of the register's entries, those whose first (or last) name is this."""
        counts = self.names.counts(numbers, LAST if column == "surname" else FIRST)
        return counts / max(len(self.persons), 1)

    def share_of(self, column: str, number: int) -> float:
        """As `share`, of one."""
        return self.names.count_of(number, LAST if column == "surname" else FIRST) / max(len(self.persons), 1)

    def _load(self, entries: Sequence[Stated], *, at_once: bool = True) -> None:
        begin = self.columns.size
        own = Columns.of(entries, self.interns)
        self._count(own)
        keys, made = blocks().keys(own, self.lexicons)
        made = made & blocks().stored
        rows = (begin + own.owners).astype(np.int32)
        if at_once:
            lines, places = np.nonzero(made)
            self.index.stage(keys[lines, places], rows[lines])
        else:
            self.index.add(np.unique(keys[made]), begin)
        self.columns.take(own)
        for place, entry in enumerate(entries, start=begin):
            self._settle(entry, place, at_once=at_once)

    def _count(self, own: Columns) -> None:
        self.names.count(own.column("main")[own.first], FIRST)
        self.names.count(own.column("surname")[own.first], LAST)

    def _settle(self, entry: Stated, row: int, *, at_once: bool) -> None:
        if entry.id in self.entry_of:
            self._leave(self.entry_of[entry.id])
        self.persons.append(entry.id)
        self.entry_of[entry.id] = row
        house = self._house(entry, row) if entry.births else None
        if house is None:
            return
        born = entry.births[0].toordinal()
        if at_once:
            self._homes.stage(house, born, row)
        else:
            self._live_together(self._homes.add(house, born, row))

    def _house(self, entry: Stated, row: int) -> str | None:
        if entry.household:
            return entry.household
        dwelling = int(self.columns.column("dwelling")[self.columns.first[row]])
        return None if dwelling == MISSING else f"|{dwelling}"

    def _live_together(self, entries: list[int]) -> None:
        """Of one home and birth date."""
        if len(entries) > 1:
            self._together.update(dict.fromkeys(entries, entries))
            self._mark(entries)

    def _mark(self, entries: Sequence[int]) -> None:
        """Says of those of one home and birth date whether they are more than one person."""
        there = [entry for entry in entries if entry not in self.gone]
        several = len({self.persons[entry] for entry in there}) > 1
        for entry in there:
            begin = self.columns.first[entry]
            self.columns.column("born_together")[begin : begin + self.columns.many[entry]] = several


def _at_a_time(entries: Iterable[Stated], size: int) -> Iterator[list[Stated]]:
    waiting = iter(entries)
    while some := list(islice(waiting, size)):
        yield some
