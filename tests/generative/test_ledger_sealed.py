"""Two ledgers, one with a seal and one without: to whoever has no ground they are the same, byte for byte."""

from __future__ import annotations

import random
from itertools import combinations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_histories import PERSON, SETTINGS, START, Histories, Numbers

from tocsin.errors import LedgerRefused
from tocsin.identity.ledger.entries import ENGINE, Assert, Entry, Met, Restated, numbered
from tocsin.identity.ledger.ledger import Ledger, Receipt
from tocsin.identity.ledger.picture import Picture
from tocsin.identity.ledger.rebuild import rebuild
from tocsin.identity.ledger.sealed import NOTHING, Ground
from tocsin.identity.ledger.state import State
from tocsin.identity.stores.memory import MemoryStore

NUMBER = st.integers(0, (1 << 16) - 1)
DRAWN = st.lists(st.tuples(NUMBER, NUMBER, NUMBER, NUMBER), min_size=5, max_size=30)
OLD, NEW = "old-name", "new-name"
ORDER = Ground("court_order", "ZZ24C00001")


def opened(*, sealed: bool) -> Ledger:
    ledger = Ledger(MemoryStore(), SETTINGS)
    ledger.take([Entry(Met(record), START, ENGINE) for record in (OLD, NEW)])
    if sealed:
        ledger.seal(OLD, NEW, kind="adoption", by="A. Khan, adoption team", on=START, reason="order made")
    return ledger


def told(ledger: Ledger) -> bytes:
    """Everything that somebody without ground can ask for."""
    state = ledger.state
    records = sorted(record for person in state.persons().values() for record in person)
    answers = (
        state.dump(),
        [state.resolve(person) for person in state.issued()],
        [state.records_of(person) for person in state.issued()],
        [
            (state.review_of(p), state.links_of(p), state.facts_of(p), state.fate_of(p))
            for p in state.persons()
        ],
        [ledger.history(person) for person in state.persons()],
        [(a, b, state.explain(a, b)) for a, b in combinations(records[:12], 2)],
        ledger.open_sealed("p-000001", ground=None, by=PERSON, on=START) == NOTHING,
        state.seq,
    )
    return msgspec.json.encode(answers)


def taken(ledger: Ledger, entry: Entry) -> bool:
    """A second birth of one unborn child is refused, and counts for nothing."""
    try:
        ledger.take([entry])
    except LedgerRefused:
        return False
    return True


def joined(state: State) -> bool:
    return state.person_of(OLD) is not None and state.person_of(OLD) == state.person_of(NEW)


def crosses(state: State, entry: Entry) -> bool:
    """The engine's evidence across the seal: the ledger without a seal is one that never had any."""
    act = entry.act
    others = (
        [act.b]
        if isinstance(act, Assert)
        else [o for o, _ in act.scores]
        if isinstance(act, Restated)
        else []
    )
    first = act.a if isinstance(act, Assert) else act.record if isinstance(act, Restated) else ""
    return entry.by == ENGINE and any(
        state.sealed_apart(state.members(first), state.members(other)) for other in others
    )


def receipts_agree(one: Receipt, other: Receipt) -> bool:
    return msgspec.json.encode(_plain(one)) == msgspec.json.encode(_plain(other))


def _plain(receipt: Receipt) -> tuple[object, ...]:
    parts = (receipt.change.before, receipt.change.after)
    return receipt.seq, *(sorted((p, sorted(records)) for p, records in part.items()) for part in parts)


@given(DRAWN, st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_a_seal_cannot_be_told_from_none(drawn: list[Numbers], chance: random.Random) -> None:
    """Any history that does not itself join the two; and the engine may compare them as often as it likes."""
    with_seal, without = opened(sealed=True), opened(sealed=False)
    trial, histories = opened(sealed=False), Histories()
    histories.records, histories.seq = [OLD, NEW], 2
    for one in drawn:
        histories.records = [record for record in histories.records if trial.state.is_met(record)]
        entry = histories.entry(trial.state, one)
        histories.seq -= 1
        if crosses(with_seal.state, entry) or joined(State.of([*trial.state.journal, entry], SETTINGS)):
            continue
        if not taken(trial, entry):
            continue
        histories.seq += 1
        assert receipts_agree(with_seal.take([entry]), without.take([entry]))
        if chance.random() < 0.3:
            compared = _compared(with_seal.state, chance)
            before = told(with_seal)
            assert with_seal.take([compared]).change.persons == frozenset()
            assert told(with_seal) == before
    assert told(with_seal) == told(without)


def _compared(state: State, chance: random.Random) -> Entry:
    """The engine finds somebody of the one side to be somebody of the other."""
    sides = [sorted(state.members(record)) for record in (OLD, NEW)]
    return Entry(Assert(chance.choice(sides[0]), chance.choice(sides[1]), 9.0), START, ENGINE)


@given(DRAWN)
@settings(max_examples=150)
def test_whatever_happens_the_two_are_never_joined_and_a_rebuild_agrees(drawn: list[Numbers]) -> None:
    ledger, histories = opened(sealed=True), Histories()
    histories.records, histories.seq = [OLD, NEW], 2
    for one in drawn:
        histories.seq = ledger.state.seq
        histories.records = [record for record in histories.records if ledger.state.is_met(record)]
        taken(ledger, histories.entry(ledger.state, one))
        assert not joined(ledger.state)
    picture = rebuild(ledger.state.journal, SETTINGS, [(OLD, NEW)])
    state = ledger.state.picture()
    for name in set(Picture.__struct_fields__) - {"links"}:
        assert getattr(state, name) == getattr(picture, name), name
    assert set(state.links) <= set(picture.links)


def test_a_batch_that_would_join_the_two_through_a_third_is_withheld() -> None:
    ledger = opened(sealed=True)
    ledger.take(
        [
            Entry(Met("between"), START, ENGINE),
            Entry(Assert("between", OLD, 9.0), START, ENGINE),
            Entry(Assert("between", NEW, 9.0), START, ENGINE),
        ]
    )
    assert ledger.state.seq == 4
    assert ledger.open_sealed("p-000002", ground=ORDER, by=PERSON, on=START).links[0].withheld == 1


def test_a_ledger_opened_again_keeps_the_seal() -> None:
    store = MemoryStore()
    ledger = Ledger(store, SETTINGS)
    ledger.take([Entry(Met(record), START, ENGINE) for record in (OLD, NEW)])
    other = Ledger(store, SETTINGS)
    ledger.seal(OLD, NEW, kind="protection", by="A. Khan, unit", on=START, reason="moved")
    store.append(numbered([Entry(Assert(OLD, NEW, 9.0), START, ENGINE)], after=2), after=2)
    for one in (ledger, other, Ledger(store, SETTINGS)):
        one.catch_up()
        assert not joined(one.state)
        assert one.state.picture().links == ()
        assert one.state.review() == ()
