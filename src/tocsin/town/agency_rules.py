"""data/agencies.yaml as rules: whom an agency has a record of beside those it wrote an event about."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import msgspec

from tocsin.plain_yaml import parse


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shares of the people who fit; data/agencies.yaml says of whom."""

    number: str
    children: float = 0
    ages: tuple[int, int] = (0, 17)
    adults: float = 0
    parents: float = 0
    mothers: float = 0
    newborn: float = 0
    expected: float = 0
    weeks: int = 0
    family: float = 0
    homes: float = 0
    households: bool = False


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    agencies: dict[str, Rule]
    other: Rule


@lru_cache(maxsize=1)
def _table() -> _Table:
    text = (files("tocsin.town") / "data" / "agencies.yaml").read_text(encoding="utf-8")
    return msgspec.convert(parse(text), _Table)


def rules() -> Mapping[str, Rule]:
    return _table().agencies


def rule_of(agency: str) -> Rule:
    return _table().agencies.get(agency, _table().other)
