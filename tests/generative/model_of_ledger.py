"""A second telling of the ledger, as plain as it can be: all is asked again of the whole list each time.

It shares the acts and the data of the rules with the product, and nothing that works anything out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from tocsin.identity.ledger.entries import (
    Assert,
    Entry,
    Met,
    Promote,
    Reject,
    Restated,
    Retract,
    Split,
    Undo,
)
from tocsin.identity.ledger.plausible import Known
from tocsin.identity.ledger.settings import Settings

Persons = dict[str, tuple[str, ...]]


class Model:
    def __init__(self, entries: Sequence[Entry], settings: Settings) -> None:
        self.every = list(entries)
        self.settings = settings
        self.entries = [entry for entry in entries if self.counts(entry)]
        met = [entry.act.record for entry in entries if isinstance(entry.act, Met)]
        self.ids = {record: f"p-{n:06d}" for n, record in enumerate(dict.fromkeys(met), 1)}
        self.live = [record for record in self.ids if self.is_there(record)]

    def counts(self, entry: Entry) -> bool:
        return not any(
            isinstance(later.act, Undo) and later.act.seq == entry.seq and self.counts(later)
            for later in self.every[entry.seq :]
        )

    def is_there(self, record: str) -> bool:
        said = [e.act for e in self.entries if isinstance(e.act, Met | Retract) and e.act.record == record]
        return bool(said) and isinstance(said[-1], Met)

    def known(self, record: str) -> Known:
        said = [e.act for e in self.entries if isinstance(e.act, Met | Restated) and e.act.record == record]
        told = [act.known for act in said if act.known is not None]
        return told[-1] if told else Known()

    def decision(self, a: str, b: str) -> Entry | None:
        """The latest of what a person said of the two."""
        found = [entry for entry in self.entries if self._decides(entry, a, b)]
        return found[-1] if found else None

    @staticmethod
    def _decides(entry: Entry, a: str, b: str) -> bool:
        match entry.act:
            case Assert(x, y) if entry.by != "engine":
                return {x, y} == {a, b}
            case Reject(x, y):
                return {x, y} == {a, b}
            case Split(groups=groups):
                side = {record: n for n, group in enumerate(groups) for record in group}
                return a in side and b in side and side[a] != side[b]
        return False

    def scores(self, a: str, b: str) -> list[float]:
        found = []
        for entry in self.entries:
            match entry.act:
                case Assert(x, y, score) if entry.by == "engine" and {x, y} == {a, b} and score is not None:
                    found.append(score)
                case Restated(record, scores) if record in (a, b):
                    found.append(dict(scores).get(b if record == a else a, float("-inf")))
        return found

    def link(self, a: str, b: str) -> tuple[int, float] | None:
        said = self.decision(a, b)
        if said is not None:
            return (0, 0.0) if isinstance(said.act, Assert) else None
        if any(isinstance(e.act, Promote) and {e.act.unborn, e.act.birth} == {a, b} for e in self.entries):
            return 1, 0.0
        holds = False
        for score in (scores := self.scores(a, b)):
            holds = score >= self.settings.split if holds else score >= self.settings.join
        return (2, -scores[-1]) if holds else None

    def apart(self, one: set[str], other: set[str]) -> bool:
        return any(self.forbidden(a, b, one | other) for a in one for b in other)

    def forbidden(self, a: str, b: str, union: set[str]) -> bool:
        said = self.decision(a, b)
        if said is not None and not isinstance(said.act, Assert):
            return True
        return any(
            bad(x, y) and not self.overruled(code, {x, y}, union)
            for code, (pieces, bad) in RULES.items()
            for x in pieces(self.known(a))
            for y in pieces(self.known(b))
        )

    def overruled(self, code: str, wanted: set[object], union: set[str]) -> bool:
        for a, b in combinations(sorted(union), 2):
            said = self.decision(a, b)
            if said is not None and isinstance(said.act, Assert) and code in said.act.despite:
                pieces = RULES[code][0]
                if any({x, y} == wanted for x in pieces(self.known(a)) for y in pieces(self.known(b))):
                    return True
        return False

    def persons(self) -> Persons:
        groups = [{record} for record in self.live]
        pairs = [(a, b) for a, b in combinations(sorted(self.live), 2) if self.link(a, b)]
        ordered = sorted(pairs, key=lambda ab: (*(self.link(*ab) or ()), *ab))
        while sum(self.unites(groups, a, b) for a, b in ordered):
            pass
        named = {min(self.ids[record] for record in group): tuple(sorted(group)) for group in groups}
        return dict(sorted(named.items()))

    def unites(self, groups: list[set[str]], a: str, b: str) -> bool:
        one, other = (next(group for group in groups if record in group) for record in (a, b))
        if one is other or self.apart(one, other):
            return False
        groups.remove(other)
        one |= other
        return True


def same_day_elsewhere(x: tuple[str, date, date], y: tuple[str, date, date]) -> bool:
    return x[0] != y[0] and x[1] < y[2] and y[1] < x[2]


def strange_births(x: frozenset[date], y: frozenset[date]) -> bool:
    """The histories' dates lie 400 days apart or are equal; 400 days differ in two digits or more."""
    return not x & y


RULES = {
    "two_nhs_numbers": (lambda k: [k.nhs_numbers] if k.nhs_numbers else [], lambda x, y: not x & y),
    "birth_dates_apart": (lambda k: [k.births] if k.births else [], strange_births),
    "two_births": (lambda k: [k.birth_notice] if k.birth_notice else [], lambda x, y: x != y),
    "two_places": (
        lambda k: [(stay.place, stay.since, stay.until) for stay in k.stays],
        same_day_elsewhere,
    ),
}
