"""Each limb of a card is shown by an example that fires, and graded cards reach the strength they say."""

from __future__ import annotations

import pytest

from tocsin.indicators.card import Card
from tocsin.indicators.catalogue import load
from tocsin.indicators.examples import run_example
from tocsin.indicators.finding import Finding
from tocsin.working_days import england

GROUPS = ("injury", "health_attendance", "neglect", "household_adults")
CARDS = [card for card in load().cards if card.group in GROUPS]

# card, the example as the card words it, the strength the concern then has
GRADED = [
    ("repeat_injury", "two injuries four months apart, each with an accepted account", "consider"),
    ("repeat_injury", "a third within the year, a broken arm among them", "suspect"),
    (
        "repeat_injury",
        "a third everyday knock in a year shown to a doctor or nurse leaves a question",
        "consider",
    ),
    ("repeat_injury", "a second in the year, at another agency, with no account", "suspect"),
    ("oral_injury_infant", "blood from the mouth at fifteen months, no account recorded", "consider"),
    ("oral_injury_infant", "a torn frenulum in a baby of three months, feeding blamed", "suspect"),
    ("fracture_unexplained", "a broken arm at three with no account written", "suspect"),
    (
        "fracture_unexplained",
        "a broken wrist at twelve with nothing written of how leaves a question",
        "consider",
    ),
    (
        "bruising_site_or_pattern_suspicious",
        "an accepted account for a bruised cheek leaves it to be considered",
        "consider",
    ),
    (
        "bruising_site_or_pattern_suspicious",
        "a bruise on the ear of a child of two, no account recorded",
        "suspect",
    ),
    ("left_before_seen", "a baby with fever taken home after three hours in the waiting room", "consider"),
    ("left_before_seen", "a flag on the record", "suspect"),
    ("was_not_brought_known_child", "a child protection medical missed", "suspect"),
    ("persistent_poor_hygiene", "lice that never clear", "consider"),
    ("persistent_poor_hygiene", "smelling and unwashed three times in a month", "suspect"),
    ("hazardous_home_conditions", "bare wires within reach, seen once", "consider"),
    ("hazardous_home_conditions", "poor conditions twice in six weeks", "suspect"),
    (
        "supervision_failure",
        "a baby of eight months with a father too drunk to stand, nobody else there",
        "suspect",
    ),
    ("unknown_adult_in_household", "a new partner with a baby in the home, not checked", "consider"),
    ("unknown_adult_in_household", "a child of nine on a plan", "suspect"),
    ("persistent_harmful_interaction", "three times seen by nursery alone", "consider"),
    ("persistent_harmful_interaction", "seen by nursery and health visitor, three times", "suspect"),
    ("carer_harm_beliefs", "a boy of nine alone with a father in crisis", "consider"),
    ("da_in_pregnancy_or_infancy", "hit while the baby was in the room", "suspect"),
]


def findings(card: Card, case: str = "") -> list[Finding]:
    """The card's own findings over its examples that must fire, or over the one named."""
    shown = [one for one in card.fires if not case or one.case == case]
    assert shown, f"{card.id} has no example '{case}'"
    found = [finding for one in shown for finding in run_example(load(), one, england())]
    return [finding for finding in found if finding.indicator == card.id]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)
def test_every_limb_is_shown_by_an_example(card: Card) -> None:
    fired = {finding.limb for finding in findings(card)}
    assert [limb.reason for number, limb in enumerate(card.limbs) if number not in fired] == []


@pytest.mark.parametrize(("card", "case", "strength"), GRADED)
def test_a_graded_card_reaches_the_strength_it_says(card: str, case: str, strength: str) -> None:
    assert findings(load().get(card), case)[-1].strength == strength
