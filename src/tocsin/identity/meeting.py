"""What a new record amounts to, made anew each time another process came first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from math import inf

from tocsin.identity.acts import of_answer
from tocsin.identity.answer import Answer, Band
from tocsin.identity.known_people import KnownPeople
from tocsin.identity.ledger.entries import Entry, Met
from tocsin.identity.ledger.ledger import Made
from tocsin.identity.ledger.plausible import Known
from tocsin.identity.stated import Stated
from tocsin.identity.stores.store import Arrival

NOBODY = Answer(Band.NEW, (), inf, "nobody")


class Meeting:
    """`answer` and `nearest`: what was found when it was last made; None where the record was there."""

    def __init__(
        self,
        people: KnownPeople,
        stated: Stated,
        *,
        on: datetime,
        by: str,
        known: Known,
        mother: str,
        place: int,
    ) -> None:
        self._people, self._stated, self._on, self._by, self._known = people, stated, on, by, known
        self._mother, self._place = mother, place
        self.answer: Answer | None = None
        self.nearest = ""

    def __call__(self) -> Made:
        people, stated = self._people, self._stated
        people.forget()
        people.take_in()
        self.answer = None
        if people.state.person_of(stated.id):  # somebody else was quicker
            return (), ()
        met = Entry(Met(stated.id, self._known), self._on, self._by)
        people.say(stated)
        arrival = Arrival(stated, people.index.keys(stated))
        return (met, *self._acts()), (arrival,)

    def _acts(self) -> Iterator[Entry]:
        people, stated = self._people, self._stated
        self.answer = NOBODY
        if stated.unborn is not None:
            yield from people.expected.of_unborn(stated, on=self._on, score=people.state.settings.join)
            return
        self.answer = people.find(stated, {stated.id})
        self.nearest = people.nearest(stated, self.answer)
        yield from of_answer(stated.id, self.answer, self.nearest, on=self._on)
        if self._mother:
            yield from people.expected.of_birth(stated, self._mother, self._place, on=self._on)
