"""The days and the lengths at which the law changes, one side and the other."""

from __future__ import annotations

import pytest
from fixed_terms import BEFORE_PROGRESSION, BEFORE_SDS40, TODAY, adult, codes, day, found, one, sentence

from tocsin.custody.facts import Adjustment
from tocsin.custody.reckon import dates_of


@pytest.mark.parametrize(
    ("passed", "term", "release"),
    [
        ("2024-09-09", "8m", "2024-12-14"),  # passed the day before: forty per cent, as one who serves
        ("2024-09-10", "8m", "2024-12-15"),  # passed on the day
        ("2023-11-11", "20m", "2024-09-09"),  # half is the day before, and stands
        ("2023-11-12", "20m", "2024-09-10"),  # half is the day itself
        ("2023-12-12", "20m", "2024-09-10"),  # forty per cent was past: the day of the tranche
        ("2022-04-23", "5y", "2024-10-21"),  # 5 years: the day before the second tranche
        ("2022-04-24", "5y", "2024-10-22"),
        ("2022-04-25", "5y", "2024-10-22"),
    ],
)
def test_the_forty_per_cent_scheme_from_september_and_october_2024(
    passed: str, term: str, release: str
) -> None:
    assert one("SDS", passed, term, on=BEFORE_PROGRESSION)["CRD"] == release


def test_a_day_under_five_years_is_in_the_first_tranche_and_five_years_in_the_second() -> None:
    assert one("SDS", "2022-06-01", "59m30d", on=BEFORE_PROGRESSION)["CRD"] == "2024-09-10"
    assert one("SDS", "2022-06-01", "5y", on=BEFORE_PROGRESSION)["CRD"] == "2024-10-22"


@pytest.mark.parametrize(
    ("passed", "release"),
    [("2024-09-20", "2025-06-19"), ("2024-12-15", "2025-09-14"), ("2024-12-16", "2025-09-15")],
)
def test_offences_that_left_the_scheme_on_16_december_2024_go_back_to_half(passed: str, release: str) -> None:
    assert one("SDS", passed, "18m", on=BEFORE_PROGRESSION, exclusions=("sexual_later",))["CRD"] == release


def test_one_released_before_16_december_2024_is_not_called_back_to_half() -> None:
    dates = one("SDS", "2024-09-20", "1m", on=BEFORE_PROGRESSION, exclusions=("sexual_later",))
    assert dates["CRD"] == "2024-10-01"


def test_serious_sentences_of_seven_years_begin_on_1_april_2020() -> None:
    assert one("SDS+", "2020-04-01", "7y", on=BEFORE_SDS40)["CRD"] == "2024-11-29"
    for passed, term in (
        ("2020-03-31", "7y"),
        ("2020-04-01", "83m"),
        ("2022-06-27", "6y"),
        ("2022-06-28", "47m"),
    ):
        dates = dates_of(adult(sentence("SDS+", passed, term)), on=TODAY)
        assert codes(dates) == ["T322"], (passed, term)
        assert dates.dates == ()


def test_serious_sentences_of_four_years_begin_on_28_june_2022() -> None:
    assert one("SDS+", "2022-06-28", "4y", on=BEFORE_SDS40)["CRD"] == "2025-02-25"


def test_extended_sentences_begin_on_3_december_2012() -> None:
    assert codes(dates_of(adult(sentence("EDS", "2012-12-02", "4y", extension="1y")), on=TODAY)) == ["T322"]
    assert "CRD" in one("EDS", "2012-12-03", "4y", extension="1y", automatic_release="yes")


def test_every_extended_sentence_is_for_the_board_from_13_april_2015() -> None:
    before = one("EDS", "2015-04-12", "6y", extension="1y", automatic_release="yes")
    after = one("EDS", "2015-04-13", "6y", extension="1y", automatic_release="yes")
    assert (before["CRD"], "PED" in before) == ("2019-04-12", False)
    assert (after["PED"], after["CRD"]) == ("2019-04-13", "2021-04-12")


def test_ten_years_were_always_for_the_board() -> None:
    assert one("EDS", "2014-05-06", "10y", extension="1y")["PED"] == "2021-01-04"


@pytest.mark.parametrize(("passed", "share"), [("2022-06-27", "2025-06-26"), ("2022-06-28", "2026-06-28")])
def test_particular_concern_parole_moves_from_half_to_two_thirds(passed: str, share: str) -> None:
    assert one("SOPC", passed, "6y")["PED"] == share


@pytest.mark.parametrize(
    ("offence", "label"),
    [("2015-01-31", {"ARD", "SED", "ESED"}), ("2015-02-01", {"CRD", "SLED", "ESED", "TUSED"})],
)
def test_short_sentences_have_licence_for_offences_from_1_february_2015(
    offence: str, label: set[str]
) -> None:
    assert set(one("SDS", "2015-06-01", "8m", on=BEFORE_SDS40, offence_on=day(offence))) == label


def test_a_year_has_licence_whenever_the_offence_was() -> None:
    assert set(one("SDS", "2015-06-01", "12m", on=BEFORE_SDS40, offence_on=day("2014-06-01"))) == {
        "CRD",
        "SLED",
        "ESED",
    }


def test_one_day_is_released_without_licence_or_supervision() -> None:
    assert set(one("SDS", "2020-06-01", "1d")) == {"ARD", "SED", "ESED"}


