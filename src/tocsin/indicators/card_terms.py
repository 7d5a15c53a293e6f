"""What a card expects after it fires, in the terms that concerns are judged by."""

from __future__ import annotations

import re

from tocsin.indicators.card import Card, ExpectedResponse
from tocsin.indicators.durations import Duration, duration
from tocsin.indicators.terms import CardTerms, Expected

BEFORE_BIRTH = re.compile(r"(\d+) weeks before due date")


def terms_of(card: Card) -> CardTerms:
    after = duration(card.escalate_after)
    return CardTerms(
        indicator=card.id,
        version=card.version,
        title=card.title,
        strength=card.strength,
        expected=tuple(expected(response) for response in card.responses),
        escalate_to=card.escalate_to,
        escalate_after=after.count,
        escalate_unit=after.unit,
        ladder=card.ladder,
        repeat_within_days=card.repeat_days,
    )


def expected(response: ExpectedResponse) -> Expected:
    limit, unit = limit_of(response.limit)
    return Expected(
        event=response.event,
        limit=limit,
        unit=unit,
        by=response.by,
        words=response.words,
        required=response.required,
        label=response.label,
        only=response.only,
    )


def limit_of(text: str) -> tuple[int, str]:
    """A number and a unit of `terms.Expected`."""
    plain = " ".join(text.lower().split())
    before_birth = BEFORE_BIRTH.fullmatch(plain)
    if before_birth:
        return int(before_birth[1]), "weeks_before_due_date"
    if plain in ("before event", "before discharge", "before release"):
        return 0, "before_event"
    if plain == "next school day":
        return 1, "next_school_day"
    length = duration(plain)
    return (1, "same_day") if length == Duration(0, "days") else (length.count, length.unit)
