"""Repeats, questions that no file can answer, and the climb of what nobody answers."""

from __future__ import annotations

from dataclasses import replace

from concern_builders import DISCUSS, REFER, card, day, event, expect, only, response, shown, sign, stand_down
from msgspec import structs

FIRST = event("injury_seen", "4 Mar", agency="health_visiting")
AGAIN = event("injury_seen", "11 Mar", agency="health_gp")
ANSWER = event("referral", "4 Mar", agency="health_visiting")
TERMS = card(REFER, repeat=30)


def test_it_gathers_repeats_in_one_concern() -> None:
    concern = only(shown([sign(FIRST), sign(AGAIN)], [FIRST, AGAIN], "12 Mar", terms=TERMS))
    assert concern.anchors == (FIRST.id, AGAIN.id)
    assert concern.extended_on == (day("11 Mar"),)
    assert len(concern.evidence) == 2


def test_it_rings_anew_when_the_repeats_lie_further_apart() -> None:
    far = event("injury_seen", "3 Apr")
    near = event("injury_seen", "2 Apr")
    assert len(shown([sign(FIRST), sign(far)], [FIRST, far], "8 Apr", terms=TERMS)) == 2
    assert len(shown([sign(FIRST), sign(near)], [FIRST, near], "8 Apr", terms=TERMS)) == 1


def test_it_gathers_only_one_day_where_the_card_has_no_window() -> None:
    same, next_day = event("injury_seen", "4 Mar", seq=2), event("injury_seen", "5 Mar")
    assert len(shown([sign(FIRST), sign(same)], [FIRST, same], "8 Mar")) == 1
    assert len(shown([sign(FIRST), sign(next_day)], [FIRST, next_day], "8 Mar")) == 2


def test_it_starts_no_new_clock_while_the_first_is_unanswered() -> None:
    concern = only(shown([sign(FIRST), sign(AGAIN)], [FIRST, AGAIN], "12 Mar", terms=TERMS))
    assert [(r.round, r.start_on, r.status) for r in concern.responses] == [(1, day("4 Mar"), "missed")]


def test_it_starts_the_next_round_when_a_sign_follows_the_answer() -> None:
    concern = only(shown([sign(FIRST), sign(AGAIN)], [FIRST, ANSWER, AGAIN], "12 Mar", terms=TERMS))
    rounds = [(r.round, r.start_on, r.status) for r in concern.responses]
    assert rounds == [(1, day("4 Mar"), "answered"), (2, day("11 Mar"), "missed")]
    assert concern.state == "overdue"


def test_it_opens_again_when_a_sign_follows_a_stand_down() -> None:
    concern = only(shown([sign(FIRST)], [FIRST], "5 Mar", terms=TERMS))
    decision = stand_down(concern, "6 Mar")
    ended = only(shown([sign(FIRST)], [FIRST], "8 Mar", terms=TERMS, decisions=[decision]))
    assert ended.state == "stood_down"
    opened = only(
        shown([sign(FIRST), sign(AGAIN)], [FIRST, AGAIN], "11 Mar", terms=TERMS, decisions=[decision])
    )
    assert (opened.state, opened.id) == ("running", concern.id)


def test_it_finds_its_decision_again_when_an_earlier_record_arrives_and_still_asks_about_that_record() -> (
    None
):
    concern = only(shown([sign(AGAIN)], [AGAIN], "12 Mar", terms=TERMS))
    decision = stand_down(concern, "12 Mar")
    alone = only(shown([sign(AGAIN)], [AGAIN], "20 Mar", terms=TERMS, decisions=[decision]))
    assert alone.state == "stood_down"
    findings = [sign(AGAIN), sign(FIRST)]
    both = only(shown(findings, [AGAIN, FIRST], "20 Mar", terms=TERMS, decisions=[decision]))
    assert both.state == "overdue"


def test_it_expects_more_once_the_strength_is_met() -> None:
    terms = card(REFER, replace(DISCUSS, only="suspect"), repeat=30)
    findings = [sign(FIRST, strength="consider"), sign(AGAIN)]
    before = only(shown(findings[:1], [FIRST], "10 Mar", terms=terms))
    after = only(shown(findings, [FIRST, AGAIN], "11 Mar", terms=terms))
    assert (before.strength, [r.name for r in before.responses]) == ("consider", ["referral"])
    assert (after.strength, response(after, "strategy_discussion").start_on) == ("suspect", day("11 Mar"))


