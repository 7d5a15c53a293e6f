"""Whether a link between this adult and a child must be told: an assessment, or an offence that asks for one.

An offence list triggers an assessment and is never a finding of risk; an acquittal or a quashed conviction
closes the trigger, not the record of an assessment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tocsin.custody.counting import in_words
from tocsin.custody.facts import Adult, Offence
from tocsin.custody.notices.known import offence_known
from tocsin.custody.offences import open_triggers
from tocsin.custody.risk import RiskStatus, risk_status


@dataclass(frozen=True, slots=True)
class Watch:
    since: date
    words: str
    uncertain: str = ""


def watch_of(adult: Adult, *, on: date) -> Watch | None:
    """None where nothing that is known on the day asks for it."""
    status = risk_status(adult, on=on)
    grounds = sorted([*_assessed(adult, on), *_proved(status, adult)], key=lambda watch: watch.since)
    if not grounds:
        return None
    return Watch(grounds[0].since, _words(status, grounds), _doubt(status))


def asking(adult: Adult, *, on: date) -> list[Offence]:
    """The offences proved, and not overturned, that ask for an assessment."""
    return [offence for offence, _ in open_triggers(adult, on=on)]


def _words(status: RiskStatus, grounds: list[Watch]) -> str:
    if status.code == "poses_risk" and status.on is not None:
        return f"Assessed as posing a risk to children on {in_words(status.on)}."
    return grounds[0].words


def _doubt(status: RiskStatus) -> str:
    if status.code == "poses_risk":
        return "That assessment is past its review day." if status.review_overdue else ""
    if status.code == "does_not" and status.on is not None:
        return f"Assessed on {in_words(status.on)} as not posing a risk: look at that assessment again."
    return "Risk to children is not assessed yet: the offence asks for an assessment and is no finding."


def _assessed(adult: Adult, on: date) -> Iterator[Watch]:
    for one in adult.assessments:
        if one.outcome == "poses_risk" and one.on <= on:
            yield Watch(one.on, "Once assessed as posing a risk to children.")


def _proved(status: RiskStatus, adult: Adult) -> Iterator[Watch]:
    for offence, trigger in status.asked_for_by:
        yield Watch(offence_known(adult, offence), f"Proved: {trigger.name}, which asks for an assessment.")
