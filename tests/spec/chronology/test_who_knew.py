"""Each fact is known to each agency from a day, stated or assumed; together is what all knew."""

from __future__ import annotations

from datetime import date

from chronology_rows import chronology, coded, day, only

from tocsin.chronology.views import agencies_knowing, for_child, joined, joined_from, known_to


def knowing(*rows: object) -> dict[str, tuple[str, bool]]:
    event = chronology(*rows).events[0]  # type: ignore[arg-type]
    return {known.agency: (known.since.isoformat(), known.assumed) for known in event.known}


def test_a_stated_day_of_knowing_stands() -> None:
    row = coded(
        "2023-01-10", "school", "school_absence", known_from=day("2023-02-01"), recorded=day("2023-01-15")
    )
    assert knowing(row) == {"school": ("2023-02-01", False)}


def test_without_one_the_day_of_recording_stands_in() -> None:
    row = coded("2023-01-10", "school", "school_absence", recorded=day("2023-01-15"))
    assert knowing(row) == {"school": ("2023-01-15", True)}


def test_without_either_it_is_the_latest_day_it_happened() -> None:
    assert knowing(coded("2023-01-01/2023-01-31", "school", "school_absence")) == {
        "school": ("2023-01-31", True)
    }


def test_nothing_is_known_before_it_happened() -> None:
    row = coded("2023-01-10", "school", "school_absence", recorded=day("2022-01-10"))
    assert knowing(row) == {"school": ("2023-01-10", True)}


def test_each_agency_of_a_row_holds_it() -> None:
    assert set(knowing(coded("2023-01-10", "police+voluntary", "police_incident"))) == {"police", "voluntary"}


def test_a_referral_reaches_social_care_the_same_day() -> None:
    assert knowing(coded("2023-01-10", "school", "referral"))["social_care"] == ("2023-01-10", True)


def test_a_referral_made_to_the_police_is_known_to_the_police() -> None:
    assert set(knowing(coded("2023-01-10", "family_public+police", "referral"))) == {"police"}


def test_those_who_attend_a_meeting_know_it() -> None:
    row = coded(
        "2023-01-10", "social_care", "strategy_discussion", "attended_by=police,paediatrician,nursery,mother"
    )
    assert set(knowing(row)) == {"social_care", "police", "health_hospital", "early_years"}


def test_an_answer_reaches_whoever_asked() -> None:
    told = chronology(
        coded("2023-01-10", "health_hospital", "information_request", "to_agency=gp_health_visitor_nursery"),
        coded("2023-01-12", "health_gp", "information_response"),
    )
    assert "health_hospital" in agencies_knowing(only(told.events, "information_response"))


def test_what_only_the_family_knew_was_not_knowable() -> None:
    event = chronology(coded("2023-01-10", "family_public", "injury_seen", "kind=bruise")).events[0]
    assert not event.knowable
    assert joined([event]) == ()
    assert joined_from(event) is None


def test_what_the_family_is_said_to_have_told_was_known_to_somebody() -> None:
    event = chronology(coded("2023-01-10", "family_public", "birth", "known_at_time=yes")).events[0]
    assert agencies_knowing(event) == ("unknown",)
    assert joined_from(event) == date(2023, 1, 10)


def test_what_was_not_known_at_the_time_was_not_knowable_whoever_holds_it() -> None:
    for stated in ("no", "unclear"):
        event = chronology(coded("2023-01-10", "school", "school_absence", f"known_at_time={stated}")).events[
            0
        ]
        assert not event.knowable


def test_a_view_ends_with_the_day() -> None:
    told = chronology(
        coded("2023-01-10", "school", "school_absence"), coded("2023-02-10", "police", "arrest")
    )
    assert [event.type for event in joined(told.events, date(2023, 1, 31))] == ["school_absence"]
    assert [event.type for event in known_to(told.events, "police", date(2023, 3, 1))] == ["arrest"]


def test_a_record_withdrawn_is_known_until_that_day_and_never_erased() -> None:
    told = chronology(coded("2023-01-10", "school", "school_absence", withdrawn_on=day("2023-03-01")))
    assert joined(told.events, date(2023, 2, 28)) == told.events
    assert joined(told.events, date(2023, 3, 1)) == ()
    assert joined(told.events) == ()
    assert len(told.events) == 1


def test_a_correction_closes_the_version_before_it() -> None:
    first = coded("2023-01-10", "police", "arrest", "reference=NK/1", recorded=day("2023-01-11"))
    second = coded("2023-01-09", "police", "arrest", "reference=NK/1", recorded=day("2023-01-20"), seq=2)
    told = chronology(first, second)
    assert [event.when.start.day for event in joined(told.events, date(2023, 1, 15))] == [10]
    assert [event.when.start.day for event in joined(told.events, date(2023, 1, 20))] == [9]


def test_what_happens_in_the_home_concerns_every_child_in_it() -> None:
    told = chronology(
        coded("2023-01-10", "school", "school_absence"),
        coded("2023-01-11", "school", "school_absence", "child=sibling_7", seq=2),
        coded("2023-01-12", "police", "police_incident", "kind=domestic_abuse"),
    )
    assert [event.type for event in for_child(told.events, "child-2")] == [
        "school_absence",
        "police_incident",
    ]


def test_it_counts_the_days_of_knowing_it_assumed() -> None:
    told = chronology(
        coded("2023-01-10", "school", "school_absence"),
        coded("2023-01-10", "police", "arrest", known_from=day("2023-01-10")),
    )
    assert told.assumed_known == 1
