"""A whole evaluation: answers judged, times taken, figures counted, goals compared; and what is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tocsin.identity.measure.engine import Explains, Finds, Thresholds
from tocsin.identity.measure.figures import Figures, GroupFigures, figures
from tocsin.identity.measure.judge import Judged, judge_all
from tocsin.identity.measure.people import Query
from tocsin.identity.measure.shares import Gap, Share
from tocsin.identity.measure.timing import FEWEST, milliseconds, percentiles

Told = Callable[[str, int, int], None]


def nobody_told(stage: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    n: int
    registered: int
    absent: int
    people: int
    thresholds: Thresholds
    figures: Figures
    times: dict[str, float]
    judged: Sequence[Judged]
    differing: int  # of those asked singly, how many were answered otherwise than in bulk
    other: dict[str, float] = field(default_factory=dict)  # figures of a benchmark, by key

    def value(self, key: str) -> float | None:
        """A figure by its key in the written file."""
        flat = self.flat()
        found = flat.get(key)
        return float(found) if found is not None else None

    def flat(self) -> dict[str, float | None]:
        lowest = [one.blocking_recall.value for one in self.figures.large_groups.values()]
        gaps = {"group_gap": self.figures.group_gap, "group_gap_auto": self.figures.group_gap_auto}
        return {
            **{name: one.value for name, one in self.figures.shares.items()},
            **self.times,
            **{name: gap.value if gap else None for name, gap in gaps.items()},
            "lowest_group_blocking_recall": min((v for v in lowest if v is not None), default=None),
            **self.other,
        }


def evaluate(
    matcher: Finds,
    queries: Sequence[Query],
    *,
    thresholds: Thresholds,
    people: int,
    explain: Explains | None = None,
    fewest: int = FEWEST,
    told: Told = nobody_told,
) -> Evaluation:
    """`fewest`: live questions timed; 0 = none, and no times are given."""
    judged = judge_all(
        matcher, queries, thresholds, told=lambda done: told("asking in bulk", done, len(queries))
    )
    told("asking one by one", 0, 1)
    return Evaluation(
        n=len(queries),
        registered=sum(one.registered for one in judged),
        absent=sum(not one.registered for one in judged),
        people=people,
        thresholds=thresholds,
        figures=figures(judged, thresholds),
        judged=judged,
        times=times(matcher, queries, explain, fewest) if fewest else {},
        differing=differing(matcher, queries[: max(fewest, 1)]),
    )


def times(
    matcher: Finds, queries: Sequence[Query], explain: Explains | None, fewest: int
) -> dict[str, float]:
    asked = [query.stated for query in queries]
    found = percentiles(milliseconds(matcher.find, asked, fewest=fewest))
    if explain is None:
        return found
    told = [(one, best) for one in asked[:fewest] if (best := matcher.find(one).best) is not None]
    if not told:
        return found
    extra = percentiles(milliseconds(lambda pair: explain(matcher, *pair), told, fewest=fewest))
    return {**found, **{f"explain_{name}": value for name, value in extra.items()}}


def differing(matcher: Finds, queries: Sequence[Query]) -> int:
    bulk = matcher.find_all([query.stated for query in queries])
    single = [matcher.find(query.stated) for query in queries]
    return sum(
        (one.band, one.best and one.best.person) != (other.band, other.best and other.best.person)
        for one, other in zip(bulk, single, strict=True)
    )


def written(evaluation: Evaluation, *, more: dict[str, Any] | None = None) -> dict[str, Any]:
    """For JSON: shares flat under their keys, then counts and intervals, groups, and the curve."""
    counted = evaluation.figures
    return {
        "n": evaluation.n,
        "n_registered": evaluation.registered,
        "n_absent": evaluation.absent,
        "n_register": evaluation.people,
        **evaluation.flat(),
        "thresholds": {
            "auto": evaluation.thresholds.auto,
            "review": evaluation.thresholds.review,
            "margin": evaluation.thresholds.margin,
        },
        "intervals": {name: _share(one) for name, one in counted.shares.items()},
        "name_groups": {name: _group(one) for name, one in counted.groups.items()},
        "gaps": {
            "missed": _gap(counted.group_gap),
            "missed_auto": _gap(counted.group_gap_auto),
        },
        "curve": counted.curve,
        "answered_otherwise_singly": evaluation.differing,
        **(more or {}),
    }


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval or (None, None)
    return {"count": share.count, "of": share.of, "value": share.value, "low": low, "high": high}


def _group(group: GroupFigures) -> dict[str, Any]:
    names = ("missed", "missed_auto", "wrong_auto", "blocking_recall", "absent_linked")
    return {"registered": group.registered, **{name: _share(getattr(group, name)) for name in names}}


def _gap(gap: Gap | None) -> dict[str, Any] | None:
    if gap is None:
        return None
    return {
        "value": gap.value,
        "low": gap.low,
        "high": gap.high,
        "highest": gap.highest,
        "lowest": gap.lowest,
    }
