"""The ledger over random histories: incremental equals rebuild equals a plain model, and undo undoes."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_histories import DECK, OVERRULING, SETTINGS, START, Histories, Numbers, numbers
from model_of_ledger import Model

from tocsin.identity.ledger.entries import Assert, Entry, Met, Promote, Reject, Undo, decoded, encoded
from tocsin.identity.ledger.picture import Picture
from tocsin.identity.ledger.rebuild import rebuild
from tocsin.identity.ledger.state import Change, State

SCORED = DECK.index("scored")
NUMBER = st.integers(0, (1 << 16) - 1)
DRAWN = st.lists(st.tuples(NUMBER, NUMBER, NUMBER, NUMBER), min_size=1, max_size=60)


def lived(drawn: list[Numbers]) -> tuple[State, list[Entry]]:
    state, entries = State(SETTINGS), []
    for entry in Histories().entries(state, drawn):
        state.apply(entry)
        entries.append(entry)
    return state, entries


@given(DRAWN)
@settings(max_examples=300)
def test_what_nothing_forbids_is_joined_and_what_is_apart_says_why(drawn: list[Numbers]) -> None:
    """Also where a rule is overruled after a link was passed over for its sake."""
    state, histories, entries = State(SETTINGS), Histories(near=3, deck=OVERRULING), []
    for entry in histories.entries(state, drawn):
        state.apply(entry)
        entries.append(entry)
    picture = rebuild(entries, SETTINGS)
    same(picture, state)
    waiting = {item.link for item in picture.review}
    for link in picture.links:
        assert (state.person_of(link.a) == state.person_of(link.b)) != (link in waiting)
    assert state.persons() == Model(entries, SETTINGS).persons()


def held(state: State) -> dict[str, frozenset[str]]:
    return {person: frozenset(records) for person, records in state.persons().items()}


def same(picture: Picture, state: State) -> None:
    told = state.picture()
    for name in Picture.__struct_fields__:
        assert getattr(told, name) == getattr(picture, name), name
    assert state.dump() == picture.dump()


@given(DRAWN)
@settings(max_examples=300)
def test_incremental_equals_a_rebuild(drawn: list[Numbers]) -> None:
    state, entries = lived(drawn)
    same(rebuild(entries, SETTINGS), state)


@given(DRAWN)
@settings(max_examples=60)
def test_the_persons_are_those_of_a_plain_model(drawn: list[Numbers]) -> None:
    state, entries = lived(drawn[:40])
    assert state.persons() == Model(entries, SETTINGS).persons()


def test_ten_thousand_acts_end_as_a_rebuild_does() -> None:
    state, histories, entries = State(SETTINGS), Histories(), []
    drawn = numbers(random.Random(20240901), 10_000)
    for entry in histories.entries(state, drawn):
        state.apply(entry)
        entries.append(entry)
        for record in histories.records[-1:]:
            assert state.resolve(f"p-{len(histories.records):06d}") is not None, record
        if entry.seq % 2_500 == 0:
            same(rebuild(entries, SETTINGS), state)
            assert all(state.resolve(person) for person in state.issued())
    assert len(state.review()) > 20
    assert len(state.persons()) > 500


def test_a_few_large_persons_end_as_a_rebuild_does() -> None:
    """Thirty records, each near to all others: most acts touch everybody."""
    state, histories, entries = State(SETTINGS), Histories(near=30), []
    for one in numbers(random.Random(11), 900):
        full = len(histories.records) == 30 and DECK[one[0] % len(DECK)] == "met"
        entry = histories.entry(state, (SCORED, *one[1:]) if full else one)
        state.apply(entry)
        entries.append(entry)
        if entry.seq % 150 == 0:
            same(rebuild(entries, SETTINGS), state)
    assert max(map(len, state.persons().values())) > 1


@given(DRAWN)
@settings(max_examples=150)
def test_undo_of_the_last_act_restores_the_bytes(drawn: list[Numbers]) -> None:
    state, entries = lived(drawn[:-1])
    before = state.dump()
    last = Histories()
    last.records, last.seq = sorted({e.act.record for e in entries if isinstance(e.act, Met)}), len(entries)
    entry = last.entry(state, drawn[-1])
    state.apply(entry)
    state.apply(Entry(Undo(entry.seq), START, "T. Mensah, team manager", "entered in error", entry.seq + 1))
    issued_anew = isinstance(entry.act, Met) and entry.act.record not in {
        e.act.record for e in entries if isinstance(e.act, Met)
    }
    if issued_anew:  # its number stays used, for ever
        told = state.picture()
        assert told.empty[-1] == last_id(state)
        assert msgspec.structs.replace(told, empty=told.empty[:-1]).dump() == before
    else:
        assert state.dump() == before


def last_id(state: State) -> str:
    return list(state.issued())[-1]


@given(DRAWN, NUMBER)
@settings(max_examples=150)
def test_undo_of_any_act_is_as_if_it_had_never_been(drawn: list[Numbers], which: int) -> None:
    state, entries = lived(drawn)
    gone = entries[which % len(entries)]
    if isinstance(gone.act, Met):
        return  # its number stays used: the case above
    if any(isinstance(e.act, Undo) and e.act.seq == gone.seq for e in entries):
        return
    undo = Entry(Undo(gone.seq), START, "T. Mensah, team manager", "entered in error", len(entries) + 1)
    state.apply(undo)
    without = [entry for entry in entries if entry.seq != gone.seq]
    same(rebuild(without, SETTINGS), state)
    again = Entry(Undo(undo.seq), START, "T. Mensah, team manager", "it was right", undo.seq + 1)
    state.apply(again)
    same(rebuild(entries, SETTINGS), state)


@given(DRAWN)
@settings(max_examples=100)
def test_every_id_ever_given_resolves_and_none_is_given_twice(drawn: list[Numbers]) -> None:
    owner: dict[str, str] = {}
    state, histories = State(SETTINGS), Histories()
    for entry in histories.entries(state, drawn):
        state.apply(entry)
        if isinstance(entry.act, Met) and entry.act.record not in owner.values():
            owner[last_id(state)] = entry.act.record
        for person in state.issued():
            found, now = state.resolve(person), state.person_of(owner[person])
            assert found is not None
            assert (found.person, found.empty) == (now or person, now is None)
            assert found.empty or state.resolve(found.person) == (found.person, False, ())
    assert list(owner) == list(state.issued())


@given(DRAWN)
@settings(max_examples=150)
def test_a_change_names_exactly_those_who_lost_or_gained_records(drawn: list[Numbers]) -> None:
    state, histories = State(SETTINGS), Histories()
    for entry in histories.entries(state, drawn):
        before, change = held(state), state.apply(entry)
        after = held(state)
        told = {person for person in before.keys() | after.keys() if before.get(person) != after.get(person)}
        assert change.persons == told
        assert change.before == {person: before[person] for person in told & before.keys()}
        assert change.after == {person: after[person] for person in told & after.keys()}


@given(DRAWN, st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_the_order_in_which_unrelated_acts_arrive_is_no_matter(
    drawn: list[Numbers], chance: random.Random
) -> None:
    _, entries = lived(drawn)
    met = list({e.act.record: e for e in entries if isinstance(e.act, Met)}.values())
    once = {tuple(sorted(_pair(e))): e for e in entries if isinstance(e.act, Assert | Reject | Promote)}
    acts = list(once.values())
    first = _renumbered([*met, *acts])
    chance.shuffle(acts)
    assert State.of(_renumbered([*met, *acts]), SETTINGS).dump() == State.of(first, SETTINGS).dump()


def _pair(entry: Entry) -> tuple[str, str]:
    act = entry.act
    if isinstance(act, Promote):
        return act.unborn, act.birth
    assert isinstance(act, Assert | Reject)
    return act.a, act.b


def _renumbered(entries: list[Entry]) -> list[Entry]:
    return [msgspec.structs.replace(entry, seq=seq) for seq, entry in enumerate(entries, 1)]


@given(DRAWN)
@settings(max_examples=50)
def test_an_entry_is_read_back_as_it_was_written(drawn: list[Numbers]) -> None:
    _, entries = lived(drawn)
    assert [decoded(encoded(entry)) for entry in entries] == entries


@pytest.mark.parametrize("seed", range(3))
def test_two_changes_told_as_one_say_what_was_and_what_is(seed: int) -> None:
    state, histories, whole = State(SETTINGS), Histories(), Change()
    start = held(state)
    for entry in histories.entries(state, numbers(random.Random(seed), 200)):
        whole = whole.then(state.apply(entry))
    end = held(state)
    assert whole.after == {p: r for p, r in end.items() if start.get(p) != r}
    assert whole.before == {}
