"""What a compiler cannot see in a card: whether anybody could answer it, and whether its examples hold."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.concerns.answers import answerable
from tocsin.concerns.roles import roles
from tocsin.indicators.card import Card
from tocsin.indicators.card_terms import terms_of
from tocsin.indicators.catalogue import Catalogue
from tocsin.indicators.examples import all_faults
from tocsin.working_days import england

GENERAL_ROLES = frozenset({"line_manager"})  # resolved by the agency that acted, see concerns/roles.py


def lint_faults(catalogue: Catalogue) -> list[str]:
    """One line each; empty where every card can be run, answered and trusted to its examples."""
    found = [fault for card in catalogue.cards for fault in card_faults(card)]
    return found + all_faults(catalogue, england(), catalogue.cards)


def card_faults(card: Card) -> Iterator[str]:
    known = roles().keys() | GENERAL_ROLES
    asked = [card.escalate_to, *(response.by for response in card.responses)]
    for role in dict.fromkeys(asked):
        if role not in known:
            yield f"{card.id}: the role `{role}` is not in concerns/data/roles.yaml."
    for expected in terms_of(card).expected:
        if expected.event not in answerable():
            yield f"{card.id}: nothing in concerns/data/satisfies.yaml answers `{expected.event}`."
    if not any(response.required for response in card.responses):
        yield f"{card.id}: no response is required, so nothing could ever answer it."
    if not card.source.strip():
        yield f"{card.id}: it names no source."
