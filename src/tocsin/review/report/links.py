"""Pieces of the page: links between events and concerns, marked words, filter attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from tocsin.review.report import terms
from tocsin.review.report.reading import Reading, anchor
from tocsin.review.schema import ConcernOut, EventOut, ResponseOut

Cell = str | Markup
# A new line on a screen; on paper the line goes on.
BREAK = Markup('<br class="on-screen"><span class="on-paper"> · </span>')


@dataclass(frozen=True)
class Row:
    cells: list[Cell]
    attributes: Markup | str = ""


def joined(parts: Iterable[Cell], between: str = ", ") -> Markup:
    return Markup(between).join(parts)


def event_link(reading: Reading, event_id: str) -> Markup:
    name = terms.capital(reading.event_name(event_id))
    if event_id not in reading.event_by_id:
        return escape(name)
    return _link(anchor("event", event_id), name)


def number_link(reading: Reading, event_id: str) -> Markup:
    """The event with its day, which a sheet of paper has no room to say again beside the day itself."""
    event = reading.event_by_id.get(event_id)
    if event is None:
        return event_link(reading, event_id)
    day = escape(terms.span(event.happened, clock=False))
    number = reading.event_number[event_id]
    to = escape(anchor("event", event_id))
    return Markup(f'<a href="#{to}">Event {number}<span class="on-screen">, {day}</span></a>')


def _link(to: str, words: str) -> Markup:
    """Escaped by hand: a page has tens of thousands, and Markup.format takes ten times as long."""
    return Markup(f'<a href="#{escape(to)}">{escape(words)}</a>')


def event_links(reading: Reading, ids: Iterable[str]) -> Markup:
    return joined((event_link(reading, event) for event in ids), "; ")


def concern_link(reading: Reading, concern_id: str, *, short: bool = False) -> Markup:
    concern = reading.concern_by_id.get(concern_id)
    if concern is None:
        return escape("a concern outside this report")
    number = reading.concern_number[concern_id]
    words = number if short else f"{number} {concern.title}"
    return _link(anchor("concern", concern_id), words)


def grounds(reading: Reading, concerns: list[str], events: list[str], *, shown: int = 12) -> Markup:
    """`C3; Event 14, …; and 9 more`: what a finding or question stands on."""
    known = [item for item in concerns if item in reading.concern_by_id]
    told = [item for item in events if item in reading.event_by_id]
    parts = [concern_link(reading, item, short=True) for item in known[:shown]]
    parts += [event_link(reading, item) for item in told[: shown - len(parts)]]
    more = len(known) + len(told) - len(parts)
    return joined([*parts, escape(f"and {more} more")] if more else parts, "; ")


def evidence(reading: Reading, events: list[str], *, shown: int) -> Markup:
    """The first few with their days; on paper all of them by number."""
    known = [event for event in events if event in reading.event_by_id]
    numbers = terms.listed([str(reading.event_number[event]) for event in known])
    on_paper = f"Event{'s' if len(known) > 1 else ''} {numbers}" if known else ""
    few = grounds(reading, [], events, shown=shown)
    return Markup('<span class="on-screen">{}</span><span class="on-paper">{}</span>').format(few, on_paper)


@lru_cache(maxsize=256)
def tag(mark: terms.Mark) -> Markup:
    return Markup('<span class="tag {}"><span aria-hidden="true">{}</span> {}</span>').format(
        mark.tone, mark.mark, mark.words
    )


def status_tag(response: ResponseOut) -> Markup:
    return tag(terms.status(response.status))


def marked(words: str, because: list[str]) -> Markup:
    """The words of a record with those that led to its code marked, first place of each only."""
    if not because:
        return escape(words)
    pattern = "|".join(re.escape(part) for part in sorted(because, key=len, reverse=True) if part.strip())
    return _mark_first(words, re.compile(pattern, re.IGNORECASE)) if pattern else escape(words)


def _mark_first(words: str, pattern: re.Pattern[str]) -> Markup:
    made, at, met = Markup(""), 0, set[str]()
    for found in pattern.finditer(words):
        part = found.group()
        if part.lower() not in met:
            made += escape(words[at : found.start()]) + Markup(f"<mark>{escape(part)}</mark>")
            at = found.end()
            met.add(part.lower())
    return made + escape(words[at:])


def event_attributes(reading: Reading, event: EventOut) -> Markup:
    """What the filters look at. Strength and state are those of the concerns that rest on the event."""
    resting = reading.concerns_of.get(event.id, [])
    told = [*event.agencies, *(code for account in event.accounts for code in account.agencies)]
    return _attributes(
        a=told,
        c=[event.child, *event.people],
        k=[event.type],
        s=[concern.strength for concern in resting],
        z=[concern.state for concern in resting],
        f=[event.happened.start.isoformat()],
        t=[event.happened.end.isoformat()],
    )


def concern_attributes(reading: Reading, concern: ConcernOut) -> Markup:
    events = [reading.event_by_id[item] for item in reading.touched(concern) if item in reading.event_by_id]
    last = max([concern.raised_on, *(r.answered_on or r.due_on for r in concern.responses)])
    return _attributes(
        a=reading.agencies_behind(concern),
        c=[concern.child],
        k=[event.type for event in events],
        s=[concern.strength],
        z=[concern.state],
        f=[concern.raised_earliest.isoformat()],
        t=[last.isoformat()],
    )


def _attributes(**values: list[str]) -> Markup:
    pairs = (
        (name, " ".join(token(value) for value in dict.fromkeys(found))) for name, found in values.items()
    )
    return Markup("".join(f' data-{name}="{escape(said)}"' for name, said in pairs if said))


def token(code: str) -> str:
    """A code as one word of a list: free words kept as a type hold spaces."""
    return "_".join(code.split())
