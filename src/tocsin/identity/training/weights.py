"""What splink learnt of two sources: how often a level is met among one person's records, and others'."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from pathlib import Path

import msgspec

from tocsin.errors import ModelError
from tocsin.identity.matching.model import Model, Thresholds
from tocsin.identity.matching.specification import specification
from tocsin.identity.training.sql import leaves_missing

NEVER_MET = 1e-6  # splink's own figure for a level that no pair showed


class Level(msgspec.Struct, frozen=True):
    """Shares of pairs at this level: `m` among the same person's, `u` among different persons'."""

    m: float
    u: float


class Weights(msgspec.Struct, frozen=True):
    """Of one pair of sources. A missing value weighs nothing."""

    sources: tuple[str, str]
    prior: float  # that two records drawn at random are one person's
    fields: Mapping[str, Mapping[str, Level]]
    version: int = 1

    @classmethod
    def read(cls, path: Path) -> Weights:
        try:
            found = msgspec.json.decode(path.read_bytes(), type=cls)
        except msgspec.DecodeError as fault:
            raise ModelError(fault=str(fault)) from fault
        missing = [c.field for c in specification().comparisons if c.field not in found.fields]
        if missing:
            raise ModelError(fault=f"it has no weights for {', '.join(missing)}")
        return found

    def write(self, path: Path) -> None:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n")

    def level(self, field: str, name: str) -> Level:
        return self.fields[field].get(name, Level(NEVER_MET, NEVER_MET))

    def as_model(self, thresholds: Thresholds) -> Model:
        """The same evidence for the live scorer: natural log-odds, no field weighed with another."""
        alone = {
            comparison.field: {
                level.name: log(found.m / found.u)
                for level in comparison.levels[: -1 if leaves_missing(comparison) else None]
                if (found := self.level(comparison.field, level.name))
            }
            for comparison in specification().comparisons
        }
        bias = log(self.prior / (1 - self.prior))
        return Model(bias, alone, {}, thresholds, f"splink, {' and '.join(self.sources)}")
