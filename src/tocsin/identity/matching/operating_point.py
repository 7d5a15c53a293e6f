"""One operating point: the thresholds at which most is linked while wrong links stay within the aims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.identity.answer import SHOWN
from tocsin.identity.matching.bands import barred_by
from tocsin.identity.matching.model import Thresholds
from tocsin.identity.names import data_table

if TYPE_CHECKING:
    from tocsin.identity.matching.train import Compared

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


def chosen(parts: Sequence[Outcomes], aims: Aims) -> Thresholds:
    """Of the thresholds that keep the aims in every part, those that link most; else the strictest."""
    _, margin, auto = max(_within(parts, aims), default=(0.0, 4.0, 12.0))
    return Thresholds(auto=auto, margin=margin, review=min(auto, _review(parts, auto, margin, aims)))


def _within(parts: Sequence[Outcomes], aims: Aims) -> Iterator[tuple[float, float, float]]:
    """Share linked rightly (to a thousandth: what is less is for caution), margin and threshold."""
    for auto in np.arange(12.0, -2.1, -0.25).tolist():
        for margin in np.arange(4.0, -0.1, -0.5).tolist():
            if all(_keeps(part, auto, margin, aims) for part in parts):
                right = sum(float((part.linked(auto, margin) & part.right).sum()) for part in parts)
                registered = sum(float(part.registered.sum()) for part in parts)
                yield round(right / max(registered, 1.0), 3), margin, auto


def _keeps(part: Outcomes, auto: float, margin: float, aims: Aims) -> bool:
    linked = part.linked(auto, margin)
    wrong = (linked & part.registered & ~part.right).sum()
    twins = (linked & part.twin).sum()
    most_twins = _most(aims.absent_twin, int(part.twin.sum()))
    return bool(wrong <= _most(aims.wrong, int(part.registered.sum())) and twins <= most_twins)


def _most(aim: float, count: int) -> float:
    """A share of few says little: up to FEW are let pass where the aim would let none."""
    return max(aim * count, FEW)


def _review(parts: Sequence[Outcomes], auto: float, margin: float, aims: Aims) -> float:
    """The highest that leaves no more than the aim unfound, unless too many would have to be looked at."""
    linked = [part.linked(auto, margin) for part in parts]
    waiting = [part.registered & ~own for part, own in zip(parts, linked, strict=True)]
    registered = sum(int(part.registered.sum()) for part in parts)
    found = sum(int((own & part.right).sum()) for part, own in zip(parts, linked, strict=True))
    looked_at = _sorted(part.best[own] for part, own in zip(parts, waiting, strict=True))
    sought = _sorted(part.best[own & part.shown] for part, own in zip(parts, waiting, strict=True))
    needed = int(np.ceil((1 - aims.unfound) * registered)) - found
    wanted = sought[min(max(needed, 1), len(sought)) - 1] if len(sought) else 0.0
    most = int(aims.review * registered)
    allowed = looked_at[most] if len(looked_at) > most else LOWEST
    return round(float(max(wanted, allowed, LOWEST)) - 0.01, 2)


def _sorted(scores: Iterable[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Highest first."""
    return np.sort(np.concatenate(list(scores)))[::-1]
