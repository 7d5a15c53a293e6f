"""Whom to ask what: a question for each silence, never a verdict on anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from tocsin.chronology.event import Event
from tocsin.chronology.parts import Chronology
from tocsin.concerns.roles import agency_of
from tocsin.identity.people import People
from tocsin.indicators.view import PUBLIC
from tocsin.review.concerns_out import spoken
from tocsin.review.replay import Replayed
from tocsin.review.schema import ConcernOut, Question, ResponseOut

Knowing = dict[str, dict[str, date]]  # concern -> agency -> first day it knew of a sign


def questions(
    concerns: Sequence[ConcernOut],
    chronology: Chronology,
    not_sent: Iterable[str],
    replayed: Iterable[Replayed],
) -> list[Question]:
    """By agency: a missing file first, then missed duties, then silences, then adults unchecked."""
    owners = {one.concern.id: one.concern.owner for one in replayed}
    asked = [
        *missing_files(not_sent),
        *missed_duties(concerns, owners, knowing_of(concerns, chronology.events)),
        *silences(concerns),
        *unchecked_adults(chronology.people),
    ]
    return merged(asked)


def missing_files(not_sent: Iterable[str]) -> Iterator[Question]:
    for agency in not_sent:
        words = "No file was received from you. Please send your chronology, or say that you hold no record."
        yield Question(agency, words, [], [])


def missed_duties(
    concerns: Iterable[ConcernOut], owners: dict[str, str], knew: Knowing
) -> Iterator[Question]:
    for concern in concerns:
        for response in concern.responses:
            if concern.certainty == "certain" and response.status == "missed" and response.required:
                agency = holder(response, owners.get(concern.id, ""))
                knowing = knew.get(concern.id, {})
                first = min(knowing, key=lambda code: knowing[code], default="")
                if first and knowing.get(agency, date.max) > response.due_on:
                    yield told_question(concern, first, knowing[first])
                else:
                    yield duty_question(concern, response, agency)


def told_question(concern: ConcernOut, agency: str, day: date) -> Question:
    """Who could not know by then is not asked why nothing was done; who knew is asked whom it told."""
    words = (
        f"{concern.title}: you knew on {spoken(day)}, and no record shows that the service to act on it "
        f"knew in time. Whom did you tell, and when?"
    )
    return Question(agency, words, list(concern.anchors), [concern.id])


def duty_question(concern: ConcernOut, response: ResponseOut, agency: str) -> Question:
    return Question(
        agency,
        f"{concern.title}: is there a record of this being done by {spoken(response.due_on)}: "
        f"{lower(response.words)}? If it was not done, what stood in the way?",
        list(concern.anchors),
        [concern.id],
    )


def knowing_of(concerns: Iterable[ConcernOut], events: Iterable[Event]) -> Knowing:
    """For each concern the first day on which an agency knew of one of its signs."""
    known = {event.id: event.known for event in events}
    found: Knowing = {}
    for concern in concerns:
        days: dict[str, date] = {}
        for anchor in concern.anchors:
            for one in known.get(anchor, ()):
                if one.agency not in ("unknown", PUBLIC):
                    days[one.agency] = min(one.since, days.get(one.agency, one.since))
        found[concern.id] = days
    return found


def silences(concerns: Iterable[ConcernOut]) -> Iterator[Question]:
    for concern in concerns:
        for response in concern.responses:
            if response.status == "not_evidenced" and response.required and response.answered_on is None:
                for agency in response.holders[:1]:
                    yield Question(
                        agency,
                        f"{concern.title}: no file covers the days from {spoken(response.start_on)} to "
                        f"{spoken(response.due_on)}. Do your records show this: {lower(response.words)}?",
                        list(concern.anchors),
                        [concern.id],
                    )


def unchecked_adults(people: People) -> Iterator[Question]:
    labels = {person.id: person.label for person in people.persons if person.kind == "adult"}
    told: dict[str, set[str]] = defaultdict(set)
    checked = {"document_verified", "agency_record", "seen_in_home"}
    for one in people.memberships:
        if one.person in labels:
            told[one.person].add(one.verified)
    for adult, verified in told.items():
        if not verified & checked:
            words = f"Who is {labels[adult]}, when did they live in or visit the home, and were they checked?"
            yield Question("social_care", words, [], [])


def holder(response: ResponseOut, owner: str) -> str:
    return response.holders[0] if response.holders else agency_of(owner, "social_care")


def lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def merged(asked: Iterable[Question]) -> list[Question]:
    """The same question about several concerns is asked once."""
    found: dict[tuple[str, str], Question] = {}
    for one in asked:
        held = found.get((one.agency, one.words))
        if held is None:
            found[one.agency, one.words] = one
        else:
            found[one.agency, one.words] = Question(
                one.agency,
                one.words,
                list(dict.fromkeys([*held.about_events, *one.about_events])),
                list(dict.fromkeys([*held.about_concerns, *one.about_concerns])),
            )
    return list(found.values())
