"""Signs that a condition may have been broken: for probation to look at, and no finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tocsin.custody.facts import Adult, Condition
from tocsin.custody.happenings import Happening
from tocsin.custody.joining import Touch, joined_table
from tocsin.plain_yaml import parse

_TOLD_BY = "probation"


def signs_of(
    adult: Adult, path: str, touches: Iterable[Touch], *, licence_end: date | None
) -> Iterator[Happening]:
    """One for each day: living or visiting where a child lives, or a pregnancy that others told of.

    Of a child living and a child expected the living one has it, for it is one thing learnt of one adult.
    """
    found = [
        (day, touch, n)
        for touch in touches
        if (day := _learnt_on(touch)) and (touch.agency != _TOLD_BY or touch.reason == "lives_with")
        for n, condition in enumerate(adult.conditions)
        if _bears_on(condition, touch) and _in_force(adult, condition, day, licence_end)
    ]
    for day in dict.fromkeys(day for day, _, _ in found):
        own = [(touch, n) for on, touch, n in found if on == day]
        living = {touch.child for touch, _ in own if touch.reason != "pregnancy"}
        children = living or {touch.child for touch, _ in own}
        yield _sign(adult, path, day, children, sorted({n for _, n in own}), own[0][0])


def _learnt_on(touch: Touch) -> date | None:
    return max((day for day in (touch.since, touch.known_from) if day), default=None)


@lru_cache(maxsize=1)
def _conditions() -> Mapping[str, Any]:
    text = files("tocsin.custody").joinpath("data/conditions.yaml").read_text("utf-8")
    table: dict[str, Any] = parse(text)["conditions"]
    return table


def _bears_on(condition: Condition, touch: Touch) -> bool:
    """A family tie alone is no sign of anything; a parent's new partner has told of it or has not."""
    partner = touch.reason == "relationship" and touch.relation in joined_table()["partners"]
    sign = joined_table()["signs"].get("partner" if partner else touch.reason)
    return sign is not None and sign in _conditions().get(condition.about, {}).get("signs", ())


def _in_force(adult: Adult, condition: Condition, day: date, licence_end: date | None) -> bool:
    out = [one.on for one in adult.movements if one.kind == "released"]
    first = condition.first or min(out, default=None)
    last = condition.last or (licence_end if condition.instrument == "licence" else None)
    return first is not None and first <= day and (last is None or day <= last)


def _sign(
    adult: Adult, path: str, day: date, children: set[str], numbers: list[int], touch: Touch
) -> Happening:
    conditions = [adult.conditions[n] for n in numbers]
    said = "; ".join(one.words or one.about.replace("_", " ") for one in conditions)
    return Happening(
        "breach_sign",
        day,
        f"{path}.conditions.{numbers[0]}",
        f"What was learnt this day may break a condition: {said}. Probation decides; nothing is found yet.",
        {"condition": tuple(dict.fromkeys(one.about for one in conditions))},
        day,
        touch.agency,
        children=tuple(sorted(children)),
    )
