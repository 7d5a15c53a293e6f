"""An offence asks for an assessment and decides nothing; what became of each accusation is kept apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from directed import TODAY, adult, day, sentence

from tocsin.custody.facts import Appeal, Offence, RiskAssessment
from tocsin.custody.offences import (
    Standing,
    maximum_of,
    open_triggers,
    standing_of,
    standings,
    trigger_of,
)
from tocsin.custody.risk import RiskStatus, risk_status

CONVICTED = day("2015-06-01")


def offence(title: str = "", *, code: str = "", ref: str = "o1", **more: Any) -> Offence:
    return Offence(ref, title, code, **{"outcome_on": CONVICTED, **more})


def kind_of(title: str = "", *, code: str = "", **more: Any) -> str | None:
    found = trigger_of(offence(title, code=code, **more))
    return found.kind if found else None


# The list


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("CY33053", "child_cruelty"),
        ("cy33054", "child_cruelty"),
        ("DV04003", "caused_or_allowed_death"),
        ("DV04004", "caused_or_allowed_harm"),
        ("TH68001", None),
    ],
)
def test_the_courts_code_finds_the_kind(code: str, expected: str | None) -> None:
    assert kind_of(code=code) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Cruelty to a child under 16", "child_cruelty"),
        ("Causing or allowing the death of a child or vulnerable adult", "caused_or_allowed_death"),
        ("Sexual activity with a child", "sexual"),
        ("Rape of a girl under 13", "sexual"),
        ("Making indecent photographs of a child", "indecent_images"),
        (
            "Assault / ill treat / neglect / abandon a child / young person to cause unnecessary suffering",
            "child_cruelty",
        ),
        ("Arrange / facilitate the commission of a child sex offence", "sexual"),
        ("Possess prohibited images of children", "indecent_images"),
        ("Infanticide", "killing"),
        ("Murder", None),
        ("Take child without authority: child abduction", "taking_or_leaving"),
        ("Cause unnecessary suffering to a protected animal", None),
        ("Assault occasioning actual bodily harm", None),
        ("Theft from a shop", None),
        ("Rape of a woman", None),
        ("Assault in Childwall", None),
        ("", None),
    ],
)
def test_the_title_finds_the_kind(title: str, expected: str | None) -> None:
    assert kind_of(title) == expected


def test_violence_is_on_the_list_only_where_the_victim_was_a_child() -> None:
    title = "Wounding with intent"
    found = [kind_of(title, child_victim=stated) for stated in ("yes", "no", "not_stated")]
    assert found == ["violence", None, None]


def test_any_offence_whose_victim_is_stated_to_be_a_child_asks() -> None:
    assert kind_of("Administering a substance", child_victim="yes") == "other_with_child"


def test_a_vulnerable_adults_death_is_not_a_childs() -> None:
    assert kind_of(code="DV04003", child_victim="no") is None


def test_a_trigger_says_that_it_is_no_finding() -> None:
    found = trigger_of(offence(code="CY33053"))
    assert found is not None
    assert found.words == "A trigger for assessment, never a finding of risk."
    assert "16/2005" in found.source
    assert found.certainty == "confirmed"


@pytest.mark.parametrize("part", ["caused", "allowed", "not_determined", "not_stated"])
def test_who_did_it_is_told_only_as_the_court_left_it(part: str) -> None:
    found = trigger_of(offence(code="DV04003", part=part))
    assert found is not None
    assert "kill" not in found.part
    if part in ("not_determined", "not_stated"):
        assert "s5(2)" in found.part


@pytest.mark.parametrize(
    ("code", "first", "last", "expected"),
    [
        ("CY33053", "2022-06-27", "2022-06-27", ("10 years",)),
        ("CY33053", "2022-06-28", "2022-06-28", ("14 years",)),
        ("CY33053", "2022-06-01", "2022-07-31", ("10 years", "14 years")),
        ("DV04003", "2022-09-01", None, ("life",)),
        ("DV04003", None, None, ("14 years", "life")),
        ("TH68001", "2022-09-01", None, ()),
    ],
)
def test_the_longest_sentence_goes_by_the_day_of_the_offence(
    code: str, first: str | None, last: str | None, expected: tuple[str, ...]
) -> None:
    dates = {"committed_from": first and day(first), "committed_to": last and day(last)}
    assert maximum_of(offence(code=code, **dates)) == expected


# What became of it


def standing(on: date = TODAY, *appeals: Appeal, **more: Any) -> Standing:
    return standing_of(offence(code="CY33053", **more), appeals, on=on)


@pytest.mark.parametrize(
    ("outcome", "asks"),
    [
        ("convicted", "yes"),
        ("cautioned", "yes"),
        ("acquitted", "closed"),
        ("charged", "for_a_person"),
        ("alleged", "for_a_person"),
        ("no_further_action", "for_a_person"),
    ],
)
def test_each_outcome_has_its_own_words(outcome: str, asks: str) -> None:
    found = standing(outcome=outcome)
    assert (found.code, found.asks) == (outcome, asks)
    assert found.is_so
    assert found.is_not


def test_no_two_outcomes_are_told_in_the_same_words() -> None:
    outcomes = ["convicted", "cautioned", "acquitted", "quashed", "charged", "alleged", "no_further_action"]
    told = [(standing(outcome=each).is_so, standing(outcome=each).is_not) for each in outcomes]
    assert len(set(told)) == len(outcomes)


@pytest.mark.parametrize("outcome", ["acquitted", "charged", "alleged", "no_further_action"])
def test_what_is_no_conviction_is_said_to_be_none(outcome: str) -> None:
    assert "onvict" in standing(outcome=outcome).is_not or "roved" in standing(outcome=outcome).is_not


def test_a_spent_conviction_stays_visible_with_the_reason_and_how_sure_it_is() -> None:
    found = standing(spent="yes")
    assert (found.code, found.was, found.asks) == ("spent", "convicted", "yes")
    assert "child protection" in found.reason
    assert "s7(2)(c)" in found.source
    assert found.certainty.startswith("unconfirmed")


def test_an_acquittal_cannot_be_spent() -> None:
    assert standing(outcome="acquitted", spent="yes").code == "acquitted"


QUASHED = Appeal(day("2018-02-05"), "conviction_quashed", offence="o1")


@pytest.mark.parametrize(("on", "expected"), [("2018-02-04", "convicted"), ("2018-02-05", "overturned")])
def test_an_appeal_counts_from_the_day_it_was_decided(on: str, expected: str) -> None:
    assert standing(day(on), QUASHED).code == expected


def test_what_stood_before_the_appeal_is_kept_beside_it() -> None:
    found = standing(TODAY, QUASHED)
    assert (found.was, found.asks, found.since) == ("convicted", "closed", day("2018-02-05"))
    assert "record of any assessment stays" in found.reason


def test_an_appeal_that_was_dismissed_changes_nothing() -> None:
    assert standing(TODAY, Appeal(day("2018-02-05"), "dismissed", offence="o1")).code == "convicted"


def test_an_appeal_of_another_offence_changes_nothing() -> None:
    assert standing(TODAY, Appeal(day("2018-02-05"), "conviction_quashed", offence="o2")).code == "convicted"


def test_an_appeal_that_names_only_the_sentence_reaches_its_offence() -> None:
    one = adult(
        sentence("LIFE", "2015-06-01", years=9, offence="o1"),
        offences=(offence(code="CY33053"),),
        appeals=(Appeal(day("2018-02-05"), "conviction_quashed", sentence="s1"),),
    )
    assert [each.code for _, each in standings(one, on=TODAY)] == ["overturned"]


def test_what_is_decided_later_is_not_told_before() -> None:
    assert standing(day("2015-05-31")).code == "not_decided_yet"
    assert "No conviction" in standing(day("2015-05-31")).is_not


def test_an_offence_that_is_not_known_yet_is_not_listed() -> None:
    one = adult(offences=(offence(code="CY33053", known_from=day("2016-01-01")),))
    assert standings(one, on=day("2015-12-31")) == ()
    assert len(standings(one, on=day("2016-01-01"))) == 1


# Risk: from assessment only


def assessed(outcome: str, on: str = "2019-03-04", **more: Any) -> RiskAssessment:
    return RiskAssessment(outcome, day(on), "children's services", **more)  # type: ignore[arg-type]


def status(*made: RiskAssessment, on: date = TODAY, appeals: tuple[Appeal, ...] = ()) -> RiskStatus:
    one = adult(offences=(offence(code="CY33053"),), assessments=made, appeals=appeals)
    return risk_status(one, on=on)


def test_a_conviction_alone_says_nothing_of_risk() -> None:
    found = status()
    assert found.code == "not_asked"
    assert [trigger.kind for _, trigger in found.asked_for_by] == ["child_cruelty"]


def test_asked_and_not_decided_is_neither() -> None:
    assert status(assessed("not_decided")).code == "asked"


def test_an_assessment_is_told_with_who_when_and_its_review() -> None:
    found = status(assessed("poses_risk", review_by=day("2027-03-04")))
    assert (found.code, found.by, found.on) == ("poses_risk", "children's services", day("2019-03-04"))
    assert found.words[0].endswith("by children's services on 4 March 2019.")
    assert found.words[1] == "Review by 4 March 2027."
    assert not found.review_overdue


def test_a_review_that_is_past_is_said() -> None:
    found = status(assessed("poses_risk", review_by=day("2020-03-04")))
    assert found.review_overdue
    assert "was due by 4 March 2020" in found.words[1]


def test_the_later_assessment_stands_and_the_earlier_is_kept() -> None:
    first, second = assessed("poses_risk"), assessed("does_not", "2022-01-10")
    found = status(first, second)
    assert found.code == "does_not"
    assert found.earlier == (first,)


def test_asking_anew_does_not_lift_what_was_decided() -> None:
    assert status(assessed("poses_risk"), assessed("not_decided", "2022-01-10")).code == "poses_risk"


def test_an_assessment_that_is_not_known_yet_does_not_count() -> None:
    later = assessed("poses_risk", known_from=day("2019-06-01"))
    assert status(later, on=day("2019-05-31")).code == "not_asked"


def test_a_quashed_conviction_closes_the_trigger_and_not_the_assessment() -> None:
    found = status(assessed("poses_risk"), appeals=(QUASHED,))
    assert found.asked_for_by == ()
    assert found.code == "poses_risk"
    assert any("asks for review" in words for words in found.words)


def test_an_acquittal_is_no_trigger() -> None:
    one = adult(offences=(offence(code="CY33053", outcome="acquitted"),))
    assert open_triggers(one, on=TODAY) == ()


def test_a_sentence_that_gives_only_the_code_of_its_offence_asks_too() -> None:
    one = adult(sentence("SDS", "2015-06-01", offence_code="DV04003"))
    assert [(offence.ref, trigger.kind) for offence, trigger in open_triggers(one, on=TODAY)] == [
        ("s1", "caused_or_allowed_death")
    ]
    assert open_triggers(one, on=day("2015-05-31")) == ()
