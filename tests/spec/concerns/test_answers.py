"""What answers a response, and what only looks like an answer."""

from __future__ import annotations

from datetime import time

import pytest
from concern_builders import REFER, card, day, event, expect, only, response, shown, sign

from tocsin.chronology.event import Event

BRUISE = event("injury_seen", "4 Mar", agency="health_visiting")
SEE = expect("child_seen", 24, "hours", by="allocated_social_worker")


def status(
    of: Event, *, name: str = "child_seen", indicator: str = "bruise", by: str = "allocated_social_worker"
) -> str:
    terms = card(expect(name, 5, "working_days", by=by), indicator=indicator)
    concern = only(shown([sign(BRUISE, indicator=indicator)], [BRUISE, of], "30 Apr", terms=terms))
    return response(concern, name).status


@pytest.mark.parametrize(
    "answer",
    [
        event("child_seen", "5 Mar", how="seen_alone"),
        event("child_seen", "5 Mar", child_seen="seen_with_carer"),
        event("child_seen", "5 Mar"),
        event("visit", "5 Mar", how="seen_asleep"),
        event("visit", "5 Mar", seen="yes"),
        event("visit", "5 Mar", child_seen="yes"),
        event("absence_followed_up", "5 Mar", agency="school", child_seen="true"),
        event("police_protection", "5 Mar", agency="police"),
        event("child_seen", "4 Mar", how="seen_alone"),
    ],
)
def test_it_counts_a_child_seen_by_whoever_saw_the_child(answer: Event) -> None:
    assert status(answer) == "answered"


@pytest.mark.parametrize(
    "other",
    [
        event("child_seen", "5 Mar", how="seen_by_video"),
        event("child_seen", "5 Mar", how="not_seen_refused"),
        event("child_seen", "5 Mar", seen="no"),
        event("visit", "5 Mar"),
        event("visit", "5 Mar", how="not_recorded"),
        event("visit", "5 Mar", seen="no"),
        event("missed_visit", "5 Mar"),
        event("absence_followed_up", "5 Mar", agency="school"),
        event("health_review", "5 Mar", agency="health_visiting", seen_child="true"),
        event("child_seen", "5 Mar", how="seen_alone", child="child-2"),
        event("child_seen", "3 Mar", how="seen_alone"),
        event("child_seen", "5 Mar", how="seen_alone", knowable=False),
    ],
)
def test_it_does_not_count_what_is_not_a_child_seen(other: Event) -> None:
    assert status(other) == "missed"


def test_it_counts_a_clinic_where_any_worker_may_look() -> None:
    review = event("health_review", "5 Mar", agency="health_visiting", seen_child="true")
    assert status(review, by="visiting_practitioner") == "answered"


def test_it_asks_for_more_where_the_card_does() -> None:
    with_carer = event("visit", "5 Mar", how="seen_with_carer")
    alone = event("visit", "5 Mar", seen="yes", alone="yes")
    asleep = event("visit", "5 Mar", how="seen_asleep")
    assert status(with_carer, indicator="child_not_seen_alone") == "missed"
    assert status(alone, indicator="child_not_seen_alone") == "answered"
    assert status(asleep, indicator="child_obscured_at_visits") == "missed"
    assert status(with_carer, indicator="child_obscured_at_visits") == "answered"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (event("referral", "5 Mar", agency="health_visiting", source_code="3B"), "answered"),
        (event("contact_received", "5 Mar", source_code="2A"), "answered"),
        (event("contact_received", "5 Mar", agency="school"), "answered"),
        (event("police_notification", "5 Mar", agency="police", to_agency="social_care"), "answered"),
        (event("strategy_discussion", "5 Mar"), "answered"),
        (event("s47_enquiry", "5 Mar"), "answered"),
        (event("referral", "5 Mar", agency="family_public"), "missed"),
        (event("referral", "5 Mar", source_code="1A"), "missed"),
        (event("contact_received", "5 Mar", source_code="9"), "missed"),
        (event("contact_received", "5 Mar"), "missed"),
        (event("safeguarding_advice", "5 Mar", agency="health_visiting"), "missed"),
    ],
)
def test_it_takes_a_referral_from_a_professional_or_what_goes_further(answer: Event, expected: str) -> None:
    assert status(answer, name="referral", by="observing_practitioner") == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (event("strategy_discussion", "5 Mar"), "answered"),
        (event("s47_enquiry", "5 Mar", joint="true"), "answered"),
        (event("s47_enquiry", "5 Mar"), "missed"),
        (event("referral", "5 Mar"), "missed"),
    ],
)
def test_it_takes_a_strategy_discussion_only_from_agencies_together(answer: Event, expected: str) -> None:
    assert status(answer, name="strategy_discussion") == expected


