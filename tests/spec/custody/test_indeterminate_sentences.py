"""Life, IPP and DPP: no day releases anybody; from the earliest day the Board may direct release."""

from __future__ import annotations

from datetime import date

import pytest
from directed import GROSS, NET, TODAY, adult, day, directed, fixed, readings, sentence

from tocsin.custody.facts import Adjustment, Adult, Appeal, Duration, OfficialDate, Sentence
from tocsin.custody.handover import first_review_dates, handover_dates
from tocsin.custody.indeterminate import earliest_if_directed, minimum_term_dates, no_date_releases


def scenario_8(net: str = "not_stated") -> Adult:
    return adult(sentence("IPP", "2012-05-14", years=5, net=net), remand=212)


# Scenario 8: IPP with a minimum of five years, 212 days on remand


def test_it_gives_both_days_where_the_order_does_not_say_whether_remand_was_counted() -> None:
    ted = directed(scenario_8()).of("TED")
    assert readings(ted) == {GROSS: "2016-10-13", NET: "2017-05-13"}


def test_the_earlier_day_drives_and_the_reason_is_told() -> None:
    ted = directed(scenario_8()).of("TED")
    assert ted is not None
    assert (ted.earliest, ted.latest) == (day("2016-10-13"), day("2017-05-13"))
    assert "does not say" in ted.why


@pytest.mark.parametrize(("net", "expected"), [("no", "2016-10-13"), ("yes", "2017-05-13")])
def test_it_gives_one_day_where_the_order_says(net: str, expected: str) -> None:
    ted = directed(scenario_8(net)).of("TED")
    assert ted is not None
    assert ted.certain
    assert ted.earliest == day(expected)
    assert ted.labelled == ()


def test_it_has_one_day_where_nobody_was_on_remand() -> None:
    ted = directed(adult(sentence("IPP", "2012-05-14", years=5))).of("TED")
    assert ted is not None
    assert ted.earliest == ted.latest == day("2017-05-13")


def test_an_ipp_has_no_release_day_and_no_end() -> None:
    dates = directed(scenario_8())
    assert dates.release is None
    assert [dates.of(kind) for kind in ("CRD", "ARD", "SLED", "SED")] == [None] * 4


@pytest.mark.parametrize(
    ("kind", "gross", "net"),
    [("SIFT", "2013-10-13", "2014-05-13"), ("REVIEW_START", "2016-04-13", "2016-11-13")],
)
def test_sift_and_review_are_counted_back_from_each_reading(kind: str, gross: str, net: str) -> None:
    one = scenario_8()
    found = {each.kind: each for each in first_review_dates(one, directed(one), on=TODAY)}
    assert readings(found[kind]) == {GROSS: gross, NET: net}
    assert any("unconfirmed" in line.words for line in found[kind].working)


def test_handover_is_a_year_before_each_reading() -> None:
    one = scenario_8()
    (handover,), _ = handover_dates(one, directed(one), on=TODAY)
    assert readings(handover) == {GROSS: "2015-10-13", NET: "2016-05-13"}


@pytest.mark.parametrize(("years", "sifted"), [(3, False), (4, True)])
def test_only_a_minimum_of_four_years_has_a_sift(years: int, sifted: bool) -> None:
    one = adult(sentence("LIFE", "2015-03-02", years=years))
    assert ("SIFT" in {each.kind for each in first_review_dates(one, directed(one), on=TODAY)}) is sifted


# Scenario 9a: SDS of twelve years with a concurrent life sentence, minimum ten, 150 days on remand

CRD_9A = (fixed("CRD", "2015-05-08"), fixed("SLED", "2021-05-07"))


def scenario_9a(net: str = "not_stated") -> Adult:
    return adult(sentence("LIFE", "2009-10-05", years=10, net=net), remand=150)


def test_life_beside_a_fixed_term_waits_for_the_minimum_term() -> None:
    earliest = directed(scenario_9a(), *CRD_9A).earliest_if_directed
    assert readings(earliest) == {GROSS: "2019-05-07", NET: "2019-10-04"}


