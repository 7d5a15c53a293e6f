"""What the effective entries said, kept by pair and by record; who is whose person follows in `state`."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tocsin.identity.ledger.apart import Apart
from tocsin.identity.ledger.entries import (
    ENGINE,
    Assert,
    Ended,
    Entry,
    Held,
    Met,
    Pair,
    Promote,
    Reject,
    Restated,
    Retract,
    Split,
    pair,
)
from tocsin.identity.ledger.facts import Version, versions
from tocsin.identity.ledger.pairs import LAPSED, NONE, PairHistory
from tocsin.identity.ledger.partition import Group
from tocsin.identity.ledger.picture import Fate
from tocsin.identity.ledger.plausible import Known
from tocsin.identity.ledger.records import Records, turn
from tocsin.identity.ledger.settings import Settings

BASIS = ("decided", "born", "scored")


@dataclass(slots=True)
class Touched:
    """What one entry did to links; `settle`: records whose persons must be settled anew in any case."""

    added: list[PairHistory] = field(default_factory=list)
    removed: list[PairHistory] = field(default_factory=list)
    reordered: list[PairHistory] = field(default_factory=list)
    opposed: list[PairHistory] = field(default_factory=list)
    settle: set[str] = field(default_factory=set)


class Said:
    def __init__(self, records: Records, settings: Settings, seals: Iterable[Pair]) -> None:
        self._records = records
        self._settings = settings
        self._pairs: defaultdict[str, dict[str, PairHistory]] = defaultdict(dict)
        self._splits: dict[int, tuple[tuple[str, ...], ...]] = {}
        self._lapses: dict[int, tuple[str, ...]] = {}
        self._fates: defaultdict[str, list[Entry]] = defaultdict(list)
        self._held: defaultdict[str, list[Entry]] = defaultdict(list)
        self._keys: defaultdict[str, set[str]] = defaultdict(set)
        self.active: defaultdict[str, set[PairHistory]] = defaultdict(set)
        self.apart = Apart(records.known, self.pair_of, seals)

    def pair_of(self, a: str, b: str) -> PairHistory | None:
        mine = self._pairs.get(a)
        return mine.get(b) if mine else None

    def _pair(self, a: str, b: str) -> PairHistory:
        found = self._pairs[a].get(b)
        if found is None:
            found = self._pairs[a][b] = self._pairs[b][a] = PairHistory(*pair(a, b))
        return found

    def group(self, record: str) -> Group:
        """A group of this record alone."""
        group = Group(record, self._records.number(record), self._records.known(record))
        group.sides = {split: {side: 1} for split, side in self.apart.sides.get(record, {}).items()}
        group.pardoned = bool(self.apart.pardons.get(record))
        return group

    def turn(self, entry: Entry, counts: bool) -> Touched:
        """Takes in an entry that is no undo, or takes it out again."""
        touched = Touched()
        for found in self._turned(entry, counts, touched):
            self._reconsider(found, touched)
        return touched

    def _turned(self, entry: Entry, counts: bool, touched: Touched) -> list[PairHistory]:
        """Changes what was said; the pairs it may change."""
        seq = entry.seq
        match entry.act:
            case Met(record, known):
                self._told(seq, record, known, counts, touched)
                return self._arrived(seq, record, counts, touched, there=True)
            case Retract(record):
                return self._arrived(seq, record, counts, touched, there=False)
            case Restated(record, _, known) as act:
                self._told(seq, record, known, counts, touched)
                return self._rescored(seq, act, counts)
            case Split(groups=groups):
                return self._parted(seq, groups, counts, touched)
        return self._said_of_pair(entry, counts)

    def _said_of_pair(self, entry: Entry, counts: bool) -> list[PairHistory]:
        seq, act = entry.seq, entry.act
        if isinstance(act, Assert | Reject):
            found = self._pair(act.a, act.b)
        elif isinstance(act, Promote):
            found = self._pair(act.unborn, act.birth)
        else:
            self._noted(entry, counts)
            return []
        if isinstance(act, Assert) and entry.by == ENGINE:
            turn(found.scores, (seq, act.score), counts=counts)
        elif isinstance(act, Assert):
            turn(found.joins, (seq, act.despite), counts=counts)
        elif isinstance(act, Reject):
            turn(found.rejects, seq, counts=counts)
        else:
            turn(found.births, seq, counts=counts)
            self._noted(entry, counts)
        return [found]

    def _noted(self, entry: Entry, counts: bool) -> None:
        match entry.act:
            case Promote(unborn) | Ended(unborn):
                self._keep(self._fates[unborn], entry, counts)
            case Held(key, record):
                self._keep(self._held[key], entry, counts)
                self._keys[record].add(key)

    @staticmethod
    def _keep(held: list[Entry], entry: Entry, counts: bool) -> None:
        if counts:
            insort(held, entry, key=lambda one: one.seq)
        else:
            held.remove(entry)

    def _arrived(
        self, seq: int, record: str, counts: bool, touched: Touched, *, there: bool
    ) -> list[PairHistory]:
        if not self._records.arrive(seq, record, there=there, counts=counts):
            return []
        touched.settle.add(record)
        return list(self._pairs[record].values()) if record in self._pairs else []

    def _told(self, seq: int, record: str, known: Known | None, counts: bool, touched: Touched) -> None:
        if known is not None and self._records.tell(seq, record, known, counts=counts):
            touched.settle.add(record)

    def _parted(
        self, seq: int, groups: tuple[tuple[str, ...], ...], counts: bool, touched: Touched
    ) -> list[PairHistory]:
        found: set[PairHistory] = set()
        for side, group in enumerate(groups):
            for record in group:
                if counts:
                    self.apart.sides[record][seq] = side
                else:
                    del self.apart.sides[record][seq]
                touched.settle.add(record)
                found.update(self._pairs.get(record, {}).values())
        if counts:
            self._splits[seq] = groups
        else:
            del self._splits[seq]
        return list(found)

    def _rescored(self, seq: int, act: Restated, counts: bool) -> list[PairHistory]:
        scores = dict(act.scores)
        if seq not in self._lapses:
            self._lapses[seq] = tuple(other for other in self._pairs[act.record] if other not in scores)
        scores.update(dict.fromkeys(self._lapses[seq], LAPSED))
        found = [self._pair(act.record, other) for other in scores]
        for one, score in zip(found, scores.values(), strict=True):
            turn(one.scores, (seq, score), counts=counts)
        return found

    def _reconsider(self, found: PairHistory, touched: Touched) -> None:
        """The link and the bar between two records, after something was said of them."""
        a, b = found.a, found.b
        parted = self.apart.parted(a, b)
        self._bar(found, touched, barred=found.rejected(parted))
        live = self._records.is_live(a) and self._records.is_live(b)
        rank, score = found.standing(self._settings, parted=parted, live=live)
        self._pardon(found, touched, found.joins[-1][1] if rank == 0 else ())
        was, before = found.rank, found.score
        found.rank, found.score = rank, score
        if was == NONE and rank != NONE:
            self.active[a].add(found)
            self.active[b].add(found)
            touched.added.append(found)
        elif was != NONE and rank == NONE:
            self.active[a].discard(found)
            self.active[b].discard(found)
            touched.removed.append(found)
        elif (was, before) != (rank, score):
            touched.reordered.append(found)

    def _bar(self, found: PairHistory, touched: Touched, *, barred: bool) -> None:
        a, b = found.a, found.b
        decided = found.decided()
        for table, holds in ((self.apart.enemies, decided < 0), (self.apart.joined, decided > 0)):
            if holds:
                table[a].add(b)
                table[b].add(a)
            elif a in table and b in table[a]:
                table[a].discard(b)
                table[b].discard(a)
        if barred and not found.barred:
            touched.opposed.append(found)
        elif found.barred and not barred:
            touched.settle.update((a, b))
        found.barred = barred

    def _pardon(self, found: PairHistory, touched: Touched, despite: tuple[str, ...]) -> None:
        if despite == found.despite:
            return
        found.despite = despite
        touched.settle.update((found.a, found.b))
        for mine, other in ((found.a, found.b), (found.b, found.a)):
            if despite:
                self.apart.pardons[mine][other] = despite
            else:
                del self.apart.pardons[mine][other]

    # Reading

    def would_link(self, record: str) -> tuple[str, ...]:
        """Records that would be linked with this one were it there."""
        pairs = self._pairs.get(record, {})
        return tuple(
            other
            for other, found in pairs.items()
            if found.standing(self._settings, parted=self.apart.parted(record, other), live=True)[0] != NONE
        )

    def links(self) -> Iterator[PairHistory]:
        return (link for record, links in self.active.items() for link in links if link.a == record)

    def rejected(self) -> tuple[Pair, ...]:
        """Pairs whose latest decision of their own is that they are two persons."""
        enemies = self.apart.enemies
        return tuple(sorted((a, b) for a, others in enemies.items() for b in others if a < b))

    def splits(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        return tuple(groups for _, groups in sorted(self._splits.items()))

    def fates(self, records: Iterable[str] | None = None) -> tuple[Fate, ...]:
        of = self._fates if records is None else (one for one in records if one in self._fates)
        return tuple(sorted(fate_of(self._fates[record][-1]) for record in of if self._fates[record]))

    def facts(self, records: Iterable[str] | None = None) -> tuple[Version, ...]:
        """Every fact with its versions; or those of which some version is told by one of the records."""
        keys = self._held if records is None else {key for one in records for key in self._keys.get(one, ())}
        held = [entry for key in keys for entry in self._held[key]]
        return versions_of(held, self._records)


def fate_of(entry: Entry) -> Fate:
    match entry.act:
        case Promote(unborn, birth):
            return Fate(unborn, birth=birth)
        case Ended(unborn, how):
            return Fate(unborn, how=how)
    raise TypeError(type(entry.act).__name__)


def versions_of(held: Iterable[Entry], records: Records) -> tuple[Version, ...]:
    told = [
        (entry.seq, entry.on, act.key, act.record, act.fact)
        for entry in held
        if isinstance(act := entry.act, Held) and records.is_live(act.record)
    ]
    return versions(sorted(told, key=lambda one: one[0]))
