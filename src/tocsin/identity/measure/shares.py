"""A share with its Wilson 95% interval, and the gap between two shares with Newcombe's.

Wilson 1927; Newcombe 1998 (Statistics in Medicine 17: 873-890, method 10). Both hold near nought and
one, where the usual interval does not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

Z = 1.959963984540054  # 97.5% of a standard normal


@dataclass(frozen=True, slots=True)
class Share:
    count: int
    of: int

    @property
    def value(self) -> float | None:
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.count, self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Gap:
    """Between the highest and the lowest of several shares."""

    value: float
    low: float
    high: float
    highest: str
    lowest: str


def wilson(count: int, of: int) -> tuple[float, float]:
    share, squared = count / of, Z * Z
    middle = (share + squared / (2 * of)) / (1 + squared / of)
    half = Z / (1 + squared / of) * math.sqrt(share * (1 - share) / of + squared / (4 * of * of))
    low = 0.0 if count == 0 else max(0.0, middle - half)
    return low, 1.0 if count == of else min(1.0, middle + half)


def widest_gap(shares: dict[str, Share]) -> Gap | None:
    judged = {name: share for name, share in shares.items() if share.of}
    if len(judged) < 2:
        return None
    value = {name: share.count / share.of for name, share in judged.items()}
    highest, lowest = max(value, key=value.__getitem__), min(value, key=value.__getitem__)
    difference = value[highest] - value[lowest]
    (low_h, high_h), (low_l, high_l) = (wilson(judged[n].count, judged[n].of) for n in (highest, lowest))
    below = math.hypot(value[highest] - low_h, high_l - value[lowest])
    above = math.hypot(high_h - value[highest], value[lowest] - low_l)
    return Gap(difference, max(-1.0, difference - below), min(1.0, difference + above), highest, lowest)
