"""A person looked for again among the others, by all that their records state."""

from __future__ import annotations

from datetime import datetime

from tocsin.identity.acts import of_answer
from tocsin.identity.answer import Band
from tocsin.identity.known_people import KnownPeople
from tocsin.identity.ledger.ledger import Made


class Relinking:
    def __init__(self, people: KnownPeople, record: str, *, on: datetime) -> None:
        self._people, self._record, self._on = people, record, on

    def __call__(self) -> Made:
        people = self._people
        people.take_in()
        person = people.state.person_of(self._record) or ""
        held = people.stated(people.members(person))
        whole = people.union(person, held.values())
        if whole is None:
            return (), ()
        answer = people.find(whole, people.state.members_of(person), [person])
        if answer.band is not Band.AUTO:
            return (), ()
        nearest = people.nearest(whole, answer)
        own = people.index.nearest(people.stated([nearest])[nearest], list(held.values()))
        return tuple(of_answer(own, answer, nearest, on=self._on)), ()
