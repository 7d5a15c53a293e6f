"""A family while it is being made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from tocsin.town.addresses import streets
from tocsin.town.family import Dwelling, Family, Resident, Stay, Tie, TrueName
from tocsin.town.names import NameBook, NameGroup
from tocsin.town.naming import Called, true_name
from tocsin.town.nhs_numbers import FORMER, nhs_number
from tocsin.town.plan import Plan, Shares
from tocsin.town.settings import Settings

PLACES = 100  # resident numbers are family * PLACES + place


@dataclass(slots=True)
class PersonDraft:
    place: int
    number: int
    kind: str
    sex: str
    born: date
    group: NameGroup
    names: list[TrueName]
    nhs_number: str
    former_nhs_number: str = ""
    sealed_on: date | None = None
    died: date | None = None
    twins: list[int] = field(default_factory=list)
    mother: int | None = None
    father: int | None = None

    @property
    def called(self) -> Called:
        """The latest name that is no alias."""
        last = [name for name in self.names if name.kind != "alias"][-1]
        return last.first, last.middle, last.surname

    def done(self) -> Resident:
        return Resident(
            self.number,
            self.kind,
            tuple(self.names),
            self.sex,
            self.born,
            self.nhs_number,
            self.group.code,
            died=self.died,
            twin_of=tuple(self.twins),
            mother=self.mother,
            father=self.father,
            former_nhs_number=self.former_nhs_number,
            sealed_on=self.sealed_on,
        )


@dataclass(slots=True)
class FamilyDraft:
    number: int
    rng: Random
    settings: Settings
    book: NameBook
    share: Shares
    plan: Plan
    people: list[PersonDraft] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    homes: int = 0
    formers: int = 0

    def chance(self, name: str) -> bool:
        return self.share.chance(self.rng, name)

    def add(self, kind: str, *, sex: str, born: date, group: NameGroup, called: Called) -> PersonDraft:
        place = len(self.people)
        person = PersonDraft(
            place,
            self.number * PLACES + place,
            kind,
            sex,
            born,
            group,
            [true_name(called, born)],
            nhs_number(self.number, place),
        )
        self.people.append(person)
        return person

    def former_number(self) -> str:
        """A number from before an adoption, which nobody else will have."""
        self.formers += 1
        return nhs_number(self.number, FORMER + self.formers - 1)

    def dwelling(self, *, refuge: bool = False) -> Dwelling:
        address, postcode = streets().home(self.rng)
        self.homes += 1
        return Dwelling(f"H{self.number * 10 + self.homes:08d}", address, postcode, refuge)

    def stay(
        self,
        person: PersonDraft,
        home: Dwelling,
        *,
        since: date,
        until: date | None = None,
        why: str = "family",
    ) -> None:
        if until is None or until > since:
            self.stays.append(Stay(person.number, home, since, until, why))

    def tie(
        self, person: PersonDraft, other: PersonDraft, kind: str, since: date, *, until: date | None = None
    ) -> None:
        self.ties.append(Tie(person.number, other.number, kind, since, until))

    def done(self) -> Family:
        return Family(
            self.number, tuple(person.done() for person in self.people), tuple(self.stays), tuple(self.ties)
        )
