"""Draws from a random stream."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import exp
from random import Random


def how_many(rng: Random, mean: float) -> int:
    """Poisson. Quick where the mean is small, as it nearly always is here."""
    if mean <= 0.0:
        return 0
    limit, product, count = exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def uneven(rng: Random, shape: float) -> float:
    """Gamma of mean one: how much more or less than others somebody meets with a thing."""
    return rng.gammavariate(shape, 1.0 / shape)


def from_lots(rng: Random, lots: tuple[tuple[str, ...], tuple[float, ...]]) -> str:
    """`lots`: codes, and their shares added up."""
    codes, ends = lots
    return codes[min(bisect_right(ends, rng.random() * ends[-1]), len(codes) - 1)]


def between(rng: Random, span: Sequence[int]) -> int:
    """A whole number from the first to the last of `span`, both possible."""
    first, last = span[0], span[-1]
    return first + int(rng.random() * (last - first + 1))
