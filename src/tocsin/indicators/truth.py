"""Four answers, so that an imprecise date and a missing value are never mistaken for a no.

NO, UNKNOWN (a value was not stated: never fires), MAYBE (for some choice of the imprecise dates),
YES (for every choice). `both` is the weakest of its parts, `either` the strongest.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

Truth = int
NO: Final = 0
UNKNOWN: Final = 1
MAYBE: Final = 2
YES: Final = 3

_OPPOSITE: Final = (YES, UNKNOWN, MAYBE, NO)


def opposite(truth: Truth) -> Truth:
    return _OPPOSITE[truth]


def both(truths: Iterable[Truth]) -> Truth:
    return min(truths, default=YES)


def either(truths: Iterable[Truth]) -> Truth:
    return max(truths, default=NO)


def fires(truth: Truth) -> bool:
    return truth >= MAYBE


def within(low: int, high: int, first: int, last: int) -> Truth:
    """Is a number known only to lie in first..last inside low..high (all ends included)?"""
    if low <= first and last <= high:
        return YES
    return MAYBE if first <= high and low <= last else NO
