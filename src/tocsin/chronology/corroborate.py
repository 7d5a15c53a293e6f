"""One happening told by several agencies is one event with several accounts, never several events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from tocsin.chronology.alikeness import Telling, rules, same_happening
from tocsin.chronology.event import Event, Known
from tocsin.chronology.seen import NOT_STATED


@dataclass(frozen=True, slots=True)
class Cluster:
    members: list[Telling]

    def takes(self, telling: Telling) -> bool:
        """Two rows of one agency, or of one coded file, are two happenings."""
        return not any(_same_hand(member, telling) for member in self.members) and any(
            same_happening(member, telling) for member in self.members
        )


def _same_hand(a: Telling, b: Telling) -> bool:
    if _mentions(a, b) or _mentions(b, a):
        return False
    if set(a.event.agencies) & set(b.event.agencies):
        return True
    return a.file == b.file and (a.coded or b.coded)


def _mentions(a: Telling, b: Telling) -> bool:
    """Prose about something else mentions the meeting of that day, which another row tells as its own."""
    aside = a.event.proposed and bool(a.event.derived_from) and not b.event.derived_from
    one, other = a.event.when, b.event.when
    same_day = one.start == other.start and one.end == other.end
    return aside and same_day and a.event.type in rules()["one_a_day"]


def corroborated(events: Sequence[Event]) -> tuple[tuple[Event, ...], Mapping[str, str]]:
    """(the events left, in order; id of each event that became an account -> id of its event)."""
    blocks: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for event in events:
        if event.type not in rules()["never"]:
            blocks[event.child, _group(event.type)].append(Telling.of(event))
    joined_into: dict[str, str] = {}
    kept = {event.id: event for event in events}
    for block in blocks.values():
        for cluster in _clusters(block):
            _join(cluster, kept, joined_into)
    return tuple(_repointed(event, joined_into) for event in kept.values()), joined_into


def _group(event_type: str) -> str:
    same = (group[0] for group in rules()["same_type"] if event_type in group)
    return next(same, event_type)


def _clusters(block: Iterable[Telling]) -> list[Cluster]:
    near = timedelta(days=rules()["near_days"])
    done: list[Cluster] = []
    live: list[Cluster] = []
    for telling in sorted(block, key=Telling.order):
        first = telling.event.when.start - near
        live = [c for c in live if max(m.event.when.end for m in c.members) >= first]
        home = next((cluster for cluster in live if cluster.takes(telling)), None)
        if home is None:
            home = Cluster([])
            live.append(home)
            done.append(home)
        home.members.append(telling)
    return [cluster for cluster in done if len(cluster.members) > 1]


def _join(cluster: Cluster, kept: dict[str, Event], joined_into: dict[str, str]) -> None:
    """A row's own event comes before a derived one, so that every row keeps its place in the counts."""
    tellings = sorted(cluster.members, key=lambda told: (bool(told.event.derived_from), *told.order()))
    first, *others = [told.event for told in tellings]
    for other in others:
        joined_into[other.id] = first.id
        del kept[other.id]
    kept[first.id] = _whole(first, others)


def _whole(first: Event, others: Sequence[Event]) -> Event:
    events = (first, *others)
    further = [
        replace(account, differs=differing(first, other)) for other in others for account in other.accounts
    ]
    return replace(
        first,
        agencies=_each(event.agencies for event in events),
        known=_known(known for event in events for known in event.known),
        attributes=_attributes(first, others),
        accounts=(*first.accounts, *further),
        people=_each(event.people for event in events),
        how=_each(event.how for event in events),
        seen=_stated(event.seen for event in events),
        seen_alone=_stated(event.seen_alone for event in events),
        seen_by=next((event.seen_by for event in events if event.seen_by), ""),
        proposed=all(event.proposed for event in events),
        because=_each(event.because for event in events),
        knowable=any(event.knowable for event in events),
    )


def _each(several: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for some in several for one in some))


def _stated(answers: Iterable[str]) -> str:
    """The first answer that an account gives."""
    return next((answer for answer in answers if answer != NOT_STATED), NOT_STATED)


def differing(whole: Event, other: Event) -> tuple[str, ...]:
    """In what two accounts of one event do not agree."""
    found = []
    if whole.when.start > other.when.end or other.when.start > whole.when.end:
        found.append("date")
    for attribute, name in (("explanation", "explanation"), ("household_present", "who was there")):
        one, two = whole.attributes.get(attribute, ()), other.attributes.get(attribute, ())
        if one and two and set(one) != set(two):
            found.append(name)
    return tuple(found)


def _attributes(first: Event, others: Sequence[Event]) -> Mapping[str, tuple[str, ...]]:
    """Everything any account says. An explanation that only one accepts is not settled as suitable."""
    every: dict[str, tuple[str, ...]] = dict(first.attributes)
    for other in others:
        for name, values in other.attributes.items():
            every[name] = _each((every.get(name, ()), values))
    if any("explanation" in differing(first, other) for other in others):
        every["explanation"] = tuple(value for value in every["explanation"] if value != "suitable")
    return every


def _known(several: Iterable[Known]) -> tuple[Known, ...]:
    """For each agency the first day it knew; a version closed for one account may stand by another."""
    by_agency: dict[str, list[Known]] = defaultdict(list)
    for known in several:
        by_agency[known.agency].append(known)
    return tuple(_first(same) for same in by_agency.values())


def _first(same: Sequence[Known]) -> Known:
    first = min(same, key=lambda known: (known.since, known.assumed))
    ends = [known.until for known in same]
    last = None if None in ends else max(end for end in ends if end is not None)
    return first if first.until == last else replace(first, until=last)


def _repointed(event: Event, joined_into: Mapping[str, str]) -> Event:
    into = joined_into.get(event.derived_from)
    return event if into is None else replace(event, derived_from=into)
