"""Agencies' own words become the vocabulary's by tables; what no table knows is kept and listed."""

from __future__ import annotations

import pytest
from chronology_rows import chronology, coded, only, types


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no_contact", "missed_visit"),
        ("service_lapsed", "missed_visit"),
        ("police_record", "police_incident"),
        ("missing_report", "missing_episode"),
        ("childcare_started", "household_change"),
        ("worker_absence", "worker_change"),
        ("concerns_below_threshold", "referral_decision"),
        ("A&E attendance", "hospital_attendance"),
    ],
)
def test_it_reads_event_types_by_other_names(written: str, meant: str) -> None:
    told = "ed_attendance" if written.startswith("A&E") else written
    assert types(chronology(coded("2023-01-10", "social_care", told)).events) == [meant]


def test_a_worry_recorded_is_the_schools_own_or_a_contact() -> None:
    rows = (
        coded("2023-01-10", "school", "concern_recorded"),
        coded("2023-01-10", "voluntary", "concern_recorded"),
    )
    assert sorted(types(chronology(*rows).events)) == ["contact_received", "school_concern_logged"]


def test_it_keeps_an_unknown_event_type_as_written_and_lists_it() -> None:
    told = chronology(coded("2023-01-10", "school", "assembly_held"))
    assert types(told.events) == ["assembly_held"]
    assert [(u.field, u.value, u.times) for u in told.unmapped] == [("event_type", "assembly_held", 1)]
    assert told.unmapped[0].first_event == told.events[0].id


def test_it_keeps_an_unknown_value_as_written_and_lists_it() -> None:
    told = chronology(
        coded("2023-01-10", "health_gp", "injury_seen", "kind=bruise;site=tail;explanation=fell")
    )
    event = only(told.events, "injury_seen")
    assert event.attributes["site"] == ("tail",)
    assert {(u.field, u.value) for u in told.unmapped} == {
        ("injury_seen.site", "tail"),
        ("injury_seen.explanation", "fell"),
    }


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("site=buttocks", "buttock"),
        ("site=ears", "ear"),
        ("site=face", "face_unspecified"),
        ("site=head", "head_unspecified"),
        ("site=leg", "leg_unspecified"),
        ("kind=cut", "laceration"),
        ("kind=scratch", "abrasion"),
        ("kind=swelling", "non_specific_mark"),
        ("kind=burn", "burn_other"),
        ("medical_opinion=suspected_nai", "likely_inflicted"),
    ],
)
def test_it_reads_injury_words_by_other_names(written: str, code: str) -> None:
    event = only(chronology(coded("2023-01-10", "school", "injury_seen", written)).events, "injury_seen")
    assert event.attributes[written.partition("=")[0]] == (code,)


@pytest.mark.parametrize(
    ("written", "attribute", "meant"),
    [
        ("unannounced=yes", "announced", ("false",)),
        ("child_age_months=8", "age_months", ("8",)),
        ("child_age_weeks=6", "age_months", ("1",)),
        ("delay_days=4", "delay_hours", ("96",)),
        ("delay_hours=12-24", "delay_hours", ("12-24",)),
        ("photo=no", "photo", ("false",)),
    ],
)
def test_it_reads_attributes_said_in_other_words(
    written: str, attribute: str, meant: tuple[str, ...]
) -> None:
    event = chronology(coded("2023-01-10", "social_care", "injury_seen", written)).events[0]
    assert event.attributes[attribute] == meant


def test_not_walking_alone_says_nothing_of_crawling() -> None:
    told = chronology(coded("2023-01-10", "health_hospital", "injury_seen", "mobile=not_walking"))
    assert told.events[0].attributes["mobility"] == ("not_walking",)
    assert [u.value for u in told.unmapped] == ["not_walking"]


def test_what_is_not_stated_is_absent() -> None:
    told = chronology(coded("2023-01-10", "court", "placement", "placed_with=not_stated"))
    assert "placed_with" not in told.events[0].attributes
    assert told.unmapped == ()


def test_it_never_reads_what_a_later_reviewer_concluded() -> None:
    words = "mo_basis=review;listed_in=list;done_on=2023-02-01;delay_weeks=3;review_note=late;kind=bruise"
    event = chronology(coded("2023-01-10", "school", "injury_seen", words)).events[0]
    assert event.attributes == {"kind": ("bruise",)}


def test_a_running_total_is_a_note() -> None:
    told = chronology(coded("2023-01-10", "police", "police_incident", "count=27;aggregate=yes"))
    assert types(told.events) == ["note"]
