"""A store in this process, for reviews of a folder and for tests. Threads may share it; it dies with it."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from threading import RLock

import msgspec

from tocsin.identity.ledger.entries import Entry
from tocsin.identity.ledger.sealed import AuditRow, SealedEntry
from tocsin.identity.stated import Stated
from tocsin.identity.stores.store import Arrival, Stale, checked


class MemoryStore:
    def __init__(self) -> None:
        self._lock = RLock()
        self._entries: list[Entry] = []
        self._stated: dict[str, Stated] = {}
        self._numbers: dict[str, int] = {}
        self._keys: dict[int, list[tuple[int, str]]] = {}
        self._sealed: list[SealedEntry] = []
        self._audit: list[AuditRow] = []
        self._kept: dict[str, str] = {}

    def turn(self) -> AbstractContextManager[None]:
        return self._alone()

    def founding(self) -> AbstractContextManager[None]:
        return self._alone()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:
            yield

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
        with self._lock:
            sealed_last = len(self._sealed) if sealed_after is None else sealed_after
            if len(self._entries) != after or len(self._sealed) != sealed_last:
                raise Stale(self._entries[after:], self._sealed[sealed_last:])
            self._entries.extend(entries)
            self._sealed.extend(sealed)
            self.put(arrivals)
            return len(self._entries)

    def entries(self, after: int = 0) -> Iterator[Entry]:
        return iter(self._entries[after:])

    def put(self, arrivals: Iterable[Arrival]) -> None:
        with self._lock:
            for stated, keys in arrivals:
                number = self._numbers.setdefault(stated.id, len(self._numbers))
                self._stated[stated.id] = stated
                for key in keys:
                    held = self._keys.setdefault(key, [])
                    if (number, stated.id) not in held:
                        insort(held, (number, stated.id))

    def stated(self, records: Iterable[str]) -> Mapping[str, Stated]:
        return {record: self._stated[record] for record in records if record in self._stated}

    def every_stated(self) -> Iterator[Stated]:
        return iter(list(self._stated.values()))

    def records_with(self, keys: Sequence[int], *, most: int) -> Mapping[int, tuple[str, ...]]:
        with self._lock:
            return {
                key: tuple(record for _, record in self._keys[key][:most])
                for key in keys
                if key in self._keys
            }

    def every_key(self) -> Iterator[tuple[int, str]]:
        with self._lock:
            held = [(key, record) for key, records in self._keys.items() for _, record in records]
        return iter(sorted(held))

    def append_sealed(self, entry: SealedEntry, *, after: int) -> int:
        with self._lock:
            self.append((), after=len(self._entries), sealed=(entry,), sealed_after=after)
            return entry.seq

    def sealed(self, after: int = 0) -> Iterator[SealedEntry]:
        return iter(self._sealed[after:])

    def write_audit(self, row: AuditRow) -> int:
        with self._lock:
            self._audit.append(msgspec.structs.replace(row, seq=len(self._audit) + 1))
            return len(self._audit)

    def audit(self) -> Iterator[AuditRow]:
        return iter(list(self._audit))

    def kept(self, name: str, *, first: str = "") -> str:
        with self._lock:
            return self._kept.setdefault(name, first) if first else self._kept.get(name, "")

    def close(self) -> None:
        """Nothing to close."""
