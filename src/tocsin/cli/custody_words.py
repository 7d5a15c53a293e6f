"""One adult on a screen of 80 columns, in words that need neither colour nor a picture."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tocsin.cli.layout import width
from tocsin.review import schema_custody as out
from tocsin.review.custody_words import day

WIDEST = 80


@dataclass(frozen=True)
class Line:
    words: str
    heading: bool = False


def answer_lines(one: out.CustodyOut) -> Iterator[Line]:
    """The first screen: the answers, and what to do next."""
    yield from _head(f"{one.label}, as known on {day(one.on)}")
    yield from _answers(one)
    yield Line("")


def working_lines(one: out.CustodyOut) -> Iterator[Line]:
    """What the answers rest on: each day with its working, every notice, and the rest."""
    yield from _head(f"{one.label}: what the answers rest on")
    for title, lines in _parts(one):
        shown = list(lines)
        if shown:
            yield Line(title, heading=True)
            yield from (Line(words) for words in shown)
            yield Line("")


def _head(title: str) -> Iterator[Line]:
    yield Line(title, heading=True)
    yield Line("=" * _room())


def _answers(one: out.CustodyOut) -> Iterator[Line]:
    asked = (
        ("When could release come?", one.when),
        ("Why?", one.why),
        ("Whom to tell, by when?", one.tell),
        ("What to do next?", one.next),
        ("What is not certain?", one.unsure or ["Nothing that changes a day."]),
    )
    for title, lines in asked:
        if not lines:
            continue
        yield Line(title, heading=True)
        yield from (Line(words) for line in lines for words in line_of(line, mark="- "))


def _parts(one: out.CustodyOut) -> Iterator[tuple[str, Iterator[str]]]:
    for plan in one.prebirth:
        yield f"Before the birth: {plan.child}, due {day(plan.birth_due)}", _prebirth(plan)
    yield "The dates and how each was worked out", _dates(one.dates)
    yield "Calendar", _calendar(sorted([*one.history, *one.calendar], key=lambda it: (it.on, it.until)))
    yield "Who must be told", _notices(one.notices)
    yield "Children this adult is tied to", _listed(_tie(it) for it in one.ties)
    yield "Offences and accusations, each for what it is", _standings(one.offences)
    yield "Risk to children", _listed([one.risk, *one.asks])
    yield "What the court said", _listed([*(_sentence(it) for it in one.sentences), *one.adjustments])
    yield "Parole", _reviews(one.reviews)
    yield "Licence", _listed([*one.licence, *(_condition(it) for it in one.conditions)])
    yield "Restricted: not to be copied or passed on", _listed(one.restricted)
    yield "What changed", _listed(one.changes)
    yield "Legal aid: guidance to pass on, never advice", _listed(_legal_aid(it) for it in one.legal_aid)
    yield "Notes", _listed(one.notes)


def _prebirth(plan: out.PrebirthOut) -> Iterator[str]:
    yield from line_of(plan.doubt or plan.now)
    for step in plan.steps:
        yield from line_of(f"{step.words}. {step.state_words}.", mark="- ")
        yield from line_of(f"({step.source})", indent="    ")


def _legal_aid(one: out.LegalAidOut) -> str:
    return f"{one.stage}: {one.words} ({one.source}; {one.sure})"


def _dates(dates: Iterable[out.CustodyDateOut]) -> Iterator[str]:
    for one in dates:
        yield from line_of(f"{_days(one)}: {one.words} ({one.kind}). {one.effect_words}.", mark="- ")
        if one.why and one.earliest != one.latest:
            yield from line_of(f"Not certain: {one.why}", indent="    ")
        for reading in one.labelled if one.earliest != one.latest else ():
            yield from line_of(f"{day(reading.day)}: {reading.words}", indent="    ")
        for number, line in enumerate(one.working, 1):
            yield from _working(number, line)


def _days(one: out.CustodyDateOut) -> str:
    ours = day(one.earliest) if one.earliest == one.latest else f"{day(one.earliest)} or {day(one.latest)}"
    if one.official is None:
        return f"{ours} (our estimate)"
    if one.official == one.earliest == one.latest:
        return f"{day(one.official)} (the prison's day; our estimate agrees)"
    return f"{day(one.official)} (the prison's day; our estimate is {ours})"


def _working(number: int, line: out.WorkingOut) -> Iterator[str]:
    yield from line_of(line.words, indent="    ", mark=f"{number}. ")
    if line.law:
        yield from line_of(f"Law: {line.law}", indent="       ")
    if line.fact:
        yield from line_of(f"Stated: {line.fact}", indent="       ")


def _calendar(days: Iterable[out.CustodyDayOut]) -> Iterator[str]:
    for one in days:
        when = day(one.on) if one.on == one.until else f"{day(one.on)} or {day(one.until)}"
        yield from line_of(f"{when}: {one.words} ({one.firm})", mark="- ")


def _notices(notices: Iterable[out.NoticeOut]) -> Iterator[str]:
    for one in notices:
        about = f", about {one.child}" if one.child else ""
        secret = " RESTRICTED." if one.restricted else ""
        yield from line_of(
            f"By {day(one.due_on)}: {one.to}{about}. {one.what} [{one.key}]{secret}", mark="- "
        )
        yield from line_of(f"{one.state_words}. By: {one.owner}.", indent="    ")
        if one.next_act:
            by = f", by {day(one.next_on)}" if one.next_on else ""
            yield from line_of(f"Next: {one.next_act.rstrip('.')}{by}.", indent="    ")
        yield from line_of(" ".join(part for part in (one.why, f"({one.basis})") if part), indent="    ")


def _standings(found: Iterable[out.StandingOut]) -> Iterator[str]:
    for one in found:
        yield from line_of(f"{one.title}: {one.name.upper()}. {one.words} {one.part}".rstrip(), mark="- ")
        yield from line_of(one.is_not, indent="    ")


def _sentence(one: out.SentenceOut) -> str:
    court = f" at {one.court}" if one.court else ""
    words = f" “{one.court_words}”" if one.court_words else ""
    place = f" ({one.place})" if one.place else ""
    return f"{one.words}, passed on {day(one.sentenced_on)}{court}.{words}{place}"


def _tie(one: out.CustodyTieOut) -> str:
    return f"{one.child}: {one.how}, {one.when}. {one.why}"


def _condition(one: out.ConditionOut) -> str:
    return ": ".join(part for part in (one.about, one.words) if part) + (f" ({one.when})" if one.when else "")


def _reviews(reviews: Iterable[out.BoardReviewOut]) -> Iterator[str]:
    for one in reviews:
        yield from line_of(f"{one.words}: {one.outcome}.", mark="- ")
        for stage in one.stages:
            yield from line_of(f"{day(stage.day)}: {stage.words}", indent="    ")
        for told in one.opinions:
            about = f" about {told.subject}" if told.subject else ""
            view = f" ({told.recommends})" if told.recommends else ""
            yield from line_of(
                f"Opinion of the {told.by}{about}, {day(told.on)}{view}: {told.finding}", indent="    "
            )
        for words in (*one.flags, *one.wanted):
            yield from line_of(words, indent="    ")


def _listed(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if line:
            yield from line_of(line, mark="- ")


def line_of(sentence: str, *, indent: str = "", mark: str = "") -> list[str]:
    """The lines of a sentence, at most 80 columns wide, under its mark."""
    return textwrap.wrap(
        " ".join(sentence.split()),
        _room(),
        initial_indent=indent + mark,
        subsequent_indent=indent + " " * len(mark),
        break_on_hyphens=False,
    )


def _room() -> int:
    return min(width(), WIDEST)
