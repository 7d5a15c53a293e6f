"""The ledger at work: one store, the state of its entries, and the door through which every act passes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from threading import RLock

import msgspec

from tocsin.errors import LedgerRefused
from tocsin.identity.ledger.collector import held_still
from tocsin.identity.ledger.entries import (
    ENGINE,
    Assert,
    Entry,
    Met,
    Pair,
    Promote,
    Proposed,
    Restated,
    Undo,
    numbered,
    pair,
    records_of,
)
from tocsin.identity.ledger.refusals import check
from tocsin.identity.ledger.sealed import (
    NOTHING,
    AuditRow,
    Ground,
    Lift,
    Opened,
    OpenedLink,
    Seal,
    SealedBook,
    SealedEntry,
    Withheld,
    check_ground,
    check_sealed,
)
from tocsin.identity.ledger.settings import Settings
from tocsin.identity.ledger.state import NO_CHANGE, Change, State, together
from tocsin.identity.ledger.unborn import check_fate
from tocsin.identity.stores.store import Arrival, Stale, Store

HOPEFUL = 3  # times an append is tried before it waits its turn


@dataclass(frozen=True, slots=True)
class Receipt:
    """`seq`: the last number of the ledger once the entries were stored. `change`: by these entries alone."""

    seq: int
    change: Change


Made = tuple[Sequence[Entry], Sequence[Arrival]]
Heard = Callable[[Entry | SealedEntry, Change], None]


class Ledger:
    """Threads may share one; processes open one each on the same store. What `take` returned is stored.

    `heard` is told of each entry that the state takes in, whoever stored it, and of what it changed.
    """

    def __init__(self, store: Store, settings: Settings | None = None, *, heard: Heard | None = None) -> None:
        self._store = store
        self._lock = RLock()
        self._book = SealedBook()
        self._heard = heard
        self.state = State(settings)
        with held_still():
            self.catch_up()

    # Writing

    def take(self, entries: Sequence[Entry], *, arrivals: Iterable[Arrival] = ()) -> Receipt:
        """Stores entries (numbers are given here) and what their records state, all or nothing.

        Raises LedgerRefused, with nothing stored. Where another process came first its entries are taken
        in and these are looked at again, as if they had come a moment later.
        """
        brought = tuple(arrivals)
        return self.take_made(lambda: (entries, brought))

    def take_made(self, make: Callable[[], Made]) -> Receipt:
        """As `take`, of what `make` makes of the state as it stands; it is asked again where another process
        came first. After a few times it has a writer's turn, so that nobody is overtaken for ever.
        """
        with self._lock:
            for _ in range(HOPEFUL):
                with suppress(Stale):
                    return self._taken_hopefully(make)
            while True:
                with suppress(Stale):  # where the system's queue for writers does not hold
                    return self._taken_in_turn(make)

    def found(self, batches: Iterable[Made]) -> Receipt:
        """As `take`, of a great many records that arrive and of nothing else, a batch at a time and in one
        writer's turn. `batches` is read within it, so that it sees what others stored before.

        Raises LedgerRefused where the store keeps no turns and another process came between.
        """
        with self._lock, held_still():
            founded: list[Entry] = []
            try:
                with self._store.founding():
                    self._catch_up()
                    for entries, brought in batches:
                        founded += self._founded(entries, brought, after=self.state.seq + len(founded))
            except Stale as stale:
                raise LedgerRefused(
                    "Another process wrote while a register was entered.", do="Enter it again."
                ) from stale
            return self._taken(founded, ())

    def _founded(
        self, entries: Sequence[Entry], brought: Sequence[Arrival], *, after: int
    ) -> Sequence[Entry]:
        if not all(isinstance(entry.act, Met) for entry in entries):
            raise ValueError("only records that arrive are taken so many at a time")
        ready = numbered(entries, after=after)
        self._check(ready)
        self._store.append(ready, after=after, arrivals=brought, sealed_after=self._book.seq)
        return ready

    def _taken_hopefully(self, make: Callable[[], Made]) -> Receipt:
        """Without asking first whether anybody came before: the store says so, and then stores nothing."""
        try:
            ready, withheld, brought = self._ready(make)
        except LedgerRefused:
            before = self.state.seq, self._book.seq
            self._catch_up()
            if before == (self.state.seq, self._book.seq):
                raise
            raise Stale from None
        try:
            self._append(ready, withheld, brought)
        except Stale as stale:
            self._take_in(stale.sealed)
            self._take_in(stale.missed)
            raise
        return self._taken(ready, withheld)

    def _taken_in_turn(self, make: Callable[[], Made]) -> Receipt:
        """The state takes them in only after the turn has ended, when they are on the disk."""
        with self._store.turn():
            self._catch_up()
            ready, withheld, brought = self._ready(make)
            self._append(ready, withheld, brought)
        return self._taken(ready, withheld)

    def _ready(
        self, make: Callable[[], Made]
    ) -> tuple[Sequence[Entry], Sequence[SealedEntry], Sequence[Arrival]]:
        entries, brought = make()
        told, withheld = self._door(entries)
        ready = numbered(told, after=self.state.seq)
        self._check(ready)
        return ready, withheld, brought

    def _append(
        self, ready: Sequence[Entry], withheld: Sequence[SealedEntry], brought: Sequence[Arrival]
    ) -> None:
        if ready or withheld or brought:
            self._store.append(
                ready,
                after=self.state.seq,
                arrivals=brought,
                sealed=withheld,
                sealed_after=self._book.seq,
            )

    def _taken(self, ready: Sequence[Entry], withheld: Sequence[SealedEntry]) -> Receipt:
        self._take_in(withheld)
        change = self._take_in(ready)
        return Receipt(self.state.seq, change)

    def _check(self, entries: Sequence[Entry]) -> None:
        met = {entry.act.record for entry in entries if isinstance(entry.act, Met)}
        for entry in entries:
            check(entry, lambda record: record in met or self.state.is_met(record))
            check_fate(entry, self.state)

    def _take_in(self, entries: Iterable[Entry | SealedEntry]) -> Change:
        changes = []
        for entry in entries:
            made = self.state.apply(entry) if isinstance(entry, Entry) else self._take_sealed(entry)
            if self._heard is not None:
                self._heard(entry, made)
            if isinstance(entry, Entry):
                changes.append(made)
        return together(changes)

    def catch_up(self) -> Change:
        """Takes in what others have stored since; call it before reading where others write."""
        with self._lock:
            return self._catch_up()

    def _catch_up(self) -> Change:
        self._take_in(self._store.sealed(self._book.seq))
        return self._take_in(self._store.entries(self.state.seq))

    # Seals: see sealed.py

    def _take_sealed(self, entry: SealedEntry) -> Change:
        sealed, lifted = self._book.take(entry)
        if sealed:
            return self.state.seal(*sealed)
        if lifted and lifted not in self._sealed_pairs():
            return self.state.unseal(*lifted)
        return NO_CHANGE

    def _sealed_pairs(self) -> set[Pair]:
        seals = (entry.act for entry in self._book.seals.values())
        return {(seal.old, seal.new) for seal in seals if isinstance(seal, Seal)}

    def _door(self, entries: Sequence[Entry]) -> tuple[list[Entry], list[SealedEntry]]:
        """What goes into the ledger, and the engine's links that do not."""
        door, told = _Door(self.state), []
        for entry in entries:
            if entry.by == ENGINE:
                kept = door.kept(entry)
                told += [kept] if kept else []
            else:
                told.append(entry)
        new = [entry for entry in door.withheld if not self._book.holds(entry.act)]
        return told, [msgspec.structs.replace(one, seq=self._book.seq + n) for n, one in enumerate(new, 1)]

    def _append_sealed(self, entry: SealedEntry) -> int:
        while True:
            try:
                with self._store.turn():
                    self._catch_up()
                    ready = msgspec.structs.replace(entry, seq=self._book.seq + 1)
                    check_sealed(ready, self._book)
                    self._store.append_sealed(ready, after=self._book.seq)
            except Stale:
                continue
            self._take_in((ready,))
            return ready.seq

    def seal(self, old: str, new: str, *, kind: str, by: str, on: datetime, reason: str) -> int:
        """Keeps two records' identities apart from now on; returns the seal's number. Nobody is told."""
        with self._lock:
            self.catch_up()
            if not (self.state.is_met(old) and self.state.is_met(new)):
                raise LedgerRefused(
                    "A seal names a record that the ledger has not met.", do="Enter it first."
                )
            sides = tuple(tuple(sorted(self.state.members(record))) for record in (old, new))
            if old in sides[1]:  # joined until now: what belongs to which side is for a person to say
                sides = ((old,), (new,))
            return self._append_sealed(
                SealedEntry(Seal(old, new, kind, (sides[0], sides[1])), on, by, reason)
            )

    def lift(self, seq: int, *, by: str, on: datetime, reason: str) -> int:
        """Takes a seal back, by its number. What was withheld stays so until the engine compares again."""
        with self._lock:
            self.catch_up()
            return self._append_sealed(SealedEntry(Lift(seq), on, by, reason))

    def open_sealed(self, person: str, *, ground: Ground | None, by: str, on: datetime) -> Opened:
        """The other identity of a person, for those with ground. The audit row is stored before the answer.

        Without ground nothing is looked up: the answer is the same constant whether there is a seal or not.
        An unknown kind of ground raises LedgerRefused, whoever is asked about.
        """
        if ground is not None:
            check_ground(ground)
        self._store.write_audit(AuditRow(on, by, person, ground))
        if ground is None:
            return NOTHING
        with self._lock:
            self.catch_up()
            records = set(self.state.records_of(person))
            return Opened(tuple(self._opened(entry, records) for entry in self._touching(records)))

    def _touching(self, records: Set[str]) -> Iterator[SealedEntry]:
        for entry in self._book.seals.values():
            if isinstance(entry.act, Seal) and {entry.act.old, entry.act.new} & records:
                yield entry

    def _opened(self, entry: SealedEntry, records: Set[str]) -> OpenedLink:
        seal = entry.act
        assert isinstance(seal, Seal)
        other = seal.new if seal.old in records else seal.old
        now = [self.state.members(record) for record in (seal.old, seal.new)]
        look = any(not set(side) <= set(here) for side, here in zip(seal.sides, now, strict=True))
        held = sum(
            1
            for a, b in self._book.withheld
            if (a in now[0] and b in now[1]) or (a in now[1] and b in now[0])
        )
        return OpenedLink(self.state.person_of(other) or "", seal.kind, entry.on, look, held)

    # Reading

    def history(self, person: str) -> tuple[Entry, ...]:
        """Entries that name a person's records, in order, with the undos of them."""
        records = set(self.state.records_of(person))
        told: dict[int, Entry] = {}
        with self._lock:
            for entry in self.state.journal:
                undoes = isinstance(entry.act, Undo) and entry.act.seq in told
                if undoes or (records & set(records_of(entry.act)) and self._may_be_told(entry)):
                    told[entry.seq] = entry
        return tuple(told.values())

    def _may_be_told(self, entry: Entry) -> bool:
        """An entry that links two sealed sides would tell of the seal by being there without effect."""
        match entry.act:
            case Assert(a, b) | Promote(a, b) | Proposed(a, b):
                return not self.state.is_silent(a, b)
            case Restated(record, scores):
                return not any(self.state.is_silent(record, other) for other, _ in scores)
        return True


