"""The rates of data/errors.yaml for one setting: base, then the agency's own, times the setting's factors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tocsin.errors import UnknownTownSetting
from tocsin.plain_yaml import parse
from tocsin.town.stream import Weighted, weighted

MOST = 0.99  # no factor makes a rate certain


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares from 0 to 1; data/errors.yaml says of what."""

    forename: float
    surname: float
    alias: float
    middle: float
    swapped: float
    family_first: float
    birth: float
    sex_missing: float
    sex_wrong: float
    old_address: float
    address_missing: float
    address_typo: float
    postcode_missing: float
    postcode_typo: float
    nhs: float
    nhs_digit: float
    nhs_other: float
    twice: float
    withdrawn: float
    refuge_withheld: float


@dataclass(frozen=True, slots=True)
class ErrorSetting:
    name: str
    agencies: Mapping[str, Rates]
    base: Rates
    register: Rates
    asking: Weighted[str]
    forename_slips: Weighted[str]
    surname_slips: Weighted[str]
    birth_slips: Weighted[str]

    def of(self, agency: str) -> Rates:
        """The agency's own rates, or those of an agency that the data does not name."""
        return self.agencies.get(agency, self.base)


def rates(base: Mapping[str, float], own: Mapping[str, float], factors: Mapping[str, float]) -> Rates:
    values = {one.name: {**base, **own}[one.name] for one in fields(Rates)}
    return Rates(**{name: min(value * factors.get(name, 1), MOST) for name, value in values.items()})


def _data() -> Any:
    return parse((files("tocsin.town") / "data" / "errors.yaml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def error_setting(name: str) -> ErrorSetting:
    """Raises UnknownTownSetting."""
    data = _data()
    if name not in data["settings"]:
        known = ", ".join(data["settings"])
        raise UnknownTownSetting(
            f"There is no setting of errors called {name!r}.", do=f"Use one of: {known}."
        )
    own = data["settings"][name]
    factors, slips = own.get("all", {}), {**data["slips"], **own.get("slips", {})}
    return ErrorSetting(
        name,
        {agency: rates(data["base"], one, factors) for agency, one in data["agencies"].items()},
        rates(data["base"], {}, factors),
        rates(data["base"], data["register"], {}),
        weighted(data["asking"]),
        weighted(slips["forename"]),
        weighted(slips["surname"]),
        weighted(slips["birth"]),
    )
