"""What one agency, or all together, could know on a day. Every function takes and gives events in order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tocsin.chronology.event import Event, Known
from tocsin.chronology.knowing import FAMILY
from tocsin.chronology.vocabulary import vocabulary


def joined(events: Iterable[Event], at: date | None = None) -> tuple[Event, ...]:
    """All agencies' knowledge together on day `at`, or what stands in the end."""
    return tuple(event for event in events if any(_holds(known, at) for known in _agencies(event)))


def known_to(events: Iterable[Event], agency: str, at: date | None = None) -> tuple[Event, ...]:
    """What one agency could know alone: its own facts and those it was told."""
    return tuple(
        event
        for event in events
        if any(known.agency == agency and _holds(known, at) for known in _agencies(event))
    )


def for_child(events: Iterable[Event], child: str) -> tuple[Event, ...]:
    """The child's own events and those that concern everybody in the home."""
    return tuple(
        event for event in events if event.child == child or vocabulary().about_household(event.type)
    )


def joined_from(event: Event) -> date | None:
    """The first day joined knowledge has it; None if no agency could have known."""
    return min((known.since for known in _agencies(event)), default=None)


def agencies_knowing(event: Event) -> tuple[str, ...]:
    return tuple(dict.fromkeys(known.agency for known in _agencies(event)))


def _agencies(event: Event) -> tuple[Known, ...]:
    if not event.knowable:
        return ()
    return tuple(known for known in event.known if known.agency != FAMILY)


def _holds(known: Known, at: date | None) -> bool:
    if at is None:
        return known.until is None
    return known.since <= at and (known.until is None or at < known.until)
