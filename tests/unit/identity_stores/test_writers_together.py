"""Several writers on one store: nothing lost, no number twice, no id twice, and one and the same outcome."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from stores_to_test import Place
from writers import SHARED, hash_of, write, write_alone

from tocsin.identity.ledger.entries import Met
from tocsin.identity.ledger.ledger import Ledger
from tocsin.identity.ledger.rebuild import rebuild

WRITERS, TURNS = 4, 12


def whole(place: Place, taken: list[list[int]], ledgers: list[Ledger]) -> None:
    store = place.open()
    entries = list(store.entries())
    numbers = [entry.seq for entry in entries]
    assert numbers == list(range(1, len(entries) + 1))
    assert sorted(seq for seqs in taken for seq in seqs) == numbers
    met = {entry.act.record for entry in entries if isinstance(entry.act, Met)}
    assert met >= {f"w{writer}-{turn}" for writer in range(WRITERS) for turn in range(TURNS)}
    after = Ledger(store)
    assert len(list(after.state.issued())) == len(met)
    picture = rebuild(entries)
    assert after.state.dump() == picture.dump()
    for ledger in ledgers:
        ledger.catch_up()
        assert ledger.state.dump() == picture.dump()
    own = met - set(SHARED)
    assert set(store.records_with([7], most=999)[7]) == own
    assert all(store.records_with([hash_of(record)], most=2)[hash_of(record)] == (record,) for record in own)


def test_threads_that_share_a_ledger(place: Place) -> None:
    ledger = Ledger(place.open())
    with ThreadPoolExecutor(WRITERS) as pool:
        taken = list(pool.map(lambda n: write(ledger, f"w{n}", TURNS), range(WRITERS)))
    whole(place, taken, [ledger])


def test_threads_with_a_ledger_each(place: Place) -> None:
    ledgers = [Ledger(place.open()) for _ in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS) as pool:
        taken = list(pool.map(lambda n: write(ledgers[n], f"w{n}", TURNS), range(WRITERS)))
    whole(place, taken, ledgers)


def test_processes_with_a_ledger_each(lasting: Place) -> None:
    with ProcessPoolExecutor(WRITERS, multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(write_alone, lasting, f"w{n}", TURNS) for n in range(WRITERS)]
        taken = [one.result() for one in waiting]
    whole(lasting, taken, [])


@pytest.mark.filterwarnings(
    "ignore:This process:DeprecationWarning"
)  # later Pythons warn of threads at a fork
def test_a_forked_child_does_not_use_its_parents_connection(lasting: Place) -> None:
    store = lasting.open()
    ledger = Ledger(store)
    write(ledger, "parent", 2)
    fork = multiprocessing.get_context("fork")
    child = fork.Process(target=write, args=(ledger, "child", 3))
    child.start()
    child.join(60)
    assert child.exitcode == 0
    write(ledger, "later", 2)
    entries = list(store.entries())
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert ledger.state.dump() == rebuild(entries).dump()
