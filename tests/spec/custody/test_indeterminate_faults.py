"""A life, IPP or DPP sentence on facts that cannot be right: that is said, and no day is given."""

from __future__ import annotations

from typing import Any

import pytest
from directed import TODAY, adult, day, sentence

from tocsin.custody.answer import Dates
from tocsin.custody.facts import Adjustment, Adult, Appeal, Duration, Sentence
from tocsin.custody.licence import licence_on
from tocsin.custody.reckon import dates_of


def life(passed: str = "2021-03-01", *, years: int = 12, **more: Any) -> Sentence:
    return sentence("LIFE", passed, years=years, **more)


def of(*sentences: Sentence, days: tuple[Adjustment, ...] = (), **more: Any) -> Dates:
    return dates_of(Adult(id="A1", sentences=sentences, adjustments=days, **more), on=TODAY)


def codes(dates: Dates) -> list[str]:
    return [one.code for one in dates.problems]


OVERLAP = (
    Adjustment("remand", first=day("2020-12-01"), last=day("2021-01-31")),
    Adjustment("remand", first=day("2021-01-15"), last=day("2021-02-20")),
)


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (life(offence_on=day("2021-03-02")), "T330"),
        (life(consecutive_to="s9"), "T331"),
        (life(consecutive_to="s1"), "T332"),
        (life(years=-1), "T335"),
        (life(years=5000), "T335"),
        (sentence("IPP", "2005-04-03", years=2), "T322"),
        (sentence("DPP", "2012-12-03", years=2), "T322"),
    ],
)
def test_no_end_of_a_minimum_term_is_given(one: Sentence, code: str) -> None:
    dates = of(one)
    assert codes(dates) == [code]
    assert dates.dates == ()
    assert any("cannot be right" in note for note in dates.notes)


@pytest.mark.parametrize("passed", ["2005-04-04", "2012-12-02"])
def test_public_protection_could_be_passed_from_april_2005_to_december_2012(passed: str) -> None:
    assert codes(of(sentence("IPP", passed, years=2))) == []


def test_days_on_remand_that_stand_twice_are_not_taken_off_twice() -> None:
    dates = of(life(), days=OVERLAP)
    assert codes(dates) == ["T333"]
    assert dates.dates == ()


def test_they_are_of_no_account_where_the_court_counted_remand() -> None:
    dates = of(life(net="yes"), days=OVERLAP)
    assert codes(dates) == []
    assert dates.of("TED") is not None


def test_a_fault_of_remand_is_said_once_beside_a_fixed_term() -> None:
    fixed = Sentence("s2", "SDS", day("2021-03-01"), offence_on=day("2020-01-01"), term=Duration(years=3))
    assert codes(of(life(), fixed, days=OVERLAP)) == ["T333"]


def test_remand_to_the_day_of_sentence_or_beyond() -> None:
    past = Adjustment(
        "remand", first=day("2021-02-01"), last=day("2021-03-01"), applies_from=day("2021-03-01")
    )
    assert codes(of(life(), days=(past,))) == ["T334"]


def test_remand_of_later_years_is_not_taken_off_a_minimum_term() -> None:
    later = Adjustment("remand", first=day("2022-02-01"), last=day("2022-03-01"))
    ted = of(life(net="no"), days=(later,)).of("TED")
    assert ted is not None
    assert ted.earliest == day("2033-02-28")


def test_the_other_minimum_term_is_still_given_and_said_to_be_no_last_word() -> None:
    dates = of(life(), life(ref="s2", offence_on=day("2021-04-01")))
    assert [one.sentence for one in dates.dates if one.kind == "TED"] == ["s1"]
    assert any("release may be later" in note for note in dates.notes)


def test_a_fixed_term_that_cannot_be_reckoned_leaves_the_earliest_day_open() -> None:
    wrong = Sentence("s2", "SDS", day("2021-03-01"), offence_on=day("2022-01-01"), term=Duration(years=30))
    dates = of(life(), wrong)
    assert codes(dates) == ["T330"]
    assert dates.of("EARLIEST") is not None
    assert any("the day may be later" in note for note in dates.notes)


def test_remand_for_the_life_sentence_is_no_stray_day_of_the_fixed_term() -> None:
    fixed = Sentence("s2", "SDS", day("2020-03-02"), offence_on=day("2020-01-01"), term=Duration(years=3))
    days = Adjustment("remand", 30, applies_from=day("2021-03-01"))
    assert codes(of(life(), fixed, days=(days,))) == []


def test_an_appeal_that_changed_a_life_sentence_to_nobody_knows_what() -> None:
    changed = Appeal(day("2022-02-01"), "sentence_changed", sentence="s1")
    dates = of(life(), appeals=(changed,))
    assert codes(dates) == ["T342"]
    assert dates.of("TED") is None


def test_an_appeal_dated_before_its_sentence_changes_nothing_and_is_said() -> None:
    early = Appeal(day("2020-02-01"), "conviction_quashed", sentence="s1")
    dates = of(life(), appeals=(early,))
    assert codes(dates) == ["T323"]
    assert dates.of("TED") is None
    assert any("quashed" in note for note in dates.notes)


def test_no_licence_is_denied_where_it_cannot_be_said() -> None:
    wrong = adult(sentence("SDS", "2021-03-01", offence_on=day("2021-04-01"), term=Duration(years=3)))
    said = licence_on(wrong, dates_of(wrong, on=TODAY), on=TODAY).words
    assert "cannot be said" in said[0]
