"""The rules of `data/notices.yaml`, read once and held to a closed form."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

from tocsin.custody.notice import Priority, Side
from tocsin.plain_yaml import parse

Trigger = Literal[
    "sentenced_trigger",
    "sentenced_scheme",
    "release_indeterminate",
    "release_parole",
    "release_automatic",
    "parole_window",
    "report_old",
    "opinions_differ",
    "decision_due",
    "proposed_address",
    "direction_provisional",
    "direction_final",
    "direction_refused",
    "direction_set_aside",
    "release_fixed",
    "moved_earlier",
    "temporary_release",
    "released",
    "recalled",
    "household_link",
    "pregnancy_link",
    "breach_sign",
    "licence_ends",
    "mappa_ends",
    "notification_ends",
    "moved_area",
    "dates_differ",
]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Limit(Table, frozen=True):
    limit: int
    unit: Literal["same_day", "days", "working_days"]
    label: Literal["law", "guidance", "common_local_policy", "our_judgement"] = "our_judgement"
    runs: Literal["event", "before", "referral"] = msgspec.field(default="event", name="from")


class Span(Table, frozen=True):
    months: int = 0
    days: int = 0


class To(Table, frozen=True):
    role: str
    owner: str
    side: Side
    do: str
    only: Literal["", "pregnancy", "mappa"] = ""
    authority: Literal["own", "each", "expected"] = "own"
    each: Literal["", "sentence"] = ""  # "sentence": once for the sentence, before anybody has chosen
    topic: str = ""  # victim's side: of victim_contact.yaml
    say: str = ""


class Rule(Table, frozen=True):
    trigger: Trigger
    title: str
    due: Limit
    law: str
    source: str
    sure: Literal["confirmed", "practice", "local", "unconfirmed"]
    basis: tuple[str, ...]
    to: tuple[To, ...]
    acknowledge: Limit | None = None
    ladder: Literal["", "routine", "urgent"] = ""
    priority: Priority = "normal"
    lead: Span = Span()
    row: str = ""  # a rule of law_indeterminate.yaml that gives the lead instead
    near: Span = Span()
    until: Literal["", "release"] = ""  # what it is to come before
    since: date | None = None  # from when its time is known to have held
    gone: str = ""  # why it is withdrawn once its trigger is no longer met
    id: str = ""


class SideRow(Table, frozen=True):
    agencies: tuple[str, ...]
    restricted: bool
    climbs_to: str


class Defaults(Table, frozen=True):
    acknowledge: Limit
    ladder: Literal["routine", "urgent"]
    escalate: Limit


class Rules(Table, frozen=True):
    read_on: Any
    sides: dict[Side, SideRow]
    bases: dict[str, str]
    defaults: Defaults
    rules: dict[str, Rule]


@cache
def rules() -> Rules:
    """Raises msgspec.ValidationError for a rule that names no trigger, side, unit or label there is."""
    return msgspec.convert(data("notices"), Rules)


@cache
def rule_list() -> tuple[Rule, ...]:
    return tuple(msgspec.structs.replace(rule, id=name) for name, rule in rules().rules.items())


def rule_called(name: str) -> Rule:
    return next(rule for rule in rule_list() if rule.id == name)


@cache
def data(name: str) -> dict[str, Any]:
    """One YAML file of `custody/data`, by its name without the ending."""
    text = files("tocsin.custody").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = parse(text)
    return content
