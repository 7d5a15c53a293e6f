"""Memory, SQLite and PostgreSQL keep the same things in the same way."""

from __future__ import annotations

import sqlite3
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from stores_to_test import Place

from tocsin.errors import DriverMissing, StoreRefused, StoreTooNew
from tocsin.identity.ledger.entries import ENGINE, Assert, Entry, Met, Restated, numbered
from tocsin.identity.ledger.plausible import Known, Stay
from tocsin.identity.ledger.sealed import AuditRow, Ground, Seal, SealedEntry
from tocsin.identity.stated import Home, Name, Stated, Unborn
from tocsin.identity.stores.postgres import PostgresStore
from tocsin.identity.stores.sqlite import SqliteStore
from tocsin.identity.stores.store import Arrival, Stale

ON = datetime(2024, 5, 1, 9, 30, tzinfo=UTC)
SMALL, LARGE = -(2**63), 2**63 - 1


def met(*records: str) -> list[Entry]:
    return [Entry(Met(record), ON, ENGINE) for record in records]


def test_it_gives_back_entries_as_they_were_in_order(place: Place) -> None:
    stay = Stay("ward", date(2024, 1, 1), date(2024, 1, 3))
    known = Known(frozenset(("9434765919",)), frozenset((date(2015, 1, 1),)), "b1", (stay,))
    acts = [Met("r1", known), Met("r2"), Assert("r1", "r2", 4.5), Restated("r1", (("r2", -0.5),), Known())]
    entries = numbered([Entry(act, ON, ENGINE, "Zoë’s file") for act in acts], after=0)
    store = place.open()
    assert store.append(entries[:2], after=0) == 2
    assert store.append(entries[2:], after=2) == 4
    assert tuple(place.open().entries()) == entries
    assert tuple(store.entries(after=3)) == entries[3:]


def test_whoever_comes_second_is_told_what_came_first_and_stores_nothing(place: Place) -> None:
    one, other = place.open(), place.open()
    first = numbered(met("r1", "r2"), after=0)
    one.append(first, after=0)
    with pytest.raises(Stale) as stale:
        other.append(numbered(met("r9"), after=0), after=0, arrivals=[Arrival(Stated("r9"), (7,))])
    assert stale.value.missed == first
    assert tuple(one.entries()) == first
    assert one.stated(["r9"]) == {}
    assert one.records_with([7], most=9) == {}
    with pytest.raises(Stale):
        other.append(numbered(met("r9"), after=5), after=5)


def test_numbers_that_do_not_run_on_are_the_callers_slip(place: Place) -> None:
    with pytest.raises(ValueError, match="entry 3 where 1 was due"):
        place.open().append(numbered(met("r1"), after=2), after=0)


def test_an_append_brings_its_records_and_keys_or_nothing(place: Place) -> None:
    stated = Stated(
        "r1", (Name("Zoë Ann", "O’Hara"),), (date(2015, 2, 3),), "f", (Home("ZZ1 1ZZ", "1 High St"),),
        ("9434765919",), "h1", "gp", Unborn("r0", date(2024, 9, 1), 2),
    )  # fmt: skip
    place.open().append(
        numbered(met("r1"), after=0), after=0, arrivals=[Arrival(stated, (SMALL, 5, LARGE, 5))]
    )
    store = place.open()
    assert store.stated(["r1", "nobody"]) == {"r1": stated}
    assert store.records_with([LARGE, SMALL, 6], most=3) == {SMALL: ("r1",), LARGE: ("r1",)}
    assert list(store.every_key()) == [(SMALL, "r1"), (5, "r1"), (LARGE, "r1")]


def test_a_correction_replaces_the_identity_and_adds_keys(place: Place) -> None:
    store = place.open()
    store.put([Arrival(Stated("r2"), (1, 2)), Arrival(Stated("r1", sex="f"), (2,)), Arrival(Stated("r3"))])
    store.put([Arrival(Stated("r2", sex="m"), (2, 3))])
    assert list(store.every_stated()) == [Stated("r2", sex="m"), Stated("r1", sex="f"), Stated("r3")]
    assert store.records_with([1, 2, 3], most=9) == {1: ("r2",), 2: ("r2", "r1"), 3: ("r2",)}


def test_a_key_that_half_the_register_shares_gives_no_more_than_was_asked(place: Place) -> None:
    store = place.open()
    store.put(Arrival(Stated(f"r{n}"), (1,)) for n in range(300))
    assert store.records_with([1], most=4) == {1: ("r0", "r1", "r2", "r3")}


