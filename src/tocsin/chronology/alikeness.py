"""Do two agencies' rows tell of one happening? Careful: where it is not clear, they stay two."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache
from typing import Any

from tocsin.chronology.event import Event
from tocsin.chronology.vocabulary import data_table


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Any]:
    table: dict[str, Any] = data_table("corroboration")
    table["common_words"] = frozenset(table["common_words"])
    table["may_differ"] = frozenset(table["may_differ"])
    return table


@lru_cache(maxsize=1)
def _reference() -> re.Pattern[str]:
    return re.compile(rules()["reference"])


@dataclass(frozen=True)
class Telling:
    """One row's event, with what is compared."""

    event: Event
    file: str
    coded: bool

    @classmethod
    def of(cls, event: Event) -> Telling:
        """Of an event not yet joined: prose says in which of its cells it was told."""
        file = event.accounts[0].source.file if event.accounts else ""
        return cls(event, file, coded=not event.told_in)

    def order(self) -> tuple[object, ...]:
        """A row's own event first; free of file names, so that no order of files changes what is joined."""
        event, when = self.event, self.event.when
        return when.start, when.end, bool(event.derived_from), event.agencies, event.key

    @cached_property
    def references(self) -> frozenset[str]:
        stated = self.event.attributes.get("reference", ())
        return frozenset((*stated, *_reference().findall(self.event.words)))

    @cached_property
    def words(self) -> frozenset[str]:
        longer = rules()["words"]["longer_than"]
        said = re.findall(r"[^\W\d_]+", self.event.words.casefold())
        common: frozenset[str] = rules()["common_words"]
        return frozenset(word for word in said if len(word) > longer) - common

    @property
    def span(self) -> int:
        return (self.event.when.end - self.event.when.start).days


def same_happening(a: Telling, b: Telling) -> bool:
    if not _near(a.event, b.event):
        return False
    kind = a.event.type
    if kind in rules()["once"]:
        return True
    if max(a.span, b.span) > rules()["longest_span"] or _contradict(a.event, b.event):
        return False
    if a.references & b.references:
        return True
    if _same_day(a.event, b.event) and (kind in rules()["one_a_day"] or _sent_and_received(a.event, b.event)):
        return True
    return (_same_day(a.event, b.event) and _agree(a.event, b.event)) or _alike(a, b)


def _near(a: Event, b: Event) -> bool:
    near = timedelta(days=rules()["near_days"])
    return a.when.start - near <= b.when.end and b.when.start - near <= a.when.end


def _same_day(a: Event, b: Event) -> bool:
    return a.when.exact and b.when.exact and a.when.start == b.when.start


def _sent_and_received(a: Event, b: Event) -> bool:
    """The maker's own row and the taker's. Two may refer a child on one day: the source must agree."""
    rule = rules()["sent_and_received"]
    if a.type not in rule["types"] or (rule["to"] in a.agencies) == (rule["to"] in b.agencies):
        return False
    one, other = (
        {code[: rule["characters"]] for code in event.attributes.get(rule["agree"], ())} for event in (a, b)
    )
    return bool(one & other)


def _telling(event_type: str) -> tuple[str, ...]:
    table = rules()["telling"]
    return tuple(table.get(event_type, table["any"]))


def _contradict(a: Event, b: Event) -> bool:
    """Something that both state, and that no two accounts of one thing would say so differently."""
    shared = (set(a.attributes) & set(b.attributes)) - rules()["may_differ"]
    return any(set(a.attributes[name]).isdisjoint(b.attributes[name]) for name in shared)


def _agree(a: Event, b: Event) -> bool:
    """The facts that tell one such event from another: all of them for an injury, one for other types."""
    agreed = [
        name
        for name in _telling(a.type)
        if name in a.attributes and not set(a.attributes[name]).isdisjoint(b.attributes.get(name, ()))
    ]
    return set(agreed) == set(_telling(a.type)) if a.type in rules()["telling"] else bool(agreed)


def _alike(a: Telling, b: Telling) -> bool:
    limits = rules()["words"]
    shared, shorter = len(a.words & b.words), min(len(a.words), len(b.words))
    return bool(shared >= limits["shared"] and shared >= limits["share"] * shorter)
