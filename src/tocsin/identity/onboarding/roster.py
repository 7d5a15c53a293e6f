"""A baby's record without a first name, known by its mother.

The engine never links such a record by itself: it may be a twin's. But a mother with one child born on that
day, and of whom the agency holds one record of such a birth, has no other whom it could be about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.identity.onboarding.records import ordinal_of
from tocsin.identity.onboarding.settings import settings
from tocsin.identity.onboarding.unborn import Key
from tocsin.identity.stated import Stated

Children = Mapping[str, Mapping[str, date]]  # mother -> her children and when they were born


@dataclass(frozen=True, slots=True)
class Baby:
    """A record kept from its nearest person for want of a first name."""

    key: Key
    stated: Stated
    mother: str
    nearest: Stated


def by_their_mothers(
    babies: Collection[Baby], children: Children, held: Collection[tuple[str, str]]
) -> set[Key]:
    """Those who are the nearest person, for nobody else can be meant. `held`: (agency, person)."""
    alike = Counter((baby.key[0], baby.mother, baby.stated.births) for baby in babies)
    nobody: dict[str, date] = {}
    return {
        baby.key
        for baby in babies
        if alike[baby.key[0], baby.mother, baby.stated.births] == 1
        and (baby.key[0], baby.nearest.id) not in held
        and _only_one(baby, children.get(baby.mother, nobody))
    }


def _only_one(baby: Baby, children: Mapping[str, date]) -> bool:
    if len(baby.stated.births) != 1 or any(ordinal_of(name.first) for name in baby.stated.names):
        return False
    born, near = baby.stated.births[0], timedelta(days=settings().one_birth_days)
    then = [child for child, day in children.items() if abs(day - born) <= near]
    sexes = {baby.stated.sex, baby.nearest.sex} - {""}
    return then == [baby.nearest.id] and born == children[baby.nearest.id] and len(sexes) < 2