def test_it_keeps_its_number_whatever_the_card_version_and_the_order_of_arrival() -> None:
    findings = [sign(FIRST), structs.replace(sign(AGAIN), version=2)]
    one = only(shown(findings, [FIRST, AGAIN], "12 Mar", terms=TERMS))
    other = only(shown(findings[::-1], [AGAIN, FIRST], "12 Mar", terms=TERMS))
    assert one == other
    assert one.id.startswith("C-")


def test_it_never_holds_a_possible_concern_against_anybody() -> None:
    roughly = event("injury_seen", "1 Mar", to="4 Mar")
    possible = sign(roughly, certain=False)
    unanswered = only(shown([possible], [roughly], "20 Mar", terms=card(REFER)))
    assert (unanswered.state, response(unanswered, "referral").status) == ("running", "not_evidenced")
    assert unanswered.escalations == ()
    late = event("referral", "12 Mar")
    answered = only(shown([possible], [roughly, late], "20 Mar", terms=card(REFER)))
    assert response(answered, "referral").status == "not_evidenced"  # neither late nor in time
    assert response(answered, "referral").answered_on == day("12 Mar")
    assert answered.state == "answered"


def test_it_starts_the_clock_that_counts_when_the_possible_becomes_certain() -> None:
    findings = [sign(FIRST, certain=False), sign(AGAIN)]
    concern = only(shown(findings, [FIRST, AGAIN], "20 Mar", terms=TERMS))
    assert [(r.start_on, r.status) for r in concern.responses] == [
        (day("4 Mar"), "not_evidenced"),
        (day("11 Mar"), "missed"),
    ]
    assert concern.certain


def test_it_was_raised_on_the_day_it_became_certain_and_the_possible_day_is_shown_apart() -> None:
    concern = only(shown([sign(FIRST, certain=False), sign(AGAIN)], [FIRST, AGAIN], "20 Mar", terms=TERMS))
    assert (concern.raised_latest, concern.raised_earliest) == (day("11 Mar"), day("11 Mar"))
    assert (concern.possible_on, concern.extended_on) == ((day("4 Mar"),), ())
    alone = only(shown([sign(FIRST, certain=False)], [FIRST], "20 Mar", terms=TERMS))
    assert (alone.id, alone.raised_latest, alone.possible_on) == (concern.id, day("4 Mar"), ())
    other = only(shown([sign(FIRST), sign(AGAIN, certain=False)], [FIRST, AGAIN], "20 Mar", terms=TERMS))
    assert (other.raised_latest, other.possible_on, other.extended_on) == (day("4 Mar"), (), (day("11 Mar"),))


def test_it_asks_where_no_file_could_show_the_answer() -> None:
    terms = card(DISCUSS)
    covered = {"social_care": [(day("1 Mar"), day("31 Mar"))]}
    for coverage, state, status in (
        (covered, "overdue", "missed"),
        ({"social_care": [(day("1 Mar"), day("4 Mar"))]}, "running", "not_evidenced"),
        ({"school": [(day("1 Mar"), day("31 Mar"))]}, "running", "not_evidenced"),
        ({}, "running", "not_evidenced"),
        (None, "overdue", "missed"),
    ):
        concern = only(shown([sign(FIRST)], [FIRST], "20 Mar", terms=terms, coverage=coverage))
        assert (concern.state, response(concern, "strategy_discussion").status) == (state, status)


def test_it_reads_two_files_of_one_agency_as_one_period() -> None:
    coverage = {"social_care": [(day("5 Mar"), day("31 Mar")), (day("1 Feb"), day("4 Mar"))]}
    concern = only(shown([sign(FIRST)], [FIRST], "20 Mar", terms=card(DISCUSS), coverage=coverage))
    assert concern.state == "overdue"


def test_it_still_takes_an_answer_from_a_file_that_says_little() -> None:
    discussion = event("strategy_discussion", "5 Mar")
    concern = only(shown([sign(FIRST)], [FIRST, discussion], "20 Mar", terms=card(DISCUSS), coverage={}))
    assert concern.state == "answered"