@pytest.mark.parametrize(("net", "expected"), [("no", "2019-05-07"), ("yes", "2019-10-04")])
def test_life_beside_a_fixed_term_has_one_day_where_the_order_says(net: str, expected: str) -> None:
    earliest = directed(scenario_9a(net), *CRD_9A).earliest_if_directed
    assert earliest is not None
    assert earliest.certain
    assert earliest.earliest == day(expected)
    assert earliest.effect == "may_be_released_if_directed"


def test_reaching_the_fixed_terms_dates_releases_nobody() -> None:
    kept = no_date_releases(CRD_9A)
    assert [one.effect for one in kept] == ["marks", "marks"]
    assert all("releases nobody" in one.working[-1].words for one in kept)
    assert [one.earliest for one in kept] == [one.earliest for one in CRD_9A]


# Scenario 9b: SDS+ of twelve years with a concurrent life sentence, minimum six, 150 days on remand


def scenario_9b(net: str) -> Adult:
    return adult(sentence("LIFE", "2023-10-02", years=6, net=net), remand=150)


def test_the_fixed_terms_own_day_holds_where_it_is_later() -> None:
    dates = directed(scenario_9b("no"), fixed("CRD", "2031-05-04"))
    ted, earliest = dates.of("TED"), dates.earliest_if_directed
    assert ted is not None
    assert earliest is not None
    assert ted.earliest == day("2029-05-04")
    assert (earliest.earliest, earliest.latest) == (day("2031-05-04"), day("2031-05-04"))


def test_where_the_fixed_term_may_release_at_half_both_days_are_given() -> None:
    earliest = directed(
        scenario_9b("no"), fixed("CRD", "2029-05-04", until="2031-05-04")
    ).earliest_if_directed
    assert earliest is not None
    assert (earliest.earliest, earliest.latest) == (day("2029-05-04"), day("2031-05-04"))
    assert len(earliest.labelled) == 2


def test_two_readings_that_meet_in_the_fixed_terms_day_are_both_told() -> None:
    earliest = directed(scenario_9b("not_stated"), fixed("CRD", "2031-05-04")).earliest_if_directed
    assert earliest is not None
    assert earliest.certain
    assert [on for _, on in earliest.labelled] == [day("2031-05-04")] * 2


def test_a_parole_date_governs_the_fixed_term_before_its_release_date() -> None:
    dates = directed(scenario_9b("no"), fixed("PED", "2030-01-01"), fixed("CRD", "2033-01-01"))
    assert dates.earliest_if_directed is not None
    earliest = earliest_if_directed([one for one in dates.dates if one.kind == "TED"], dates.dates, on=TODAY)
    assert earliest is not None
    assert earliest.earliest == day("2030-01-01")


def test_before_28_june_2022_the_fixed_terms_hold_was_not_settled() -> None:
    before, after = day("2022-06-27"), day("2022-06-28")
    one = adult(sentence("LIFE", "2015-03-02", years=10))
    crd = fixed("CRD", "2031-05-04")
    early, late = (directed(one, crd, on=on).earliest_if_directed for on in (before, after))
    assert early is not None
    assert late is not None
    assert (early.earliest, early.latest) == (day("2025-03-01"), day("2031-05-04"))
    assert late.earliest == late.latest == day("2031-05-04")
    assert "life_and_fixed_term" in late.law


# Several life sentences, and what is not stated


def test_nothing_until_every_minimum_term_is_served() -> None:
    one = adult(sentence("LIFE", "2010-01-11", years=12), sentence("LIFE", "2014-06-02", years=15, ref="s2"))
    dates = directed(one)
    assert dates.earliest_if_directed is not None
    assert dates.earliest_if_directed.earliest == day("2029-06-01")
    assert any("every minimum term" in note for note in dates.notes)


def test_a_whole_life_order_has_no_day_at_all() -> None:
    one = adult(sentence("WHOLE_LIFE", "2019-02-04"), sentence("LIFE", "2019-02-04", years=20, ref="s2"))
    dates = directed(one)
    assert dates.dates == ()
    assert any("no day from which release may be considered" in note for note in dates.notes)


def test_a_minimum_term_that_is_not_stated_is_asked_for() -> None:
    one = adult(sentence("LIFE", "2010-01-11"), sentence("LIFE", "2014-06-02", years=15, ref="s2"))
    dates = directed(one)
    assert [(each.code, each.where) for each in dates.problems] == [("T318", "s1")]
    assert dates.earliest_if_directed is not None
    assert "may be later" in dates.earliest_if_directed.why


