"""The matcher's register of a ledger's persons: one entry a person, with every value of their records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from tocsin.identity.answer import SHOWN, Answer, Candidate
from tocsin.identity.matching.bands import banded
from tocsin.identity.matching.columns import PLACES, Columns, Interns, Rows
from tocsin.identity.matching.levels import Pairs, Side, patterns
from tocsin.identity.matching.lexicon import Visitor
from tocsin.identity.matching.matcher import Asker, Matcher, Question
from tocsin.identity.matching.model import Model
from tocsin.identity.matching.register import Register
from tocsin.identity.matching.shapes import Shapes
from tocsin.identity.matching.shortlist import shortlist
from tocsin.identity.matching.specification import specification
from tocsin.identity.stated import Stated

Scored = tuple[float, int]  # score, pattern
Hidden = Callable[[str], bool]  # whether a candidate is left out, those before it being shown


def union(person: str, records: Iterable[Stated]) -> Stated | None:
    """All that a person's records state, in the order given: the newest first. A value met twice stands once.

    None where they speak of an unborn child only: what is known then is the mother's name and home, and
    nobody may be found by these.
    """
    born = [stated for stated in records if stated.unborn is None]
    if not born:
        return None
    return Stated(
        person,
        names=tuple(dict.fromkeys(name for stated in born for name in stated.names)),
        births=tuple(dict.fromkeys(day for stated in born for day in stated.births)),
        sex=next((stated.sex for stated in born if stated.sex), ""),
        homes=tuple(dict.fromkeys(home for stated in born for home in stated.homes)),
        nhs_numbers=tuple(dict.fromkeys(number for stated in born for number in stated.nhs_numbers)),
        household=next((stated.household for stated in born if stated.household), ""),
    )


class Asked(Question):
    """One record, or several, as the register sees them, with the keys under which a store keeps them."""

    def stored_keys(self) -> list[tuple[int, ...]]:
        """Of each record."""
        found: list[set[int]] = [set() for _ in range(self.columns.size)]
        signed = self.keys[self.stored].view(np.int64).tolist()
        for key, owner in zip(signed, self.askers[self.stored].tolist(), strict=True):
            found[owner].add(key)
        return [tuple(sorted(own)) for own in found]


class Beside:
    """Records to be compared with one another and not sought: without keys."""

    def __init__(self, register: Register, some: Sequence[Stated]) -> None:
        self._names, self._places = Visitor(register.names), Visitor(register.places)
        columns = Columns.of(some, Interns(self._names.intern, self._places.intern))
        self.side = Side(columns, self._words, self._shapes)

    def _words(self, column: str, numbers: list[int]) -> list[str]:
        return (self._places if column in PLACES else self._names).words(numbers)

    def _shapes(self, column: str, numbers: Rows) -> Shapes:
        return (self._places if column in PLACES else self._names).shapes(numbers)


class PersonIndex:
    def __init__(self, model: Model, people: Iterable[Stated]) -> None:
        self.model = model
        self.matcher = Matcher(Register.build(people), model)
        self._last: tuple[Stated, Asker] | None = None

    @property
    def register(self) -> Register:
        return self.matcher.register

    def put(self, person: str, entry: Stated | None) -> None:
        """A person's entry as it now is; None takes it out."""
        self._last = None
        if entry is not None:
            self.register.add(entry)
        elif person in self.register.entry_of:
            self.register.remove(person)

    def find(
        self,
        stated: Stated,
        *,
        without: Collection[str] = (),
        beside: Sequence[Stated] = (),
        hidden: Hidden,
    ) -> Answer:
        """The answer, had the register not the persons `without`, and had it those `beside`. Of all who
        share a key the nearest are compared in full, more of them than are shown to anybody."""
        found = sorted(self._found(stated, without, beside), key=lambda one: -one.score)
        return banded(tuple(_shown(found, hidden)), self.model.thresholds, SHOWN)

    def _found(
        self, stated: Stated, without: Collection[str], beside: Sequence[Stated]
    ) -> Iterator[Candidate]:
        asker = self._asked(stated)
        rows = asker.nearest(self._except(without, asker.sought()), shortlist().most_of_ledger)
        codes, persons = asker.patterns(rows), self.register.persons
        scores = self.model.scores.take(np.array(codes, dtype=np.int64))
        for place in np.argsort(-scores, kind="stable")[: 4 * SHOWN].tolist():
            yield Candidate(persons[rows[place]], float(scores[place]), codes[place])
        for other, (score, code) in zip(beside, self.scores(stated, beside), strict=True):
            if other.id not in without:
                yield Candidate(other.id, score, code)

    def _except(self, without: Collection[str], entries: NDArray[np.int32]) -> NDArray[np.int32]:
        held = self.register.entry_of
        left_out = [held[person] for person in without if person in held]
        return entries[~np.isin(entries, left_out)] if left_out else entries

    def scores(self, stated: Stated, others: Sequence[Stated]) -> list[Scored]:
        """The matcher's own score of each pair, with the register's names as they are borne."""
        if not others:
            return []
        side = Beside(self.register, [stated, *others]).side
        one, rest = np.zeros(len(others), dtype=np.int64), np.arange(1, len(others) + 1)
        codes = patterns(Pairs(side, side, one, rest, self.register.share), specification())
        return list(zip(self.model.scores[codes].tolist(), codes.tolist(), strict=True))

    def nearest(self, stated: Stated, records: Sequence[Stated]) -> str:
        """Of a person's records the one that scores best; of equals the first."""
        if len(records) == 1:
            return records[0].id
        scores = [score for score, _ in self.scores(stated, records)]
        return records[scores.index(max(scores))].id

    def keys(self, stated: Stated) -> tuple[int, ...]:
        """Keys under which a record is stored: 64 bits, signed."""
        return tuple(sorted(map(_signed, self._asked(stated).stored_keys())))

    def _asked(self, stated: Stated) -> Asker:
        """Made once where keys and answer are asked for one after the other."""
        if self._last is None or self._last[0] is not stated:
            self._last = stated, Asker(self.register, stated)
        return self._last[1]


def _signed(key: int) -> int:
    return key - (1 << 64) if key >> 63 else key


def stored_keys(some: Sequence[Stated]) -> list[tuple[int, ...]]:
    """Of each record its block keys, which are the same whatever the register."""
    return Asked(Register(), some).stored_keys()


def _shown(found: Iterable[Candidate], hidden: Hidden) -> Iterator[Candidate]:
    return islice((one for one in found if not hidden(one.person)), SHOWN)
