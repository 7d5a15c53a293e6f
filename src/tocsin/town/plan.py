"""The shape of a family, drawn first from its stream, so that a town can be counted before it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any

from tocsin.plain_yaml import parse
from tocsin.town.names import name_book
from tocsin.town.stream import Weighted, stream, weighted


class Shares:
    """data/households.yaml, ready for drawing."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.pregnancies: Weighted[int] = weighted(data["pregnancies"])
        self.other_children: Weighted[int] = weighted(data["other_family_children"])
        self.shape: Weighted[str] = weighted(data["shape"])
        self.twins: float = data["multiple"]["twins"]
        self.triplets: float = data["multiple"]["triplets"]
        self.lodger_days: tuple[int, int] = tuple(data["lodger_days"])
        self.alias: Mapping[str, float] = data["alias"]
        self._deaths: list[tuple[int, float]] = [
            (below, yearly / 1000) for below, yearly in sorted(data["deaths"].items())
        ]
        self._chances: Mapping[str, float] = {
            key: value for key, value in data.items() if isinstance(value, int | float)
        }

    def chance(self, rng: Random, name: str) -> bool:
        return rng.random() < self._chances[name]

    def dying(self, age: float) -> float:
        """The chance of a death within the year, at an age in years."""
        return next(chance for below, chance in self._deaths if age < below)

    def share(self, name: str) -> float:
        return self._chances[name]


@lru_cache(maxsize=1)
def shares() -> Shares:
    return Shares(parse((files("tocsin.town") / "data" / "households.yaml").read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Plan:
    """`births`: how many were born of each pregnancy, eldest first. `other`: the father's elsewhere."""

    hers: str  # the mother's name group
    his: str
    shape: str
    births: tuple[int, ...]
    other: tuple[int, ...] = ()
    partner: bool = False
    partner_child: bool = False
    visitor: bool = False  # a child privately fostered here

    @property
    def children(self) -> int:
        return sum(self.births) + sum(self.other) + self.partner_child + self.visitor

    @property
    def multiple(self) -> bool:
        return max(self.births) > 1


def born_together(rng: Random, share: Shares) -> int:
    draw = rng.random()
    return 3 if draw < share.triplets else 2 if draw < share.triplets + share.twins else 1


def draw_plan(rng: Random) -> Plan:
    share, book = shares(), name_book()
    hers = his = book.shares.pick(rng)
    if share.chance(rng, "mixed_groups"):
        his = book.shares.pick(rng)
    shape = share.shape.pick(rng)
    births = tuple(born_together(rng, share) for _ in range(share.pregnancies.pick(rng)))
    other: tuple[int, ...] = ()
    if shape in ("couple", "parted") and share.chance(rng, "father_other_family"):
        other = (1,) * share.other_children.pick(rng)
    partner = shape != "couple" and share.chance(rng, "partner_moves_in")
    own = partner and share.chance(rng, "partner_brings_child")
    visitor = share.chance(rng, "private_fostering")
    return Plan(hers, his, shape, births, other, partner, own, visitor)


def plan_of(seed: int, number: int) -> Plan:
    return draw_plan(stream(seed, number, "family"))


def families_for(seed: int, children: int) -> Iterator[tuple[int, Plan]]:
    """The first families that together hold at least so many children, with their plans."""
    number = found = 0
    while found < children:
        number += 1
        plan = plan_of(seed, number)
        found += plan.children
        yield number, plan
