"""How often, how likely and how soon: the figures of `data/rates.yaml`, each with its source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

import msgspec

from tocsin.plain_yaml import parse

OLDEST = 19  # years; nobody older is a child


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`within`: how far the town may lie from `value`, as a share of it."""

    value: float
    source: str
    year: str
    within: float
    note: str = ""


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    value: float | dict[str | int, float] | None = None
    by_age: dict[int, float] = {}
    year: str = ""
    note: str = ""


class Deed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`days` working days are allowed; the shares not in time and not late are never done."""

    days: int
    in_time: float
    late: float
    at_most: int
    source: str
    note: str = ""


class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    children: int
    source: str
    note: str = ""


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    published: dict[str, Published]
    figures: dict[str, Figure]
    timeliness: dict[str, Deed]
    worker: Worker
    sources: dict[str, str]


@dataclass(frozen=True)
class Rates:
    """Figures by name; a name that the table lacks raises KeyError."""

    published: Mapping[str, Published]
    figures: Mapping[str, Figure]
    deeds: Mapping[str, Deed]
    worker: Worker
    sources: Mapping[str, str]
    _at_age: dict[str, tuple[float, ...]] = field(default_factory=dict)
    _lots: dict[str, tuple[tuple[str, ...], tuple[float, ...]]] = field(default_factory=dict)

    def figure(self, name: str) -> float:
        value = self.figures[name].value
        if not isinstance(value, float | int):
            raise TypeError(f"{name} is no single figure")
        return float(value)

    def at_age(self, name: str) -> tuple[float, ...]:
        """The figure for each age in whole years."""
        if name not in self._at_age:
            table = sorted(self.figures[name].by_age.items())
            ages = [age for age, _ in table]
            self._at_age[name] = tuple(
                table[at - 1][1] if (at := bisect_right(ages, age)) else 0.0 for age in range(OLDEST + 1)
            )
        return self._at_age[name]

    def lots(self, name: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
        """Codes, and their shares added up."""
        if name not in self._lots:
            table = self.table(name)
            self._lots[name] = tuple(table), tuple(accumulate(table.values()))
        return self._lots[name]

    def table(self, name: str) -> Mapping[str, float]:
        value = self.figures[name].value
        if not isinstance(value, dict):
            raise TypeError(f"{name} is no table of shares")
        return {str(code): share for code, share in value.items()}


def data_table(name: str) -> Any:
    """A YAML table of the town's `data` folder."""
    return parse(files("tocsin.town").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def load_rates() -> Rates:
    table = msgspec.convert(data_table("rates"), _Table)
    return Rates(table.published, table.figures, table.timeliness, table.worker, table.sources)
