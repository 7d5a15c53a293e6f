"""What the identity commands share: a register read, a model read, a matcher made. Imports numpy late."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.cli.progress import Told
from tocsin.identity.measure.engine import Thresholds
from tocsin.identity.measure.people import read_register
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.troubles import Troubles
from tocsin.identity.stated import Stated

if TYPE_CHECKING:
    from tocsin.identity.matching.matcher import Matcher
    from tocsin.identity.matching.model import Model
    from tocsin.identity.matching.register import Register

EVERY = 5_000  # people between two words of progress


@dataclass(frozen=True, slots=True)
class People:
    register: Register

    @property
    def ids(self) -> Set[str]:
        return self.register.entry_of.keys()


def people_of(path: Path, troubles: Troubles, told: Told) -> People:
    from tocsin.identity.matching.register import Register

    return People(Register.build(_watched(read_register(Table(path), troubles), told)))


def _watched(people: Iterator[Stated], told: Told) -> Iterator[Stated]:
    for number, stated in enumerate(people, start=1):
        if number % EVERY == 0:
            told("reading the register", number, number + EVERY)
        yield stated


def model_of(path: Path | None) -> Model:
    from tocsin.identity.matching.model import Model

    return Model.read(path) if path else Model.shipped()


def matcher_of(people: People, model: Model) -> Matcher:
    from tocsin.identity.matching.matcher import Matcher

    return Matcher(people.register, model)


def thresholds_of(model: Any) -> Thresholds:
    held = getattr(model, "thresholds", model)
    return Thresholds(auto=float(held.auto), review=float(held.review), margin=float(held.margin))
