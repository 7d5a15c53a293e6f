"""The figures, reckoned by hand on six people and a handful of queries; and how they stand to the goals."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_matcher import THRESHOLDS, ToyMatcher

from tocsin.identity.answer import Band
from tocsin.identity.measure.engine import Thresholds
from tocsin.identity.measure.figures import SMALLEST_GROUP, figures
from tocsin.identity.measure.goals import Goal, amount, goals, verdict, verdicts
from tocsin.identity.measure.judge import Judged, at, judge_all
from tocsin.identity.measure.people import Query
from tocsin.identity.measure.run import Evaluation, evaluate, written
from tocsin.identity.measure.shares import Share, widest_gap, wilson
from tocsin.identity.measure.timing import milliseconds, percentile
from tocsin.identity.stated import Name, Stated

MAY, JUNE = date(2019, 5, 4), date(2019, 6, 7)


def one(id: str, first: str, surname: str, born: date | None, sex: str = "") -> Stated:
    return Stated(id, (Name(first, surname),), (born,) if born else (), sex)


PEOPLE = [
    one("ada", "Ada", "Okoro", MAY, "f"),
    one("obi", "Obi", "Okoro", MAY, "m"),  # Ada's twin
    one("bo", "Bo", "Chen", JUNE, "m"),
]
QUERIES = [
    Query(one("q1", "Ada", "Okoro", MAY, "f"), "ada", twin=True, group="a"),  # automatic and right
    Query(one("q2", "Ada", "Okoro", MAY), "obi", twin=True, group="a"),  # automatic and wrong
    Query(one("q3", "Adaeze", "Okoro", MAY), "ada", twin=True, group="a"),  # level: review, right one shown
    Query(one("q4", "Bo", "Chen", None), "bo", group="b"),  # review
    Query(one("q5", "Xu", "Chan", None), "bo", group="b"),  # nothing in common: new, and not blocked
    Query(one("q6", "Bo", "Chen", JUNE, "f"), "bo", group="b"),  # a rule sends it to review
    Query(one("q7", "Cy", "Chen", JUNE, "m"), "", twin=True, group="b"),  # an absent twin, linked
    Query(one("q8", "Di", "Evans", MAY), "", group="b"),  # absent, review
]


def evaluated(fewest: int = 0) -> Evaluation:
    return evaluate(ToyMatcher(PEOPLE), QUERIES, thresholds=THRESHOLDS, people=3, fewest=fewest)


@pytest.mark.parametrize(
    ("figure", "count", "of"),
    [
        ("recall_auto", 1, 6),
        ("wrong_auto", 1, 6),
        ("wrong_auto_all", 2, 8),  # an absent twin who is linked is linked wrongly too
        ("recall_auto_or_review", 4, 6),
        ("review_share_registered", 3, 6),
        ("review_share_absent", 1, 2),
        ("absent_linked", 1, 2),
        ("absent_twin_linked", 1, 1),
        ("twin_first", 1, 3),
        ("twin_wrong_auto", 1, 3),
        ("first", 3, 6),
        ("blocking_recall", 5, 6),
    ],
)
def test_each_figure_is_counted_as_defined(figure: str, count: int, of: int) -> None:
    assert evaluated().figures.shares[figure] == Share(count, of)


def test_every_query_is_linked_shown_or_missed_and_no_band_counts_twice() -> None:
    judged = judge_all(ToyMatcher(PEOPLE), QUERIES, THRESHOLDS)
    assert [one.band for one in judged].count(Band.AUTO) == 3
    assert sum(one.linked_right + one.linked_wrong for one in judged) == 3


def test_the_written_figures_hold_what_others_need_to_check_them() -> None:
    found = json.loads(json.dumps(written(evaluated(fewest=10)), allow_nan=False))
    wanted = (
        "recall_auto wrong_auto recall_auto_or_review review_share_registered review_share_absent "
        "absent_linked absent_twin_linked twin_first blocking_recall p50_ms p95_ms p99_ms n curve"
    )
    assert [name for name in wanted.split() if name not in found] == []
    assert found["thresholds"] == {"auto": 3.0, "review": 1.0, "margin": 1.0}
    assert found["intervals"]["recall_auto"]["count"] == 1
    assert (found["n"], found["n_registered"]) == (8, 6)
    assert 0 < found["p50_ms"] <= found["p95_ms"] <= found["p99_ms"]


def test_the_curve_passes_through_the_operating_point() -> None:
    found = written(evaluated())
    (here,) = [point for point in found["curve"] if point["auto"] == 3.0]
    assert {name: here[name] for name in evaluated().figures.shares} == {
        name: share.value for name, share in evaluated().figures.shares.items()
    }


def test_a_lower_threshold_links_more_people_and_more_of_them_wrongly() -> None:
    curve = evaluated().figures.curve
    for lower, higher in pairwise(curve):
        assert lower["recall_auto"] >= higher["recall_auto"]  # type: ignore[operator]
        assert lower["wrong_auto_all"] >= higher["wrong_auto_all"]  # type: ignore[operator]
    assert curve[-1]["recall_auto"] == 0


def test_a_rule_against_a_link_holds_at_every_threshold() -> None:
    (ruled,) = [
        one for one in judge_all(ToyMatcher(PEOPLE), QUERIES[5:6], THRESHOLDS) if one.score >= THRESHOLDS.auto
    ]
    assert ruled.ruled
    assert at(ruled, replace(THRESHOLDS, auto=-10, review=-10)) is Band.REVIEW


def test_a_figure_with_nobody_to_judge_is_null_and_no_goal_is_called_reached_on_it() -> None:
    known_only = [query for query in QUERIES if query.truth]
    evaluation = evaluate(ToyMatcher(PEOPLE), known_only, thresholds=THRESHOLDS, people=3, fewest=0)
    assert written(evaluation)["absent_twin_linked"] is None
    assert "absent_twin_linked" not in {one.goal.figure for one in verdicts(evaluation)}


def test_name_groups_are_told_apart_and_a_small_one_is_not_judged() -> None:
    found = evaluated().figures
    assert (found.groups["a"].missed, found.groups["b"].missed) == (Share(1, 3), Share(1, 3))
    assert found.groups["b"].blocking_recall == Share(2, 3)
    assert found.group_gap is None


def test_the_gap_between_name_groups_is_the_widest_one() -> None:
    right = Judged(True, False, "a", Band.AUTO, 9, math.inf, 1, blocked=True, ruled=False)
    lost = replace(right, band=Band.NEW, rank=0)
    many = [right] * SMALLEST_GROUP
    judged = [
        *many,
        *(replace(one, group="b") for one in [*many, *[lost] * 50]),
        replace(lost, group="too small"),
    ]
    gap = figures(judged, THRESHOLDS).group_gap
    assert gap is not None
    assert (gap.highest, gap.lowest, gap.value) == ("b", "a", 0.2)
    assert gap.low < 0.2 < gap.high


def test_an_answer_that_differs_when_asked_singly_is_counted() -> None:
    class Forgetful(ToyMatcher):
        def find_all(self, stated: list[Stated]) -> list:  # type: ignore[type-arg]
            return [self.find(replace(one, births=())) for one in stated]

    evaluation = evaluate(Forgetful(PEOPLE), QUERIES, thresholds=THRESHOLDS, people=3, fewest=10)
    assert evaluation.differing > 0
    assert evaluated(fewest=10).differing == 0


# shares and times ------------------------------------------------------------------------------------


@pytest.mark.parametrize(  # worked values of Wilson's formula
    ("count", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (1, 6000, 0.0000294, 0.000944)],
)
def test_an_interval_is_wilsons(count: int, of: int, low: float, high: float) -> None:
    assert wilson(count, of) == pytest.approx((low, high), rel=2e-3, abs=1e-9)


@given(st.integers(1, 10_000), st.data())
def test_an_interval_holds_its_share(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    low, high = wilson(count, of)
    assert 0 <= low <= count / of <= high <= 1


def test_one_group_has_no_gap() -> None:
    assert widest_gap({"a": Share(1, 2), "b": Share(0, 0)}) is None


def test_a_percentile_is_a_time_that_was_met() -> None:
    hundred = [float(value) for value in range(1, 101)]
    assert [percentile(hundred, share) for share in (0.5, 0.95, 0.99)] == [50, 95, 99]
    assert percentile([7.0], 0.99) == 7


def test_few_queries_are_asked_again_until_there_are_enough() -> None:
    asked: list[int] = []
    took = milliseconds(asked.append, [1, 2, 3], fewest=20)
    assert len(took) == 20
    assert took == sorted(took)
    assert asked[-1] == 2  # after the warm-up the round starts anew


# goals -----------------------------------------------------------------------------------------------


def test_every_goal_has_one_limit_and_a_unit() -> None:
    assert [goal.id for goal in goals() if (goal.at_most is None) == (goal.at_least is None)] == []
    assert {goal.unit for goal in goals()} == {"share", "ms", "number"}
    assert {goal.id for goal in goals()} == {f"G{number}" for number in range(1, 15)}


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        (Goal("G", "", "recall_auto", "share", at_least=0.94), "missed by 77.33%"),
        (Goal("G", "", "recall_auto", "share", at_least=0.1), "reached, not beyond doubt"),
        (Goal("G", "", "recall_auto", "share", at_least=0.01), "reached"),
        (
            Goal("G", "", "wrong_auto", "share", at_most=0.9, over=20_000),
            "open: 8 of 20,000 shown",
        ),
        (Goal("G", "", "wrong_auto", "share", at_most=0.16), "missed by 0.667%"),
    ],
)
def test_a_goal_is_reached_missed_or_left_open(goal: Goal, words: str) -> None:
    evaluation = evaluated()
    assert verdict(goal, evaluation.flat()[goal.figure] or 0.0, evaluation).words == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.9431, "share", "94.31%"),
        (0.0005, "share", "0.050%"),
        (0.3, "ms", "0.300 ms"),
        (5000, "number", "5,000"),
        (1.62, "number", "1.62"),
    ],
)
def test_an_amount_is_said_with_its_unit(value: float, unit: str, words: str) -> None:
    assert amount(value, unit) == words


def test_thresholds_are_a_value() -> None:
    assert Thresholds(1, 2, 3) == Thresholds(1, 2, 3)
