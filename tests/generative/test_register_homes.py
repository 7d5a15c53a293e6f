"""Who was born at one home on one day: the same however the register was made."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.identity.matching import index as index_module
from tocsin.identity.matching.index import Index
from tocsin.identity.matching.register import Register
from tocsin.identity.stated import Home, Name, Stated

entries = st.builds(
    Stated,
    id=st.sampled_from([f"p{number}" for number in range(12)]),
    names=st.just((Name("Amara", "Osei"),)),
    births=st.sampled_from([(), (date(2015, 3, 1),), (date(2016, 3, 1),)]),
    homes=st.sampled_from([(), (Home("KX1 2AB", "12 Mill Lane"),), (Home("KX1 2AB", "14 Mill Lane"),)]),
    household=st.sampled_from(["", "h1", "h2"]),
)


def marks(register: Register) -> dict[str, bool]:
    column, first = register.columns.column("born_together"), register.columns.first
    return {person: bool(column[first[entry]] == 1) for person, entry in register.entry_of.items()}


def expected(held: list[Stated]) -> dict[str, bool]:
    last = {entry.id: entry for entry in held}
    keys = {id: (house(entry), entry.births) for id, entry in last.items()}
    return {id: all(key) and list(keys.values()).count(key) > 1 for id, key in keys.items()}


def house(entry: Stated) -> str:
    return entry.household or "|".join(home.address for home in entry.homes)


@given(st.lists(entries, max_size=14), st.integers(0, 14))
@settings(deadline=None)
def test_marks_are_the_same_built_at_once_or_one_by_one(held: list[Stated], cut: int) -> None:
    register = Register.build(held[:cut])
    for entry in held[cut:]:
        register.add(entry)
    assert marks(register) == expected(held)


def test_a_great_index_is_sorted_by_ranges_as_a_small_one_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(5)
    keys = chance.choice(chance.integers(0, 2**64, 700, dtype=np.uint64), 2_000)
    rows = np.arange(2_000, dtype=np.int32)
    found = []
    for tail in (100, 10_000):
        monkeypatch.setattr(index_module, "TAIL", tail)
        index = Index()
        for begin in range(0, 2_000, 300):
            index.stage(keys[begin : begin + 300], rows[begin : begin + 300])
        index.sort()
        found.append((index._keys.tolist(), index._rows.tolist(), sorted(index.shared())))
    assert found[0] == found[1]
    assert found[0][0] == sorted(keys.tolist())
    assert sum(map(len, found[0][2])) == sum(1 for key in keys.tolist() if keys.tolist().count(key) > 1)
