"""What in the facts contradicts itself, said before anything is reckoned. No fault is mended by a guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tocsin.custody.answer import Problem
from tocsin.custody.counting import in_words
from tocsin.custody.facts import Adult, Duration, Offence, Sentence
from tocsin.custody.law import Law, table
from tocsin.custody.terms import part_of
from tocsin.errors import (
    CustodyBeforeOffence,
    CustodyExclusionUnknown,
    CustodyFollowsLife,
    CustodyFollowsLoop,
    CustodyFollowsMissing,
    CustodyNoExtension,
    CustodyNoRow,
    CustodyNoTerm,
    CustodyTwice,
    TocsinError,
)

NO_TERM = Duration()


@dataclass(frozen=True, slots=True)
class Others:
    """Sentences beside the fixed terms: those without a fixed end, and those an appeal took away."""

    indeterminate: frozenset[str]
    quashed: frozenset[str]
    days: frozenset[date] = frozenset()  # on which those without a fixed end were passed


def problem(error: type[TocsinError], found: str, where: str, do: str) -> Problem:
    return Problem(error.code, found, where, do)


def sentence_faults(sentences: Sequence[Sentence], adult: Adult, law: Law, others: Others) -> list[Problem]:
    found = [fault for one in sentences for fault in _of_one(one, adult, law)]
    if len(sentences) > 1:
        found += [*_twice(sentences), *_too_long(sentences)]
    linked = [one for one in sentences if one.consecutive_to]
    return found + [fault for one in linked if (fault := follows_fault(one, sentences, others))]


def no_row(sentence: Sentence) -> Problem:
    return problem(
        CustodyNoRow,
        f"The law held here has no row for this kind of sentence ({sentence.kind}), passed on "
        f"{in_words(sentence.sentenced_on)} with this term.",
        sentence.ref,
        "See the kind, the day and the term; if they are right, ask the prison for its dates.",
    )


def _of_one(one: Sentence, adult: Adult, law: Law) -> Iterable[Problem]:
    yield from _term(one)
    if not bounds().first <= one.sentenced_on <= bounds().last:
        yield no_row(one)
    yield from ill_dated(one, adult)
    if not law.exclusions.keys() >= set(one.exclusions):
        known = ", ".join(sorted(law.exclusions))
        yield problem(
            CustodyExclusionUnknown, "An exclusion is not known.", one.ref, f"Known exclusions: {known}."
        )


def ill_dated(one: Sentence, adult: Adult) -> list[Problem]:
    begun = offence_begun(one, adult)
    if begun is None or begun <= one.sentenced_on:
        return []
    found = f"Sentenced on {in_words(one.sentenced_on)}, before the offence of {in_words(begun)}."
    return [problem(CustodyBeforeOffence, found, one.ref, "See which day the court's record has.")]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Beyond these an entry is a slip of the pen."""

    months: int
    days: int
    all_terms_years: int
    first: date
    last: date
    extended: frozenset[str]  # kinds that have an extension


@lru_cache(maxsize=1)
def bounds() -> Bounds:
    given = table("law")
    held = given["bounds"]
    return Bounds(
        held["longest_term_years"] * 12,
        held["most_days"],
        held["all_terms_years"],
        held["sentenced"]["from"],
        held["sentenced"]["to"],
        frozenset(row["kind"] for row in given["extensions"] if row.get("least_days")),
    )


def _too_long(sentences: Sequence[Sentence]) -> list[Problem]:
    most = bounds().all_terms_years
    if len(sentences) * bounds().months <= most * 12:
        return []
    if sum(max(one.term.years + one.term.months // 12, 0) for one in sentences) <= most:
        return []
    found = f"All terms together are longer than {most} years."
    return [problem(CustodyNoTerm, found, "sentences", "Copy the terms from the court's orders.")]


def impossible(term: Duration) -> bool:
    months, days = part_of(term)
    if min(term.years, term.months, term.weeks, term.days) < 0:
        return True
    return months > bounds().months or days > bounds().days


def _term(one: Sentence) -> list[Problem]:
    found = []
    if impossible(one.term) or impossible(one.extension):
        said = "The term or the extension cannot be right."
        found.append(problem(CustodyNoTerm, said, one.ref, "Copy it from the court's order."))
    if one.term == NO_TERM:
        said = "The term is zero."
        found.append(problem(CustodyNoTerm, said, one.ref, "Copy the term from the court's order."))
    if one.extension == NO_TERM and one.kind in bounds().extended:
        said = "An extended sentence has no extension."
        found.append(problem(CustodyNoExtension, said, one.ref, "Copy it from the court's order."))
    return found


def offence_of(one: Sentence, adult: Adult) -> Offence | None:
    return next((each for each in adult.offences if each.ref == one.offence), None) if one.offence else None


def offence_begun(one: Sentence, adult: Adult) -> date | None:
    offence = offence_of(one, adult)
    if one.offence_on is not None:
        return one.offence_on
    return None if offence is None else offence.committed_from or offence.committed_to


def _twice(sentences: Sequence[Sentence]) -> list[Problem]:
    refs = [one.ref for one in sentences]
    again = sorted({ref for ref in refs if refs.count(ref) > 1}) if len(set(refs)) < len(refs) else []
    do = "Give each sentence a ref of its own."
    return [problem(CustodyTwice, "Two sentences have the same ref.", ref, do) for ref in again]


def follows_fault(one: Sentence, sentences: Sequence[Sentence], others: Others) -> Problem | None:
    if one.consecutive_to in others.indeterminate:
        do = "Ask the prison for its dates."
        return problem(CustodyFollowsLife, "It follows a sentence without a fixed end.", one.ref, do)
    by_ref = {each.ref: each for each in sentences}
    if one.consecutive_to not in by_ref:
        quashed = one.consecutive_to in others.quashed
        what = "was quashed on appeal" if quashed else "is not among those known on that day"
        do = "Ask the court from which day it runs."
        return problem(CustodyFollowsMissing, f"It follows a sentence that {what}.", one.ref, do)
    seen, at = {one.ref}, one
    while at.consecutive_to in by_ref:
        at = by_ref[at.consecutive_to]
        if at.ref in seen:
            do = "See the court's order."
            return problem(CustodyFollowsLoop, "Sentences follow each other in a circle.", one.ref, do)
        seen.add(at.ref)
    return None
