"""Life, IPP and DPP: the end of each minimum term, and the earliest day if the Board directs release.

No day found here releases anybody. Where the order does not say whether remand was counted in it, both
readings are given; the earlier one drives notices.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tocsin.custody.answer import KeyDate, Line, Problem
from tocsin.custody.counting import in_words, last_day
from tocsin.custody.facts import Adult, Duration, OfficialDate, Sentence
from tocsin.custody.indeterminate_faults import changed_unclearly, faults_by_sentence
from tocsin.custody.rows import Row, kinds_under, rule_on
from tocsin.custody.standing import counts_for, days_of, known, sentences_on
from tocsin.errors import CustodyMissing, CustodyNoRow

EARLIEST = "EARLIEST"
FIXED_TERM = ("PED", "CRD", "ARD")  # in this order: a parole date governs where there is one
GROSS = "minimum term stated before remand was counted"
UNRECKONED = "No release day of the fixed term could be reckoned, so the day may be later."
FROM_SENTENCE = "minimum term counted from the day of sentence"
ANOTHER = "Another minimum term is not stated or cannot be reckoned, so release may be later."
WITHHELD = (
    "The end of a minimum term is not given, because it rests on a fact that cannot be right as it stands."
)
NET = "minimum term stated with remand already counted"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the order, and the day that it gives."""

    label: str
    day: date
    lines: tuple[Line, ...]


def is_indeterminate(sentence: Sentence) -> bool:
    return sentence.kind in kinds_under("only_if_directed") | kinds_under("whole_life")


def indeterminate_on(adult: Adult, *, on: date) -> tuple[Sentence, ...]:
    return tuple(one for one in sentences_on(adult, on=on) if is_indeterminate(one))


def minimum_term_dates(adult: Adult, *, on: date) -> tuple[list[KeyDate], list[Problem], list[str]]:
    """A TED for each life, IPP and DPP sentence, what could not be reckoned, and what to say of it."""
    serving = indeterminate_on(adult, on=on)
    notes = _notes(serving, on)
    if any(one.kind in kinds_under("whole_life") for one in serving):
        return [], [], notes
    faults = faults_by_sentence(serving, adult, on=on)
    sound = [one for one in serving if one.ref not in faults and not changed_unclearly(one, adult, on=on)]
    stated = [one for one in sound if one.minimum_term != Duration()]
    problems = [fault for of_one in faults.values() for fault in of_one]
    problems += [_unstated(one) for one in serving if one.minimum_term == Duration()]
    problems += [problem for one in stated for problem in _problems(one, adult, on)]
    dates = [_end_of_minimum_term(one, adult, on) for one in stated]
    if len(stated) < len(serving):
        dates = [replace(one, why=ANOTHER) for one in dates]
        notes = [*notes, *([ANOTHER] if dates else ()), *([WITHHELD] if len(sound) < len(serving) else ())]
    return _with_official(dates, adult.official_dates, on), problems, notes


def _notes(serving: Sequence[Sentence], on: date) -> list[str]:
    rules = ["only_if_directed", "whole_life"]
    found = [rule_on(rule, on, kind=one.kind) for one in serving for rule in rules]
    spoken = [row.says for row in found if row is not None]
    every = rule_on("every_minimum_term", on)
    if len(serving) > 1 and every is not None:
        spoken.append(every.says)
    return list(dict.fromkeys(spoken))


def _unstated(sentence: Sentence) -> Problem:
    return Problem(
        CustodyMissing.code,
        "The minimum term of an indeterminate sentence is not stated.",
        sentence.ref,
        "Ask the court or the prison for the minimum term and whether remand was counted in it.",
    )


def _problems(sentence: Sentence, adult: Adult, on: date) -> list[Problem]:
    kinds = {one.kind for one in adult.adjustments if counts_for(one, sentence, on=on)}
    asked = [
        ("unlawfully_at_large" in kinds, "at_large_in_minimum_term"),
        ("added_days" in kinds, "added_days_in_minimum_term"),
        (bool(sentence.consecutive_to), "consecutive_minimum_term"),
    ]
    rules = [rule_on(rule, on) for arises, rule in asked if arises]
    return [_no_row(row, sentence) for row in rules if row is not None]


def _no_row(row: Row, sentence: Sentence) -> Problem:
    return Problem(
        CustodyNoRow.code, row.says, sentence.ref, "Ask the prison for its own date; it stands before ours."
    )


def _end_of_minimum_term(sentence: Sentence, adult: Adult, on: date) -> KeyDate:
    readings = [*_by_remand(sentence, adult, on)]
    readings += _if_it_follows(sentence, adult, on, readings)
    readings += _if_at_large(sentence, adult, on, readings)
    days = [one.day for one in readings]
    return KeyDate(
        kind="TED",
        earliest=min(days),
        latest=max(days),
        effect="marks",
        working=_working(sentence, readings, on),
        why=_why(sentence, readings, on),
        labelled=tuple((one.label, one.day) for one in readings) if len(readings) > 1 else (),
        sentence=sentence.ref,
    )


