"""Every card can be read, argued with, answered and traced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from tocsin.chronology.vocabulary import vocabulary
from tocsin.cli.lint import card_faults
from tocsin.concerns.answers import ways
from tocsin.indicators.card import CONFIDENCE, Card
from tocsin.indicators.catalogue import load
from tocsin.indicators.operators import Selector

CARDS = load().cards
EACH = pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)

# Never an input to a card, by any name: who a family is, or how much money it has.
FORBIDDEN = re.compile(
    r"ethnic|race|religio|faith_group|nationalit|immigra|asylum|language|interpret|disab|send\b|autis|"
    r"povert|income|benefit|deprivation|free_school_meals|debt|rent_arrears|single_parent|care_experienced|"
    r"young_parent|sexual_orientation",
    re.IGNORECASE,
)
MOBILITY = "not_mobile_through_disability"  # a child's recorded movement, in injury cards only


def parts(thing: Any) -> Iterator[Any]:
    """A compiled thing and every operator within it."""
    yield thing
    if isinstance(thing, tuple | frozenset | list):
        for one in thing:
            yield from parts(one)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from parts(getattr(thing, field.name))


def selectors(card: Card) -> list[Selector]:
    return [one for one in parts(card.limbs) if isinstance(one, Selector)]


def test_the_catalogue_holds_ninety_three_cards_and_the_one_for_accumulation() -> None:
    assert len({card.id for card in CARDS}) == 94
    assert "accumulated_concern" in {card.id for card in CARDS}


@EACH
def test_a_card_has_words_source_and_examples_both_ways(card: Card) -> None:
    assert len(card.plain) > 60
    assert len(card.source) > 10
    assert card.fires
    assert card.quiet
    assert set(card.confidence) == {"trigger", "window", "time"}
    assert set(card.confidence.values()) <= set(CONFIDENCE)


@EACH
def test_a_card_can_be_answered_by_roles_that_exist(card: Card) -> None:
    assert list(card_faults(card)) == []


@EACH
def test_an_event_that_a_card_or_its_answers_speak_of_is_in_the_vocabulary(card: Card) -> None:
    named = {selector.type for selector in selectors(card)}
    named |= {way.event for response in card.responses for way in ways(response.event, card.id)}
    assert named <= vocabulary().event_types.keys()


@EACH
def test_a_card_never_looks_at_who_a_family_is_or_at_its_money(card: Card) -> None:
    asked = {test.attribute for selector in selectors(card) for test in selector.tests}
    asked |= {value for selector in selectors(card) for test in selector.tests for value in test.values}
    found = {name for name in asked if FORBIDDEN.search(name)}
    assert found <= ({MOBILITY} if card.group == "injury" else set())


def test_the_check_for_forbidden_inputs_would_find_one() -> None:
    assert FORBIDDEN.search("ethnicity")
    assert FORBIDDEN.search("learning_disability")
    assert not FORBIDDEN.search("explanation")


@EACH
def test_a_card_names_no_family_and_blames_no_parent(card: Card) -> None:
    blaming = re.compile(
        r"disguised compliance|hard to reach|failed to engage|\bdid not attend\b|DNA'd", re.I
    )
    shown = f"{card.title} {card.plain} {' '.join(limb.reason for limb in card.limbs)}"
    assert not blaming.search(shown)
