"""When could she be released, why, whom must I tell, by when? The sentences of the first screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tocsin.custody.answer import KeyDate
from tocsin.review.custody_case import Case
from tocsin.review.custody_words import date_words, day, listed, said, sentence_words

TOLD_FIRST = 5  # notices named on the first screen
OPEN = ("overdue", "due", "sent")


def when_lines(case: Case) -> Iterator[str]:
    if died := case.died:
        yield f"Died on {day(died.on)}. No release is to come."
        return
    last = case.last_movement
    if last and case.at_large:
        yield f"Released on {day(last.on)}."
    elif last:
        yield f"{said().movements[last.kind]} on {day(last.on)}; nothing later is recorded."
    if last and case.recalled:
        yield "When the next release may come is for the Parole Board, or for the end of a fixed recall."
    if not case.at_large:
        yield from _to_come(case)
    yield from _ends(case)


def _to_come(case: Case) -> Iterator[str]:
    directed, automatic = still_to_come(case)
    if case.no_date_releases:
        whole = any(one.kind == "WHOLE_LIFE" for one in case.adult.sentences)
        yield "No date releases: the court ordered the whole of life." if whole else "No date releases."
    if directed:
        yield f"Earliest, and only if the Parole Board directs it: {_days(directed)}.{_official(directed)}"
    if automatic:
        head = "If the Board does not direct it before, released" if directed else "Released"
        yield f"{head} without any decision: {_days(automatic)} ({automatic.kind}).{_official(automatic)}"
    if not (directed or automatic or case.no_date_releases or case.recalled):
        yield "No day can be given; below is said why."
    for one in (directed, automatic):
        if one and _day_of(one) < case.on:
            yield f"{day(_day_of(one))} has passed and no release is recorded: ask the prison."
            break


def still_to_come(case: Case) -> tuple[KeyDate | None, KeyDate | None]:
    """The day of a direction and that of release; after a recall only days that came after it."""
    last = case.last_movement
    found = (case.dates.earliest_if_directed, case.dates.release)
    if not case.recalled or last is None:
        return found
    directed, automatic = (one if one and _day_of(one) > last.on else None for one in found)
    return directed, automatic


def _ends(case: Case) -> Iterator[str]:
    ends = [one for one in case.dates.dates if one.effect in ("ends_licence", "ends_sentence")]
    for kind in ("SLED", "LED", "SED"):
        found = next((one for one in ends if one.kind == kind), None)
        if found:
            has = "ended" if _day_of(found) < case.on else "ends"
            what = {"SLED": "The sentence, and the licence with it,", "LED": "The licence"}
            yield f"{what.get(kind, 'The sentence')} {has}: {_days(found)}.{_official(found)}"
            return
    if case.no_date_releases:
        yield "No date ends the sentence."


def _day_of(one: KeyDate) -> date:
    return one.official or one.earliest


def _days(one: KeyDate) -> str:
    """The prison's own day where there is one; else ours, or each with the reading that gives it."""
    if one.official:
        return day(one.official)
    if one.certain:
        return day(one.earliest)
    if one.labelled:
        return listed((f"{day(on)} ({reading})" for reading, on in one.labelled), "or")
    return f"{day(one.earliest)} or {day(one.latest)}"


def _official(one: KeyDate) -> str:
    if one.official is None:
        return "" if not one.certain else " Our estimate: the prison's own day is not on file."
    if one.certain and one.official == one.earliest:
        return " The prison's day; our estimate agrees."
    ours = day(one.earliest) if one.certain else f"{day(one.earliest)} or {day(one.latest)}"
    return f" The prison's day; our estimate is {ours}: ask which is right."


def why_lines(case: Case) -> Iterator[str]:
    order = {one.ref: one for one in case.adult.sentences}
    for one in case.adult.sentences:
        yield f"{sentence_words(one, order)}, passed on {day(one.sentenced_on)}."
    for found in (case.dates.earliest_if_directed, case.dates.release):
        if found:
            yield from _law_lines(case, found)


def _law_lines(case: Case, found: KeyDate) -> Iterator[str]:
    """Each law a date rests on, once."""
    met: set[str] = set()
    for line in found.working:
        if line.law and line.law not in met:
            met.add(line.law)
            yield f"{found.kind}: {line.words.rstrip('.')}. {case.law(line.law)}"


def tell_lines(case: Case) -> Iterator[str]:
    still = sorted((one for one in case.notices if one.state in OPEN), key=lambda one: (one.due_on, one.to))
    for one in still[:TOLD_FIRST]:
        child = f", about {one.child}" if one.child else ""
        yield f"By {day(one.due_on)}: {one.to}{child}. {one.what.rstrip('.')}. {one.state_words}."
    if len(still) > TOLD_FIRST:
        yield f"And {len(still) - TOLD_FIRST} more below."
    if not still:
        yield "Nobody is waiting to be told." if case.notices else "No notice follows from what is on file."


def unsure_lines(case: Case) -> Iterator[str]:
    for one in case.dates.dates:
        if not one.certain and one.why:
            head = f"{date_words(one.kind).capitalize()} ({one.kind})"
            yield f"{head}: {one.why.rstrip('.')}. The earliest day counts."
        elif one.official and one.official not in (one.earliest, one.latest):
            ours, theirs = day(one.earliest), day(one.official)
            both = f"{one.kind}: the prison says {theirs}, our estimate {ours}."
            yield f"{both} The prison's day stands until it is cleared up."
    for problem in case.dates.problems:
        where = f"{problem.where}: " if problem.where else ""
        yield f"{where}{problem.found} {problem.do} ({problem.code})"
