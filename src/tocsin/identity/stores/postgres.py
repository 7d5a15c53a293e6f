"""A store in PostgreSQL, in a schema of its own, which many processes share.

One advisory lock a store makes appends wait for one another, so numbers run on without gaps. An append
with its records and keys is one statement, so one round trip: a function of the store takes the lock, looks
whether anybody came first, and stores all or gives back what was missed. The server has flushed it to the
disk (synchronous_commit) before the append returns.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any, LiteralString

from tocsin.errors import DriverMissing, StoreRefused, StoreTooNew
from tocsin.identity.ledger.entries import Entry, decoded
from tocsin.identity.ledger.sealed import AuditRow, SealedEntry
from tocsin.identity.stated import Stated
from tocsin.identity.stores.postgres_founding import Founding, array_of, array_of_numbers
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

if TYPE_CHECKING:
    from psycopg import Connection

SCHEMA: tuple[LiteralString, ...] = (
    "CREATE TABLE tocsin_store (version integer NOT NULL)",
    "CREATE TABLE entry (seq bigint PRIMARY KEY, body text NOT NULL)",
    "CREATE TABLE record (num bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL UNIQUE, "
    "stated text NOT NULL)",
    "CREATE TABLE blk (key bigint NOT NULL, num bigint NOT NULL, PRIMARY KEY (key, num))",
    "CREATE TABLE sealed (seq bigint PRIMARY KEY, body text NOT NULL)",
    "CREATE TABLE audit (seq bigint PRIMARY KEY, body text NOT NULL)",
    "CREATE TABLE kept (name text PRIMARY KEY, body text NOT NULL)",
    """
    CREATE FUNCTION put(ids text[], texts text[], keys bigint[], owners integer[])
    RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO record (id, stated)
        SELECT brought.id, brought.stated
        FROM unnest(ids, texts) WITH ORDINALITY AS brought (id, stated, place) ORDER BY place
        ON CONFLICT (id) DO UPDATE SET stated = excluded.stated;
        INSERT INTO blk
        SELECT DISTINCT brought.key, record.num
        FROM unnest(keys, owners) AS brought (key, owner)
        JOIN unnest(ids) WITH ORDINALITY AS known (id, place) ON known.place = brought.owner
        JOIN record ON record.id = known.id
        ON CONFLICT DO NOTHING;
    END $$
    """,
    # Each statement of a function sees what was committed before it began, so also what others stored while
    # this one waited for the lock. The first row says that somebody came first; those after it, with what.
    """
    CREATE FUNCTION append(
        store text, entries_after bigint, entries text[], sealed_after bigint, seals text[],
        ids text[], texts text[], keys bigint[], owners integer[]
    ) RETURNS TABLE (list text, seq bigint, body text) LANGUAGE plpgsql AS $$
    #variable_conflict use_column
    DECLARE
        last bigint;
        last_sealed bigint;
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('tocsin ' || store, 0));
        SELECT coalesce(max(entry.seq), 0) INTO last FROM entry;
        SELECT coalesce(max(sealed.seq), 0) INTO last_sealed FROM sealed;
        IF last <> coalesce(entries_after, last) OR last_sealed <> coalesce(sealed_after, last_sealed) THEN
            RETURN QUERY SELECT 'stale'::text, 0::bigint, ''::text;
            RETURN QUERY SELECT 'entry'::text, entry.seq, entry.body FROM entry
                WHERE entry.seq > entries_after ORDER BY entry.seq;
            RETURN QUERY SELECT 'sealed'::text, sealed.seq, sealed.body FROM sealed
                WHERE sealed.seq > sealed_after ORDER BY sealed.seq;
            RETURN;
        END IF;
        INSERT INTO entry SELECT last + one.place, one.body
            FROM unnest(entries) WITH ORDINALITY AS one (body, place);
        IF cardinality(seals) > 0 THEN
            INSERT INTO sealed SELECT last_sealed + one.place, one.body
                FROM unnest(seals) WITH ORDINALITY AS one (body, place);
        END IF;
        IF cardinality(ids) > 0 THEN
            PERFORM put(ids, texts, keys, owners);
        END IF;
    END $$
    """,
)
# Everything here is looked up by its key. Plans that the server would make for a table while it is small read
# all of it, and are kept while it grows.
SETTINGS: tuple[LiteralString, ...] = (
    "SET synchronous_commit = on",
    "SET plan_cache_mode = force_generic_plan",
    "SET enable_seqscan = off",
    "SET enable_hashjoin = off",
    "SET enable_mergejoin = off",
)
LOCK: LiteralString = "SELECT pg_advisory_xact_lock(hashtextextended('tocsin ' || %s, 0))"
APPEND: LiteralString = (
    "SELECT list, body FROM append(%s, %s::bigint, %s::text[], %s::bigint, %s::text[], "
    "%s::text[], %s::text[], %s::bigint[], %s::integer[])"
)
PUT: LiteralString = "SELECT put(%s::text[], %s::text[], %s::bigint[], %s::integer[])"
LAST_AUDIT: LiteralString = "SELECT coalesce(max(seq), 0) FROM audit"
PAGE: dict[str, LiteralString] = {
    "entry": "SELECT seq, body FROM entry WHERE seq > %s ORDER BY seq LIMIT 10000",
    "sealed": "SELECT seq, body FROM sealed WHERE seq > %s ORDER BY seq LIMIT 10000",
    "audit": "SELECT seq, body FROM audit WHERE seq > %s ORDER BY seq LIMIT 10000",
    "record": "SELECT num, stated FROM record WHERE num > %s ORDER BY num LIMIT 10000",
}
FIND: LiteralString = (
    "SELECT asked.key, record.id FROM unnest(%s::bigint[]) AS asked (key), "
    "LATERAL (SELECT num FROM blk WHERE blk.key = asked.key ORDER BY num LIMIT %s) AS held "
    "JOIN record USING (num) ORDER BY asked.key, num"
)


Brought = tuple[str, str, str, str]  # arrays of ids, texts, keys, and whose (from 1) each is
NOTHING_BROUGHT: Brought = ("{}", "{}", "{}", "{}")


def brought_by(arrivals: Iterable[Arrival]) -> Brought:
    brought = {stated.id: (stated, keys) for stated, keys in _with_all_keys(arrivals)}
    texts = [text_of(stated) for stated, _ in brought.values()]
    owned = [(key, place) for place, (_, keys) in enumerate(brought.values(), 1) for key in keys]
    keys, places = (array_of_numbers(one[place] for one in owned) for place in (0, 1))
    return array_of(list(brought)), array_of(texts), keys, places


def _with_all_keys(arrivals: Iterable[Arrival]) -> Iterator[Arrival]:
    """Of one id the last identity, and the keys of all."""
    every: dict[str, tuple[int, ...]] = {}
    for stated, keys in arrivals:
        every[stated.id] = (*every.get(stated.id, ()), *keys)
        yield Arrival(stated, every[stated.id])


class PostgresStore:
    """`conninfo` as libpq takes it. Raises DriverMissing, StoreRefused or StoreTooNew."""

    def __init__(self, conninfo: str, *, schema: str = "tocsin_identity") -> None:
        self._conninfo = conninfo
        self._schema = schema
        self._lock = RLock()
        self._connection: Connection[Any] | None = None
        self._process = 0
        self._has_turn = False
        self._founding: Founding | None = None
        self._left: list[object] = []  # a parent's, which a forked child must not touch or close
        self._open()

    def _open(self) -> Connection[Any]:
        """The connection of this process; after a fork, or where the server closed it, a new one."""
        if self._connection is None or self._connection.closed or self._process != os.getpid():
            if self._connection is not None and self._process != os.getpid():
                self._left.append(self._connection)
                self._lock, self._has_turn, self._founding = RLock(), False, None
            self._connection, self._process = self._connected(), os.getpid()
        return self._connection

    def _connected(self) -> Connection[Any]:
        psycopg = _driver()
        try:
            found: Connection[Any] = psycopg.connect(
                self._conninfo, autocommit=True, prepare_threshold=1, client_encoding="utf8"
            )
        except psycopg.Error as error:
            raise self._refused("The database cannot be reached.") from error
        try:
            self._prepare(found)
        except BaseException:
            found.close()
            raise
        return found

    def _refused(self, found: str) -> StoreRefused:
        return StoreRefused(
            found, where=f"PostgreSQL, schema {self._schema}", do="Check the server and its log."
        )

    def _prepare(self, found: Connection[Any]) -> None:
        from psycopg.sql import SQL, Identifier

        name = Identifier(self._schema)
        for setting in SETTINGS:
            found.execute(setting)
        with found.transaction():
            found.execute(LOCK, (self._schema,))
            found.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))
            found.execute(SQL("SET search_path = {}").format(name))
            self._make(found)

    def _make(self, found: Connection[Any]) -> None:
        rows = found.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = %s", (self._schema,)
        ).fetchall()
        if not rows:
            for statement in SCHEMA:
                found.execute(statement)
            found.execute("INSERT INTO tocsin_store VALUES (%s)", (VERSION,))
        elif ("tocsin_store",) not in rows:
            raise self._refused("The schema holds another program's tables.")
        version = found.execute("SELECT max(version) FROM tocsin_store").fetchall()[0][0]
        if version > VERSION:
            raise StoreTooNew(f"The store is of version {version}.", where=f"schema {self._schema}")

    @contextmanager
    def _alone(self) -> Iterator[Connection[Any]]:
        """This process's connection, for one thread at a time. A lost server is told as a refusal."""
        psycopg = _driver()
        connection = self._open()
        with self._lock:
            try:
                yield connection
            except psycopg.OperationalError as error:
                raise self._refused(
                    "The connection was lost; what was not acknowledged may be tried again."
                ) from error

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One transaction, committed when the turn ends; the server keeps the queue."""
        with self._writing():
            yield

    @contextmanager
    def founding(self) -> Iterator[None]:
        """One transaction; the keys are stored at its end."""
        with self._alone() as connection, connection.transaction():
            connection.execute(LOCK, (self._schema,))
            self._has_turn, self._founding = True, Founding(connection)
            try:
                yield
                self._founding.finish()
            finally:
                self._has_turn, self._founding = False, None

    @contextmanager
    def _writing(self) -> Iterator[Connection[Any]]:
        with self._alone() as connection:
            if self._has_turn:
                yield connection
                return
            with connection.pipeline(), connection.transaction():
                connection.execute(LOCK, (self._schema,))
                self._has_turn = True
                try:
                    yield connection
                finally:
                    self._has_turn = False

    def _read(self, statement: LiteralString, values: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._alone() as connection:
            return connection.execute(statement, values).fetchall()

    def _bodies(self, table: str, after: int) -> Iterator[str]:
        """A page at a time, so that a long list is never held whole."""
        while page := self._read(PAGE[table], (after,)):
            yield from (body for _, body in page)
            after = page[-1][0]

    def _append(
        self,
        after: int | None,
        entries: Sequence[Entry],
        sealed_after: int | None,
        sealed: Sequence[SealedEntry],
        brought: Brought,
    ) -> None:
        texts = [array_of([text_of(thing) for thing in things]) for things in (entries, sealed)]
        values = (self._schema, after, texts[0], sealed_after, texts[1], *brought)
        with self._alone() as connection:
            missed = connection.execute(APPEND, values).fetchall()
        if missed:
            told: dict[str, list[str]] = {"stale": [], "entry": [], "sealed": []}
            for kind, body in missed:
                told[kind].append(body)
            raise Stale([decoded(body) for body in told["entry"]], [sealed_of(b) for b in told["sealed"]])

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
        some, founding = tuple(arrivals), self._founding
        if founding and not sealed and founding.takes(some, after=after, sealed_after=sealed_after):
            founding.append(entries, some)
        else:
            self._append(after, entries, sealed_after, sealed, brought_by(some))
        return after + len(entries)

    def entries(self, after: int = 0) -> Iterator[Entry]:
        return map(decoded, self._bodies("entry", after))

    def put(self, arrivals: Iterable[Arrival]) -> None:
        with self._writing() as connection:
            connection.execute(PUT, brought_by(arrivals))

    def stated(self, records: Iterable[str]) -> Mapping[str, Stated]:
        wanted = array_of(list(records))
        rows = self._read("SELECT id, stated FROM record WHERE id = ANY(%s::text[])", (wanted,))
        return {record: stated_of(text) for record, text in rows}

    def every_stated(self) -> Iterator[Stated]:
        return map(stated_of, self._bodies("record", 0))

    def records_with(self, keys: Sequence[int], *, most: int) -> Mapping[int, tuple[str, ...]]:
        found: dict[int, list[str]] = {}
        for key, record in self._read(FIND, (list(dict.fromkeys(keys)), most)):
            found.setdefault(key, []).append(record)
        return {key: tuple(records) for key, records in found.items()}

    def every_key(self) -> Iterator[tuple[int, str]]:
        rows = self._read('SELECT key, id FROM blk JOIN record USING (num) ORDER BY key, id COLLATE "C"', ())
        return iter([(key, record) for key, record in rows])

    def append_sealed(self, entry: SealedEntry, *, after: int) -> int:
        checked((), 0, (entry,), after)
        self._append(None, (), after, (entry,), NOTHING_BROUGHT)
        return entry.seq

    def sealed(self, after: int = 0) -> Iterator[SealedEntry]:
        return map(sealed_of, self._bodies("sealed", after))

    def write_audit(self, row: AuditRow) -> int:
        with self._writing() as connection:
            seq: int = connection.execute(LAST_AUDIT).fetchall()[0][0] + 1
            numbered = AuditRow(row.on, row.by, row.person, row.ground, seq)
            connection.execute("INSERT INTO audit VALUES (%s, %s)", (seq, text_of(numbered)))
        return seq

    def audit(self) -> Iterator[AuditRow]:
        return map(audit_of, self._bodies("audit", 0))

    def kept(self, name: str, *, first: str = "") -> str:
        if first:
            with self._writing() as connection:
                connection.execute("INSERT INTO kept VALUES (%s, %s) ON CONFLICT DO NOTHING", (name, first))
        rows = self._read("SELECT body FROM kept WHERE name = %s", (name,))
        return str(rows[0][0]) if rows else ""

    def close(self) -> None:
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
                self._connection = None


def _driver() -> Any:
    """psycopg, which is installed with the extra `postgres` only."""
    try:
        import psycopg
    except ImportError as error:
        raise DriverMissing("The package psycopg is not installed.") from error
    return psycopg
