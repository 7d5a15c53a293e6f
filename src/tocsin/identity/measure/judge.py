"""Each answer beside the truth: what the figures are counted from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tocsin.identity.answer import SHOWN, Answer, Band
from tocsin.identity.measure.engine import Finds, Thresholds
from tocsin.identity.measure.people import Query

BATCH = 2_000
# Reasons that other thresholds would lift; any other reason is a rule.
BY_SCORE = frozenset(("", "nobody", "nobody_near", "not_sure_enough", "another_nearly_as_good"))


@dataclass(frozen=True, slots=True)
class Judged:
    """`rank`: the right person's place among the candidates shown, from 1; 0 = not there."""

    registered: bool
    twin: bool
    group: str
    band: Band
    score: float
    margin: float
    rank: int
    blocked: bool  # the right person was among the candidates of blocking
    ruled: bool  # a rule, and not score or margin, keeps it from being automatic
    query: str = ""
    truth: str = ""
    best: str = ""
    why: str = ""

    @property
    def linked_right(self) -> bool:
        return self.band is Band.AUTO and self.rank == 1

    @property
    def linked_wrong(self) -> bool:
        return self.band is Band.AUTO and self.rank != 1

    @property
    def linked_or_shown(self) -> bool:
        return self.linked_right or (self.band is Band.REVIEW and self.rank > 0)


def judge_all(
    matcher: Finds,
    queries: Sequence[Query],
    thresholds: Thresholds,
    *,
    told: Callable[[int], object] = bool,
) -> list[Judged]:
    judged: list[Judged] = []
    for start in range(0, len(queries), BATCH):
        part = queries[start : start + BATCH]
        answers = matcher.find_all([query.stated for query in part])
        judged += [judge(matcher, *pair, thresholds) for pair in zip(part, answers, strict=True)]
        told(len(judged))
    return judged


def judge(matcher: Finds, query: Query, answer: Answer, thresholds: Thresholds) -> Judged:
    best = answer.best
    shown = [candidate.person for candidate in answer.candidates[:SHOWN]]
    high_enough = best is not None and best.score >= thresholds.auto and answer.margin >= thresholds.margin
    ruled = answer.band is not Band.AUTO and (high_enough or answer.why not in BY_SCORE)
    return Judged(
        registered=bool(query.truth),
        twin=query.twin,
        group=query.group,
        band=answer.band,
        score=best.score if best else float("-inf"),
        margin=answer.margin,
        rank=shown.index(query.truth) + 1 if query.truth in shown else 0,
        blocked=bool(query.truth) and query.truth in matcher.candidates(query.stated),
        ruled=ruled,
        query=query.stated.id,
        truth=query.truth,
        best=best.person if best else "",
        why=answer.why,
    )


def at(judged: Judged, thresholds: Thresholds) -> Band:
    """The band at other thresholds."""
    if judged.score < thresholds.review:
        return Band.NEW
    far_enough = judged.score >= thresholds.auto and judged.margin >= thresholds.margin
    return Band.AUTO if far_enough and not judged.ruled else Band.REVIEW
