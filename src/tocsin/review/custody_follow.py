"""What follows from one adult's facts on one day: dates, parole, licence, risk, notices, and what changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tocsin.concerns.notices import NoticeState, state_of, unmatched
from tocsin.concerns.roles import role_words
from tocsin.custody.answer import Dates, KeyDate
from tocsin.custody.changes import Change, Reckoner, changes_in, history_of
from tocsin.custody.facts import Adult
from tocsin.custody.handover import handover_dates
from tocsin.custody.licence import Licence, licence_on
from tocsin.custody.notice import Notice
from tocsin.custody.notices.known import as_known
from tocsin.custody.notices.rounds import notices_of
from tocsin.custody.notices.view import Link
from tocsin.custody.offences import standings
from tocsin.custody.parole import Review, Timetable, timetable
from tocsin.custody.prebirth import PrebirthPlan
from tocsin.custody.recall import recalls
from tocsin.custody.risk import risk_status
from tocsin.review import schema_custody as out
from tocsin.review.custody_case import Case, same
from tocsin.review.custody_law import law_days, law_in_short, law_words, section
from tocsin.review.custody_prebirth import Done, done_by_notices, open_plans, prebirth_out
from tocsin.review.custody_words import date_words, day, said
from tocsin.working_days import Calendar

_LAW_ID = re.compile(r"\blaw: ([a-z0-9_-]+)")
AHEAD = timedelta(days=366)  # notices that come within a year are shown before they are due to be told


def case_of(
    adult: Adult,
    *,
    on: date,
    dates_of: Reckoner,
    calendar: Calendar,
    authority: str = "",
    person: str = "",
    links: Sequence[Link] = (),
    child: Callable[[str], str] = same,
    place: Callable[[str], str] = same,
    ties: tuple[out.CustodyTieOut, ...] = (),
    done_of: Callable[[Sequence[PrebirthPlan]], Done] | None = None,
    own_weeks: Mapping[str, int] | None = None,
) -> Case:
    """As known on `on`. `place` gives the file and line of a fact by its path under the adult; `done_of` what
    the agencies' records show of the work before a birth, where they were read; `own_weeks` the weeks of
    that work that the partnership set."""
    known = as_known(adult, on)
    dates: Dates = dates_of(known, on=on)
    board = timetable(known, dates, on=on, calendar=calendar)
    licence = licence_on(known, dates, on=on)
    history = history_of(adult, until=on, dates_of=dates_of, law_days=law_days())
    changes = changes_in(history, adult=known, law_days=law_days())
    risk = risk_status(known, on=on)
    states = tuple(_states(known, (*history, dates), on, calendar, authority, links))
    plans = open_plans(known, on=on, calendar=calendar, authority=authority, own_weeks=own_weeks)
    done = _both(done_by_notices(states), done_of(plans) if done_of else {})
    return Case(
        known,
        _with_more(known, dates, board, licence),
        person=person,
        notices=tuple(notice_out(one.notice, one, child=child) for one in states),
        stages={review.ref: tuple(_stages(review)) for review in board.reviews},
        steps=tuple(step for review in board.reviews for step in _steps(review)),
        standings={one.ref: standing for one, standing in standings(known, on=on)},
        risk=" ".join(risk.words),
        asks=tuple(
            f"{offence.title or offence.code or 'An offence'} asks for an assessment: {trigger.words}"
            for offence, trigger in risk.asked_for_by
        ),
        licence=(*licence.words, *(one.words for one in recalls(known, on=on))),
        conditions=licence.conditions,
        changes=tuple(change_words(one, dates) for one in changes),
        flags={review.ref: tuple(flag.words for flag in review.flags) for review in board.reviews},
        wanted={review.ref: _wanted(review) for review in board.reviews},
        ties=ties,
        prebirth=tuple(prebirth_out(plans, on=on, done=done, recorded=done_of is not None, child=child)),
        not_counted=tuple(_not_counted(adult, states, on=on, place=place)),
        numbers={one.ref: at for at, one in enumerate(adult.sentences)},
        child=child,
        law=law_words,
        law_short=law_in_short,
        place=place,
    )


def _with_more(adult: Adult, dates: Dates, board: Timetable, licence: Licence) -> Dates:
    """The dates of the sentence, and those of handover, parole, recall and licence beside them."""
    handover, words = handover_dates(adult, dates, on=dates.on)
    recalled = recalls(adult, on=dates.on)
    more = [*handover, *board.ahead, *(one.release for one in recalled if one.release)]
    more += [one for one in licence.dates if not (one.kind == "LICENCE_END" and _ended_by(dates))]
    problems = [*board.problems, *licence.problems, *(fault for one in recalled for fault in one.problems)]
    return replace(
        dates,
        dates=(*dates.dates, *_new(more, dates)),
        problems=tuple(dict.fromkeys((*dates.problems, *problems))),
        notes=(*dates.notes, *words),
    )


def _ended_by(dates: Dates) -> bool:
    return bool(dates.of("SLED") or dates.of("LED"))


def _new(found: Sequence[KeyDate], dates: Dates) -> Iterator[KeyDate]:
    """Each day once: several parts of the product may give the same."""
    met = {(one.kind, one.sentence) for one in dates.dates}
    for one in found:
        if (one.kind, one.sentence) not in met:
            met.add((one.kind, one.sentence))
            yield one


# ---------------------------------------------------------------- parole


def _stages(review: Review) -> Iterator[out.ReadingOut]:
    for step in review.steps:
        late = " (late)" if step.stands == "late" else ""
        yield out.ReadingOut(f"{step.words}{late}", step.day)


FIRM = {"happened": "happened", "due": "due", "late": "due", "planned": "stated"}


def _steps(review: Review) -> Iterator[out.CustodyDayOut]:
    for step in review.steps:
        if step.kind in said().only_in_the_review:
            continue
        words = f"{said().reviews[review.kind]}: {step.words}"
        firm = FIRM.get(step.stands, "stated") if step.latest in (None, step.day) else "not certain"
        yield out.CustodyDayOut(step.day, step.latest or step.day, words, "review", firm)


def _wanted(review: Review) -> tuple[str, ...]:
    return tuple(f"No report on file: {one.name}." for one in review.wanted if not one.came)


# ---------------------------------------------------------------- notices


def _both(one: Done, other: Done) -> Done:
    """What either shows; the records before what was acknowledged."""
    return {child: {**one.get(child, {}), **other.get(child, {})} for child in {*one, *other}}


def _states(
    adult: Adult,
    history: Sequence[Dates],
    on: date,
    calendar: Calendar,
    authority: str,
    links: Sequence[Link],
) -> Iterator[NoticeState]:
    """Those raised by `on`, and those that come within a year as things stand."""
    till = on + AHEAD
    found = notices_of(
        adult, dates=history, on=till, calendar=calendar, authority=authority, links=links, known_on=on
    )
    for notice in found:
        yield state_of(notice, adult.told, on=on, calendar=calendar)


def _not_counted(
    adult: Adult, states: Sequence[NoticeState], *, on: date, place: Callable[[str], str]
) -> Iterator[str]:
    """What is written under `told` and answers nothing: no notice has that number, or why it was refused."""
    stray = unmatched(adult.told, [one.notice for one in states])
    why = {told: reason for one in states for told, reason in one.refused}
    for at, told in enumerate(adult.told):
        if told.on > on:
            continue
        where = place(f"told.{at}")
        if told in stray:
            yield f"{where}: {told.notice} counts for nothing: no notice here has that number."
        elif told in why:
            yield f"{where}: what was told of {told.notice} counts for nothing. {why[told]}"


def notice_out(one: Notice, state: NoticeState, *, child: Callable[[str], str] = same) -> out.NoticeOut:
    to = f"{role_words(one.to.role)}{f', {one.to.authority}' if one.to.authority else ''}"
    grounds = [
        *one.basis,
        f"time: {one.ground.source} ({one.ground.label.replace('_', ' ')}, {one.ground.sure})",
    ]
    return out.NoticeOut(
        key=one.id,
        to=to,
        what=f"{one.title}. {one.say}".strip() if one.say else one.title,
        due_on=one.due,
        state=state.status,
        state_words=_state_words(state),
        owner=role_words(one.owner),
        next_act=_next_act(state) if state.is_open else "",
        next_on=_next_on(state) if state.is_open else None,
        why=_why(one),
        basis="; ".join(grounds),
        child=", ".join(child(name) for name in (one.children or ((one.child,) if one.child else ()))),
        side=one.side,
        restricted=one.restricted or one.side in ("victim", "public_protection"),
        opens_on=one.raised_on,
        overtaken_on=one.overtaken_on if _was_overtaken(state) else None,
    )


def _was_overtaken(state: NoticeState) -> bool:
    """What it was to come before has come, and nobody had said that they have it."""
    return state.status == "missed" and state.notice.overtaken_on is not None


def _next_act(state: NoticeState) -> str:
    return said().overtaken_act if _was_overtaken(state) else state.notice.next_act


def _next_on(state: NoticeState) -> date | None:
    """The day by which it is to be told, or acknowledged; none once it has passed: that is now."""
    last = state.notice.acknowledge_by if state.sent_on else state.notice.due
    return last if last >= state.on else None


def _why(one: Notice) -> str:
    """Without what the title says already; a row of the law by its section, not by its id."""
    words = _LAW_ID.sub(lambda found: section(found[1]), one.why)
    return " ".join(part for part in (words, one.uncertain) if part and part not in (one.title, one.say))


def _state_words(state: NoticeState) -> str:
    words = said().notice_states[state.status].words
    if _was_overtaken(state):
        came = said().overtaken[state.notice.overtaken_by]
        words = f"{words}, and {came} {day(state.notice.overtaken_on)} before anybody had been told"
    if state.status == "to_come":
        return f"{words}, from {day(state.notice.raised_on)}"
    if state.status in ("answered", "late", "not_needed"):
        return f"{words}, {day(state.ended_on)}"
    if state.status == "withdrawn":
        return f"{words}: {state.why.rstrip('.')}" if state.why else words
    sent = f"sent {day(state.sent_on)}, not acknowledged" if state.sent_on else "no telling on file"
    climbed = f"; would have reached the {role_words(state.climbed[-1].role)}" if state.climbed else ""
    return f"{words}: {sent}{climbed}"


# ---------------------------------------------------------------- changes


def change_words(one: Change, now: Dates) -> str:
    """Of the law that changed, only what these dates rest on."""
    what = f"{date_words(one.kind)} ({one.kind})"
    rests = {row for it in now.dates for row in it.law}
    laws = dict.fromkeys(section(row) for row in one.laws if row in rests)
    why = "; ".join([*dict.fromkeys(one.facts), *laws])
    because = f": {why}" if why else ""
    if one.direction == "new":
        return f"{day(one.on)}: {what} first known, {day(one.after)}{because}."
    if one.direction == "gone":
        return f"{day(one.on)}: {what} no longer holds, it was {day(one.before)}{because}."
    return (
        f"{day(one.on)}: {what} moved {one.direction}, from {day(one.before)} to {day(one.after)}{because}."
    )
