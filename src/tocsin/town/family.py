"""The truth about one made-up family: who they are, who lived where with whom, and what befell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TrueName:
    """A name as truly used, from a day on. `kind`: birth, married, changed, alias, adoptive, romanised."""

    first: str
    middle: str
    surname: str
    since: date
    kind: str = "birth"


@dataclass(frozen=True, slots=True)
class Resident:
    """One true person.

    `number` is unique in the town; `born` may lie after the window: unborn at its end."""

    number: int
    kind: str  # "child" or "adult"
    names: tuple[TrueName, ...]  # oldest first
    sex: str  # "f" or "m"
    born: date
    nhs_number: str
    name_group: str  # which name list the names came from; for measuring fairness, never an input
    died: date | None = None
    twin_of: tuple[int, ...] = ()  # numbers of those born with them
    mother: int | None = None
    father: int | None = None
    markers: tuple[tuple[str, date], ...] = ()  # vocabulary: adult_risk_marker, since
    former_nhs_number: str = ""  # before an adoption
    sealed_on: date | None = (
        None  # day of the adoption order: what came before is another identity to all but truth
    )


@dataclass(frozen=True, slots=True)
class Dwelling:
    household: str
    address: str
    postcode: str
    refuge: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """`why`: family, partner, lodger, private_fostering, kinship, refuge, foster, other_parent."""

    resident: int
    dwelling: Dwelling
    since: date
    until: date | None
    why: str = "family"


@dataclass(frozen=True, slots=True)
class Tie:
    """What `person` is to `other`, in the vocabulary's words for relationships."""

    person: int
    other: int
    kind: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """`path` is "" for most; else the harm path of the town's data. `lookalikes` are benign traps."""

    number: int
    residents: tuple[Resident, ...]
    stays: tuple[Stay, ...]
    ties: tuple[Tie, ...]
    path: str = ""
    lookalikes: tuple[str, ...] = ()

    @property
    def children(self) -> tuple[Resident, ...]:
        return tuple(resident for resident in self.residents if resident.kind == "child")

    @property
    def adults(self) -> tuple[Resident, ...]:
        return tuple(resident for resident in self.residents if resident.kind == "adult")


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing an agency wrote down about one resident, in the words of the vocabulary."""

    agency: str  # vocabulary: agency; "a+b" where both hold it
    resident: int
    happened: date
    precision: str  # vocabulary's precision list
    recorded: date
    event_type: str
    detail: str
    attributes: tuple[tuple[str, str], ...] = ()
    told_to: tuple[str, ...] = ()  # agencies it was shared with
