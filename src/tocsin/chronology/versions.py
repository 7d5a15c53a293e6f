"""A fact has versions: a correction under the same reference closes the one before it; nothing is erased."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from tocsin.chronology.drafts import Draft
from tocsin.chronology.event import Event


def closed(events: Sequence[Event], drafts: Sequence[Draft]) -> list[Event]:
    """Events whose agency later recorded another version under the same reference get an `until`; what nobody
    knew at the time corrected nothing then."""
    by_reference: dict[tuple[str, ...], list[tuple[date, int]]] = defaultdict(list)
    for n, (event, draft) in enumerate(zip(events, drafts, strict=True)):
        reference = "".join(draft.record.attributes.get("reference", ()))
        recorded = draft.record.known_from or draft.record.recorded
        if reference and recorded is not None and event.knowable:
            key = (*draft.record.agencies[:1], reference, event.child, event.type)
            by_reference[key].append((recorded, n))
    ends = _ends(list(by_reference.values()))
    return [_until(event, ends.get(n)) for n, event in enumerate(events)]


def _ends(versions: Sequence[list[tuple[date, int]]]) -> dict[int, date]:
    ends: dict[int, date] = {}
    for same in versions:
        ordered = sorted(same)
        for (day, n), (later, _) in pairwise(ordered):
            if later > day:
                ends[n] = later
    return ends


def _until(event: Event, day: date | None) -> Event:
    if day is None:
        return event
    known = tuple(
        replace(known, until=day if known.until is None else min(known.until, day)) for known in event.known
    )
    return replace(event, known=known)
