"""What measuring asks of a matcher: so that any can be measured, and a toy one can test the measuring."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tocsin.identity.answer import Answer, Candidate
from tocsin.identity.stated import Stated


class Finds(Protocol):
    def find(self, stated: Stated, most: int = 5) -> Answer: ...

    def find_all(self, stated: list[Stated]) -> Sequence[Answer]: ...

    def candidates(self, stated: Stated) -> Collection[Any]:
        """Person ids that blocking lets through."""
        ...


class Explains(Protocol):
    def __call__(self, matcher: Any, stated: Stated, candidate: Candidate) -> object: ...


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Natural log-odds. Automatic: best score >= `auto` and margin >= `margin`, and no rule against it."""

    auto: float
    review: float
    margin: float
