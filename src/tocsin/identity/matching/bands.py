"""Automatic, for a person to decide, or nobody: three bands, and what keeps an answer from the first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import inf

from tocsin.identity.answer import Answer, Band, Candidate
from tocsin.identity.matching.model import Thresholds
from tocsin.identity.matching.specification import specification


def banded(candidates: tuple[Candidate, ...], limits: Thresholds, most: int) -> Answer:
    """`candidates` best first, at least two where there are two."""
    margin = candidates[0].score - candidates[1].score if len(candidates) > 1 else inf
    if not candidates or not to_be_seen(candidates[0], limits):
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


def to_be_seen(best: Candidate, limits: Thresholds) -> bool:
    """Somebody of the same NHS number is never passed over, however the names are written."""
    return best.score >= limits.review or _shares_number(best.pattern)


@lru_cache(maxsize=1 << 16)
def _shares_number(pattern: int) -> bool:
    return _named(pattern)["nhs_number"] == "agree"


@lru_cache(maxsize=1 << 16)
def barred_by(pattern: int) -> str:
    """The rule that forbids an automatic link whatever the score, "" where none does."""
    named = _named(pattern)
    if named["nhs_number"] == "differ":
        return "two_nhs_numbers"
    if named["first_name"] in ("turned", "crossed") and named["sex"] == "differ":
        return "exchanged_and_other_sex"
    if named["nhs_number"] == "agree":
        return _barred_with_number(named)
    return _barred_without_number(named)


def _barred_with_number(named: Mapping[str, str]) -> str:
    """A number may stand in the wrong file: a mother's, a twin's."""
    other_birth = named["born"] in ("differ", "missing")
    other_name = named["first_name"] in ("differ", "rhyme", "missing")
    return "number_of_another" if other_birth and other_name else ""


def _barred_without_number(named: Mapping[str, str]) -> str:
    """No birth date in common; a first name missing, it may be a twin's; or a birth date that is only near,
    where no surname is stated, or nothing but names agrees besides."""
    if named["born"] in ("missing", "differ"):
        return "birth_date_missing" if named["born"] == "missing" else "birth_dates_differ"
    if named["first_name"] == "missing":
        return "first_name_missing"
    if named["born"] == "agree":
        return ""
    if named["surname"] == "missing":
        return "surname_missing"
    return "" if named["home"] in ("agree", "near") else "only_names_agree"


def _named(pattern: int) -> Mapping[str, str]:
    """The group of each field's level."""
    spec = specification()
    return {
        comparison.field: comparison.levels[level].group
        for comparison, level in zip(spec.comparisons, spec.levels_of(pattern), strict=True)
    }
