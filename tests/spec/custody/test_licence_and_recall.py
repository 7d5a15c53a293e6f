"""Until when a licence lasts, what a recall does to it, and what is not known of the law."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from directed import TODAY, adult, day, fixed, move, sentence

from tocsin.custody.answer import Dates
from tocsin.custody.facts import Adjustment, Adult, Condition, Movement, OfficialDate
from tocsin.custody.licence import Licence, licence_on
from tocsin.custody.recall import Recalled, recalls, where

OUT = move("released", "2020-08-24")
RECALLED = (
    OUT,
    move("recalled", "2024-03-04"),
    move("returned", "2024-03-04"),
    move("released", "2024-09-02"),
)


def ipp(*moves: Movement, on: str = "2025-03-03", kind: str = "IPP") -> Licence:
    one = adult(sentence(kind, "2012-05-14", years=8), moves=moves)
    return licence_on(one, Dates(day(on), ()), on=day(on))


def ends(licence: Licence, kind: str = "LICENCE_END") -> tuple[str, str] | None:
    found = licence.of(kind)
    return (found.earliest.isoformat(), found.latest.isoformat()) if found else None


# Scenario 11: released 24 August 2020


def test_the_three_year_point_and_the_day_from_which_the_right_is_in_force() -> None:
    licence = ipp(OUT)
    assert ends(licence, "QUALIFYING") == ("2023-08-23", "2023-08-23")
    assert ends(licence, "REFERRAL") == ("2025-02-01", "2025-02-01")


def test_an_ipp_licence_ends_by_itself_after_three_years_and_two_unbroken() -> None:
    assert ends(ipp(OUT)) == ("2025-08-23", "2025-08-23")


def test_a_recall_begins_the_unbroken_years_again_on_release() -> None:
    assert ends(ipp(*RECALLED)) == ("2026-09-01", "2026-09-01")


@pytest.mark.parametrize("on", ["2022-01-03", "2024-10-31"])
def test_under_the_old_rule_nothing_ended_before_ten_years(on: str) -> None:
    licence = ipp(OUT, on=on)
    assert ends(licence, "REFERRAL") == ("2030-08-23", "2030-08-23")
    assert ends(licence) is None
    assert licence.indefinite


def test_from_november_2024_the_end_is_known_while_the_referral_still_takes_ten_years() -> None:
    licence = ipp(OUT, on="2024-11-01")
    assert ends(licence) == ("2025-08-23", "2025-08-23")
    assert ends(licence, "REFERRAL") == ("2030-08-23", "2030-08-23")


def test_a_dpp_licence_ends_a_year_sooner() -> None:
    licence = ipp(OUT, kind="DPP")
    assert ends(licence, "QUALIFYING") == ("2022-08-23", "2022-08-23")
    assert ends(licence) == ("2024-11-01", "2024-11-01")


def test_a_licence_whose_years_were_over_ends_when_the_law_came_into_force() -> None:
    assert ends(ipp(move("released", "2013-05-20"))) == ("2024-11-01", "2024-11-01")


def test_a_recall_within_the_first_three_years_does_not_lengthen_them() -> None:
    moves = (
        OUT,
        move("recalled", "2021-03-01"),
        move("returned", "2021-03-01"),
        move("released", "2021-09-01"),
    )
    assert ends(ipp(*moves)) == ("2025-08-23", "2025-08-23")


def test_while_recalled_no_end_runs() -> None:
    licence = ipp(*RECALLED[:3], on="2024-12-02")
    assert ends(licence) is None
    assert licence.whereabouts == "in_custody"


def test_a_recall_that_has_not_happened_yet_is_not_counted() -> None:
    moves = (OUT, move("recalled", "2025-06-02"))
    assert ends(ipp(*moves, on="2025-06-01")) == ("2025-08-23", "2025-08-23")


def test_the_change_of_2026_gives_both_days_where_it_would_matter() -> None:
    licence = ipp(move("released", "2022-05-02"), on="2026-02-02")
    end = licence.of("LICENCE_END")
    assert end is not None
    assert (end.earliest, end.latest) == (day("2026-05-01"), day("2027-05-01"))
    assert "not confirmed" in end.why
    assert len(end.labelled) == 2
    assert ends(licence, "REQUEST") == ("2026-01-22", "2026-01-22")


def test_the_change_of_2026_is_not_known_before_the_act() -> None:
    assert ends(ipp(move("released", "2022-05-02"), on="2026-01-21")) == ("2027-05-01", "2027-05-01")


def test_the_change_of_2026_leaves_a_day_that_is_past_alone() -> None:
    assert ends(ipp(OUT, on="2026-02-02")) == ("2025-08-23", "2025-08-23")


# Other licences


def licence_of(
    kind: str, *dates: Any, moves: tuple[Movement, ...] = (), on: date = TODAY, **more: Any
) -> Licence:
    one = adult(sentence(kind, "2019-10-07"), moves=moves, **more)
    return licence_on(one, Dates(on, dates), on=on)


@pytest.mark.parametrize("kind", ["SDS", "SDS+", "EDS", "SOPC"])
def test_a_fixed_terms_licence_ends_with_the_sentence(kind: str) -> None:
    licence = licence_of(kind, fixed("SLED", "2031-07-08"), moves=(move("released", "2024-11-06"),))
    assert ends(licence) == ("2031-07-08", "2031-07-08")
    assert licence.starts == day("2024-11-06")
    assert licence.in_force(TODAY)
    assert not licence.in_force(day("2031-07-09"))


def test_a_life_licence_has_no_end() -> None:
    licence = licence_of("LIFE", moves=(move("released", "2024-11-06"),))
    assert licence.indefinite
    assert licence.dates == ()
    assert any("rest of the person's life" in words for words in licence.words)


def test_release_without_licence_has_none() -> None:
    licence = licence_of("SDS", fixed("ARD", "2020-01-06"), moves=(move("released", "2020-01-06"),))
    assert licence.kind == "none"
    assert not licence.in_force(TODAY)


@pytest.mark.parametrize("kind", ["SDS", "LIFE", "WHOLE_LIFE"])
def test_the_risk_is_said_to_go_on_after_every_licence(kind: str) -> None:
    assert any("does not end with a licence" in words for words in licence_of(kind).words)


def test_only_conditions_of_the_day_are_told() -> None:
    first = Condition("no_unsupervised_contact", first=day("2024-11-06"))
    over = Condition("exclusion_place", first=day("2024-11-06"), last=day("2025-11-06"))
    assert licence_of("SDS", conditions=(first, over)).conditions == (first,)


# Recall


def recalled(kind: str, *, of: str = "SDS", returned: str = "2026-06-01", **more: Any) -> Recalled:
    moves = (move("released", "2024-11-06"), move("recalled", "2026-06-01", recall=kind))
    back = (move("returned", returned),) if returned else ()
    one = adult(sentence(of, "2019-10-07"), moves=(*moves, *back), **more)
    (found,) = recalls(one, on=TODAY)
    return found


def test_a_fixed_recall_is_fifty_six_days_of_which_the_return_is_the_first() -> None:
    found = recalled("fixed_term")
    assert found.release is not None
    assert found.release.earliest == day("2026-07-26")
    assert found.release.effect == "releases"


def test_the_prisons_own_day_after_recall_stands() -> None:
    found = recalled(
        "fixed_term", official_dates=(OfficialDate("PRRD", day("2026-07-20"), day("2026-06-05")),)
    )
    assert found.release is not None
    assert found.release.official == day("2026-07-20")


def test_a_standard_recall_has_no_day_that_releases() -> None:
    found = recalled("standard")
    assert found.release is None
    assert "no day releases" in found.words


def test_a_fixed_recall_of_somebody_on_a_life_licence_cannot_be() -> None:
    found = recalled("fixed_term", of="LIFE")
    assert found.release is None
    assert [one.code for one in found.problems] == ["T323"]


@pytest.mark.parametrize(("returned", "days"), [("2026-03-30", None), ("2026-03-31", "2026-05-25")])
def test_before_the_last_day_of_march_2026_no_length_is_held(returned: str, days: str | None) -> None:
    moves = (
        move("released", "2024-11-06"),
        move("recalled", returned, recall="fixed_term"),
        move("returned", returned),
    )
    (found,) = recalls(Adult(id="A", sentences=(sentence("SDS", "2019-10-07"),), movements=moves), on=TODAY)
    assert (found.release.earliest.isoformat() if found.release else None) == days
    assert [one.code for one in found.problems] == ([] if days else ["T322"])


def test_a_recall_of_no_stated_kind_is_asked_about() -> None:
    assert [one.code for one in recalled("").problems] == ["T318"]


def test_days_at_large_are_those_stated_and_never_the_gap() -> None:
    found = recalled("standard", returned="2026-06-11")
    assert found.days_at_large is None
    assert [one.code for one in found.problems] == ["T318"]


def test_days_at_large_that_are_stated_are_told() -> None:
    gap = Adjustment("unlawfully_at_large", first=day("2026-06-01"), last=day("2026-06-10"))
    moves = (
        move("released", "2024-11-06"),
        move("recalled", "2026-06-01", recall="standard"),
        move("returned", "2026-06-11"),
    )
    one = Adult(id="A", sentences=(sentence("SDS", "2019-10-07"),), movements=moves, adjustments=(gap,))
    (found,) = recalls(one, on=TODAY)
    assert (found.days_at_large, found.problems) == (10, ())


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2020-08-23", "not_stated"),
        ("2020-08-24", "in_the_community"),
        ("2024-03-03", "in_the_community"),
        ("2024-03-04", "in_custody"),
        ("2024-09-02", "in_the_community"),
    ],
)
def test_where_the_person_was_is_from_the_last_movement(on: str, expected: str) -> None:
    assert where(adult(moves=RECALLED), on=day(on)) == expected


def test_somebody_recalled_and_not_returned_is_told_apart() -> None:
    assert where(adult(moves=(OUT, move("recalled", "2024-03-04"))), on=TODAY) == "recalled_not_returned"


def test_a_recall_after_the_licence_had_ended_is_said() -> None:
    licence = ipp(OUT, move("recalled", "2025-09-01"), on="2025-10-01")
    assert ends(licence) == ("2025-08-23", "2025-08-23")
    assert [one.code for one in licence.problems] == ["T323"]


@pytest.mark.parametrize(("on", "told"), [("2026-05-11", False), ("2026-05-12", True)])
def test_somebody_already_recalled_may_have_come_under_the_fixed_term(on: str, told: bool) -> None:
    moves = (move("released", "2024-11-06"), move("recalled", "2026-02-02", recall="standard"))
    (found,) = recalls(adult(sentence("SDS", "2019-10-07"), moves=moves), on=day(on))
    assert ("tranches" in found.words) is told


def test_somebody_who_escaped_is_at_large_until_recaptured() -> None:
    away = (move("received", "2024-01-08"), move("escaped", "2024-05-01"))
    assert where(adult(moves=away), on=TODAY) == "at_large"
    assert where(adult(moves=(*away, move("recaptured", "2024-05-03"))), on=TODAY) == "in_custody"


def test_no_licence_runs_before_the_first_release() -> None:
    licence = ipp()
    assert (licence.starts, licence.dates) == (None, ())
    assert not licence.in_force(TODAY)


def test_an_ipp_prisoner_in_custody_is_told_that_no_licence_runs() -> None:
    assert "No licence runs while nobody has been released." in ipp(move("received", "2012-05-14")).words


def test_a_fixed_recall_without_a_return_has_no_end_yet() -> None:
    found = recalled("fixed_term", returned="")
    assert (found.release, found.returned_on) == (None, None)
    assert "not recorded" in found.words


def test_nobody_is_looked_for_after_their_death() -> None:
    assert where(adult(moves=(OUT, move("died", "2021-02-01"))), on=TODAY) == "died"


def test_a_day_out_on_temporary_licence_is_still_custody() -> None:
    moves = (move("received", "2012-05-14"), move("temporary_release", "2019-05-06"))
    assert where(adult(moves=moves), on=TODAY) == "in_custody"


def test_a_movement_learnt_of_later_is_not_there_before() -> None:
    late = move("released", "2024-11-06", known_from=day("2024-11-20"))
    assert where(adult(moves=(late,)), on=day("2024-11-19")) == "not_stated"
    assert where(adult(moves=(late,)), on=day("2024-11-20")) == "in_the_community"


def test_a_recall_takes_away_the_request_until_another_unbroken_year() -> None:
    moves = (move("released", "2022-05-02"), move("recalled", "2026-03-02"), move("released", "2026-06-01"))
    assert ends(ipp(*moves, on="2026-02-02"), "REQUEST") == ("2026-01-22", "2026-01-22")
    assert ends(ipp(*moves, on="2026-06-02"), "REQUEST") == ("2027-05-31", "2027-05-31")


def test_somebody_recalled_is_told_that_the_unbroken_years_do_not_run() -> None:
    assert "do not run" in ipp(*RECALLED[:3], on="2024-12-02").words[0]
    assert "goes on until" in ipp(*RECALLED, on="2024-12-02").words[0]
