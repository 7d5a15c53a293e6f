"""Worked examples of fixed terms: the court's words on the left, the days that follow on the right."""

from __future__ import annotations

from datetime import date

import pytest
from fixed_terms import BEFORE_PROGRESSION, BEFORE_SDS40, TODAY, adult, day, found, length, one, sentence

from tocsin.custody.facts import Adjustment, Adult, Appeal, Movement, Offence, OfficialDate, Sentence
from tocsin.custody.reckon import dates_of


def holds(dates: dict[str, str], **expected: str) -> None:
    assert {kind: dates.get(kind) for kind in expected} == expected


def test_three_years_are_released_at_half() -> None:
    holds(one("SDS", "2020-03-02", "3y"), CRD="2021-08-31", SLED="2023-03-01", ESED="2023-03-01")


def test_remand_and_tagged_bail_bring_every_day_forward_but_the_unadjusted_end() -> None:
    who = adult(sentence("SDS", "2021-11-15", "30m"), remand=61, adjustments=(Adjustment("tagged_bail", 20),))
    holds(found(who), CRD="2022-11-24", SLED="2024-02-23", ESED="2024-05-14")


def test_a_serious_sentence_for_a_childs_death_and_the_progression_model() -> None:
    who = adult(sentence("SDS+", "2023-05-15", "8y", offence_code="DV04003"), remand=120)
    holds(found(who, on=BEFORE_SDS40), CRD="2028-05-15", SLED="2031-01-14")
    holds(found(who), CRD="2027-03-09", SLED="2031-01-14")


def test_an_extended_sentence_is_moved_by_neither_scheme() -> None:
    who = adult(sentence("EDS", "2019-10-07", "8y", extension="4y"), remand=90)
    for on in (BEFORE_SDS40, TODAY):
        holds(found(who, on=on), PED="2024-11-06", CRD="2027-07-08", SLED="2031-07-08")


def test_consecutive_terms_run_as_one() -> None:
    who = adult(
        sentence("SDS", "2022-02-07", "2y"),
        sentence("SDS", "2022-02-07", "18m", ref="s2", consecutive_to="s1"),
        remand=45,
    )
    holds(found(who), CRD="2023-09-23", SLED="2025-06-22")


def test_an_extended_sentence_with_a_concurrent_standard_one() -> None:
    who = adult(
        sentence("EDS", "2021-03-08", "6y", extension="3y"),
        sentence("SDS", "2021-03-08", "4y", ref="s2"),
        remand=200,
    )
    holds(found(who), PED="2024-08-19", CRD="2026-08-19", SLED="2029-08-19")


def test_child_cruelty_under_four_years_is_not_excluded() -> None:
    told = {"offence_code": "CY33053", "exclusions": ()}
    holds(one("SDS", "2024-02-05", "3y", on=BEFORE_SDS40, **told), CRD="2025-08-05")
    holds(one("SDS", "2024-02-05", "3y", **told), CRD="2025-04-18", SLED="2027-02-04")


def test_child_cruelty_of_four_years_and_over_is_excluded() -> None:
    told = {"offence_code": "CY33053", "exclusions": ()}
    for on in (BEFORE_SDS40, TODAY):
        holds(one("SDS", "2024-02-05", "5y", on=on, **told), CRD="2026-08-06", SLED="2029-02-04")


def test_a_sentence_passed_in_custody_shares_the_remand() -> None:
    who = adult(
        sentence("SDS", "2016-01-11", "2y"),
        sentence("SDS", "2016-06-06", "3y", ref="s2"),
        adjustments=(Adjustment("remand", 40, applies_from=day("2016-01-11")),),
    )
    holds(found(who), CRD="2017-10-26", SLED="2019-04-26")


def test_a_sentence_passed_after_release_does_not_share_it() -> None:
    who = adult(
        sentence("SDS", "2016-01-11", "6m"),
        sentence("SDS", "2017-06-06", "3y", ref="s2"),
        adjustments=(Adjustment("remand", 40, applies_from=day("2016-01-11")),),
    )
    holds(found(who), CRD="2018-12-05", SLED="2020-06-05")


def test_one_whom_the_board_released_was_no_longer_held_at_the_next_sentence() -> None:
    first = sentence("EDS", "2016-01-11", "6y", extension="2y")
    second = sentence("SDS", "2020-06-08", "3y", ref="s2")
    credit = (Adjustment("remand", 40, applies_from=day("2016-01-11")),)
    held = adult(first, second, adjustments=credit)
    released = adult(first, second, adjustments=credit, movements=(Movement("released", day("2020-02-03")),))
    holds(found(held, on=BEFORE_SDS40), CRD="2021-12-01", SLED="2023-12-01")
    holds(found(released, on=BEFORE_SDS40), CRD="2021-12-07", SLED="2023-12-01")


