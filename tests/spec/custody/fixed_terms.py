"""Builders for people serving fixed terms: what is not given is not stated."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from tocsin.custody.answer import Dates
from tocsin.custody.facts import Adjustment, Adult, Duration, Sentence
from tocsin.custody.reckon import dates_of

TODAY = date(2026, 11, 21)
BEFORE_SDS40 = date(2024, 7, 28)
BEFORE_PROGRESSION = date(2026, 1, 21)


def day(text: str) -> date:
    return date.fromisoformat(text)


def length(text: str) -> Duration:
    """3y, 30m, 8y4m, 14w, 876d."""
    units = {"y": "years", "m": "months", "w": "weeks", "d": "days"}
    return Duration(**{units[unit]: int(number) for number, unit in re.findall(r"(\d+)([ymwd])", text)})


def sentence(kind: str, passed: str, term: str, *, ref: str = "s1", **more: Any) -> Sentence:
    more.setdefault("exclusions", ("none",))
    more.setdefault("offence_on", day(passed))
    extension = length(more.pop("extension", ""))
    return Sentence(
        ref=ref,
        kind=kind,  # type: ignore[arg-type]
        sentenced_on=day(passed),
        term=length(term),
        extension=extension,
        **more,
    )


def adult(*sentences: Sentence, remand: int = 0, **more: Any) -> Adult:
    days = (Adjustment("remand", remand),) if remand else ()
    more.setdefault("born", date(1990, 1, 1))
    return Adult(id="A1", sentences=sentences, adjustments=(*days, *more.pop("adjustments", ())), **more)


def found(who: Adult, *, on: date = TODAY) -> dict[str, str]:
    """Each date by its code; a range as `earliest/latest`."""
    return {
        one.kind: f"{one.earliest}" if one.certain else f"{one.earliest}/{one.latest}"
        for one in dates_of(who, on=on).dates
    }


def one(
    kind: str, passed: str, term: str, *, on: date = TODAY, remand: int = 0, **more: Any
) -> dict[str, str]:
    """The dates of an adult with this one sentence."""
    return found(adult(sentence(kind, passed, term, **more), remand=remand), on=on)


def codes(dates: Dates) -> list[str]:
    return [problem.code for problem in dates.problems]