def test_it_takes_any_discussion_between_agencies_for_a_bruise_on_a_baby() -> None:
    meeting = event("discharge_planning_meeting", "5 Mar", agency="health_hospital")
    assert (
        status(meeting, name="strategy_discussion", indicator="bruise_not_independently_mobile") == "answered"
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (event("paediatric_assessment", "5 Mar", full_examination="true"), "answered"),
        (event("paediatric_assessment", "5 Mar"), "answered"),
        (event("paediatric_assessment", "5 Mar", full_examination="false"), "missed"),
        (event("medical_opinion", "5 Mar", author_grade="consultant", full_examination="true"), "answered"),
        (event("medical_opinion", "5 Mar", author_grade="registrar", full_examination="true"), "missed"),
        (event("hospital_attendance", "5 Mar"), "missed"),
    ],
)
def test_it_takes_a_full_examination_by_a_paediatrician(answer: Event, expected: str) -> None:
    assert status(answer, name="paediatric_assessment", by="paediatric_consultant") == expected


def test_it_takes_an_assessment_when_it_is_finished() -> None:
    assert status(event("assessment", "5 Mar", stage="started"), name="assessment") == "missed"
    assert status(event("assessment", "5 Mar", stage="completed"), name="assessment") == "answered"


def test_it_does_not_take_a_court_for_the_manager() -> None:
    assert status(event("decision", "5 Mar", agency="court"), name="decision") == "missed"
    assert status(event("decision", "5 Mar"), name="decision") == "answered"


def test_it_takes_the_action_that_was_due_and_not_another() -> None:
    due = event("plan_action_due", "4 Mar", action="parenting_course")
    terms = card(expect("plan_action_done", 5, "working_days", by="action_owner"))
    for action, expected in (("parenting_course", "answered"), ("housing_letter", "missed")):
        done = event("plan_action_done", "6 Mar", action=action)
        concern = only(shown([sign(due)], [due, done], "30 Mar", terms=terms))
        assert response(concern, "plan_action_done").status == expected


def test_it_never_takes_the_sign_as_its_own_answer() -> None:
    discussion = event("strategy_discussion", "4 Mar", police_present="no")
    terms = card(expect("strategy_discussion", 1, "working_days"))
    assert only(shown([sign(discussion)], [discussion], "8 Mar", terms=terms)).state == "overdue"


def test_it_never_takes_another_event_of_the_signs_own_row() -> None:
    seen = event("injury_seen", "4 Mar", row="row-7")
    visit = event("visit", "4 Mar", row="row-7", seen="yes")
    derived = event("child_seen", "4 Mar", how="seen_alone", follows=seen.id)
    for other in (visit, derived):
        assert only(shown([sign(seen)], [seen, other], "8 Mar", terms=card(SEE))).state == "overdue"


def test_it_takes_an_event_of_the_same_day() -> None:
    seen = event("child_seen", "4 Mar", how="seen_alone")
    assert only(shown([sign(BRUISE)], [BRUISE, seen], "8 Mar", terms=card(SEE))).state == "answered"


def test_it_keeps_to_the_order_that_a_file_states() -> None:
    bruise = event("injury_seen", "4 Mar", seq=5, file="a.csv")
    earlier = event("child_seen", "4 Mar", how="seen_alone", seq=4, file="a.csv")
    later = event("child_seen", "4 Mar", how="seen_alone", seq=6, file="a.csv")
    elsewhere = event("child_seen", "4 Mar", how="seen_alone", seq=4, file="b.csv")
    for answer, state in ((earlier, "overdue"), (later, "answered"), (elsewhere, "answered")):
        assert only(shown([sign(bruise)], [bruise, answer], "8 Mar", terms=card(SEE))).state == state


