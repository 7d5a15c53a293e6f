"""The shipped example, end to end: the right concern, child and day, and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tocsin.review.run import review_folder

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "kilncourt"
TODAY = date(2026, 11, 20)
Found = dict[str, Any]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Found:
    made = tmp_path_factory.mktemp("kilncourt")
    shutil.copytree(EXAMPLE, made / "folder", ignore=shutil.ignore_patterns("coding.csv"))
    review_folder(made / "folder", out=made / "out", today=TODAY, formats=("json",))
    told: Found = json.loads((made / "out" / "review.json").read_text(encoding="utf-8"))
    return told


def concern(report: Found, indicator: str) -> Found:
    return next(one for one in report["concerns"] if one["indicator"] == indicator)


def answers(one: Found) -> list[tuple[str, str, str | None]]:
    return [(answer["due_on"], answer["status"], answer["answered_on"]) for answer in one["responses"]]


def test_each_rings_for_its_child_on_its_day_and_nothing_else_rings(report: Found) -> None:
    raised = {(one["raised_on"], one["child"], one["indicator"]) for one in report["concerns"]}
    assert raised == {
        ("2026-06-22", "kit", "release_to_child_address"),
        ("2026-09-15", "amara", "known_risk_adult_joins"),
        ("2026-09-15", "amara", "condition_breach_near_child"),
        ("2026-09-15", "baby", "pregnancy_with_known_risk_adult"),
    }
    assert len(report["concerns"]) == 4
    assert {one["certainty"] for one in report["concerns"]} == {"certain"}


def test_as_shipped_it_rests_on_words_that_somebody_has_checked(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "folder")
    outcome = review_folder(tmp_path / "folder", out=tmp_path / "out", today=TODAY, formats=("json",))
    assert len(outcome.review.concerns) == 4
    assert not any(one.rests_on_proposed_coding for one in outcome.review.concerns)


def test_the_release_was_answered_well(report: Found) -> None:
    one = concern(report, "release_to_child_address")
    assert one["state"] == "answered"
    assert answers(one)[:2] == [
        ("2026-07-20", "answered", "2026-06-22"),
        ("2026-08-19", "answered", "2026-06-25"),
    ]


def test_the_move_was_answered_the_next_day(report: Found) -> None:
    assert concern(report, "known_risk_adult_joins")["state"] == "answered"
    assert concern(report, "condition_breach_near_child")["state"] == "answered"


def test_the_work_before_the_birth_keeps_its_weeks_and_one_of_them_was_missed(report: Found) -> None:
    one = concern(report, "pregnancy_with_known_risk_adult")
    assert one["state"] == "overdue"
    assert answers(one) == [
        ("2026-09-15", "answered", "2026-09-15"),
        ("2026-09-17", "answered", "2026-09-16"),
        ("2026-11-02", "missed", None),  # 20 weeks
        ("2027-02-08", "running", None),  # 34 weeks
    ]


def test_the_namesake_is_a_question_and_reaches_no_child(report: Found) -> None:
    (link,) = report["link_proposals"]
    assert {link["a"], link["b"]} == {"osei", "daniel"}
    assert all("daniel" not in event["people"] for event in report["events"])


def test_a_quashed_conviction_is_shown_for_what_it_was_and_is(report: Found) -> None:
    told = {event["type"]: event for event in report["events"] if "uncle-tunde" in event["people"]}
    assert told["conviction"]["happened"]["start"] == "2016-02-12"
    assert {known["until"] for known in told["conviction"]["known_from"]} == {"2017-10-04"}
    assert told["conviction_overturned"]["happened"]["start"] == "2017-10-04"


def test_what_is_known_of_a_child_begins_when_somebody_knew_the_adult_was_near(report: Found) -> None:
    convictions = [
        event
        for event in report["events"]
        if event["type"] == "conviction" and "uncle-gareth" in event["people"]
    ]
    known = {event["child"]: {one["date"] for one in event["known_from"]} for event in convictions}
    assert known == {"kit": {"2021-01-22"}, "amara": {"2026-09-15"}, "baby": {"2026-09-15"}}
    assert any("Held since 22 January 2021" in event["analysis"] for event in convictions)


def test_each_event_names_its_line_of_the_custody_file_and_why_it_stands_there(report: Found) -> None:
    lines = (EXAMPLE / "custody.yaml").read_text(encoding="utf-8").splitlines()
    release = next(
        event for event in report["events"] if event["type"] == "custody_release" and event["child"] == "kit"
    )
    assert "2026-08-19" in lines[release["source"]["row"] - 1]
    assert release["source"]["file"] == "custody.yaml"
    assert release["analysis"].startswith("In this chronology because of a relationship")


def test_every_word_on_file_answers_a_notice_and_children_are_told_of_what_is_theirs(report: Found) -> None:
    notices = [notice for one in report["custody"] for notice in one["notices"]]
    assert not [notice for notice in notices if notice["state"] == "missed"]
    words = (EXAMPLE / "custody.yaml").read_text(encoding="utf-8").count("{notice: ")
    assert sum(notice["state"] in ("answered", "late") for notice in notices) == words
    told = [event for event in report["events"] if event["type"] == "probation_notification"]
    assert ("kit", "2026-06-22") in {(one["child"], one["happened"]["start"]) for one in told}


def test_the_shipped_files_are_those_of_the_prose(tmp_path: Path) -> None:
    script = str(ROOT / "scripts" / "make_kilncourt.py")
    subprocess.run([sys.executable, script, "--out", str(tmp_path)], check=True)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == ["police-log.xlsx", "social-care-chronology.docx"]
    for name in made:
        assert (tmp_path / name).read_bytes() == (EXAMPLE / name).read_bytes()


def test_looked_back_on_from_the_first_of_september_nobody_knew_of_kiln_court(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "folder")
    then = review_folder(
        tmp_path / "folder", out=tmp_path / "out", today=TODAY, as_of=date(2026, 9, 1), formats=("json",)
    ).review
    assert {(one.child, one.indicator) for one in then.concerns} == {("kit", "release_to_child_address")}
    of_gareth = {one.child for one in then.events if "uncle-gareth" in one.people}
    assert of_gareth == {"kit"}


def test_social_care_alone_did_not_hold_what_the_prison_held(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "folder")
    alone = review_folder(
        tmp_path / "folder", out=tmp_path / "out", today=TODAY, agency="social_care", formats=("json",)
    ).review
    kinds = {one.type for one in alone.events}
    assert "probation_notification" in kinds
    assert kinds.isdisjoint({"conviction", "mappa_management", "licence_conditions_set", "parole_decision"})


def test_weeks_that_the_partnership_set_on_the_card_stand_in_the_work_before_the_birth(
    tmp_path: Path,
) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "folder")
    (tmp_path / "folder" / "partnership.yaml").write_text(
        "partnership: Aldermere Vale Safeguarding Children Partnership\n"
        "cards:\n"
        "  pregnancy_with_known_risk_adult:\n"
        "    set: {responses.2.within: 22 weeks before due date}\n"
        "    reason: Our midwives and social workers plan by eighteen weeks.\n"
        "    signed: {role: partnership_chair, on: 2026-04-01}\n"
    )
    outcome = review_folder(tmp_path / "folder", out=tmp_path / "out", today=TODAY, formats=("json",))
    (plan,) = [plan for adult in outcome.review.custody for plan in adult.prebirth]
    days = {step.on for step in plan.steps}
    assert date(2026, 10, 19) in days  # 18 weeks
    assert date(2026, 11, 2) not in days  # 20, as shipped
    assert date(2027, 2, 8) in days  # 34 weeks, as shipped
