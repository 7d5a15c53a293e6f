"""A concern ends in three ways and in no other."""

from __future__ import annotations

from dataclasses import replace

from concern_builders import (
    DISCUSS,
    REFER,
    card,
    day,
    event,
    expect,
    only,
    response,
    shown,
    sign,
    stand_down,
)

from tocsin.concerns.state import refused_decisions

BRUISE = event("injury_seen", "4 Mar", agency="health_visiting")  # a Monday
REFERRAL = event("referral", "4 Mar", agency="health_visiting")
DISCUSSION = event("strategy_discussion", "5 Mar")


def test_it_runs_while_its_responses_are_not_yet_due() -> None:
    concern = only(shown([sign(BRUISE)], [BRUISE], "4 Mar"))
    assert concern.state == "running"
    assert [r.status for r in concern.responses] == ["running", "running"]
    assert [r.due_on for r in concern.responses] == [day("4 Mar"), day("5 Mar")]
    assert concern.next_change_on == day("5 Mar")


def test_it_is_answered_when_every_required_response_is() -> None:
    concern = only(shown([sign(BRUISE)], [BRUISE, REFERRAL, DISCUSSION], "6 Mar"))
    assert concern.state == "answered"
    assert concern.ended_on == day("5 Mar")
    assert concern.next_change_on is None
    assert concern.escalations == ()


def test_it_is_not_answered_by_one_response_of_two() -> None:
    assert only(shown([sign(BRUISE)], [BRUISE, REFERRAL], "5 Mar")).state == "running"
    assert only(shown([sign(BRUISE)], [BRUISE, REFERRAL], "6 Mar")).state == "overdue"


def test_it_is_answered_late_and_says_so() -> None:
    late = event("strategy_discussion", "11 Mar")
    concern = only(shown([sign(BRUISE)], [BRUISE, REFERRAL, late], "12 Mar"))
    assert concern.state == "answered"
    assert response(concern, "strategy_discussion").status == "late"


def test_it_does_not_wait_for_a_response_that_is_not_required() -> None:
    terms = card(REFER, expect("child_review", 5, "working_days", required=False))
    concern = only(shown([sign(BRUISE)], [BRUISE, REFERRAL], "15 Mar", terms=terms))
    assert concern.state == "answered"
    assert response(concern, "child_review").status == "missed"


def test_it_still_needs_an_end_where_a_card_requires_nothing() -> None:
    terms = card(expect("child_review", 5, "working_days", required=False))
    assert only(shown([sign(BRUISE)], [BRUISE], "5 Mar", terms=terms)).state == "running"
    assert only(shown([sign(BRUISE)], [BRUISE], "15 Mar", terms=terms)).state == "overdue"


def test_it_never_counts_as_answered_because_nothing_has_started() -> None:
    terms = card(replace(DISCUSS, only="suspect"))
    concern = only(shown([sign(BRUISE, strength="consider")], [BRUISE], "20 Mar", terms=terms))
    assert (concern.state, concern.responses) == ("running", ())


def test_it_is_stood_down_by_a_role_with_authority_who_gives_a_reason() -> None:
    concern = only(shown([sign(BRUISE)], [BRUISE], "5 Mar"))
    decision = stand_down(concern, "5 Mar")
    ended = only(shown([sign(BRUISE)], [BRUISE], "20 Mar", decisions=[decision]))
    assert (ended.state, ended.ended_on, ended.decision) == ("stood_down", day("5 Mar"), decision)
    assert ended.next_change_on is None


def test_it_shows_what_was_already_missed_when_it_was_stood_down() -> None:
    concern = only(shown([sign(BRUISE)], [BRUISE], "5 Mar"))
    ended = only(shown([sign(BRUISE)], [BRUISE], "20 Mar", decisions=[stand_down(concern, "5 Mar")]))
    assert response(ended, "referral").status == "missed"
    assert response(ended, "strategy_discussion").status == "running"


def test_it_stays_open_until_the_day_of_the_decision() -> None:
    concern = only(shown([sign(BRUISE)], [BRUISE], "5 Mar"))
    assert (
        only(shown([sign(BRUISE)], [BRUISE], "6 Mar", decisions=[stand_down(concern, "8 Mar")])).state
        == "overdue"
    )


