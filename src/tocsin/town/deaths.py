"""Who dies inside the window: drawn apart from everything else about a family."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tocsin.town.births import YEAR
from tocsin.town.family import Family, Resident, Stay
from tocsin.town.plan import Shares
from tocsin.town.settings import Settings


def with_deaths(rng: Random, family: Family, share: Shares, settings: Settings) -> Family:
    """The family with `died` set for the few who die, and their stays ended on that day."""
    lived_until = _lived_until(family)
    died: dict[int, date] = {}
    for person in family.residents:
        day = _death(rng, person, share, settings)
        if day is not None and day > lived_until[person.number]:
            died[person.number] = day
    if not died:
        return family
    residents = tuple(replace(one, died=died.get(one.number)) for one in family.residents)
    return replace(family, residents=residents, stays=tuple(_until_death(family.stays, died)))


def _lived_until(family: Family) -> dict[int, date]:
    """Until the first coming home, and a mother until the birth of her youngest."""
    last: dict[int, date] = {}
    for stay in sorted(family.stays, key=lambda one: one.since):
        last.setdefault(stay.resident, stay.since)
    for child in family.children:
        if child.mother is not None:
            last[child.mother] = max(child.born, last.get(child.mother, child.born))
    return last


def _death(rng: Random, person: Resident, share: Shares, settings: Settings) -> date | None:
    """By the year of age, from the window's first day or the birth."""
    day = max(settings.since, person.born)
    while day < settings.until:
        yearly = share.dying((day - person.born).days / YEAR)
        if rng.random() < yearly:
            found = day + timedelta(1 + int(rng.random() * YEAR))
            return found if found <= settings.until else None
        day += timedelta(YEAR)
    return None


def _until_death(stays: Iterable[Stay], died: dict[int, date]) -> Iterable[Stay]:
    for stay in stays:
        day = died.get(stay.resident)
        if day is None or (stay.until is not None and stay.until <= day):
            yield stay
        elif stay.since < day:
            yield replace(stay, until=day)
