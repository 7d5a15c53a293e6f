"""A great many records stored at once end as if they had been stored one by one."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from linkers import CHILDREN, stream
from stores_to_test import Place

from tocsin.errors import LedgerRefused
from tocsin.identity.acts import known_of
from tocsin.identity.ledger.entries import ENGINE, Assert, Entry, Met, Undo, numbered
from tocsin.identity.ledger.ledger import Ledger
from tocsin.identity.live import Linker
from tocsin.identity.live_index import stored_keys
from tocsin.identity.matching.model import Model
from tocsin.identity.stated import Home, Name, Stated
from tocsin.identity.stores.memory import MemoryStore
from tocsin.identity.stores.store import Arrival, Stale, Store

ON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AWKWARD = (
    "tab\there",
    "back\\slash",
    'quoted "so"',
    "two\nlines\r",
    "{braces, comma}",
    "Żółć 孩子",
    "\\N",
    "NULL",
)


def awkward(id: str, n: int) -> Arrival:
    stated = Stated(id, (Name(id, f"O'{id}"),), homes=(Home("ZZ1 4QT", id),), nhs_numbers=(id,))
    return Arrival(stated, (-(2**63), n, 2**63 - 1, n))


def arrivals() -> list[Arrival]:
    return [awkward(id, 7 - n) for n, id in enumerate(AWKWARD)]


def met(records: list[Arrival], *, after: int) -> tuple[Entry, ...]:
    return numbered([Entry(Met(one.stated.id), ON, ENGINE) for one in records], after=after)


def content(store: Store) -> tuple[object, ...]:
    keys = sorted({key for key, _ in store.every_key()})
    return (
        tuple(store.entries()),
        list(store.every_stated()),
        list(store.every_key()),
        dict(store.records_with(keys, most=99)),
    )


def one_by_one(store: Store, records: list[Arrival]) -> None:
    for seq, arrival in enumerate(records):
        store.append(met([arrival], after=seq), after=seq, arrivals=[arrival])


def test_it_keeps_what_single_appends_would(place: Place) -> None:
    single, store = MemoryStore(), place.open()
    one_by_one(single, arrivals())
    with store.founding():
        for begin in (0, 3, 6):
            some = arrivals()[begin : begin + 3]
            assert store.append(met(some, after=begin), after=begin, arrivals=some) == begin + len(some)
    assert content(store) == content(single)
    assert content(place.open()) == content(single)


def test_what_comes_after_is_numbered_on(place: Place) -> None:
    later = [awkward("later", 3), *arrivals()[:2]]
    single, store = MemoryStore(), place.open()
    one_by_one(single, [*arrivals(), *later])
    with store.founding():
        store.append(met(arrivals(), after=0), after=0, arrivals=arrivals())
    with store.founding():  # two of the three are there already
        store.append(met(later, after=len(AWKWARD)), after=len(AWKWARD), arrivals=later)
    assert content(store) == content(single)


def test_one_record_twice_in_a_founding_has_the_last_words_and_all_keys(place: Place) -> None:
    store = place.open()
    twice = [awkward("a", 1), Arrival(Stated("a", (Name("Zoë", "Lindqvist"),)), (5,))]
    with store.founding():
        store.append(met(twice, after=0), after=0, arrivals=twice)
    assert store.stated(["a"])["a"].names == (Name("Zoë", "Lindqvist"),)
    assert set(store.records_with([1, 5], most=9)) == {1, 5}


def test_whoever_came_first_is_told(place: Place) -> None:
    store = place.open()
    first = met(arrivals()[:2], after=0)
    store.append(first, after=0)
    with pytest.raises(Stale) as stale, store.founding():
        store.append(met(arrivals()[2:], after=0), after=0, arrivals=arrivals()[2:])
    assert stale.value.missed == first


def test_a_founding_cut_short_leaves_nothing_and_the_next_one_stands(lasting: Place) -> None:
    store = lasting.open()
    slip = met(arrivals(), after=5)
    with pytest.raises(ValueError, match="was due"), store.founding():
        assert store.append(met(arrivals(), after=0), after=0, arrivals=arrivals()) + store.append(
            slip, after=0
        )
    assert content(store) == ((), [], [], {})
    with store.founding():
        store.append(met(arrivals(), after=0), after=0, arrivals=arrivals())
    assert len(content(lasting.open())[0]) == len(AWKWARD)  # type: ignore[arg-type]


def killed_while_entering(place: Place) -> None:
    def register() -> Iterator[Stated]:
        yield from stream("a")
        os.kill(os.getpid(), signal.SIGKILL)

    Linker(place.fresh(), Model.shipped()).enter(register(), on=ON)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL")
def test_a_process_killed_while_it_enters_a_register_has_entered_nobody(
    lasting: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tocsin.identity.live.AT_ONCE", 5)
    process = multiprocessing.get_context("spawn").Process(target=killed_while_entering, args=(lasting,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    linker = Linker(lasting.open(), Model.shipped())
    assert (linker.state.seq, linker.enter(stream("a"), on=ON).seq) == (0, CHILDREN)


# A register entered


def entered_singly(store: Store) -> Linker:
    linker = Linker(store, Model.shipped())
    for one in stream("a"):
        entry = Entry(Met(one.id, known_of(one)), ON, ENGINE)
        linker.take_whole([entry], [Arrival(one, stored_keys([one])[0])])
    return linker


def test_a_register_entered_at_once_is_as_entered_record_by_record(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tocsin.identity.live.AT_ONCE", 5)
    store = MemoryStore()
    singly = entered_singly(store)
    whole = Linker(place.open(), Model.shipped())
    receipt = whole.enter(stream("a"), on=ON)
    assert receipt.seq == len(receipt.change.after) == CHILDREN
    assert whole.state.dump() == singly.state.dump() == Linker(place.open()).state.dump()
    assert content(place.open())[1:] == content(store)[1:]
    for one in stream("b"):
        assert whole.find(one) == singly.find(one)
        assert whole.link(one, on=ON).person == singly.link(one, on=ON).person


def test_a_register_entered_again_changes_nobody_and_brings_the_new(place: Place) -> None:
    linker = Linker(place.open(), Model.shipped())
    first = stream("a")
    linker.enter(first[:5], on=ON)
    linker.link(first[5], on=ON)
    assert linker.find(replace(first[0], id="asked")).best is not None
    linker.changed()
    receipt = linker.enter([*first, *first], on=ON)
    assert (receipt.seq, len(receipt.change.after)) == (CHILDREN, CHILDREN - 6)
    assert linker.changed() == receipt.change.after.keys()
    assert linker.enter(first, on=ON).change.persons == frozenset()
    assert linker.link(replace(first[-1], id="again"), on=ON).person == linker.state.person_of(first[-1].id)


def test_a_register_is_entered_after_what_another_process_stored(place: Place) -> None:
    one, other = (Linker(place.open(), Model.shipped()) for _ in range(2))
    one.enter(stream("a")[:4], on=ON)
    other.enter(stream("a"), on=ON)
    one.catch_up()
    assert one.state.dump() == other.state.dump()


def test_only_records_that_arrive_are_taken_so_many_at_a_time(place: Place) -> None:
    ledger = Ledger(place.open())
    ledger.take([Entry(Met("a"), ON, ENGINE), Entry(Met("b"), ON, ENGINE)])
    for act in (Assert("a", "b", 9.0), Undo(1)):
        with pytest.raises(ValueError, match="only records that arrive"):
            ledger.found([([Entry(act, ON, ENGINE)], ())])
    with pytest.raises(LedgerRefused, match="has no id"):
        ledger.found([([Entry(Met("c"), ON, ENGINE), Entry(Met(""), ON, ENGINE)], ())])
    assert ledger.take([Entry(Met("d"), ON, ENGINE)]).seq == 3
