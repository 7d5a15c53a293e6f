"""One child's events as known to somebody, ready for the reference: days as integers, by type."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tocsin.chronology.event import Event
from tocsin.records.when import When

PUBLIC = "family_public"
FOREVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with its days as ordinals. `known` is when the view's holder first had it.

    `row` is the same for all events of one row; `number` is the total tie order within the view.
    """

    event: Event
    first: int
    last: int
    known: int
    until: int
    row: str
    number: int
    agency: str  # who acted; a member of the public is no agency

    @property
    def exact(self) -> bool:
        return self.first == self.last

    def visible(self, at: int) -> bool:
        return self.known <= at < self.until


@dataclass(frozen=True, slots=True)
class KnownAdult:
    """A marker on an adult, from the people list: no event stands behind it."""

    marker: str
    since: int | None
    person: str
    roles: tuple[str, ...]


@dataclass(slots=True)
class Lane:
    """Facts of one event type in order of first day."""

    facts: list[Fact] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    longest: int = 0
    _said: dict[str, frozenset[str]] = field(default_factory=dict)

    def said(self, attribute: str) -> frozenset[str]:
        """Every value any of the events has for the attribute."""
        found = self._said.get(attribute)
        if found is None:
            values = [fact.event.attributes.get(attribute, ()) for fact in self.facts]
            found = self._said[attribute] = frozenset([value for one in values for value in one])
        return found

    def add(self, fact: Fact) -> None:
        self.facts.append(fact)
        self.firsts.append(fact.first)
        self.longest = max(self.longest, fact.last - fact.first)

    def touching(self, low: int, high: int) -> list[Fact]:
        """Facts some day of which lies in low..high."""
        start = bisect_left(self.firsts, low - self.longest)
        stop = bisect_right(self.firsts, high)
        return [fact for fact in self.facts[start:stop] if fact.last >= low]


@dataclass(frozen=True)
class ChildView:
    """What a card may look at: the child, its facts, other children's facts, adults' markers.

    `born` is an interval of ordinals, None where no birth is known. Events after `ends` (the
    child's death) raise nothing.
    """

    child: str
    facts: tuple[Fact, ...]
    others: tuple[Fact, ...]
    born: tuple[int, int] | None
    due: int | None
    ends: int
    adults: tuple[KnownAdult, ...] = ()

    def lanes(self, facts: Iterable[Fact] | None = None) -> dict[str, Lane]:
        lanes: dict[str, Lane] = defaultdict(Lane)
        for fact in self.facts if facts is None else facts:
            lanes[fact.event.type].add(fact)
        return lanes

    @property
    def has_late_knowledge(self) -> bool:
        return any(fact.known > fact.last or fact.until < FOREVER for fact in self.facts)


def fact_from(event: Event, number: int, holder: str) -> Fact | None:
    """The event as `holder` knows it ("joined": all agencies together, the public apart)."""
    if holder == "joined":
        versions = [known for known in event.known if known.agency != PUBLIC]
    else:
        versions = [known for known in event.known if known.agency == holder]
    if not versions or not event.knowable:
        return None
    ends = [known.until for known in versions]
    when = event.when
    return Fact(
        event=event,
        first=when.start.toordinal(),
        last=when.end.toordinal(),
        known=min(known.since for known in versions).toordinal(),
        until=FOREVER if None in ends else max(end for end in ends if end).toordinal(),
        row=row_of(event),
        number=number,
        agency=next((agency for agency in event.agencies if agency != PUBLIC), ""),
    )


def row_of(event: Event) -> str:
    """Shared by the events of one row; not by an act from the column of actions or what more rows tell."""
    if event.told_in == "action" or len(event.accounts) > 1:
        return event.id
    return event.derived_from or event.id


def facts_of(events: Sequence[Event], holder: str) -> tuple[Fact, ...]:
    ordered = sorted(events, key=lambda event: (event.when.start, event.when.end, event.seq, event.id))
    found = (fact_from(event, number, holder) for number, event in enumerate(ordered))
    return tuple(fact for fact in found if fact is not None)


def child_view(
    child: str,
    events: Sequence[Event],
    *,
    others: Sequence[Event] = (),
    holder: str = "joined",
    born: When | None = None,
    due: date | None = None,
    died: date | None = None,
    adults: Sequence[KnownAdult] = (),
) -> ChildView:
    return ChildView(
        child=child,
        facts=facts_of(events, holder),
        others=facts_of(others, holder),
        born=(born.start.toordinal(), born.end.toordinal()) if born else born_by_age(events),
        due=due.toordinal() if due else None,
        ends=died.toordinal() if died else FOREVER,
        adults=tuple(adults),
    )


def born_by_age(events: Sequence[Event]) -> tuple[int, int] | None:
    """A birth interval that all recorded ages allow; None where no age is recorded or they clash."""
    low, high = 0, FOREVER
    for event in events:
        for text in event.attributes.get("age_months", ()):
            if not text.isdigit():
                continue
            months = int(text)
            low = max(low, event.when.start.toordinal() - int((months + 1) * 30.45) - 1)
            high = min(high, event.when.end.toordinal() - int(months * 30.4))
    return (low, high) if 0 < low <= high < FOREVER else None
