"""What each field weighed, as bars and as one sentence that a social worker can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tocsin.identity.answer import Bar, Candidate
from tocsin.identity.matching.bands import kept_back
from tocsin.identity.matching.specification import Level, specification
from tocsin.identity.names import data_table

if TYPE_CHECKING:
    from tocsin.identity.matching.matcher import Matcher
    from tocsin.identity.matching.model import Model
    from tocsin.identity.stated import Stated

SAID = 3  # pieces of evidence named on each side of the sentence


@dataclass(frozen=True, slots=True)
class Explanation:
    """`bars` add up to the candidate's score."""

    bars: tuple[Bar, ...]
    sentence: str


def explain(matcher: Matcher, stated: Stated, candidate: Candidate, *, margin: float = 0.0) -> Explanation:
    """The candidate's evidence; `stated` is not repeated in it, so that no personal data leaves by it."""
    del stated
    return explained(matcher.model, candidate, margin=margin)


def explained(model: Model, candidate: Candidate, *, margin: float = 0.0) -> Explanation:
    bars = tuple(bars_of(model, candidate.pattern))
    why = kept_back(candidate, margin, model.thresholds)
    return Explanation(bars, _sentence(bars, why))


def bars_of(model: Model, pattern: int) -> Iterator[Bar]:
    """One for each field, one for each set of fields weighed together, and one for where the scale begins."""
    spec = specification()
    levels = _levels(pattern)
    yield Bar("start", "", model.bias, "before any field is looked at")
    for field, level in levels.items():
        yield Bar(field, level.name, model.alone[field].get(level.name, 0.0), level.words)
    for fields in spec.together:
        key = " & ".join(levels[field].group for field in fields)
        weight = model.together.get(" & ".join(fields), {}).get(key, 0.0)
        yield Bar(" and ".join(fields), key.replace(" & ", ", "), weight, _joint_words(fields))


def _levels(pattern: int) -> dict[str, Level]:
    spec = specification()
    return {
        comparison.field: comparison.levels[level]
        for comparison, level in zip(spec.comparisons, spec.levels_of(pattern), strict=True)
    }


@lru_cache(maxsize=1)
def _wording() -> Mapping[str, Any]:
    table: dict[str, Any] = data_table("explanations")
    return table


@lru_cache(maxsize=256)
def _joint_words(fields: tuple[str, ...]) -> str:
    named = [_wording()["fields"][field] for field in fields]
    return f"{', '.join(named[:-1])} and {named[-1]} taken together"


def _sentence(bars: tuple[Bar, ...], why: str) -> str:
    words = _wording()
    by_field = {
        bar.field: _with_its_share(bar, bars) for bar in bars if bar.level and " and " not in bar.field
    }
    stated = [(weight, bar) for bar, weight in by_field.values() if bar.level != "missing"]
    speaks_for = [bar.words for weight, bar in sorted(stated, key=lambda one: -one[0]) if weight > 0.3][:SAID]
    against = [bar.words for weight, bar in sorted(stated, key=lambda one: one[0]) if weight < -0.3][:SAID]
    parts = [f"For the same person: {_listed(speaks_for)}."] if speaks_for else []
    parts += [f"Against: {_listed(against)}."] if against else []
    return " ".join((*parts, words["why"][why]))


def _with_its_share(bar: Bar, bars: tuple[Bar, ...]) -> tuple[Bar, float]:
    """A field's own weight, and its equal share of what it weighs with others."""
    joint = [other for other in bars if " and " in other.field and bar.field in other.field.split(" and ")]
    return bar, bar.weight + sum(other.weight / len(other.field.split(" and ")) for other in joint)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
