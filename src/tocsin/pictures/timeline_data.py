"""What a timeline shows. Every id is that of the thing it links to on the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Lane:
    agency: str
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One event; `agencies` are all that told of it, the one that acted first."""

    event: str
    start: date
    end: date
    agencies: tuple[str, ...]
    kind: str  # injury, seen, missed, process, household, police, other
    words: str
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """The child's own words, from the record of an event."""

    event: str
    start: date
    end: date
    words: str


@dataclass(frozen=True, slots=True)
class PlanBar:
    kind: str  # child_protection, s47, child_in_need, looked_after, another
    words: str
    start: date
    end: date | None  # None: still in force when the picture ends


@dataclass(frozen=True, slots=True)
class ConcernBar:
    """`due_on` is the first day a required response fell due; hatched from then until the end."""

    concern: str
    title: str
    strength: str  # suspect, consider, context
    raised_earliest: date
    raised_on: date
    due_on: date | None
    ended_on: date | None
    state: str  # running, overdue, answered, stood_down, withdrawn
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Incident:
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    child: str
    start: date
    end: date
    lanes: tuple[Lane, ...] = ()
    marks: tuple[Mark, ...] = ()
    voices: tuple[Voice, ...] = ()
    plans: tuple[PlanBar, ...] = ()
    concerns: tuple[ConcernBar, ...] = ()
    incident: Incident | None = None
    born: date | None = None
