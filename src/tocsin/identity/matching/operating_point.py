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


class Aims(NamedTuple):
    """Shares, each at most."""

    wrong: float
    absent_twin: float
    review: float

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
    """The strictest thresholds stand in where none keeps the aims."""
    kept = [(recall, -margin, -auto) for auto, margin, recall in _within(outcomes, aims)]
    _, margin, auto = max(kept, default=(0.0, -6.0, -12.0))
    linked = outcomes.free & (outcomes.best >= -auto) & (outcomes.margin >= -margin)
    return Thresholds(auto=-auto, margin=-margin, review=_review(outcomes, linked, aims))


def _within(outcomes: Outcomes, aims: Aims) -> Iterator[tuple[float, float, float]]:
    registered, twins = max(outcomes.registered.sum(), 1), max(outcomes.twin.sum(), 1)
    for auto in np.arange(-2.0, 12.01, 0.25).tolist():
        for margin in np.arange(0.0, 8.01, 0.5).tolist():
            linked = outcomes.free & (outcomes.best >= auto) & (outcomes.margin >= margin)
            wrong = (linked & outcomes.registered & ~outcomes.right).sum() / registered
            absent = (linked & outcomes.twin).sum() / twins
            if wrong <= aims.wrong and absent <= aims.absent_twin:
                yield auto, margin, float((linked & outcomes.right).sum() / registered)


def _review(outcomes: Outcomes, linked: NDArray[np.bool_], aims: Aims) -> float:
    """As low as the share of questions that a person must decide allows."""
    waiting = np.sort(outcomes.best[outcomes.registered & ~linked])[::-1]
    most = int(aims.review * outcomes.registered.sum())
    found = float(waiting[most]) if len(waiting) > most else float(waiting.min(initial=-9.0))
    return round(max(found, -9.0), 2)
