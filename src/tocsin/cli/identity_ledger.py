"""Answers as acts of the ledger: an automatic link is asserted, a proposal waits for a person.

A proposal is written with a score just short of joining, so that it never joins by itself; what the engine
found stands in the entry's reason, in codes and numbers: no personal data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from math import inf
from pathlib import Path
from types import MappingProxyType

from tocsin.errors import UsageError
from tocsin.identity.answer import Answer, Band, Candidate
from tocsin.identity.ledger.entries import ENGINE, Assert, Entry, Met, Restated
from tocsin.identity.ledger.ledger import Ledger
from tocsin.identity.ledger.plausible import Known
from tocsin.identity.ledger.settings import default_settings
from tocsin.identity.matching.standard import nhs_parts
from tocsin.identity.stated import Stated
from tocsin.identity.stores.store import Arrival, Store

SHORT = 0.001  # natural log-odds by which a proposal stays below joining
REGISTER = "register"
AT_ONCE = 2_000  # records stored together
NO_KEYS: Mapping[str, tuple[int, ...]] = MappingProxyType({})
_FOUND = re.compile(
    r"(?P<kind>linked|proposed); why=(?P<why>\w*); score=(?P<score>-?[\d.]+); "
    r"margin=(?P<margin>-?[\d.]+|inf); pattern=(?P<pattern>\d+)"
)


@dataclass(frozen=True, slots=True)
class FoundByEngine:
    """What the engine wrote beside a link."""

    record: str
    proposed: bool
    why: str
    margin: float
    candidate: Candidate


def engine_words(answer: Answer, best: Candidate) -> str:
    kind = "linked" if answer.band is Band.AUTO else "proposed"
    margin = "inf" if answer.margin == inf else f"{answer.margin:.3f}"
    return f"{kind}; why={answer.why}; score={best.score:.3f}; margin={margin}; pattern={best.pattern}"


def found_by_engine(entry: Entry) -> FoundByEngine | None:
    told = _FOUND.fullmatch(entry.reason)
    if told is None or not isinstance(entry.act, Assert):
        return None
    candidate = Candidate(entry.act.b, float(told["score"]), int(told["pattern"]))
    return FoundByEngine(
        entry.act.a, told["kind"] == "proposed", told["why"], float(told["margin"]), candidate
    )


@contextmanager
def opened(path: Path, *, must_exist: bool = True) -> Iterator[tuple[Ledger, Store]]:
    from tocsin.identity.stores.sqlite import SqliteStore

    if must_exist and not path.exists():
        raise UsageError(
            "There is no such ledger.", where=path.name, do="Make one: `identity link --ledger`."
        )
    store = SqliteStore(path)
    try:
        yield Ledger(store), store
    finally:
        store.close()


class Writer:
    """Takes answers into a ledger. Of the register only those are entered who came nearest to a record."""

    def __init__(self, ledger: Ledger, *, source: str, on: datetime) -> None:
        self._ledger = ledger
        self._people: dict[str, Stated] = {}
        self._answered: list[tuple[Stated, Answer]] = []
        self._keys = NO_KEYS
        self._source = source
        self._on = on
        self._join = default_settings().join
        self._entered: set[str] = set()

    def take(self, answered: Iterable[tuple[Stated, Answer]]) -> None:
        self._answered += answered

    def finish(self, register: Iterable[Stated], *, keys: Mapping[str, tuple[int, ...]] = NO_KEYS) -> None:
        """The register is read once more, for the few that are needed of it. `keys`: block keys by record."""
        self._keys = keys
        wanted = {answer.best.person for _, answer in self._answered if answer.best is not None}
        self._people = {one.id: one for one in register if one.id in wanted}
        waiting = iter(self._answered)
        while some := list(islice(waiting, AT_ONCE)):
            self._write(some)

    def _write(self, answered: Iterable[tuple[Stated, Answer]]) -> None:
        entries: list[Entry] = []
        arrivals: list[Arrival] = []
        for stated, answer in answered:
            for entry, arrival in self._of(stated, answer):
                entries.append(entry)
                if arrival is not None:
                    arrivals.append(arrival)
        if entries:
            self._ledger.take(entries, arrivals=arrivals)

    def _of(self, stated: Stated, answer: Answer) -> Iterator[tuple[Entry, Arrival | None]]:
        record = f"{self._source}/{stated.id}"
        again = self._ledger.state.is_met(record)
        yield self._met(record, stated)
        if again:  # what the engine said of it before lapses
            yield Entry(Restated(record), self._on, ENGINE), None
        best = answer.best
        if best is None or answer.band is Band.NEW:
            return
        person = f"{REGISTER}/{best.person}"
        if person not in self._entered and not self._ledger.state.is_met(person):
            self._entered.add(person)
            yield self._met(person, self._people[best.person])
        automatic = answer.band is Band.AUTO
        score = max(best.score, self._join) if automatic else min(best.score, self._join - SHORT)
        yield Entry(Assert(record, person, score), self._on, ENGINE, engine_words(answer, best)), None

    def _met(self, id: str, stated: Stated) -> tuple[Entry, Arrival]:
        held = Stated(id, stated.names, stated.births, stated.sex, stated.homes, stated.nhs_numbers)
        return Entry(Met(id, known_of(stated)), self._on, ENGINE), Arrival(
            held, self._keys.get(stated.id, ())
        )


def known_of(stated: Stated) -> Known:
    valid = (nhs_parts(number)[1] for number in stated.nhs_numbers)
    return Known(frozenset(str(number) for number in valid if number), frozenset(stated.births))
