"""A ledger opened for a command, and a whole file's answers written to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.errors import UsageError
from tocsin.identity.acts import known_of, of_answer
from tocsin.identity.answer import Answer
from tocsin.identity.ledger.entries import ENGINE, Entry, Met, Restated
from tocsin.identity.live import Linker
from tocsin.identity.stated import Stated
from tocsin.identity.stores.store import Arrival, Store

if TYPE_CHECKING:
    from tocsin.identity.matching.model import Model

REGISTER = "register"
AT_ONCE = 2_000  # records stored together


@contextmanager
def opened(
    path: Path, *, must_exist: bool = True, model: Model | None = None
) -> Iterator[tuple[Linker, Store]]:
    """`model` for whoever links; the thresholds of those who only decide are the ledger's own."""
    from tocsin.identity.stores.sqlite import SqliteStore

    if must_exist and not path.exists():
        raise UsageError(
            "There is no such ledger.", where=path.name, do="Make one: `identity link --ledger`."
        )
    store = SqliteStore(path)
    try:
        yield Linker(store, model), store
    finally:
        store.close()


class Writer:
    """Takes answers into a ledger. Of the register only those are entered who came nearest to a record."""

    def __init__(self, linker: Linker, *, source: str, on: datetime) -> None:
        self._linker = linker
        self._people: dict[str, Stated] = {}
        self._answered: list[tuple[Stated, Answer]] = []
        self._source = source
        self._on = on
        self._entered: set[str] = set()

    def take(self, answered: Iterable[tuple[Stated, Answer]]) -> None:
        self._answered += answered

    def finish(self, register: Iterable[Stated]) -> None:
        """The register is read once more, for the few that are needed of it."""
        wanted = {answer.best.person for _, answer in self._answered if answer.best is not None}
        self._people = {one.id: one for one in register if one.id in wanted}
        waiting = iter(self._answered)
        while some := list(islice(waiting, AT_ONCE)):
            self._write(some)

    def _write(self, answered: Iterable[tuple[Stated, Answer]]) -> None:
        entries: list[Entry] = []
        records: list[Stated] = []
        for stated, answer in answered:
            for entry, record in self._of(stated, answer):
                entries.append(entry)
                if record is not None:
                    records.append(record)
        if entries:
            self._linker.take_whole(entries, with_keys(records))

    def _of(self, stated: Stated, answer: Answer) -> Iterator[tuple[Entry, Stated | None]]:
        record = f"{self._source}/{stated.id}"
        again = self._linker.state.is_met(record)
        yield self._met(record, stated)
        if again:  # what the engine said of it before lapses
            yield Entry(Restated(record), self._on, ENGINE), None
        best = answer.best
        person = f"{REGISTER}/{best.person}" if best is not None else ""
        acts = list(of_answer(record, answer, person, on=self._on))
        if acts and best is not None and not (person in self._entered or self._linker.state.is_met(person)):
            self._entered.add(person)
            yield self._met(person, self._people[best.person])
        yield from ((act, None) for act in acts)

    def _met(self, id: str, stated: Stated) -> tuple[Entry, Stated]:
        held = replace(stated, id=id, household="", agency=self._source)
        return Entry(Met(id, known_of(stated)), self._on, ENGINE), held


def with_keys(records: Sequence[Stated]) -> list[Arrival]:
    from tocsin.identity.live_index import stored_keys

    return [Arrival(*one) for one in zip(records, stored_keys(records), strict=True)]
