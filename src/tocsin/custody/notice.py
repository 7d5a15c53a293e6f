"""A notice: somebody must be told something by a day, and say that they have it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Side = Literal["offender", "children", "victim", "public_protection"]
Standing = Literal["could_be", "is", "fact"]
Priority = Literal["normal", "high"]


@dataclass(frozen=True, slots=True)
class Recipient:
    """`authority` is the council whose post it is; "" where that makes no difference."""

    role: str
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the duty comes from. `label` (of the time): law, guidance, common_local_policy, our_judgement."""

    id: str
    source: str
    sure: str  # confirmed, practice, local, unconfirmed
    label: str


@dataclass(frozen=True, slots=True)
class Climb:
    """How a notice that nobody acknowledges climbs: the ladders are those of concerns."""

    to: str  # role of the first step
    after: int
    unit: str
    ladder: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One duty to tell one role. `key` stays the same when the day it is about is reckoned anew; a round that
    must be told again, because that day moved earlier, has a key of its own and `again_on`.

    On the victim's side `children`, `child` and `place` are empty; `why` and `say` name a month, not a day.
    """

    key: str
    rule: str
    title: str
    adult: str
    to: Recipient
    owner: str  # role that must tell
    side: Side
    raised_on: date
    due: date  # the last day for telling
    due_words: str
    acknowledge_by: date
    acknowledge_words: str
    why: str
    standing: (
        Standing  # "could_be": could be released; "is": is to be, by a day that releases; "fact": it happened
    )
    next_act: str
    ground: Ground
    basis: tuple[str, ...]
    climb: Climb
    seen_by: tuple[str, ...]  # agencies
    restricted: bool = False
    priority: Priority = "normal"
    child: str = ""
    children: tuple[str, ...] = ()
    victim: str = ""  # ref of the person in the scheme
    place: str = ""  # an address of the adult; never on the victim's side
    about: date | None = None  # the day it is about: the earliest release, the end of the licence
    uncertain: str = ""
    say: str = ""  # what may be said to the victim's family, and nothing else
    again_on: date | None = None  # told again from this day, because of what is in `why`
    withdrawn_on: date | None = None
    withdrawn_why: str = ""
    replaced_by: str = ""  # key of the round that is told instead
    overtaken_on: date | None = None  # what it was to come before has come; unanswered, it stays unanswered
    overtaken_by: str = ""

    @property
    def id(self) -> str:
        return short_key(self.key)

    @property
    def stands(self) -> bool:
        return self.withdrawn_on is None


def short_key(key: str) -> str:
    return f"N-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def seen_from(notices: Iterable[Notice], side: Side) -> tuple[Notice, ...]:
    """One side's own view. There is no view of all sides: nothing of one is shown in another."""
    return tuple(notice for notice in notices if notice.side == side)
