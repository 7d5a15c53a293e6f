"""Who is told of what, by when, and what nobody is told."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_args

import msgspec
import pytest
from told_adult import (
    Address,
    Condition,
    Duration,
    Pregnancy,
    Tie,
    adult,
    d,
    family,
    key_date,
    offence,
    reckoned,
    sentence,
    tell,
    tell_one,
)

from tocsin.concerns.roles import roles
from tocsin.custody.facts import (
    Adult,
    Appeal,
    MappaRecord,
    Movement,
    OfficialDate,
    ParoleReview,
    Report,
    RiskAssessment,
)
from tocsin.custody.notice import Notice, seen_from
from tocsin.custody.notices.rules import Trigger, rule_list, rules
from tocsin.custody.notices.triggers import TRIGGERS
from tocsin.custody.notices.victims import conditions_to_tell

INSIDE: dict[str, Any] = {"sentences": (sentence("2024-01-15"),)}
CRD = key_date("CRD", "2025-07-15")
NOW = reckoned("2024-01-15", CRD)


# ---------------------------------------------------------------- before release


@pytest.mark.parametrize(
    ("date_", "kind", "rule", "raised"),
    [
        (key_date("CRD", "2028-05-15"), "SDS", "release_automatic", "2027-09-01"),
        (
            key_date("PED", "2028-05-15", effect="may_be_released_if_directed"),
            "EDS",
            "release_parole",
            "2027-05-15",
        ),
        (
            key_date("EARLIEST", "2028-05-15", effect="may_be_released_if_directed"),
            "LIFE",
            "release_indeterminate",
            "2025-05-15",
        ),
    ],
)
def test_release_that_comes_near_is_told_in_time_to_act(
    date_: Any, kind: str, rule: str, raised: str
) -> None:
    who = adult(sentences=(sentence("2024-01-15", kind=kind),))
    found = tell(who, reckoned("2024-01-15", date_), on="2028-05-15", rule=rule)
    assert {(n.to.role, n.raised_on) for n in found} == {
        ("probation_practitioner", d(raised)),
        ("mash_manager", d(raised)),
    }


def test_it_says_who_is_released_and_who_only_could_be() -> None:
    released = tell_one(adult(**INSIDE), NOW, on="2025-01-01", rule="release_automatic", to="mash_manager")
    assert released.standing == "is"
    assert released.why == "Is released by law on 15 July 2025 (CRD, reckoned)."
    ped = key_date("PED", "2025-07-15", effect="may_be_released_if_directed")
    could = tell_one(adult(**INSIDE), reckoned("2024-01-15", ped), on="2025-01-01", rule="release_parole",
                     to="mash_manager")  # fmt: skip
    assert could.standing == "could_be"
    assert could.why == (
        "Could be released from 15 July 2025, only if the Parole Board directs it (PED, reckoned)."
    )


def test_the_earliest_day_drives_and_the_latest_drives_nothing() -> None:
    wide = key_date("CRD", "2025-07-15", latest="2027-07-15", why="Whether it is excluded is not stated.")
    known = reckoned("2024-01-15", wide)
    notice = tell_one(adult(**INSIDE), known, on="2025-06-01", rule="release_automatic", to="mash_manager")
    assert notice.raised_on == d("2024-11-01")
    assert notice.about == d("2025-07-15")
    assert "Whether it is excluded is not stated." in notice.uncertain


def test_the_prisons_day_stands_before_ours_and_a_difference_is_asked_about() -> None:
    who = adult(
        **INSIDE, official_dates=(OfficialDate(kind="CRD", day=d("2025-08-01"), stated_on=d("2024-03-01")),)
    )
    given = key_date("CRD", "2025-07-15", official="2025-08-01")
    found = tell(who, [reckoned("2024-01-15", CRD), reckoned("2024-03-01", given)], on="2024-12-31")
    near = next(n for n in found if n.rule == "release_automatic")
    assert near.about == d("2025-08-01")
    asked = next(n for n in found if n.rule == "dates_differ")
    assert (asked.raised_on, asked.to.role) == (d("2024-03-01"), "prison_offender_manager")
    assert "1 August 2025" in asked.why
    assert "15 July 2025" in asked.why


def test_a_sentence_learned_of_late_is_told_on_the_day_it_was_learned() -> None:
    who = adult(sentences=(sentence("2024-01-15", known_from=d("2024-06-03")),))
    referral = tell_one(who, reckoned("2024-06-03", CRD), on="2024-06-03", rule="victim_referral",
                        to="victim_liaison_officer")  # fmt: skip
    assert (referral.raised_on, referral.due) == (d("2024-06-03"), d("2024-06-03"))
    assert referral.due_words == (
        "by 3 June 2024: the day it became known; 29 January 2024, when it was due, had passed"
    )


# ---------------------------------------------------------------- an address


def test_an_address_with_a_child_in_another_authority_is_told_to_both_front_doors_and_the_director() -> None:
    proposed = Address(
        address="4 Made Up Row",
        kind="release",
        authority="Harbourside",
        children=("c1",),
        known_from=d("2025-05-01"),
    )
    who = adult(**INSIDE, addresses=(proposed,))
    found = tell(who, reckoned("2024-01-15", CRD), on="2025-05-01", rule="proposed_address")
    assert {(n.to.role, n.to.authority) for n in found} == {
        ("mash_manager", "Riverside"),
        ("mash_manager", "Harbourside"),
        ("director_childrens_services", "Harbourside"),
        ("probation_unit_head", ""),
    }
    assert {n.due for n in found} == {d("2025-06-17")}  # 28 days before 15 July
    assert all("4 Made Up Row" not in n.why for n in found)


def test_an_address_put_forward_too_late_is_told_the_same_day() -> None:
    proposed = Address(address="4 Made Up Row", kind="release", children=("c1",), known_from=d("2025-07-01"))
    found = tell(adult(**INSIDE, addresses=(proposed,)), reckoned("2024-01-15", CRD), on="2025-07-01",
                 rule="proposed_address")  # fmt: skip
    assert {n.due for n in found} == {d("2025-07-01")}
    assert all("had passed" in n.due_words for n in found)


def test_an_address_without_a_child_in_the_same_authority_is_told_to_nobody() -> None:
    plain = Address(
        address="4 Made Up Row", kind="release", authority="Riverside", known_from=d("2025-05-01")
    )
    assert tell(adult(**INSIDE, addresses=(plain,)), reckoned("2024-01-15", CRD), on="2025-06-01",
                rule="proposed_address") == ()  # fmt: skip


def test_a_child_who_comes_to_the_address_is_told_anew() -> None:
    first = Address(address="4 Made Up Row", kind="release", children=("c1",), known_from=d("2025-05-01"))
    second = Address(
        address="4 made up  row", kind="release", children=("c1", "c2"), known_from=d("2025-05-20")
    )
    found = tell(adult(**INSIDE, addresses=(first, second)), reckoned("2024-01-15", CRD), on="2025-05-20",
                 rule="proposed_address", to="director_childrens_services")  # fmt: skip
    assert [(n.raised_on, n.children) for n in found] == [
        (d("2025-05-01"), ("c1",)),
        (d("2025-05-20"), ("c1", "c2")),
    ]


def test_an_address_that_is_given_up_withdraws_what_was_told_of_it() -> None:
    given_up = Address(address="4 Made Up Row", kind="release", children=("c1",), known_from=d("2025-05-01"),
                       last=d("2025-05-19"))  # fmt: skip
    found = tell(adult(**INSIDE, addresses=(given_up,)), NOW, on="2025-12-31", rule="proposed_address")
    assert {n.withdrawn_on for n in found} == {d("2025-05-20")}


# ---------------------------------------------------------------- the Board


REVIEW = ParoleReview(
    ref="p1",
    referred_on=d("2026-01-05"),
    hearing_on=d("2026-09-01"),
    reports=(
        Report(by="prison psychologist", on=d("2025-08-20"), about="children", level="high"),
        Report(by="community offender manager", on=d("2026-05-20"), about="children", level="medium"),
    ),
)  # fmt: skip


def test_the_review_asks_each_author_and_asks_the_authority_for_its_own_view() -> None:
    who = adult(**INSIDE, parole=(REVIEW,))
    found = tell(who, on="2026-01-05", rule="parole_window")
    assert {n.to.role for n in found} == {
        "prison_psychologist",
        "probation_practitioner",
        "prison_offender_manager",
        "mash_manager",
    }


def test_what_was_to_come_before_the_decision_says_once_it_has_come() -> None:
    decided = msgspec.structs.replace(REVIEW, decided_on=d("2026-09-10"), outcome="no_release")
    who = adult(**INSIDE, parole=(decided,))
    for rule in ("parole_window", "report_old", "opinions_differ"):
        assert {n.overtaken_on for n in tell(who, on="2026-09-09", rule=rule)} == {None}
        assert {n.overtaken_on for n in tell(who, on="2026-09-10", rule=rule)} == {d("2026-09-10")}


def test_an_old_report_is_told_to_the_authors_manager_and_the_board() -> None:
    found = tell(adult(**INSIDE, parole=(REVIEW,)), on="2026-02-01", rule="report_old")
    assert {n.to.role for n in found} == {"probation_senior", "parole_board_secretariat"}
    assert {n.due for n in found} == {d("2026-08-04")}


def test_two_opinions_that_differ_are_set_side_by_side_and_never_weighed() -> None:
    found = tell(adult(**INSIDE, parole=(REVIEW,)), on="2026-05-20", rule="opinions_differ")
    assert {n.raised_on for n in found} == {d("2026-05-20")}
    assert '"high"' in found[0].why
    assert '"medium"' in found[0].why


def test_a_direction_that_is_set_aside_is_told_to_all_who_heard_of_it() -> None:
    aside = ParoleReview(ref="p1", decided_on=d("2026-03-02"), outcome="set_aside")
    who = adult(**INSIDE, parole=(aside,), victims=(family(),), mappa=(MappaRecord(category=2),))
    found = tell(who, on="2026-03-02", rule="direction_set_aside")
    assert {n.to.role for n in found} == {"mash_manager", "mappa_chair", "victim_liaison_officer"}


# ---------------------------------------------------------------- out


def test_on_release_health_is_told_only_of_a_pregnancy_known_by_then() -> None:
    out = (Movement(kind="released", on=d("2025-07-15")),)
    alone = tell(adult(**INSIDE, movements=out), on="2025-07-15", rule="released")
    assert {n.to.role for n in alone} == {"mash_manager", "offender_manager_police"}
    expecting = Pregnancy(child="u1", due=d("2025-11-01"), known_from=d("2025-06-01"))
    who = adult(**INSIDE, movements=out, pregnancies=(expecting,), ties=(Tie(child="c1"),))
    later = Pregnancy(child="u1", due=d("2026-06-01"), known_from=d("2025-12-01"))
    known_later = adult(**INSIDE, movements=out, pregnancies=(later,))
    assert tell(known_later, on="2025-12-31", rule="released", to="midwife") == ()
    assert {"midwife", "health_visitor"} <= {n.to.role for n in tell(who, on="2025-07-15", rule="released")}


def test_no_school_is_told_but_the_authority_is_asked_to_decide() -> None:
    who = adult(**INSIDE, movements=(Movement(kind="released", on=d("2025-07-15")),))
    found = tell(who, on="2025-07-15")
    assert not [n for n in found if "school" in n.seen_by]
    notice = next(n for n in found if n.rule == "released" and n.to.role == "mash_manager")
    assert "Decide, and write, whether the school's safeguarding lead is told." in notice.next_act


def test_temporary_release_is_told_when_it_becomes_known_and_not_when_it_happens() -> None:
    out = Movement(
        kind="temporary_release", on=d("2025-03-10"), until=d("2025-03-12"), known_from=d("2025-02-20")
    )
    found = tell(adult(**INSIDE, movements=(out,)), on="2025-02-20", rule="temporary_release")
    assert {(n.to.role, n.due) for n in found} == {
        ("mash_manager", d("2025-02-20")),
        ("director_childrens_services", d("2025-02-20")),
    }


def test_a_recall_begins_a_stay_of_its_own_with_its_own_release_to_tell() -> None:
    who = adult(
        **INSIDE,
        movements=(
            Movement(kind="released", on=d("2025-07-15")),
            Movement(kind="recalled", on=d("2026-02-02")),
        ),
    )
    again = [reckoned("2024-01-15", CRD), reckoned("2026-02-02", key_date("CRD", "2027-01-14"))]
    found = tell(who, again, on="2026-12-31", rule="release_automatic", to="mash_manager")
    assert [n.raised_on for n in found] == [d("2024-11-01"), d("2026-04-30")]
    assert all(n.stands for n in found)
    assert found[0].key != found[1].key


# ---------------------------------------------------------------- the victim's side


def out_of_prison(**given: Any) -> Adult:
    return adult(
        **INSIDE,
        movements=(
            Movement(kind="released", on=d("2025-07-15"), address="4 Made Up Row", reason="HMP Nowhere"),
        ),
        **given,
    )


@pytest.mark.parametrize("opted_in", ["no", "not_stated"])
def test_nothing_is_said_to_who_has_not_asked(opted_in: str) -> None:
    who = out_of_prison(victims=(family(opted_in=opted_in),))
    assert tell(who, on="2025-12-31", to="victim_liaison_officer", rule="released") == ()


def test_nothing_is_said_on_what_they_do_not_wish_to_hear() -> None:
    who = out_of_prison(victims=(family("v1", not_to_be_told=("release",)), family("v2")))
    assert [n.victim for n in tell(who, on="2025-12-31", rule="released", to="victim_liaison_officer")] == [
        "v2"
    ]


def test_who_asks_later_is_told_what_is_still_to_come_and_not_what_is_over() -> None:
    late = family(asked_on=d("2025-08-04"))
    assert (
        tell(out_of_prison(victims=(late,)), on="2025-12-31", rule="released", to="victim_liaison_officer")
        == ()
    )
    directed = ParoleReview(ref="p1", decided_on=d("2025-06-02"), outcome="release", provisional="yes")
    inside = adult(sentences=(sentence("2024-01-15", kind="EDS"),), parole=(directed,), victims=(late,))
    found = tell(inside, on="2025-12-31", to="victim_liaison_officer")
    told = [(n.rule, n.raised_on) for n in found if n.victim]
    assert told == [("direction_final", d("2025-08-04"))]


def test_they_are_told_a_month_and_never_a_day_a_place_or_a_child() -> None:
    who = out_of_prison(
        victims=(family(),), ties=(Tie(child="c1"),), conditions=(Condition(about="exclusion_zone"),)
    )
    notice = tell(who, on="2025-12-31", rule="released", to="victim_liaison_officer")[0]
    assert notice.say == notice.why == "Release took place in July 2025."
    assert (notice.place, notice.child, notice.children, notice.about) == ("", "", (), None)


def test_they_are_told_of_no_condition_but_those_about_them_and_never_where_a_zone_is() -> None:
    conditions = (
        Condition(about="no_contact_victim", words="not to contact the Example family of 9 Quiet Close"),
        Condition(about="no_unsupervised_contact"),
        Condition(about="exclusion_zone", words="not to enter Made Up Street"),
    )
    assert conditions_to_tell(adult(conditions=conditions)) == (
        "no contact with the victim or the victim's family",
        "not to enter a stated place",
    )


def test_a_short_sentence_or_one_for_another_offence_brings_no_referral() -> None:
    short = adult(sentences=(sentence("2024-01-15", term=Duration(months=11)),))
    assert tell(short, on="2024-01-15", rule="victim_referral") == ()
    other = adult(sentences=(sentence("2024-01-15"),), offences=(offence(child_victim="no"),))
    assert tell(other, on="2024-01-15", rule="victim_referral") == ()
    listed = adult(sentences=(sentence("2024-01-15", exclusions=("violent",)),), offences=())
    assert len(tell(listed, on="2024-01-15", rule="victim_referral")) == 1


# ---------------------------------------------------------------- children


POSES = RiskAssessment(outcome="poses_risk", on=d("2010-05-04"), by="social care")


def test_a_household_link_is_told_for_life_long_after_the_licence() -> None:
    lived = Tie(child="c1", lives_with="yes", first=d("2031-03-03"), known_from=d("2031-03-10"))
    who = adult(offences=(), assessments=(POSES,), ties=(lived,))
    notice = tell_one(who, [], on="2031-03-10", rule="household_link", to="mash_manager")
    assert (notice.child, notice.raised_on, notice.due) == ("c1", d("2031-03-10"), d("2031-03-10"))
    assert notice.acknowledge_by == d("2031-03-11")
    assert "Nobody has checked this." in notice.uncertain


@pytest.mark.parametrize("outcome", ["acquitted", "alleged", "charged", "no_further_action", "quashed"])
def test_what_was_not_proved_raises_no_link(outcome: str) -> None:
    tie = Tie(child="c1", lives_with="yes", first=d("2025-03-03"))
    who = adult(offences=(offence(outcome=outcome, outcome_on=d("2020-01-01")),), ties=(tie,))
    assert tell(who, on="2025-12-31", rule="household_link") == ()


def test_a_proved_offence_that_nobody_assessed_raises_the_link_and_says_that_it_is_no_finding() -> None:
    tie = Tie(child="c1", lives_with="yes", first=d("2025-03-03"), verified="seen")
    who = adult(offences=(offence(outcome_on=d("2020-01-01")),), ties=(tie,))
    notice = tell_one(who, [], on="2025-03-03", rule="household_link", to="mash_manager")
    assert "no finding" in notice.uncertain


def test_a_child_who_lived_there_only_before_the_offence_raises_no_link() -> None:
    past = Tie(child="c1", lives_with="yes", first=d("2001-01-01"), last=d("2005-01-01"))
    assert (
        tell(adult(offences=(), assessments=(POSES,), ties=(past,)), on="2025-01-01", rule="household_link")
        == ()
    )


def test_one_child_and_day_told_by_two_sources_is_one_notice() -> None:
    tie = Tie(child="c1", lives_with="yes", first=d("2025-03-03"))
    home = Address(address="4 Made Up Row", first=d("2025-03-03"), children=("c1",))
    who = adult(offences=(), assessments=(POSES,), ties=(tie,), addresses=(home,))
    assert len(tell(who, on="2025-03-03", rule="household_link")) == 1


def test_a_sign_after_the_licence_is_a_link_and_no_breach() -> None:
    tie = Tie(child="c1", lives_with="yes", first=d("2030-03-04"))
    bound = Condition(about="no_night_with_child", first=d("2025-07-15"), last=d("2027-01-14"))
    who = adult(
        **INSIDE, movements=(Movement(kind="released", on=d("2025-07-15")),), ties=(tie,), conditions=(bound,)
    )
    assert tell(who, on="2030-03-04", rule="breach_sign") == ()
    assert len(tell(who, on="2030-03-04", rule="household_link")) == 1


def test_a_tie_alone_is_no_sign_of_a_breach() -> None:
    bound = Condition(about="no_night_with_child", first=d("2025-07-15"))
    who = adult(**INSIDE, movements=(Movement(kind="released", on=d("2025-07-15")),), conditions=(bound,),
                ties=(Tie(child="c1", first=d("2025-08-01")),))  # fmt: skip
    assert tell(who, on="2025-12-31", rule="breach_sign") == ()


def test_a_move_to_another_authority_is_for_that_authority_to_accept() -> None:
    homes = (
        Address(address="4 Made Up Row", authority="Riverside", first=d("2025-07-15")),
        Address(address="8 Other Way", authority="Harbourside", first=d("2026-01-12")),
    )
    who = adult(offences=(), assessments=(POSES,), addresses=homes)
    notice = tell_one(who, [], on="2026-01-12", rule="moved_area", to="mash_manager")
    assert notice.to.authority == "Harbourside"
    assert "stays open" in notice.next_act


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"mappa": (MappaRecord(category=2, level=2, last=d("2026-06-30")),)}, "mappa_ends"),
        (
            {
                "conditions": (
                    Condition(about="notification", instrument="notification", last=d("2026-06-30")),
                )
            },
            "notification_ends",
        ),
    ],
)
def test_what_ends_is_told_three_months_before_because_the_risk_does_not(
    given: dict[str, Any], rule: str
) -> None:
    found = tell(adult(**INSIDE, **given), on="2026-12-31", rule=rule)
    assert {n.raised_on for n in found} == {d("2026-03-30")}
    assert all("Risk to children does not end with it." in n.why for n in found)


# ---------------------------------------------------------------- what is withdrawn, and who sees it


def test_an_appeal_withdraws_what_rests_on_the_conviction_and_says_so() -> None:
    appeal = Appeal(decided_on=d("2024-09-02"), outcome="conviction_quashed", offence="o1", sentence="s1")
    who = adult(**INSIDE, appeals=(appeal,))
    history = [reckoned("2024-01-15", CRD), reckoned("2024-09-02")]
    found = tell(who, history, on="2024-12-31", rule="sentence_assessment")
    assert {(n.withdrawn_on, n.withdrawn_why) for n in found} == {
        (d("2024-09-02"), "An appeal changed what it rests on.")
    }


def test_a_death_withdraws_what_stands_and_says_so() -> None:
    who = adult(**INSIDE, movements=(Movement(kind="died", on=d("2025-02-03")),))
    found = tell(who, reckoned("2024-01-15", CRD), on="2025-12-31")
    assert found
    assert {n.withdrawn_why for n in found} == {"The adult died on 3 February 2025."}


def test_release_does_not_withdraw_what_nobody_answered_before_it() -> None:
    who = out_of_prison()
    found = tell(who, reckoned("2024-01-15", CRD), on="2026-01-01", rule="release_automatic")
    assert found
    assert all(n.stands for n in found)
    assert {(n.overtaken_on, n.overtaken_by) for n in found} == {(d("2025-07-15"), "Release has come.")}


def test_no_side_sees_anothers_notices() -> None:
    who = out_of_prison(victims=(family(),), mappa=(MappaRecord(category=2),), ties=(Tie(child="c1"),))
    found = tell(who, [reckoned("2024-01-15", CRD)], on="2025-12-31")
    sides = {side: seen_from(found, side) for side in ("offender", "children", "victim", "public_protection")}
    assert sum(len(one) for one in sides.values()) == len(found)
    assert all("victim_contact" not in n.seen_by for n in found if n.side != "victim")
    assert all(n.seen_by == ("victim_contact",) for n in sides["victim"])
    assert all(not n.restricted for n in sides["children"])


def test_public_protection_is_held_restricted() -> None:
    who = out_of_prison(mappa=(MappaRecord(category=2, last=d("2026-01-31")),))
    found = tell(who, on="2025-12-31", rule="mappa_ends")
    assert found
    assert all(n.restricted for n in found)


# ---------------------------------------------------------------- the rules themselves


def test_each_trigger_has_a_rule_and_each_rule_a_trigger() -> None:
    assert set(TRIGGERS) == set(get_args(Trigger)) == {rule.trigger for rule in rule_list()}


@pytest.mark.parametrize("rule", rule_list(), ids=lambda rule: rule.id)
def test_each_rule_names_roles_there_are_and_where_its_time_comes_from(rule: Any) -> None:
    assert {one for to in rule.to for one in (to.role, to.owner)} <= set(roles())
    assert len(rule.source) > 10
    assert rule.sure in ("confirmed", "practice", "local", "unconfirmed")
    assert set(rule.basis) <= set(rules().bases)
    assert all(to.topic or to.each for to in rule.to if to.side == "victim")


def test_a_time_that_may_not_have_held_yet_says_so() -> None:
    old = adult(sentences=(sentence("2012-05-14"),))
    (notice,) = tell(old, on="2012-05-14", rule="victim_referral")
    assert "known to have held from 1 April 2021" in notice.uncertain
    (newer,) = tell(adult(**INSIDE), on="2024-01-15", rule="victim_referral")
    assert "known to have held" not in newer.uncertain


def test_an_adult_of_whom_nothing_is_known_asks_for_nothing() -> None:
    assert tell(Adult(id="adult-1"), [], on="2024-01-15") == ()


def test_facts_without_a_day_are_told_on_the_day_of_the_view_and_not_lost() -> None:
    who = adult(offences=(offence(),), ties=(Tie(child="c1", lives_with="yes"),))
    notice = tell_one(who, [], on="2026-02-02", rule="household_link", to="mash_manager")
    assert notice.raised_on == d("2026-02-02")


def test_every_notice_says_all_that_a_reader_needs() -> None:
    who = out_of_prison(victims=(family(),), ties=(Tie(child="c1", lives_with="yes"),))
    for notice in tell(who, reckoned("2024-01-15", CRD), on="2025-12-31"):
        said = {f.name: getattr(notice, f.name) for f in fields(Notice)}
        assert all(
            said[name] for name in ("why", "next_act", "owner", "due_words", "acknowledge_words", "basis")
        )
        assert notice.raised_on <= notice.due <= notice.acknowledge_by
