"""Events stand in the order in which they happened; prose is coded as a proposal or kept as a note."""

from __future__ import annotations

from datetime import date, time

from chronology_rows import TODAY, chronology, coded, day, only, prose, reads, types

from tocsin.chronology.build import build
from tocsin.chronology.coding.words import Proposal
from tocsin.chronology.vocabulary import vocabulary
from tocsin.identity.resolve import resolve
from tocsin.records.when import When


def test_rows_of_one_day_stand_as_the_file_has_them() -> None:
    rows = [
        coded("2023-01-10", "school", kind, seq=n) for n, kind in enumerate(("visit", "discharge", "arrest"))
    ]
    assert types(chronology(*rows).events) == ["visit", "discharge", "arrest"]


def test_a_row_without_a_time_follows_the_row_above_it() -> None:
    late = coded(
        "2023-01-10",
        "school",
        "visit",
        seq=1,
        when=When(day("2023-01-10"), day("2023-01-10"), clock=time(15)),
    )
    bare = coded("2023-01-10", "school", "discharge", seq=2)
    early = coded(
        "2023-01-10", "police", "arrest", when=When(day("2023-01-10"), day("2023-01-10"), clock=time(9))
    )
    assert types(chronology(late, bare, early).events) == ["arrest", "visit", "discharge"]


def test_a_vague_row_stands_after_the_rows_above_it_where_the_file_states_its_order() -> None:
    told = chronology(
        coded("2023-01-18", "school", "visit", seq=1, ordered=True),
        coded("2023-01-01/2023-01-31", "school", "discharge", seq=2, ordered=True),
    )
    assert types(told.events) == ["visit", "discharge"]
    assert told.events[1].when.start == date(2023, 1, 1)
    assert told.events[0].ordered_in == "school.csv"


def test_an_undated_row_is_kept_and_raises_nothing() -> None:
    told = chronology(prose("", "school", "Unkempt again."), coded("2023-01-10", "police", "arrest"))
    assert [record.cells["what"] for record in told.undated] == ["Unkempt again."]
    assert types(told.events) == ["arrest"]
    assert told.counts["school.csv"].undated == 1


def test_prose_with_nothing_to_code_is_a_note() -> None:
    told = chronology(prose("2023-01-10", "voluntary", "Tea and toast at the drop-in."))
    assert types(told.events) == ["note"]
    assert not told.events[0].proposed


def test_what_the_user_confirmed_replaces_what_was_proposed() -> None:
    row = prose("2023-01-10", "health_visiting", "Home visit. Bruise on left cheek.")
    confirmed = Proposal("visit", {"announced": ("false",)}, ("Home visit",), primary=True, confirmed=True)
    injury = Proposal("injury_seen", {"kind": ("bruise",), "site": ("cheek",)}, ("Bruise on left cheek",))
    told = chronology(row, codings={row.id: (injury, confirmed)})
    visit, seen = only(told.events, "visit"), only(told.events, "injury_seen")
    assert not visit.proposed
    assert visit.because == ("Home visit",)
    assert seen.derived_from == visit.id
    assert seen.proposed  # the user has not said a word on it


def test_a_confirmed_nothing_is_a_note() -> None:
    row = prose("2023-01-10", "health_visiting", "Home visit. Bruise on left cheek.")
    assert types(chronology(row, codings={row.id: ()}).events) == ["note"]


def test_an_event_keeps_its_id_when_the_file_is_saved_again_under_other_rows() -> None:
    row = coded("2023-01-10", "school", "visit")
    other = coded("2023-03-10", "police", "arrest")
    alone, together = chronology(row), chronology(other, row)
    assert alone.events[0].id == together.events[0].id
    assert alone.events[0].key == together.events[0].key


def test_a_child_seen_before_birth_is_flagged_and_kept() -> None:
    told = chronology(
        coded("2023-05-01", "midwifery", "birth"),
        coded("2022-01-10", "school", "injury_seen", "kind=bruise"),
        coded("2022-12-10", "midwifery", "antenatal_booking", seq=2),
    )
    assert [(flag.kind, flag.event) for flag in told.flags] == [("before_birth", told.events[0].id)]
    assert len(told.events) == 3


def test_an_event_of_the_future_is_flagged_and_kept() -> None:
    files = reads([coded("2027-01-10", "probation", "release_expected")])
    told = build(files, resolve(files, None), codings={}, vocabulary=vocabulary(), today=TODAY)
    assert [flag.kind for flag in told.flags] == ["future"]


def test_a_file_about_two_children_says_so() -> None:
    told = chronology(
        coded("2023-01-10", "school", "school_absence", child="Amina", seq=1),
        coded("2023-01-11", "school", "school_absence", child="Yusuf", seq=2),
        coded("2023-01-11", "police", "arrest"),
    )
    assert set(told.notes) == {"school.csv"}
    assert "2 children (Amina, Yusuf), told apart by their child labels" in told.notes["school.csv"][0]


def test_a_birth_told_in_prose_dates_the_child() -> None:
    row = prose("2023-05-01", "midwifery", "Born at term.")
    told = chronology(row, codings={row.id: (Proposal("birth", {}, ("Born",), primary=True),)})
    assert told.people.get("child-1").born == row.when
