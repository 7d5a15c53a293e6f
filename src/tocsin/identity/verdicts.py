"""What the matching engine says of pairs of entries in one folder: its band, and why in one sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import inf

import numpy as np

from tocsin.identity.answer import Band, Candidate
from tocsin.identity.matching.bands import kept_back
from tocsin.identity.matching.matcher import Matcher, Question
from tocsin.identity.matching.model import Model
from tocsin.identity.matching.register import Register
from tocsin.identity.matching.specification import Level, specification
from tocsin.identity.names import data_table
from tocsin.identity.stated import Stated

Pair = frozenset[str]
FOR = ("agree", "near", "turned")


@dataclass(frozen=True)
class Verdict:
    band: Band
    why: str  # the rule that keeps it from being automatic, or ""
    levels: Mapping[str, Level]  # by field

    def group(self, field: str) -> str:
        return self.levels[field].group

    @property
    def sentence(self) -> str:
        """What was compared, field by field, and what keeps the two from being joined."""
        speak_for = [level.words for level in self._said() if level.group in FOR]
        against = [level.words for level in self._said() if level.group not in FOR]
        parts = [f"Compared field by field: {', '.join(speak_for) or 'nothing agrees'}"]
        parts += [f"against it, {', '.join(against)}"] if against else []
        kept = f" {data_table('explanations')['why'][self.why]}" if self.why else ""
        return f"{'; '.join(parts)}.{kept}"

    def _said(self) -> Iterator[Level]:
        """Without who else was born in that home: a folder's entries do not tell."""
        for field, level in self.levels.items():
            if level.group != "missing" and field != "born_together":
                yield level


@lru_cache(maxsize=1)
def _model() -> Model:
    return Model.shipped()


def verdicts(entries: Sequence[Stated], pairs: Sequence[tuple[str, str]]) -> Mapping[Pair, Verdict]:
    """Each pair judged in both directions, beside all other pairs given of the same entries."""
    if not pairs:
        return {}
    place = {entry.id: number for number, entry in enumerate(entries)}
    ways = list(chain(pairs, ((b, a) for a, b in pairs)))
    register = Register.build(entries)
    askers = np.array([place[asked] for asked, _ in ways], dtype=np.int64)
    held = np.array([place[held] for _, held in ways], dtype=np.int64)
    patterns = Matcher(register, _model()).compared(Question(register, entries), askers, held)
    scored = dict(
        zip(ways, zip(patterns.tolist(), _model().scores[patterns].tolist(), strict=True), strict=True)
    )
    best = _two_best(scored)
    return {frozenset(pair): _verdict(pair, scored, best) for pair in pairs}


Scored = Mapping[tuple[str, str], tuple[int, float]]


def _two_best(scored: Scored) -> Mapping[str, list[float]]:
    """Of each entry, the scores of the two others most like it, best first."""
    found: dict[str, list[float]] = defaultdict(list)
    for (asked, _), (_, score) in scored.items():
        found[asked].append(score)
    return {asked: sorted(scores, reverse=True)[:2] for asked, scores in found.items()}


def _verdict(pair: tuple[str, str], scored: Scored, best: Mapping[str, list[float]]) -> Verdict:
    """Automatic only where each is the other's best, by the margin."""
    limits = _model().thresholds
    ways = [_one_way(way, scored, best) for way in (pair, pair[::-1])]
    held = [kept_back(candidate, margin, limits) for candidate, margin in ways]
    why = next((reason for reason in held if reason), "")
    score = min(candidate.score for candidate, _ in ways)
    band = Band.NEW if score < limits.review else Band.REVIEW if why else Band.AUTO
    return Verdict(band, why, _levels(ways[0][0].pattern))


def _one_way(
    way: tuple[str, str], scored: Scored, best: Mapping[str, list[float]]
) -> tuple[Candidate, float]:
    """The candidate, and how far it stands above the best of the others; below nought, how far below it."""
    pattern, score = scored[way]
    first, *second = best[way[0]]
    other = first if score < first else max(second, default=-inf)
    return Candidate(way[1], score, pattern), score - other


@lru_cache(maxsize=1 << 12)
def _levels(pattern: int) -> Mapping[str, Level]:
    spec = specification()
    levels = zip(spec.comparisons, spec.levels_of(pattern), strict=True)
    return {comparison.field: comparison.levels[level] for comparison, level in levels}
