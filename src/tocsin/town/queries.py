"""An evaluation: a register of everybody, and questions about people who are in it or are not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from tocsin.town.addresses import streets
from tocsin.town.asked_about import Asked
from tocsin.town.errors_in_records import ErrorSetting, error_setting
from tocsin.town.family import Dwelling, Resident
from tocsin.town.family_view import FamilyView
from tocsin.town.make_family import make_family
from tocsin.town.nhs_numbers import FORMER, nhs_number
from tocsin.town.opaque import opaque
from tocsin.town.people_records import Writer, Written
from tocsin.town.settings import Settings
from tocsin.town.stream import stream

IDENTITY = ("first_name", "surname", "date_of_birth", "sex", "postcode", "address", "nhs_number")
REGISTER = ("person_id", "household_id", *IDENTITY)
QUERY = ("query_id", *IDENTITY, "true_person_id", "twin", "name_group")
ASKED_WITHIN = 365  # days before the window's end in which a query was written
NAMESAKE_PLACE = 99
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FamilyRows:
    """`queries` as (for training, row without its id)."""

    register: list[Row]
    queries: list[tuple[bool, Row]]


def family_rows(seed: int, number: int, settings: Settings, asked: Asked | None) -> FamilyRows:
    """The register's rows of one family, and the queries about it."""
    setting, rng = error_setting(settings.errors), stream(seed, number, "queries")
    family = make_family(seed, number, settings)
    view = FamilyView(family)
    born = [resident for resident in family.residents if resident.born <= settings.until]
    left_out = absent_of(rng, view, born, asked.absent) if asked else []
    registered = [one for one in born if one not in left_out]
    rows = [register_row(rng, view, one, settings.until, setting) for one in registered]
    queries: list[tuple[bool, Row]] = []
    for kind in asked.kinds if asked else ():
        if pool := left_out if kind == "absent" else of_kind(registered, kind):
            person = pool[int(rng.random() * len(pool))]
            true = "" if kind == "absent" else person_id(person)
            row = query_row(rng, view, person, settings.until, setting, true)
            queries.append((asked is not None and asked.train, row))
    return FamilyRows(rows, queries)


def person_id(person: Resident) -> str:
    return f"P{opaque('register', person.number):08d}"


def register_row(rng: Random, view: FamilyView, person: Resident, day: date, setting: ErrorSetting) -> Row:
    home = view.home(person, day)
    household = f"R{opaque('households', int(home.household[1:])):08d}" if home else ""
    written = Writer(setting, setting.register).write(rng, view, person, day)
    return (person_id(person), household, *identity(written))


def query_row(
    rng: Random, view: FamilyView, person: Resident, until: date, setting: ErrorSetting, true: str
) -> Row:
    """As one agency wrote it on some day of the last year; after the order, where a child was adopted."""
    agency = setting.asking.pick(rng)
    day = max(
        until - timedelta(int(rng.random() * ASKED_WITHIN)), person.born, person.sealed_on or person.born
    )
    written = Writer(setting, setting.agencies[agency]).write(rng, view, person, day)
    return (*identity(written), true, str(int(bool(person.twin_of))), person.name_group)


def identity(written: Written) -> Row:
    return (
        written.first_name,
        written.surname,
        written.date_of_birth,
        written.sex,
        written.postcode,
        written.address,
        written.nhs_number,
    )


def of_kind(registered: list[Resident], kind: str) -> list[Resident]:
    """Those a query of this kind may be about: any child, where there is no twin or no adult."""
    if kind == "twin" and (twins := [one for one in registered if one.twin_of]):
        return twins
    kind = "adult" if kind == "adult" else "child"
    return [one for one in registered if one.kind == kind] or registered


def absent_of(rng: Random, view: FamilyView, born: list[Resident], kind: str) -> list[Resident]:
    """Who is missing from the register."""
    children = [one for one in born if one.kind == "child"]
    if not kind or not children:
        return []
    if kind == "newcomer":
        return born
    if kind == "namesake":
        return [namesake(rng, view, children[int(rng.random() * len(children))])]
    twins = [one for one in children if one.twin_of] if kind == "twin" else []
    return [twins[int(rng.random() * len(twins))]] if twins else [max(children, key=lambda one: one.born)]


def namesake(rng: Random, view: FamilyView, child: Resident) -> Resident:
    """A father who bears his son's name; else a cousin of nearly the same age, elsewhere in the town."""
    father = view.by_number.get(child.father or 0)
    if father and father.names[0].first == child.names[0].first:
        return father
    days = 150 + int(rng.random() * 1500)
    called = replace(child.names[-1], since=child.born - timedelta(days))
    address, postcode = streets().home(rng)
    family = view.family.number
    cousin = Resident(
        family * 100 + NAMESAKE_PLACE,
        "child",
        (called,),
        child.sex,
        called.since,
        nhs_number(family, FORMER + 3),
        child.name_group,
    )
    view.move_in(cousin, Dwelling("", address, postcode))
    return cousin