def _counted(sentence: Sentence, first: date, on: date) -> Line:
    end = last_day(first, sentence.minimum_term)
    row = rule_on("minimum_term_count", on)
    said = f"Minimum term of {spoken(sentence.minimum_term)} from {in_words(first)}, that day counted"
    assumed = f" ({row.certainty})" if row else ""
    return Line(f"{said}{assumed}: ends {in_words(end)}.", end, row.id if row else "", sentence.ref)


def _by_remand(sentence: Sentence, adult: Adult, on: date) -> Iterable[Reading]:
    counted = _counted(sentence, sentence.sentenced_on, on)
    full = counted.day or sentence.sentenced_on
    remand = remand_days(sentence, adult, on=on)
    less = max(full - timedelta(days=remand), sentence.sentenced_on)
    rule = rule_on("remand_in_minimum_term", on, kind=sentence.kind)
    law = rule.id if rule else ""
    took = Line(f"Less {remand} days on remand or tagged bail: {in_words(less)}.", less, law, sentence.ref)
    kept = Line("Remand was counted by the court already; nothing is taken off.", full, law, sentence.ref)
    if remand and sentence.minimum_term_net_of_remand != "yes":
        yield Reading(GROSS, less, (counted, took))
    if not remand:
        yield Reading(FROM_SENTENCE, full, (counted,))
    elif sentence.minimum_term_net_of_remand != "no":
        yield Reading(NET, full, (counted, kept))


def remand_days(sentence: Sentence, adult: Adult, *, on: date) -> int:
    """Days on remand and tagged bail that are stated for this sentence."""
    kinds = ("remand", "tagged_bail")
    counted = [one for one in adult.adjustments if one.kind in kinds and counts_for(one, sentence, on=on)]
    return sum(days_of(one) for one in counted)


def _if_it_follows(sentence: Sentence, adult: Adult, on: date, so_far: list[Reading]) -> list[Reading]:
    """No rule was found for the start, so the latest that it could be bounds the answer."""
    if not sentence.consecutive_to:
        return []
    others = {one.ref: one for one in sentences_on(adult, on=on)}
    before = others.get(sentence.consecutive_to)
    if before is None or before.ref == sentence.ref:
        return []
    length = before.minimum_term if before.minimum_term != Duration() else before.term
    first = last_day(before.sentenced_on, length) + timedelta(days=1)
    counted = _counted(sentence, max(first, sentence.sentenced_on), on)
    end = max([counted.day or first, *(one.day for one in so_far)])
    row = rule_on("consecutive_minimum_term", on)
    said = (Line(row.says, None, row.id, sentence.ref),) if row is not None else ()
    return [Reading("minimum term begun when the other term had wholly ended", end, (*said, counted))]


def _if_at_large(sentence: Sentence, adult: Adult, on: date, so_far: list[Reading]) -> list[Reading]:
    mine = [one for one in adult.adjustments if counts_for(one, sentence, on=on)]
    days = sum(days_of(one) for one in mine if one.kind == "unlawfully_at_large")
    row = rule_on("at_large_in_minimum_term", on)
    if not days or row is None:
        return []
    return [
        Reading(
            f"{one.label}; {days} days at large added",
            one.day + timedelta(days=days),
            (Line(f"{days} days unlawfully at large, if they count.", None, row.id, sentence.ref),),
        )
        for one in so_far
    ]


def _working(sentence: Sentence, readings: Sequence[Reading], on: date) -> tuple[Line, ...]:
    lines = list(dict.fromkeys(line for one in readings for line in one.lines))
    directed = rule_on("only_if_directed", on, kind=sentence.kind)
    if directed is not None:
        lines.append(Line(directed.says, None, directed.id, sentence.ref))
    return tuple(lines)


def _why(sentence: Sentence, readings: Sequence[Reading], on: date) -> str:
    if len({one.day for one in readings}) < 2:
        return ""
    reasons = []
    rule = rule_on("remand_in_minimum_term", on, kind=sentence.kind)
    if {GROSS, NET} <= {one.label for one in readings} and rule is not None:
        reasons.append(f"{rule.says} The order does not say which.")
    if sentence.consecutive_to:
        reasons.append("It is not known from which day a minimum term that follows another sentence runs.")
    if any("at large" in one.label for one in readings):
        reasons.append("It is not known whether days at large put a minimum term back.")
    return " ".join(reasons)


def spoken(term: Duration) -> str:
    parts = [(term.years, "year"), (term.months, "month"), (term.weeks, "week"), (term.days, "day")]
    said = [f"{number} {unit}{'s' if number != 1 else ''}" for number, unit in parts if number]
    return " ".join(said) or "no length"


