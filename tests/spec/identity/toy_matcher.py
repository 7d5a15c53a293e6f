"""A matcher simple enough to be reckoned by hand: names and births agree or not, and nothing else counts."""

from __future__ import annotations

import math
from collections.abc import Iterable

from tocsin.identity.answer import Answer, Band, Candidate
from tocsin.identity.measure.engine import Thresholds
from tocsin.identity.stated import Stated

THRESHOLDS = Thresholds(auto=3.0, review=1.0, margin=1.0)


class ToyMatcher:
    """Score: 2 for the same birth, 1 for the same surname, 1 for the same first name beside one of these.

    A stated sex of one and not the other is a rule against an automatic link.
    """

    def __init__(self, people: Iterable[Stated], thresholds: Thresholds = THRESHOLDS) -> None:
        self.people = list(people)
        self.thresholds = thresholds

    def candidates(self, stated: Stated) -> set[str]:
        return {one.id for one in self.people if self.score(one, stated) > 0}

    def score(self, one: Stated, stated: Stated) -> float:
        born = 2.0 * bool(set(one.births) & set(stated.births))
        pairs = [(a, b) for a in one.names for b in stated.names]
        surname = any(a.surname == b.surname != "" for a, b in pairs)
        first = any(a.first == b.first != "" for a, b in pairs)
        return born + surname + (first if born or surname else 0)

    def find(self, stated: Stated, most: int = 5) -> Answer:
        scored = sorted(((self.score(one, stated), one.id, one.sex) for one in self.people), reverse=True)
        near = [(score, id, sex) for score, id, sex in scored if score > 0][:most]
        if not near:
            return Answer(Band.NEW, (), math.inf)
        margin = near[0][0] - near[1][0] if len(near) > 1 else math.inf
        held = self.thresholds
        ruled = {near[0][2], stated.sex} == {"f", "m"}
        if near[0][0] >= held.auto and margin >= held.margin and not ruled:
            band = Band.AUTO
        else:
            band = Band.REVIEW if near[0][0] >= held.review else Band.NEW
        why = "two_sexes" if ruled else ""
        return Answer(band, tuple(Candidate(id, score, 0) for score, id, _ in near), margin, why)

    def find_all(self, stated: list[Stated]) -> list[Answer]:
        return [self.find(one) for one in stated]
