"""Whether an adult poses a risk to children, from assessment only: an offence asks for one, no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tocsin.custody.counting import in_words
from tocsin.custody.facts import Adult, Offence, RiskAssessment
from tocsin.custody.law import table
from tocsin.custody.offences import Trigger, closed_triggers, open_triggers
from tocsin.custody.standing import known


@dataclass(frozen=True, slots=True)
class RiskStatus:
    """What assessment says on a day. `earlier` are assessments that a later one replaced."""

    code: Literal["not_asked", "asked", "poses_risk", "does_not"]
    words: tuple[str, ...]
    by: str
    on: date | None
    review_by: date | None
    review_overdue: bool
    asked_for_by: tuple[tuple[Offence, Trigger], ...]
    earlier: tuple[RiskAssessment, ...]
    source: str


def risk_status(adult: Adult, *, on: date) -> RiskStatus:
    made = sorted(
        (one for one in adult.assessments if one.on <= on and known(one.known_from, one.on, on=on)),
        key=lambda one: one.on,
    )
    latest = _standing_assessment(made)
    return RiskStatus(
        code=_code(latest),
        words=_words(latest, adult, on),
        by=latest.by if latest else "",
        on=latest.on if latest else None,
        review_by=latest.review_by if latest else None,
        review_overdue=_overdue(latest, on),
        asked_for_by=open_triggers(adult, on=on),
        earlier=tuple(one for one in made if one is not latest),
        source=table("offences")["risk"]["source"],
    )


def _standing_assessment(made: list[RiskAssessment]) -> RiskAssessment | None:
    """The last that decided; a new one merely asked for does not lift what was decided before it."""
    settled = [one for one in made if one.outcome != "not_decided"] or made
    return settled[-1] if settled else None


def _code(latest: RiskAssessment | None) -> Literal["not_asked", "asked", "poses_risk", "does_not"]:
    if latest is None:
        return "not_asked"
    return "asked" if latest.outcome == "not_decided" else latest.outcome


def _overdue(latest: RiskAssessment | None, on: date) -> bool:
    return latest is not None and latest.review_by is not None and latest.review_by < on


def _words(latest: RiskAssessment | None, adult: Adult, on: date) -> tuple[str, ...]:
    told = table("offences")["risk"]
    code = _code(latest)
    if latest is None or code == "asked":
        return (told[code],)
    said = [told[code].format(by=latest.by, on=in_words(latest.on)), _review(latest, on)]
    if closed_triggers(adult, on=on) and not open_triggers(adult, on=on):
        said.append(told["trigger_closed"])
    return tuple(said)


def _review(latest: RiskAssessment, on: date) -> str:
    told = table("offences")["risk"]
    if latest.review_by is None:
        return str(told["no_review"])
    kind = "overdue" if _overdue(latest, on) else "review"
    return str(told[kind]).format(day=in_words(latest.review_by))