def official(kind: str, given: Iterable[OfficialDate], *, on: date) -> date | None:
    """The prison's latest word on a date, as known on the day."""
    known_then = [one for one in given if one.kind == kind and known(None, one.stated_on, on=on)]
    return max(known_then, key=lambda one: one.stated_on).day if known_then else None


def _with_official(dates: list[KeyDate], given: Iterable[OfficialDate], on: date) -> list[KeyDate]:
    """A prison gives one TED for all sentences, so it stands for the last of them."""
    day = official("TED", given, on=on)
    if day is None or not dates:
        return dates
    last = max(dates, key=lambda one: one.latest)
    return [replace(one, official=day) if one is last else one for one in dates]


def readings_of(one: KeyDate) -> list[tuple[str, date]]:
    """Each label with its day; the prison's own day stands alone. An unlabelled range gives its two ends."""
    if one.official is not None:
        return [("the prison's own date", one.official)]
    if one.labelled:
        return list(one.labelled)
    return [("", one.earliest)] if one.certain else [("earliest", one.earliest), ("latest", one.latest)]


def earliest_if_directed(
    teds: Sequence[KeyDate],
    fixed_term_dates: Iterable[KeyDate],
    *,
    on: date,
    has_fixed_term: bool = False,
) -> KeyDate | None:
    """The last of all minimum terms and of the fixed term's own release or parole day; None without a TED.

    `has_fixed_term`: one is served, so where no day of it could be reckoned release may be later.
    """
    if not teds:
        return None
    minimum = _latest_of(list(teds))
    fixed = _governing(list(fixed_term_dates))
    if fixed is None:
        alone = _earliest(minimum, (), teds, fixed, on)
        return replace(alone, why=f"{alone.why} {UNRECKONED}".strip()) if has_fixed_term else alone
    row = rule_on("life_and_fixed_term", on)
    kinds = fixed.kind
    after = [
        (_join(label, f"{kinds}: {other}" if other else ""), max(day, day_of_fixed))
        for label, day in minimum
        for other, day_of_fixed in readings_of(fixed)
    ]
    line = Line(f"{row.says} The {kinds} is {_days(fixed)}.", None, row.id, fixed.sentence) if row else None
    if row is not None and row.both_readings:
        after = [(_join(label, "minimum term alone"), day) for label, day in minimum] + [
            (_join(label, "with the fixed term"), day) for label, day in after
        ]
    return _earliest(after, (line,) if line else (), teds, fixed, on)


def _join(*labels: str) -> str:
    return "; ".join(label for label in labels if label)


def _days(one: KeyDate) -> str:
    return " or ".join(in_words(day) for day in sorted({day for _, day in readings_of(one)}))


def _governing(dates: Sequence[KeyDate]) -> KeyDate | None:
    for kind in FIXED_TERM:
        found = [one for one in dates if one.kind == kind]
        if found:
            return max(found, key=lambda one: one.official or one.latest)
    return None


def _latest_of(teds: list[KeyDate]) -> list[tuple[str, date]]:
    """For each reading the last day of all; a TED without that reading counts with its earliest day."""
    labels = dict.fromkeys(label for one in teds for label, _ in readings_of(one))
    named = [label for label in labels if label] if len(labels) > 1 else list(labels)
    return [(label, max(_under(label, one) for one in teds)) for label in named]


def _under(label: str, one: KeyDate) -> date:
    found = dict(readings_of(one))
    return found.get(label, min(found.values()))


def _earliest(
    readings: Sequence[tuple[str, date]],
    lines: tuple[Line, ...],
    teds: Sequence[KeyDate],
    fixed: KeyDate | None,
    on: date,
) -> KeyDate:
    days = [day for _, day in readings]
    every = rule_on("every_minimum_term", on)
    together = (Line(every.says, None, every.id),) if every and len(teds) > 1 else ()
    ends = tuple(Line(f"Minimum term ends {_days(one)}.", one.earliest, "", one.sentence) for one in teds)
    directed = rule_on("only_if_directed", on)
    last = Line(directed.says, min(days), directed.id) if directed else Line("", min(days))
    reasons = dict.fromkeys(one.why for one in (*teds, *((fixed,) if fixed else ())) if one.why)
    return KeyDate(
        kind=EARLIEST,
        earliest=min(days),
        latest=max(days),
        effect="may_be_released_if_directed",
        working=(*ends, *together, *lines, last),
        why=" ".join(reasons),
        labelled=tuple(readings) if len(readings) > 1 else (),
    )


def no_date_releases(fixed_term_dates: Iterable[KeyDate]) -> list[KeyDate]:
    """Dates of fixed terms served beside an indeterminate sentence: they mark a day and release nobody."""
    said = Line(
        "An indeterminate sentence is served too: reaching this day releases nobody.", law="only_if_directed"
    )
    return [
        one if one.effect == "marks" else replace(one, effect="marks", working=(*one.working, said))
        for one in fixed_term_dates
    ]
