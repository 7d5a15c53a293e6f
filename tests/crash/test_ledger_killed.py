"""Writers of a ledger killed at any moment: no acknowledged link is lost, and the file opens cleanly.

More rounds: python tests/crash/test_ledger_killed.py --rounds 500
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from tocsin.identity.ledger.entries import ENGINE, Assert, Entry, Met, Split
from tocsin.identity.ledger.ledger import Ledger
from tocsin.identity.ledger.rebuild import rebuild
from tocsin.identity.stated import Stated
from tocsin.identity.stores.sqlite import SqliteStore
from tocsin.identity.stores.store import Arrival

ROUNDS = 20
ON = datetime(2024, 5, 1, 9, 30, tzinfo=UTC)
PERSON = "R. Osei, records lead"


class Writer:
    """A process that meets and links records for ever, and tells each number once it was acknowledged."""

    def __init__(self, path: Path, name: str) -> None:
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # later Pythons warn of threads beside a fork
            self.process = os.fork()
        if not self.process:
            try:
                os.close(reading)
                write_for_ever(path, name, writing)
            finally:
                os._exit(1)
        os.close(writing)
        self.told = os.fdopen(reading)

    def acknowledged(self, so_many: int) -> Iterator[tuple[int, str]]:
        for _, line in zip(range(so_many), self.told, strict=False):
            if line.endswith("\n"):
                seq, record = line.split()
                yield int(seq), record

    def kill(self) -> list[tuple[int, str]]:
        """What it had told before it died counts too."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        rest = list(self.acknowledged(1_000_000))
        self.told.close()
        return rest


def write_for_ever(path: Path, name: str, told: int) -> None:
    ledger = Ledger(SqliteStore(path))
    for turn in count():
        record, last = f"{name}-{turn}", f"{name}-{turn - 1}"
        entries = [Entry(Met(record), ON, ENGINE)]
        if turn:
            entries.append(Entry(Assert(record, last, 5.0), ON, ENGINE))
        if turn % 5 == 4:
            entries.append(Entry(Split("p-000001", ((record,), (last,))), ON, PERSON, "two children"))
        seq = ledger.take(entries, arrivals=[Arrival(Stated(record), (turn, -turn))]).seq
        os.write(told, f"{seq} {record}\n".encode())


def killed_in_turn(path: Path, chance: random.Random, number: int) -> dict[int, str]:
    """Two writers at once; one dies while the other goes on."""
    one, other = Writer(path, f"a{number}"), Writer(path, f"b{number}")
    told = dict(one.acknowledged(chance.randint(1, 9)))
    told |= one.kill()
    told |= other.acknowledged(chance.randint(1, 4))
    return told | dict(other.kill())


def whole(path: Path, told: dict[int, str]) -> None:
    """Everything acknowledged is there, and everything that is there holds together."""
    store = SqliteStore(path)
    entries = list(store.entries())
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    met = {entry.act.record for entry in entries if isinstance(entry.act, Met)}
    assert told
    assert max(told) <= len(entries)
    for seq, record in told.items():
        assert record in str(entries[seq - 1].act)
    assert set(store.stated(met)) == met
    assert {record for _, record in store.every_key()} == met
    assert Ledger(store).state.dump() == rebuild(entries).dump()
    store.close()
    with sqlite3.connect(path) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    plain.close()


def rounds(folder: Path, so_many: int) -> int:
    """Entries acknowledged over all rounds."""
    chance, told = random.Random(20240901), {}
    for number in range(so_many):
        told |= killed_in_turn(folder / "ledger.db", chance, number)
        whole(folder / "ledger.db", told)
    return len(told)


def test_no_acknowledged_link_is_lost_when_writers_are_killed(tmp_path: Path) -> None:
    assert rounds(tmp_path, ROUNDS) >= 2 * ROUNDS


def test_a_writer_killed_while_it_makes_the_store_leaves_none_or_a_whole_one(tmp_path: Path) -> None:
    chance = random.Random(20240901)
    for number in range(ROUNDS):
        path = tmp_path / f"{number}.db"
        writer = Writer(path, "first")
        for _ in range(chance.randint(0, 400_000)):
            if path.exists() and chance.random() < 0.001:
                break
        told = dict(writer.kill())
        store = SqliteStore(path)
        assert len(list(store.entries())) >= max(told, default=0)
        store.close()


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    with tempfile.TemporaryDirectory() as made:
        print(f"{rounds(Path(made), asked.parse_args().rounds)} acknowledged entries, none lost")
