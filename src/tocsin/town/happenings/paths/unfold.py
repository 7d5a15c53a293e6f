"""A story unfolding in one family: its stages drawn, dated and written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.town.family import Resident
from tocsin.town.happenings.chance import between
from tocsin.town.happenings.diary import Diary, age_months, age_years, is_child, mobility_of, mother_of
from tocsin.town.happenings.paths.choose import spells
from tocsin.town.happenings.paths.story import Stage, Story, Value

CHILD_AGENCIES = frozenset({"school", "early_years"})


@dataclass(frozen=True, slots=True)
class Unfolded:
    """What is true of a story in one family; `harm_on` is None where nobody comes to harm."""

    name: str
    child: int
    began: date
    harm_on: date | None


def unfold(diary: Diary, name: str, story: Story) -> Unfolded | None:
    """None where no child of the family fits."""
    fitting = spells(diary.family, story, (diary.since, diary.until))
    if not fitting:
        return None
    child, first, last = fitting[int(diary.rng.random() * len(fitting))]
    began = day = diary.some_day(first, last)
    harm_on = None
    for stage in story.stages:
        day += timedelta(days=between(diary.rng, stage.after))
        if diary.rng.random() >= stage.chance:
            continue
        for turn in range(between(diary.rng, stage.times)):
            day += timedelta(days=between(diary.rng, stage.apart)) if turn else timedelta(0)
            _write(diary, stage, child, day)
        harm_on = day if stage.harm else harm_on
    return Unfolded(name, child.number, began, harm_on)


def _write(diary: Diary, stage: Stage, child: Resident, day: date) -> None:
    say = stage.say[int(diary.rng.random() * len(stage.say))]
    for about in _about(diary, stage, child, day):
        drawn = {name: _drawn(diary, value) for name, value in stage.with_.items()}
        if stage.what in ("injury_seen", "critical_injury") and about.born <= day:
            drawn |= _of_the_body(diary, stage, about, day)
        diary.write(_agency(stage.by, about, day), about, day, stage.what, words=say, **drawn)


def _about(diary: Diary, stage: Stage, child: Resident, day: date) -> list[Resident]:
    if stage.about == "each":
        return [one for one in diary.family.children if is_child(one, day)]
    if stage.about == "home":
        return [child if stage.by in CHILD_AGENCIES else mother_of(diary.family)]
    return [child]


def _drawn(diary: Diary, value: Value | list[Value]) -> str:
    if not isinstance(value, list):
        return _words(value)
    if len(value) == 2 and all(isinstance(one, int) and not isinstance(one, bool) for one in value):
        first, last = value
        return str(between(diary.rng, (int(first), int(last))))
    return _words(value[int(diary.rng.random() * len(value))])


def _words(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _of_the_body(diary: Diary, stage: Stage, child: Resident, day: date) -> dict[str, str]:
    if stage.what != "injury_seen":
        return {}
    return {"mobility": mobility_of(child, day, diary.rng), "age_months": str(age_months(child, day))}


def _agency(by: str, child: Resident, day: date) -> str:
    """The service that a child of that age has: nursery, then school; health visitor, then school nurse."""
    years = age_years(child, day)
    swaps = {"school": "early_years"} if child.kind == "child" and years < 4 else {}
    if child.kind == "child" and years >= 5:
        swaps = {"health_visiting": "school_nursing", "early_years": "school"}
    return "+".join(swaps.get(code, code) for code in by.split("+"))
