"""One happening told by several agencies is one event with several accounts, never several events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from tocsin.chronology.alikeness import Telling, rules, same_happening
from tocsin.chronology.drafts import Draft
from tocsin.chronology.event import Event, Known


@dataclass(frozen=True, slots=True)
class Cluster:
    members: list[Telling]

    def takes(self, telling: Telling) -> bool:
        """Two rows of one agency, or of one coded file, are two happenings."""
        return not any(_same_hand(member, telling) for member in self.members) and any(
            same_happening(member, telling) for member in self.members
        )


def _same_hand(a: Telling, b: Telling) -> bool:
    if set(a.event.agencies) & set(b.event.agencies):
        return True
    return a.file == b.file and (a.coded or b.coded)


def corroborated(
    events: Sequence[Event], drafts: Sequence[Draft]
) -> tuple[tuple[Event, ...], Mapping[str, str]]:
    """(the events left, in order; id of each event that became an account -> id of its event)."""
    blocks: dict[tuple[str, str], list[Telling]] = defaultdict(list)
    for event, draft in zip(events, drafts, strict=True):
        if event.type not in rules()["never"]:
            blocks[event.child, _group(event.type)].append(Telling.of(event, draft.record))
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
    first, *others = sorted(cluster.members, key=lambda told: (bool(told.event.derived_from), *told.order()))
    whole = kept[first.event.id]
    for other in others:
        whole = _with(whole, other.event)
        joined_into[other.event.id] = whole.id
        del kept[other.event.id]
    kept[whole.id] = whole


def _with(whole: Event, other: Event) -> Event:
    differs = differing(whole, other)
    accounts = tuple(replace(account, differs=differs) for account in other.accounts)
    return replace(
        whole,
        agencies=tuple(dict.fromkeys((*whole.agencies, *other.agencies))),
        known=_known(whole.known, other.known),
        attributes=_attributes(whole, other),
        accounts=(*whole.accounts, *accounts),
        people=tuple(dict.fromkeys((*whole.people, *other.people))),
        how=tuple(dict.fromkeys((*whole.how, *other.how))),
        seen=whole.seen if whole.seen != "not_stated" else other.seen,
        seen_alone=whole.seen_alone if whole.seen_alone != "not_stated" else other.seen_alone,
        seen_by=whole.seen_by or other.seen_by,
        proposed=whole.proposed and other.proposed,
        because=tuple(dict.fromkeys((*whole.because, *other.because))),
        knowable=whole.knowable or other.knowable,
    )


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


def _attributes(whole: Event, other: Event) -> Mapping[str, tuple[str, ...]]:
    """Everything either account says. An explanation that only one accepts is not settled as suitable."""
    both = {
        name: tuple(dict.fromkeys((*whole.attributes.get(name, ()), *other.attributes.get(name, ()))))
        for name in (*whole.attributes, *other.attributes)
    }
    if "explanation" in differing(whole, other):
        both["explanation"] = tuple(value for value in both["explanation"] if value != "suitable")
    return both


def _known(one: Sequence[Known], two: Sequence[Known]) -> tuple[Known, ...]:
    """For each agency the first day it knew; a version closed for one account may stand by another."""
    by_agency: dict[str, list[Known]] = defaultdict(list)
    for known in (*one, *two):
        by_agency[known.agency].append(known)
    return tuple(_first(same) for same in by_agency.values())


def _first(same: Sequence[Known]) -> Known:
    first = min(same, key=lambda known: (known.since, known.assumed))
    ends = [known.until for known in same]
    last = None if None in ends else max(end for end in ends if end is not None)
    return replace(first, until=last)


def _repointed(event: Event, joined_into: Mapping[str, str]) -> Event:
    into = joined_into.get(event.derived_from)
    return event if into is None else replace(event, derived_from=into)
