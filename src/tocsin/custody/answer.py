"""A date with its working: what a reader may check line by line against the law and the court's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Effect = Literal["releases", "may_be_released_if_directed", "ends_sentence", "ends_licence", "marks"]


@dataclass(frozen=True, slots=True)
class Line:
    """One step. `law` is the id of a row of law.yaml, `fact` the ref of what the court or prison stated."""

    words: str
    day: date | None = None
    law: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class KeyDate:
    """`earliest` and `latest` are the same day where the answer is certain; else `why` says what is unknown.

    The earliest day drives notices, the latest drives nothing. `labelled` holds each day with the reading
    that gives it, as ("minimum term stated before remand was counted", 2016-10-13).
    """

    kind: str  # code of dates.yaml: CRD, ARD, PED, TED, SLED, SED, LED, ESED, TUSED ...
    earliest: date
    latest: date
    effect: Effect
    working: Sequence[Line] = ()  # written out when it is first read
    why: str = ""
    labelled: tuple[tuple[str, date], ...] = ()
    official: date | None = None  # the prison's own day; it stands before ours
    sentence: str = ""  # ref, where the date is one sentence's alone

    @property
    def certain(self) -> bool:
        return self.earliest == self.latest

    @property
    def law(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.law for line in self.working if line.law))


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be reckoned and why: the code of an error, where it stands, what to do; no names."""

    code: str
    found: str
    where: str
    do: str


@dataclass(frozen=True, slots=True)
class Dates:
    """All that follows from one adult's sentences as known on `on`, under the law known on `on`."""

    on: date
    dates: tuple[KeyDate, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, kind: str) -> KeyDate | None:
        return next((one for one in self.dates if one.kind == kind), None)

    @property
    def release(self) -> KeyDate | None:
        """The day that releases by itself; None where no date does (life, IPP)."""
        return next((one for one in self.dates if one.effect == "releases"), None)

    @property
    def earliest_if_directed(self) -> KeyDate | None:
        return next((one for one in self.dates if one.effect == "may_be_released_if_directed"), None)
