"""A store in one SQLite file, which threads and processes may share.

Each append is one transaction that takes the write lock before it reads the last number, in a write-ahead
log that is flushed to the disk before the append returns (synchronous=FULL). A killed process leaves whole
transactions only; the next opener recovers the log.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import IO

from tocsin.errors import StoreRefused, StoreTooNew
from tocsin.identity.ledger.entries import Entry, decoded
from tocsin.identity.ledger.sealed import AuditRow, SealedEntry
from tocsin.identity.stated import Stated
from tocsin.identity.stores.store import (
    VERSION,
    Arrival,
    Stale,
    audit_of,
    checked,
    sealed_of,
    stated_of,
    text_of,
)

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PATIENCE = 60.0  # seconds to wait for another writer
PAGE = 10_000  # rows read at a time
SCHEMA = (
    "CREATE TABLE tocsin_store (version INTEGER NOT NULL)",
    "CREATE TABLE entry (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE record (num INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stated TEXT NOT NULL)",
    "CREATE TABLE blk (key INTEGER NOT NULL, num INTEGER NOT NULL, PRIMARY KEY (key, num)) WITHOUT ROWID",
    "CREATE TABLE sealed (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE audit (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE kept (name TEXT PRIMARY KEY, body TEXT NOT NULL)",
    f"INSERT INTO tocsin_store VALUES ({VERSION})",
)


class SqliteStore:
    """Raises StoreRefused for a file that is none of Tocsin's, StoreTooNew for one a later Tocsin wrote."""

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._queue: IO[bytes] | None = None
        self._turns = 0
        self._founding = False
        self._left: list[sqlite3.Connection] = []  # a parent's, which a forked child must not touch or close
        self._open()

    def _open(self) -> sqlite3.Connection:
        """The connection of this process; after a fork a new one."""
        if self._connection is None or self._process != os.getpid():
            if self._connection is not None:
                self._left.append(self._connection)
                self._lock, self._turns, self._founding = RLock(), 0, False
            if self._queue is not None:
                self._queue.close()
            self._connection, self._process = self._connected(), os.getpid()
            self._queue = self._path.with_name(self._path.name + "-queue").open("ab")
        return self._connection

    def _connected(self) -> sqlite3.Connection:
        try:
            found = sqlite3.connect(
                self._path, timeout=PATIENCE, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise StoreRefused("The file cannot be opened.", where=self._path.name) from error
        try:
            self._prepare(found)
        except sqlite3.DatabaseError as error:
            found.close()
            raise self._refused(error) from error
        except BaseException:
            found.close()
            raise
        return found

    def _refused(self, error: sqlite3.DatabaseError) -> StoreRefused:
        return StoreRefused(
            f"The file cannot be used as a store ({error}).",
            where=self._path.name,
            do="Name another file, or restore a copy.",
        )

    def _prepare(self, found: sqlite3.Connection) -> None:
        found.execute("PRAGMA synchronous = FULL")
        found.execute("BEGIN IMMEDIATE")
        try:
            self._make(found)
            found.execute("COMMIT")
        except BaseException:
            found.execute("ROLLBACK")
            raise
        found.execute("PRAGMA journal_mode = WAL")

    def _make(self, found: sqlite3.Connection) -> None:
        tables = {name for (name,) in found.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            for statement in SCHEMA:
                found.execute(statement)
        elif "tocsin_store" not in tables:
            raise StoreRefused("The file is another program's database.", where=self._path.name)
        (version,) = found.execute("SELECT max(version) FROM tocsin_store").fetchone()
        if version > VERSION:
            raise StoreTooNew(f"The store is of version {version}.", where=self._path.name)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """SQLite waits by trying again, and whoever is busy would always be quicker than whoever waits."""
        self._open()
        with self._lock:
            self._turns += 1
            try:
                if self._turns == 1:
                    _queue_up(self._queue)
                yield
            finally:
                self._turns -= 1
                if self._turns == 0:
                    _leave(self._queue)

    @contextmanager
    def founding(self) -> Iterator[None]:
        """One transaction."""
        with self._writing():
            self._founding = True
            try:
                yield
            finally:
                self._founding = False

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        connection = self._open()
        if self._founding:
            yield connection
            return
        with self.turn():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _read(self, statement: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        connection = self._open()
        with self._lock:
            return connection.execute(statement, values).fetchall()

    def _bodies(self, table: str, after: int) -> Iterator[str]:
        """A page at a time, so that a long list is never held whole."""
        while page := self._read(
            f"SELECT seq, body FROM {table} WHERE seq > ? ORDER BY seq LIMIT {PAGE}", (after,)
        ):
            for seq, body in page:
                yield str(body)
                after = int(str(seq))

    def append(
        self,
        entries: Sequence[Entry],
        *,
        after: int,
        arrivals: Iterable[Arrival] = (),
        sealed: Sequence[SealedEntry] = (),
        sealed_after: int | None = None,
    ) -> int:
        checked(entries, after, sealed, sealed_after)
        with self._writing() as connection:
            self._expect(connection, after, sealed_after)
            for table, things in (("entry", entries), ("sealed", sealed)):
                rows = [(thing.seq, text_of(thing)) for thing in things]
                connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)
            self._put(connection, arrivals)
        return after + len(entries)

    @staticmethod
    def _expect(connection: sqlite3.Connection, after: int, sealed_after: int | None) -> None:
        last, sealed_last = connection.execute(
            "SELECT (SELECT coalesce(max(seq), 0) FROM entry), (SELECT coalesce(max(seq), 0) FROM sealed)"
        ).fetchone()
        sealed_after = sealed_last if sealed_after is None else sealed_after
        if (last, sealed_last) != (after, sealed_after):
            rows = [
                connection.execute(f"SELECT body FROM {table} WHERE seq > ? ORDER BY seq", (past,)).fetchall()
                for table, past in (("entry", after), ("sealed", sealed_after))
            ]
            raise Stale([decoded(body) for (body,) in rows[0]], [sealed_of(body) for (body,) in rows[1]])

    def entries(self, after: int = 0) -> Iterator[Entry]:
        return map(decoded, self._bodies("entry", after))

    def put(self, arrivals: Iterable[Arrival]) -> None:
        with self._writing() as connection:
            self._put(connection, arrivals)

    @staticmethod
    def _put(connection: sqlite3.Connection, arrivals: Iterable[Arrival]) -> None:
        for stated, keys in arrivals:
            (number,) = connection.execute(
                "INSERT INTO record (id, stated) VALUES (?, ?) "
                "ON CONFLICT (id) DO UPDATE SET stated = excluded.stated RETURNING num",
                (stated.id, text_of(stated)),
            ).fetchone()
            connection.executemany("INSERT OR IGNORE INTO blk VALUES (?, ?)", [(key, number) for key in keys])

    def stated(self, records: Iterable[str]) -> Mapping[str, Stated]:
        found = {}
        for record in records:
            for (text,) in self._read("SELECT stated FROM record WHERE id = ?", (record,)):
                found[record] = stated_of(str(text))
        return found

    def every_stated(self) -> Iterator[Stated]:
        after = 0
        while page := self._read(
            f"SELECT num, stated FROM record WHERE num > ? ORDER BY num LIMIT {PAGE}", (after,)
        ):
            for number, text in page:
                yield stated_of(str(text))
                after = int(str(number))

    def records_with(self, keys: Sequence[int], *, most: int) -> Mapping[int, tuple[str, ...]]:
        found = {}
        for key in keys:
            rows = self._read(
                "SELECT id FROM blk JOIN record USING (num) WHERE key = ? ORDER BY num LIMIT ?", (key, most)
            )
            if rows:
                found[key] = tuple(str(record) for (record,) in rows)
        return found

    def every_key(self) -> Iterator[tuple[int, str]]:
        rows = self._read("SELECT key, id FROM blk JOIN record USING (num) ORDER BY key, id")
        return ((int(str(key)), str(record)) for key, record in rows)

    def append_sealed(self, entry: SealedEntry, *, after: int) -> int:
        checked((), 0, (entry,), after)
        with self._writing() as connection:
            (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM entry").fetchone()
            self._expect(connection, last, after)
            connection.execute("INSERT INTO sealed VALUES (?, ?)", (entry.seq, text_of(entry)))
        return entry.seq

    def sealed(self, after: int = 0) -> Iterator[SealedEntry]:
        return map(sealed_of, self._bodies("sealed", after))

    def write_audit(self, row: AuditRow) -> int:
        with self._writing() as connection:
            (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM audit").fetchone()
            numbered = AuditRow(row.on, row.by, row.person, row.ground, last + 1)
            connection.execute("INSERT INTO audit VALUES (?, ?)", (last + 1, text_of(numbered)))
        return int(last) + 1

    def audit(self) -> Iterator[AuditRow]:
        return map(audit_of, self._bodies("audit", 0))

    def kept(self, name: str, *, first: str = "") -> str:
        if first:
            with self._writing() as connection:
                connection.execute("INSERT OR IGNORE INTO kept VALUES (?, ?)", (name, first))
        rows = self._read("SELECT body FROM kept WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""

    def close(self) -> None:
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
                self._connection = None
            if self._queue is not None:
                self._queue.close()
                self._queue = None


def _queue_up(queue: IO[bytes] | None) -> None:
    """Waits at a file beside the store. Where the system has no such locks, SQLite's own must do."""
    if fcntl is not None and queue is not None:
        with suppress(OSError):
            fcntl.flock(queue, fcntl.LOCK_EX)


def _leave(queue: IO[bytes] | None) -> None:
    if fcntl is not None and queue is not None:
        with suppress(OSError):
            fcntl.flock(queue, fcntl.LOCK_UN)
