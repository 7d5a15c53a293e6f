"""The work before a birth, by the weeks of pregnancy, with each area's own weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from tocsin.custody.facts import Adult
from tocsin.custody.notices.rules import data
from tocsin.working_days import Calendar


@dataclass(frozen=True, slots=True)
class Step:
    """`label`: whose time it is; `sure`: how far the source was confirmed. `passed`: its day lay before the
    pregnancy was known, so that it is to be done at once. `on` is None for what has no day."""

    code: str
    words: str
    on: date | None
    label: str
    sure: str
    source: str
    weeks: int | None = None
    passed: bool = False
    done_by: tuple[str, ...] = ()  # event types that show it was taken; none: no task, a fact to plan with


@dataclass(frozen=True, slots=True)
class PrebirthPlan:
    birth_due: date
    known_on: date
    weeks: int  # of pregnancy on `known_on`
    days: int  # and days
    steps: tuple[Step, ...]
    child: str = ""  # id of the unborn child
    doubt: str = ""  # what of the due date cannot be right

    def on(self, code: str) -> date | None:
        return next(step.on for step in self.steps if step.code == code)


def steps_by_event() -> Mapping[str, str]:
    """The step by weeks of pregnancy that an event of a type shows to be taken."""
    steps = data("prebirth")["steps"]
    return {event: code for code, row in steps.items() for event in row["done_by"]}


def gestation(birth_due: date, on: date) -> tuple[int, int]:
    """Weeks and days of pregnancy on a day; raises ValueError for a day before the pregnancy began."""
    so_far = full_term() * 7 - (birth_due - on).days
    if so_far < 0:
        raise ValueError("the day lies before this pregnancy began")
    return divmod(so_far, 7)


def day_at(birth_due: date, weeks: int) -> date:
    """The day on which the pregnancy is `weeks` weeks and 0 days."""
    return birth_due - timedelta(weeks=full_term() - weeks)


def full_term() -> int:
    weeks: int = data("prebirth")["full_term_weeks"]
    return weeks


def prebirth_plan(
    birth_due: date,
    *,
    known_on: date,
    calendar: Calendar,
    authority: str = "",
    own_weeks: Mapping[str, int] | None = None,
    born_on: date | None = None,
) -> PrebirthPlan:
    """`own_weeks`: a partnership's own, by the code of the step; they stand before the shipped ones.
    `born_on`: the birth, once it is known; until then care proceedings are reckoned from the due date."""
    doubt = _doubt(birth_due, known_on)
    weeks, days = (0, 0) if doubt else gestation(birth_due, known_on)
    local = _by_weeks(birth_due, known_on=known_on, authority=authority, own=own_weeks or {})
    clocks = _clocks(known_on, calendar=calendar)
    steps = (*clocks, *local, *_court(born_on or birth_due))
    return PrebirthPlan(birth_due, known_on, weeks, days, steps, doubt=doubt)


def _doubt(birth_due: date, known_on: date) -> str:
    if (birth_due - known_on).days <= full_term() * 7:
        return ""
    return "The due date lies more than a whole pregnancy after the day it was known: check both."


def plans_of(
    adult: Adult,
    *,
    on: date,
    calendar: Calendar,
    authority: str = "",
    own_weeks: Mapping[str, int] | None = None,
) -> tuple[PrebirthPlan, ...]:
    """One for each pregnancy known by `on`, in the order of the file."""
    return tuple(
        replace(
            prebirth_plan(
                one.due, known_on=one.known_from, calendar=calendar, authority=authority, own_weeks=own_weeks
            ),
            child=one.child,
        )
        for one in adult.pregnancies
        if one.known_from <= on
    )


def _by_weeks(birth_due: date, *, known_on: date, authority: str, own: Mapping[str, int]) -> list[Step]:
    table = data("prebirth")
    area = table["areas"].get(authority, {})
    steps = []
    for code, general in table["steps"].items():
        row: dict[str, Any] = {**general, **area.get(code, {})}
        if code in own:
            row |= {"weeks": own[code], "source": "the partnership's own setting", "sure": "confirmed"}
        day = day_at(birth_due, row["weeks"])
        steps.append(_step(code, row, day, weeks=row["weeks"], passed=day < known_on))
    return steps


def _clocks(known_on: date, *, calendar: Calendar) -> list[Step]:
    table = data("prebirth")
    talk = calendar.due(known_on, table["strategy"]["limit"])
    meet = calendar.due(talk, table["child_conference"]["limit"])
    return [
        _step("strategy", table["strategy"], talk),
        _step("child_conference", table["child_conference"], meet),
    ]


def _court(birth: date) -> list[Step]:
    table = data("prebirth")
    ends = birth + timedelta(weeks=table["proceedings"]["weeks"])
    return [
        _step("before_birth", table["before_birth"], None),
        _step("pre_proceedings", table["pre_proceedings"], None),
        _step("issue", table["issue"], birth),
        _step("proceedings", table["proceedings"], ends),
    ]


def _step(
    code: str, row: Mapping[str, Any], on: date | None, *, weeks: int | None = None, passed: bool = False
) -> Step:
    done_by = tuple(row.get("done_by", ()))
    return Step(code, row["words"], on, row["label"], row["sure"], row["source"], weeks, passed, done_by)


Stand = Literal["done", "late", "due", "missed", "not_known", "fact"]


@dataclass(frozen=True, slots=True)
class Stood:
    """A step and what became of it. `missed`: past its day, and the records do not show it; `not_known`: past
    its day, and there are no records to show it; `fact`: no task."""

    step: Step
    stand: Stand
    done_on: date | None = None


def stood(plan: PrebirthPlan, *, on: date, done: Mapping[str, date], recorded: bool) -> tuple[Stood, ...]:
    """`done`: the day of each step that is known to be taken, by code; `recorded`: whether the records of
    those who would take them were looked at."""
    return tuple(
        Stood(step, _stand(step, on=on, done=done.get(step.code), recorded=recorded), done.get(step.code))
        for step in plan.steps
    )


def _stand(step: Step, *, on: date, done: date | None, recorded: bool) -> Stand:
    if not step.done_by or step.on is None:
        return "fact"
    if done is not None:
        return "done" if done <= step.on else "late"
    if on <= step.on:
        return "due"
    return "missed" if recorded else "not_known"
