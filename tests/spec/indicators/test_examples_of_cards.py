"""Each card's examples, as its reference page shows them: some must fire, some must not."""

from __future__ import annotations

import pytest

from tocsin.indicators.card import Card
from tocsin.indicators.catalogue import load
from tocsin.indicators.examples import faults
from tocsin.working_days import england


@pytest.mark.parametrize("card", load().cards, ids=lambda card: card.id)
def test_it_fires_and_stays_quiet_as_its_examples_say(card: Card) -> None:
    assert faults(load(), card, england()) == []
