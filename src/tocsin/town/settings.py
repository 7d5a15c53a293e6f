"""What a made-up town is made with. Time is an argument: nothing here reads a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Settings:
    """`since` to `until`: the window of which agencies keep records. `errors`: one of data/errors.yaml."""

    since: date = date(2023, 1, 1)
    until: date = date(2025, 12, 31)
    errors: str = "published"
