"""What to do next: a few lines of the first screen, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from tocsin.review import schema_custody as out
from tocsin.review.custody_answer import by_urgency, still_to_come
from tocsin.review.custody_case import Case
from tocsin.review.custody_words import day

MOST = 6  # lines
ACTS = 2  # of those who are to be told


def next_lines(case: Case, calendar: Sequence[out.CustodyDayOut]) -> list[str]:
    found = list(dict.fromkeys(_lines(case)))
    if len(found) > MOST:
        found = [*found[: MOST - 1], f"And {len(found) - MOST + 1} more below."]
    return found or list(_nothing(case.on, calendar))


def _lines(case: Case) -> Iterator[str]:
    yield from case.not_counted
    yield from _birth(case.prebirth)
    yield from _acts(case.notices)
    yield from _assessment(case)
    yield from _prison(case)
    yield from _coming(case.prebirth)
    if not (case.children or case.adult.confirmed_same_person) and case.asks:
        yield (
            "Find out whether this is an adult of the agencies' files, and write confirmed_same_person: "
            "until then nothing here reaches a child."
        )


def _birth(plans: Sequence[out.PrebirthOut]) -> Iterator[str]:
    for plan in plans:
        if plan.doubt:
            yield f"{plan.child}: {plan.doubt}"
        for step in plan.steps:
            if step.state == "missed":
                yield f"{plan.child}: {step.words}. No record shows it: do it, or record when it was."
            elif step.state == "not_known":
                yield f"{plan.child}: {step.words}. Ask whether it was done."


def _coming(plans: Sequence[out.PrebirthOut]) -> Iterator[str]:
    for plan in plans:
        steps = [one for one in plan.steps if one.state == "due" and one.on]
        if steps:
            yield f"{plan.child}: {min(steps, key=lambda one: one.on or date.max).words}."


def _acts(notices: Sequence[out.NoticeOut]) -> Iterator[str]:
    open_ = by_urgency([it for it in notices if it.state in ("missed", "running") and it.next_act])
    acts = dict.fromkeys((one.to, one.next_act.rstrip(".")) for one in open_)
    for to, act in list(acts)[:ACTS]:
        yield f"{to[:1].upper()}{to[1:]}: {act}."
    if len(acts) > ACTS:
        yield f"And {len(acts) - ACTS} more acts, each with its notice below."


def _assessment(case: Case) -> Iterator[str]:
    latest = max(case.adult.assessments, key=lambda one: one.on, default=None)
    if latest and latest.review_by and latest.review_by < case.on:
        yield (
            f"Probation and children's social care: look again at the assessment of {day(latest.on)}; "
            f"that was due by {day(latest.review_by)} and is not recorded."
        )
    elif latest is None and case.asks and (case.adult.ties or case.adult.pregnancies):
        yield "Ask probation and children's social care whether this adult is assessed as a risk to children."


def _prison(case: Case) -> Iterator[str]:
    if case.died or not case.sentenced or case.at_large:
        return
    directed, automatic = still_to_come(case)
    asked = automatic or directed
    if asked and asked.official is None:
        yield f"Ask the prison for its own day ({asked.kind}), and write it down: ours is an estimate."


def _nothing(on: date, calendar: Sequence[out.CustodyDayOut]) -> Iterator[str]:
    coming = sorted((one.on, one.words) for one in calendar if one.on >= on)
    if coming:
        yield f"Nothing is open. The next day to look at: {day(coming[0][0])}, {coming[0][1].rstrip('.')}."
