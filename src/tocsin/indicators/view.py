"""One child's events as known to somebody, ready for the reference: days as integers, by type."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from tocsin.chronology.event import Event, Known
from tocsin.indicators.operators import Clue, Test
from tocsin.indicators.truth import YES, Truth
from tocsin.records.when import When

PUBLIC = "family_public"
READ_OTHERWISE = frozenset({"agency", "how", "person", "seen", "seen_alone"})  # not among the attributes
STATED = {"true": "yes", "false": "no"}
FOREVER = date.max.toordinal()


class Fact(msgspec.Struct, frozen=True, gc=False):
    """An event with its days as ordinals. `known` is when the view's holder first had it.

    `row` is the same for all events of one row; `number` is the total tie order within the view.
    Facts and what is made of them point one way and never round, so the collector need not follow them.
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

    def says(self, attribute: str) -> tuple[str, ...]:
        if attribute not in READ_OTHERWISE:
            return self.event.attributes.get(attribute, ())
        if attribute == "agency":
            return self.event.agencies
        if attribute == "how":
            return self.event.how
        if attribute == "person":
            return self.event.people
        stated = self.event.seen if attribute == "seen" else self.event.seen_alone
        if stated != "not_stated":
            return (stated, "true" if stated == "yes" else "false")
        return tuple([STATED.get(value, value) for value in self.event.attributes.get(attribute, ())])


@dataclass(frozen=True, slots=True)
class KnownAdult:
    """A marker on an adult, from the people list: no event stands behind it."""

    marker: str
    since: int | None
    person: str
    roles: tuple[str, ...]


class Ordered:
    """Facts in order of first day, which is the order of their numbers."""

    def __init__(self, facts: list[Fact]) -> None:
        self.facts = facts
        self._firsts: list[int] = []
        self._longest = 0

    def touching(self, low: int, high: int) -> list[Fact]:
        """Facts some day of which lies in low..high."""
        if not self.facts:
            return []
        if not self._firsts:
            self._firsts = [fact.first for fact in self.facts]
            self._longest = max([fact.last - fact.first for fact in self.facts])
        start = bisect_left(self._firsts, low - self._longest)
        found = self.facts[start : bisect_right(self._firsts, high)]
        return [fact for fact in found if fact.last >= low] if self._longest else found


class Lane(Ordered):
    """Facts of one event type: `each` as it meets a selector without tests; `judged` as a test found it."""

    def __init__(self, facts: list[Fact]) -> None:
        super().__init__(facts)
        self.each = [(fact, YES) for fact in facts]
        self.judged: dict[Test, list[Truth]] = {}
        self._values: dict[str, list[tuple[str, ...]]] = {}

    def values(self, attribute: str) -> list[tuple[str, ...]]:
        """What each of the facts says of the attribute."""
        found = self._values.get(attribute)
        if found is None:
            found = self._values[attribute] = [fact.says(attribute) for fact in self.facts]
        return found


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

    @property
    def has_late_knowledge(self) -> bool:
        return any(fact.known > fact.last or fact.until < FOREVER for fact in self.facts)


class Visible:
    """What the view's holder knew on the day `at`: lanes by event type, and all that the events say."""

    def __init__(self, facts: Iterable[Fact], at: int) -> None:
        by_type: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            if fact.known <= at < fact.until:
                by_type[fact.event.type].append(fact)
        self.lanes = {type_name: Lane(found) for type_name, found in by_type.items()}
        types: set[Clue] = {(type_name,) for type_name in by_type}
        self.clues = types | {
            (type_name, attribute, value)
            for type_name, found in by_type.items()
            for fact in found
            for attribute, values in fact.event.attributes.items()
            for value in values
        }


def fact_from(event: Event, number: int, holder: str) -> Fact | None:
    """The event as `holder` knows it ("joined": all agencies together, the public apart)."""
    if not event.knowable:
        return None
    if holder == "joined":
        versions = [known for known in event.known if known.agency != PUBLIC]
    else:
        versions = [known for known in event.known if known.agency == holder]
    if not versions:
        return None
    since = versions[0].since if len(versions) == 1 else min([known.since for known in versions])
    first = event.when.start.toordinal()
    return Fact(
        event=event,
        first=first,
        last=first if event.when.end == event.when.start else event.when.end.toordinal(),
        known=since.toordinal(),
        until=known_until(versions),
        row=row_of(event),
        number=number,
        agency=acting(event),
    )


def known_until(versions: Sequence[Known]) -> int:
    latest = 0
    for known in versions:
        if known.until is None:
            return FOREVER
        latest = max(latest, known.until.toordinal())
    return latest


def acting(event: Event) -> str:
    """The first agency that is not a member of the public."""
    for agency in event.agencies:
        if agency != PUBLIC:
            return agency
    return ""


def row_of(event: Event) -> str:
    """Shared by the events of one row; not by an act from the column of actions or what more rows tell."""
    if event.told_in == "action" or len(event.accounts) > 1:
        return event.id
    return event.derived_from or event.id


def facts_of(events: Sequence[Event], holder: str) -> tuple[Fact, ...]:
    ordered = sorted(events, key=lambda event: (event.when.start, event.when.end, event.seq, event.id))
    found = [fact_from(event, number, holder) for number, event in enumerate(ordered)]
    return tuple([fact for fact in found if fact is not None])


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
