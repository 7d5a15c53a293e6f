"""A baby with a mark, and what people did about it: builders with good defaults."""

from __future__ import annotations

from datetime import date, time

from tocsin.chronology.event import Account, Event
from tocsin.concerns.concern import Concern, Decision, Response
from tocsin.concerns.rounds import Coverage
from tocsin.concerns.state import concerns_at
from tocsin.indicators.finding import Evidence, Finding
from tocsin.indicators.terms import CardTerms, Expected
from tocsin.records.record import Place
from tocsin.records.when import Precision, When
from tocsin.working_days import england


def day(text: str) -> date:
    """`day("5 Mar")`: a day of 2024."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    number, month = text.split()
    return date(2024, months.index(month) + 1, int(number))


def event(
    kind: str,
    on: str,
    *,
    to: str = "",
    at: time | None = None,
    agency: str = "social_care",
    row: str = "",
    child: str = "child-1",
    seq: int = 0,
    file: str = "",
    seen: str = "not_stated",
    alone: str = "not_stated",
    how: str = "",
    knowable: bool = True,
    follows: str = "",
    **attributes: str,
) -> Event:
    start = day(on)
    when = When(start, day(to) if to else start, Precision.RANGE if to else Precision.DAY, clock=at)
    name = f"{kind}-{on}-{seq}-{child}-{agency}-{how}"
    account = Account(row or name, (agency,), when, "", Place("a.csv", "0" * 64, 1))
    return Event(
        id=name,
        key=f"key:{name}",
        type=kind,
        when=when,
        agencies=(agency,),
        child=child,
        attributes={key: tuple(value.split(",")) for key, value in attributes.items()},
        seq=seq,
        ordered_in=file,
        seen=seen,
        seen_alone=alone,
        how=(how,) if how else (),
        accounts=(account,),
        derived_from=follows,
        knowable=knowable,
    )


def sign(
    about: Event,
    *,
    indicator: str = "bruise",
    strength: str = "suspect",
    certain: bool = True,
    withdrawn: str = "",
    raised: str = "",
    absent: str = "",
) -> Finding:
    latest = day(raised) if raised else about.when.end
    return Finding(
        indicator=indicator,
        version=1,
        child=about.child,
        anchor=about.id,
        anchor_key=about.key,
        limb=1,
        strength=strength,
        certain=certain,
        raised_earliest=latest if raised else about.when.start,
        raised_latest=latest,
        evidence=(Evidence(about.id, "anchor"),),
        reason="a mark on a baby who cannot yet roll",
        searched=(about.when.start, latest) if absent else None,
        absent=absent,
        withdrawn_on=day(withdrawn) if withdrawn else None,
        withdrawn_why="the birthmark was on the newborn body map" if withdrawn else "",
    )


def expect(
    name: str,
    limit: int,
    unit: str,
    *,
    by: str = "observing_practitioner",
    required: bool = True,
    only: str = "",
    agency: str = "",
) -> Expected:
    return Expected(name, limit, unit, by, f"Expect {name}", required, "our_judgement", only, agency)


REFER = expect("referral", 1, "same_day")
DISCUSS = expect("strategy_discussion", 1, "working_days", by="social_care_team_manager")


def card(
    *expected: Expected,
    indicator: str = "bruise",
    to: str = "social_care_service_manager",
    after: tuple[int, str] = (1, "working_days"),
    ladder: str = "urgent",
    repeat: int = 0,
) -> CardTerms:
    return CardTerms(
        indicator,
        1,
        "A mark on a young baby",
        "suspect",
        expected or (REFER, DISCUSS),
        to,
        *after,
        ladder,
        repeat,
    )


def shown(
    findings: list[Finding],
    events: list[Event],
    on: str,
    *,
    terms: CardTerms | None = None,
    decisions: list[Decision] | None = None,
    coverage: Coverage | None = None,
) -> tuple[Concern, ...]:
    used = terms or card()
    return concerns_at(
        findings,
        events=events,
        terms={used.indicator: used},
        calendar=england(),
        at=day(on),
        decisions=decisions or [],
        coverage=coverage,
    )


def only(concerns: tuple[Concern, ...]) -> Concern:
    (one,) = concerns
    return one


def response(concern: Concern, name: str, *, round_: int = 1) -> Response:
    (one,) = [r for r in concern.responses if r.name == name and r.round == round_]
    return one


def stand_down(
    concern: Concern,
    on: str,
    *,
    role: str = "social_care_head_of_service",
    reason: str = "A birthmark, seen on the map.",
) -> Decision:
    return Decision(concern.id, "stand_down", role, day(on), reason)
