"""Random histories of one small partnership: signs, answers, near-answers, corrections and decisions.

Days lie close together and round Easter, so that ties, weekends, repeats and deadlines meet.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from msgspec import structs

from tocsin.chronology.event import Account, Event
from tocsin.concerns.concern import Decision
from tocsin.concerns.grouping import concern_key, short_id
from tocsin.indicators.finding import Evidence, Finding
from tocsin.indicators.terms import CardTerms, Expected
from tocsin.records.record import Place
from tocsin.records.when import Precision, When

FIRST = date(2024, 3, 21)
SPAN = 34
PLACE = Place("a.csv", "0" * 64, 1)


def expect(event: str, limit: int, unit: str, *, required: bool = True, only: str = "") -> Expected:
    return Expected(event, limit, unit, "social_care_team_manager", event, required, "our_judgement", only)


TERMS = {
    terms.indicator: terms
    for terms in (
        CardTerms(
            "sign_a",
            1,
            "Sign A",
            "consider",
            (
                expect("child_seen", 24, "hours"),
                expect("supervision", 2, "working_days", required=False),
                expect("strategy_discussion", 1, "working_days", only="suspect"),
            ),
            "social_care_service_manager",
            1,
            "working_days",
            "routine",
            10,
        ),
        CardTerms(
            "sign_b",
            1,
            "Sign B",
            "suspect",
            (expect("strategy_discussion", 0, "same_day"), expect("child_seen", 3, "days")),
            "social_care_team_manager",
            4,
            "hours",
            "urgent",
            0,
        ),
        CardTerms(
            "sign_c",
            1,
            "Sign C",
            "consider",
            (expect("strategy_discussion", 1, "working_days", only="suspect"),),
            "social_care_team_manager",
            1,
            "working_days",
            "urgent",
            6,
        ),
    )
}
COVERAGE = {"social_care": [(FIRST, FIRST + timedelta(days=17))], "police": []}


@dataclass(frozen=True)
class History:
    events: tuple[Event, ...]
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...]
    coverage: dict[str, list[tuple[date, date]]] | None = field(default=None, hash=False)

    def until(self, at: date) -> History:
        """What had been said by the end of `at`: no later event, finding, withdrawal or decision."""
        return replace(
            self,
            events=tuple(e for e in self.events if e.when.start <= at),
            findings=tuple(_unsaid(f, at) for f in self.findings if f.raised_latest <= at),
            decisions=tuple(d for d in self.decisions if d.on <= at),
        )

    def shuffled(self, seed: int) -> History:
        chance = random.Random(seed)
        return replace(
            self,
            events=tuple(chance.sample(self.events, len(self.events))),
            findings=tuple(chance.sample(self.findings, len(self.findings))),
            decisions=tuple(chance.sample(self.decisions, len(self.decisions))),
        )

    def merged(self) -> History:
        """The two children turn out to be one."""
        return replace(
            self,
            events=tuple(replace(e, child="child-1") for e in self.events),
            findings=tuple(structs.replace(f, child="child-1") for f in self.findings),
        )


def _unsaid(finding: Finding, at: date) -> Finding:
    if finding.withdrawn_on is not None and finding.withdrawn_on > at:
        return structs.replace(finding, withdrawn_on=None, withdrawn_why="")
    return finding


def history(seed: int) -> History:
    chance = random.Random(seed)
    events = tuple(_event(chance, number) for number in range(chance.randint(4, 13)))
    findings = tuple(f for event in events for f in _findings(chance, event))
    decisions = tuple(_decision(chance, findings) for _ in range(chance.choice([0, 1, 2, 3])) if findings)
    made = History(events, findings, decisions, chance.choice([None, None, COVERAGE]))
    return made.merged() if chance.random() < 0.2 else made


def _event(chance: random.Random, number: int) -> Event:
    start = FIRST + timedelta(days=chance.randint(0, SPAN - 12))
    length = chance.choice([0, 0, 0, 0, 2, 5])
    kind = chance.choice(
        ["injury_seen"] * 3
        + ["child_seen", "visit", "strategy_discussion", "strategy_discussion", "supervision"]
    )
    return Event(
        id=f"e{number}",
        key=f"key-{number}",
        type=kind,
        when=When(start, start + timedelta(days=length), Precision.RANGE if length else Precision.DAY),
        agencies=("social_care",),
        child=chance.choice(["child-1", "child-1", "child-2"]),
        seq=number,
        ordered_in=chance.choice(["", "a.csv"]),
        seen=chance.choice(["yes", "no", "not_stated"]) if kind == "visit" else "not_stated",
        how=(chance.choice(["seen_alone", "seen_alone", "seen_by_video", "not_seen_refused"]),)
        if kind == "child_seen"
        else (),
        accounts=(Account(f"row-{chance.randint(0, 12)}", ("social_care",), When(start, start), "", PLACE),),
        knowable=chance.random() > 0.05,
    )


def _findings(chance: random.Random, event: Event) -> list[Finding]:
    return [
        _finding(chance, event, indicator)
        for indicator, terms in TERMS.items()
        if chance.random() < (0.45 if event.type == "injury_seen" else 0.2) and terms
    ]


def _finding(chance: random.Random, event: Event, indicator: str) -> Finding:
    waited = timedelta(days=chance.choice([0, 0, 0, 4]))
    latest = event.when.end + waited
    withdrawn = latest + timedelta(days=chance.randint(0, 9)) if chance.random() < 0.2 else None
    return Finding(
        indicator=indicator,
        version=1,
        child=event.child,
        anchor=event.id,
        anchor_key=event.key,
        limb=1,
        strength=chance.choice(["consider", "suspect"]) if indicator != "sign_b" else "suspect",
        certain=chance.random() < 0.75,
        raised_earliest=event.when.start + waited,
        raised_latest=latest,
        evidence=(Evidence(event.id, "anchor"),),
        reason="a sign",
        searched=(event.when.end, latest) if waited else None,
        withdrawn_on=withdrawn,
        withdrawn_why="put right" if withdrawn else "",
    )


def _decision(chance: random.Random, findings: tuple[Finding, ...]) -> Decision:
    about = chance.choice(findings)
    key = concern_key(about.indicator, about.child, anchor_key=about.anchor_key)
    role = chance.choice(
        ["social_worker", "social_care_team_manager", "independent_scrutineer"]
        + ["social_care_service_manager"] * 3
    )
    return Decision(
        concern=chance.choice([key, short_id(key)]),
        decision=chance.choice(["stand_down"] * 5 + ["keep_open"]),
        role=role,
        on=about.raised_latest + timedelta(days=chance.randint(-2, 8)),
        reason=chance.choice(["checked with the family"] * 3 + ["", "  "]),
    )
