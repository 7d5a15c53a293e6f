"""How long one live question takes: one after another, in this process, with the collector still."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from typing import TypeVar

from tocsin.identity.ledger.collector import held_still

T = TypeVar("T")
FEWEST = 2_000
WARM_UP = 300


@contextmanager
def collector_still() -> Iterator[None]:
    """A collection of a million-person register would be counted as one unlucky question."""
    gc.collect()
    gc.freeze()
    try:
        with held_still():
            yield
    finally:
        gc.unfreeze()


def milliseconds(act: Callable[[T], object], over: Sequence[T], *, fewest: int = FEWEST) -> list[float]:
    """Sorted, one for each call; `over` again from its start until there are `fewest`."""
    for one in islice(cycle(over), min(WARM_UP, fewest)):
        act(one)
    took = []
    with collector_still():
        for one in islice(cycle(over), max(fewest, min(len(over), 4 * fewest))):
            start = time.perf_counter()
            act(one)
            took.append((time.perf_counter() - start) * 1000)
    return sorted(took)


def percentile(ordered: Sequence[float], share: float) -> float:
    """Nearest rank, so that it is a time that was really met."""
    return ordered[max(0, -(-len(ordered) * round(share * 1000) // 1000) - 1)]


def percentiles(ordered: Sequence[float]) -> dict[str, float]:
    return {f"p{round(100 * share)}_ms": percentile(ordered, share) for share in (0.5, 0.95, 0.99)}
