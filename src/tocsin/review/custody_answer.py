"""When could she be released, why, whom must I tell, by when? The sentences of the first screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tocsin.custody.answer import KeyDate
from tocsin.review import schema_custody as out
from tocsin.review.custody_case import Case
from tocsin.review.custody_words import date_words, day, in_words, listed, said, sentence_words

TOLD_FIRST = 3  # of what is still to be told, named on the first screen
ENDS = {"SLED": "The sentence, and the licence with it,", "LED": "The licence", "SED": "The sentence"}


def when_lines(case: Case) -> Iterator[str]:
    if died := case.died:
        yield f"Died on {day(died.on)}. No release is to come."
        return
    if not case.sentenced:
        yield "No sentence stands on file, so no day follows. What became of each accusation: below."
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
    if case.no_date_releases and automatic is None:
        yield from _no_date(case, directed)
    elif directed and _day_of(directed) < case.on:
        yield f"The Parole Board could direct release since {_stated(directed)}"
    elif directed:
        yield f"Earliest, only if the Parole Board directs it ({directed.kind}): {_stated(directed)}"
    if automatic:
        head = "If the Board directs nothing, released" if directed else "To be released"
        yield f"{head} without any decision ({automatic.kind}): {_stated(automatic)}"
        if _day_of(automatic) < case.on:
            yield f"{day(_day_of(automatic))} has passed and no release is recorded: ask the prison."
    yield from _next_step(case, until=_day_of(automatic) if automatic else date.max)
    if not (directed or automatic or case.no_date_releases or case.recalled):
        yield "No day can be given: below is said why."


def _no_date(case: Case, directed: KeyDate | None) -> Iterator[str]:
    if any(one.kind == "WHOLE_LIFE" for one in case.adult.sentences):
        yield "No date releases: the court ordered the whole of life."
    elif directed is None:
        yield "No date releases; only the Parole Board could direct it."
    elif _day_of(directed) < case.on:
        yield f"No date releases. The Parole Board could direct it since {_stated(directed)}"
    else:
        yield f"No date releases. Earliest, only if the Parole Board directs it: {_stated(directed)}"


def _next_step(case: Case, *, until: date) -> Iterator[str]:
    """What the Parole Board is to do next, where a review is open and no release comes before it."""
    coming = [one for one in case.steps if case.on <= one.on <= until and one.firm != "happened"]
    if coming:
        first = min(coming, key=lambda one: one.on)
        words, on = first.words.rstrip("."), day(first.on)
        yield f"Next: {words}." if words.endswith(on) else f"Next: {words}, {on}."


def still_to_come(case: Case) -> tuple[KeyDate | None, KeyDate | None]:
    """The day of a direction and that of release; after a recall only days that came after it."""
    last = case.last_movement
    if not case.recalled or last is None:
        return case.dates.earliest_if_directed, case.dates.release
    later = [one for one in case.dates.dates if _day_of(one) > last.on]
    directed = next((one for one in later if one.effect == "may_be_released_if_directed"), None)
    return directed, next((one for one in later if one.effect == "releases"), None)


def _ends(case: Case) -> Iterator[str]:
    ends = {one.kind: one for one in case.dates.dates if one.effect in ("ends_licence", "ends_sentence")}
    found = next((ends[kind] for kind in ENDS if kind in ends), None)
    if found and not case.no_date_releases:
        has = "ended" if _day_of(found) < case.on else "ends"
        yield f"{ENDS[found.kind]} {has} ({found.kind}): {_stated(found)}"
    elif case.no_date_releases:
        yield "No date ends the sentence."


def _day_of(one: KeyDate) -> date:
    return one.official or one.earliest


def _stated(one: KeyDate) -> str:
    """The prison's own day where there is one; else ours, or each with the reading that gives it."""
    ours = day(one.earliest) if one.certain else f"{day(one.earliest)} or {day(one.latest)}"
    if one.official and one.certain and one.official == one.earliest:
        return f"{day(one.official)}. The prison's day; our estimate agrees."
    if one.official:
        return f"{day(one.official)}. The prison's day; our estimate is {ours}: ask which is right."
    if one.certain:
        return f"{ours}. Our estimate; no day from the prison is on file."
    readings = listed((f"{day(on)} ({in_words(words)})" for words, on in one.labelled), "or")
    return f"{readings or ours}. Not certain: act by the first."


