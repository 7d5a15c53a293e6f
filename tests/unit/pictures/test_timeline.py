"""The timeline: every event, concern and saying once; what is imprecise drawn as imprecise."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tocsin.pictures.timeline import (
    ConcernBar,
    Incident,
    Lane,
    Mark,
    PlanBar,
    Timeline,
    Voice,
    timeline,
    timeline_sheets,
    timeline_text,
)
from tocsin.pictures.timeline_bars import overdue_span
from tocsin.pictures.timeline_lanes import lane_boxes
from tocsin.pictures.timescale import scale_of

START = date(2023, 1, 1)
LANES = (Lane("social_care", "Children’s social care"), Lane("police", "Police"), Lane("school", "School"))
KINDS = ("injury", "seen", "missed", "process", "household", "police", "other")


def mark(index: int, *, days: int = 0, span: int = 0, agencies: tuple[str, ...] = ("police",)) -> Mark:
    start = START + timedelta(days=days)
    return Mark(
        f"e{index}", start, start + timedelta(days=span), agencies, KINDS[index % 7], f"Words {index}"
    )


def concern(**changed: Any) -> ConcernBar:
    told: dict[str, Any] = {
        "concern": "c1",
        "title": "Bruise on a baby who does not yet move",
        "strength": "suspect",
        "raised_earliest": date(2023, 3, 1),
        "raised_on": date(2023, 3, 1),
        "due_on": date(2023, 3, 2),
        "ended_on": None,
        "state": "overdue",
    }
    return ConcernBar(**(told | changed))


def full(**changed: Any) -> Timeline:
    told: dict[str, Any] = {
        "child": "Amara",
        "start": START,
        "end": date(2023, 12, 31),
        "lanes": LANES,
        "marks": (mark(1, days=10, agencies=("police", "school")), mark(2, days=40, span=30)),
        "voices": (Voice("e1", START, START, "I want to stay with Nan"),),
        "plans": (PlanBar("child_protection", "Child protection plan", date(2023, 5, 1), None),),
        "concerns": (concern(),),
        "incident": Incident(date(2023, 12, 1), "Critical injury"),
        "born": date(2023, 2, 1),
    }
    return Timeline(**(told | changed))


def test_it_draws_every_event_concern_and_saying_once(read: Any, links: Any) -> None:
    found = links(read(timeline(full(), name="t")))
    assert sorted(found) == ["#concern-c1", "#event-e1", "#event-e1", "#event-e2"]


@pytest.mark.parametrize(("count", "days"), [(1, 1), (400, 1), (400, 7300), (60, 365)])
def test_it_holds_few_or_many_events_over_a_day_or_twenty_years(
    read: Any, links: Any, count: int, days: int
) -> None:
    marks = tuple(mark(i, days=i * 37 % days, span=i % 3 * 20 if days > 60 else 0) for i in range(count))
    root = read(timeline(full(marks=marks, voices=(), end=START + timedelta(days=days - 1)), name="t"))
    events = [link for link in links(root) if link.startswith("#event-")]
    assert sorted(events) == sorted(f"#event-e{i}" for i in range(count))


def test_it_says_so_where_there_is_nothing(read: Any, words: Any) -> None:
    root = read(timeline(Timeline("Amara", START, START), name="t"))
    assert "none recorded" in words(root)
    assert "none raised" in words(root)
    assert timeline_text(Timeline("Amara", START, START))[0].startswith("Timeline for Amara, 1 January 2023:")


def test_it_lets_no_label_become_markup(read: Any, links: Any, hostile: str) -> None:
    data = full(
        child=hostile,
        lanes=(Lane(hostile or "x", hostile),),
        marks=(Mark(f"e{hostile}", START, START, (hostile,), hostile, hostile),),
        voices=(Voice("v", START, START, hostile),),
        plans=(PlanBar(hostile, hostile, START, None),),
        concerns=(concern(title=hostile, strength=hostile, state=hostile),),
        incident=Incident(START, hostile),
    )
    assert len(links(read(timeline(data, name="t")))) == 3


def test_it_draws_the_same_whatever_the_order_of_what_it_is_given() -> None:
    marks = tuple(mark(i, days=i * 5) for i in range(30))
    concerns = tuple(concern(concern=f"c{i}") for i in range(5))
    one = timeline(full(marks=marks, concerns=concerns), name="t")
    assert one == timeline(full(marks=marks, concerns=concerns), name="t")
    assert timeline_text(full(marks=marks, concerns=concerns)) == timeline_text(
        full(marks=marks[::-1], concerns=concerns[::-1])
    )


def test_it_draws_an_imprecise_date_as_its_whole_interval_and_an_empty_shape() -> None:
    exact = timeline(full(marks=(mark(1),), voices=()), name="t")
    loose = timeline(full(marks=(mark(1, span=60),), voices=()), name="t")
    assert loose.count("stroke-dasharray") > exact.count("stroke-dasharray")
    assert "between 1 January 2023 and 2 March 2023" in loose


def test_it_links_the_lanes_of_a_corroborated_event(read: Any) -> None:
    root = read(timeline(full(marks=(mark(1, agencies=("police", "school")),), voices=()), name="t"))
    event = next(a for a in root.iter() if a.get("class") == "event")
    assert len([each for each in event if each.tag.endswith("path")]) == 2


def test_it_never_puts_two_marks_of_a_lane_in_one_place() -> None:
    scale = scale_of(START, START + timedelta(days=600), left=190, right=1376)
    marks = tuple(mark(i, days=i * 3 % 40, agencies=("police",)) for i in range(120))
    (box,) = lane_boxes(full(lanes=LANES[1:2], marks=marks), scale, 0)
    places = {(scale.middle(m.start, m.end), box.y_of[m.event]) for m in marks}
    assert len(places) == len(marks)


def test_it_gives_a_lane_to_an_agency_that_only_an_event_names(words: Any, read: Any) -> None:
    data = full(marks=(mark(1, agencies=("youth_justice",)), mark(2, agencies=())))
    assert "youth justice" in words(read(timeline(data, name="t")))
    assert "agency not" in words(read(timeline(data, name="t")))


@pytest.mark.parametrize(
    ("changed", "days"),
    [
        ({}, 304),
        ({"ended_on": date(2023, 3, 2), "state": "answered"}, None),
        ({"ended_on": date(2023, 3, 12), "state": "answered"}, 10),
        ({"due_on": None}, None),
        ({"due_on": date(2024, 2, 1), "state": "running"}, None),
        ({"state": "withdrawn", "ended_on": date(2023, 9, 1)}, None),
    ],
)
def test_it_hatches_a_concern_only_from_due_to_answered(
    read: Any, changed: dict[str, Any], days: int | None
) -> None:
    bar = concern(**changed)
    span = overdue_span(bar, date(2023, 12, 31))
    assert (span and (span[1] - span[0]).days) == days
    assert (
        "overdue" in [e.get("class") for e in read(timeline(full(concerns=(bar,)), name="t")).iter()]
    ) == (days is not None)


def test_it_says_all_it_shows_in_words() -> None:
    text = "\n".join(timeline_text(full()))
    for said in (
        "Born 1 February 2023.",
        "Critical injury, 1 December 2023.",
        "Child protection plan from 1 May 2023, still in force when the picture ends.",
        "I want to stay with Nan",
        "11 January 2023, Police and School: Words 1",
        "Bruise on a baby who does not yet move (suspect), raised 1 March 2023; response due 2 March 2023",
        "not answered by 31 December 2023; 304 days overdue",
    ):
        assert said in text


def test_it_refuses_a_name_that_is_no_id() -> None:
    with pytest.raises(ValueError, match="letter"):
        timeline(full(), name='x" onload="y')


def test_it_prints_on_sheets_with_every_mark_and_concern_once(read: Any, links: Any) -> None:
    concerns = tuple(
        concern(concern=f"c{i}", raised_earliest=day, raised_on=day)
        for i, day in enumerate(START + timedelta(days=3 * i) for i in range(80))
    )
    sheets = [read(sheet) for sheet in timeline_sheets(full(concerns=concerns), name="t")]
    assert len(sheets) > 2
    assert [root.get("id") for root in sheets] == [f"t-{i}" for i in range(1, len(sheets) + 1)]
    assert all(float(root.get("height")) <= 960 for root in sheets)
    found = [link for root in sheets for link in links(root)]
    expected = [f"#concern-c{i}" for i in range(80)] + ["#event-e1", "#event-e1", "#event-e2"]
    assert sorted(found) == sorted(expected)


def test_it_prints_on_one_sheet_what_fits_on_one() -> None:
    assert timeline_sheets(full(), name="t") == [timeline(full(), name="t-1")]


def test_it_puts_tall_lanes_on_a_first_sheet_of_their_own(read: Any, links: Any) -> None:
    marks = tuple(mark(i, days=i % 3, agencies=(f"a{i % 9}",)) for i in range(200))
    sheets = timeline_sheets(full(marks=marks, voices=()), name="t")
    assert "#concern-c1" not in links(read(sheets[0]))
    assert links(read(sheets[1])) == ["#concern-c1"]
