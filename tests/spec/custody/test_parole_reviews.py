"""A parole review day by day, and the reports as the opinions of those who wrote them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from directed import TODAY, adult, day, directed, fixed, move, sentence

from tocsin.custody.answer import Dates
from tocsin.custody.facts import ParoleReview, Report
from tocsin.custody.parole import Review, Timetable, timetable
from tocsin.working_days import england

IPP = sentence("IPP", "2012-05-14", years=5)
DECIDED = {"hearing_on": day("2020-07-07"), "decided_on": day("2020-07-21")}


def told(*reviews: ParoleReview, on: date = TODAY, kind: str = "IPP", **more: Any) -> Timetable:
    of_kind = IPP if kind == "IPP" else sentence(kind, "2012-05-14")
    one = adult(of_kind, parole=reviews, **more)
    return timetable(one, directed(one, on=on), on=on, calendar=england())


def only(table: Timetable) -> Review:
    (review,) = table.reviews
    return review


def review(**more: Any) -> ParoleReview:
    return ParoleReview("p1", **more)


def days(of: Review) -> dict[str, str]:
    return {step.kind: step.day.isoformat() for step in of.steps}


def report(by: str, on: str = "2020-05-01", **more: Any) -> Report:
    return Report(by, day(on), **more)


# Scenario 11: heard 7 July 2020, release directed, released 24 August


def test_a_decision_is_due_fourteen_days_after_the_hearing_and_final_twenty_one_days_on() -> None:
    heard = only(told(review(hearing_on=day("2020-07-07")), on=day("2020-07-10")))
    assert days(heard) == {"hearing": "2020-07-07", "decision_due": "2020-07-21", "final": "2020-08-11"}
    assert heard.is_final is None


def test_a_direction_is_not_yet_final_for_twenty_one_days() -> None:
    given = review(**DECIDED, outcome="release")
    before, after = (only(told(given, on=day(on))) for on in ("2020-08-10", "2020-08-11"))
    assert (before.is_final, after.is_final) == (False, True)
    final = before.step("final")
    assert final is not None
    assert final.words.startswith("Not yet final")
    assert final.source == "Parole Board Rules 2019 r25(2), r28(2)-(3)"


def test_the_release_that_followed_is_told() -> None:
    given = review(**DECIDED, outcome="release")
    found = only(told(given, moves=(move("released", "2020-08-24"),)))
    assert days(found)["released"] == "2020-08-24"


def test_nothing_is_known_of_a_decision_before_it_is_made() -> None:
    given = review(referred_on=day("2020-01-06"), **DECIDED, outcome="release")
    found = only(told(given, on=day("2020-07-20")))
    assert found.outcome == ""
    assert "decided" not in days(found)


def test_a_review_learnt_of_later_is_not_there_before() -> None:
    given = review(referred_on=day("2020-01-06"), known_from=day("2020-03-02"))
    assert told(given, on=day("2020-03-01")).reviews == ()
    assert len(told(given, on=day("2020-03-02")).reviews) == 1


def test_a_decision_that_is_not_recorded_in_time_is_late() -> None:
    heard = review(hearing_on=day("2020-07-07"))
    stands = [only(told(heard, on=day(on))).step("decision_due") for on in ("2020-07-21", "2020-07-22")]
    assert [one.stands for one in stands if one] == ["due", "late"]


def test_a_day_that_is_no_working_day_is_not_moved_and_is_said() -> None:
    heard = only(told(review(hearing_on=day("2020-07-04")), on=day("2020-07-05")))
    due = heard.step("decision_due")
    assert due is not None
    assert due.day == day("2020-07-18")
    assert "no working day" in due.words


def test_advice_on_open_conditions_is_final_at_once_and_releases_nobody() -> None:
    found = only(told(review(**DECIDED, outcome="open_conditions"), on=day("2020-07-21")))
    assert found.is_final is True
    assert "did not direct release" in found.outcome_words
    assert days(found)["next_review_by"] == "2022-07-21"


def test_the_next_review_is_within_two_years() -> None:
    assert days(only(told(review(**DECIDED, outcome="no_release"))))["next_review_by"] == "2022-07-21"


def test_the_next_review_as_set_stands() -> None:
    given = review(**DECIDED, outcome="no_release", next_review_by=day("2021-09-01"))
    found = told(given)
    assert days(only(found))["next_review_by"] == "2021-09-01"
    assert found.problems == ()


def test_a_next_review_set_too_late_is_said() -> None:
    given = review(**DECIDED, outcome="no_release", next_review_by=day("2022-07-22"))
    assert [one.code for one in told(given).problems] == ["T323"]


@pytest.mark.parametrize(("kind", "certainty"), [("SOPC", "confirmed"), ("EDS", "unconfirmed")])
def test_a_parole_sentence_of_fixed_length_is_reviewed_by_the_second_anniversary(
    kind: str, certainty: str
) -> None:
    step = only(told(review(**DECIDED, outcome="no_release"), kind=kind)).step("next_review_by")
    assert step is not None
    assert step.day == day("2022-07-21")
    assert step.certainty.startswith(certainty)


def test_a_next_review_that_never_came_is_late() -> None:
    given = review(**DECIDED, outcome="no_release")
    stands = [only(told(given, on=day(on))).step("next_review_by") for on in ("2022-07-21", "2022-07-22")]
    assert [step.stands for step in stands if step] == ["due", "late"]


def test_a_next_review_that_began_or_a_release_ends_the_wait() -> None:
    given = review(**DECIDED, outcome="no_release")
    later = ParoleReview("p2", referred_on=day("2021-11-01"))
    assert [
        step for one in told(given, later).reviews for step in one.steps if step.kind == "next_review_by"
    ] == []
    assert only(told(given, moves=(move("released", "2021-09-01"),))).step("next_review_by") is None


def test_no_interval_is_guessed_for_a_sentence_without_a_rule() -> None:
    found = told(review(**DECIDED, outcome="no_release"), kind="SDS")
    assert "next_review_by" not in days(only(found))
    assert [one.code for one in found.problems] == ["T322"]


def test_a_decision_before_its_hearing_is_said() -> None:
    given = review(hearing_on=day("2020-07-07"), decided_on=day("2020-07-01"), outcome="no_release")
    assert [one.code for one in told(given).problems] == ["T323"]


@pytest.mark.parametrize("outcome", ["adjourned", "set_aside"])
def test_what_was_put_off_or_set_aside_is_no_decision(outcome: str) -> None:
    found = only(told(review(**DECIDED, outcome=outcome)))
    assert found.is_final is None
    assert "final" not in days(found)


def test_a_final_decision_may_be_set_aside_for_a_time() -> None:
    found = only(told(review(hearing_on=day("2024-07-02"), decided_on=day("2024-07-10"), outcome="release")))
    assert days(found)["set_aside_until"] == "2024-08-21"


def test_the_sift_and_the_start_of_the_review_lie_ahead() -> None:
    assert [one.kind for one in told().ahead] == ["SIFT", "REVIEW_START"]


def test_an_eligibility_review_begins_six_months_before() -> None:
    one = adult(sentence("EDS", "2021-03-08"))
    dates = Dates(TODAY, (fixed("PED", "2024-08-19"),))
    (start,) = timetable(one, dates, on=TODAY, calendar=england()).ahead
    assert (start.kind, start.earliest) == ("REVIEW_START", day("2024-02-19"))


# Reports


def test_each_role_is_listed_with_what_came() -> None:
    came = (
        report("Forensic psychologist"),
        report("Community Offender Manager (COM)"),
        report("prison offender manager"),
    )
    found = only(told(review(hearing_on=day("2020-07-07"), reports=came)))
    wanted = {one.role: len(one.came) for one in found.wanted}
    assert wanted == {
        "psychologist": 1,
        "community_manager": 1,
        "prison_manager": 1,
        "childrens_services": 0,
        "victim": 0,
    }


def test_a_finding_is_an_opinion_with_its_author_day_tool_and_those_it_is_about() -> None:
    words = "Believes the risk in a household with young children remains."
    came = report(
        "Psychologist", about="children", tool="SARA", level="high", finding=words, recommends="stay"
    )
    (opinion,) = only(told(review(hearing_on=day("2020-07-07"), reports=(came,)))).opinions
    assert (opinion.by, opinion.on, opinion.about) == ("Psychologist", day("2020-05-01"), "children")
    assert (opinion.tool, opinion.level, opinion.finding) == ("SARA", "high", words)
    assert not hasattr(opinion, "score")


def test_a_report_made_later_is_not_there_yet() -> None:
    given = review(referred_on=day("2020-01-06"), reports=(report("Psychologist", "2020-06-01"),))
    assert only(told(given, on=day("2020-05-31"))).opinions == ()


@pytest.mark.parametrize(("made", "flagged"), [("2020-01-06", True), ("2020-01-07", False)])
def test_a_report_older_than_six_months_at_the_hearing_is_flagged(made: str, flagged: bool) -> None:
    given = review(hearing_on=day("2020-07-07"), reports=(report("Psychologist", made),))
    assert ("report_too_old" in {one.code for one in only(told(given)).flags}) is flagged


def test_an_old_report_with_a_new_one_of_the_same_role_is_not_flagged() -> None:
    came = (report("Psychologist", "2018-01-01"), report("Psychologist", "2020-05-01"))
    assert only(told(review(hearing_on=day("2020-07-07"), reports=came))).flags == ()


def views(mine: dict[str, str], theirs: dict[str, str]) -> set[str]:
    came = (report("Psychologist", **mine), report("COM", **theirs))
    return {one.code for one in only(told(review(hearing_on=day("2020-07-07"), reports=came))).flags}


def test_two_authors_who_differ_on_the_risk_to_children_are_flagged() -> None:
    assert views({"about": "children", "level": "high"}, {"about": "his children", "level": "medium"}) == {
        "views_differ"
    }


def test_two_authors_who_recommend_differently_are_flagged() -> None:
    mine = {"about": "a known child", "recommends": "stay"}
    assert views(mine, {"about": "children", "recommends": "release"}) == {"views_differ"}


def test_two_authors_who_agree_are_not_flagged() -> None:
    assert views({"about": "children", "level": "High"}, {"about": "children", "level": "high"}) == set()


def test_views_of_the_risk_to_a_partner_are_not_set_beside_views_of_children() -> None:
    assert views({"about": "partner", "level": "high"}, {"about": "children", "level": "low"}) == set()


def test_views_without_a_level_are_for_a_person_to_read() -> None:
    assert views({"about": "children", "finding": "x"}, {"about": "children", "level": "low"}) == {
        "views_not_comparable"
    }


def test_a_review_before_the_minimum_term_ends_cannot_release() -> None:
    given = ParoleReview("p1", "pre_tariff", **DECIDED, outcome="release")
    assert [one.code for one in told(given).problems] == ["T323"]


@pytest.mark.parametrize(("on", "told_of"), [("2025-12-30", False), ("2025-12-31", True)])
def test_a_direction_may_go_to_the_high_court_since_the_end_of_2025(on: str, told_of: bool) -> None:
    given = review(hearing_on=day("2025-12-02"), decided_on=day("2025-12-10"), outcome="release")
    assert bool(only(told(given, on=day(on))).notes) is told_of


def test_advice_on_open_conditions_is_not_said_to_be_open_to_reconsideration() -> None:
    found = only(told(review(**DECIDED, outcome="open_conditions")))
    final = found.step("final")
    assert final is not None
    assert "reconsidered" not in final.words
    assert found.step("set_aside_until") is None


def test_whoever_has_no_parole_date_has_nothing_ahead() -> None:
    one = adult(sentence("SDS", "2021-03-08"))
    dates = Dates(TODAY, (fixed("CRD", "2023-03-08"),))
    assert timetable(one, dates, on=TODAY, calendar=england()).ahead == ()


def test_a_decision_without_its_day_is_asked_about() -> None:
    found = told(review(hearing_on=day("2020-07-07"), outcome="no_release"))
    assert [one.code for one in found.problems] == ["T318"]
    assert only(found).is_final is None


def test_a_hearing_put_off_needs_no_day_of_decision() -> None:
    assert told(review(hearing_on=day("2020-07-07"), outcome="adjourned")).problems == ()
