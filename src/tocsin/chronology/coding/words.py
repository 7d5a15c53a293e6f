"""A row's words, and what the coder proposes for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Words:
    """The prose of one row. `child_seen` and `seen_alone` are that row's own columns, where it has them."""

    what: str = ""
    action: str = ""
    voice: str = ""
    child_seen: str = ""
    seen_alone: str = ""

    @property
    def text(self) -> str:
        """What a proposal's span counts in: the three prose cells, one after another, a line each."""
        return "\n".join((self.what, self.action, self.voice))


@dataclass(frozen=True, slots=True)
class Proposal:
    """One event the words suggest. `span` counts characters of `Words.text`."""

    type: str  # vocabulary: event type
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    because: tuple[str, ...] = ()  # the exact words that led to each code
    span: tuple[int, int] = (0, 0)
    primary: bool = False  # the act of the row: visit, attendance, referral ...
    rule: str = ""
    confirmed: bool = False  # the user said so in coding.csv
