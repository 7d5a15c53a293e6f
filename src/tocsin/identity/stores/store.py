"""What every store does. All give the same answers; `tests/unit/identity_stores` holds them to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

import msgspec

from tocsin.identity.ledger.entries import Entry
from tocsin.identity.ledger.sealed import AuditRow, SealedEntry
from tocsin.identity.stated import Stated

VERSION = 1  # of the tables


class Stale(Exception):
    """Somebody else appended first. `missed`: what they appended to the ledger, `sealed`: to the sealed list,
    each in order. Nothing of ours was stored.
    """

    def __init__(self, missed: Sequence[Entry] = (), sealed: Sequence[SealedEntry] = ()) -> None:
        self.missed = tuple(missed)
        self.sealed = tuple(sealed)
        super().__init__(f"{len(self.missed)} and {len(self.sealed)} entries missed")


class Arrival(NamedTuple):
    """A record's identity and its block keys (64 bits, signed), stored with the entries that speak of it."""

    stated: Stated
    keys: tuple[int, ...] = ()


class Store(Protocol):
    """Safe for threads and processes. What `append` returned from is on the disk, whoever is killed."""

    def turn(self) -> AbstractContextManager[None]:
        """A writer's turn. Others queue, so that nobody who reads first and appends then
        is overtaken for ever. What is appended within is on the disk once the turn has ended."""

    def founding(self) -> AbstractContextManager[None]:
        """A turn for a great many records that nobody has met. What is appended within is on the disk, all of
        it, once the turn has ended; until then its keys may lead nowhere. Others wait."""

    def append(
        self,
        entries: Sequence[Entry],
        *,
        after: int,
        arrivals: Iterable[Arrival] = (),
        sealed: Sequence[SealedEntry] = (),
        sealed_after: int | None = None,
    ) -> int:
        """Stores entries numbered `after` + 1 on, the arrivals, and sealed entries numbered from
        `sealed_after` + 1 on, all or nothing; returns the last number.

        Raises Stale if the last entry is not `after`, or the last sealed one not `sealed_after`, where given.
        """

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """In order."""

    def put(self, arrivals: Iterable[Arrival]) -> None:
        """Without an entry. A record stored before has its identity replaced and keys added."""

    def stated(self, records: Iterable[str]) -> Mapping[str, Stated]:
        """Those that are there."""

    def every_stated(self) -> Iterator[Stated]:
        """In the order of arrival."""

    def records_with(self, keys: Sequence[int], *, most: int) -> Mapping[int, tuple[str, ...]]:
        """key -> its records in the order of arrival, `most` at most; keys without records are left out."""

    def every_key(self) -> Iterator[tuple[int, str]]:
        """(key, record), sorted."""

    def append_sealed(self, entry: SealedEntry, *, after: int) -> int:
        """As `append`, on the sealed list."""

    def sealed(self, after: int = 0) -> Iterator[SealedEntry]:
        """In order."""

    def write_audit(self, row: AuditRow) -> int:
        """Stores the row and returns its number."""

    def audit(self) -> Iterator[AuditRow]:
        """In order."""

    def kept(self, name: str, *, first: str = "") -> str:
        """A note about the store, such as the thresholds its links were made with; "" where there is none.
        `first` is stored, and given back, where there was none."""

    def close(self) -> None:
        """What was acknowledged stays."""


_STATED = msgspec.json.Decoder(Stated)
_SEALED = msgspec.json.Decoder(SealedEntry)
_AUDIT = msgspec.json.Decoder(AuditRow)


def text_of(thing: Stated | Entry | SealedEntry | AuditRow) -> str:
    return msgspec.json.encode(thing).decode()


def stated_of(text: str) -> Stated:
    return _STATED.decode(text)


def sealed_of(text: str) -> SealedEntry:
    return _SEALED.decode(text)


def audit_of(text: str) -> AuditRow:
    return _AUDIT.decode(text)


def follows(seqs: Iterable[int], after: int) -> None:
    """A caller's slip, never the data's: the numbers must run on from `after`."""
    for expected, seq in enumerate(seqs, after + 1):
        if seq != expected:
            raise ValueError(f"entry {seq} where {expected} was due")


def checked(
    entries: Sequence[Entry], after: int, sealed: Sequence[SealedEntry], sealed_after: int | None
) -> None:
    """Raises ValueError where numbers do not run on, or it is not told what sealed entries follow."""
    follows((entry.seq for entry in entries), after)
    if sealed_after is not None:
        follows((entry.seq for entry in sealed), sealed_after)
    elif sealed:
        raise ValueError("sealed entries without the number they follow")