@pytest.mark.parametrize(
    ("exclusions", "release"),
    [
        (("none",), "2027-11-23"),
        (("sexual",), "2027-11-23"),
        (("progression_schedule",), "2028-07-24"),
        (("sexual", "progression_schedule"), "2028-07-24"),
    ],
)
def test_four_years_under_the_progression_model(exclusions: tuple[str, ...], release: str) -> None:
    dates = one("SDS", "2026-11-02", "4y", remand=100, exclusions=exclusions)
    holds(dates, CRD=release, SLED="2030-07-24")


def test_four_years_under_the_law_before_it() -> None:
    """By the law of forty per cent the same sentence, passed when that law stood."""
    who = adult(sentence("SDS", "2025-11-03", "4y"), remand=100)
    holds(found(who, on=BEFORE_PROGRESSION), CRD="2027-03-02", SLED="2029-07-25")


def test_nine_serious_years_under_the_progression_model() -> None:
    holds(one("SDS+", "2026-11-02", "9y", remand=100), CRD="2031-01-23", SLED="2035-07-24")
    excluded = one("SDS+", "2026-11-02", "9y", remand=100, exclusions=("progression_schedule",))
    holds(excluded, CRD="2032-07-24", SLED="2035-07-24")


def test_an_offender_of_particular_concern() -> None:
    dates = one("SOPC", "2023-02-06", "6y", extension="1y", remand=30)
    holds(dates, PED="2027-01-07", CRD="2029-01-06", SLED="2030-01-06")
    assert one("SOPC", "2023-02-06", "6y", remand=30) == dates, (
        "the year on licence is the law's, stated or not"
    )


def test_where_the_exclusion_is_not_stated_there_are_labelled_answers_and_the_earliest_drives() -> None:
    release = dates_of(
        adult(sentence("SDS", "2026-11-02", "4y", exclusions=()), remand=100), on=TODAY
    ).release
    assert release is not None
    assert (release.earliest, release.latest) == (day("2027-11-23"), day("2028-07-24"))
    assert not release.certain
    assert [str(one_day) for _, one_day in release.labelled] == ["2027-11-23", "2028-07-24"]
    assert "Not stated which holds" in release.why


def test_an_extended_sentence_of_before_april_2015_that_does_not_say_how_release_comes() -> None:
    dates = one("EDS", "2014-05-06", "6y", extension="2y")
    holds(dates, CRD="2018-05-06/2020-05-05", PED="2018-05-06", SLED="2022-05-05")
    stated = one("EDS", "2014-05-06", "6y", extension="2y", automatic_release="yes")
    assert stated["CRD"] == "2018-05-06"
    assert "PED" not in stated


def test_where_the_day_of_the_offence_is_missing_both_labels_are_said() -> None:
    who = adult(sentence("SDS", "2016-05-06", "8m", offence_on=None))
    dates = {one_date.kind: one_date for one_date in dates_of(who, on=TODAY).dates}
    assert [label for label, _ in dates["CRD"].labelled] == [
        "the offence was on or after 1 February 2015",
        "the offence was before 1 February 2015 (ARD)",
    ]


def test_added_days_put_back_release_and_parole_and_never_the_end() -> None:
    who = adult(
        sentence("EDS", "2019-10-07", "8y", extension="4y"),
        adjustments=(Adjustment("added_days", 30), Adjustment("restored_days", 10)),
    )
    plain = one("EDS", "2019-10-07", "8y", extension="4y")
    assert plain == {"PED": "2025-02-04", "CRD": "2027-10-06", "SLED": "2031-10-06", "ESED": "2031-10-06"}
    assert found(who) == plain | {"PED": "2025-02-24", "CRD": "2027-10-26"}


def test_days_at_large_put_back_everything_but_the_unadjusted_end() -> None:
    who = adult(sentence("SDS", "2020-03-02", "3y"), adjustments=(Adjustment("unlawfully_at_large", 14),))
    holds(found(who), CRD="2021-09-14", SLED="2023-03-15", ESED="2023-03-01")


def test_days_added_never_pass_the_end_of_the_sentence() -> None:
    who = adult(sentence("SDS", "2020-03-02", "2m"), adjustments=(Adjustment("added_days", 90),))
    holds(found(who), CRD="2020-05-01", SLED="2020-05-01")


def test_remand_longer_than_the_time_to_be_served_gives_the_day_of_sentence() -> None:
    holds(one("SDS", "2020-06-04", "6m", remand=120), CRD="2020-06-04", SLED="2020-08-05")


