"""The work before a birth, by the weeks of pregnancy; and legal aid as guidance."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.custody.facts import Adult, Pregnancy
from tocsin.custody.guidance import legal_aid
from tocsin.custody.prebirth import day_at, gestation, plans_of, prebirth_plan
from tocsin.working_days import england

DUE = date(2027, 3, 22)


def plan(**given: object):  # type: ignore[no-untyped-def]
    return prebirth_plan(DUE, **{"known_on": date(2026, 9, 15), "calendar": england(), **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(("weeks", "on"), [(40, DUE), (16, date(2026, 10, 5)), (34, date(2027, 2, 8))])
def test_forty_weeks_is_the_due_date_and_the_rest_is_counted_back(weeks: int, on: date) -> None:
    assert day_at(DUE, weeks) == on
    assert gestation(DUE, on) == (weeks, 0)


def test_a_pregnancy_that_runs_past_its_due_date_goes_on_being_counted() -> None:
    assert gestation(DUE, date(2027, 3, 25)) == (40, 3)


def test_a_day_before_the_pregnancy_is_refused() -> None:
    with pytest.raises(ValueError, match="before this pregnancy"):
        gestation(DUE, date(2026, 1, 1))


def test_a_due_date_that_cannot_be_right_is_said_and_its_days_are_still_given() -> None:
    odd = prebirth_plan(DUE, known_on=date(2026, 1, 1), calendar=england())
    assert "check both" in odd.doubt
    assert odd.on("conference") == date(2027, 2, 8)
    assert plan().doubt == ""


def test_each_pregnancy_known_by_the_day_has_its_own_plan() -> None:
    who = Adult(
        id="a1",
        pregnancies=(
            Pregnancy(child="u1", due=DUE, known_from=date(2026, 9, 15)),
            Pregnancy(child="u2", due=date(2029, 3, 1), known_from=date(2028, 9, 15)),
        ),
    )
    found = plans_of(who, on=date(2026, 12, 1), calendar=england())
    assert [(one.child, one.weeks, one.days) for one in found] == [("u1", 13, 1)]


def test_a_partnership_sets_its_own_weeks_and_the_step_says_so() -> None:
    own = plan(own_weeks={"refer": 12, "planning": 18})
    assert own.on("refer") == date(2026, 9, 7)
    assert own.on("planning") == date(2026, 10, 19)
    step = next(step for step in own.steps if step.code == "refer")
    assert (step.source, step.weeks) == ("the partnership's own setting", 12)


def test_a_step_whose_day_had_passed_is_to_be_done_at_once() -> None:
    steps = {step.code: step for step in plan(own_weeks={"refer": 12}).steps}
    assert steps["refer"].passed
    assert not steps["planning"].passed


def test_an_area_with_weeks_of_its_own_says_whose_they_are() -> None:
    step = next(step for step in plan(authority="Sefton").steps if step.code == "conference")
    assert (step.on, step.source) == (date(2027, 2, 8), "Sefton pre-birth procedure")


def test_once_the_child_is_born_the_case_is_counted_from_the_birth() -> None:
    assert plan(born_on=date(2027, 3, 1)).on("proceedings") == date(2027, 8, 30)


def test_each_step_says_whose_time_it_is_how_sure_and_from_where() -> None:
    for step in plan().steps:
        assert step.label in ("law", "guidance", "common_local_policy", "our_judgement")
        assert step.sure in ("confirmed", "local", "unconfirmed")
        assert step.source


def test_legal_aid_before_the_case_is_labelled_as_not_confirmed() -> None:
    assert [fact.code for fact in legal_aid(stage="pre_proceedings")] == ["letter"]
    assert all(fact.label.startswith("not confirmed") for fact in legal_aid(stage="pre_proceedings"))


def test_a_stage_or_a_party_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="no such stage"):
        legal_aid(stage="trial")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no such party"):
        legal_aid(party="uncle")  # type: ignore[arg-type]
