"""What a row says besides its own event: once, beside it, and only where somebody saw it."""

from __future__ import annotations

from chronology_rows import chronology, coded, only, types


def test_an_injury_on_an_attendance_is_one_injury_seen() -> None:
    told = chronology(
        coded(
            "2023-01-10",
            "health_hospital",
            "hospital_attendance",
            "kind=fracture,bruise;site=arm;delay_hours=26",
        )
    )
    injury = only(told.events, "injury_seen")
    assert injury.attributes == {
        "kind": ("fracture", "bruise"),
        "site": ("arm_unspecified",),
        "delay_hours": ("26",),
    }
    assert injury.derived_from == only(told.events, "hospital_attendance").id
    assert only(told.events, "hospital_attendance").attributes["injury_related"] == ("true",)


def test_an_illness_on_an_attendance_is_no_injury() -> None:
    rows = (
        coded("2023-01-10", "health_hospital", "hospital_attendance", "kind=asthma"),
        coded(
            "2023-03-10",
            "health_hospital",
            "hospital_attendance",
            "kind=malnutrition;site=body;explanation=x",
            seq=2,
        ),
    )
    assert types(chronology(*rows).events) == ["hospital_attendance", "hospital_attendance"]


def test_a_report_of_an_injury_is_an_allegation_and_not_an_injury_seen() -> None:
    told = chronology(
        coded("2023-01-10", "social_care", "referral", "site=face;kind=bruise;referrer=childminder")
    )
    assert types(told.events) == ["referral"]
    assert told.events[0].attributes["injury_alleged"] == ("true",)
    assert told.events[0].attributes["source_code"] == ("1B",)


def test_what_only_the_family_saw_yields_no_professional_sighting() -> None:
    told = chronology(coded("2023-01-10", "family_public", "visit", "kind=bruise;site=cheek"))
    assert types(told.events) == ["visit"]


def test_a_school_concern_about_an_injury_yields_the_injury() -> None:
    told = chronology(coded("2023-01-10", "school", "school_concern_logged", "injury_seen=true;site=cheek"))
    assert only(told.events, "injury_seen").attributes["site"] == ("cheek",)


def test_living_with_somebody_else_is_a_placement() -> None:
    told = chronology(
        coded("2023-01-10", "social_care", "household_change", "placed_with=parents;order=none")
    )
    assert only(told.events, "placement").attributes == {
        "placed_with": ("parent",),
        "legal_status": ("none",),
    }


def test_a_plan_named_at_conference_starts_once() -> None:
    conference = coded("2023-01-10", "social_care", "conference", "plan=child_protection")
    own_row = coded("2023-01-20", "social_care", "plan_started", "plan=child_protection", seq=2)
    assert types(chronology(conference).events) == ["conference", "plan_started"]
    assert types(chronology(conference, own_row).events) == ["conference", "plan_started"]
    assert chronology(conference, own_row).events[1].derived_from == ""


def test_a_row_about_two_children_stands_in_both_chronologies() -> None:
    told = chronology(
        coded("2023-01-10", "school", "school_absence", "days=3", child="Amina"),
        coded("2023-01-12", "school", "school_absence", "days=3", child="Amina and Yusuf", seq=2),
    )
    assert [event.child for event in told.events] == ["child-1", "child-1", "child-2"]
    assert told.events[2].derived_from == told.events[1].id
