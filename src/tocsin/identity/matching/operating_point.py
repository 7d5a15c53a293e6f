"""One operating point: the thresholds at which most is linked while wrong links stay within the aims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.identity.matching.bands import barred_by
from tocsin.identity.matching.model import Thresholds
from tocsin.identity.names import data_table

if TYPE_CHECKING:
    from tocsin.identity.matching.train import Compared

SHOWN = 5
FEW = 2
LOWEST = -9.0  # log-odds below which nobody need look


class Aims(NamedTuple):
    """Shares, each at most."""

    wrong: float
    absent_twin: float
    review: float
    unfound: float

    @classmethod
    def shipped(cls) -> Aims:
        return cls(**data_table("aims"))


@dataclass(frozen=True)
class Outcomes:
    """What each question would be answered, whatever the thresholds."""

    best: NDArray[np.float64]
    margin: NDArray[np.float64]
    right: NDArray[np.bool_]  # the best is the person
    shown: NDArray[np.bool_]  # the person is among the candidates shown
    free: NDArray[np.bool_]  # no rule bars an automatic link
    registered: NDArray[np.bool_]
    twin: NDArray[np.bool_]  # absent, and a likely twin is held

    def linked(self, auto: float, margin: float) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.free & (self.best >= auto) & (self.margin >= margin)
        return found

    @classmethod
    def of(cls, compared: Compared, scores: NDArray[np.float64], twin: NDArray[np.bool_]) -> Outcomes:
        count = len(compared.truths)
        order = np.lexsort((-scores, compared.askers))
        askers, ranked, right = compared.askers[order], scores[order], compared.right[order]
        begins = np.searchsorted(askers, np.arange(count + 1))
        rank = np.arange(len(askers)) - begins[askers]
        best, second = np.full(count, -np.inf), np.full(count, -np.inf)
        best[askers[rank == 0]] = ranked[rank == 0]
        second[askers[rank == 1]] = ranked[rank == 1]
        first_right, shown, free = (np.zeros(count, dtype=np.bool_) for _ in range(3))
        first_right[askers[(rank == 0) & right]] = True
        shown[askers[(rank < SHOWN) & right]] = True
        tops = compared.patterns[order][rank == 0]
        free[askers[rank == 0]] = [not barred_by(int(pattern)) for pattern in tops]
        with np.errstate(invalid="ignore"):
            margin = np.where(np.isinf(best), 0.0, best - second)
        return cls(best, margin, first_right, shown, free, compared.truths >= 0, twin)


def chosen(outcomes: Outcomes, aims: Aims) -> Thresholds:
    """Of the thresholds that keep the aims, those that link most; the strictest where none does."""
    _, margin, auto = max(_within(outcomes, aims), default=(0.0, 6.0, 12.0))
    linked = outcomes.linked(auto, margin)
    return Thresholds(auto=auto, margin=margin, review=min(auto, _review(outcomes, linked, aims)))


def _within(outcomes: Outcomes, aims: Aims) -> Iterator[tuple[float, float, float]]:
    """Share linked rightly (to a thousandth: what is less is for caution), margin and threshold."""
    registered = int(outcomes.registered.sum())
    most_wrong, most_twins = _most(aims.wrong, registered), _most(aims.absent_twin, int(outcomes.twin.sum()))
    for auto in np.arange(12.0, -2.1, -0.25).tolist():
        for margin in np.arange(4.0, -0.1, -0.5).tolist():
            linked = outcomes.linked(auto, margin)
            wrong = (linked & outcomes.registered & ~outcomes.right).sum()
            if wrong <= most_wrong and (linked & outcomes.twin).sum() <= most_twins:
                yield round(float((linked & outcomes.right).sum() / max(registered, 1)), 3), margin, auto


def _most(aim: float, count: int) -> float:
    """A share of few says little: up to FEW are let pass where the aim would let none."""
    return max(aim * count, FEW)


def _review(outcomes: Outcomes, linked: NDArray[np.bool_], aims: Aims) -> float:
    """The highest that leaves no more than the aim unfound, unless too many would have to be looked at."""
    waiting = outcomes.registered & ~linked
    registered = int(outcomes.registered.sum())
    sought = np.sort(outcomes.best[waiting & outcomes.shown])[::-1]
    found = int((linked & outcomes.right).sum())
    needed = int(np.ceil((1 - aims.unfound) * registered)) - found
    wanted = sought[min(max(needed, 1), len(sought)) - 1] if len(sought) else 0.0
    looked_at = np.sort(outcomes.best[waiting])[::-1]
    most = int(aims.review * registered)
    allowed = looked_at[most] if len(looked_at) > most else LOWEST
    return round(float(max(wanted, allowed, LOWEST)) - 0.01, 2)