def test_what_stood_before_an_appeal_is_what_was_known_then() -> None:
    after = sentence("SDS", "2020-03-02", "2y")
    who = adult(
        sentence("SDS", "2020-03-02", "3y"),
        appeals=(Appeal(day("2020-12-01"), "sentence_changed", "s1", becomes=after),),
    )
    assert found(who, on=day("2020-11-30"))["CRD"] == "2021-08-31"
    assert found(who, on=day("2020-12-01"))["CRD"] == "2021-03-01"
    assert dates_of(who, on=TODAY).notes == ("Sentence s1 is counted as an appeal left it.",)


def test_a_quashed_conviction_takes_its_sentence_away() -> None:
    offences = (Offence("o1", committed_to=day("2019-05-05")), Offence("o2", committed_to=day("2019-05-05")))
    who = adult(
        sentence("SDS", "2020-03-02", "3y", offence="o1", offence_on=None),
        sentence("SDS", "2020-03-02", "1y", ref="s2", offence="o2", offence_on=None),
        offences=offences,
        appeals=(Appeal(day("2020-07-01"), "conviction_quashed", offence="o1"),),
    )
    assert found(who, on=day("2020-06-30"))["CRD"] == "2021-08-31"
    assert found(who, on=day("2020-07-01"))["CRD"] == "2020-08-31"


def test_a_sentence_is_not_counted_before_it_was_known() -> None:
    later = sentence("SDS", "2020-03-02", "3y", ref="s2", known_from=day("2020-09-01"))
    who = adult(sentence("SDS", "2020-03-02", "1y"), later)
    assert found(who, on=day("2020-08-31"))["CRD"] == "2020-08-31"
    assert found(who, on=day("2020-09-01"))["CRD"] == "2021-08-31"


def test_the_prisons_date_stands_beside_ours_and_a_difference_is_said() -> None:
    who = adult(
        sentence("SDS", "2020-03-02", "3y"),
        official_dates=(
            OfficialDate("CRD", day("2021-08-01"), day("2020-04-01")),
            OfficialDate("CRD", day("2021-08-25"), day("2020-05-01")),
            OfficialDate("HDCED", day("2021-04-01"), day("2020-05-01")),
        ),
    )
    dates = dates_of(who, on=TODAY)
    assert dates.release is not None
    assert (dates.release.earliest, dates.release.official) == (day("2021-08-31"), day("2021-08-25"))
    assert "The prison's stands" in dates.notes[0]
    curfew = dates.of("HDCED")
    assert curfew is not None
    assert curfew.official == curfew.earliest == day("2021-04-01")


def test_no_date_releases_where_a_life_sentence_is_served_beside() -> None:
    who = adult(
        sentence("SDS", "2009-10-05", "12y"),
        Sentence("s2", "LIFE", day("2009-10-05"), minimum_term=length("10y")),
        remand=150,
    )
    dates = dates_of(who, on=TODAY)
    assert dates.release is None
    assert dates.earliest_if_directed is not None
    assert dates.earliest_if_directed.earliest == day("2019-05-07")
    fixed = {one_date.kind: (one_date.earliest, one_date.effect) for one_date in dates.dates}
    assert fixed["CRD"] == (day("2015-05-08"), "marks")
    assert fixed["SLED"] == (day("2021-05-07"), "marks")


def test_the_working_ends_with_the_date_and_cites_the_law() -> None:
    who = adult(sentence("SDS", "2024-02-05", "3y"), remand=20)
    release = dates_of(who, on=TODAY).release
    assert release is not None
    words = [line.words for line in release.working]
    assert words == [
        "Standard determinate sentence of 3 years passed on 5 February 2024.",
        "Automatic release on licence at one half. From 5 February 2024: one half of 1,096 days is 548, "
        "to 5 August 2025.",
        "Less 20 days on remand or tagged bail: 16 July 2025.",
        "Automatic release at forty per cent. From 5 February 2024: forty per cent of 1,096 days is 439, "
        "to 18 April 2025.",
        "Less 20 days on remand or tagged bail: 29 March 2025.",
        "Forty per cent in place of one half. Reached those serving on 10 September 2024 (every sentence "
        "served together is under 5 years); the new date is later and counts: 29 March 2025.",
        "Release is on licence, and licence lasts to the end of the sentence.",
        "CRD, release on licence by law: 29 March 2025.",
    ]
    assert release.working[-1].day == release.earliest
    assert release.law == (
        "sds-half",
        "remand-counts-once",
        "sds40-two-fifths",
        "sds40-tranche-1",
        "licence-to-expiry",
    )


def test_an_empty_adult_has_no_dates() -> None:
    assert dates_of(Adult(id="A1", born=date(1990, 1, 1)), on=TODAY).dates == ()
