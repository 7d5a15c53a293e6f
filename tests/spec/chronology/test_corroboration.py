"""One happening told by several agencies is one event with several accounts; two happenings stay two."""

from __future__ import annotations

from dataclasses import replace

import pytest
from chronology_rows import chronology, coded, only, prose, types

from tocsin.chronology.coding.words import Proposal

BRUISE = "kind=bruise;site=cheek"


def test_one_injury_told_by_three_agencies_is_one_event() -> None:
    told = chronology(
        coded("2023-01-10", "school", "injury_seen", BRUISE),
        coded("2023-01-10", "health_gp", "injury_seen", BRUISE),
        coded("2023-01-10", "social_care", "injury_seen", BRUISE),
    )
    event = only(told.events, "injury_seen")
    assert len(event.accounts) == 3
    assert set(event.agencies) == {"school", "health_gp", "social_care"}
    assert sum(count.further_accounts for count in told.counts.values()) == 2


def test_different_injuries_stay_apart() -> None:
    told = chronology(
        coded("2023-01-10", "school", "injury_seen", BRUISE),
        coded("2023-01-10", "health_gp", "injury_seen", "kind=bruise;site=shin"),
        coded("2023-01-10", "police", "injury_seen", "kind=burn;site=cheek"),
        coded("2023-01-20", "social_care", "injury_seen", BRUISE),
    )
    assert len(told.events) == 4


def test_a_referral_told_by_its_maker_and_by_social_care_is_one() -> None:
    told = chronology(
        coded("2023-01-10", "health_hospital", "referral", "source_code=3E"),
        coded("2023-01-10", "social_care", "referral", "source_code=3D"),
    )
    assert only(told.events, "referral").agencies == ("health_hospital", "social_care")


@pytest.mark.parametrize(
    ("agency", "source"), [("social_care", "1A"), ("health_gp", "3E"), ("social_care", "")]
)
def test_referrals_by_two_kinds_of_people_or_to_nobody_in_common_are_two(agency: str, source: str) -> None:
    told = chronology(
        coded("2023-01-10", "health_hospital", "referral", "source_code=3E"),
        coded("2023-01-10", agency, "referral", f"source_code={source}" if source else ""),
    )
    assert len(told.events) == 2


def test_two_rows_of_one_agency_are_two_happenings() -> None:
    told = chronology(
        coded("2023-01-10", "police", "police_incident", "kind=domestic_abuse"),
        coded("2023-01-10", "police", "police_incident", "kind=domestic_abuse", seq=2),
    )
    assert len(told.events) == 2


def test_rows_of_one_coded_chronology_are_never_joined() -> None:
    told = chronology(
        coded("2023-01-10", "school", "injury_seen", BRUISE, file="all.csv", seq=1, ordered=True),
        coded("2023-01-10", "health_gp", "injury_seen", BRUISE, file="all.csv", seq=2, ordered=True),
    )
    assert len(told.events) == 2


def test_one_reference_tells_one_incident_on_two_dates_and_the_dates_differ() -> None:
    told = chronology(
        coded("2023-01-10", "police", "police_incident", "kind=domestic_abuse;reference=NK/0441/23"),
        coded("2023-01-11", "housing", "police_incident", "kind=domestic_abuse;reference=NK/0441/23"),
    )
    event = only(told.events, "police_incident")
    assert event.accounts[1].differs == ("date",)
    assert [difference.about for difference in told.differences] == ["date"]


def test_a_meeting_is_one_however_many_took_part() -> None:
    told = chronology(
        coded("2023-01-10", "social_care", "strategy_discussion", "outcome=s47"),
        coded("2023-01-10", "police", "strategy_discussion"),
    )
    assert types(told.events) == ["strategy_discussion"]


def test_a_row_that_mentions_the_meeting_of_another_row_adds_no_second_meeting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meeting = Proposal("strategy_discussion", {}, ("strategy discussion",), primary=True)
    mention = (Proposal("referral", {}, ("referral",), primary=True), Proposal("strategy_discussion"))
    rows = (
        prose("2023-01-10", "social_care", "Referral taken; strategy discussion at 13:30.", seq=1),
        prose("2023-01-10", "social_care", "Strategy discussion held.", seq=2),
    )
    monkeypatch.setattr("tocsin.chronology.build.propose", lambda _words, **_: mention)
    told = chronology(*rows, codings={rows[1].id: (meeting,)})
    assert types(told.events) == ["referral", "strategy_discussion"]
    said = tuple(replace(one, confirmed=True) for one in mention)
    confirmed = chronology(*rows, codings={rows[0].id: said, rows[1].id: (replace(meeting, confirmed=True),)})
    assert types(confirmed.events).count("strategy_discussion") == 2


def test_many_words_in_common_tell_one_happening_in_prose() -> None:
    shared = "Neighbour heard shouting and glass breaking upstairs, officers attended, door damaged"
    rows = (
        prose("2023-01-10", "police", f"{shared}. Male left before arrival."),
        prose("2023-01-11", "housing", f"{shared}. Repair ordered."),
    )
    codings = {
        row.id: (Proposal("police_incident", {}, ("officers attended",), primary=True),) for row in rows
    }
    told = chronology(*rows, codings=codings)
    assert types(told.events) == ["police_incident"]


def test_explanations_that_differ_are_a_fact_and_leave_neither_settled() -> None:
    told = chronology(
        coded("2023-01-10", "school", "injury_seen", BRUISE + ";explanation=suitable"),
        coded("2023-01-10", "health_gp", "injury_seen", BRUISE + ";explanation=unsuitable_inconsistent"),
    )
    event = only(told.events, "injury_seen")
    assert event.attributes["explanation"] == ("unsuitable_inconsistent",)
    assert [difference.about for difference in told.differences] == ["explanation"]


def test_a_household_that_two_agencies_describe_differently_is_a_fact() -> None:
    told = chronology(
        coded("2023-01-10", "housing", "housing_application", "household=mother,child"),
        coded("2023-02-10", "health_visiting", "visit", "household_present=mother,mothers_partner"),
    )
    (difference,) = told.differences
    assert difference.about == "household"
    assert "mothers partner" in difference.words
    assert len(difference.events) == 2


def test_an_event_that_follows_from_a_joined_row_follows_from_the_event_it_joined() -> None:
    told = chronology(
        coded(
            "2023-01-10", "health_hospital", "hospital_attendance", "reason=injury;kind=fracture;site=ribs"
        ),
        coded("2023-01-10", "health_gp", "hospital_attendance", "reason=injury"),
    )
    attendance = only(told.events, "hospital_attendance")
    assert only(told.events, "injury_seen").derived_from == attendance.id
