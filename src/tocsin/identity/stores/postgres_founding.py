"""A great many records stored at once: rows are copied, and the keys come last, in their order.

Keys are numbers as good as drawn by lot. Stored record by record each lands on another page of their index;
in order every page is written once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, LiteralString

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.identity.ledger.entries import Entry
from tocsin.identity.stores.store import Arrival

if TYPE_CHECKING:
    from psycopg import Connection

LAST: LiteralString = (
    "SELECT (SELECT coalesce(max(seq), 0) FROM entry), (SELECT coalesce(max(seq), 0) FROM sealed)"
)
HELD: LiteralString = "SELECT EXISTS (SELECT FROM record WHERE id = ANY(%s::text[]))"
NUMBERED: LiteralString = (
    "SELECT setval(one, nextval(one) + %s - 1) FROM pg_get_serial_sequence('record', 'num') AS one"
)
ENTRIES: LiteralString = "COPY entry (seq, body) FROM STDIN"
RECORDS: LiteralString = "COPY record (num, id, stated) FROM STDIN"
KEYS: LiteralString = "COPY blk (key, num) FROM STDIN (FORMAT binary)"
# PostgreSQL manual, COPY, file formats, binary: a header, rows each with its fields and their sizes, an end.
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
ROW = np.dtype([("fields", ">i2"), ("a", ">i4"), ("key", ">i8"), ("b", ">i4"), ("num", ">i8")])
END = b"\xff\xff"
AT_ONCE = 500_000  # keys written together


class Founding:
    """Within one transaction that holds the store's lock; `finish` before it ends."""

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._keys: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []  # keys, and the numbers of records

    def takes(self, arrivals: Sequence[Arrival], *, after: int, sealed_after: int | None) -> bool:
        """Whether these can be copied: nobody came first, and none of the records is there."""
        last, last_sealed = self._connection.execute(LAST).fetchall()[0]
        if last != after or sealed_after not in (None, last_sealed):
            return False
        ids = [arrival.stated.id for arrival in arrivals]
        held = self._connection.execute(HELD, (array_of(ids),)).fetchall()[0][0]
        return not held and len(set(ids)) == len(ids)

    def append(self, entries: Sequence[Entry], arrivals: Sequence[Arrival]) -> None:
        with self._connection.cursor() as cursor:
            with cursor.copy(ENTRIES) as copy:
                copy.write(_lines((b"%d" % entry.seq, _json(entry)) for entry in entries))
            if not arrivals:
                return
            last: int = cursor.execute(NUMBERED, (len(arrivals),)).fetchall()[0][0]
            numbers = range(last - len(arrivals) + 1, last + 1)
            with cursor.copy(RECORDS) as copy:
                copy.write(
                    _lines(
                        (b"%d" % number, _escaped(arrival.stated.id.encode()), _json(arrival.stated))
                        for number, arrival in zip(numbers, arrivals, strict=True)
                    )
                )
        self._put_off(arrivals, numbers)

    def _put_off(self, arrivals: Sequence[Arrival], numbers: range) -> None:
        each = [sorted(set(arrival.keys)) for arrival in arrivals]
        many = [len(keys) for keys in each]
        keys = np.fromiter((key for own in each for key in own), dtype=np.int64, count=sum(many))
        self._keys.append((keys, np.repeat(np.array(numbers, dtype=np.int64), many)))

    def finish(self) -> None:
        """Stores the keys, and tells the server how large its tables have become."""
        if self._keys:
            keys, numbers = (np.concatenate(parts) for parts in zip(*self._keys, strict=True))
            self._keys.clear()
            order = np.argsort(keys, kind="stable")
            with self._connection.cursor() as cursor, cursor.copy(KEYS) as copy:
                for some in _rows(keys, numbers, order):
                    copy.write(some)
        self._connection.execute("ANALYZE entry, record, blk")


def _rows(keys: NDArray[np.int64], numbers: NDArray[np.int64], order: NDArray[np.int64]) -> Iterator[bytes]:
    yield HEADER
    for begin in range(0, len(order), AT_ONCE):
        some = order[begin : begin + AT_ONCE]
        rows = np.empty(len(some), dtype=ROW)
        rows["fields"], rows["a"], rows["b"] = 2, 8, 8
        rows["key"], rows["num"] = keys[some], numbers[some]
        yield rows.tobytes()
    yield END


def _json(thing: Entry | Any) -> bytes:
    """JSON writes every control character as an escape, so that only backslashes need another."""
    return msgspec.json.encode(thing).replace(b"\\", b"\\\\")


def _escaped(words: bytes) -> bytes:
    bare = words.replace(b"\\", b"\\\\").replace(b"\t", b"\\t")
    return bare.replace(b"\n", b"\\n").replace(b"\r", b"\\r")


def _lines(rows: Iterable[tuple[bytes, ...]]) -> bytes:
    return b"".join(b"\t".join(row) + b"\n" for row in rows)


def array_of(words: Sequence[str]) -> str:
    """As PostgreSQL reads an array of texts: made here in one step, word by word by the driver."""
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    return '{"' + '","'.join(quoted) + '"}' if words else "{}"


def array_of_numbers(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"
