"""A sentence made ready: its days counted and, for each stage of the law, the row that fits it."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.custody.facts import Sentence
from tocsin.custody.law import Law, Limits, Row
from tocsin.custody.terms import Part, at_least, last_day, part_of

NO_SCHEME: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is taken to be so where the facts do not say it."""

    among: frozenset[str] = NO_SCHEME  # early-release schemes that exclude the offence
    automatic: str = "yes"
    offence: int | None = None  # the day of the offence
    says: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Passed:
    """`rows` has one row a stage. Days are ordinals; `last` ends the custodial term, counted alone."""

    sentence: Sentence
    ref: str
    first: int
    term: Part
    extension: Part
    last: int
    days: int
    offence: int
    rows: tuple[Row, ...]


def fits(limits: Limits, *, sentenced: int, offence: int, first: int, last: int) -> bool:
    if limits.any_sentence:
        return True
    days = last - first + 1
    if not limits.fewest_days <= days <= limits.most_days:
        return False
    if not limits.sentenced_from <= sentenced <= limits.sentenced_to:
        return False
    if not limits.offence_from <= offence <= limits.offence_to:
        return False
    if limits.least is not None and not at_least(first, last, limits.least):
        return False
    return limits.under is None or not at_least(first, last, limits.under)


def stated_codes(sentence: Sentence, law: Law) -> tuple[str, ...]:
    """Exclusions as stated, else as the code of the offence alone shows them."""
    if sentence.exclusions or not sentence.offence_code:
        return sentence.exclusions
    return law.offence_codes.get(sentence.offence_code[:7], ())


def schemes_that_exclude(sentence: Sentence, law: Law, *, first: int, last: int) -> frozenset[str] | None:
    """None where nobody has said whether the offence is excluded."""
    codes = stated_codes(sentence, law)
    if sentence.serious_now:
        codes = (*codes, "serious_now")
    if not codes:
        return None
    if len(codes) == 1 and law.exclusions[codes[0]].least is None:
        return law.exclusions[codes[0]].lists
    rules = [law.exclusions[code] for code in codes]
    counted = [one for one in rules if one.least is None or at_least(first, last, one.least)]
    return frozenset(name for one in counted for name in one.lists)


def is_detention(sentence: Sentence) -> bool:
    return sentence.section_250 or sentence.kind == "YOUTH"


def _applies(row: Row, among: frozenset[str], automatic: str) -> bool:
    if row.unless and row.unless in among:
        return False
    if row.only and row.only not in among:
        return False
    return not row.automatic or row.automatic == automatic


def _candidates(
    law: Law, kind: str, among: frozenset[str], automatic: str, detention: bool
) -> tuple[tuple[Row, ...], ...]:
    """Rows of each stage that only the days and the term could still rule out."""
    key = (kind, among, automatic, detention)
    if key not in law.found:
        law.found[key] = tuple(
            tuple(
                row
                for row in stage.get(kind, ())
                if (row.detention or not detention) and _applies(row, among, automatic)
            )
            for stage in law.rows
        )
    return law.found[key]


def rows_for(sentence: Sentence, law: Law, supposed: Supposed, *, first: int, last: int) -> tuple[Row, ...]:
    """One row for each stage; empty where the law has no row for this sentence."""
    among = schemes_that_exclude(sentence, law, first=first, last=last)
    among = supposed.among if among is None else among
    stated = sentence.automatic_release
    automatic = supposed.automatic if stated == "not_stated" else stated
    offence = supposed.offence if supposed.offence is not None else first
    held: Row | None = None
    found: list[Row] = []
    for rows in _candidates(law, sentence.kind, among, automatic, is_detention(sentence)):
        for row in rows:
            if row.limits.any_sentence or fits(
                row.limits, sentenced=first, offence=offence, first=first, last=last
            ):
                held = row
                break
        if held is None:
            return ()
        found.append(held)
    return tuple(found)


def prepared(sentence: Sentence, law: Law, supposed: Supposed) -> Passed | None:
    """None where no row of the law fits."""
    first = sentence.sentenced_on.toordinal()
    term = part_of(sentence.term)
    last = last_day(first, (term,))
    rows = rows_for(sentence, law, supposed, first=first, last=last)
    if not rows:
        return None
    extension = part_of(sentence.extension)
    if extension == (0, 0) and sentence.kind in law.extensions:
        extension = law.extensions[sentence.kind].default or extension
    offence = supposed.offence if supposed.offence is not None else first
    return Passed(sentence, sentence.ref, first, term, extension, last, last - first + 1, offence, rows)
