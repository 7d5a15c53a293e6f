"""One record, or many, against a register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from tocsin.identity.answer import SHOWN, Answer, Candidate
from tocsin.identity.matching.bands import banded
from tocsin.identity.matching.blocking import Lexicons, blocks
from tocsin.identity.matching.columns import PLACES, Columns, Interns, Rows
from tocsin.identity.matching.levels import Pairs, Side, patterns
from tocsin.identity.matching.lexicon import Visitor
from tocsin.identity.matching.model import Model
from tocsin.identity.matching.register import Register
from tocsin.identity.matching.shortlist import agreement, nearest, shortlist
from tocsin.identity.matching.specification import specification
from tocsin.identity.stated import Stated

AT_ONCE = 1_000  # questions whose pairs are compared together
UNLIMITED = np.iinfo(np.int64).max


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
        return Side(self.columns, self._words)

    def _words(self, column: str, numbers: list[int]) -> list[str]:
        return (self._places if column in PLACES else self._names).words(numbers)


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
        question = Question(self.register, [stated])
        rows = self.register.live(self.register.index.rows(question.keys, question.most)).astype(np.int64)
        askers = np.zeros(len(rows), dtype=np.int64)
        askers, rows = self._nearest(question, askers, rows)
        return self._answer(rows, self.compared(question, askers, rows), most)

    def find_all(self, asked: Sequence[Stated], most: int = SHOWN) -> list[Answer]:
        return [answer for some in _at_a_time(asked) for answer in self._find_some(some, most)]

    def _find_some(self, asked: Sequence[Stated], most: int) -> Iterator[Answer]:
        question = Question(self.register, asked)
        askers, rows = self.pairs(question)
        found = self.compared(question, askers, rows)
        ends = np.searchsorted(askers, np.arange(len(asked) + 1))
        for begin, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            yield self._answer(rows[begin:end], found[begin:end], most)

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

    def _answer(self, rows: Rows, found: Rows, most: int) -> Answer:
        scores = self.model.scores[found]
        best = np.argsort(-scores, kind="stable")[: max(most, 2)].tolist()
        persons = self.register.persons
        candidates = tuple(
            Candidate(persons[rows[place]], float(scores[place]), int(found[place])) for place in best
        )
        return banded(candidates, self.model.thresholds, most)


def _at_a_time(asked: Sequence[Stated]) -> Iterator[Sequence[Stated]]:
    for begin in range(0, len(asked), AT_ONCE):
        yield asked[begin : begin + AT_ONCE]
