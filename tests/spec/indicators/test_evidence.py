"""Evidence is minimal and sufficient: a card fires on it alone, and not with any one item removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from tocsin.chronology.event import Event
from tocsin.indicators.card import Card, Example
from tocsin.indicators.catalogue import load
from tocsin.indicators.evaluate import evaluate
from tocsin.indicators.examples import interval, read_event
from tocsin.indicators.finding import Finding
from tocsin.indicators.view import KnownAdult, child_view
from tocsin.working_days import england

LONG_AFTER = date(2029, 1, 1)
CASES = [(card, example) for card in load().cards if card.stratum == 0 for example in card.fires]


def fired(card: Card, example: Example, events: Sequence[Event]) -> list[Finding]:
    births = [
        interval(line.split()[0]) for line in example.events if " birth" in line and "child=" not in line
    ]
    view = child_view(
        "child",
        [event for event in events if event.child == "child"],
        others=[event for event in events if event.child != "child"],
        born=births[0] if births else interval(example.born) if example.born else None,
        due=date.fromisoformat(example.due) if example.due else None,
        adults=[KnownAdult(marker, None, "", ()) for marker in example.markers],
    )
    found = evaluate(load(), view, calendar=england(), as_of=LONG_AFTER)
    return [finding for finding in found if finding.indicator == card.id]


def events_of(example: Example) -> list[Event]:
    return [read_event(line, number) for number, line in enumerate(example.events, start=1)]


@pytest.mark.parametrize(("card", "example"), CASES, ids=lambda one: getattr(one, "id", None))
def test_it_fires_on_its_evidence_alone(card: Card, example: Example) -> None:
    events = events_of(example)
    for finding in fired(card, example, events):
        named = {item.event for item in finding.evidence}
        alone = fired(card, example, [event for event in events if event.id in named])
        assert finding.anchor in {one.anchor for one in alone}


@pytest.mark.parametrize(("card", "example"), CASES, ids=lambda one: getattr(one, "id", None))
def test_it_is_quiet_with_any_one_item_removed(card: Card, example: Example) -> None:
    events = events_of(example)
    for finding in fired(card, example, events):
        named = {item.event for item in finding.evidence}
        for removed in named:
            rest = [event for event in events if event.id in named - {removed}]
            left = {(one.anchor, one.limb) for one in fired(card, example, rest)}
            assert (finding.anchor, finding.limb) not in left


@pytest.mark.parametrize(("card", "example"), CASES, ids=lambda one: getattr(one, "id", None))
def test_it_names_its_anchor_and_says_why(card: Card, example: Example) -> None:
    for finding in fired(card, example, events_of(example)):
        assert finding.anchor in {item.event for item in finding.evidence}
        assert str(finding.raised_latest.year)[:2] == "20"
        assert finding.reason.endswith(".")
