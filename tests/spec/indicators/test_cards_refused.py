"""A card that says something the language would pass over is refused, saying where and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tocsin.chronology.vocabulary import vocabulary
from tocsin.indicators.language import BadCard, Compiler

ON_PLAN_AT_THE_END = {"state": {"any": ["cp_plan"], "at": "due"}}
SEEN = {"by": "child_seen", "within": "10 working days"}


def refusal(limb: Mapping[str, Any]) -> str:
    given = {"reason": "not seen on a plan", **limb}
    with pytest.raises(BadCard) as refused:
        Compiler(vocabulary(), "card made_up").limb(given, "consider", ())
    assert "card made_up" in str(refused.value)
    return str(refused.value)


def test_a_state_on_the_day_a_limit_passes_needs_a_limit() -> None:
    said = refusal({"anchor": "visit", "also": [ON_PLAN_AT_THE_END]})
    assert "`at: due`" in said
    assert "not seen on a plan" in said
    assert "unanswered" in said


def test_findings_of_other_cards_have_no_such_day() -> None:
    limb = {"anchor_finding": {"strength": "suspect"}, "also": [ON_PLAN_AT_THE_END], "unanswered": SEEN}
    assert "waits for nothing" in refusal(limb)


@pytest.mark.parametrize("inside", [{"not": ON_PLAN_AT_THE_END}, {"any": [{"all": [ON_PLAN_AT_THE_END]}]}])
def test_it_stands_by_itself_and_not_inside_another_condition(inside: Mapping[str, Any]) -> None:
    said = refusal({"anchor": "visit", "also": [inside], "unanswered": SEEN})
    assert "by itself" in said


def test_a_state_is_asked_for_on_no_other_day() -> None:
    limb = {"anchor": "visit", "also": [{"state": {"any": ["cp_plan"], "at": "start"}}], "unanswered": SEEN}
    assert "It can only be `due`." in refusal(limb)


def test_a_state_says_which() -> None:
    assert "state has ['names']" in refusal({"anchor": "visit", "also": [{"state": {"names": ["cp_plan"]}}]})


def test_beside_a_limit_it_is_taken() -> None:
    limb = {
        "reason": "not seen on a plan",
        "anchor": "visit",
        "also": [ON_PLAN_AT_THE_END],
        "unanswered": SEEN,
    }
    taken = Compiler(vocabulary(), "card made_up").limb(limb, "consider", ())
    assert [state.names for state in taken.at_due] == [("cp_plan",)]
    assert not taken.on_the_day
