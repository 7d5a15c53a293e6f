"""Does an event answer a response? One small check a condition; all must hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from tocsin.chronology.event import Account, Event
from tocsin.concerns.clocks import moment, runs_to
from tocsin.concerns.grouping import Anchor, anchor_when
from tocsin.concerns.roles import acting_agency
from tocsin.concerns.tables import table
from tocsin.indicators.terms import Expected

_SAME = {"true": "yes", "y": "yes", "1": "yes", "false": "no", "n": "no", "0": "no"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way of answering: a row of satisfies.yaml, whose head explains the words."""

    event: str
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unless: Mapping[str, frozenset[str]] = field(default_factory=dict)
    seen: str = ""
    agencies: frozenset[str] = frozenset()
    not_agencies: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    event: Event
    on: date  # the earliest day, on or after the anchor, on which it may have happened
    imprecise: bool
    late_by_the_clock: bool | None  # None: not both times of day are known


@cache
def ways(response: str, indicator: str = "") -> tuple[Way, ...]:
    """How a response of one card is answered; an unlisted response by its own event type."""
    content = table("satisfies")
    own = content["cards"].get(indicator, {}).get(response)
    rows = own or content["answers"].get(response) or [{"event": response}]
    return tuple(_way(row) for row in rows)


def answerable() -> frozenset[str]:
    """The responses satisfies.yaml lists: a card may expect these and no others."""
    return frozenset(table("satisfies")["answers"])


def _way(row: Mapping[str, Any]) -> Way:
    return Way(
        event=row["event"],
        where={name: _words(values) for name, values in row.get("where", {}).items()},
        unless={name: _words(values) for name, values in row.get("unless", {}).items()},
        seen=row.get("seen", ""),
        agencies=_words(row.get("agencies", ())),
        not_agencies=_words(row.get("not_agencies", ())),
        roles=_words(row.get("roles", ())),
        same=tuple(row.get("same", ())),
    )


def _words(values: str | Sequence[str]) -> frozenset[str]:
    listed: Sequence[str] = table("satisfies")["groups"][values] if isinstance(values, str) else values
    return frozenset(listed)


def recorded(event: Event, name: str) -> frozenset[str]:
    values = event.attributes.get(name, ())
    how = event.how if name == "child_seen" else ()
    return frozenset(_SAME.get(value, value) for value in (*values, *how))


def was_seen(event: Event) -> bool:
    """In person. A code decides; else the seen field; a "child seen" event says so by its type."""
    codes = recorded(event, "child_seen") - {"not_recorded"}
    if codes & frozenset(table("satisfies")["seen_in_person"]):
        return True
    if codes - {"yes"} or event.seen == "no":
        return False
    return bool(codes) or event.seen == "yes" or event.type == "child_seen"


def was_seen_alone(event: Event) -> bool:
    codes = recorded(event, "child_seen") & frozenset(table("satisfies")["seen_alone"])
    alone = event.seen_alone == "yes" or "yes" in recorded(event, "seen_alone")
    return was_seen(event) and (bool(codes) or alone)


def meets(event: Event, way: Way, *, role: str, anchor: Anchor) -> bool:
    return (
        event.type == way.event
        and (not way.roles or role in way.roles)
        and _attributes_meet(event, way)
        and _agency_meets(event, way)
        and (way.seen != "in_person" or was_seen(event))
        and (way.seen != "alone" or was_seen_alone(event))
        and all(_agrees(event, anchor, name) for name in way.same)
    )


def _attributes_meet(event: Event, way: Way) -> bool:
    holds = all(_one_of(recorded(event, name), values) for name, values in way.where.items())
    return holds and not any(recorded(event, name) & values for name, values in way.unless.items())


def _one_of(found: frozenset[str], values: frozenset[str]) -> bool:
    return bool(found) if "*" in values else bool(found & values)


def _agency_meets(event: Event, way: Way) -> bool:
    acted = acting_agency(event.agencies)
    return (not way.agencies or acted in way.agencies) and acted not in way.not_agencies


def _agrees(event: Event, anchor: Anchor, name: str) -> bool:
    mine = recorded(event, name)
    theirs = recorded(anchor.event, name) if anchor.event else frozenset()
    return not mine or not theirs or bool(mine & theirs)


