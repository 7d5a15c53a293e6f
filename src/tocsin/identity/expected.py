"""Unborn children as the linker knows them: which record speaks of which, and which birth may be whose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from tocsin.identity.ledger.entries import ENGINE, Assert, Entry, Held, Promote, Proposed
from tocsin.identity.ledger.facts import Evidence, Relation
from tocsin.identity.ledger.state import State
from tocsin.identity.ledger.unborn import may_be_born, same_child
from tocsin.identity.stated import Stated, Unborn

MOTHER = "mother"  # vocabulary: relationship
WORDS = "which of several unborn children was born is for a person to say"


class Expected:
    """`unborn`: record -> the child it speaks of; `born`: birth record -> mother's record and birth date."""

    def __init__(self, state: State) -> None:
        self._state = state
        self.unborn: dict[str, Unborn] = {}
        self.births: dict[str, tuple[date, ...]] = {}
        self.mothers: dict[str, str] = {}

    def take_records(self, records: Iterable[Stated]) -> None:
        for stated in records:
            self.take(stated)

    def take(self, stated: Stated) -> None:
        self.unborn.pop(stated.id, None)
        if stated.unborn is not None:
            self.unborn[stated.id] = stated.unborn
        elif stated.id in self.mothers:
            self.births[stated.id] = stated.births

    def take_fact(self, act: Held) -> None:
        """Told of a birth: who the mother is."""
        if isinstance(act.fact, Relation) and act.fact.kind == MOTHER and act.key == _key(act.fact.other):
            self.mothers[act.fact.other] = act.record

    def _open(self) -> dict[str, Unborn]:
        """Those of whom nobody has said what became of them."""
        return {
            record: unborn
            for record, unborn in self.unborn.items()
            if (person := self._state.person_of(record)) and not self._state.fate_of(person)
        }

    def same(self, stated: Stated) -> str:
        """The record that speaks of the same unborn child; "" where there is none."""
        assert stated.unborn is not None
        held = {record: one for record, one in self.unborn.items() if record != stated.id}
        found = same_child(stated.unborn, held, person_of=self._state.person_of)
        return next((record for record in found if self._state.person_of(record)), "")

    def of_unborn(self, stated: Stated, *, on: datetime, score: float) -> Iterator[Entry]:
        """The acts that a message about an unborn child brings with it."""
        assert stated.unborn is not None
        if same := self.same(stated):
            yield Entry(Assert(stated.id, same, score), on, ENGINE, "one mother, due date and place")
            return
        late = [birth for birth in self._births_for(stated.unborn) if not self._taken(birth)]
        if len(late) == 1:
            yield Entry(Promote(stated.id, late[0]), on, ENGINE, "born before the message came")

    def of_birth(self, stated: Stated, mother: str, place: int, *, on: datetime) -> Iterator[Entry]:
        """The acts that a birth brings with it. `place`: of several born, from 1 as they came; 0 unknown."""
        if not self._state.is_met(mother):
            return
        told = Evidence(stated.agency)
        yield Entry(Held(_key(stated.id), mother, Relation(stated.id, MOTHER, told)), on, ENGINE)
        open_ = self._awaited(mother, stated.births)
        placed = {record: one for record, one in open_.items() if place in (0, one.ordinal)}
        if len(placed) == 1 and (place or len(open_) == 1):
            yield Entry(Promote(next(iter(placed)), stated.id), on, ENGINE, "one mother, and in its time")
        else:
            yield from (Entry(Proposed(stated.id, record, 0.0), on, ENGINE, WORDS) for record in open_)

    def _awaited(self, mother: str, births: Iterable[date]) -> dict[str, Unborn]:
        """The first record of each unborn child of a mother that may have been born on such a day."""
        days, who = tuple(births), self._person(mother)
        found: dict[str, tuple[str, Unborn]] = {}
        for record, one in self._open().items():
            if self._person(one.mother) == who and any(may_be_born(one, day) for day in days):
                found.setdefault(self._person(record), (record, one))
        return dict(found.values())

    def _births_for(self, unborn: Unborn) -> list[str]:
        who = self._person(unborn.mother)
        return [
            birth
            for birth, days in self.births.items()
            if self._state.person_of(birth)
            and self._person(self.mothers[birth]) == who
            and any(may_be_born(unborn, day) for day in days)
        ]

    def _taken(self, birth: str) -> bool:
        """Whether some unborn child was already found to be this one."""
        person = self._state.person_of(birth)
        return bool(person and self._state.fate_of(person))

    def _person(self, record: str) -> str:
        return self._state.person_of(record) or record


def _key(birth: str) -> str:
    return f"mother/{birth}"
