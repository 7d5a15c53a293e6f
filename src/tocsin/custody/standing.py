"""Which sentences stand on a day, as then known: an appeal changes the past."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from tocsin.custody.facts import Adjustment, Adult, Appeal, Sentence

CREDIT = ("remand", "tagged_bail")
NO_CONVICTION = ("quashed", "acquitted")


def known(stated: date | None, happened: date | None, *, on: date) -> bool:
    """Whether a fact was known: from the day stated, else from the day it happened, else always."""
    since = stated or happened
    return since is None or since <= on


def decided(appeals: Iterable[Appeal], *, on: date) -> list[Appeal]:
    return sorted((one for one in appeals if one.decided_on <= on), key=lambda one: one.decided_on)


def touches(appeal: Appeal, sentence: Sentence) -> bool:
    if appeal.sentence:
        return appeal.sentence == sentence.ref
    return bool(appeal.offence) and appeal.offence == sentence.offence


def after_appeals(sentence: Sentence, appeals: Iterable[Appeal]) -> Sentence | None:
    """The sentence as the appeals in order left it; None where its conviction was quashed."""
    stands = sentence
    for appeal in appeals:
        if not touches(appeal, sentence):
            continue
        if appeal.outcome == "conviction_quashed":
            return None
        if appeal.outcome == "sentence_changed" and appeal.becomes is not None:
            stands = msgspec.structs.replace(appeal.becomes, ref=sentence.ref)
    return stands


def overturned_offences(adult: Adult, *, on: date) -> frozenset[str]:
    """Refs of offences for which the file itself says that no conviction is left."""
    gone = (one for one in adult.offences if one.outcome in NO_CONVICTION)
    return frozenset(
        one.ref for one in gone if known(one.known_from, None, on=on) and known(None, one.outcome_on, on=on)
    )


def sentences_on(adult: Adult, *, on: date) -> tuple[Sentence, ...]:
    """In the file's order: those passed and known by `on`, as the appeals decided by then left them."""
    appeals = decided(adult.appeals, on=on)
    gone = overturned_offences(adult, on=on)
    passed = (one for one in adult.sentences if one.sentenced_on <= on and known(one.known_from, None, on=on))
    standing = (after_appeals(one, appeals) for one in passed if one.offence not in gone)
    return tuple(one for one in standing if one is not None)


def counts_for(adjustment: Adjustment, sentence: Sentence, *, on: date) -> bool:
    """Whether these days are about this sentence: stated for its day, or for none and credit came before."""
    if not known(adjustment.known_from, adjustment.first, on=on):
        return False
    if adjustment.applies_from is None:
        return (
            adjustment.last is None
            or adjustment.last < sentence.sentenced_on
            or adjustment.kind not in CREDIT
        )
    return adjustment.applies_from == sentence.sentenced_on


def days_of(adjustment: Adjustment) -> int:
    """Days stated, else the days from the first to the last, both counted."""
    if adjustment.days or adjustment.first is None or adjustment.last is None:
        return adjustment.days
    return (adjustment.last - adjustment.first).days + 1