def test_it_does_not_let_a_files_order_overrule_its_dates() -> None:
    bruise = event("injury_seen", "4 Mar", seq=5, file="a.csv")
    next_day = event("child_seen", "5 Mar", how="seen_alone", seq=1, file="a.csv")
    assert only(shown([sign(bruise)], [bruise, next_day], "8 Mar", terms=card(SEE))).state == "answered"


def test_it_keeps_to_times_of_day_where_both_are_written() -> None:
    bruise = event("injury_seen", "4 Mar", at=time(15))
    morning = event("child_seen", "4 Mar", how="seen_alone", at=time(9))
    assert only(shown([sign(bruise)], [bruise, morning], "8 Mar", terms=card(SEE))).state == "overdue"


@pytest.mark.parametrize(
    ("done", "expected", "imprecise"),
    [(time(13, 59), "answered", False), (time(14, 1), "late", False), (None, "answered", True)],
)
def test_it_judges_hours_in_minutes_where_both_times_are_written(
    done: time | None, expected: str, imprecise: bool
) -> None:
    bruise = event("injury_seen", "4 Mar", at=time(10))
    referral = event("referral", "4 Mar", agency="health_hospital", at=done)
    terms = card(expect("referral", 4, "hours"))
    found = response(only(shown([sign(bruise)], [bruise, referral], "8 Mar", terms=terms)), "referral")
    assert (found.status, found.imprecise) == (expected, imprecise)


def test_it_carries_hours_over_midnight_where_the_time_is_written() -> None:
    bruise = event("injury_seen", "4 Mar", at=time(22))
    referral = event("referral", "5 Mar", agency="health_hospital", at=time(1, 30))
    terms = card(expect("referral", 4, "hours"))
    found = response(only(shown([sign(bruise)], [bruise, referral], "8 Mar", terms=terms)), "referral")
    assert (found.status, found.due_on) == ("answered", day("5 Mar"))


def test_it_is_generous_to_a_date_that_is_not_exact() -> None:
    roughly = event("strategy_discussion", "1 Mar", to="31 Mar")
    terms = card(expect("strategy_discussion", 1, "working_days"))
    found = response(
        only(shown([sign(BRUISE)], [BRUISE, roughly], "30 Apr", terms=terms)), "strategy_discussion"
    )
    assert (found.status, found.answered_on, found.imprecise) == ("answered", day("4 Mar"), True)


def test_it_takes_only_the_named_agency_where_the_card_names_one() -> None:
    terms = card(expect("child_seen", 24, "hours", agency="social_care"))
    for agency, state in (("police", "overdue"), ("social_care", "answered")):
        seen = event("child_seen", "5 Mar", how="seen_alone", agency=agency)
        concern = only(shown([sign(BRUISE)], [BRUISE, seen], "8 Mar", terms=terms))
        assert concern.state == state


def test_it_does_not_take_what_came_before_the_time_was_up_for_what_was_not_found() -> None:
    planned = event("plan_started", "4 Mar")
    supervised = event("supervision", "6 Mar")
    later = event("supervision", "19 Mar")
    terms = card(expect("supervision", 1, "working_days", by="social_care_team_manager"))
    unseen = sign(planned, raised="18 Mar", absent="the child was not seen")
    assert only(shown([unseen], [planned, supervised], "25 Mar", terms=terms)).state == "overdue"
    assert only(shown([unseen], [planned, later], "25 Mar", terms=terms)).state == "answered"


def test_it_says_when_one_event_answers_several_responses() -> None:
    discussion = event("strategy_discussion", "4 Mar")
    concern = only(
        shown(
            [sign(BRUISE)],
            [BRUISE, discussion],
            "8 Mar",
            terms=card(REFER, expect("strategy_discussion", 1, "working_days")),
        )
    )
    assert concern.state == "answered"
    assert [r.also_answers for r in concern.responses] == [1, 1]
