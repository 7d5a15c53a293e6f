"""The example with the codes a person gave by hand: what its README says a careful reviewer would find.

The coder has no part in this: what fails here is a card, a clock or the chronology.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import pytest

from tocsin.chronology.coding import Proposal
from tocsin.chronology.coding.table import parsed
from tocsin.chronology.drafts import words_of
from tocsin.records.record import Record
from tocsin.review.assemble import assemble
from tocsin.review.codes import Codes
from tocsin.review.material import chronology_of, gather
from tocsin.review.schema import ConcernOut, Review
from tocsin.working_days import england

EXAMPLES = Path(__file__).parents[3] / "examples"
TODAY = date(2026, 1, 1)
NEAR = timedelta(days=3)

RAISED = [
    (date(2023, 9, 19), "patterned_bruise", "the straight bruise that nursery saw"),
    (date(2024, 2, 6), "bruising_site_or_pattern_suspicious", "the bruise to the ear"),
    (date(2024, 2, 6), "injury_on_cp_plan", "an injury to a child with a plan"),
    (date(2023, 11, 14), "was_not_brought_known_child", "the follow-up nobody chased"),
    (date(2024, 4, 26), "child_disclosure", "Zofia tells"),
    (date(2024, 5, 27), "left_before_seen", "the swollen arm, left unseen"),
]
QUIET = [
    (date(2022, 8, 13), "the scooter, with an account that fits"),
    (date(2023, 1, 18), "lice, treated"),
    (date(2023, 3, 14), "a day off for a funeral"),
]


def marks() -> dict[tuple[str, str, int], list[dict[str, str]]]:
    found: dict[tuple[str, str, int], list[dict[str, str]]] = defaultdict(list)
    with (EXAMPLES / "riverside.marked.csv").open(encoding="utf-8-sig", newline="") as lines:
        for line in csv.DictReader(lines):
            if line["event_type"].strip():
                found[line["file"], line["part"], int(line["row"])].append(line)
    return found


def as_proposals(record: Record, lines: list[dict[str, str]]) -> list[Proposal]:
    text = words_of(record).text
    proposals = []
    for number, line in enumerate(lines):
        start = max(text.find(line["words"].strip()), 0)
        attributes = parsed(line["attributes"]) or {}
        span = (start, start + len(line["words"]))
        first = number == 0
        proposals.append(
            Proposal(line["event_type"], attributes, (line["words"],), span, primary=first, confirmed=True)
        )
    return proposals


@lru_cache(maxsize=1)
def review() -> Review:
    material = gather(EXAMPLES / "riverside", today=TODAY)
    said = marks()
    by_record = {
        record.id: as_proposals(
            record, said.get((record.place.file, record.place.part, record.place.row), [])
        )
        for record in material.records.values()
        if record.when is not None
    }
    codes = Codes((), by_record, ())
    chronology = chronology_of(material.folder, material.manifest, codes, today=TODAY)
    return assemble(replace(material, chronology=chronology, codes=codes), calendar=england())


def near(concern: ConcernOut, day: date) -> bool:
    days = [concern.raised_on, concern.raised_earliest, *concern.extended_on]
    return any(abs(one - day) <= NEAR for one in days)


@pytest.mark.parametrize(("day", "indicator", "story"), RAISED, ids=[story for *_, story in RAISED])
def test_it_raises_what_a_careful_reviewer_would_find(day: date, indicator: str, story: str) -> None:
    assert [one for one in review().concerns if one.indicator == indicator and near(one, day)], story


@pytest.mark.parametrize(("day", "story"), QUIET, ids=[story for _, story in QUIET])
def test_it_leaves_ordinary_days_alone(day: date, story: str) -> None:
    rung = [one.indicator for one in review().concerns if near(one, day) and one.strength == "suspect"]
    assert rung == [], story


def test_it_shows_the_nineteenth_of_september_as_answered_in_time() -> None:
    (concern,) = [
        one for one in review().concerns if one.indicator == "patterned_bruise" and one.raised_on.year == 2023
    ]
    assert concern.state == "answered"
    assert {one.status for one in concern.responses if one.required} == {"answered"}


def test_it_shows_the_serious_incident() -> None:
    assert review().harm_on == date(2024, 6, 9)


def of_the_child(child: str, indicator: str) -> list[ConcernOut]:
    return [one for one in review().concerns if one.child == child and one.indicator == indicator]


def test_the_enquiry_into_all_three_children_is_leons_before_his_birth() -> None:
    enquiries = {event.child for event in review().events if event.type == "s47_enquiry"}
    assert "leon" in enquiries
    asked = {
        one.raised_on.year * 100 + one.raised_on.month for one in of_the_child("leon", "sibling_on_plan")
    }
    assert asked == {202403}  # at the booking nobody discussed him; in June somebody had


def test_the_decision_on_the_midwifes_referral_is_leons_too() -> None:
    late = of_the_child("leon", "statutory_timescale_breached")
    assert [one.raised_on for one in late] == [date(2024, 7, 2)]  # the conference, a day after its fifteen


def test_the_core_groups_and_the_review_are_of_both_children_of_the_plan() -> None:
    for event_type in ("core_group", "conference"):
        days = {
            child: {e.happened.start for e in review().events if e.type == event_type and e.child == child}
            for child in ("tobi", "zofia")
        }
        assert days["tobi"] == days["zofia"] != set()


def test_it_counts_nothing_as_proposed() -> None:
    assert review().counts.proposed_events == 0
    assert review().counts.all == review().counts.without_proposals