def test_a_minimum_term_that_follows_another_sentence_is_bounded_and_said_to_be_open() -> None:
    first = sentence("LIFE", "2010-01-11", years=10)
    dates = directed(adult(first, sentence("LIFE", "2010-01-11", years=5, ref="s2", consecutive_to="s1")))
    second = next(one for one in dates.dates if one.sentence == "s2")
    assert (second.earliest, second.latest) == (day("2015-01-10"), day("2025-01-10"))
    assert [each.code for each in dates.problems] == ["T322"]


def test_days_at_large_are_not_added_as_if_a_rule_were_known() -> None:
    days = Adjustment("unlawfully_at_large", 10)
    dates = directed(Adult(id="A", sentences=(sentence("IPP", "2012-05-14", years=5),), adjustments=(days,)))
    ted = dates.of("TED")
    assert ted is not None
    assert (ted.earliest, ted.latest) == (day("2017-05-13"), day("2017-05-23"))
    assert [each.code for each in dates.problems] == ["T322"]


@pytest.mark.parametrize(
    ("passed", "years", "months", "expected"),
    [
        ("2012-02-29", 4, 0, "2016-02-28"),
        ("2012-03-01", 0, 6, "2012-08-31"),
        ("2012-05-01", 3, 0, "2015-04-30"),
        ("2011-08-31", 0, 6, "2012-02-29"),
    ],
)
def test_the_day_of_sentence_is_day_one(passed: str, years: int, months: int, expected: str) -> None:
    life = Sentence("s1", "LIFE", day(passed), minimum_term=Duration(years=years, months=months))
    ted = directed(adult(life)).of("TED")
    assert ted is not None
    assert ted.earliest == day(expected)
    assert any("assumption" in line.words for line in ted.working)


def test_remand_longer_than_the_minimum_term_ends_it_on_the_day_of_sentence() -> None:
    ted = directed(adult(sentence("IPP", "2009-06-01", years=1, net="no"), remand=500)).of("TED")
    assert ted is not None
    assert ted.earliest == day("2009-06-01")


# The prison's own date, time and appeals


def test_the_prisons_own_date_stands_before_ours() -> None:
    one = adult(
        sentence("IPP", "2012-05-14", years=5),
        remand=212,
        official_dates=(OfficialDate("TED", day("2016-11-01"), day("2012-07-01")),),
    )
    dates = directed(one)
    assert dates.of("TED").official == day("2016-11-01")  # type: ignore[union-attr]
    assert dates.earliest_if_directed is not None
    assert dates.earliest_if_directed.earliest == day("2016-11-01")
    (handover,), _ = handover_dates(one, dates, on=TODAY)
    assert (handover.earliest, handover.latest) == (day("2015-11-01"), day("2015-11-01"))


def test_an_official_date_is_not_known_before_it_was_stated() -> None:
    one = adult(
        sentence("IPP", "2012-05-14", years=5, net="yes"),
        official_dates=(OfficialDate("TED", day("2016-11-01"), day("2012-07-01")),),
    )
    assert directed(one, on=day("2012-06-30")).of("TED").official is None  # type: ignore[union-attr]


@pytest.mark.parametrize(("on", "count"), [("2012-05-13", 0), ("2012-05-14", 1)])
def test_a_sentence_counts_from_its_day(on: str, count: int) -> None:
    dates, _, _ = minimum_term_dates(scenario_8("yes"), on=day(on))
    assert len(dates) == count


def test_a_sentence_learnt_of_later_is_not_there_before() -> None:
    one = adult(sentence("LIFE", "2012-05-14", years=5, known_from=day("2013-01-01")))
    assert minimum_term_dates(one, on=day("2012-12-31"))[0] == []
    assert len(minimum_term_dates(one, on=day("2013-01-01"))[0]) == 1


def test_a_quashed_conviction_ends_the_sentence_from_its_day() -> None:
    one = adult(
        sentence("LIFE", "2012-05-14", years=5, offence="o1"),
        appeals=(Appeal(day("2014-03-03"), "conviction_quashed", offence="o1"),),
    )
    assert len(minimum_term_dates(one, on=day("2014-03-02"))[0]) == 1
    assert minimum_term_dates(one, on=day("2014-03-03")) == ([], [], [])


