"""Harm paths and look-alikes as data: stages with chances and gaps."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from tocsin.town.happenings.rates import data_table

Value = str | int | float | bool


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`after`: days since the stage before, from and to. `with_`: a list where one of several is drawn."""

    after: tuple[int, int]
    by: str
    what: str
    about: str
    say: tuple[str, ...]
    with_: dict[str, Value | list[Value]] = msgspec.field(name="with", default_factory=dict)
    chance: float = 1.0
    times: tuple[int, int] = (1, 1)
    apart: tuple[int, int] = (1, 1)
    harm: bool = False


class Ages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Months; below 0 the child is expected."""

    first: int = msgspec.field(name="from")
    last: int = msgspec.field(name="to")


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: str
    share: float
    child: Ages
    stages: tuple[Stage, ...]
    newcomer: str = ""

    @property
    def longest(self) -> int:
        """Days from the first stage to the last, with every gap at its longest."""
        return sum(stage.after[1] + (stage.times[1] - 1) * stage.apart[1] for stage in self.stages)


class _Paths(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    families: float
    paths: dict[str, Story]


class _Lookalikes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lookalikes: dict[str, Story]


@lru_cache(maxsize=1)
def _paths() -> _Paths:
    return msgspec.convert(data_table("paths"), _Paths)


def share_on_a_path() -> float:
    return _paths().families


def paths() -> Mapping[str, Story]:
    return _paths().paths


@lru_cache(maxsize=1)
def lookalikes() -> Mapping[str, Story]:
    return msgspec.convert(data_table("lookalikes"), _Lookalikes).lookalikes
