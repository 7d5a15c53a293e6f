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


# ------------------------------------------------- the whole family, by name, by number, before birth

EXPECTING = Manifest(
    subject="tobi",
    children=(*FAMILY.children, ChildEntry(id="leon", name="Leon Adeyo", due=date(2024, 7, 2))),
)


def told_of(*records: Record, manifest: Manifest = EXPECTING) -> dict[str, set[str]]:
    """By event type, whose it is."""
    files = reads(list(records))
    built = build(
        files, resolve(files, manifest), codings={}, vocabulary=vocabulary(), today=date(2024, 12, 1)
    )
    found: dict[str, set[str]] = {}
    for event in built.events:
        found.setdefault(event.type, set()).add(event.child)
    return found


@pytest.mark.parametrize(
    ("words", "children"),
    [
        ("Joint s47 enquiry agreed on all three children.", {"tobi", "zofia", "leon"}),
        ("Joint s47 enquiry agreed on both children, including the unborn baby.", {"tobi", "zofia", "leon"}),
        ("Joint s47 enquiry agreed on both children.", {"tobi", "zofia"}),
        ("Joint s47 enquiry agreed on Zofia. Tobi well.", {"tobi", "zofia"}),
        ("Joint s47 enquiry agreed on Zofia.", {"zofia"}),
        ("Joint s47 enquiry agreed.", {"tobi"}),
        ("Joint s47 enquiry agreed. The other children in the class were well.", {"tobi"}),
        ("Joint s47 enquiry agreed. No children in the street.", {"tobi"}),
    ],
)
def test_an_enquiry_is_of_the_children_whom_its_row_names_one_by_one_or_together(
    words: str, children: set[str]
) -> None:
    assert told_of(prose("2024-06-10", "social_care", words))["s47_enquiry"] == children


@pytest.mark.parametrize(
    "words",
    [
        "Home visit. All three children seen. Tobi had a bruise to his shin.",
        "Home visit. Tobi, Zofia and the children in the flat below seen. Tobi had a bruise to his shin.",
    ],
)
def test_an_injury_to_one_stays_with_that_one_though_the_row_names_all(words: str) -> None:
    assert told_of(prose("2024-06-10", "health_visiting", words))["injury_seen"] == {"tobi"}


@pytest.mark.parametrize(
    ("words", "children"),
    [
        ("Home visit. Both seen.", {"tobi", "zofia"}),
        ("Home visit. Both parents seen.", {"tobi"}),
        ("Home visit. All three seen.", {"tobi"}),
        ("Home visit. Tobi seen with mother.", {"tobi"}),
        ("Home visit. Children in the nursery group well, Tobi seen.", {"tobi"}),
    ],
)
def test_both_and_all_three_are_children_only_where_there_are_so_many(words: str, children: set[str]) -> None:
    assert told_of(prose("2023-06-10", "social_care", words))["visit"] == children


def test_a_pregnancy_is_the_expected_childs_in_whoevers_file_it_stands() -> None:
    words = "Home visit. Tobi seen with mother. She is pregnant, about six months."
    told = told_of(prose("2024-03-20", "social_care", words))
    assert (told["pregnancy_notified"], told["visit"]) == ({"leon"}, {"tobi"})


def test_a_referral_that_speaks_of_the_baby_is_also_the_expected_childs() -> None:
    words = "Written referral from midwife: mother did not name the father of the baby."
    assert told_of(prose("2024-03-18", "social_care", words))["referral"] == {"tobi", "leon"}


def test_a_child_not_yet_born_is_never_seen_or_hurt() -> None:
    told = told_of(prose("2024-03-18", "social_care", "Home visit. Tobi seen, new cot for the baby."))
    assert told["visit"] == {"tobi"}


def test_what_is_done_for_one_child_in_the_column_of_actions_is_that_childs() -> None:
    cells = {
        "what": "Ambulance called to the flat, boy not responding.",
        "action": "Zofia to her aunt under police protection.",
    }
    assert told_of(row("2024-06-09", "police", cells=cells))["police_protection"] == {"zofia"}


def test_a_label_says_whose_row_it_is_and_only_what_is_done_for_all_goes_further() -> None:
    words = "Bruise to left ear. Zofia at school. Strategy discussion held about all three children."
    told = told_of(prose("2024-06-10", "health_hospital", words, child="Tobi Adeyo"))
    assert told["injury_seen"] == {"tobi"}
    assert told["strategy_discussion"] == {"tobi", "zofia", "leon"}


# ------------------------------------------------- one plan, its children

PLAN = prose(
    "2023-10-09", "social_care", "Initial child protection conference. Plan made for both children.", seq=1
)


@pytest.mark.parametrize(
    ("agency", "words", "event_type", "children"),
    [
        ("social_care", "First core group held, all present.", "core_group", {"tobi", "zofia"}),
        ("social_care", "Core group. Nursery: Tobi settled.", "core_group", {"tobi", "zofia"}),
        ("social_care", "Core group for Zofia held.", "core_group", {"zofia"}),
        (
            "social_care",
            "Review child protection conference. Zofia's words were not in the report.",
            "conference",
            {"tobi", "zofia"},
        ),
        ("social_care", "Announced visit. No reply at the door.", "missed_visit", {"tobi", "zofia"}),
        ("health_visiting", "Planned home visit. No access.", "missed_visit", {"tobi"}),
        ("social_care", "Visit cancelled by mother, Tobi full of cold.", "missed_visit", {"tobi"}),
    ],
)
def test_what_is_done_on_a_plan_is_every_childs_whose_plan_it_is(
    agency: str, words: str, event_type: str, children: set[str]
) -> None:
    later = prose("2023-11-08", agency, words, seq=2)
    files = reads([PLAN, later])
    built = build(files, resolve(files, FAMILY), codings={}, vocabulary=vocabulary(), today=date(2024, 12, 1))
    told = {e.child for e in built.events if e.type == event_type and e.when.start == date(2023, 11, 8)}
    assert told == children


def test_a_child_without_a_plan_has_no_core_group() -> None:
    alone = prose("2023-10-09", "social_care", "Conference. Child protection plan made for Tobi.", seq=1)
    told = told_of(alone, prose("2023-11-08", "social_care", "Core group held.", seq=2), manifest=FAMILY)
    assert told["core_group"] == {"tobi"}


def test_a_row_that_reaches_every_child_is_counted_once() -> None:
    files = reads([PLAN, prose("2023-11-08", "social_care", "Core group held.", seq=2)])
    built = build(files, resolve(files, FAMILY), codings={}, vocabulary=vocabulary(), today=date(2024, 12, 1))
    assert sum(counts.events for counts in built.counts.values()) == 2
