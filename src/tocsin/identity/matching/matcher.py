"""One record, or many, against a register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tocsin.identity.answer import SHOWN, Answer, Candidate
from tocsin.identity.matching.bands import banded
from tocsin.identity.matching.blocking import UNLIMITED, Lexicons, blocks
from tocsin.identity.matching.columns import (
    PLACES,
    Columns,
    Interns,
    Rows,
    aligned_rows,
    brief_row,
    combined_rows,
    values_of,
)
from tocsin.identity.matching.ladders import ladders
from tocsin.identity.matching.levels import Pairs, Side, patterns
from tocsin.identity.matching.lexicon import MISSING, Visitor
from tocsin.identity.matching.model import Model
from tocsin.identity.matching.register import Register
from tocsin.identity.matching.shapes import Shapes
from tocsin.identity.matching.shortlist import (
    NOBODYS,
    agreement,
    agreement_with,
    nearest,
    nearest_to_one,
    shortlist,
)
from tocsin.identity.matching.specification import specification
from tocsin.identity.stated import Stated

AT_ONCE = 1_000  # questions whose pairs are compared together


class Question:
    """Records as the register sees them, made without leaving anything behind in it."""

    def __init__(self, register: Register, asked: Sequence[Stated]) -> None:
        self._names, self._places = Visitor(register.names), Visitor(register.places)
        interns = Interns(self._names.intern, self._places.intern)
        self.columns = Columns.of(asked, interns)
        keys, made = blocks().keys(self.columns, Lexicons(self._names, self._places))
        lines, places = np.nonzero(made)
        self.keys, self.askers = keys[lines, places], self.columns.owners[lines]
        self.stored = blocks().stored[places]  # the others are only ever looked up
        self.most = np.where(blocks().always[places], UNLIMITED, blocks().most)

    @property
    def side(self) -> Side:
        return Side(self.columns, self._words, self._shapes)

    def _words(self, column: str, numbers: list[int]) -> list[str]:
        return (self._places if column in PLACES else self._names).words(numbers)

    def _shapes(self, column: str, numbers: Rows) -> Shapes:
        return (self._places if column in PLACES else self._names).shapes(numbers)


class Asker:
    """One record as the register sees it, for an answer that somebody waits for: as `Question`, of one."""

    def __init__(self, register: Register, stated: Stated) -> None:
        self._register = register
        self._names, self._places = Visitor(register.names), Visitor(register.places)
        valued = values_of(stated, Interns(self._names.intern, self._places.intern))
        self._rows = aligned_rows(valued)
        self._combined = self._rows if len(self._rows) == 1 else combined_rows(valued)
        self._lexicons = Lexicons(self._names, self._places)

    @cached_property
    def keys(self) -> Sequence[tuple[int, int]]:
        """Each key once, with how many entries it may lead to."""
        if len(self._combined) == 1:
            return blocks().keys_of(self._combined[0], self._lexicons)
        every = (key for row in self._combined for key in blocks().keys_of(row, self._lexicons))
        return list(dict.fromkeys(every))

    def stored_keys(self) -> set[int]:
        return {key for row in self._combined for key in blocks().stored_keys_of(row, self._lexicons)}

    def sought(self) -> NDArray[np.int32]:
        """Entries that share a key."""
        return self._register.live(self._register.index.sought(self.keys))

    def nearest(self, entries: NDArray[np.int32], most: int) -> Rows:
        if len(entries) <= most:
            return entries.astype(np.int64)
        briefs = [[NOBODYS if n == MISSING else n for n in brief_row(row)] for row in self._rows]
        found = agreement_with(np.array(briefs, dtype=np.int32), self._register.columns, entries)
        return entries[nearest_to_one(found, most)].astype(np.int64)

    def patterns(self, entries: Rows) -> list[int]:
        judge = ladders(specification())
        return judge.patterns(self._rows, self._spelt, self._register, entries) if len(entries) else []

    def _spelt(self, of_places: bool, number: int) -> str:
        return (self._places if of_places else self._names).word(number)


class Matcher:
    def __init__(self, register: Register, model: Model) -> None:
        self.register = register
        self.model = model

    def add(self, entry: Stated) -> None:
        self.register.add(entry)

    def candidates(self, stated: Stated) -> tuple[str, ...]:
        """Everybody who would be compared: who shares a key, and stands among the nearest."""
        _, rows = self.pairs(Question(self.register, [stated]))
        return tuple(dict.fromkeys(self.register.persons[row] for row in rows.tolist()))

    def find(self, stated: Stated, most: int = SHOWN) -> Answer:
        asker = Asker(self.register, stated)
        rows = asker.nearest(asker.sought(), shortlist().most)
        return self._answer(rows.tolist(), asker.patterns(rows), most)

    def find_all(self, asked: Sequence[Stated], most: int = SHOWN) -> list[Answer]:
        return [answer for some in _at_a_time(asked) for answer in self._find_some(some, most)]

    def _find_some(self, asked: Sequence[Stated], most: int) -> Iterator[Answer]:
        question = Question(self.register, asked)
        askers, rows = self.pairs(question)
        found = self.compared(question, askers, rows)
        ends = np.searchsorted(askers, np.arange(len(asked) + 1))
        for begin, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            yield self._answer(rows[begin:end].tolist(), found[begin:end].tolist(), most)

    def pairs(self, question: Question) -> tuple[Rows, Rows]:
        """(question, entry) for every pair worth comparing, by question."""
        return self._nearest(question, *self.sharing(question))

    def sharing(self, question: Question) -> tuple[Rows, Rows]:
        """(question, entry) for every pair that shares a key, by question."""
        askers, rows = self.register.index.pairs(question.keys, question.askers, question.most)
        if self.register.gone:
            kept = ~np.isin(rows, list(self.register.gone))
            askers, rows = askers[kept], rows[kept]
        return askers, rows

    def _nearest(self, question: Question, askers: Rows, rows: Rows) -> tuple[Rows, Rows]:
        if len(rows) <= shortlist().most:
            return askers, rows
        kept = nearest(agreement(question.columns, self.register.columns, askers, rows), askers)
        return askers[kept], rows[kept]

    def compared(self, question: Question, askers: Rows, rows: Rows) -> Rows:
        """The agreement pattern of each pair."""
        if not len(rows):
            return np.empty(0, dtype=np.int64)
        pairs = Pairs(question.side, self.register.side, askers, rows, self.register.share)
        return patterns(pairs, specification())

    def _answer(self, rows: list[int], found: list[int], most: int) -> Answer:
        scores = self.model.scores.take(found).tolist() if found else []
        best = sorted(range(len(rows)), key=scores.__getitem__, reverse=True)[: max(most, 2)]
        persons = self.register.persons
        candidates = tuple(Candidate(persons[rows[place]], scores[place], found[place]) for place in best)
        return banded(candidates, self.model.thresholds, most)


def _at_a_time(asked: Sequence[Stated]) -> Iterator[Sequence[Stated]]:
    for begin in range(0, len(asked), AT_ONCE):
        yield asked[begin : begin + AT_ONCE]
