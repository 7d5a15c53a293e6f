"""Who is asked, by name of role: its agency, its level, and whom a general role stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tocsin.concerns.tables import table


@dataclass(frozen=True, slots=True)
class Role:
    """Levels run from 0 (family or public) over 1 (practitioner) to 6 (lead safeguarding partner)."""

    id: str
    agency: str  # "any": the agency that acted
    level: int
    label: str
    stands_for: str = ""  # a group of `stands_for` in roles.yaml
    of: str = ""  # the agency it stands for, whoever acted
    stands_down: bool = True  # False: advises or scrutinises, and may not end a concern


@cache
def roles() -> dict[str, Role]:
    return {name: Role(id=name, **row) for name, row in table("roles")["roles"].items()}


def acting_agency(agencies: Sequence[str]) -> str:
    """The agency that acted; one that was told by family or public comes before them."""
    told = [agency for agency in agencies if agency != "family_public"]
    return (told or [*agencies, "unknown"])[0]


def resolve(role: str, agency: str) -> str:
    """The role a card's role means where `agency` acted: "observing_practitioner" -> "health_visitor"."""
    known = roles().get(role)
    group = known.stands_for if known else ""
    if known is None or not group:
        return _manager(agency) if role == "line_manager" else role
    choices: dict[str, str] = table("roles")["stands_for"][group]
    return choices.get(known.of or agency, choices["otherwise"])


def _manager(agency: str) -> str:
    choices: dict[str, str] = table("roles")["stands_for"]["manager"]
    return choices.get(agency, choices["otherwise"])


def role_words(role: str) -> str:
    """How the report calls a role: "team manager, children's social care"."""
    known = roles().get(role)
    return known.label if known else role.replace("_", " ")


def level(role: str) -> int:
    """0 for a role that is not in the table, so that an unknown role has no authority."""
    known = roles().get(role)
    return known.level if known else 0


def agency_of(role: str, agency: str) -> str:
    """The agency whose ladder a role stands on; `agency` for a role of any agency."""
    known = roles().get(role)
    return agency if known is None or known.agency == "any" else known.agency