def test_it_names_who_could_hold_the_answer() -> None:
    concern = only(shown([sign(FIRST)], [FIRST], "5 Mar", terms=card(REFER)))
    assert response(concern, "referral").holders == ("social_care", "health_visiting")


def test_it_belongs_to_whoever_must_answer_next() -> None:
    concern = only(shown([sign(FIRST)], [FIRST], "4 Mar"))
    assert (concern.owner, response(concern, "referral").role) == ("health_visitor", "health_visitor")
    referred = only(shown([sign(FIRST)], [FIRST, ANSWER], "4 Mar"))
    assert referred.owner == "social_care_team_manager"


def test_it_climbs_the_urgent_ladder_while_nobody_answers() -> None:
    terms = card(REFER, to="line_manager", after=(4, "hours"))
    concern = only(shown([sign(FIRST)], [FIRST], "20 Mar", terms=terms))
    assert [(s.step, s.role, s.on, s.happened) for s in concern.escalations] == [
        (1, "line_manager", day("5 Mar"), False),
        (2, "named_doctor_or_nurse", day("6 Mar"), False),
        (3, "designated_doctor", day("7 Mar"), False),
        (4, "partnership_chair", day("8 Mar"), False),
    ]
    assert concern.next_change_on is None


def test_it_climbs_the_routine_ladder_more_slowly() -> None:
    terms = card(DISCUSS, to="social_care_team_manager", ladder="routine")
    concern = only(shown([sign(FIRST)], [FIRST], "14 Mar", terms=terms))
    assert [(s.role, s.on) for s in concern.escalations] == [
        ("social_care_team_manager", day("6 Mar")),
        ("social_care_service_manager", day("13 Mar")),
    ]
    assert concern.next_change_on == day("20 Mar")


def test_it_climbs_from_the_first_response_that_was_missed() -> None:
    concern = only(shown([sign(FIRST)], [FIRST], "6 Mar"))
    assert concern.escalations[0].on == day("5 Mar")


def test_it_stops_climbing_on_the_day_of_the_answer() -> None:
    terms = card(REFER, to="line_manager", after=(1, "working_days"))
    late = event("referral", "6 Mar", agency="health_visiting")
    concern = only(shown([sign(FIRST)], [FIRST, late], "20 Mar", terms=terms))
    assert [s.on for s in concern.escalations] == [day("5 Mar")]


def test_it_climbs_again_from_the_bottom_for_a_second_lateness() -> None:
    terms = card(
        REFER, expect("child_review", 5, "working_days"), to="line_manager", after=(1, "working_days")
    )
    late = event("referral", "6 Mar", agency="health_visiting")
    concern = only(shown([sign(FIRST)], [FIRST, late], "12 Mar", terms=terms))
    assert [(s.step, s.on) for s in concern.escalations] == [(1, day("5 Mar")), (1, day("12 Mar"))]


def test_it_never_pauses_a_clock_because_it_climbed() -> None:
    escalated = event(
        "concern_escalated", "5 Mar", agency="health_visiting", to_role="social_care_service_manager"
    )
    without = only(shown([sign(FIRST)], [FIRST], "20 Mar"))
    with_it = only(shown([sign(FIRST)], [FIRST, escalated], "20 Mar"))
    assert with_it.responses == without.responses
    assert with_it.next_change_on == without.next_change_on


def test_it_shows_escalations_that_really_happened_beside_the_others() -> None:
    escalated = event(
        "concern_escalated", "5 Mar", agency="health_visiting", to_role="named_doctor_or_nurse", stage="2"
    )
    before = event("concern_escalated", "1 Mar", to_role="line_manager")
    other = event(
        "concern_escalated", "5 Mar", agency="school", to_role="headteacher", issue="child_not_seen_alone"
    )
    concern = only(shown([sign(FIRST)], [FIRST, before, escalated, other], "5 Mar"))
    told = [s for s in concern.escalations if s.happened]
    assert [(s.step, s.role, s.on, s.event) for s in told] == [
        (2, "named_doctor_or_nurse", day("5 Mar"), escalated.id)
    ]
