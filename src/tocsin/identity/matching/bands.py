"""Automatic, for a person to decide, or nobody: three bands, and what keeps an answer from the first."""

from __future__ import annotations

from functools import lru_cache
from math import inf

from tocsin.identity.answer import Answer, Band, Candidate
from tocsin.identity.matching.model import Thresholds
from tocsin.identity.matching.specification import specification


def banded(candidates: tuple[Candidate, ...], limits: Thresholds, most: int) -> Answer:
    """`candidates` best first, at least two where there are two."""
    margin = candidates[0].score - candidates[1].score if len(candidates) > 1 else inf
    if not candidates or candidates[0].score < limits.review:
        return Answer(Band.NEW, candidates[:most], margin, "nobody_near" if candidates else "nobody")
    why = kept_back(candidates[0], margin, limits)
    return Answer(Band.REVIEW if why else Band.AUTO, candidates[:most], margin, why)


def kept_back(best: Candidate, margin: float, limits: Thresholds) -> str:
    """The rule that keeps the best candidate from being linked automatically; "" where none does."""
    if barred := barred_by(best.pattern):
        return barred
    if best.score < limits.auto:
        return "not_sure_enough"
    return "another_nearly_as_good" if margin < limits.margin else ""


@lru_cache(maxsize=1 << 16)
def barred_by(pattern: int) -> str:
    """Never automatic whatever the score: two valid NHS numbers; no birth date and no NHS number in common;
    a first name missing, unless the NHS number is the same (it may be a twin's)."""
    spec = specification()
    levels = spec.levels_of(pattern)
    named = {
        comparison.field: comparison.levels[level].group
        for comparison, level in zip(spec.comparisons, levels, strict=True)
    }
    if named["nhs_number"] == "differ":
        return "two_nhs_numbers"
    if named["nhs_number"] == "agree":
        return ""
    if named["born"] in ("missing", "differ"):
        return "birth_date_missing" if named["born"] == "missing" else "birth_dates_differ"
    return "first_name_missing" if named["first_name"] == "missing" else ""
