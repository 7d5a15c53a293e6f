"""What becomes of a notice: running, answered, late, missed, not needed, withdrawn; and how it climbs."""

from __future__ import annotations

import pytest
from told_adult import Tie, adult, d, family, key_date, reckoned, sentence, tell, tell_one

from tocsin.concerns.notices import NoticeState, first_step, state_of, states_of, unmatched
from tocsin.custody.facts import Appeal, Movement, RiskAssessment, Told
from tocsin.custody.notice import Notice
from tocsin.working_days import england

LINKED = adult(
    offences=(),
    assessments=(RiskAssessment(outcome="poses_risk", on=d("2010-05-04"), by="social care"),),
    ties=(Tie(child="c1", lives_with="yes", first=d("2026-09-14")),),
)
# Monday 14 September 2026: due the same day, to be acknowledged by Tuesday 15.
LINK = tell_one(LINKED, [], on="2026-09-14", rule="household_link", to="mash_manager")


def at(day: str, *told: Told, notice: Notice = LINK) -> NoticeState:
    return state_of(notice, told, on=d(day), calendar=england())


def said(day: str, what: str = "acknowledged", *, by: str = "Front door", reason: str = "") -> Told:
    return Told(notice=LINK.id, on=d(day), by=by, what=what, reason=reason)  # type: ignore[arg-type]


def test_it_is_to_come_before_its_day() -> None:
    assert (at("2026-09-13").status, at("2026-09-13").next_change_on) == ("to_come", d("2026-09-14"))


@pytest.mark.parametrize(
    ("day", "status"), [("2026-09-14", "running"), ("2026-09-15", "missed"), ("2027-09-15", "missed")]
)
def test_unsaid_it_runs_to_its_day_and_is_then_missed_for_ever(day: str, status: str) -> None:
    assert at(day).status == status
    assert at(day).is_open


def test_sending_gives_until_the_day_of_acknowledgement_and_ends_nothing() -> None:
    sent = said("2026-09-14", "sent", by="Probation")
    assert at("2026-09-15", sent).status == "running"
    assert at("2026-09-16", sent).status == "missed"
    assert (at("2026-09-16", sent).sent_on, at("2026-09-16", sent).sent_by) == (d("2026-09-14"), "Probation")


def test_an_acknowledgement_in_time_answers_it_and_says_who() -> None:
    state = at("2026-09-20", said("2026-09-14", "sent"), said("2026-09-15", by="Duty manager"))
    assert (state.status, state.ended_on, state.ended_by) == ("answered", d("2026-09-15"), "Duty manager")
    assert state.next_change_on is None


def test_an_acknowledgement_after_time_is_late_and_keeps_what_it_climbed() -> None:
    state = at("2026-12-01", said("2026-09-18"))
    assert state.status == "late"
    assert [step.step for step in state.climbed] == [1, 2, 3]
    assert all(step.on < d("2026-09-18") for step in state.climbed)


def test_it_climbs_the_ladder_of_concerns_above_who_was_told() -> None:
    state = at("2026-10-30")
    assert [step.role for step in state.climbed] == [
        "social_care_service_manager",
        "social_care_head_of_service",
        "partnership_chair",
    ]
    days = [step.on for step in state.climbed]
    assert days == sorted(days)
    assert days[0] == d("2026-09-15")
    assert not any(step.happened for step in state.climbed)


def test_telling_late_does_not_stop_the_climb() -> None:
    late = said("2026-09-16", "sent")
    assert [s.on for s in at("2026-10-30", late).climbed] == [s.on for s in at("2026-10-30").climbed]


def test_not_needed_takes_a_reason_and_is_kept_with_who_and_why() -> None:
    bare = at("2026-09-15", said("2026-09-14", "not_needed"))
    assert bare.is_open
    assert bare.refused[0][1] == "That a notice is not needed takes a reason. Write it."
    state = at("2026-09-15", said("2026-09-14", "not_needed", by="Duty manager", reason="another person"))
    assert (state.status, state.ended_by, state.why) == ("not_needed", "Duty manager", "another person")


def test_what_was_said_before_it_was_raised_answers_nothing() -> None:
    state = at("2026-09-15", said("2026-09-13"))
    assert state.status == "missed"
    assert state.refused[0][1] == "It is dated before the notice was raised. Check its date."


def test_nobody_is_no_answer() -> None:
    assert at("2026-09-14", said("2026-09-14", by=" ")).status == "running"


def test_what_is_dated_later_does_not_count_yet() -> None:
    assert at("2026-09-14", said("2026-09-15")).status == "running"


def test_next_change_is_the_day_it_is_missed_and_then_each_step() -> None:
    assert at("2026-09-14").next_change_on == d("2026-09-15")
    state = at("2026-09-15")
    assert state.next_change_on == d("2026-09-16")
    assert len(at("2026-09-16").climbed) == len(state.climbed) + 1


def test_on_the_victims_side_it_climbs_within_that_side_only() -> None:
    who = adult(
        sentences=(sentence("2024-01-15"),),
        movements=(Movement(kind="released", on=d("2025-07-15")),),
        victims=(family(),),
    )
    notice = tell_one(who, [], on="2025-07-15", rule="released", to="victim_liaison_officer")
    climbed = state_of(notice, (), on=d("2026-07-15"), calendar=england()).climbed
    assert [step.role for step in climbed] == [
        "victim_contact_manager",
        "victim_contact_unit_head",
        "victim_contact_regional_head",
        "victim_contact_national_head",
    ]


def test_a_managers_notice_goes_to_the_managers_own() -> None:
    assert first_step(LINK) == "social_care_service_manager"


def test_a_withdrawn_notice_stays_to_be_seen_with_why_and_with_what_it_climbed() -> None:
    appeal = Appeal(decided_on=d("2024-09-02"), outcome="conviction_quashed", offence="o1", sentence="s1")
    who = adult(sentences=(sentence("2024-01-15"),), appeals=(appeal,))
    history = [reckoned("2024-01-15", key_date("CRD", "2025-07-15")), reckoned("2024-09-02")]
    notices = tell(who, history, on="2024-12-31", rule="sentence_assessment", to="mash_manager")
    (state,) = states_of(notices, (), on=d("2024-12-31"), calendar=england())
    assert (state.status, state.ended_on) == ("withdrawn", d("2024-09-02"))
    assert state.why == "An appeal changed what it rests on."
    assert state.climbed


def test_what_names_no_notice_is_listed() -> None:
    stray = Told(notice="N-00000000", on=d("2026-09-14"), by="Front door", what="acknowledged")
    assert unmatched((stray, said("2026-09-14")), (LINK,)) == (stray,)
