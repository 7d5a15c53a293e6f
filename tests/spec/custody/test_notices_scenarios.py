"""The worked scenarios that are about telling people, with exact days."""

from __future__ import annotations

import pytest
from told_adult import (
    Condition,
    Duration,
    Pregnancy,
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

from tocsin.custody.facts import Movement, ParoleReview, RiskAssessment, Told
from tocsin.custody.guidance import legal_aid
from tocsin.custody.prebirth import prebirth_plan
from tocsin.working_days import england

SERIOUS = adult(
    sentences=(sentence("2023-05-15", kind="SDS+", term=Duration(years=8)),),
    offences=(offence(title="causing or allowing the death of a child", part="not_determined"),),
)
SERIOUS_DATES = reckoned("2023-05-15", key_date("CRD", "2028-05-15"))


def test_scenario_3_refers_the_victims_family_within_ten_working_days_of_sentence() -> None:
    notice = tell_one(
        SERIOUS, SERIOUS_DATES, on="2023-05-15", rule="victim_referral", to="victim_liaison_officer"
    )
    assert notice.raised_on == d("2023-05-15")
    assert notice.due == d("2023-05-30")
    assert notice.due_words == "by 30 May 2023: 10 working days from 15 May 2023"
    assert notice.owner == "witness_care_officer"


def test_scenario_3_makes_the_first_contact_within_twenty_working_days_of_referral() -> None:
    notice = tell_one(
        SERIOUS, SERIOUS_DATES, on="2023-05-15", rule="victim_first_contact", to="victim_liaison_officer"
    )
    assert notice.due == d("2023-06-27")


def test_an_earlier_referral_brings_the_first_contact_forward() -> None:
    referral = tell_one(
        SERIOUS, SERIOUS_DATES, on="2023-05-15", rule="victim_referral", to="victim_liaison_officer"
    )
    told = Told(notice=referral.id, on=d("2023-05-18"), by="witness care")
    early = adult(sentences=SERIOUS.sentences, offences=SERIOUS.offences, told=(told,))
    notice = tell_one(
        early, SERIOUS_DATES, on="2023-05-20", rule="victim_first_contact", to="victim_liaison_officer"
    )
    assert notice.due == england().due(d("2023-05-18"), 20)


LIFELONG = adult(
    sentences=(sentence("2012-05-14", kind="IPP", term=Duration(), minimum_term=Duration(years=5)),),
    victims=(family(),),
    parole=(
        ParoleReview(
            ref="p1",
            referred_on=d("2020-01-20"),
            hearing_on=d("2020-07-07"),
            decided_on=d("2020-07-21"),
            outcome="release",
            provisional="yes",
        ),
    ),
    movements=(Movement(kind="released", on=d("2020-08-24")),),
)
TED = key_date("TED", "2016-10-13", latest="2017-05-13", effect="may_be_released_if_directed")


@pytest.mark.parametrize(
    ("rule", "to", "raised", "about"),
    [
        ("release_indeterminate", "mash_manager", "2013-10-13", "2016-10-13"),
        ("parole_window", "mash_manager", "2020-01-20", "2020-07-07"),
        ("direction_provisional", "mash_manager", "2020-07-21", "2020-08-11"),
        ("direction_final", "mash_manager", "2020-08-11", None),
        ("released", "mash_manager", "2020-08-24", "2020-08-24"),
        ("released", "offender_manager_police", "2020-08-24", "2020-08-24"),
        ("released", "victim_liaison_officer", "2020-08-24", None),
    ],
)
def test_scenario_11_tells_on_each_day_of_the_way_out(
    rule: str, to: str, raised: str, about: str | None
) -> None:
    notice = tell(LIFELONG, reckoned("2012-05-14", TED), on="2020-12-31", rule=rule, to=to)[-1]
    assert notice.raised_on == d(raised)
    assert notice.about == (d(about) if about else None)


def test_scenario_11_the_decision_is_due_fourteen_days_after_the_hearing() -> None:
    notices = tell(LIFELONG, reckoned("2012-05-14", TED), on="2020-07-14", rule="decision_due")
    assert [(n.raised_on, n.due) for n in notices] == [(d("2020-07-07"), d("2020-07-21"))]


def test_scenario_11_a_provisional_direction_says_that_it_is_not_final_and_when_it_will_be() -> None:
    notice = tell_one(
        LIFELONG,
        reckoned("2012-05-14", TED),
        on="2020-07-21",
        rule="direction_provisional",
        to="mash_manager",
    )
    assert "NOT YET FINAL: final on 11 August 2020" in notice.why
    assert notice.standing == "could_be"


@pytest.mark.parametrize(
    ("rule", "raised"),
    [
        ("release_indeterminate", "2013-10-13"),  # the sift
        ("parole_window", "2016-04-13"),  # the review starts
    ],
)
def test_scenario_8_the_earlier_of_two_readings_drives_what_is_told(rule: str, raised: str) -> None:
    notice = tell(LIFELONG, reckoned("2012-05-14", TED), on="2017-01-01", rule=rule, to="mash_manager")[0]
    assert notice.raised_on == d(raised)
    assert "Not certain: between 13 October 2016 and 13 May 2017." in notice.uncertain


@pytest.mark.parametrize(("ends", "told_on"), [("2025-08-23", "2025-05-23"), ("2026-09-01", "2026-06-01")])
def test_scenario_11_the_authority_takes_over_the_watch_three_months_before_the_licence_ends(
    ends: str, told_on: str
) -> None:
    licence = key_date("LED", ends, effect="ends_licence")
    notice = tell_one(
        LIFELONG, reckoned("2020-08-24", licence), on="2026-12-31", rule="licence_ends", to="mash_manager"
    )
    assert notice.raised_on == d(told_on)
    assert "Risk to children does not end with it." in notice.why


ON_LICENCE = adult(
    sentences=(sentence("2021-03-08", kind="EDS", term=Duration(years=6), extension=Duration(years=3)),),
    assessments=(RiskAssessment(outcome="poses_risk", on=d("2021-06-01"), by="social care"),),
    movements=(Movement(kind="released", on=d("2026-08-19")),),
    conditions=(
        Condition(about="notify_relationships", first=d("2026-08-19")),
        Condition(about="notify_pregnancy", first=d("2026-08-19")),
    ),
    pregnancies=(
        Pregnancy(
            child="unborn-1",
            due=d("2027-03-22"),
            known_from=d("2026-09-15"),
            relation="father",
            lives_with_mother="yes",
        ),
    ),
)


def test_scenario_14_tells_the_front_door_and_the_midwife_of_the_pregnancy_the_same_day() -> None:
    notices = tell(ON_LICENCE, on="2026-09-15", rule="pregnancy_link")
    assert {(n.to.role, n.child, n.raised_on, n.due, n.acknowledge_by) for n in notices} == {
        ("mash_manager", "unborn-1", d("2026-09-15"), d("2026-09-15"), d("2026-09-16")),
        ("midwife", "unborn-1", d("2026-09-15"), d("2026-09-15"), d("2026-09-16")),
    }


def test_scenario_14_asks_probation_and_the_authority_in_parallel_whether_a_condition_was_broken() -> None:
    notices = tell(ON_LICENCE, on="2026-09-15", rule="breach_sign")
    assert {(n.to.role, n.due) for n in notices} == {
        ("probation_practitioner", d("2026-09-15")),
        ("mash_manager", d("2026-09-15")),
    }
    assert "developing relationships" in notices[0].why
    assert "tell the officer of a pregnancy" in notices[0].why


@pytest.mark.parametrize(
    ("step", "on"),
    [
        ("strategy", "2026-09-17"),
        ("child_conference", "2026-10-08"),
        ("refer", "2026-10-05"),
        ("planning", "2026-11-02"),
        ("conference", "2027-02-08"),
        ("issue", "2027-03-22"),
        ("proceedings", "2027-09-20"),
        ("before_birth", None),
    ],
)
def test_scenario_14_has_each_step_before_the_birth_on_its_day(step: str, on: str | None) -> None:
    plan = prebirth_plan(d("2027-03-22"), known_on=d("2026-09-15"), calendar=england())
    assert (plan.weeks, plan.days) == (13, 1)
    assert plan.on(step) == (d(on) if on else None)


def test_scenario_14_says_what_is_not_confirmed_of_an_application_before_birth() -> None:
    plan = prebirth_plan(d("2027-03-22"), known_on=d("2026-09-15"), calendar=england())
    step = next(step for step in plan.steps if step.code == "before_birth")
    assert step.sure == "unconfirmed"


def test_scenario_14_both_parents_have_legal_aid_once_the_case_is_issued() -> None:
    facts = {fact.code: fact for fact in legal_aid(stage="care_case", party="parent")}
    assert facts["care_case_means"].label == "confirmed"
    assert facts["care_case_merits"].label == "not confirmed: check before relying on it"
    assert "of their own" in facts["own_solicitor"].words


def test_scenario_14_the_father_of_the_other_child_has_it_if_he_has_parental_responsibility() -> None:
    assert [f.code for f in legal_aid(stage="care_case", party="parental_responsibility")] == [
        "care_case_means",
        "care_case_merits",
    ]
    assert [f.code for f in legal_aid(party="partner")] == ["partner"]
