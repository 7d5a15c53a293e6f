"""Which people of a family each agency has met, and since when: each holds a part, none the whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from tocsin.town.agency_rules import Rule, rules
from tocsin.town.family import Happening, Resident
from tocsin.town.family_view import FamilyView
from tocsin.town.settings import Settings
from tocsin.town.stream import day_between

YEAR = 365.25
Met = dict[int, date]  # resident -> the day of the first record


def meetings(rng: Random, view: FamilyView, told: Iterable[Happening], settings: Settings) -> dict[str, Met]:
    """By agency, in the order of the rules, then of the alphabet. Who was written about is held by then."""
    known = _written_about(told)
    found: dict[str, Met] = {}
    for agency in [*rules(), *sorted(known.keys() - rules().keys())]:
        met: Met = {}
        if agency in rules():
            _by_rule(rng, view, rules()[agency], settings, met, known.get(agency, {}))
        for number, day in known.get(agency, {}).items():
            met[number] = min(day, met.get(number, day))
        if met:
            found[agency] = met
    return found


def _written_about(told: Iterable[Happening]) -> dict[str, Met]:
    known: dict[str, Met] = {}
    for one in told:
        for agency in one.agency.split("+"):
            met = known.setdefault(agency, {})
            met[one.resident] = min(one.happened, met.get(one.resident, one.happened))
    return known


def _by_rule(rng: Random, view: FamilyView, rule: Rule, settings: Settings, met: Met, known: Met) -> None:
    homes = rng.random() < rule.homes
    for person in view.family.residents:
        day = _child(rng, person, rule, settings) if person.kind == "child" else None
        if person.kind == "adult" and rng.random() < rule.adults:
            day = _some_day(rng, settings)
        if homes and person.born <= settings.until:
            day = _some_day(rng, settings)
        if known and rule.family and person.number not in known and rng.random() < rule.family:
            day = min(known.values()) + timedelta(rng.random() * 60)
        if day is not None:
            met[person.number] = day
    _parents(rng, view, rule, met)


def _some_day(rng: Random, settings: Settings) -> date:
    return day_between(rng, settings.since, settings.until)


def _child(rng: Random, child: Resident, rule: Rule, settings: Settings) -> date | None:
    """The first day on which the rule brings the child to the agency, if it does."""
    if rule.expected and settings.since <= child.born and rng.random() < rule.expected:
        day = child.born - timedelta(int(rule.weeks * 7 * (0.5 + rng.random() / 2)))
        return day if day <= settings.until else None
    if child.born > settings.until:
        return None
    if rule.newborn and child.born >= settings.since and rng.random() < rule.newborn:
        return child.born
    first = child.born + timedelta(rule.ages[0] * YEAR)
    last = child.born + timedelta((rule.ages[1] + 1) * YEAR)
    if first > settings.until or last < settings.since or rng.random() >= rule.children:
        return None
    return min(first + timedelta(rng.random() * 60), settings.until)


def _parents(rng: Random, view: FamilyView, rule: Rule, met: Met) -> None:
    for number, day in list(met.items()):
        child = view.by_number[number]
        share = rule.mothers if child.born >= day - timedelta(300) and rule.mothers else rule.parents
        if child.kind == "child" and child.mother is not None and rng.random() < share:
            met[child.mother] = min(day, met.get(child.mother, day))
        if child.kind == "child" and child.father is not None and rng.random() < rule.parents * 0.6:
            met[child.father] = min(day, met.get(child.father, day))
        if child.born > day and child.mother is not None:
            met[child.mother] = min(day, met.get(child.mother, day))
