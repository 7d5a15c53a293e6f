"""Two children's records joined in error and parted again: their concerns are then what they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from coded_folders import folder_of, reviewed

from tocsin.identity.live import Linker
from tocsin.identity.matching.model import Model
from tocsin.identity.stated import Home, Name, Stated
from tocsin.identity.stores.sqlite import SqliteStore

ON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SIGNED = {"on": ON, "by": "R. Osei, records lead", "reason": "read both files"}
NHS = ("943 476 5919", "943 476 5870")
TOLD = "disclosure by=child;kind=physical"

# record -> what its agency's rows say of the child
ROWS = {
    "midwifery/1": ["2016-02-01 midwifery birth"],
    "school/1": [f"2023-05-01 school {TOLD}", "2023-05-20 school absence"],
    "gp/1": ["2023-06-02 gp missed_appointment"],
    "midwifery/2": ["2016-02-03 midwifery birth"],
    "school/2": [f"2023-09-11 school {TOLD}"],
}


def stated(record: str) -> Stated:
    child = int(record[-1]) - 1
    return Stated(
        record,
        (Name(("Amira", "Bodhi")[child], ("Haddad", "Pryce")[child]),),
        (date(2016, 2, 1 + 2 * child),),
        "fm"[child],
        (Home(("ZZ1 4QT", "QQ4 8LM")[child], ("17 Larch Rise", "9 Harbour Way")[child]),),
        (NHS[child],),
    )


class Desk:
    """Concerns of every person, worked out again for those the linker names, and for nobody else."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.turn = folder, 0
        self.store = SqliteStore(folder / "ledger.db")
        self.linker = Linker(self.store, Model.shipped())
        self.concerns: dict[str, bytes] = {}

    def derive(self) -> frozenset[str]:
        changed = self.linker.changed()
        for person in changed:
            self.concerns.pop(person, None)
            if records := self.linker.state.records_of(person):
                now = self.linker.state.person_of(records[0]) or ""
                self.concerns[now] = self._concerns(records)
        return changed

    def _concerns(self, records: tuple[str, ...]) -> bytes:
        self.turn += 1
        rows = sorted(row for record in records for row in ROWS[record])
        review = reviewed(folder_of(self.folder / f"view-{self.turn}", *rows))
        return msgspec.json.encode(review.concerns, order="sorted")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.store.close()


def test_concerns_after_an_undone_merge_are_exactly_those_before_it(desk: Desk) -> None:
    persons = {record: desk.linker.link(stated(record), on=ON).person for record in ROWS}
    one, other = persons["school/1"], persons["school/2"]
    assert sorted(set(persons.values())) == sorted((one, other))
    desk.derive()
    apart, state = dict(desk.concerns), desk.linker.state.dump()
    assert set(apart) == {one, other}
    assert apart[one] != apart[other] != b"[]"

    merged = desk.linker.decide(
        "school/1", "school/2", same=True, despite=("two_nhs_numbers", "birth_dates_apart"), **SIGNED
    )
    assert desk.derive() == {one, other}
    assert set(desk.concerns) == {one}
    assert desk.concerns[one] not in apart.values()

    desk.linker.undo(merged.seq, **SIGNED)
    assert desk.derive() == {one, other}
    assert desk.concerns == apart
    assert desk.linker.state.dump() == state
    assert desk.derive() == frozenset()
    assert Linker(desk.store, Model.shipped()).state.dump() == state


def test_a_split_gives_each_child_the_concerns_of_their_own_records(desk: Desk) -> None:
    """Also where a new record was linked to the wrong child, and only its own agency knew better."""
    persons = {record: desk.linker.link(stated(record), on=ON).person for record in ROWS}
    desk.derive()
    apart = dict(desk.concerns)
    desk.linker.decide(
        "gp/1", "midwifery/2", same=True, despite=("two_nhs_numbers", "birth_dates_apart"), **SIGNED
    )
    desk.derive()
    person = desk.linker.state.person_of("gp/1") or ""
    sides = [[r for r in ROWS if r.endswith(end)] for end in ("1", "2")]
    desk.linker.split(person, sides, **SIGNED)
    desk.derive()
    assert desk.concerns == apart
    assert {desk.linker.state.person_of(record) for record in ROWS} == set(persons.values())
