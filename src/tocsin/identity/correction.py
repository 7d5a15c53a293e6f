"""What a corrected record amounts to, made anew each time another process came first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from tocsin.identity.acts import of_answer
from tocsin.identity.answer import Band
from tocsin.identity.known_people import KnownPeople
from tocsin.identity.ledger.entries import ENGINE, Entry, Restated
from tocsin.identity.ledger.ledger import Made
from tocsin.identity.ledger.plausible import Known
from tocsin.identity.meeting import NOBODY
from tocsin.identity.stated import Stated
from tocsin.identity.stores.store import Arrival

Scores = tuple[tuple[str, float], ...]  # other record, score
Sides = Mapping[str, tuple[str, ...]]  # other end of a link -> the records that hang together with it


class Correction:
    """`answer` and `nearest`: whom it was found to be, where no link of its own holds any more."""

    def __init__(self, people: KnownPeople, stated: Stated, *, on: datetime, known: Known) -> None:
        self._people, self._stated, self._on, self._known = people, stated, on, known
        self.answer = NOBODY
        self.nearest = ""

    def __call__(self) -> Made:
        people, stated, index = self._people, self._stated, self._people.index
        people.forget()
        people.take_in()
        sides = {other: self._side(other) for other in people.state.scored_with(stated.id)}
        scores = self._scores(sides)
        people.say(stated)
        self.answer, self.nearest = NOBODY, ""
        entries = [Entry(Restated(stated.id, scores, self._known), self._on, ENGINE)]
        if stated.unborn is None and not self._holds(scores):
            entries += self._anew(sides)
        return entries, [Arrival(stated, index.keys(stated))]

    def _scores(self, sides: Sides) -> Scores:
        """Of each link the score against all that hangs together with its other end without this record."""
        people, stated = self._people, self._stated
        if stated.unborn is not None:
            same = people.expected.same(stated)
            return tuple((other, people.state.settings.join) for other in sides if other == same)
        wholes = [people.whole(other, records) for other, records in sides.items()]
        scores = people.index.scores(stated, [whole for whole in wholes if whole is not None])
        told = iter(scores)
        return tuple(
            (other, next(told)[0]) for other, whole in zip(sides, wholes, strict=True) if whole is not None
        )

    def _side(self, other: str) -> tuple[str, ...]:
        """Records that hang together with the other end of a link, without the record that is corrected."""
        state, here = self._people.state, self._stated.id
        near: defaultdict[str, set[str]] = defaultdict(set)
        for link in state.links_of(state.person_of(other) or ""):
            if here not in (link.a, link.b):
                near[link.a].add(link.b)
                near[link.b].add(link.a)
        found, waiting = {other}, [other]
        while waiting:
            more = near[waiting.pop()] - found
            found |= more
            waiting += more
        return self._people.newest(found)

    def _holds(self, scores: Scores) -> bool:
        """Whether the record is still of somebody: by a score, a decision or a promotion."""
        state, here = self._people.state, self._stated.id
        firm = [
            link
            for link in state.links_of(state.person_of(here) or "")
            if here in (link.a, link.b) and link.basis != "scored"
        ]
        return bool(firm) or any(score >= state.settings.split for _, score in scores)

    def _anew(self, sides: Sides) -> Iterator[Entry]:
        """Looks for the record alone: its person's other records count as one person more for each side."""
        people, stated = self._people, self._stated
        person = people.state.person_of(stated.id) or ""
        own = {r: side for r, side in sides.items() if people.state.person_of(r) == person}
        wholes = {min(side): people.whole(min(side), side) for side in own.values()}
        beside = [whole for whole in wholes.values() if whole is not None]
        self.answer = people.find(stated, {stated.id}, [person], beside)
        best = self.answer.best
        if best is None or self.answer.band is Band.NEW:
            return
        if best.person in wholes:
            self.nearest = self._nearest_of(next(s for s in own.values() if min(s) == best.person))
        else:
            self.nearest = people.nearest(stated, self.answer)
        yield from of_answer(stated.id, self.answer, self.nearest, on=self._on)

    def _nearest_of(self, side: Sequence[str]) -> str:
        held = self._people.stated(side)
        return self._people.index.nearest(self._stated, list(held.values()))
