"""Random streams: one for each family and purpose, so that family 7 is the same in every town of a seed."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")

PURPOSES = {"family": 0, "happenings": 1, "records": 2, "queries": 3, "paths": 4, "deaths": 5}
FAMILY_BITS = 36


def stream(seed: int, number: int, purpose: str) -> Random:
    """The stream of family `number` for one purpose. Numbers are whole and not negative."""
    return Random(((seed << FAMILY_BITS) | number) << 4 | PURPOSES[purpose])


class Weighted(Generic[T]):
    """Values with weights, ready for many draws."""

    __slots__ = ("_cumulative", "values")

    def __init__(self, values: Iterable[T], weights: Iterable[float]) -> None:
        self.values: Sequence[T] = tuple(values)
        steps = list(accumulate(weights))
        self._cumulative = [step / steps[-1] for step in steps[:-1]]  # the last always catches the rest

    def pick(self, rng: Random) -> T:
        return self.values[bisect(self._cumulative, rng.random())]


def weighted(shares: Mapping[T, float]) -> Weighted[T]:
    return Weighted(shares, shares.values())


def zipf(values: Sequence[T], *, steepness: float) -> Weighted[T]:
    """Commonest first; the weight of rank r is 1 / (r + 2) ** steepness."""
    return Weighted(values, (1 / (rank + 2) ** steepness for rank in range(len(values))))


def day_between(rng: Random, first: date, last: date) -> date:
    """A day from `first` to `last`, both possible; `first` where they are the wrong way round."""
    days = (last - first).days
    return first + timedelta(int(rng.random() * (days + 1))) if days > 0 else first
