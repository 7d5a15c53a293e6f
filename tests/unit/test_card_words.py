"""What the engine runs is said in words a practitioner can check."""

from __future__ import annotations

import pytest

from tocsin.chronology.vocabulary import vocabulary
from tocsin.cli.card_words import anchor_words, condition_words, due_words, limb_words
from tocsin.cli.catalogue import explanation
from tocsin.indicators.card import Card
from tocsin.indicators.catalogue import load, shipped
from tocsin.indicators.language import Compiler

COMPILER = Compiler(vocabulary(), "a test")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"age": {"under": "5 years"}}, "the child is under 5 years old"),
        (
            {"age": {"at_least": "6 months", "under": "1 years"}},
            "the child is at least 6 months and under 1 year old",
        ),
        ({"unborn": True}, "the child is not yet born"),
        (
            {
                "count": {
                    "of": "injury_seen",
                    "at_least": 3,
                    "distinct": "day",
                    "within": "12 months",
                    "agencies": 2,
                }
            },
            "there are at least 3 of “injury seen on the child”, on 3 different days, "
            "from at least 2 agencies, in the 365 days up to it",
        ),
        ({"earlier": {"of": "birth", "within": "ever"}}, "there is an earlier “birth” at any time before"),
        ({"none": {"of": "visit", "before": "1 weeks"}}, "there is no “visit made” in the 7 days up to it"),
        (
            {"none": {"of": "visit", "before": "ever", "after": "2 working days"}},
            "there is no “visit made” at any time before nor within 2 working days after it",
        ),
        ({"state": ["cp_plan"]}, "the child is in the state “cp plan” on that day"),
        (
            {"not": {"count": {"of": "birth", "at_least": 1, "within": "ever"}}},
            "there is no “birth” at any time before",
        ),
        ({"not": {"unborn": True}}, "it is not so that the child is not yet born"),
        (
            {"any": [{"age": {"under": "1 years"}}, {"unborn": True}]},
            "either the child is under 1 year old, or the child is not yet born",
        ),
        (
            {"run": {"of": "missed_visit", "at_least": 2, "broken_by": "visit", "same": "agency"}},
            "it is at least the 2nd “visit without seeing the family” in a row by one agency, "
            "with no “visit made” between",
        ),
        (
            {"conflict": {"about": "household", "within": "90 days", "agencies": 2}},
            "accounts of at least 2 agencies differ about the household within 90 days",
        ),
    ],
)
def test_a_condition_is_said_as_a_clause(given: dict[str, object], said: str) -> None:
    assert condition_words(COMPILER.condition(given)) == said


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ({"kind": "bruise"}, "kind “bruise”"),
        ({"delay_hours": {"at_least": 24}}, "delay hours at least 24"),
        ({"delay_hours": {"over": 14}}, "delay hours over 14"),
        ({"explanation": {"not": "suitable"}}, "explanation stated and other than “suitable”"),
        (
            {"explanation": {"not": "suitable", "absent": "fires"}},
            "explanation other than “suitable” (or not stated)",
        ),
    ],
)
def test_an_attribute_is_said_with_what_silence_means(where: dict[str, object], said: str) -> None:
    events = COMPILER.events({"type": "injury_seen", "where": where})
    assert anchor_words(events) == f"“injury seen on the child” with {said}"


def test_a_deadline_is_said_with_what_would_meet_it() -> None:
    due = COMPILER.due({"by": ["visit", "child_seen"], "within": "24 hours"})
    assert due is not None
    assert due_words(due) == "within 24 hours there is no “visit made” or “child seen”"


@pytest.mark.parametrize("card", load().cards, ids=lambda card: card.id)
def test_every_limb_of_every_card_has_words(card) -> None:  # type: ignore[no-untyped-def]
    for limb in card.limbs:
        lines = limb_words(limb)
        assert lines[0].startswith("Starts from ")
        assert len(lines) == 1 + len(limb.also) + bool(limb.due)
        assert all("  " not in line and line.endswith(".") for line in lines)


@pytest.mark.parametrize("card", shipped().cards, ids=lambda card: card.id)
def test_an_explanation_fits_eighty_columns(card: Card) -> None:
    assert max(map(len, explanation(card, columns=80))) <= 80


def test_what_is_asked_of_every_one_of_a_kind_is_said_once() -> None:
    (first, *_) = limb_words(shipped().get("repeat_injury").limbs[0])
    assert first.count("injury seen on the child") == 1
    assert first.count("medical opinion") == 1
