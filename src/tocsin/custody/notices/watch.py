"""Whether a link between this adult and a child must be told: an assessment, or an offence that asks for one.

An offence list triggers an assessment and is never a finding of risk; an acquittal or a quashed conviction
closes the trigger, not the record of an assessment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tocsin.custody.facts import Adult, Offence, RiskAssessment
from tocsin.custody.notices.known import offence_known, quashed

PROVED = ("convicted", "cautioned")


@dataclass(frozen=True, slots=True)
class Watch:
    since: date
    words: str
    uncertain: str = ""


def watch_of(adult: Adult) -> Watch | None:
    """None where nothing that is known asks for it. `adult` as known on a day."""
    grounds = sorted([*_assessed(adult), *_proved(adult)], key=lambda watch: watch.since)
    if not grounds:
        return None
    last = _last_assessment(adult)
    if last is not None and last.outcome == "poses_risk":
        return Watch(grounds[0].since, f"Assessed as posing a risk to children on {last.on.isoformat()}.")
    return Watch(grounds[0].since, grounds[0].words, _unassessed(last))


def _unassessed(last: RiskAssessment | None) -> str:
    if last is not None and last.outcome == "does_not":
        return f"Assessed on {last.on.isoformat()} as not posing a risk: look at that assessment again."
    return "Risk to children is not assessed yet: the offence asks for an assessment and is no finding."


def _assessed(adult: Adult) -> Iterator[Watch]:
    for one in adult.assessments:
        if one.outcome == "poses_risk":
            yield Watch(one.on, "Assessed as posing a risk to children.")


def _proved(adult: Adult) -> Iterator[Watch]:
    for offence in triggers(adult):
        yield Watch(offence_known(adult, offence), "Convicted or cautioned for an offence against a child.")


def triggers(adult: Adult) -> list[Offence]:
    gone = quashed(adult)
    return [o for o in adult.offences if o.ref not in gone and o.outcome in PROVED and asks_for_assessment(o)]


def asks_for_assessment(offence: Offence) -> bool:
    return offence.child_victim == "yes"


def _last_assessment(adult: Adult) -> RiskAssessment | None:
    return max(adult.assessments, key=lambda one: one.on, default=None)
