"""Several processes link one stream of records at once: nobody is there twice, and all end alike."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from linkers import CHILDREN, ON, link_all, stream
from stores_to_test import Place

from tocsin.identity.ledger.entries import Met
from tocsin.identity.ledger.rebuild import rebuild
from tocsin.identity.live import Linker
from tocsin.identity.matching.model import Model

AGENCIES = ("gp", "school", "police")
PROCESSES = 3


def whole(place: Place) -> None:
    store = place.open()
    entries = list(store.entries())
    met = [entry.act.record for entry in entries if isinstance(entry.act, Met)]
    assert len(met) == len(set(met)) == CHILDREN * len(AGENCIES)
    linker = Linker(store, Model.shipped())
    built = rebuild(entries, linker.state.settings)
    assert linker.state.dump() == built.dump()
    together = sorted(tuple(sorted(records)) for records in built.persons.values())
    assert together == sorted(tuple(sorted(f"{a}-{n}" for a in AGENCIES)) for n in range(CHILDREN))
    assert set(store.stated(met)) == set(met)
    assert {record for _, record in store.every_key()} == set(met)


def test_processes_that_link_the_same_stream_make_no_child_twice(lasting: Place) -> None:
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(link_all, lasting, AGENCIES, turn) for turn in range(PROCESSES)]
        told = [one.result(120) for one in waiting]
    whole(lasting)
    final = Linker(lasting.open()).state
    for persons in told:
        for record, person in persons.items():
            found = final.resolve(person)
            assert found is not None
            assert found.person == final.person_of(record)


def test_processes_that_bring_each_its_agency_make_no_child_twice(lasting: Place) -> None:
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        waiting = [pool.submit(link_all, lasting, (agency,), 0) for agency in AGENCIES]
        assert all(len(one.result(120)) == CHILDREN for one in waiting)
    whole(lasting)


def test_threads_with_a_linker_each_and_threads_that_share_one(place: Place) -> None:
    """In memory two linkers on one store are two users of it."""
    linkers = [Linker(place.open(), Model.shipped()) for _ in range(2)]
    work = [(linkers[0], "gp"), (linkers[0], "school"), (linkers[1], "police"), (linkers[1], "gp")]
    with ThreadPoolExecutor(len(work)) as pool:
        list(pool.map(lambda one: [one[0].link(stated, on=ON) for stated in stream(one[1])], work))
    whole(place)
    for linker in linkers:
        linker.catch_up()
    assert linkers[0].state.dump() == linkers[1].state.dump()
