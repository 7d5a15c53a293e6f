"""A row about several children: what is each child's, and what is one child's alone."""

from __future__ import annotations

from datetime import date

import pytest
from chronology_rows import prose, reads, row

from tocsin.chronology.build import build
from tocsin.chronology.event import Event
from tocsin.chronology.vocabulary import vocabulary
from tocsin.identity.people import People
from tocsin.identity.resolve import resolve
from tocsin.records.manifest import ChildEntry, Manifest
from tocsin.records.record import Record

FAMILY = Manifest(
    subject="tobi",
    children=(
        ChildEntry(id="tobi", name="Tobi Adeyo", born=date(2020, 5, 9)),
        ChildEntry(id="zofia", name="Zofia Adeyo", born=date(2017, 2, 21)),
    ),
)


def events(record: Record) -> list[Event]:
    files = reads([record])
    people = resolve(files, FAMILY)
    built = build(files, people, codings={}, vocabulary=vocabulary(), today=date(2024, 12, 1))
    return list(built.events)


def people_of(*records: Record) -> People:
    files = reads(list(records))
    people = resolve(files, FAMILY)
    return build(files, people, codings={}, vocabulary=vocabulary(), today=date(2024, 12, 1)).people


def of(found: list[Event], event_type: str) -> dict[str, Event]:
    return {event.child: event for event in found if event.type == event_type}


@pytest.mark.parametrize(
    ("words", "injured"),
    [
        ("Medical: bruise to left buttock, Zofia examined also and no injury found.", {"tobi"}),
        ("Tobi and Zofia seen. Zofia had a bruise to her cheek.", {"zofia"}),
        ("Tobi seen, no marks. Zofia had a bruise to her cheek.", {"zofia"}),
        ("Tobi had a bruise to his arm. Zofia had a graze to her knee.", {"tobi", "zofia"}),
        ("Both children had a bruise to the cheek.", {"tobi", "zofia"}),
    ],
)
def test_an_injury_is_that_of_the_child_named_nearest_before_it(words: str, injured: set[str]) -> None:
    assert set(of(events(prose("2023-09-19", "health_hospital", words)), "injury_seen")) == injured


def test_each_childs_injury_keeps_its_own_place_on_the_body() -> None:
    told = prose("2023-09-19", "school", "Tobi had a bruise to his arm. Zofia had a graze to her knee.")
    found = of(events(told), "injury_seen")
    assert {child: event.attributes["kind"] for child, event in found.items()} == {
        "tobi": ("bruise",),
        "zofia": ("abrasion",),
    }


def test_a_visit_is_each_childs_and_how_each_was_seen_its_own() -> None:
    words = "Statutory visit. Tobi asleep on the sofa, not woken. Zofia seen with mother."
    cells = {"what": words, "child_seen": "asleep", "seen_alone": ""}
    found = of(events(row("2023-10-26", "social_care", cells=cells)), "visit")
    assert found["tobi"].how == ("seen_asleep",)
    assert (found["zofia"].how, found["zofia"].seen_alone) == (("seen_with_carer",), "no")


def test_a_conference_about_two_children_is_each_childs() -> None:
    words = "Initial child protection conference. Tobi and Zofia made subject to child protection plans."
    found = events(prose("2023-10-09", "social_care", words))
    assert set(of(found, "conference")) == {"tobi", "zofia"}


@pytest.mark.parametrize(
    ("words", "teller"),
    [
        ("Zofia told her teacher that Callum shuts Tobi in the hall.", "zofia"),
        ("Both children late again, Zofia tired and Tobi hungry.", "not_stated"),
    ],
)
def test_words_in_the_voice_column_are_those_of_the_child_who_told_them(words: str, teller: str) -> None:
    cells = {"what": words, "voice": "I am scared."}
    first, *rest = events(row("2024-04-26", "school", cells=cells, child="Tobi Adeyo, Zofia Adeyo"))
    assert first.attributes["voice_of"] == (teller,)
    assert first.child == (teller if teller != "not_stated" else "tobi")
    assert not any("voice_of" in event.attributes for event in rest)


def test_a_row_ticked_for_two_children_that_names_neither_is_both_childrens() -> None:
    told = prose(
        "2023-03-31", "school", "Both absent for one day, authorised.", child="Tobi Adeyo, Zofia Adeyo"
    )
    assert set(of(events(told), "school_absence")) == {"tobi", "zofia"}


@pytest.mark.parametrize(
    "words", ["Home visit. Tobi seen with mother.", "Home visit. Mother opened the door. Tobi seen asleep."]
)
def test_a_mother_met_at_a_home_visit_is_of_the_household(words: str) -> None:
    found = people_of(prose("2023-10-26", "social_care", words))
    (mother,) = [person.id for person in found.persons if "mother" in person.roles]
    assert [one.verified for one in found.memberships if one.person == mother] == ["seen_in_home"]


def test_a_mother_who_rings_is_not_met_at_home() -> None:
    found = people_of(prose("2023-10-26", "social_care", "Visit cancelled by mother by text."))
    (mother,) = [person.id for person in found.persons if "mother" in person.roles]
    assert not [one for one in found.memberships if one.person == mother]


def test_an_adults_own_history_names_that_adult() -> None:
    history = prose("2019-03-01", "police", "ASHDOWN, Kieran (b. 11/02/1991) convicted of battery.", seq=1)
    later = prose("2023-06-03", "police", "Argument with her partner Kieran ASHDOWN about money.", seq=2)
    files = reads([history, later])
    people = resolve(files, FAMILY)
    built = build(files, people, codings={}, vocabulary=vocabulary(), today=date(2024, 12, 1))
    (conviction,) = [event for event in built.events if event.type == "conviction"]
    assert [people.get(one).names for one in conviction.people] == [("Kieran ASHDOWN",)]
