"""Each goal beside what was measured: reached, or how far from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tocsin.identity.measure.run import Evaluation


@dataclass(frozen=True, slots=True)
class Goal:
    id: str
    words: str
    figure: str
    unit: str  # share, ms or number
    at_most: float | None = None
    at_least: float | None = None
    over: int = 0
    over_figure: str = ""

    def reached(self, value: float) -> bool:
        if self.at_most is not None:
            return value <= self.at_most
        return value >= (self.at_least or 0.0)

    @property
    def limit(self) -> float:
        return self.at_most if self.at_most is not None else self.at_least or 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    goal: Goal
    value: float
    interval: tuple[float, float] | None
    reached: bool
    words: str


@cache
def goals() -> tuple[Goal, ...]:
    text = resources.files(__package__).joinpath("data/goals.yaml").read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)
    return tuple(Goal(**entry) for entry in entries)


def verdicts(evaluation: Evaluation) -> Iterator[Verdict]:
    """For the goals that this evaluation can judge, in their order."""
    flat = evaluation.flat()
    for goal in goals():
        value = flat.get(goal.figure)
        if value is not None:
            yield verdict(goal, float(value), evaluation)


def verdict(goal: Goal, value: float, evaluation: Evaluation) -> Verdict:
    interval = interval_of(goal, evaluation)
    shown_on = evaluation.flat().get(goal.over_figure, 0.0) if goal.over_figure else evaluation.n
    reached = goal.reached(value) and (shown_on or 0) >= goal.over
    if not goal.reached(value):
        words = f"missed by {amount(abs(value - goal.limit), goal.unit)}"
    elif not reached:
        words = f"open: {shown_on or 0:,.0f} of {goal.over:,} shown"
    elif interval and not all(goal.reached(end) for end in interval):
        words = "reached, not beyond doubt"
    else:
        words = "reached"
    return Verdict(goal, value, interval, reached, words)


def interval_of(goal: Goal, evaluation: Evaluation) -> tuple[float, float] | None:
    counted = evaluation.figures
    if goal.figure in counted.shares:
        return counted.shares[goal.figure].interval
    gap = {"group_gap": counted.group_gap, "group_gap_auto": counted.group_gap_auto}.get(goal.figure)
    if gap:
        return gap.low, gap.high
    if goal.figure == "lowest_group_blocking_recall":
        shares = [one.blocking_recall for one in counted.large_groups.values()]
        return min(shares, key=lambda one: one.value or 0.0).interval
    return None


def amount(value: float, unit: str) -> str:
    if unit == "share":
        return f"{100 * value:.3f}%" if abs(value) < 0.01 else f"{100 * value:.2f}%"
    if unit == "ms":
        return f"{value:.3f} ms"
    return f"{value:,.0f}" if abs(value) >= 100 or float(value).is_integer() else f"{value:.4g}"


def goal_words(goal: Goal) -> str:
    sign = "≤" if goal.at_most is not None else "≥"
    return f"{sign} {amount(goal.limit, goal.unit)}"
