"""What a finding says of itself: every day it rests on, and repeats told once with the days of each."""

from __future__ import annotations

from datetime import date

from tocsin.indicators.catalogue import load
from tocsin.indicators.evaluate import evaluate
from tocsin.indicators.examples import read_event
from tocsin.indicators.reasons import said_once
from tocsin.indicators.view import child_view
from tocsin.records.when import When
from tocsin.working_days import england


def reasons(card: str, own: list[str], siblings: list[str]) -> list[str]:
    view = child_view(
        "child",
        [read_event(line, number) for number, line in enumerate(own, 1)],
        others=[read_event(line, number, "sister") for number, line in enumerate(siblings, 101)],
        born=When(date(2023, 3, 1), date(2023, 3, 1)),
    )
    found = evaluate(load(), view, calendar=england(), as_of=date(2025, 1, 1))
    return [one.reason for one in found if one.indicator == card]


def test_the_days_of_a_sister_stand_beside_the_child_s_own() -> None:
    said = reasons(
        "sibling_on_plan",
        ["2024-02-01 social_care referral source=school"],
        ["2023-11-06 social_care plan_started plan=child_protection"],
    )
    assert said
    assert all("6 November 2023" in words for words in said)
    assert all("1 February 2024" in words for words in said)


def test_a_sign_met_three_times_is_told_once_with_the_days_of_each() -> None:
    times = [
        f"Not seen in time ({day} May 2024). No child seen is recorded within 10 working days."
        for day in (2, 16, 30)
    ]
    assert said_once(times) == (
        "Not seen in time (2 May 2024; 16 May 2024; 30 May 2024). "
        "No child seen is recorded within 10 working days."
    )


def test_different_reasons_follow_each_other_as_sentences() -> None:
    assert said_once(["A bruise (1 May 2024).", "A burn (2 May 2024).", "A bruise (1 May 2024)."]) == (
        "A bruise (1 May 2024). A burn (2 May 2024)."
    )


def test_words_without_days_stay_as_they_are() -> None:
    assert said_once(["Asked by hand.", "Asked by hand."]) == "Asked by hand."
