"""What a card asks for once it fires: the responses, their times, and how an unanswered one climbs.

The card compiler builds these; concerns are judged by them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """One response a card expects. `event` names an entry of `concerns/data/satisfies.yaml`.

    Units: hours, same_day, days, working_days, school_days, next_school_day, weeks, months,
    before_event (until the discharge or release the anchor speaks of, else the same day) and
    weeks_before_due_date (of the unborn child).
    """

    event: str
    limit: int
    unit: str
    by: str  # role of `concerns/data/roles.yaml`
    words: str
    required: bool
    label: str  # law, guidance, common_local_policy, our_judgement
    only: str = ""  # expected only once the concern has this strength
    agency: str = ""  # only an event this agency holds answers; "" = any agency


@dataclass(frozen=True, slots=True)
class CardTerms:
    """`repeat_within_days`: anchors less than this apart extend one concern; 0 = the same day only."""

    indicator: str
    version: int
    title: str
    strength: str  # suspect, consider, context
    expected: tuple[Expected, ...]
    escalate_to: str  # role
    escalate_after: int
    escalate_unit: str
    ladder: str = "routine"  # a ladder of `concerns/data/ladders.yaml`: "urgent" or "routine"
    repeat_within_days: int = 0
