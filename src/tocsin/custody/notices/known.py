"""An adult as known on a day: what was learned later is left out, so that nothing is told before its time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import msgspec

from tocsin.custody.facts import Adult, Offence, ParoleReview, Sentence

LONG_AGO = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Learned:
    """That a fact came to be known: its day, and what it is in plain words with no name."""

    on: date
    words: str
    ref: str = ""
    moves: bool = True  # it may move a date; what is known of people and who was told never does


def as_known(adult: Adult, on: date) -> Adult:
    return msgspec.structs.replace(
        adult,
        offences=tuple(o for o in adult.offences if offence_known(adult, o) <= on),
        sentences=tuple(s for s in adult.sentences if sentence_known(s) <= on),
        adjustments=tuple(a for a in adult.adjustments if (a.known_from or LONG_AGO) <= on),
        appeals=tuple(a for a in adult.appeals if a.decided_on <= on),
        official_dates=tuple(o for o in adult.official_dates if o.stated_on <= on),
        movements=tuple(m for m in adult.movements if (m.known_from or m.on) <= on),
        parole=tuple(_review(r, on) for r in adult.parole if _review_known(r) <= on),
        assessments=tuple(a for a in adult.assessments if (a.known_from or a.on) <= on),
        victims=tuple(v for v in adult.victims if (v.asked_on or LONG_AGO) <= on),
        addresses=tuple(a for a in adult.addresses if (a.known_from or a.first or LONG_AGO) <= on),
        ties=tuple(t for t in adult.ties if (t.known_from or t.first or LONG_AGO) <= on),
        pregnancies=tuple(p for p in adult.pregnancies if p.known_from <= on),
        conditions=tuple(c for c in adult.conditions if (c.first or LONG_AGO) <= on),
        mappa=tuple(m for m in adult.mappa if (m.first or LONG_AGO) <= on),
        told=tuple(t for t in adult.told if t.on <= on),
    )


def sentence_known(sentence: Sentence) -> date:
    return sentence.known_from or sentence.sentenced_on


def offence_known(adult: Adult, offence: Offence) -> date:
    """Where nobody says when it became known: with its outcome, else with the sentence for it."""
    sentenced = [s.sentenced_on for s in adult.sentences if s.offence == offence.ref]
    return offence.known_from or offence.outcome_on or min(sentenced, default=LONG_AGO)


def _review_known(review: ParoleReview) -> date:
    days = [review.known_from, review.referred_on, review.decided_on, *(r.on for r in review.reports)]
    stated = [day for day in days if day is not None]
    return min(stated, default=LONG_AGO)


def _review(review: ParoleReview, on: date) -> ParoleReview:
    reports = tuple(report for report in review.reports if report.on <= on)
    review = msgspec.structs.replace(review, reports=reports)
    if review.decided_on is None or review.decided_on <= on:
        return review
    return msgspec.structs.replace(
        review, decided_on=None, outcome="", provisional="not_stated", next_review_by=None
    )


def learned(adult: Adult, *, until: date) -> tuple[Learned, ...]:
    """Every day on which something became known, in order; each is a day to recompute."""
    found = {one for one in _learned(adult) if LONG_AGO < one.on <= until}
    return tuple(sorted(found, key=lambda one: (one.on, one.words, one.ref)))


def _learned(adult: Adult) -> Iterator[Learned]:
    yield from _of_sentences(adult)
    for official in adult.official_dates:
        yield Learned(official.stated_on, f"the prison gave its {official.kind}")
    for movement in adult.movements:
        yield Learned(movement.known_from or movement.on, movement.kind.replace("_", " "))
        yield Learned(movement.on, movement.kind.replace("_", " "))
    for review in adult.parole:
        yield Learned(_review_known(review), "a parole review", review.ref)
        if review.decided_on:
            yield Learned(review.decided_on, "the Parole Board's decision", review.ref)
        for report in review.reports:
            yield Learned(report.on, "a report to the Parole Board", review.ref)
    for one in (*_of_people(adult), *_starts(adult)):
        yield replace(one, moves=False)


def _of_sentences(adult: Adult) -> Iterator[Learned]:
    for sentence in adult.sentences:
        yield Learned(sentence_known(sentence), "a sentence", sentence.ref)
    for offence in adult.offences:
        yield Learned(offence_known(adult, offence), "an offence", offence.ref)
    for one in adult.adjustments:
        yield Learned(one.known_from or LONG_AGO, one.kind.replace("_", " "))
    for appeal in adult.appeals:
        yield Learned(
            appeal.decided_on,
            f"an appeal: {appeal.outcome.replace('_', ' ')}",
            appeal.sentence or appeal.offence,
        )


def _of_people(adult: Adult) -> Iterator[Learned]:
    for assessment in adult.assessments:
        yield Learned(assessment.known_from or assessment.on, "an assessment of risk to children")
    for victim in adult.victims:
        yield Learned(victim.asked_on or LONG_AGO, "a choice about victim contact", victim.ref)
    for address in adult.addresses:
        yield Learned(address.known_from or address.first or LONG_AGO, "an address")
        if address.last:
            yield Learned(address.last + timedelta(days=1), "an address that no longer holds")
    for tie in adult.ties:
        yield Learned(tie.known_from or tie.first or LONG_AGO, "a tie to a child")
    for pregnancy in adult.pregnancies:
        yield Learned(pregnancy.known_from, "a pregnancy")


def _starts(adult: Adult) -> Iterator[Learned]:
    for condition in adult.conditions:
        yield Learned(condition.first or LONG_AGO, "a condition")
    for record in adult.mappa:
        yield Learned(record.first or LONG_AGO, "public protection arrangements")
    for told in adult.told:
        yield Learned(told.on, "somebody was told")


def in_custody(adult: Adult, on: date) -> bool:
    """By what is recorded: sentenced, and not released since the last sentence, recall or return."""
    return _last_in(adult, on) > _last_out(adult, on)


def spell(adult: Adult, on: date) -> str:
    """Names the stay in custody, by the day that began it after an earlier release; "first" for the first."""
    out = [m.on for m in adult.movements if m.kind == "released" and m.on <= on]
    before = [day for day in out if day <= _last_in(adult, on)]
    if not before:
        return "first"
    return min(day for day in _days_in(adult, on) if day >= max(before)).isoformat()


def _days_in(adult: Adult, on: date) -> list[date]:
    kinds = ("received", "returned", "recalled", "recaptured")
    moved = [m.on for m in adult.movements if m.kind in kinds and m.on <= on]
    return sorted([*moved, *(s.sentenced_on for s in adult.sentences if s.sentenced_on <= on)])


def _last_in(adult: Adult, on: date) -> date:
    return max(_days_in(adult, on), default=LONG_AGO)


def _last_out(adult: Adult, on: date) -> date:
    outs = [m.on for m in adult.movements if m.kind in ("released", "died") and m.on <= on]
    return max(outs, default=LONG_AGO)


def died_on(adult: Adult) -> date | None:
    return min((m.on for m in adult.movements if m.kind == "died"), default=None)
