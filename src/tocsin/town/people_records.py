"""How an agency writes a person down, as rightly or wrongly as data/errors.yaml says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from tocsin.town.errors_in_records import ErrorSetting, Rates
from tocsin.town.family import Dwelling, Resident, TrueName
from tocsin.town.family_view import FamilyView, aliases, name_on
from tocsin.town.names import NameGroup, name_book
from tocsin.town.placeholders import awaiting_name
from tocsin.town.slips import birth_slip, digit, postcode_slip, scan, typo

SURNAMES_RESPELLED = 0.5  # less often than first names: they stand on documents; our judgement


@dataclass(frozen=True, slots=True)
class Written:
    """The fields of one row about a person: text as it stands in the file, empty where nothing is stated."""

    first_name: str
    surname: str
    date_of_birth: str
    due_date: str
    sex: str
    postcode: str
    address: str
    nhs_number: str


@dataclass(frozen=True, slots=True)
class Writer:
    """One agency's way of writing people down."""

    setting: ErrorSetting
    rates: Rates

    def write(self, rng: Random, view: FamilyView, person: Resident, day: date) -> Written:
        """The person as written on a day; before birth with a due date instead of a date of birth."""
        rates = self.rates
        first, surname = self.name(rng, view, person, day)
        address, postcode = self.home(rng, view, person, day)
        unborn = person.born > day
        return Written(
            first,
            surname,
            "" if unborn else self.birth(rng, person.born),
            person.born.isoformat() if unborn else "",
            "" if unborn or rng.random() < rates.sex_missing else self.sex(rng, person.sex),
            postcode,
            address,
            "" if unborn else self.nhs(rng, view, person, day),
        )

    def name(self, rng: Random, view: FamilyView, person: Resident, day: date) -> tuple[str, str]:
        """First name with any middle name, and surname."""
        called = name_on(person, day)
        if (stand_in := awaiting_name(rng, view, person, day)) is not None:
            return stand_in, called.surname
        if (others := aliases(person)) and rng.random() < self.rates.alias:
            called = others[0]
        group = name_book().groups[person.name_group]
        first, surname = self.forename(rng, group, called), self.surname(rng, view, person, called, day)
        if called.middle and rng.random() < self.rates.middle:
            first = f"{first} {called.middle}" if first else called.middle
        return self.ordered(rng, group, first, surname)

    def forename(self, rng: Random, group: NameGroup, called: TrueName) -> str:
        first = called.first
        if rng.random() >= self.rates.forename:
            return self.respelled(rng, group, first, self.rates.forename)
        kind = self.setting.forename_slips.pick(rng)
        if kind == "nickname" and (short := group.nicknames.get(first)):
            return short[int(rng.random() * len(short))]
        if kind in ("spelling", "nickname") and (other := group.spellings.get(first)):
            return other[int(rng.random() * len(other))]
        return _forename_slip(rng, kind, called)

    def respelled(self, rng: Random, group: NameGroup, name: str, rate: float) -> str:
        """As written, or in another spelling: more often where a name comes from another script."""
        if not group.habits.respelled or rng.random() >= rate * group.habits.respelled:
            return name
        others = group.spellings.get(name)
        return others[int(rng.random() * len(others))] if others else name

    def surname(self, rng: Random, view: FamilyView, person: Resident, called: TrueName, day: date) -> str:
        surname = called.surname
        if rng.random() >= self.rates.surname:
            group = name_book().groups[person.name_group]
            return self.respelled(rng, group, surname, self.rates.surname * SURNAMES_RESPELLED)
        kind = self.setting.surname_slips.pick(rng)
        if kind == "lost":
            return ""
        if kind == "scan":
            return scan(rng, surname)
        other = _other_surname(rng, kind, view, person, surname, day)
        return other if other and other != surname else typo(rng, surname)

    def ordered(self, rng: Random, group: NameGroup, first: str, surname: str) -> tuple[str, str]:
        """Now and then the two fields hold each other's names: by habit of the group, or by mistake."""
        habit = group.habits.family_first * self.rates.family_first
        if first and surname and rng.random() < self.rates.swapped + habit:
            return surname, first
        return first, surname

    def birth(self, rng: Random, born: date) -> str:
        if rng.random() >= self.rates.birth:
            return born.isoformat()
        wrong = birth_slip(rng, born, self.setting.birth_slips.pick(rng))
        return wrong.isoformat() if wrong else ""

    def sex(self, rng: Random, sex: str) -> str:
        return {"f": "m", "m": "f"}[sex] if rng.random() < self.rates.sex_wrong else sex

    def home(self, rng: Random, view: FamilyView, person: Resident, day: date) -> tuple[str, str]:
        """Address and postcode."""
        rates, home = self.rates, view.home(person, day)
        if home is not None and home.refuge and rng.random() < rates.refuge_withheld:
            home = view.earlier_home(person, day) if rng.random() < 0.5 else None
        elif rng.random() < rates.old_address:
            home = view.earlier_home(person, day) or home
        if home is None or rng.random() < rates.address_missing:
            return "", ""
        return self.as_written(rng, home)

    def as_written(self, rng: Random, home: Dwelling) -> tuple[str, str]:
        rates, address, postcode = self.rates, home.address, home.postcode
        if rng.random() < rates.address_typo:
            address = typo(rng, address) if rng.random() < 0.6 else address.split(",")[0]
        draw = rng.random()
        if draw < rates.postcode_missing:
            postcode = ""
        elif draw < rates.postcode_missing + rates.postcode_typo:
            postcode = postcode_slip(rng, postcode)
        return address, postcode

    def nhs(self, rng: Random, view: FamilyView, person: Resident, day: date) -> str:
        if rng.random() >= self.rates.nhs:
            return ""
        if rng.random() < self.rates.nhs_other and (near := view.near(person)):
            return near[int(rng.random() * len(near))].nhs_number
        before = person.sealed_on is not None and day < person.sealed_on
        number = person.former_nhs_number if before else person.nhs_number
        return digit(rng, number) if rng.random() < self.rates.nhs_digit else number


def _forename_slip(rng: Random, kind: str, called: TrueName) -> str:
    first = called.first
    parts = first.replace("-", " ").split()
    fixed = {"lost": "", "placeholder": "Not Known", "initial": first[:1]}
    if kind in fixed:
        return fixed[kind]
    if kind == "middle_first" and called.middle:
        return called.middle
    if kind == "half" and len(parts) > 1:
        return parts[int(rng.random() * len(parts))]
    return scan(rng, first) if kind == "scan" else typo(rng, first)


def _other_surname(
    rng: Random, kind: str, view: FamilyView, person: Resident, surname: str, day: date
) -> str | None:
    """A surname that somebody might well have written instead, of one kind."""
    if kind == "old":
        before = [
            name.surname for name in person.names if name.surname != surname and name.kind != "adoptive"
        ]
        return before[-1] if before and person.sealed_on is None else None
    if kind == "other_parent":
        return _parents_surname(view, person, surname, day)
    if kind == "spelling":
        others = name_book().groups[person.name_group].spellings.get(surname)
        return others[int(rng.random() * len(others))] if others else None
    parts = surname.replace("-", " ").split()
    return parts[int(rng.random() * len(parts))] if kind == "half" and len(parts) > 1 else None


def _parents_surname(view: FamilyView, person: Resident, surname: str, day: date) -> str | None:
    if person.sealed_on is not None:
        return None  # the first mother's name would join what the adoption order parted
    for number in (person.mother, person.father):
        if number in view.by_number and number is not None:
            other = name_on(view.by_number[number], day).surname
            if other != surname:
                return other
    return None
