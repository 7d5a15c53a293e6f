"""Parts of the replay: what a silence shows, which harm counts, and what a view leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from msgspec import structs

from tocsin.chronology.event import Account, Event, Known
from tocsin.chronology.parts import Chronology
from tocsin.chronology.views import held_alone, knew_by, known_on
from tocsin.concerns.concern import Response
from tocsin.indicators.finding import Evidence, Finding
from tocsin.records.record import Place
from tocsin.records.when import When
from tocsin.review.assemble import harm_day
from tocsin.review.concerns_out import first_failures
from tocsin.review.replay import NOT_COVERED, evidenced, first_raised

DAY = date(2023, 3, 6)
LATER = date(2023, 5, 1)
SEARCHED = (date(2023, 1, 1), date(2023, 2, 1))


def event(kind: str, day: date = DAY, agency: str = "school", **fields: object) -> Event:
    account = Account(kind, (agency,), When(day, day), f"{agency} wrote this", Place(f"{agency}.csv", "", 2))
    return Event(
        id=f"{kind} {day}",
        key=f"{kind} {day}",
        type=kind,
        when=When(day, day),
        agencies=(agency,),
        child="child-1",
        known=(Known(agency, day, assumed=True),),
        words=f"{agency} wrote this",
        accounts=(account,),
        **fields,  # type: ignore[arg-type]
    )


def absence(absent: str = "strategy_discussion") -> Finding:
    return Finding(
        "a_card", 1, "child-1", "e1", "k1", 0, "suspect", True, DAY, DAY, (Evidence("e1", "anchor"),), "Why.",
        searched=SEARCHED, absent=absent,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("coverage", "certain"),
    [
        (None, True),
        ({"social_care": [(date(2022, 1, 1), date(2023, 6, 1))]}, True),
        (
            {"social_care": [(date(2022, 1, 1), date(2023, 1, 15)), (date(2023, 1, 16), date(2023, 6, 1))]},
            True,
        ),
        ({"social_care": [(date(2022, 1, 1), date(2023, 1, 15))]}, False),
        ({"dental": [(date(2022, 1, 1), date(2023, 6, 1))]}, False),
        ({}, False),
    ],
)
def test_an_absence_is_certain_only_where_a_file_could_show_the_contrary(
    coverage: dict[str, list[tuple[date, date]]] | None, certain: bool
) -> None:
    found = evidenced(absence(), coverage)
    assert found.certain is certain
    assert (NOT_COVERED in found.reason) is not certain


def test_a_finding_that_rests_on_no_silence_needs_no_cover() -> None:
    present = structs.replace(absence(), searched=None, absent="")
    assert evidenced(present, {}) is present


def test_the_harm_is_the_first_death_or_critical_injury_of_a_child_under_review() -> None:
    worst = [event("critical_injury", LATER), event("death", date(2023, 6, 1))]
    assert harm_day([event("injury_seen"), *worst], {"child-1"}) == LATER
    assert harm_day(worst, {"child-2"}) is None
    assert harm_day([event("injury_seen")], {"child-1"}) is None


def test_a_response_that_repeats_call_for_is_missed_once_at_its_first_day() -> None:
    first = Response("referral", "Refer", True, "gp", 1, DAY, DAY, 1, "days", "law", False, "late", LATER)
    again = replace(first, round=2, due_on=LATER, status="missed", answered_on=None)
    asked = replace(first, name="visit", required=False, status="missed")
    assert first_failures([again, asked, first]) == [first]


def test_what_was_learnt_later_was_not_known() -> None:
    told = event("disclosure")
    assert knew_by(told, DAY)
    assert not knew_by(replace(told, known=(Known("school", LATER, assumed=False),)), DAY)
    assert not knew_by(replace(told, known=(Known("family_public", DAY, assumed=False),)), DAY)
    assert not knew_by(replace(told, knowable=False), DAY)


def told_by_two() -> Chronology:
    """Social care was told what school wrote."""
    told = event("disclosure")
    school = (Known("school", DAY, assumed=False, until=LATER), Known("social_care", LATER, assumed=True))
    first = replace(told, known=school)
    second = replace(
        event("disclosure", agency="police"), id="second", known=(Known("police", LATER, assumed=True),)
    )
    both = replace(
        first,
        agencies=("school", "police"),
        known=(*first.known, *second.known),
        accounts=(*first.accounts, *second.accounts),
    )
    return Chronology(
        events=(both,),
        undated=(),
        unmapped=(),
        differences=(),
        counts={},
        assumed_known=1,
        tellings=(first, second),
        joined_into={"second": both.id},
    )


def test_a_withdrawal_or_an_account_that_came_later_has_not_happened() -> None:
    (then,) = known_on(told_by_two(), DAY).events
    assert then.known == (Known("school", DAY, assumed=False),)
    assert [account.agencies for account in then.accounts] == [("school",)]


def test_an_agency_alone_reads_its_own_words_and_else_what_it_was_told() -> None:
    (police,) = held_alone(told_by_two(), "police").events
    assert (police.id, police.words, police.agencies) == (
        event("disclosure").id,
        "police wrote this",
        ("police",),
    )
    (care,) = held_alone(told_by_two(), "social_care").events
    assert care.words == "school wrote this"
    assert [one.agency for one in care.known] == ["social_care"]


def test_a_certain_concern_was_knowable_from_the_day_it_could_be_known_for_certain() -> None:
    possible = structs.replace(absence(), certain=False)
    later = structs.replace(absence(), raised_latest=LATER)
    certain = SimpleNamespace(indicator="a_card", anchors=("e1",), certain=True)
    assert first_raised(certain, [possible, later]) == LATER  # type: ignore[arg-type]
    assert first_raised(certain, [possible]) is None  # type: ignore[arg-type]
    certain.certain = False
    assert first_raised(certain, [possible, later]) == DAY  # type: ignore[arg-type]
