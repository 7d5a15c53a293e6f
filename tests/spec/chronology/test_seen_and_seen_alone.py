"""Seen, and seen alone, are two facts; "not stated" is not "no"."""

from __future__ import annotations

import pytest
from chronology_rows import chronology, coded, only, prose, row


@pytest.mark.parametrize(
    ("event_type", "attributes", "seen", "alone"),
    [
        ("visit", "", "not_stated", "not_stated"),
        ("visit", "child_seen=yes", "yes", "not_stated"),
        ("visit", "child_seen=no", "no", "no"),
        ("visit", "child_seen=seen_alone", "yes", "yes"),
        ("visit", "child_seen=seen_with_carer", "yes", "no"),
        ("visit", "child_seen=seen_asleep", "yes", "not_stated"),
        ("visit", "child_seen=seen_by_video", "no", "no"),
        ("visit", "child_seen=not_seen_refused", "no", "no"),
        ("visit", "child_seen=not_recorded", "not_stated", "not_stated"),
        ("visit", "child_seen=yes;seen_alone=no", "yes", "no"),
        ("visit", "seen_alone=true", "yes", "yes"),
        ("visit", "child_present=7", "not_stated", "not_stated"),
        ("child_seen", "", "yes", "not_stated"),
        ("missed_visit", "", "no", "no"),
        ("missed_visit", "child_seen=yes", "yes", "not_stated"),
        ("health_review", "seen_child=true", "yes", "not_stated"),
        ("hospital_attendance", "", "not_stated", "not_stated"),
        ("paediatric_assessment", "full_examination=true", "yes", "not_stated"),
        ("was_not_brought", "", "no", "no"),
    ],
)
def test_it_says_what_the_row_says(event_type: str, attributes: str, seen: str, alone: str) -> None:
    event = chronology(coded("2023-01-10", "social_care", event_type, attributes)).events[0]
    assert (event.seen, event.seen_alone) == (seen, alone)


@pytest.mark.parametrize(
    ("cells", "seen", "alone", "how"),
    [
        ({"child_seen": "Yes", "seen_alone": "No"}, "yes", "no", ()),
        ({"child_seen": "Y", "seen_alone": ""}, "yes", "not_stated", ()),
        ({"child_seen": "Not seen"}, "no", "no", ()),
        ({"child_seen": "Asleep."}, "yes", "not_stated", ("seen_asleep",)),
        ({"child_seen": "with mother"}, "yes", "no", ("seen_with_carer",)),
        ({"child_seen": "see entry below"}, "not_stated", "not_stated", ()),
    ],
)
def test_it_reads_the_columns_of_a_chronology_table(
    cells: dict[str, str], seen: str, alone: str, how: tuple[str, ...]
) -> None:
    told = row("2023-01-10", "voluntary", cells={"what": "Tea and toast.", **cells})
    event = chronology(told, codings={told.id: ()}).events[0]
    assert (event.seen, event.seen_alone, event.how) == (seen, alone, how)


def test_it_keeps_who_saw_the_child() -> None:
    assert chronology(coded("2023-01-10", "social_care", "visit", "seen_by=duty worker")).events[
        0
    ].seen_by == ("duty worker")


@pytest.mark.parametrize(
    ("agency", "event_type", "attributes", "seen"),
    [
        ("health_visiting", "growth_measurement", "weight_centile=25", "yes"),
        ("health_hospital", "skeletal_survey", "", "yes"),
        ("midwifery", "birth", "", "yes"),
        ("health_hospital", "paediatric_assessment", "", "yes"),
        ("social_care", "paediatric_assessment", "", "not_stated"),
        ("family_public", "birth", "", "not_stated"),
        ("school", "injury_seen", "kind=bruise", "yes"),
        ("school", "injury_seen", "kind=bruise;reported_by=mother", "not_stated"),
        ("family_public", "injury_seen", "kind=bruise", "not_stated"),
        ("health_hospital", "hospital_attendance", "admitted=true", "yes"),
        ("dental", "dental_contact", "", "not_stated"),
        ("dental", "dental_contact", "finding=caries", "yes"),
    ],
)
def test_what_needs_the_child_there_is_seen_by_those_who_do_it(
    agency: str, event_type: str, attributes: str, seen: str
) -> None:
    event = chronology(coded("2023-01-10", agency, event_type, attributes)).events[0]
    assert (event.seen, event.agencies) == (seen, (agency,))


@pytest.mark.parametrize(
    ("agency", "words", "event_type", "seen"),
    [
        ("health_hospital", "ED attendance, fever. Examined, chest clear.", "hospital_attendance", "yes"),
        ("health_hospital", "ED attendance, fever. Not examined.", "hospital_attendance", "not_stated"),
        ("health_hospital", "ED attendance with fever.", "hospital_attendance", "not_stated"),
        ("school", "Bruise to left cheek seen at registration.", "injury_seen", "yes"),
        ("health_visiting", "Bruise to left cheek, not seen by HV.", "injury_seen", "not_stated"),
        ("social_care", "Bruise to left cheek.", "injury_seen", "not_stated"),
    ],
)
def test_prose_says_so_only_where_its_writer_was_there(
    agency: str, words: str, event_type: str, seen: str
) -> None:
    assert only(chronology(prose("2023-01-10", agency, words)).events, event_type).seen == seen


def test_an_injury_of_a_child_who_left_unseen_was_seen_by_nobody() -> None:
    told = prose("2023-01-10", "health_hospital", "Bruise to left forearm. Left before being seen.")
    event = only(chronology(told).events, "injury_seen")
    assert event.seen == "not_stated"
