"""The work before a birth, and who has legal aid, as a page tells them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from tocsin.chronology.event import Event
from tocsin.concerns.notices import NoticeState
from tocsin.custody.facts import Adult
from tocsin.custody.guidance import legal_aid
from tocsin.custody.notices.rules import data, rule_called
from tocsin.custody.prebirth import PrebirthPlan, Stood, full_term, gestation, plans_of, steps_by_event, stood
from tocsin.indicators.card_terms import terms_of
from tocsin.indicators.catalogue import Catalogue
from tocsin.review import schema_custody as out
from tocsin.review.custody_words import day, plain, said
from tocsin.working_days import Calendar

Done = Mapping[str, Mapping[str, date]]  # by child, by code of the step: the day it was taken


def weeks_set_by(catalogue: Catalogue) -> dict[str, int]:
    """The weeks of pregnancy that the partnership set itself, by step; none where it changed none."""
    card = data("prebirth")["card"]
    if card not in {one.card for one in catalogue.local_changes}:
        return {}
    expected = terms_of(catalogue.get(card)).expected
    steps = steps_by_event()
    return {
        steps[one.event]: full_term() - one.limit
        for one in expected
        if one.unit == "weeks_before_due_date" and one.event in steps
    }


def open_plans(
    adult: Adult,
    *,
    on: date,
    calendar: Calendar,
    authority: str = "",
    own_weeks: Mapping[str, int] | None = None,
) -> tuple[PrebirthPlan, ...]:
    """Until the last of their days: by then the child is born, and has plans of their own."""
    plans = plans_of(adult, on=on, calendar=calendar, authority=authority, own_weeks=own_weeks)
    return tuple(one for one in plans if on <= max(step.on for step in one.steps if step.on))


def prebirth_out(
    plans: Sequence[PrebirthPlan],
    *,
    on: date,
    done: Done,
    recorded: bool,
    child: Callable[[str], str],
) -> list[out.PrebirthOut]:
    """`recorded`: whether the agencies' own records were read; without them no day is missed."""
    return [
        out.PrebirthOut(
            child=child(one.child),
            birth_due=one.birth_due,
            now=_now(one, on),
            doubt=one.doubt,
            steps=[
                _step(it)
                for it in _by_day(stood(one, on=on, done=done.get(one.child, {}), recorded=recorded))
            ],
        )
        for one in plans
    ]


def _by_day(steps: Sequence[Stood]) -> list[Stood]:
    return sorted(steps, key=lambda one: (one.step.on is None, one.step.on or date.max))


def _now(plan: PrebirthPlan, on: date) -> str:
    if plan.doubt:
        return ""
    if on > plan.birth_due:
        return f"The day it was due, {day(plan.birth_due)}, has passed."
    known, now = gestation(plan.birth_due, plan.known_on), gestation(plan.birth_due, on)
    return f"Known on {day(plan.known_on)}, at {_weeks(*known)}; on {day(on)} at {_weeks(*now)}."


def _weeks(weeks: int, days: int) -> str:
    more = f" and {days} day{'' if days == 1 else 's'}" if days else ""
    return f"{weeks} weeks{more}"


def _step(one: Stood) -> out.PrebirthStepOut:
    step = one.step
    joint = "" if step.words.endswith(" by") else ":"
    words = f"{step.words}{joint} {day(step.on)}" if step.on else step.words
    weeks = f" ({step.weeks} weeks)" if step.weeks is not None else ""
    known = said().prebirth_states[one.stand].words
    return out.PrebirthStepOut(
        words=f"{words[:1].upper()}{words[1:]}{weeks}",
        on=step.on,
        state=one.stand,
        state_words=f"{known}, {day(one.done_on)}" if one.done_on else known,
        source=f"{step.source} ({plain(step.label)}, {step.sure})",
        done_on=one.done_on,
    )


def done_by_notices(states: Sequence[NoticeState]) -> dict[str, dict[str, date]]:
    """The referral is made once the front door has acknowledged that a baby is expected."""
    found: dict[str, dict[str, date]] = {}
    for one in states:
        expecting = rule_called(one.notice.rule).trigger == "pregnancy_link"
        front_door = one.notice.to.role == "mash_manager"
        if expecting and front_door and one.ended_on and one.status in ("answered", "late"):
            found.setdefault(one.notice.child, {})["refer"] = one.sent_on or one.ended_on
    return found


def done_by_events(
    plans: Sequence[PrebirthPlan], events: Sequence[Event], *, on: date, near: Sequence[str]
) -> dict[str, dict[str, date]]:
    """The first event of the baby that shows each step; of `near`, all the children, for a living one."""
    return {
        plan.child: {step: min(days) for step, days in _days(plan, events, on=on, near=near) if days}
        for plan in plans
    }


def _days(
    plan: PrebirthPlan, events: Sequence[Event], *, on: date, near: Sequence[str]
) -> Iterator[tuple[str, list[date]]]:
    living = {one for one in near if one != plan.child}
    for step in plan.steps:
        whose = living if step.code == "child_conference" else {plan.child}
        found = [one for one in events if one.type in step.done_by and one.child in whose]
        since = [one.when.end for one in found if plan.known_on <= one.when.end <= on]
        yield step.code, since


def legal_aid_out() -> list[out.LegalAidOut]:
    return [
        out.LegalAidOut(said().legal_aid_stages[one.stage], one.words, one.source, one.label)
        for one in legal_aid()
    ]
