"""One result of one card: the anchor, the evidence for it, and why in words."""

from __future__ import annotations

from datetime import date

import msgspec


class Evidence(msgspec.Struct, frozen=True, gc=False):
    event: str  # event id
    role: str  # "anchor", "counted", "earlier", "state", "finding"


class Finding(msgspec.Struct, frozen=True, gc=False):
    """Raised on an interval: clocks start at its latest day.

    Evidence is minimal and sufficient: the card fires on it alone and not without any one item.
    An absence finding carries the interval searched and what was not found in it.
    """

    indicator: str
    version: int
    child: str
    anchor: str  # event id
    anchor_key: str
    limb: int  # which limb of the card's trigger
    strength: str
    certain: bool
    raised_earliest: date
    raised_latest: date
    evidence: tuple[Evidence, ...]
    reason: str
    searched: tuple[date, date] | None = None
    absent: str = ""
    withdrawn_on: date | None = None  # later knowledge took the ground away
    withdrawn_why: str = ""
