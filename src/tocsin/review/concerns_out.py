"""Concerns, their responses and what was missed, in the shapes of review.json."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from tocsin.chronology.event import Event
from tocsin.concerns.concern import Concern, Escalation, Response
from tocsin.concerns.roles import role_words
from tocsin.indicators.card import Card
from tocsin.indicators.catalogue import Catalogue
from tocsin.review import schema as out
from tocsin.review.replay import Replayed


def concern(replayed: Replayed, card: Card, events: Mapping[str, Event]) -> out.ConcernOut:
    one = replayed.concern
    used = [events[event] for event, _ in one.evidence if event in events]
    answers = [events[item.answered_by] for item in one.responses if item.answered_by in events]
    return out.ConcernOut(
        id=one.id,
        key=one.key,
        indicator=one.indicator,
        card_version=one.version,
        title=card.title,
        group=card.group,
        strength=one.strength,
        certainty="certain" if one.certain else "possible",
        child=one.child,
        raised_on=one.raised_latest,
        raised_earliest=one.raised_earliest,
        knowable_joined_on=replayed.joined_on,
        knowable_alone_on=replayed.alone_on,
        knowable_alone_by=list(replayed.alone_by),
        rests_on_assumed_date=any(assumed(event) for event in used),
        rests_on_proposed_coding=any(event.proposed for event in (*used, *answers)),
        state=one.state,
        ended_on=one.ended_on,
        owner=role_words(one.owner),
        evidence=[out.EvidenceOut(event, role) for event, role in one.evidence],
        anchors=list(one.anchors),
        extended_on=list(one.extended_on),
        reason=one.reason,
        source_words=card.source,
        responses=[response(answer, events) for answer in one.responses],
        escalations=[escalation(step) for step in one.escalations],
        next_change_on=one.next_change_on,
        decision=decision_words(one),
        withdrawn_why=one.withdrawn_why,
        possible_on=list(one.possible_on),
    )


def assumed(event: Event) -> bool:
    """The first day anybody knew it is the record's or the event's own, for want of a stated one."""
    first = min((known.since for known in event.known), default=None)
    return any(known.assumed for known in event.known if known.since == first)


def decision_words(one: Concern) -> str:
    if one.decision is None:
        return ""
    return f"{role_words(one.decision.role)}, {one.decision.on.isoformat()}: {one.decision.reason}"


def response(one: Response, events: Mapping[str, Event]) -> out.ResponseOut:
    answer = events.get(one.answered_by)
    return out.ResponseOut(
        name=one.name,
        words=one.words,
        required=one.required,
        role=role_words(one.role),
        round=one.round,
        start_on=one.start_on,
        due_on=one.due_on,
        limit=limit_words(one),
        time_label=one.time_label,
        imprecise=one.imprecise,
        status=one.status,
        answered_on=one.answered_on,
        answered_by_event=one.answered_by or None,
        answered_by=(answer.seen_by or "+".join(answer.agencies)) if answer else "",
        also_answers=one.also_answers,
        holders=list(one.holders),
    )


def limit_words(one: Response) -> str:
    if one.unit == "same_day":
        return "the same day"
    if one.unit == "before_event":
        return "before it happens"
    if one.unit == "next_school_day":
        return "before the next school day"
    if one.unit == "weeks_before_due_date":
        return f"{one.limit} weeks before the due date"
    unit = one.unit.replace("_", " ")
    return f"{one.limit} {unit.removesuffix('s') if one.limit == 1 else unit}"


def escalation(step: Escalation) -> out.EscalationOut:
    role = role_words(step.role)
    words = f"reached the {role}" if step.happened else f"would have reached the {role}"
    return out.EscalationOut(step.step, role, step.on, step.happened, words)


def missed(
    replayed: Iterable[Replayed], catalogue: Catalogue, *, as_of: date, harm_on: date | None
) -> Iterator[out.MissedOut]:
    """Late and missed responses of certain concerns; days run to the answer, the harm or the view's date.

    A response that repeats called for again and again stands once, at its first late or missed day.
    """
    for one in replayed:
        concern = one.concern
        if not concern.certain or concern.state in ("withdrawn", "stood_down"):
            continue
        for answer in first_failures(concern.responses):
            yield missed_out(concern, answer, catalogue.get(concern.indicator).title, as_of, harm_on)


def first_failures(responses: Iterable[Response]) -> list[Response]:
    found: dict[str, Response] = {}
    for answer in sorted(responses, key=lambda one: (one.due_on, one.round)):
        if answer.required and answer.status in ("late", "missed"):
            found.setdefault(answer.name, answer)
    return list(found.values())


def missed_out(
    concern: Concern, answer: Response, title: str, as_of: date, harm_on: date | None
) -> out.MissedOut:
    harm = harm_on if harm_on and harm_on >= answer.start_on else None  # a duty that arose after it runs on
    days = (min(day for day in (answer.answered_on, harm, as_of) if day) - answer.due_on).days
    when = f"came on {spoken(answer.answered_on)}" if answer.answered_on else "is not recorded"
    words = (
        f"{title}: {answer.words[:1].lower()}{answer.words[1:]}, due by {spoken(answer.due_on)} "
        f"({answer.time_label}), {when}."
    )
    return out.MissedOut(
        concern=concern.id,
        response=answer.name,
        due_on=answer.due_on,
        status=answer.status,
        days_lost=max(days, 0),
        time_label=answer.time_label,
        words=words,
    )


def spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


WORST_FIRST = ("missed", "late", "not_evidenced", "running", "answered")


def statuses_of(responses: Iterable[Response]) -> list[str]:
    """Each required response once, at its worst."""
    worst: dict[str, str] = {}
    for answer in responses:
        if answer.required:
            held = worst.get(answer.name, "answered")
            worst[answer.name] = min(held, answer.status, key=WORST_FIRST.index)
    return list(worst.values())


def totals(replayed: Iterable[Replayed], events: int) -> out.Totals:
    concerns = [one.concern for one in replayed if one.concern.state != "withdrawn"]
    certain = [one for one in concerns if one.certain]
    statuses = [status for one in certain for status in statuses_of(one.responses)]
    return out.Totals(
        events=events,
        concerns=len(certain),
        possible=len(concerns) - len(certain),
        answered_in_time=statuses.count("answered"),
        late=statuses.count("late"),
        missed=statuses.count("missed"),
        not_evidenced=statuses.count("not_evidenced"),
    )