def test_under_18_on_release_a_short_sentence_has_no_licence() -> None:
    young = adult(sentence("SDS", "2022-10-27", "8m"), born=day("2005-02-26"))
    grown = adult(sentence("SDS", "2022-10-27", "8m"), born=day("2005-02-25"))
    assert set(found(young, on=BEFORE_SDS40)) == {"ARD", "SED", "ESED"}
    assert set(found(grown, on=BEFORE_SDS40)) == {"CRD", "SLED", "ESED", "TUSED"}


@pytest.mark.parametrize(
    ("passed", "kinds"),
    [("2012-12-02", {"CRD", "SED", "LED", "ESED"}), ("2012-12-03", {"CRD", "SLED", "ESED"})],
)
def test_the_act_of_1991_ends_for_sentences_from_3_december_2012(passed: str, kinds: set[str]) -> None:
    dates = one("SDS", passed, "2y", offence_on=day("2005-04-03"))
    assert set(dates) == kinds
    assert dates.get("LED", "2014-06-02") == "2014-06-02"
    assert set(one("SDS", passed, "4y", offence_on=day("2005-04-03"))) == {"CRD", "SLED", "ESED"}


@pytest.mark.parametrize(
    ("days", "tranche"),
    [
        (574, "2026-10-01"), (575, "2026-10-13"), (882, "2026-10-13"), (883, "2026-11-10"),
        (1162, "2026-11-10"), (1163, "2026-12-08"), (1561, "2026-12-08"), (1562, "2027-01-12"),
        (2121, "2027-01-12"),
        (2122, "2027-02-09"), (2758, "2027-02-09"), (2759, "2027-03-09"), (3283, "2027-03-09"),
        (3284, "2027-04-13"), (3654, "2027-04-13"), (3655, "2027-05-11"), (4396, "2027-05-11"),
        (4397, "2027-06-08"),
    ],
)  # fmt: skip
def test_the_tranches_of_the_progression_model_by_total_length(days: int, tranche: str) -> None:
    """So much remand that one third is long past, and so little that forty per cent is not."""
    remand = days * 2 // 5 - (day(tranche) - day("2026-08-03")).days - 1
    passed = "2026-08-03"
    who = adult(sentence("SDS", passed, f"{days}d"), remand=max(remand, 0))
    release = dates_of(who, on=TODAY).release
    assert release is not None
    cited = [line.law for line in release.working if line.law.startswith("progression-tranche")]
    assert [str(release.earliest), len(cited)] == [tranche, 1]


@pytest.mark.parametrize(("passed", "release"), [("2026-09-30", "2027-12-12"), ("2026-10-01", "2027-12-13")])
def test_detention_under_section_250_keeps_forty_per_cent(passed: str, release: str) -> None:
    assert one("SDS", passed, "3y", section_250=True)["CRD"] == release
    assert one("YOUTH", passed, "3y")["CRD"] == release


@pytest.mark.parametrize(
    ("passed", "term", "ends"),
    [
        ("2020-12-01", "6y6m", "2027-05-31"),
        ("2020-08-31", "1m", "2020-09-30"),
        ("2020-02-29", "1y", "2021-02-28"),
        ("2023-03-01", "1y", "2024-02-29"),
        ("2021-11-08", "12m2w2d", "2022-11-23"),
        ("2022-02-01", "1m", "2022-02-28"),
    ],
)
def test_the_last_day_of_a_term(passed: str, term: str, ends: str) -> None:
    assert one("SDS", passed, term)["ESED"] == ends


def test_supervision_runs_from_the_share_served_and_not_from_a_tranche() -> None:
    dates = one("SDS", "2024-05-09", "10m", on=BEFORE_PROGRESSION)
    assert (dates["CRD"], dates["TUSED"]) == ("2024-09-10", "2025-09-07")


def test_supervision_is_doubtful_while_the_day_of_its_repeal_is_not_known() -> None:
    who = adult(sentence("SDS", "2026-02-02", "8m"))
    sure, unsure, after = (
        dates_of(who, on=on).of("TUSED") for on in (day("2026-02-02"), TODAY, day("2027-01-01"))
    )
    assert sure is not None
    assert unsure is not None
    assert "may no longer apply" in unsure.why
    assert after is None


def test_added_days_do_not_lengthen_supervision() -> None:
    plain = one("SDS", "2023-02-02", "8m", on=BEFORE_SDS40)["TUSED"]
    who = adult(sentence("SDS", "2023-02-02", "8m"), adjustments=(Adjustment("added_days", 20),))
    assert found(who, on=BEFORE_SDS40)["TUSED"] == plain


def test_a_law_is_not_known_before_it_was_made() -> None:
    who = adult(sentence("SDS", "2024-02-05", "3y"))
    assert found(who, on=day("2024-07-28"))["CRD"] == "2025-08-05"
    assert found(who, on=day("2024-07-29"))["CRD"] == "2025-04-18"


def test_a_term_served_on_licence_chooses_the_tranche_too() -> None:
    """Out at half of eight years in 2023 and on licence to 2027; three years more for what came after."""
    long = sentence("SDS", "2019-06-03", "8y")
    new = sentence("SDS", "2024-03-04", "18m", ref="s2")
    assert found(adult(new), on=BEFORE_PROGRESSION)["CRD"] == "2024-10-09"
    assert found(adult(long, new), on=BEFORE_PROGRESSION)["CRD"] == "2024-10-22"


def test_a_term_that_had_ended_chooses_no_tranche() -> None:
    ended = sentence("SDS", "2016-06-06", "8y")
    new = sentence("SDS", "2024-03-04", "18m", ref="s2")
    assert found(adult(ended, new), on=BEFORE_PROGRESSION)["CRD"] == "2024-10-09"