# ---------------------------------------------------------------- why


def why_lines(case: Case) -> Iterator[str]:
    order = {one.ref: one for one in case.adult.sentences}
    for one in case.adult.sentences:
        yield f"{sentence_words(one, order)}. Passed on {day(one.sentenced_on)}."
    met: set[str] = set()
    for found in still_to_come(case):
        for law in found.law if found else ():
            words = case.law_short(law)
            if words and words not in met:
                met.add(words)
                yield words


# ---------------------------------------------------------------- whom to tell


def tell_lines(case: Case) -> Iterator[str]:
    """What is overdue in one sentence, then what comes next, one line for all who are told the same."""
    open_ = by_urgency([one for one in case.notices if one.state in ("missed", "running", "to_come")])
    groups = _alike(open_)
    late = sum(one.state == "missed" for one in open_)
    if late:
        count = "One is overdue" if late == 1 else f"{late} are overdue"
        yield f"{count}; the oldest was due {day(min(one.due_on for one in open_))}. Tell them now."
    for found in groups[:TOLD_FIRST]:
        yield _told_alike(found)
    if len(groups) > TOLD_FIRST:
        yield f"And {sum(len(it) for it in groups[TOLD_FIRST:])} more below."
    if case.asks and (children := list(dict.fromkeys(case.children))):
        yield f"Children to think of: {listed(children)}."
    if not open_:
        yield "Nobody is waiting to be told." if case.notices else "No notice follows from what is on file."


def by_urgency(found: Sequence[out.NoticeOut]) -> list[out.NoticeOut]:
    """What can still come in time before what is past; of that, the latest first: it bears on today."""
    late = sorted((one for one in found if one.state == "missed"), key=_late_first)
    rest = sorted(
        (one for one in found if one.state != "missed"), key=lambda one: (one.due_on, one.what, one.to)
    )
    return [*late, *rest]


def _late_first(one: out.NoticeOut) -> tuple[bool, int, str, str]:
    return one.overtaken_on is not None, -one.due_on.toordinal(), one.what, one.to


def _alike(found: Sequence[out.NoticeOut]) -> list[list[out.NoticeOut]]:
    groups: dict[tuple[date, str, str], list[out.NoticeOut]] = {}
    for one in found:
        groups.setdefault((one.due_on, one.what, one.state), []).append(one)
    return list(groups.values())


def _told_alike(found: Sequence[out.NoticeOut]) -> str:
    one = found[0]
    child = f", about {one.child}" if one.child else ""
    who = "; ".join(dict.fromkeys(it.to for it in found))
    what = one.what.rstrip(".")
    if one.state == "missed":
        passed = f" {one.state_words.partition(':')[0]}." if one.overtaken_on else ""
        return f"Now (was due {day(one.due_on)}): {who}{child}. {what}.{passed}"
    state = "" if one.state == "to_come" else f" {one.state_words}."
    return f"By {day(one.due_on)}: {who}{child}. {what}.{state}"


# ---------------------------------------------------------------- what is not certain


def unsure_lines(case: Case) -> Iterator[str]:
    """Each open question once, with the days that hang on it."""
    asked: dict[str, list[KeyDate]] = {}
    for one in case.dates.dates:
        past = case.at_large and one.latest < case.on
        if not one.certain and one.why and not past:
            asked.setdefault(in_words(one.why.rstrip(".")), []).append(one)
    for why, found in asked.items():
        kinds = listed(f"{date_words(one.kind)} ({one.kind})" for one in found[:2])
        more = f" and {len(found) - 2} more" if len(found) > 2 else ""
        yield f"{kinds[:1].upper()}{kinds[1:]}{more}: {why}. The earliest day counts."
    for one in case.dates.dates:
        if one.official and one.official not in (one.earliest, one.latest):
            both = f"{one.kind}: the prison says {day(one.official)}, our estimate {day(one.earliest)}."
            yield f"{both} The prison's day stands until it is cleared up."
    for problem in case.dates.problems:
        where = f"{problem.where}: " if problem.where else ""
        yield f"{where}{problem.found} {problem.do} ({problem.code})"
