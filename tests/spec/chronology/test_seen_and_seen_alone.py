"""Seen, and seen alone, are two facts; "not stated" is not "no"."""

from __future__ import annotations

import pytest
from chronology_rows import chronology, coded, row


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
