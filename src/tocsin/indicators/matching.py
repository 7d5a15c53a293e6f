"""Which events of one type meet a selector? Absent values are unknown, never a no."""

from __future__ import annotations

from functools import lru_cache

from tocsin.indicators.ages import Ages
from tocsin.indicators.operators import Selector, Test
from tocsin.indicators.truth import MAYBE, NO, UNKNOWN, YES, Truth
from tocsin.indicators.view import Fact, Lane


def meeting(lane: Lane, selector: Selector, ages: Ages) -> list[tuple[Fact, Truth]]:
    """The lane's facts that meet the selector, surely or perhaps: the weakest of its tests."""
    if not selector.tests:
        return lane.each
    columns = []
    for test in selector.tests:
        column = judged(lane, test, ages)
        if not column:
            return []
        columns.append(column)
    truths = columns[0] if len(columns) == 1 else map(min, *columns)
    return [met for met in zip(lane.facts, truths, strict=True) if met[1] >= MAYBE]


def judged(lane: Lane, test: Test, ages: Ages) -> list[Truth]:
    """The test's truth for each fact of the lane; empty where it is met by none."""
    column = lane.judged.get(test)
    if column is None:
        column = plainly(lane, test) if test.plain else [compare(fact, test, ages) for fact in lane.facts]
        lane.judged[test] = column = column if max(column) >= MAYBE else []
    return column


def plainly(lane: Lane, test: Test) -> list[Truth]:
    """Most tests: one of these codes, or none of them."""
    unstated = YES if test.absent_fires else UNKNOWN
    met, unmet = (NO, YES) if test.negated else (YES, NO)
    return [
        unstated if not values else unmet if test.values.isdisjoint(values) else met
        for values in lane.values(test.attribute)
    ]


def compare(fact: Fact, test: Test, ages: Ages) -> Truth:
    if test.attribute == "age_months":
        truth = age_test(fact, test, ages)
    else:
        values = fact.says(test.attribute)
        truth = judge(values, test) if values else UNKNOWN
    return YES if truth == UNKNOWN and test.absent_fires else truth


def judge(values: tuple[str, ...], test: Test) -> Truth:
    if test.at_least is not None or test.under is not None:
        return max(number_test(value, test) for value in values)
    if not test.negated:
        return YES if not test.values.isdisjoint(values) else NO
    if not test.values.isdisjoint(values):
        return NO
    known = not test.codes or not test.codes.isdisjoint(values)
    return YES if known else UNKNOWN


@lru_cache(maxsize=4096)
def numbers(text: str) -> tuple[float, float] | None:
    """A number, or a range such as 12-24; None for anything else."""
    low, dash, high = text.partition("-")
    try:
        return (float(low), float(high)) if dash and low else (float(text), float(text))
    except ValueError:
        return None


def number_test(value: str, test: Test) -> Truth:
    found = numbers(value)
    if found is None:
        return UNKNOWN
    low, high = found
    floor = test.at_least if test.at_least is not None else float("-inf")
    ceiling = test.under if test.under is not None else float("inf")
    if floor <= low and high < ceiling:
        return YES
    return MAYBE if floor <= high and low < ceiling else NO


def age_test(fact: Fact, test: Test, ages: Ages) -> Truth:
    recorded = fact.event.attributes.get("age_months")
    if recorded:
        return judge(recorded, test)
    return ages.between(
        fact.first,
        fact.last,
        at_least=None if test.at_least is None else int(test.at_least),
        under=None if test.under is None else int(test.under),
    )
