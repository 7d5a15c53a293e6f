"""Thresholds and tables of the ledger, from the folder's data files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tocsin.errors import LedgerRefused
from tocsin.plain_yaml import parse


@dataclass(frozen=True, slots=True)
class Settings:
    """Natural log-odds. `split` lies at or below `join`."""

    join: float
    split: float

    def __post_init__(self) -> None:
        if not self.split <= self.join:
            raise LedgerRefused(
                "The threshold to split lies above the one to join.", do="Set split at or below join."
            )


@lru_cache(maxsize=8)
def table(name: str) -> Any:
    """A YAML table of this package's `data` folder."""
    return parse(files("tocsin.identity.ledger").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8"))


def settings_for(join: float) -> Settings:
    """Links hold down to a gap below the threshold that made them."""
    return Settings(join, join - float(table("settings")["gap"]))


@lru_cache(maxsize=1)
def default_settings() -> Settings:
    return settings_for(float(table("settings")["join"]))
