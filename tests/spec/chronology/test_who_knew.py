"""Each fact is known to each agency from a day, stated or assumed; together is what all knew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chronology_rows import chronology, coded, day, only

from tocsin.chronology.event import Event
from tocsin.chronology.parts import Chronology
from tocsin.chronology.views import agencies_knowing, held_alone, known_on
from tocsin.indicators.view import facts_of
from tocsin.records.record import Record


def knowing(*rows: object) -> dict[str, tuple[str, bool]]:
    event = chronology(*rows).events[0]  # type: ignore[arg-type]
    return {known.agency: (known.since.isoformat(), known.assumed) for known in event.known}


def standing(told: Chronology, on: date, holder: str = "joined") -> list[Event]:
    """What a card may look at on that day."""
    return [fact.event for fact in facts_of(told.events, holder) if fact.known <= on.toordinal() < fact.until]


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
    assert agencies_knowing(event) == ()


def test_what_the_family_is_said_to_have_told_was_known_to_somebody() -> None:
    event = chronology(coded("2023-01-10", "family_public", "birth", "known_at_time=yes")).events[0]
    assert [(known.agency, known.since) for known in event.known] == [("unknown", date(2023, 1, 10))]


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
    assert [event.type for event in known_on(told, date(2023, 1, 31)).events] == ["school_absence"]
    assert [event.type for event in held_alone(told, "police").events] == ["arrest"]


def test_a_record_withdrawn_is_known_until_that_day_and_never_erased() -> None:
    told = chronology(coded("2023-01-10", "school", "school_absence", withdrawn_on=day("2023-03-01")))
    assert standing(told, date(2023, 2, 28)) == list(told.events)
    assert standing(told, date(2023, 3, 1)) == []
    assert len(told.events) == 1


def test_a_correction_closes_the_version_before_it() -> None:
    first = coded("2023-01-10", "police", "arrest", "reference=NK/1", recorded=day("2023-01-11"))
    second = coded("2023-01-09", "police", "arrest", "reference=NK/1", recorded=day("2023-01-20"), seq=2)
    told = chronology(first, second)
    assert [event.when.start.day for event in standing(told, date(2023, 1, 15))] == [10]
    assert [event.when.start.day for event in standing(told, date(2023, 1, 20))] == [9]


# ------------------------------------------------- one happening, told by several, known to one

TOLD_TWICE = (
    coded("2023-01-10", "school", "injury_seen", "kind=bruise;site=cheek;explanation=suitable"),
    coded(
        "2023-01-08/2023-01-10",
        "health_gp",
        "injury_seen",
        "kind=bruise;site=cheek;reference=NK/1;medical_opinion=inflicted;seen_by=the GP",
        known_from=day("2023-02-01"),
    ),
)


def linked() -> Chronology:
    school, gp = TOLD_TWICE
    reference = {"reference": ("NK/1",)}
    return chronology(replace(school, attributes={**school.attributes, **reference}), gp)


def test_an_agency_alone_has_its_own_account_of_what_two_tell() -> None:
    told = linked()
    whole = only(told.events, "injury_seen")
    assert len(whole.accounts) == 2
    alone = only(held_alone(told, "health_gp").events, "injury_seen")
    assert (alone.when.start.day, alone.agencies, alone.seen_by) == (8, ("health_gp",), "the GP")
    assert "explanation" not in alone.attributes
    other = only(held_alone(told, "school").events, "injury_seen")
    assert (other.when.start.day, other.when.end.day, other.seen_by) == (10, 10, "")
    assert "medical_opinion" not in other.attributes


def test_the_event_keeps_its_name_whoever_tells_it() -> None:
    told = linked()
    names = {only(view.events, "injury_seen").id for view in (told, *(held_alone(told, a) for a in ALL))}
    assert len(names) == 1


ALL = ("school", "health_gp")


def test_what_one_was_told_by_the_other_it_knows_and_puts_its_own_words_first() -> None:
    school, gp = linked_rows(shared="school")
    event = only(held_alone(chronology(school, gp), "school").events, "injury_seen")
    assert event.attributes["medical_opinion"] == ("inflicted",)
    assert [account.agencies for account in event.accounts] == [("school",), ("health_gp",)]


def linked_rows(*, shared: str) -> tuple[Record, Record]:
    school, gp = TOLD_TWICE
    told = {"reference": ("NK/1",), "shared_with": (shared,)}
    return (
        replace(school, attributes={**school.attributes, "reference": ("NK/1",)}),
        replace(gp, attributes={**gp.attributes, **told}),
    )


def test_on_a_day_before_the_second_account_was_given_only_the_first_was_known() -> None:
    then = only(known_on(linked(), date(2023, 1, 20)).events, "injury_seen")
    assert then.agencies == ("school",)
    assert "medical_opinion" not in then.attributes


def test_it_counts_the_days_of_knowing_it_assumed() -> None:
    told = chronology(
        coded("2023-01-10", "school", "school_absence"),
        coded("2023-01-10", "police", "arrest", known_from=day("2023-01-10")),
    )
    assert told.assumed_known == 1
