"""What is written of a child who has no first name yet: unborn, or in the first weeks."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any

from tocsin.plain_yaml import parse
from tocsin.town.family import Resident
from tocsin.town.family_view import FamilyView, name_on

NAMED_BY = 42  # days: births are registered within six weeks (Births and Deaths Registration Act 1953 s2)
STILL_UNNAMED = 0.5  # on the day of birth, falling to nought by then; our judgement


@lru_cache(maxsize=1)
def words() -> Any:
    return parse((files("tocsin.town") / "data" / "words.yaml").read_text(encoding="utf-8"))


def awaiting_name(rng: Random, view: FamilyView, person: Resident, day: date) -> str | None:
    """The stand-in for a first name, or None where the child's own is written."""
    age = (day - person.born).days
    if age >= NAMED_BY or (age >= 0 and rng.random() >= STILL_UNNAMED * (1 - age / NAMED_BY)):
        return None
    if person.twin_of:
        ordinal = 1 + sum(other < person.number for other in person.twin_of)
        pattern = _one(rng, words()["twins"])
        return pattern.format(ordinal=ordinal, letter="ABC"[ordinal - 1])
    mother = view.by_number.get(person.mother or 0)
    named = name_on(mother, day).first if mother else "mother"
    patterns = words()["unborn"] if age < 0 else words()["newborn"][person.sex]
    return _one(rng, patterns).format(mother=named)


def _one(rng: Random, options: list[str]) -> str:
    return options[int(rng.random() * len(options))]
