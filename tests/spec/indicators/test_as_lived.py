"""What was thought at the time: late entries and corrections take a finding back, and nothing erases it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tocsin.chronology.event import Event, Known
from tocsin.indicators.catalogue import load
from tocsin.indicators.evaluate import evaluate
from tocsin.indicators.examples import read_event
from tocsin.indicators.finding import Finding
from tocsin.indicators.view import child_view
from tocsin.records.when import When
from tocsin.working_days import england

BORN = When(date(2020, 6, 1), date(2020, 6, 1))


def findings(events: list[Event], indicator: str, *, as_of: date, holder: str = "joined") -> list[Finding]:
    view = child_view("child", events, born=BORN, holder=holder)
    found = evaluate(load(), view, calendar=england(), as_of=as_of)
    return [one for one in found if one.indicator == indicator]


def lines(*given: str) -> list[Event]:
    return [read_event(line, number) for number, line in enumerate(given, start=1)]


VISIT_WRITTEN_UP_LATE = lines(
    "2024-03-01 social_care plan_started plan=child_protection",
    "2024-03-08 social_care visit child_seen=seen_alone;known=2024-04-10",
    "2024-03-20 social_care plan_ended plan=child_protection",
)


def test_a_visit_written_up_a_month_later_leaves_the_concern_standing_until_then() -> None:
    (found,) = findings(VISIT_WRITTEN_UP_LATE, "cp_child_not_seen", as_of=date(2024, 5, 1))
    assert found.raised_latest == date(2024, 3, 16)
    assert found.withdrawn_on == date(2024, 4, 10)


def test_on_the_day_itself_it_was_simply_raised() -> None:
    (found,) = findings(VISIT_WRITTEN_UP_LATE, "cp_child_not_seen", as_of=date(2024, 3, 19))
    assert found.withdrawn_on is None


def test_a_concern_is_raised_when_its_evidence_was_known_and_not_before() -> None:
    events = lines("2024-03-01 health_gp injury_seen kind=bruise;site=ear;known=2024-06-01")
    (found,) = findings(events, "bruising_site_or_pattern_suspicious", as_of=date(2024, 7, 1))
    assert found.raised_latest == date(2024, 6, 1)


def test_a_corrected_record_takes_its_finding_back_on_the_day_of_the_correction() -> None:
    (event,) = lines("2024-03-01 health_gp injury_seen kind=bruise;site=ear")
    closed = replace(
        event, known=(Known("health_gp", date(2024, 3, 1), assumed=False, until=date(2024, 3, 9)),)
    )
    (found,) = findings([closed], "bruising_site_or_pattern_suspicious", as_of=date(2024, 7, 1))
    assert found.raised_latest == date(2024, 3, 1)
    assert found.withdrawn_on == date(2024, 3, 9)


def test_an_agency_alone_knows_only_what_it_holds_or_was_told() -> None:
    events = lines(
        "2024-03-01 health_gp injury_seen kind=bruise;site=shin;explanation=suitable",
        "2024-03-20 early_years injury_seen kind=bruise;site=back;explanation=suitable",
    )
    as_of = date(2024, 7, 1)
    assert findings(events, "repeat_injury", as_of=as_of)
    assert not findings(events, "repeat_injury", as_of=as_of, holder="health_gp")
    assert not findings(events, "repeat_injury", as_of=as_of, holder="early_years")


def test_what_only_the_family_knew_raises_nothing() -> None:
    events = lines("2024-03-01 family_public injury_seen kind=bruise;site=ear")
    assert not findings(events, "bruising_site_or_pattern_suspicious", as_of=date(2024, 7, 1))


def test_nothing_is_raised_after_the_child_has_died() -> None:
    events = lines("2024-03-01 social_care plan_started plan=child_protection")
    view = child_view("child", events, born=BORN, died=date(2024, 3, 5))
    found = evaluate(load(), view, calendar=england(), as_of=date(2024, 7, 1))
    assert not [one for one in found if one.indicator == "cp_child_not_seen"]


def test_what_lies_years_back_still_counts_when_it_is_asked_what_was_thought_then() -> None:
    """An old placement keeps a withdrawn finding from being made up for want of it."""
    events = lines(
        "2020-07-01 social_care placement placed_with=foster_carer",
        "2024-03-01 police bail_ended replaced_by=none",
        "2024-03-02 social_care placement placed_with=relative;known=2024-05-01",
    )
    assert not findings(events, "bail_ended_no_protection", as_of=date(2024, 7, 1))
