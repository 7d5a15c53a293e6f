"""Recall to prison: of which kind, until when, and how long the person was at large before the return."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from tocsin.custody.answer import KeyDate, Line, Problem
from tocsin.custody.counting import in_words
from tocsin.custody.facts import Adult, Movement
from tocsin.custody.indeterminate import official
from tocsin.custody.rows import rule_on
from tocsin.custody.standing import days_of, known, sentences_on
from tocsin.errors import CustodyContradiction, CustodyMissing, CustodyNoRow

Whereabouts = Literal[
    "not_stated", "in_custody", "in_the_community", "recalled_not_returned", "at_large", "died"
]
INTO = {"remanded", "received", "returned", "recaptured"}
POST_RECALL = "PRRD"  # the prison service's code for release after recall


@dataclass(frozen=True, slots=True)
class Recalled:
    """`release` is the day a fixed-term recall ends; None where no day releases."""

    kind: Literal["", "standard", "fixed_term"]
    on: date
    returned_on: date | None
    released_on: date | None
    days_at_large: int | None  # as stated; None where the file does not say
    release: KeyDate | None
    words: str
    problems: tuple[Problem, ...] = ()


def moves(adult: Adult, *, on: date) -> list[Movement]:
    """What had happened, and was known, by the day; oldest first."""
    seen = [one for one in adult.movements if one.on <= on and known(one.known_from, one.on, on=on)]
    return sorted(seen, key=lambda one: one.on)


def days_of_kind(adult: Adult, kinds: Iterable[str], *, on: date) -> list[date]:
    wanted = set(kinds)
    return [one.on for one in moves(adult, on=on) if one.kind in wanted]


def where(adult: Adult, *, on: date) -> Whereabouts:
    """From the last movement that says it; a day out on temporary licence is still custody."""
    said: Whereabouts = "not_stated"
    for one in moves(adult, on=on):
        if one.kind == "died":
            return "died"
        if one.kind == "recalled":
            said = "recalled_not_returned"
        elif one.kind == "escaped":
            said = "at_large"
        elif one.kind == "released":
            said = "in_the_community"
        elif one.kind in INTO:
            said = "in_custody"
    return said


def recalls(adult: Adult, *, on: date) -> tuple[Recalled, ...]:
    return tuple(_recalled(one, adult, on) for one in moves(adult, on=on) if one.kind == "recalled")


def _recalled(recall: Movement, adult: Adult, on: date) -> Recalled:
    later = [one for one in moves(adult, on=on) if one.on >= recall.on]
    returned = next((one.on for one in later if one.kind in INTO), None)
    since = returned or recall.on
    released = next((one.on for one in later if one.kind == "released" and one.on >= since), None)
    found = Recalled(
        recall.recall, recall.on, returned, released, _at_large(recall, returned, adult, on), None, ""
    )
    return _with_problem_at_large(_by_kind(found, adult, on))


def _at_large(recall: Movement, returned: date | None, adult: Adult, on: date) -> int | None:
    """The days stated that begin between recall and return; never the gap itself."""
    until = returned or on
    stated = [
        days_of(one)
        for one in adult.adjustments
        if one.kind == "unlawfully_at_large"
        and one.first is not None
        and recall.on <= one.first <= until
        and known(one.known_from, one.first, on=on)
    ]
    return sum(stated) if stated else None


def _with_problem_at_large(found: Recalled) -> Recalled:
    if found.days_at_large is not None or found.returned_on is None or found.returned_on == found.on:
        return found
    words = "Recall and return lie on different days and no days at large are stated; none are counted."
    return replace(found, problems=(*found.problems, _problem(CustodyMissing.code, words, found)))


def _by_kind(found: Recalled, adult: Adult, on: date) -> Recalled:
    if found.kind == "fixed_term":
        return _fixed(found, adult, on)
    if found.kind == "standard":
        row, more = rule_on("recall_standard", on), _tranche_words(found, adult, on)
        return replace(found, words=f"{row.says} ({row.certainty}){more}" if row else "")
    words = "The file does not say whether the recall was standard or for a fixed term."
    return replace(found, words=words, problems=(_problem(CustodyMissing.code, words, found),))


def _tranche_words(found: Recalled, adult: Adult, on: date) -> str:
    """Somebody already recalled when the fixed term came in may have come under it."""
    kinds = [one.kind for one in sentences_on(adult, on=on)]
    rows = [rule_on("recall_fixed", on, kind=kind) for kind in kinds]
    begun = rows[0].first if rows and rows[0] is not None and None not in rows else None
    tranche = rule_on("recall_fixed_tranche", on)
    if begun is None or tranche is None or found.on >= begun or (found.released_on or begun) < begun:
        return ""
    return f" {tranche.says} ({tranche.certainty})"


def _fixed(found: Recalled, adult: Adult, on: date) -> Recalled:
    kinds = [one.kind for one in sentences_on(adult, on=on)]
    if found.returned_on is None:
        return replace(
            found, words="A recall for a fixed term, counted from the return, which is not recorded."
        )
    rows = [rule_on("recall_fixed", found.returned_on, kind=kind) for kind in kinds]
    row = rows[0] if rows else None
    stated = official(POST_RECALL, adult.official_dates, on=on)
    if row is None or None in rows:
        return replace(found, words="A recall for a fixed term.", problems=(_no_row(found, kinds, on),))
    last = found.returned_on + timedelta(days=row.number("days") - 1)
    line = Line(
        f"Returned {in_words(found.returned_on)}, the first of {row.number('days')} days.", last, row.id
    )
    day = KeyDate(POST_RECALL, last, last, "releases", (line,), official=stated)
    return replace(found, release=day, words=f"{row.says} ({row.certainty})")


def _no_row(found: Recalled, kinds: Sequence[str], on: date) -> Problem:
    other = [kind for kind in kinds if rule_on("recall_fixed", on, kind=kind) is None]
    tranche = rule_on("recall_fixed_tranche", on)
    if other and rule_on("recall_fixed", on) is not None:
        words = f"A recall for a fixed term is stated, and no rule allows one here ({', '.join(other)})."
        return _problem(CustodyContradiction.code, words, found)
    words = "No rule is held for how long a recall for a fixed term lasted on that day."
    if tranche is not None:
        words += f" {tranche.says}"
    return _problem(CustodyNoRow.code, words, found)


def _problem(code: str, words: str, found: Recalled) -> Problem:
    return Problem(code, words, f"recall of {in_words(found.on)}", "Ask the prison or the community manager.")
