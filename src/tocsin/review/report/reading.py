"""A review with its threads joined: which concerns rest on an event, who a person is, what differs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from tocsin.review.report import terms
from tocsin.review.schema import (
    AccountOut,
    ConcernOut,
    DifferenceOut,
    EventOut,
    Interval,
    PersonOut,
    ResponseOut,
    Review,
    Source,
)

ASSUMED_MARK = "assumes it was known that day"
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def anchor(kind: str, item: str) -> str:
    """The page anchor of an event or concern: `event-3f9a`."""
    return f"{kind}-{_UNSAFE.sub('-', item)}"


def further_accounts(event: EventOut) -> list[AccountOut]:
    """What others told of it: its own row is shown as the event itself."""
    return [account for account in event.accounts if account.source != event.source]


def _named_in(person: PersonOut, words: str) -> bool:
    """Whether a whole name of the person, first name and surname, stands in the words in any order."""
    met = set(re.findall(r"\w+", words.casefold()))
    parts = [name.casefold().split() for name in person.names]
    return any(len(name) > 1 and met.issuperset(name) for name in parts)


class Reading:
    """Look-ups over one review. Events and concerns are numbered in the order they are shown."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.events = sorted(review.events, key=lambda e: (e.happened.start, e.happened.end))
        self.concerns = sorted(review.concerns, key=lambda c: (c.raised_on, c.id))
        self.event_by_id = {event.id: event for event in self.events}
        self.concern_by_id = {concern.id: concern for concern in self.concerns}
        self.event_number = {event.id: n for n, event in enumerate(self.events, 1)}
        self.concern_number = {concern.id: f"C{n}" for n, concern in enumerate(self.concerns, 1)}
        self.person_by_id = {person.id: person for person in [*review.people, *review.children]}

    def person(self, person_id: str) -> str:
        known = self.person_by_id.get(person_id)
        return known.label if known else person_id

    def people(self, ids: Iterable[str]) -> str:
        return terms.listed([self.person(person) for person in ids])

    @cached_property
    def subjects(self) -> list[PersonOut]:
        children = self.review.children
        return [child for child in children if child.subject] or children

    @cached_property
    def several_children(self) -> bool:
        return len({event.child for event in self.events}) > 1

    @cached_property
    def mostly_proposed(self) -> bool:
        """Most concerns rest on wording nobody has checked: said once, on page one."""
        return 2 * sum(one.rests_on_proposed_coding for one in self.concerns) > len(self.concerns)

    @cached_property
    def concerns_of(self) -> dict[str, list[ConcernOut]]:
        """Event id -> concerns that rest on it or were answered by it."""
        found: dict[str, list[ConcernOut]] = defaultdict(list)
        for concern in self.concerns:
            for event in dict.fromkeys(self.touched(concern)):
                found[event].append(concern)
        return found

    def evidence(self, concern: ConcernOut) -> list[str]:
        """Each event once, what raised the concern first."""
        return list(dict.fromkeys([*concern.anchors[:1], *(item.event for item in concern.evidence)]))

    def touched(self, concern: ConcernOut) -> list[str]:
        answers = [r.answered_by_event for r in concern.responses if r.answered_by_event]
        return [item.event for item in concern.evidence] + answers

    @cached_property
    def differences_of(self) -> dict[str, list[DifferenceOut]]:
        found: dict[str, list[DifferenceOut]] = defaultdict(list)
        for difference in self.review.differences:
            for event in difference.events:
                found[event].append(difference)
        return found

    @cached_property
    def unmatched_analysis(self) -> dict[str, str]:
        known = self.event_by_id.keys() | self.concern_by_id.keys()
        return {key: words for key, words in self.review.analysis.items() if key not in known}

    def analysis(self, item: str) -> str:
        return self.review.analysis.get(item, "")

    def agencies_behind(self, concern: ConcernOut) -> list[str]:
        events = (self.event_by_id.get(item.event) for item in concern.evidence)
        return list(dict.fromkeys(code for event in events if event for code in event.agencies))

    def event_name(self, event_id: str) -> str:
        """`event 14, 3 March 2024`."""
        event = self.event_by_id.get(event_id)
        if event is None:
            return "an event outside this chronology"
        return f"event {self.event_number[event_id]}, {terms.span(event.happened, clock=False)}"

    def events_named(self, ids: Iterable[str]) -> str:
        return "; ".join(self.event_name(event) for event in ids)

    def answer(self, response: ResponseOut) -> str:
        """By whom and when a response came, or nothing."""
        if response.answered_on is None:
            return ""
        by = terms.agency(response.answered_by) if response.answered_by else "agency not stated"
        more = f"; the same act answers {response.also_answers} more" if response.also_answers else ""
        return f"{terms.day(response.answered_on)}, {by}{more}"

    def speaker(self, event: EventOut) -> str:
        """Whose words they are, as the row has it; a row about several children may not say."""
        said = event.attributes.get("voice_of", [event.child])
        return "Which child is not stated" if "not_stated" in said else self.person(said[0])

    def seen(self, event: EventOut) -> str:
        """`Seen: yes; alone: no; by the health visitor`; nothing where the record is silent."""
        if event.seen == event.seen_alone == "not_stated" and not event.seen_by:
            return ""
        said = terms.terms().seen
        words = [f"Seen: {said.get(event.seen, event.seen)}"]
        words.append(f"alone: {said.get(event.seen_alone, event.seen_alone)}")
        if event.seen_by:
            words.append(f"by {event.seen_by}")
        return "; ".join(words)

    def adults_of(self, event: EventOut) -> str:
        """Whom an event about an adult is about; nothing for any other."""
        if event.type not in terms.terms().adult_event_types:
            return ""
        adults = [person for person in self.review.people if "professional" not in person.roles]
        held = [person.label for person in adults if person.id in event.people]
        named = [person.label for person in adults if _named_in(person, event.words)]
        return terms.listed(list(dict.fromkeys(held or named)))

    def markers(self, event: EventOut) -> list[str]:
        """What the reader must know about how firm a row is."""
        words = []
        if event.proposed:
            words.append("proposed code")
        if any(known.assumed for known in event.known_from):
            words.append(ASSUMED_MARK)
        if not event.knowable:
            words.append("not knowable then")
        return words


def place(source: Source | None) -> str:
    """File, part, page, row and cell."""
    if source is None:
        return "not stated"
    page = f"page {source.page}" if source.page else ""
    parts = [source.file, source.part, page, f"row {source.row}", source.cell]
    return ", ".join(part for part in parts if part)


def from_until(since: Interval | None, until: Interval | None) -> str:
    if since is None and until is None:
        return "dates not stated"
    first = terms.span(since) if since else "start not stated"
    last = f"until {terms.span(until)}" if until else "no end stated"
    return f"{first}, {last}"
