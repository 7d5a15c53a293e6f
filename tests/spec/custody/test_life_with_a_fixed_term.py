"""Life served beside a fixed term, reckoned whole: the fixed term's dates stand, and none releases."""

from __future__ import annotations

import pytest
from directed import TODAY, adult, day, sentence

from tocsin.custody.answer import Dates
from tocsin.custody.facts import Adult, Duration, Offence, OfficialDate
from tocsin.custody.handover import handover_dates
from tocsin.custody.reckon import dates_of


def scenario_9a(net: str) -> Adult:
    fixed = sentence("SDS", "2009-10-05", ref="f", term=Duration(years=12), offence_on=day("2009-01-05"))
    return adult(fixed, sentence("LIFE", "2009-10-05", years=10, ref="l", net=net), remand=150)


def scenario_9b() -> Adult:
    fixed = sentence("SDS+", "2023-10-02", ref="f", term=Duration(years=12), offence_on=day("2023-01-05"))
    return adult(fixed, sentence("LIFE", "2023-10-02", years=6, ref="l", net="no"), remand=150)


def days(dates: Dates) -> dict[str, str]:
    return {one.kind: one.earliest.isoformat() for one in dates.dates}


def test_scenario_9a_with_the_order_gross() -> None:
    found = days(dates_of(scenario_9a("no"), on=TODAY))
    assert (found["CRD"], found["SLED"]) == ("2015-05-08", "2021-05-07")
    assert (found["TED"], found["EARLIEST"]) == ("2019-05-07", "2019-05-07")


def test_scenario_9a_with_the_order_not_clear() -> None:
    earliest = dates_of(scenario_9a("not_stated"), on=TODAY).earliest_if_directed
    assert earliest is not None
    assert [on.isoformat() for _, on in earliest.labelled] == ["2019-05-07", "2019-10-04"]


@pytest.mark.parametrize("one", [scenario_9a("no"), scenario_9b()], ids=["9a", "9b"])
def test_reaching_a_fixed_terms_date_releases_nobody(one: Adult) -> None:
    dates = dates_of(one, on=TODAY)
    assert dates.release is None
    assert {each.effect for each in dates.dates} == {"marks", "may_be_released_if_directed"}


def test_scenario_9b_under_the_law_before_2026() -> None:
    found = days(dates_of(scenario_9b(), on=day("2025-12-31")))
    assert (found["TED"], found["CRD"], found["EARLIEST"]) == ("2029-05-04", "2031-05-04", "2031-05-04")


def test_scenario_9b_with_one_half_to_serve() -> None:
    found = days(dates_of(scenario_9b(), on=TODAY))
    assert found["EARLIEST"] == "2029-05-04"


def test_scenario_6_hands_over_a_year_before_eligibility() -> None:
    one = adult(
        sentence("EDS", "2021-03-08", ref="e", term=Duration(years=6), extension=Duration(years=3)),
        sentence("SDS", "2021-03-08", ref="f", term=Duration(years=4)),
        remand=200,
    )
    dates = dates_of(one, on=TODAY)
    assert (days(dates)["PED"], days(dates)["CRD"]) == ("2024-08-19", "2026-08-19")
    (handover,), _ = handover_dates(one, dates, on=TODAY)
    assert handover.earliest == day("2023-08-19")


def test_the_prisons_own_release_date_holds_for_the_earliest_day() -> None:
    given = (OfficialDate("CRD", day("2031-06-01"), day("2024-01-08")),)
    one = scenario_9b()
    stated = adult(*one.sentences, remand=150, official_dates=given)
    assert days(dates_of(stated, on=day("2025-12-31")))["EARLIEST"] == "2031-06-01"


def test_a_fixed_term_that_cannot_be_reckoned_leaves_the_earliest_day_open() -> None:
    nothing = sentence("SDS", "2009-10-05", ref="f", offence_on=day("2009-01-05"))
    dates = dates_of(adult(nothing, sentence("LIFE", "2009-10-05", years=10, ref="l")), on=TODAY)
    assert dates.problems
    assert dates.earliest_if_directed is not None
    assert "may be later" in dates.earliest_if_directed.why


def test_a_conviction_that_the_file_says_was_quashed_leaves_no_minimum_term() -> None:
    life = sentence("LIFE", "2009-10-05", years=10, ref="l", offence="o1")
    for decided in (day("2018-02-05"), None):
        gone = Offence("o1", outcome="quashed", outcome_on=decided)
        assert dates_of(adult(life, offences=(gone,)), on=TODAY).dates == ()