def test_the_sealed_list_and_the_audit_have_numbers_of_their_own(place: Place) -> None:
    store = place.open()
    store.append(numbered(met("r1", "r2"), after=0), after=0)
    seal = SealedEntry(Seal("r1", "r2", "adoption"), ON, "A. Khan, adoption team", "order made", 1)
    assert store.append_sealed(seal, after=0) == 1
    with pytest.raises(Stale) as stale:
        place.open().append_sealed(seal, after=0)
    assert (stale.value.missed, stale.value.sealed) == ((), (seal,))
    row = AuditRow(ON, "B. Lewis, social worker", "p-000001", Ground("court_order", "ZZ24C00001"))
    assert [store.write_audit(row), store.write_audit(row)] == [1, 2]
    assert [found.seq for found in place.open().audit()] == [1, 2]
    assert next(iter(store.audit())).ground == row.ground
    assert list(store.sealed()) == [seal]
    assert len(list(store.entries())) == 2


def test_entries_and_sealed_ones_are_stored_together_or_not_at_all(place: Place) -> None:
    one, other = place.open(), place.open()
    one.append(numbered(met("r1", "r2"), after=0), after=0)
    seal = SealedEntry(Seal("r1", "r2", "adoption"), ON, "A. Khan, adoption team", "order made", 1)
    one.append(numbered(met("r3"), after=2), after=2, sealed=(seal,), sealed_after=0)
    with pytest.raises(Stale) as stale:
        other.append(numbered(met("r4"), after=3), after=3, sealed_after=0)
    assert (stale.value.missed, stale.value.sealed) == ((), (seal,))
    assert len(list(other.entries())) == 3
    with pytest.raises(ValueError, match=r"the number they follow|what sealed entries follow"):
        other.append((), after=3, sealed=(seal,))


def test_a_note_about_the_store_is_kept_as_it_was_first_written(place: Place) -> None:
    one, other = place.open(), place.open()
    assert one.kept("thresholds") == ""
    assert one.kept("thresholds", first="3.0") == "3.0"
    assert other.kept("thresholds", first="4.0") == "3.0"
    assert place.open().kept("thresholds") == "3.0"


def test_many_entries_are_read_a_page_at_a_time(place: Place) -> None:
    store = place.open()
    entries = numbered(met(*(f"r{n}" for n in range(20_001))), after=0)
    store.append(entries, after=0)
    assert sum(1 for _ in store.entries()) == 20_001
    with pytest.raises(Stale) as stale:
        store.append(numbered(met("late"), after=1), after=1)
    assert len(stale.value.missed) == 20_000


def test_a_file_that_is_no_store_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    words = tmp_path / "notes.db"
    words.write_text("These are somebody's notes. " * 200)
    with pytest.raises(StoreRefused, match=r"notes\.db"):
        SqliteStore(words)
    assert words.read_text().startswith("These are")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as made:
        made.execute("CREATE TABLE theirs (x)")
    made.close()
    with pytest.raises(StoreRefused, match="another program"):
        SqliteStore(other)
    with pytest.raises(StoreRefused):
        SqliteStore(tmp_path / "no folder" / "ledger.db")


def test_a_store_of_a_later_version_is_refused(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "ledger.db").close()
    with sqlite3.connect(tmp_path / "ledger.db") as later:
        later.execute("UPDATE tocsin_store SET version = 99")
    later.close()
    with pytest.raises(StoreTooNew, match="version 99"):
        SqliteStore(tmp_path / "ledger.db")


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    store = SqliteStore(path)
    store.append(numbered(met(*(f"r{n}" for n in range(500))), after=0), after=0)
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:20] + b"\xff" * 80 + whole[100:])
    with pytest.raises(StoreRefused, match="restore a copy"):
        SqliteStore(path)


@pytest.mark.parametrize("version", ["postgres18", "postgres15"])
def test_a_schema_of_a_later_version_or_another_program_is_refused(
    version: str, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue(version)
    import psycopg

    PostgresStore(server, schema="later").close()
    with psycopg.connect(server, autocommit=True) as later:
        later.execute("UPDATE later.tocsin_store SET version = 99")
        later.execute("CREATE SCHEMA theirs")
        later.execute("CREATE TABLE theirs.cases (x integer)")
    with pytest.raises(StoreTooNew, match="version 99"):
        PostgresStore(server, schema="later")
    with pytest.raises(StoreRefused, match="another program"):
        PostgresStore(server, schema="theirs")


def test_a_server_that_is_not_there_is_told_as_such(tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    with pytest.raises(StoreRefused, match="cannot be reached"):
        PostgresStore(f"host={tmp_path} user=nobody")


def test_without_the_driver_it_says_which_extra_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DriverMissing, match="psycopg"):
        PostgresStore("")


@pytest.mark.parametrize("version", ["postgres18", "postgres15"])
def test_a_lost_connection_is_told_and_the_next_act_opens_another(
    version: str, request: pytest.FixtureRequest
) -> None:
    server = request.getfixturevalue(version)
    import psycopg

    store = PostgresStore(server, schema="lost")
    store.append(numbered(met("r1"), after=0), after=0)
    with psycopg.connect(server, autocommit=True) as killer:
        killer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
    with pytest.raises(StoreRefused, match="connection was lost"):
        store.append(numbered(met("r2"), after=1), after=1)
    assert store.append(numbered(met("r2"), after=1), after=1) == 2
    store.close()
