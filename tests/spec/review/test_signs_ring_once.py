"""A sign met again rings no second time, and what one concern already asks no other repeats."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from coded_folders import BORN, concern_of, indicators, reviewed

BEFORE = "2023-03-20 social_care visit child_seen=seen_with_carer"
PLAN = "2023-04-03 social_care plan_started plan=child_protection;category=NEG"
SEEN = "2023-04-05 social_care visit child_seen=seen_alone"
NEW_WORKER = "2023-04-12 social_care worker_change"
A_DAY_LATE = "2023-04-24 social_care visit child_seen=seen_alone"  # ten working days end on the 21st
ENDED = "2023-05-02 social_care plan_ended plan=child_protection"
LAST = "2023-06-30 social_care note"


def test_one_gap_between_visits_is_one_concern_though_the_worker_changed_in_it(tmp_path: Path) -> None:
    review = reviewed(tmp_path / "family", BORN, PLAN, SEEN, NEW_WORKER, A_DAY_LATE, ENDED, LAST)
    found = concern_of(review, "cp_child_not_seen")
    assert (found.raised_on, found.extended_on) == (date(2023, 4, 22), [])
    (seen,) = [one for one in found.responses if one.name == "child_seen"]
    assert (seen.status, seen.answered_on) == ("answered", date(2023, 4, 24))


def test_a_gap_that_lasts_past_the_new_worker_s_own_interval_extends_the_same_concern(tmp_path: Path) -> None:
    late = "2023-05-08 social_care visit child_seen=seen_alone"
    review = reviewed(tmp_path / "family", BORN, PLAN, SEEN, NEW_WORKER, late, LAST)
    found = concern_of(review, "cp_child_not_seen")
    assert (found.raised_on, found.extended_on[0]) == (date(2023, 4, 22), date(2023, 4, 27))
    assert [one.round for one in found.responses if one.name == "child_seen" and one.answered_on] == [1]
    assert ".;" not in found.reason
    assert found.reason.count("No child seen") == 1


def test_a_visit_before_the_plan_starts_no_clock_of_the_plan(tmp_path: Path) -> None:
    soon = "2023-04-13 social_care visit child_seen=seen_alone"
    review = reviewed(
        tmp_path / "family", BORN, BEFORE, PLAN, soon, "2023-04-20 social_care plan_ended", LAST
    )
    assert "cp_child_not_seen" not in indicators(review)


def test_a_late_visit_is_no_new_cause_to_suspect_harm(tmp_path: Path) -> None:
    review = reviewed(tmp_path / "family", BORN, PLAN, SEEN, A_DAY_LATE, ENDED, LAST)
    assert "cp_child_not_seen" in indicators(review)
    assert "strategy_discussion_not_held" not in indicators(review)
