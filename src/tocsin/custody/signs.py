"""Signs that a condition may have been broken: for probation to look at, and no finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from tocsin.custody.facts import Adult, Condition
from tocsin.custody.happenings import Happening
from tocsin.custody.joining import Touch, joined_table

_TOLD_BY = "probation"


def signs_of(
    adult: Adult, path: str, touches: Iterable[Touch], *, licence_end: date | None
) -> Iterator[Happening]:
    """One for each child and day: staying where a child lives, or a pregnancy that others told of."""
    seen: dict[tuple[str, date], list[tuple[int, Touch]]] = {}
    for touch in touches:
        day = max((d for d in (touch.since, touch.known_from) if d), default=None)
        if day is None or (touch.agency == _TOLD_BY and touch.reason != "lives_with"):
            continue
        for n, condition in enumerate(adult.conditions):
            if _bears_on(condition, touch) and _in_force(adult, condition, day, licence_end):
                seen.setdefault((touch.child, day), []).append((n, touch))
    for (child, day), held in seen.items():
        numbers = list(dict.fromkeys(n for n, _ in held))
        yield _sign(adult, path, child, day, numbers, held[0][1])


def _bears_on(condition: Condition, touch: Touch) -> bool:
    signs = joined_table()["signs"]
    if touch.reason == "lives_with":
        return condition.about in (*signs["lives_with"], *signs["notify"])
    return touch.reason == "pregnancy" and condition.about in signs["notify"]


def _in_force(adult: Adult, condition: Condition, day: date, licence_end: date | None) -> bool:
    out = [one.on for one in adult.movements if one.kind == "released"]
    first = condition.first or min(out, default=None)
    last = condition.last or (licence_end if condition.instrument == "licence" else None)
    return first is not None and first <= day and (last is None or day <= last)


def _sign(adult: Adult, path: str, child: str, day: date, numbers: list[int], touch: Touch) -> Happening:
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
        children=(child,),
    )
