"""data/onboarding.yaml, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

import msgspec

from tocsin.plain_yaml import parse


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    first: tuple[str, ...]
    most: Mapping[str, int]
    shared_from: int
    rebuilt_from: float
    one_birth_days: int
    ordinals: Mapping[str, int]


@lru_cache(maxsize=1)
def settings() -> Settings:
    text = files("tocsin.identity.onboarding").joinpath("data/onboarding.yaml").read_text(encoding="utf-8")
    return msgspec.convert(parse(text), Settings)
