"""When something happened: an interval of civil days (Europe/London), never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class Precision(StrEnum):
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    ABOUT = "about"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class When:
    """From `start` to `end`, both days included; `clock` only where a time of day was written."""

    start: date
    end: date
    precision: Precision = Precision.DAY
    uncertain: bool = False
    clock: time | None = None
    note: str = ""

    @property
    def exact(self) -> bool:
        return self.start == self.end
