"""What cannot be right is said, with its code and place; the dates that rest on it are withheld."""

from __future__ import annotations

from datetime import date

import pytest
from fixed_terms import TODAY, adult, codes, day, sentence

from tocsin.custody.facts import Adjustment, Adult, Appeal, Duration, Offence, Sentence
from tocsin.custody.reckon import dates_of


def remand(days: int, first: str = "", last: str = "", *, counts: str = "2020-03-02") -> Adjustment:
    begun, ended = (day(first), day(last)) if first else (None, None)
    return Adjustment("remand", days, begun, ended, applies_from=day(counts))


GOOD = sentence("SDS", "2020-03-02", "3y")


@pytest.mark.parametrize(
    ("who", "code", "where"),
    [
        (adult(sentence("SDS", "2020-03-02", "3y", offence_on=day("2020-03-03"))), "T330", "s1"),
        (
            adult(
                sentence("SDS", "2020-03-02", "3y", offence_on=None, offence="o1"),
                offences=(Offence("o1", committed_from=day("2021-01-01")),),
            ),
            "T330",
            "s1",
        ),
        (adult(GOOD, sentence("SDS", "2020-03-02", "1y", ref="s2", consecutive_to="s9")), "T331", "s2"),
        (adult(sentence("SDS", "2020-03-02", "1y", consecutive_to="s1")), "T332", "s1"),
        (adult(GOOD, remand=0, adjustments=(remand(0),)), "T341", "adjustment 1 (remand)"),
        (
            adult(GOOD, adjustments=(remand(10, "2020-01-01", "2020-01-05"),)),
            "T341",
            "adjustment 1 (remand)",
        ),
        (adult(GOOD, adjustments=(remand(5, "2020-03-01", "2020-03-05"),)), "T334", "adjustment 1 (remand)"),
        (
            adult(
                GOOD,
                adjustments=(remand(20, "2020-01-01", "2020-01-20"), remand(11, "2020-01-20", "2020-01-30")),
            ),
            "T333",
            "adjustment 2",
        ),
        (adult(GOOD, adjustments=(remand(20), remand(20))), "T333", "adjustment 2"),
        (adult(GOOD, adjustments=(Adjustment("restored_days", 5),)), "T341", "adjustments"),
        (adult(sentence("SDS", "2020-03-02", "0d")), "T335", "s1"),
        (adult(sentence("SDS", "2020-03-02", "900y")), "T335", "s1"),
        (adult(sentence("EDS", "2020-03-02", "5y")), "T337", "s1"),
        (adult(sentence("SOPC", "2015-01-01", "5y")), "T322", "s1"),
        (adult(sentence("SDS", "1985-01-01", "5y")), "T322", "s1"),
        (adult(sentence("SDS", "0001-01-01", "5y")), "T322", "s1"),
        (adult(sentence("SDS", "2020-03-02", "5y", exclusions=("everything",))), "T340", "s1"),
        (adult(GOOD, GOOD), "T319", "s1"),
        (
            adult(GOOD, appeals=(Appeal(day("2020-06-01"), "sentence_changed", "s1"),)),
            "T342",
            "s1",
        ),
        (
            adult(
                sentence("SDS", "2020-03-02", "3y", consecutive_to="life"),
                Sentence("life", "LIFE", day("2020-03-02"), minimum_term=Duration(years=12)),
            ),
            "T343",
            "s1",
        ),
    ],
)
def test_it_is_said_and_no_release_is_given(who: Adult, code: str, where: str) -> None:
    dates = dates_of(who, on=TODAY)
    assert (code, where) in [(one.code, one.where) for one in dates.problems]
    assert all(one.do for one in dates.problems)
    assert dates.release is None
    assert not {"CRD", "ARD", "SLED", "SED", "PED"} & {one.kind for one in dates.dates}
    assert any("cannot be right as it stands" in note for note in dates.notes)


def test_a_loop_of_three_is_found() -> None:
    run = [
        sentence("SDS", "2020-03-02", "1y", ref=ref, consecutive_to=after)
        for ref, after in (("a", "b"), ("b", "c"), ("c", "a"))
    ]
    assert codes(dates_of(adult(*run), on=TODAY)) == ["T332", "T332", "T332"]


def test_where_only_the_days_of_remand_are_wrong_the_unadjusted_end_stands() -> None:
    dates = dates_of(adult(GOOD, adjustments=(remand(5, "2020-03-01", "2020-03-05"),)), on=TODAY)
    assert [(one.kind, one.earliest) for one in dates.dates] == [("ESED", date(2023, 3, 1))]


def test_a_sentence_of_after_the_reckoning_is_left_out_and_said() -> None:
    who = adult(GOOD, sentence("SDS", "2062-03-02", "3y", ref="s2"))
    dates = dates_of(who, on=TODAY)
    assert codes(dates) == ["T338"]
    assert dates.release is not None
    assert dates.release.earliest == date(2021, 8, 31)


def test_remand_for_a_sentence_that_is_not_there_is_not_counted_and_said() -> None:
    who = adult(GOOD, adjustments=(remand(30, "2019-01-01", "2019-01-30", counts="2019-02-01"),))
    dates = dates_of(who, on=TODAY)
    assert codes(dates) == ["T339"]
    assert dates.release is not None
    assert dates.release.earliest == date(2021, 8, 31)


def test_consecutive_to_a_sentence_that_an_appeal_quashed() -> None:
    who = adult(
        GOOD,
        sentence("SDS", "2020-03-02", "1y", ref="s2", consecutive_to="s1"),
        appeals=(Appeal(day("2020-06-01"), "conviction_quashed", "s1"),),
    )
    dates = dates_of(who, on=TODAY)
    assert codes(dates) == ["T331"]
    assert "quashed on appeal" in dates.problems[0].found


def test_a_problem_holds_no_name() -> None:
    who = adult(sentence("SDS", "2020-03-02", "0d"), name="Ifeoma Adeyemi-Clarke")
    said = " ".join(f"{one.found} {one.where} {one.do}" for one in dates_of(who, on=TODAY).problems)
    assert "Ifeoma" not in said


def test_fewer_days_than_their_period_are_used_as_stated_and_said() -> None:
    dates = dates_of(adult(GOOD, adjustments=(remand(10, "2020-01-01", "2020-01-20"),)), on=TODAY)
    assert dates.release is not None
    assert dates.release.earliest == date(2021, 8, 21)
    assert "10 days are stated for a period of 20" in dates.notes[0]