def test_an_appeal_that_changes_the_minimum_term_counts_from_its_day() -> None:
    less = sentence("LIFE", "2012-05-14", years=4)
    one = adult(
        sentence("LIFE", "2012-05-14", years=5),
        appeals=(Appeal(day("2013-03-03"), "sentence_changed", sentence="s1", becomes=less),),
    )
    ends = [directed(one, on=on).of("TED").earliest for on in (day("2013-03-02"), day("2013-03-03"))]  # type: ignore[union-attr]
    assert ends == [day("2017-05-13"), day("2016-05-13")]


# Scenario 6 and handover from automatic release


def test_handover_of_a_parole_sentence_is_a_year_before_eligibility() -> None:
    one = adult(sentence("EDS", "2021-03-08"))
    dates = directed(one, fixed("PED", "2024-08-19"), fixed("CRD", "2026-08-19"))
    (handover,), _ = handover_dates(one, dates, on=TODAY)
    assert handover.earliest == day("2023-08-19")


def handed_over(passed: str, release: str, **more: str) -> tuple[list[date], list[str]]:
    one = adult(sentence("SDS", passed), **more)
    found, notes = handover_dates(one, directed(one, fixed("CRD", release)), on=TODAY)
    return [each.earliest for each in found], notes


def test_handover_before_automatic_release_is_eight_months_and_fourteen_days() -> None:
    assert handed_over("2020-03-02", "2021-08-31") == ([day("2020-12-17")], [])


def test_early_allocation_brings_handover_to_fifteen_months() -> None:
    assert handed_over("2020-03-02", "2022-08-31", early_allocation="yes")[0] == [day("2021-05-31")]


@pytest.mark.parametrize(("release", "handed"), [("2021-01-02", False), ("2021-01-03", True)])
def test_ten_months_or_less_has_no_handover(release: str, handed: bool) -> None:
    found, notes = handed_over("2020-03-02", release)
    assert bool(found) is handed
    assert bool(notes) is not handed


def test_a_whole_life_order_has_no_handover_either() -> None:
    one = adult(sentence("WHOLE_LIFE", "2019-02-04"))
    assert handover_dates(one, directed(one), on=TODAY) == ([], [])


def test_remand_is_counted_from_its_first_to_its_last_day() -> None:
    stay = Adjustment("remand", first=day("2012-01-01"), last=day("2012-01-31"))
    ted = directed(
        Adult(id="A", sentences=(sentence("IPP", "2012-05-14", years=5, net="no"),), adjustments=(stay,))
    )
    assert ted.dates[0].earliest == day("2017-04-12")


def test_remand_for_another_sentence_is_not_taken_off() -> None:
    other = Adjustment("remand", 40, applies_from=day("2011-01-10"))
    ted = directed(
        Adult(id="A", sentences=(sentence("IPP", "2012-05-14", years=5, net="no"),), adjustments=(other,))
    )
    assert ted.dates[0].earliest == day("2017-05-13")


def test_remand_learnt_of_later_is_not_taken_off_before() -> None:
    late = Adjustment("remand", 40, known_from=day("2013-01-07"))
    one = Adult(id="A", sentences=(sentence("IPP", "2012-05-14", years=5, net="no"),), adjustments=(late,))
    ends = [directed(one, on=on).dates[0].earliest for on in (day("2013-01-06"), day("2013-01-07"))]
    assert ends == [day("2017-05-13"), day("2017-04-03")]


def test_an_appeal_that_was_dismissed_changes_no_day() -> None:
    one = adult(
        sentence("LIFE", "2012-05-14", years=5),
        appeals=(Appeal(day("2014-03-03"), "dismissed", sentence="s1"),),
    )
    assert directed(one).dates[0].earliest == day("2017-05-13")


def test_a_minimum_term_said_to_follow_a_sentence_that_is_not_there_is_said() -> None:
    dates = directed(adult(sentence("LIFE", "2010-01-11", years=5, consecutive_to="s9")))
    assert dates.dates == ()
    assert [each.code for each in dates.problems] == ["T331"]
