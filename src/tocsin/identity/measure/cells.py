"""What one cell says: a date, a sex, a yes. Each distinct cell is read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
_BRITISH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 0?0:00(?::00)?)?")
_PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True)
class Columns:
    needed: tuple[str, ...]
    also: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.needed, *self.also)


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("data/columns.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


@cache
def columns_of(table: str) -> Columns:
    """`table`: register, queries or records."""
    entry = _data()[table]
    return Columns(tuple(entry["needed"]), tuple(entry["also"]))


def name_group_heading() -> str:
    return str(_data()["name_group"])


@cache
def read_date(text: str) -> date | None:
    """ISO, dd/mm/yyyy or yyyymmdd; None for anything else and for a day that cannot be."""
    if found := _ISO.fullmatch(text) or _PACKED.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _BRITISH.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return None
    first, last = _data()["years"]
    try:
        return date(year, month, day) if first <= year <= last else None
    except ValueError:
        return None


@cache
def read_sex(text: str) -> str | None:
    """ "f", "m" or "" for not stated or other; None for a word nobody knows."""
    word = text.casefold()
    return next((sex for sex, words in _data()["sex"].items() if word in words), None)


@cache
def read_yes(text: str) -> bool | None:
    word = text.casefold()
    if word in _data()["yes"]:
        return True
    return False if word in _data()["no"] else None
