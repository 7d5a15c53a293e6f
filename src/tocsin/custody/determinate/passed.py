"""A sentence made ready: its days counted and, for each stage of the law, the row that fits it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from tocsin.custody.facts import Sentence
from tocsin.custody.law import Label, Law, Row
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
    changes: tuple[int, ...]  # stages of the law that brought another row
    labels: tuple[Label, ...]  # that its days allow


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


@dataclass(frozen=True, slots=True)
class Fitting:
    """What fits by kind, days and exclusions. `rows` has one row a stage where the term has no say in it."""

    candidates: tuple[tuple[Row, ...], ...]
    rows: tuple[Row, ...] | None
    labels: tuple[Label, ...]


def _fitting(
    law: Law, sentence: Sentence, among: frozenset[str], automatic: str, *, first: int, offence: int
) -> Fitting:
    kind, detention = sentence.kind, is_detention(sentence)
    bands = bisect_right(law.bands, first), bisect_right(law.bands, offence)
    key = (kind, among, automatic, detention, bands)
    found: Fitting | None = law.found.get(key)
    if found is None:
        candidates = tuple(
            tuple(
                row
                for row in stage.get(kind, ())
                if (row.detention or not detention)
                and _applies(row, among, automatic)
                and row.limits.fits_days(first, offence)
            )
            for stage in law.rows
        )
        termless = all(row.limits.any_term for stage in candidates for row in stage)
        rows = _first_rows(candidates, first=first, last=first) if termless else None
        labels = tuple(one for one in law.labels_of[kind] if one.limits.fits_days(first, offence))
        found = law.found[key] = Fitting(candidates, rows, labels)
    return found


def _first_rows(candidates: tuple[tuple[Row, ...], ...], *, first: int, last: int) -> tuple[Row, ...]:
    """One row for each stage; empty where the law has no row for a term of this length."""
    held: Row | None = None
    found: list[Row] = []
    for rows in candidates:
        held = next((row for row in rows if row.limits.fits_term(first, last)), held)
        if held is None:
            return ()
        found.append(held)
    return tuple(found)


@lru_cache(maxsize=1024)
def changes_of(rows: tuple[Row, ...]) -> tuple[int, ...]:
    return tuple(at for at in range(1, len(rows)) if rows[at] is not rows[at - 1])


def prepared(
    sentence: Sentence, law: Law, supposed: Supposed, offence_on: int | None = None
) -> Passed | None:
    """None where no row of the law fits. `offence_on`: the day stated, which stands before a supposed one."""
    first = sentence.sentenced_on.toordinal()
    term = part_of(sentence.term)
    last = last_day(first, (term,))
    offence = supposed.offence if offence_on is None else offence_on
    offence = first if offence is None else offence
    among = schemes_that_exclude(sentence, law, first=first, last=last)
    among = supposed.among if among is None else among
    stated = sentence.automatic_release
    automatic = supposed.automatic if stated == "not_stated" else stated
    fitting = _fitting(law, sentence, among, automatic, first=first, offence=offence)
    rows = fitting.rows
    if rows is None:
        rows = _first_rows(fitting.candidates, first=first, last=last)
    if not rows:
        return None
    extension = part_of(sentence.extension)
    if extension == (0, 0) and sentence.kind in law.extensions:
        extension = law.extensions[sentence.kind].default or extension
    return Passed(
        sentence,
        sentence.ref,
        first,
        term,
        extension,
        last,
        last - first + 1,
        offence,
        rows,
        changes_of(rows),
        fitting.labels,
    )