def why_refused(**changes: object) -> str:
    concern = only(shown([sign(BRUISE)], [BRUISE], "5 Mar"))
    decision = replace(stand_down(concern, "5 Mar"), **changes)  # type: ignore[arg-type]
    state = only(shown([sign(BRUISE)], [BRUISE], "20 Mar", decisions=[decision])).state
    assert state == "overdue"
    found = refused_decisions(
        [sign(BRUISE)], events=[BRUISE], terms={"bruise": card()}, decisions=[decision], at=day("20 Mar")
    )
    return found[0].why


def test_it_is_not_stood_down_by_a_practitioner() -> None:
    assert "social worker" in why_refused(role="social_worker")


def test_it_is_not_stood_down_below_the_level_it_climbs_to() -> None:
    assert "service manager" in why_refused(role="social_care_team_manager")


def test_it_is_not_stood_down_by_a_role_that_only_scrutinises() -> None:
    assert "independent scrutineer" in why_refused(role="independent_scrutineer")


def test_it_is_not_stood_down_by_a_role_nobody_knows() -> None:
    assert "not in the list of roles" in why_refused(role="somebody")


def test_it_is_not_stood_down_without_a_reason() -> None:
    assert "reason" in why_refused(reason="   ")


def test_it_is_not_stood_down_before_it_was_raised() -> None:
    assert "before the concern" in why_refused(on=day("1 Mar"))


def test_it_is_not_ended_by_any_other_decision() -> None:
    assert "only" in why_refused(decision="reassign")


def test_it_reports_a_decision_that_names_no_concern() -> None:
    assert "names no concern" in why_refused(concern="C-00000000")


def test_it_accepts_a_decision_that_ends_its_concern_without_complaint() -> None:
    concern = only(shown([sign(BRUISE)], [BRUISE], "5 Mar"))
    refused = refused_decisions(
        [sign(BRUISE)],
        events=[BRUISE],
        terms={"bruise": card()},
        decisions=[stand_down(concern, "5 Mar")],
        at=day("20 Mar"),
    )
    assert refused == ()


def test_it_is_withdrawn_when_all_its_ground_is() -> None:
    concern = only(shown([sign(BRUISE, withdrawn="7 Mar")], [BRUISE], "8 Mar"))
    assert (concern.state, concern.withdrawn_on, concern.ended_on) == (
        "withdrawn",
        day("7 Mar"),
        day("7 Mar"),
    )
    assert concern.withdrawn_why == "the birthmark was on the newborn body map"
    assert concern.next_change_on is None


def test_it_stands_until_the_day_it_is_withdrawn() -> None:
    assert only(shown([sign(BRUISE, withdrawn="7 Mar")], [BRUISE], "6 Mar")).state == "overdue"


def test_it_stands_on_any_sign_that_is_left() -> None:
    second = event("injury_seen", "6 Mar", agency="health_gp")
    findings = [sign(BRUISE, withdrawn="7 Mar"), sign(second)]
    concern = only(shown(findings, [BRUISE, second], "8 Mar", terms=card(repeat=30)))
    assert concern.state == "overdue"
    assert concern.raised_latest == day("6 Mar")


def test_it_keeps_its_number_when_its_first_sign_is_withdrawn() -> None:
    second = event("injury_seen", "6 Mar", agency="health_gp")
    before = only(shown([sign(BRUISE), sign(second)], [BRUISE, second], "8 Mar", terms=card(repeat=30)))
    findings = [sign(BRUISE, withdrawn="7 Mar"), sign(second)]
    assert only(shown(findings, [BRUISE, second], "8 Mar", terms=card(repeat=30))).id == before.id


def test_it_is_not_shown_before_it_is_raised() -> None:
    assert shown([sign(BRUISE)], [BRUISE], "3 Mar") == ()


def test_it_ends_in_no_other_way() -> None:
    closing = [
        event("case_closure", "5 Mar"),
        event("worker_change", "5 Mar"),
        event("missed_visit", "5 Mar"),
    ]
    assert only(shown([sign(BRUISE)], [BRUISE, *closing], "20 Mar")).state == "overdue"
