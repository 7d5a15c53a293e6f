"""All key dates of one adult, with their working, as they follow from what was known on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from tocsin.custody.answer import Dates, Effect, KeyDate, Line, Problem
from tocsin.custody.counting import in_words
from tocsin.custody.determinate import working
from tocsin.custody.determinate.days_moved import WITHHELD, moved_days
from tocsin.custody.determinate.faults import Others, no_row, problem, sentence_faults
from tocsin.custody.determinate.outcome import Outcome
from tocsin.custody.determinate.passed import Supposed, is_detention
from tocsin.custody.determinate.readings import Reckoner
from tocsin.custody.facts import Adult, Appeal, OfficialDate, Sentence
from tocsin.custody.indeterminate import (
    FIXED_TERM,
    UNRECKONED,
    earliest_if_directed,
    is_indeterminate,
    minimum_term_dates,
    no_date_releases,
    official,
)
from tocsin.custody.law import date_codes, known_on
from tocsin.custody.standing import after_appeals, decided, known, overturned_offences, touches
from tocsin.errors import CustodyAppealUnclear, CustodyContradiction, CustodyNotYetPassed


@dataclass(frozen=True, slots=True)
class Standing:
    """Sentences as known on a day and as appeals left them."""

    fixed: tuple[Sentence, ...]
    others: Others
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


def dates_of(adult: Adult, *, on: date) -> Dates:
    """By the facts and the law known on `on`. Nothing is guessed: see `problems` for what is withheld."""
    return dates_under(adult, on=on, law_on=on)


def dates_under(adult: Adult, *, on: date, law_on: date) -> Dates:
    """As `dates_of`, by the law as it was known on another day."""
    standing = _standing(adult, on)
    found, problems, notes = _fixed_terms(adult, standing, on=on, law_on=law_on)
    if standing.others.indeterminate:
        unreckoned = standing.fixed and not any(one.kind in FIXED_TERM for one in found)
        found, more, said = _beside_life(adult, found, on, has_fixed_term=bool(standing.fixed))
        problems = list(dict.fromkeys([*problems, *more]))
        notes = [*notes, *said, *([UNRECKONED] if unreckoned else ())]
    dates = _with_official(found, adult.official_dates, on, life=bool(standing.others.indeterminate))
    notes += [note for one in dates if (note := _differs(one))]
    return Dates(on, tuple(dates), (*standing.problems, *problems), (*standing.notes, *notes))


def _standing(adult: Adult, on: date) -> Standing:
    if (
        not adult.appeals
        and not adult.offences
        and all(one.known_from is None and one.sentenced_on <= on for one in adult.sentences)
    ):
        return _sorted_out(adult.sentences, frozenset(), [], [])
    fixed: list[Sentence] = []
    quashed: set[str] = set()
    problems: list[Problem] = []
    notes: list[str] = []
    appeals = decided(adult.appeals, on=on)
    overturned = overturned_offences(adult, on=on)
    for one in adult.sentences:
        if not known(one.known_from, None, on=on):
            continue
        if one.sentenced_on > on:
            problems.append(_not_yet(one, on))
            continue
        problems += _before_its_sentence(one, appeals)
        stands = None if one.offence in overturned else after_appeals(one, appeals)
        if stands is None:
            quashed.add(one.ref)
            notes.append(f"Sentence {one.ref}: its conviction was quashed, so it is not counted.")
            continue
        if stands != one:
            notes.append(f"Sentence {one.ref} is counted as an appeal left it.")
        fixed.append(stands)
    problems += [
        _unclear_appeal(one.sentence)
        for one in appeals
        if one.outcome == "sentence_changed" and one.becomes is None
    ]
    return _sorted_out(fixed, frozenset(quashed), problems, notes)


def _sorted_out(
    sentences: Iterable[Sentence], quashed: frozenset[str], problems: list[Problem], notes: list[str]
) -> Standing:
    fixed: list[Sentence] = []
    life: list[Sentence] = []
    for one in sentences:
        (life if is_indeterminate(one) else fixed).append(one)
    others = Others(frozenset(one.ref for one in life), quashed, frozenset(one.sentenced_on for one in life))
    return Standing(tuple(fixed), others, tuple(problems), tuple(notes))


def _not_yet(one: Sentence, on: date) -> Problem:
    found = f"Dated {in_words(one.sentenced_on)}, after the day of this reckoning, {in_words(on)}."
    return problem(CustodyNotYetPassed, found, one.ref, "It is left out; correct the day if it is a slip.")


def _before_its_sentence(one: Sentence, appeals: Iterable[Appeal]) -> list[Problem]:
    early = [each.decided_on for each in appeals if touches(each, one) and each.decided_on < one.sentenced_on]
    do = "See which of the days is wrong. What the appeal did is counted meanwhile."
    return [
        problem(
            CustodyContradiction,
            f"An appeal is dated {in_words(day)}, before the sentence of {in_words(one.sentenced_on)}.",
            one.ref,
            do,
        )
        for day in early
    ]


def _unclear_appeal(ref: str) -> Problem:
    found = "An appeal changed this sentence, and what it became is not given."
    return problem(CustodyAppealUnclear, found, ref, "Give the sentence as it now stands.")


def _fixed_terms(
    adult: Adult, standing: Standing, *, on: date, law_on: date
) -> tuple[list[KeyDate], list[Problem], list[str]]:
    sentences = standing.fixed
    if not sentences:
        return [], [], []
    law = known_on(law_on)
    faults = sentence_faults(sentences, adult, law, standing.others)
    if faults or any(one.code == CustodyAppealUnclear.code for one in standing.problems):
        return [], faults, [_withheld("No date of the fixed terms is given")]
    adjustments = [one for one in adult.adjustments if known(one.known_from, None, on=on)]
    apart = standing.others.days
    moved, problems, notes = (
        moved_days(adjustments, sentences, on=on, apart=apart) if adjustments else ([], [], [])
    )
    reckoner = Reckoner(sentences, law, moved, adult=adult, on=law_on)
    outcomes = reckoner.outcomes()
    if not outcomes:
        return (
            [],
            [*problems, *_without_row(reckoner)],
            [*notes, _withheld("No date of the fixed terms is given")],
        )
    if any(one.code in WITHHELD for one in problems):
        said = _withheld("Only the unadjusted end of the sentence is given")
        unadjusted = _merged("unadjusted", outcomes)
        return [unadjusted] if unadjusted else [], problems, [*notes, said]
    if len(outcomes) == 1:
        dates = _of_one_reading(outcomes[0])
    else:
        dates = [one for role in ROLES if (one := _merged(role, outcomes))]
    return dates, problems, notes + _age_note(adult, outcomes[0])


def _withheld(what: str) -> str:
    return f"{what}, because each rests on a fact that cannot be right as it stands."


def _without_row(reckoner: Reckoner) -> list[Problem]:
    passed = reckoner.passed(Supposed(automatic="no"))
    return [no_row(one) for one, row in zip(reckoner.sentences, passed, strict=True) if row is None]


def _age_note(adult: Adult, found: Outcome) -> list[str]:
    young = any(is_detention(member.sentence) for one in found.now for member in one.chain.members)
    if adult.born is not None or (found.supervised is None and not young):
        return []
    return ["The day of birth is not stated: the person is taken to be 18 or over on release."]


Found: TypeAlias = tuple[str, int, Callable[[Any], tuple[Line, ...]], object]  # kind, day, its working


def _release(one: Outcome) -> Found | None:
    return one.release_kind, one.governing.release, working.release_working, one


def _parole(one: Outcome) -> Found | None:
    board = one.board
    return None if board is None else ("PED", board.day, working.board_working, board)


def _expiry(one: Outcome) -> Found | None:
    return one.expiry_kind, one.ends.expiry, working.expiry_working, one


def _licence(one: Outcome) -> Found | None:
    held = one.licence_of
    if held is None or held.licence is None:
        return None
    return "LED", held.licence, working.licence_working, held


def _unadjusted(one: Outcome) -> Found | None:
    return "ESED", one.unadjusted.chain.last, working.unadjusted_working, one


def _supervision(one: Outcome) -> Found | None:
    held = one.supervised
    return None if held is None else ("TUSED", held.to, working.supervision_working, held)


ROLES: dict[str, Callable[[Outcome], Found | None]] = {
    "release": _release,
    "parole": _parole,
    "expiry": _expiry,
    "licence": _licence,
    "unadjusted": _unadjusted,
    "supervision": _supervision,
}


def _of_one_reading(only: Outcome) -> list[KeyDate]:
    return [
        _key_date(role, only, found, latest=found[1])
        for role, find in ROLES.items()
        if (found := find(only)) is not None
    ]


def _merged(role: str, outcomes: Sequence[Outcome]) -> KeyDate | None:
    """One date of all readings: the earliest drives, and each other is named."""
    each = [(one, found) for one in outcomes if (found := ROLES[role](one)) is not None]
    if not each:
        return None
    chosen, first = min(each, key=lambda pair: pair[1][1])
    absent = len(each) < len(outcomes)
    sole = not absent and len({found[:2] for _, found in each}) == 1
    labelled = () if sole else _labelled(first[0], each)
    latest = max(found[1] for _, found in each)
    return _key_date(role, chosen, first, latest=latest, labelled=labelled, absent=absent)


def _key_date(
    role: str,
    chosen: Outcome,
    found: Found,
    *,
    latest: int,
    labelled: tuple[tuple[str, date], ...] = (),
    absent: bool = False,
) -> KeyDate:
    kind, earliest, write, about = found
    unsure = labelled or absent or role == "supervision"
    return KeyDate(
        kind,
        working.day_of(earliest),
        working.day_of(latest),
        date_codes()[kind].effect,
        working.Working(write, about),
        _why(role, chosen, labelled, absent=absent) if unsure else "",
        labelled,
    )


def _labelled(kind: str, each: Sequence[tuple[Outcome, Found]]) -> tuple[tuple[str, date], ...]:
    named: dict[tuple[str, int], str] = {}
    for one, found in each:
        says = "; ".join(one.supposed.says) or "as stated"
        named.setdefault(found[:2], says if found[0] == kind else f"{says} ({found[0]})")
    return tuple((says, working.day_of(day)) for (_, day), says in named.items())


def _why(role: str, chosen: Outcome, labelled: Sequence[tuple[str, date]], *, absent: bool) -> str:
    said = []
    if labelled:
        said.append(f"Not stated which holds: {'; or '.join(says for says, _ in labelled)}.")
    if absent:
        said.append("Under another reading there is no such date.")
    held = chosen.supervised
    if role == "supervision" and held is not None and held.rule.ends_from <= chosen.reckoned_on:
        said.append(f"It may no longer apply; not known: {held.rule.cited.unsure}")
    return " ".join(said)


def _beside_life(
    adult: Adult, fixed: list[KeyDate], on: date, *, has_fixed_term: bool
) -> tuple[list[KeyDate], list[Problem], list[str]]:
    minimum, problems, notes = minimum_term_dates(adult, on=on)
    stated = [replace(one, official=official(one.kind, adult.official_dates, on=on)) for one in fixed]
    directed = earliest_if_directed(minimum, stated, on=on, has_fixed_term=has_fixed_term)
    return [*minimum, *([directed] if directed else []), *no_date_releases(fixed)], problems, notes


def _with_official(
    dates: list[KeyDate], given: Sequence[OfficialDate], on: date, *, life: bool
) -> list[KeyDate]:
    """The prison's latest word for each date. One that is not reckoned here is shown as it was given."""
    if not given:
        return dates
    latest: dict[str, OfficialDate] = {}
    for one in sorted(given, key=lambda each: each.stated_on):
        if one.stated_on <= on:
            latest[_role(one.kind)] = one
    if any(one.kind == "TED" and one.official is not None for one in dates):
        latest.pop("minimum", None)
    if not latest:
        return dates
    done = [
        replace(one, official=latest[role].day)
        if (role := _role(one.kind)) in latest and one.official is None
        else one
        for one in dates
    ]
    missing = latest.keys() - {_role(one.kind) for one in dates}
    return done + [_as_given(one, life=life) for role, one in latest.items() if role in missing]


def _role(kind: str) -> str:
    code = date_codes().get(kind)
    return code.role if code else kind


def _as_given(one: OfficialDate, *, life: bool) -> KeyDate:
    code = date_codes().get(one.kind)
    line = Line(f"The prison's own date, stated on {in_words(one.stated_on)}.", one.day, "", one.source)
    effect: Effect = "marks" if life or code is None else code.effect
    return KeyDate(one.kind, one.day, one.day, effect, (line,), official=one.day)


def _differs(one: KeyDate) -> str:
    if one.official is None or one.earliest <= one.official <= one.latest:
        return ""
    return (
        f"{one.kind}: the prison's date is {in_words(one.official)}, the date reckoned here "
        f"{in_words(one.earliest)}. The prison's stands; ask which facts differ."
    )