def satisfies(event: Event, expected: Expected, *, indicator: str, role: str, anchor: Anchor) -> bool:
    held = not expected.agency or expected.agency in event.agencies
    listed = ways(expected.event, indicator)
    return held and any(meets(event, way, role=role, anchor=anchor) for way in listed)


def same_child(event: Event, anchor: Anchor) -> bool:
    return event.child == anchor.findings[0].child


def own_row(event: Event, anchor: Anchor) -> bool:
    """The anchor itself, or another event of the row it was read from, unless told as done afterwards."""
    mine = anchor.event
    if mine is not None and event.id != mine.id and _one_row(event, mine) and done_after(event, mine):
        return False
    if event.key == anchor.key or any(finding.anchor == event.id for finding in anchor.findings):
        return True
    if mine is not None:
        return _one_row(event, mine)
    return any(finding.anchor == event.derived_from for finding in anchor.findings)


def done_after(event: Event, mine: Event) -> bool:
    """In prose, an act told later in the same row: "bruise to the ear; referred to the front door".

    The column of actions is later than the fact. In the same cell only an act counts, not the
    sighting in which the sign was met. Of what two rows tell, each row is asked by itself; what another
    row tells in its column of actions was an act there.
    """
    rows = {account.record for account in mine.accounts}
    if any(told.told_in == "action" and told.record not in rows for told in event.accounts):
        return True
    if any(act.told_in == "action" and sign.told_in != "action" for act, sign in _told_together(event, mine)):
        return True
    later = any(0 <= sign.told_at < act.told_at for act, sign in _told_together(event, mine))
    return later and event.seen != "yes" and event.type != "visit"


def _told_together(event: Event, mine: Event) -> list[tuple[Event | Account, Event | Account]]:
    rows = {account.record: account for account in mine.accounts}
    both = [(account, rows[account.record]) for account in event.accounts if account.record in rows]
    return [*both] or [(event, mine)]


def _one_row(event: Event, other: Event) -> bool:
    """What another row tells too is not of one row: the medical answers the mark that school saw first."""
    rows = {account.record for account in event.accounts}
    told = {account.record for account in other.accounts}
    if len(told) > 1:
        return told <= rows
    family = {other.id, other.derived_from} - {""}
    return bool(told & rows) or event.id in family or event.derived_from in family


def before(event: Event, anchor: Anchor) -> bool:
    """Certainly earlier: by day, by time of day, or by the order that their file states."""
    if event.when.end < anchor.since:
        return True
    mine = anchor.event
    if mine is None:
        return False
    return _earlier_in_the_file(event, mine) or _earlier_that_day(event, mine)


def _earlier_in_the_file(event: Event, mine: Event) -> bool:
    """A stated order decides only between days that may be the same."""
    ordered = mine.ordered_in != "" and mine.ordered_in == event.ordered_in
    return ordered and event.when.start <= mine.when.end and event.seq < mine.seq


def _earlier_that_day(event: Event, mine: Event) -> bool:
    """The sign was met when the first of its accounts has it; one that gives no time leaves it open."""
    done = moment(event.when)
    met = [moment(account.when) for account in mine.accounts] or [moment(mine.when)]
    first = [one for one in met if one is not None]
    return done is not None and len(first) == len(met) and done < min(first)


def answers(event: Event, expected: Expected, *, indicator: str, role: str, anchor: Anchor) -> bool:
    return (
        event.knowable
        and same_child(event, anchor)
        and not before(event, anchor)
        and not own_row(event, anchor)
        and satisfies(event, expected, indicator=indicator, role=role, anchor=anchor)
    )


def answered_on(event: Event, anchor: Anchor) -> date:
    return max(event.when.start, anchor.since)


def answer_of(event: Event, expected: Expected, *, anchor: Anchor) -> Answer:
    when = anchor_when(anchor)
    ends = runs_to(when, expected.limit) if when and expected.unit == "hours" else None
    done = moment(event.when)
    late = None if ends is None or done is None else done > ends
    return Answer(event, answered_on(event, anchor), not event.when.exact, late)
