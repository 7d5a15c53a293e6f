"""The answer to "who is this?": a band, the best candidates, and what each field weighed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SHOWN = 5  # candidates of an answer: as many as a person can weigh at a glance


class Band(StrEnum):
    AUTO = "auto"  # linked by the engine
    REVIEW = "review"  # a person decides
    NEW = "new"  # nobody in the register


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of evidence. `weight` in natural log-odds: above nought speaks for the same person."""

    field: str  # comparison of the specification, or two joined by " and "
    level: str  # level of that comparison, e.g. "same sound"
    weight: float
    words: str  # for a practitioner, without personal data: "first names sound alike"


@dataclass(frozen=True, slots=True)
class Candidate:
    person: str
    score: float  # natural log-odds
    pattern: int  # code of the agreement pattern; `matching.explain` turns it into bars


@dataclass(frozen=True, slots=True)
class Answer:
    """`candidates` best first. `margin` is the best score less the second best person's (inf if alone)."""

    band: Band
    candidates: tuple[Candidate, ...]
    margin: float
    why: str = ""  # what kept it from the next band up: a rule's code, e.g. "two_nhs_numbers"

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None
