"""The rows of `agencies/<agency>/people.csv` for one family, and which true person each is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tocsin.town.agency_rules import rule_of
from tocsin.town.errors_in_records import ErrorSetting
from tocsin.town.family import Resident
from tocsin.town.family_view import FamilyView
from tocsin.town.meeting import Met
from tocsin.town.opaque import opaque
from tocsin.town.people_records import Writer, Written
from tocsin.town.settings import Settings

COLUMNS = (
    "local_id", "first_name", "surname", "date_of_birth", "due_date", "sex", "postcode", "address",
    "nhs_number", "mother_local_id", "household_ref", "recorded_on", "withdrawn_on",
)  # fmt: skip
AGAIN = 20  # a second record is numbered as the place 20 further on: no family has so many people
MOST_RECORDS = 4  # of one person in one agency
BORN_WITHIN = 14  # days after a birth within which a new record follows that of the unborn
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """One record an agency holds. `sealed`: made before an adoption, of somebody who has another name now."""

    agency: str
    local_id: str
    person: int
    recorded_on: date
    written: Written
    household: str
    withdrawn_on: date | None
    sealed: bool


def held_by(
    rng: Random, view: FamilyView, agency: str, met: Met, settings: Settings, setting: ErrorSetting
) -> list[Held]:
    """Every record one agency holds of this family, oldest first for each person."""
    writer = Writer(setting, setting.of(agency))
    held: list[Held] = []
    for number in sorted(met):
        person = view.by_number[number]
        days = record_days(rng, person, met[number], settings, twice=writer.rates.twice)
        for place, day in enumerate(days[:MOST_RECORDS]):
            if person.died is not None and day > person.died:
                continue  # nobody begins a record of the dead
            held.append(_record(rng, view, writer, agency, person, day, place, settings))
    return held


def record_days(
    rng: Random, person: Resident, first: date, settings: Settings, *, twice: float
) -> list[date]:
    """When records of a person were begun: again at birth, after an adoption, or by mistake."""
    days = [first]
    if first < person.born <= settings.until:
        days.append(min(person.born + timedelta(int(rng.random() * BORN_WITHIN)), settings.until))
    if person.sealed_on is not None and first < person.sealed_on <= settings.until:
        days.append(min(person.sealed_on + timedelta(int(rng.random() * 90)), settings.until))
    if rng.random() < twice and (room := (settings.until - days[-1]).days) > 0:
        days.append(days[-1] + timedelta(1 + int(rng.random() * room)))
    return days


def _record(
    rng: Random,
    view: FamilyView,
    writer: Writer,
    agency: str,
    person: Resident,
    day: date,
    place: int,
    settings: Settings,
) -> Held:
    until, withdrawn = settings.until, None
    if rng.random() < writer.rates.withdrawn and day < until:
        withdrawn = day + timedelta(1 + int(rng.random() * (until - day).days))
    sealed = person.sealed_on is not None and day < person.sealed_on
    return Held(
        agency,
        local_id(agency, person.number, place),
        person.number,
        day,
        writer.write(rng, view, person, day),
        household_ref(view, agency, person, day),
        withdrawn,
        sealed,
    )


def local_id(agency: str, person: int, place: int) -> str:
    return rule_of(agency).number.format(opaque(agency, person + AGAIN * place))


def household_ref(view: FamilyView, agency: str, person: Resident, day: date) -> str:
    """The agency's own number of a household, where it counts households and the home is no secret."""
    if not rule_of(agency).households or (home := view.home(person, day)) is None or home.refuge:
        return ""
    return f"F{opaque(f'{agency} households', int(home.household[1:])):08d}"


def rows_of(view: FamilyView, held: list[Held]) -> list[Row]:
    """`held` of one agency as rows. A mother is named by the agency's first record of her."""
    records_of: dict[int, list[Held]] = {}
    for one in held:
        records_of.setdefault(one.person, []).append(one)
    return [_row(one, _mother(view, one, records_of)) for one in held]


def _mother(view: FamilyView, one: Held, records_of: dict[int, list[Held]]) -> str:
    person = view.by_number[one.person]
    if person.sealed_on is not None and not one.sealed:
        return ""  # after the adoption order nothing points to the first mother
    own = records_of.get(person.mother or 0, [])
    return own[0].local_id if own else ""


def _row(one: Held, mother: str) -> Row:
    written = one.written
    return (
        one.local_id,
        written.first_name,
        written.surname,
        written.date_of_birth,
        written.due_date,
        written.sex,
        written.postcode,
        written.address,
        written.nhs_number,
        mother,
        one.household,
        one.recorded_on.isoformat(),
        one.withdrawn_on.isoformat() if one.withdrawn_on else "",
    )
