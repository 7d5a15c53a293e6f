"""The live score of an agreement pattern as SQL, so that links in bulk are weighed as the live ones are."""

from __future__ import annotations

from itertools import product

from tocsin.identity.matching.model import Model
from tocsin.identity.matching.specification import Specification, specification
from tocsin.identity.training.sql import level_number


def score(model: Model) -> str:
    """Natural log-odds over splink's gamma columns: each field alone, and groups of fields together."""
    spec = specification()
    alone = (
        _case(
            level_number(comparison),
            [model.alone[comparison.field].get(level.name, 0.0) for level in comparison.levels],
        )
        for comparison in spec.comparisons
    )
    joint = (_joint(model, spec, fields) for fields in spec.together)
    return " + ".join((f"CAST({model.bias!r} AS DOUBLE)", *alone, *joint))


def _case(number: str, weights: list[float]) -> str:
    whens = " ".join(
        f"WHEN {place} THEN CAST({weight!r} AS DOUBLE)" for place, weight in enumerate(weights) if weight
    )
    return f"(CASE {number} {whens} ELSE 0 END)" if whens else "0"


def _joint(model: Model, spec: Specification, fields: tuple[str, ...]) -> str:
    held = model.together.get(" & ".join(fields), {})
    comparisons = [spec.comparisons[spec.place[field]] for field in fields]
    places = [list(enumerate(level.group for level in c.levels)) for c in comparisons]
    key = " + ".join(
        f"{level_number(c)} * {100**place}" for place, c in enumerate(comparisons)
    )  # no field has a hundred levels
    found = (
        (
            sum(number * 100**place for place, (number, _) in enumerate(combined)),
            held.get(_named(combined), 0.0),
        )
        for combined in product(*places)
    )
    whens = " ".join(f"WHEN {number} THEN CAST({weight!r} AS DOUBLE)" for number, weight in found if weight)
    return f"(CASE {key} {whens} ELSE 0 END)" if whens else "0"


def _named(combined: tuple[tuple[int, str], ...]) -> str:
    return " & ".join(group for _, group in combined)
