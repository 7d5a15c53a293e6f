"""Who told whom when, when the child was seen, and where the longest gaps are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from tocsin.chronology.event import Event
from tocsin.chronology.vocabulary import vocabulary
from tocsin.identity.people import Person
from tocsin.indicators.view import PUBLIC
from tocsin.review.replay import events_of
from tocsin.review.schema import SeenGap, SharedOut
from tocsin.review.spans import tables

LONGEST = 5  # gaps shown for each kind


def shared(events: Iterable[Event]) -> Iterator[SharedOut]:
    """An event that another agency than the one that acted came to know."""
    for event in events:
        teller = teller_of(event)
        for known in event.known:
            if known.agency not in (teller, "unknown", PUBLIC) and not event.derived_from:
                yield SharedOut(teller, known.agency, known.since, event.id, what_was_shared(event))


def teller_of(event: Event) -> str:
    """Who acted; of a meeting, children's social care, which calls it."""
    if event.type in tables()["meetings"] and any(known.agency == "social_care" for known in event.known):
        return "social_care"
    return event.agencies[0] if event.agencies else "unknown"


def what_was_shared(event: Event) -> str:
    words = vocabulary().words(event.type)
    return f"{words} (at the same table)" if event.type in tables()["meetings"] else words


def seen_gaps(
    children: Iterable[Person], events: Sequence[Event], *, start: date, end: date
) -> list[SeenGap]:
    return [
        gap
        for child in children
        for kind in ("seen", "seen_alone")
        for gap in gaps(child, kind, events_of(child, events), start=start, end=end)
    ]


def gaps(child: Person, kind: str, events: Sequence[Event], *, start: date, end: date) -> list[SeenGap]:
    """The longest spans between sightings, from the first to `end`; imprecise sightings shorten a span.

    A child never recorded as seen has one span, from the birth or the first event.
    """
    begins = max(start, child.born.start) if child.born else start
    seen = [event for event in events if getattr(event, kind) == "yes" and event.when.start >= begins]
    marks = sorted((one.when.start, one.when.end) for one in seen) or [(begins, begins)]
    marks.append((end, end))
    found = [
        SeenGap(child.id, kind, before[1], after[0], (after[0] - before[1]).days)
        for before, after in pairwise(marks)
        if after[0] > before[1]
    ]
    return sorted(found, key=lambda gap: (-gap.days, gap.start))[:LONGEST]
