"""The figures at one operating point, by name group, and along the curve of thresholds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from tocsin.identity.answer import Band
from tocsin.identity.measure.engine import Thresholds
from tocsin.identity.measure.judge import Judged, at
from tocsin.identity.measure.shares import Gap, Share, widest_gap

SMALLEST_GROUP = 200  # registered queries; a smaller group's share says too little to be judged by


@dataclass(frozen=True, slots=True)
class GroupFigures:
    registered: int
    missed: Share  # right person neither linked nor shown for review
    missed_auto: Share  # right person not linked automatically
    wrong_auto: Share
    blocking_recall: Share
    absent_linked: Share


@dataclass(frozen=True, slots=True)
class Figures:
    shares: dict[str, Share]
    groups: dict[str, GroupFigures]
    group_gap: Gap | None
    group_gap_auto: Gap | None
    curve: list[dict[str, float | None]]

    @property
    def large_groups(self) -> dict[str, GroupFigures]:
        """Those that are judged."""
        return large(self.groups)


def large(groups: dict[str, GroupFigures]) -> dict[str, GroupFigures]:
    return {name: one for name, one in groups.items() if one.registered >= SMALLEST_GROUP}


def figures(judged: Sequence[Judged], thresholds: Thresholds) -> Figures:
    groups = by_group(judged)
    judged_by = large(groups)
    return Figures(
        shares=shares(judged),
        groups=groups,
        group_gap=widest_gap({name: one.missed for name, one in judged_by.items()}),
        group_gap_auto=widest_gap({name: one.missed_auto for name, one in judged_by.items()}),
        curve=list(curve(judged, thresholds)),
    )


def share(judged: Iterable[Judged], test: Callable[[Judged], bool]) -> Share:
    rows = list(judged)
    return Share(sum(map(test, rows)), len(rows))


def shares(judged: Sequence[Judged]) -> dict[str, Share]:
    """Keyed as in the written file. What each means is said in docs/how-to/measure-identity.md."""
    known = [one for one in judged if one.registered]
    absent = [one for one in judged if not one.registered]
    known_twins = [one for one in known if one.twin]
    return {
        "recall_auto": share(known, lambda one: one.linked_right),
        "wrong_auto": share(known, lambda one: one.linked_wrong),
        "wrong_auto_all": share(judged, lambda one: one.linked_wrong),
        "recall_auto_or_review": share(known, lambda one: one.linked_or_shown),
        "review_share_registered": share(known, lambda one: one.band is Band.REVIEW),
        "review_share_absent": share(absent, lambda one: one.band is Band.REVIEW),
        "absent_linked": share(absent, lambda one: one.band is Band.AUTO),
        "absent_twin_linked": share((o for o in absent if o.twin), lambda one: one.band is Band.AUTO),
        "first": share(known, lambda one: one.rank == 1),
        "twin_first": share(known_twins, lambda one: one.rank == 1),
        "twin_wrong_auto": share(known_twins, lambda one: one.linked_wrong),
        "blocking_recall": share(known, lambda one: one.blocked),
    }


def by_group(judged: Sequence[Judged]) -> dict[str, GroupFigures]:
    rows: dict[str, list[Judged]] = {}
    for one in judged:
        if one.group:
            rows.setdefault(one.group, []).append(one)
    return {name: group_figures(rows[name]) for name in sorted(rows)}


def group_figures(judged: Sequence[Judged]) -> GroupFigures:
    known = [one for one in judged if one.registered]
    return GroupFigures(
        registered=len(known),
        missed=share(known, lambda one: not one.linked_or_shown),
        missed_auto=share(known, lambda one: not one.linked_right),
        wrong_auto=share(known, lambda one: one.linked_wrong),
        blocking_recall=share(known, lambda one: one.blocked),
        absent_linked=share((o for o in judged if not o.registered), lambda one: one.band is Band.AUTO),
    )


def curve(
    judged: Sequence[Judged], thresholds: Thresholds, *, steps: int = 16, step: float = 0.5
) -> Iterable[dict[str, float | None]]:
    """The automatic threshold moved either way, everything else left as it is."""
    for place in range(-steps, steps + 1):
        auto = round(thresholds.auto + place * step, 6)
        moved = replace(thresholds, auto=auto, review=min(thresholds.review, auto))
        if place >= 0:
            moved = replace(moved, review=thresholds.review)
        counted = shares([replace(one, band=at(one, moved)) for one in judged])
        yield {"auto": moved.auto, **{name: one.value for name, one in counted.items()}}