class _Door:
    """Finds the engine's links that would bring two sealed sides together, with those just taken in mind."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._joined: dict[str, set[str]] = {}
        self.withheld: list[SealedEntry] = []

    def kept(self, entry: Entry) -> Entry | None:
        act = entry.act
        if isinstance(act, Assert) and act.score is not None:
            return entry if self._passes(entry, act.a, act.b, act.score) else None
        if isinstance(act, Proposed):
            return entry if self._passes(entry, act.a, act.b, act.score, joins=False) else None
        if isinstance(act, Restated):
            scores = [one for one in act.scores if self._passes(entry, act.record, *one)]
            return msgspec.structs.replace(entry, act=msgspec.structs.replace(act, scores=tuple(scores)))
        return entry

    def _passes(self, entry: Entry, a: str, b: str, score: float, *, joins: bool = True) -> bool:
        mine, theirs = self._members(a), self._members(b)
        if self._state.sealed_apart(mine, theirs):
            held = Withheld(*pair(a, b), score)
            self.withheld.append(SealedEntry(held, entry.on, entry.by, entry.reason))
            return False
        if joins and score >= self._state.settings.split:
            whole = {*mine, *theirs}
            self._joined.update(dict.fromkeys(whole, whole))
        return True

    def _members(self, record: str) -> Set[str]:
        return self._joined.get(record) or self._state.members(record)
