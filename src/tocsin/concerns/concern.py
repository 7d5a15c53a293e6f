"""An indicator met for a child: its evidence, its owner, its clock, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

RESPONSE_STATUSES = ("running", "answered", "late", "missed", "not_evidenced")
STATES = ("running", "overdue", "answered", "stood_down", "withdrawn")


@dataclass(frozen=True, slots=True)
class Response:
    """What guidance expects, by when, and whether it came."""

    name: str  # event type expected
    words: str
    required: bool
    role: str
    round: int  # 1 for the first anchor; a repeat after an answer starts the next round
    start_on: date  # the anchor day the clock started
    due_on: date
    limit: int
    unit: str
    time_label: str  # "law", "guidance", "common local policy", "our judgement"
    imprecise: bool  # hours judged in days, school days without term dates, or an imprecise anchor
    status: str  # one of RESPONSE_STATUSES
    answered_on: date | None = None
    answered_by: str = ""  # event id
    also_answers: int = 0  # how many other responses the same event answers
    holders: tuple[str, ...] = ()  # agencies that could hold the answer


@dataclass(frozen=True, slots=True)
class Escalation:
    step: int
    role: str
    on: date
    happened: bool = False  # False: "would have reached"; True: a recorded escalation
    event: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A named role's recorded act on a concern. Only "stand_down" ends one."""

    concern: str  # concern id or key
    decision: str
    role: str
    on: date
    reason: str
    row: int = field(default=0, compare=False)  # of decisions.csv, where it came from there


@dataclass(frozen=True, slots=True)
class Concern:
    id: str
    key: str
    indicator: str
    version: int
    title: str
    strength: str  # suspect, consider, context
    certain: bool
    child: str
    raised_earliest: date
    raised_latest: date  # of the first anchor that is certain, where one is
    anchors: tuple[str, ...]  # event ids; repeats within the card's window extend one concern
    extended_on: tuple[date, ...]  # days on which a repeat added evidence
    evidence: tuple[tuple[str, str], ...]  # (event id, role)
    reason: str
    owner: str
    state: str  # one of STATES
    responses: tuple[Response, ...]
    escalations: tuple[Escalation, ...]
    next_change_on: date | None
    decision: Decision | None = None
    withdrawn_on: date | None = None
    withdrawn_why: str = ""
    ended_on: date | None = None
    possible_on: tuple[date, ...] = ()  # of what became certain later: days on which it was only possible
