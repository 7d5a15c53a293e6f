"""Remand, tagged bail, added days and days at large: each day once, each for its own sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from tocsin.custody.answer import Problem
from tocsin.custody.counting import in_words
from tocsin.custody.determinate.faults import problem
from tocsin.custody.determinate.stays import Moved
from tocsin.custody.facts import Adjustment, Sentence
from tocsin.custody.law import EVER, table
from tocsin.custody.standing import CREDIT
from tocsin.errors import (
    CustodyDaysUnclear,
    CustodyDaysWithoutSentence,
    CustodyRemandAfterSentence,
    CustodyRemandTwice,
)

WITHHELD = {CustodyDaysUnclear.code, CustodyRemandAfterSentence.code, CustodyRemandTwice.code}
RUNS_PAST = "It runs to the day of its sentence or beyond."
SEE_WHICH = "See which of the days is right."


def span(one: Adjustment) -> int | None:
    """Days from the first to the last, both counted; None where the period is not stated."""
    if one.first is None or one.last is None:
        return None
    return (one.last - one.first).days + 1


def moved_days(
    adjustments: Sequence[Adjustment],
    sentences: Sequence[Sentence],
    *,
    on: date,
    apart: frozenset[date] = frozenset(),
) -> tuple[list[Moved], list[Problem], list[str]]:
    """What moves, what contradicts itself, what was assumed. Credit tied to a day of `apart` is left out."""
    found: list[Moved] = []
    problems, notes = [fault for _, fault in _twice(adjustments)], []
    days_of_sentence = sorted({one.sentenced_on for one in sentences})
    for number, one in enumerate(adjustments, start=1):
        if one.kind in CREDIT and one.applies_from in apart and one.applies_from not in days_of_sentence:
            continue
        where = _where(number, one)
        fault = _unclear(one, where)
        counted = one.days or span(one) or 0
        if fault is None and one.kind in CREDIT:
            starts, fault, note = _counts_from(one, days_of_sentence, where)
            notes += [said for said in (note, _fewer(one, where)) if said]
            if starts is not None:
                until = one.last.toordinal() if one.last else EVER
                found.append(Moved("credited", counted, starts.toordinal(), until))
        elif fault is None:
            found.append(_put_back(one, counted, on))
        problems += [fault] if fault else []
    problems += _more_restored(found)
    return found, problems, notes


def _put_back(one: Adjustment, days: int, on: date) -> Moved:
    """Without a day of their own they belong to the stay that the reckoning is about."""
    since = one.first or one.applies_from or on
    if one.kind == "unlawfully_at_large":
        return Moved("at_large", days, since.toordinal())
    return Moved("added", -days if one.kind == "restored_days" else days, since.toordinal())


def _unclear(one: Adjustment, where: str) -> Problem | None:
    held = span(one)
    if one.days < 0 or one.days > table("law")["bounds"]["most_days"] or (held is not None and held < 1):
        return problem(CustodyDaysUnclear, "The days cannot be right.", where, "See the prison's record.")
    if not one.days and held is None:
        return problem(
            CustodyDaysUnclear, "No days are stated.", where, "Give the days, or the first and last day."
        )
    if held is not None and one.days > held:
        found = f"{one.days} days are stated for a period of {held}."
        return problem(CustodyDaysUnclear, found, where, "See the prison's record.")
    return None


def _fewer(one: Adjustment, where: str) -> str:
    held = span(one)
    if held is None or not 0 < one.days < held:
        return ""
    return f"{where}: {one.days} days are stated for a period of {held}; the number stated is used."


def _counts_from(
    one: Adjustment, days: Sequence[date], where: str
) -> tuple[date | None, Problem | None, str]:
    """The day of sentence that the credit belongs to."""
    starts, note = one.applies_from, ""
    if starts is None:
        later = [day for day in days if one.last is None or day > one.last]
        starts = later[0] if later else None
        if len(days) > 1 and starts is not None:
            note = f"Not stated for which sentence: {where} is counted from that of {in_words(starts)}."
    if starts is None or (one.last is not None and one.last >= starts):
        found = RUNS_PAST if starts else "It ends after every sentence."
        return None, problem(CustodyRemandAfterSentence, found, where, SEE_WHICH), ""
    if not days or starts not in days:
        found = f"No sentence of {in_words(starts)} is among those known, so these days are not counted."
        do = "Add that sentence, or correct the day."
        return None, problem(CustodyDaysWithoutSentence, found, where, do), ""
    return starts, None, note


def _where(number: int, one: Adjustment) -> str:
    return f"adjustment {number} ({one.kind.replace('_', ' ')})"


def contradicted(adjustments: Sequence[Adjustment]) -> list[tuple[int, Problem]]:
    """Credit that cannot be right as it stands, with the number of its adjustment."""
    unclear = [
        (number, fault)
        for number, one in enumerate(adjustments, start=1)
        if one.kind in CREDIT and (fault := _unclear(one, _where(number, one)))
    ]
    return [*_twice(adjustments), *unclear]


def runs_past(number: int, one: Adjustment) -> Problem:
    return problem(CustodyRemandAfterSentence, RUNS_PAST, _where(number, one), SEE_WHICH)


def _twice(adjustments: Sequence[Adjustment]) -> list[tuple[int, Problem]]:
    """CJA 2003 s240ZA: a day counts once, towards whichever sentence. Remand and a tag never share a day."""
    credit = [(number, one) for number, one in enumerate(adjustments, start=1) if one.kind in CREDIT]
    dated = sorted((one.first, one.last, number) for number, one in credit if one.first and one.last)
    found = [
        (second, _stands_twice(second, "Its days overlap those of another period."))
        for (_, ended, _), (began, _, second) in pairwise(dated)
        if began <= ended
    ]
    return found + [
        (
            number,
            _stands_twice(number, "The same days stand twice, without the first and last day of either."),
        )
        for number, one in credit
        if span(one) is None and any(other == one for before, other in credit if before < number)
    ]


def _stands_twice(number: int, found: str) -> Problem:
    do = "Leave one of them, or give the first and last day of each."
    return problem(CustodyRemandTwice, found, f"adjustment {number}", do)


def _more_restored(found: Iterable[Moved]) -> list[Problem]:
    if sum(one.days for one in found if one.kind == "added") >= 0:
        return []
    do = "See the prison's record of added days."
    return [problem(CustodyDaysUnclear, "More days were restored than added.", "adjustments", do)]
