"""From an occasion to the notices of its rule: one for each role that must be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tocsin.custody.counting import in_words
from tocsin.custody.facts import MappaRecord
from tocsin.custody.notice import Climb, Ground, Notice, Recipient, short_key
from tocsin.custody.notices.rules import Limit, Rule, To, rule_called, rules
from tocsin.custody.notices.victims import told_of
from tocsin.custody.notices.view import Link, Occasion, View
from tocsin.working_days import Calendar


@dataclass(frozen=True, slots=True)
class Addressed:
    """One recipient of one rule on one occasion. `key` is the same however often the occasion is reckoned."""

    key: str
    rule: Rule
    to: To
    occasion: Occasion
    authority: str = ""
    victim: str = ""


def addressed(rule: Rule, occasion: Occasion, view: View) -> Iterator[Addressed]:
    for to in rule.to:
        if not _is_for(to, occasion, view):
            continue
        for authority in _authorities(to, occasion, view.authority):
            for victim in told_of(to, occasion, view.adult):
                key = _key(rule, to, adult=view.adult.id, authority=authority, who=victim or occasion.child,
                           anchor=occasion.anchor)  # fmt: skip
                yield Addressed(key, rule, to, occasion, authority, victim)


def _key(rule: Rule, to: To, *, adult: str, authority: str, who: str, anchor: str) -> str:
    council = authority if to.authority != "own" else ""
    return ":".join((rule.id, to.role, council, adult, who, anchor))


def _is_for(to: To, occasion: Occasion, view: View) -> bool:
    """As it was when the occasion opened: a later pregnancy is told under its own rule."""
    match to.only:
        case "pregnancy":
            return any(_expected(link, occasion.opens_on) for link in view.links)
        case "mappa":
            return any(_managed(record, occasion) for record in view.adult.mappa)
        case _:
            return True


def _managed(record: MappaRecord, occasion: Occasion) -> bool:
    began = record.first is None or not occasion.is_past(record.first)
    return began and (record.last is None or record.last >= occasion.opens_on)


def _expected(link: Link, day: date) -> bool:
    known = link.how == "pregnancy" and link.known_from <= day
    return known and (link.birth_due is None or day <= link.birth_due)


def _authorities(to: To, occasion: Occasion, own: str) -> list[str]:
    match to.authority:
        case "each":
            return list(dict.fromkeys(name for name in (own, occasion.authority) if name)) or [""]
        case "expected":
            return [occasion.authority or own]
        case _:
            return [own]


def due_of(limit: Limit, *, start: date, about: date | None, calendar: Calendar) -> date:
    match limit.unit:
        case "same_day":
            return start
        case "working_days":
            return calendar.due(start, limit.limit)
        case "days" if limit.runs == "before":
            return about - timedelta(days=limit.limit) if about else start
        case _:
            return start + timedelta(days=limit.limit)


def due_words(limit: Limit, *, due: date, start: date, lawful: date) -> str:
    """With the clock's words: how long, from which day."""
    if due > lawful:
        return f"by {in_words(due)}: the day it became known; {in_words(lawful)}, when it was due, had passed"
    if limit.unit == "same_day":
        return f"by {in_words(due)}: the same day"
    what = f"{limit.limit} {limit.unit.replace('_', ' ')}"
    if limit.runs == "before":
        return f"by {in_words(due)}: at least {what} before"
    return f"by {in_words(due)}: {what} from {in_words(start)}"


@dataclass(frozen=True, slots=True)
class Clock:
    start: date
    due: date
    due_words: str
    acknowledge_by: date
    acknowledge_words: str


def notice_of(one: Addressed, *, key: str, raised_on: date, view: View, calendar: Calendar) -> Notice:
    rule, to, occasion = one.rule, one.to, one.occasion
    clock = _clock(one, raised_on=raised_on, view=view, calendar=calendar)
    side = rules().sides[to.side]
    notice = Notice(
        key=key,
        rule=rule.id,
        title=rule.title,
        adult=view.adult.id,
        to=Recipient(to.role, one.authority if to.side == "children" else ""),
        owner=to.owner,
        side=to.side,
        raised_on=raised_on,
        due=clock.due,
        due_words=clock.due_words,
        acknowledge_by=clock.acknowledge_by,
        acknowledge_words=clock.acknowledge_words,
        why=rule.title,
        standing=occasion.standing,
        next_act=to.do,
        ground=Ground(rule.law, rule.source, rule.sure, rule.due.label),
        basis=tuple(rules().bases[basis] for basis in rule.basis),
        climb=_climb(rule, side.climbs_to),
        seen_by=side.agencies,
        restricted=side.restricted,
        priority=rule.priority,
        overtaken_on=occasion.overtaken_on,
        overtaken_by="The Parole Board has decided." if occasion.overtaken_on else "",
    )
    if to.side == "victim":
        return _for_victims(notice, one, doubt=_uncertain(one, clock.start))
    return replace(
        notice,
        why=occasion.why,
        child=occasion.child,
        children=occasion.children,
        place=occasion.place,
        about=occasion.about,
        uncertain=_uncertain(one, clock.start),
    )


def _for_victims(notice: Notice, one: Addressed, *, doubt: str) -> Notice:
    """A month and what they asked to hear of: no day, place or child of the occasion is carried over."""
    say = one.to.say.format(month=one.occasion.month or "soon")
    uncertain = doubt if one.to.each else ""
    return replace(notice, why=say or notice.why, say=say, victim=one.victim, uncertain=uncertain)


def _climb(rule: Rule, to: str) -> Climb:
    usual = rules().defaults
    return Climb(to, usual.escalate.limit, usual.escalate.unit, rule.ladder or usual.ladder)


def _clock(one: Addressed, *, raised_on: date, view: View, calendar: Calendar) -> Clock:
    limit, acknowledge = one.rule.due, one.rule.acknowledge or rules().defaults.acknowledge
    start = _start(one, raised_on=raised_on, view=view, calendar=calendar)
    lawful = due_of(limit, start=start, about=one.occasion.about, calendar=calendar)
    due = max(lawful, raised_on)
    by = due_of(acknowledge, start=due, about=None, calendar=calendar)
    return Clock(
        start,
        due,
        due_words(limit, due=due, start=start, lawful=lawful),
        by,
        due_words(acknowledge, due=by, start=due, lawful=by),
    )


def _uncertain(one: Addressed, start: date) -> str:
    since = one.rule.since
    older = (
        f"This time is known to have held from {in_words(since)}; earlier, another may have." if since else ""
    )
    return " ".join(w for w in (one.occasion.uncertain, older if since and start < since else "") if w)


def _start(one: Addressed, *, raised_on: date, view: View, calendar: Calendar) -> date:
    """Where the clock starts: the deed itself where the rule runs from it, else the day it was raised."""
    event = one.occasion.starts_on
    if one.rule.due.runs == "referral" and event is not None:
        return _referred(one.occasion, event=event, view=view, calendar=calendar)
    if one.rule.due.unit == "same_day" or event is None:
        return raised_on
    return event


def _referred(occasion: Occasion, *, event: date, view: View, calendar: Calendar) -> date:
    """The day of the referral, where somebody wrote it down; else its last lawful day."""
    rule = rule_called("victim_referral")
    key = _key(rule, rule.to[0], adult=view.adult.id, authority="", who="", anchor=occasion.anchor)
    told = [t for t in view.adult.told if t.notice in (key, short_key(key)) and t.what != "not_needed"]
    return min((t.on for t in told if t.on >= event), default=calendar.due(event, rule.due.limit))
