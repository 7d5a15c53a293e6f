"""Weights and thresholds from records whose truth is known.

Every pair that shares a key is counted by its agreement pattern, so the pairs that look most like a match and
are none (twins, sisters and brothers, namesakes) weigh as often as they are met. A ridge-penalised logistic
regression over the levels, alone and together, then gives log-odds; thresholds are chosen on answers from
weights that never saw them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from tocsin.identity.matching.matcher import AT_ONCE, Matcher, Question
from tocsin.identity.matching.model import Model, Thresholds
from tocsin.identity.matching.operating_point import Aims, Outcomes, chosen
from tocsin.identity.matching.register import Register
from tocsin.identity.matching.specification import Specification, specification
from tocsin.identity.stated import Stated

PENALTY = 0.3  # ridge, on each weight; in units of one pair's evidence
ROUNDS = 60
OPEN = Thresholds(auto=0.0, margin=0.0, review=-99.0)

Labelled = Sequence[tuple[Stated, str]]


@dataclass(frozen=True)
class Compared:
    """Every candidate pair of every question."""

    askers: NDArray[np.int64]
    rows: NDArray[np.int64]
    patterns: NDArray[np.int64]
    right: NDArray[np.bool_]
    truths: NDArray[np.int64]  # of each question: the right entry, or -1

    def of(self, questions: NDArray[np.bool_]) -> Compared:
        kept = questions[self.askers]
        return Compared(
            self.askers[kept], self.rows[kept], self.patterns[kept], self.right[kept], self.truths
        )


Source = tuple[Register, Labelled]


def train(register: Register, labelled: Labelled, *, aims: Aims | None = None, trained_on: str = "") -> Model:
    """`labelled`: a record, and the id of its person in the register or "" where there is none."""
    return train_on([(register, labelled)], aims=aims, trained_on=trained_on)


def train_on(sources: Sequence[Source], *, aims: Aims | None = None, trained_on: str = "") -> Model:
    """One model from several registers with questions of their own; its thresholds keep the aims in each."""
    return learnt([compare_all(*source) for source in sources], aims=aims, trained_on=trained_on)


def learnt(parts: Sequence[Compared], *, aims: Aims | None = None, trained_on: str = "") -> Model:
    compared = joined(parts)
    fold = np.arange(len(compared.truths)) % 2 == 0
    scores = np.empty(len(compared.patterns))
    for half in (fold, ~fold):
        scored = half[compared.askers]
        scores[scored] = fitted(compared.of(~half)).scores[compared.patterns[scored]]
    ends = np.cumsum([len(part.patterns) for part in parts])[:-1]
    outcomes = [
        Outcomes.of(part, own, _might_be_twins(part))
        for part, own in zip(parts, np.split(scores, ends), strict=True)
    ]
    whole = fitted(compared)
    thresholds = chosen(outcomes, aims or Aims.shipped())
    return Model(whole.bias, whole.alone, whole.together, thresholds, trained_on)


def joined(parts: Sequence[Compared]) -> Compared:
    begins = np.cumsum([0, *(len(part.truths) for part in parts[:-1])])
    return Compared(
        np.concatenate([part.askers + begin for part, begin in zip(parts, begins, strict=True)]),
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("rows", "patterns", "right", "truths")
        ),
    )


def compare_all(register: Register, labelled: Labelled) -> Compared:
    matcher = Matcher(register, Model(0.0, {}, {}, OPEN))
    truths = np.array([register.entry_of.get(person, -1) if person else -1 for _, person in labelled])
    found: list[tuple[NDArray[np.int64], ...]] = []
    for begin in range(0, len(labelled), AT_ONCE):
        question = Question(register, [stated for stated, _ in labelled[begin : begin + AT_ONCE]])
        askers, rows = matcher.pairs(question)
        found.append((askers + begin, rows, matcher.compared(question, askers, rows)))
    askers, rows, patterns = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return Compared(askers, rows, patterns, truths[askers] == rows, truths)


def _might_be_twins(compared: Compared) -> NDArray[np.bool_]:
    """Questions about the absent, where one of that home and birth date and another first name is held."""
    spec = specification()
    wanted = {
        "born": ("agree",),
        "surname": ("agree",),
        "home": ("agree",),
        "first_name": ("differ", "near", "rhyme"),
    }
    alike = np.ones(len(compared.patterns), dtype=np.bool_)
    for field, groups in wanted.items():
        place = spec.place[field]
        levels = compared.patterns // spec.strides[place] % spec.sizes[place]
        fitting = [
            number for number, level in enumerate(spec.comparisons[place].levels) if level.group in groups
        ]
        alike &= np.isin(levels, fitting)
    found = np.zeros(len(compared.truths), dtype=np.bool_)
    found[compared.askers[alike]] = True
    return found & (compared.truths < 0)


def fitted(compared: Compared) -> Model:
    spec = specification()
    patterns, back = np.unique(compared.patterns, return_inverse=True)
    pairs = np.bincount(back).astype(np.float64)
    right = np.bincount(back, weights=compared.right).astype(np.float64)
    names = _features(spec)
    weights = _logistic(_design(spec, patterns, names), right, pairs)
    return _model(names, weights)


Feature = tuple[str, str]  # the field or fields, and the level or groups


def _features(spec: Specification) -> list[Feature]:
    alone = [(c.field, level.name) for c in spec.comparisons for level in c.levels]
    joint = [
        (" & ".join(fields), " & ".join(groups))
        for fields in spec.together
        for groups in product(*(spec.comparisons[spec.place[field]].groups for field in fields))
    ]
    return [("", ""), *alone, *joint]


def _design(
    spec: Specification, patterns: NDArray[np.int64], names: Sequence[Feature]
) -> NDArray[np.float64]:
    """A row for each pattern, a column for each feature, of noughts and ones."""
    columns = {name: place for place, name in enumerate(names)}
    design = np.zeros((len(patterns), len(names)))
    lines = np.arange(len(patterns))
    design[:, 0] = 1.0
    levels = {
        c.field: patterns // stride % len(c.levels)
        for c, stride in zip(spec.comparisons, spec.strides, strict=True)
    }
    for c in spec.comparisons:
        own = np.array([columns[c.field, level.name] for level in c.levels])
        design[lines, own[levels[c.field]]] = 1.0
    for fields in spec.together:
        held = [spec.comparisons[spec.place[field]] for field in fields]
        groups = [[c.levels[n].group for n in levels[c.field]] for c in held]
        key = " & ".join(fields)
        own = np.array([columns[key, " & ".join(combined)] for combined in zip(*groups, strict=True)])
        design[lines, own] = 1.0
    return design


def _logistic(
    design: NDArray[np.float64], right: NDArray[np.float64], pairs: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Newton's method; the penalty also makes the doubled columns (levels sum to one) harmless."""
    weights = np.zeros(design.shape[1])
    penalty = np.full(design.shape[1], PENALTY)
    penalty[0] = 1e-6
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-np.clip(design @ weights, -40, 40)))
        slope = design.T @ (right - pairs * likely) - penalty * weights
        curve = (design * (pairs * likely * (1 - likely) + 1e-9)[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights += step * min(1.0, 4.0 / max(float(np.abs(step).max()), 1e-9))
        if float(np.abs(step).max()) < 1e-6:
            break
    return weights


def _model(names: Sequence[Feature], weights: NDArray[np.float64]) -> Model:
    spec = specification()
    alone: dict[str, dict[str, float]] = {c.field: {} for c in spec.comparisons}
    together: dict[str, dict[str, float]] = {" & ".join(fields): {} for fields in spec.together}
    for (field, level), weight in zip(names[1:], weights[1:].tolist(), strict=True):
        (alone if field in alone else together)[field][level] = round(weight, 6)
    return Model(round(float(weights[0]), 6), _plain(alone), _plain(together), OPEN)


def _plain(table: Mapping[str, Mapping[str, float]]) -> Mapping[str, Mapping[str, float]]:
    """Without the weights of what was never met."""
    return {field: {name: weight for name, weight in held.items() if weight} for field, held in table.items()}
