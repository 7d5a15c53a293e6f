"""Linking as records arrive: who is it, and the answer on the disk before it is given.

One `Linker` a process. Each act is one transaction: the record's identity, its keys, and the acts that the
answer amounts to. Where another process stored something first, nothing of ours was stored: what it stored
is taken in and the question is asked again, so that two who meet one new child at once end with one person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from threading import RLock
from typing import TYPE_CHECKING

import msgspec

from tocsin.errors import LedgerRefused
from tocsin.identity.acts import known_of, of_answer
from tocsin.identity.answer import Answer, Band
from tocsin.identity.expected import Expected
from tocsin.identity.ledger.entries import (
    ENGINE,
    AnyAct,
    Assert,
    Entry,
    Held,
    Met,
    Reject,
    Restated,
    Retract,
    Split,
    Undo,
)
from tocsin.identity.ledger.ledger import Ledger, Made, Receipt
from tocsin.identity.ledger.plausible import Known
from tocsin.identity.ledger.sealed import SealedEntry
from tocsin.identity.ledger.settings import Settings, default_settings, settings_for
from tocsin.identity.ledger.state import NO_CHANGE, Change, Members, State
from tocsin.identity.stated import Stated
from tocsin.identity.stores.store import Arrival, Store

if TYPE_CHECKING:
    from tocsin.identity.live_index import PersonIndex
    from tocsin.identity.matching.model import Model

THRESHOLDS = "thresholds"  # under this name the store keeps those its links were made with
NOBODY = Answer(Band.NEW, (), inf, "nobody")


@dataclass(frozen=True, slots=True)
class Linked:
    """`person`: whose the record is now. Where something forbids what the engine was sure of, the answer is
    for review, and `answer.why` is the rule."""

    person: str
    answer: Answer
    receipt: Receipt


class Linker:
    """Threads may share one. `model` may be left out by whoever only decides, splits and takes back.

    Raises LedgerRefused where the store's links were made with other thresholds than the model's.
    """

    def __init__(self, store: Store, model: Model | None = None, settings: Settings | None = None) -> None:
        self._store = store
        self.model = model
        self._lock = RLock()
        self._index: PersonIndex | None = None
        self._fresh: dict[str, Stated] = {}  # identities at hand, so that they are not read again
        self._stale: dict[str, Members] = {}  # persons the index is behind with -> their records in it
        self._changed: dict[str, None] = {}
        self._waiting: list[Entry] = []
        self.ledger = Ledger(store, settings or _settings(store, model), heard=self._heard)
        for found_on_opening in (self._waiting, self._stale, self._changed):
            found_on_opening.clear()
        self._expected = Expected(self.state)

    @property
    def state(self) -> State:
        return self.ledger.state

    # What others, and one's own acts, changed

    def _heard(self, entry: Entry | SealedEntry, change: Change) -> None:
        touched = sorted(change.persons)
        if isinstance(entry, Entry) and isinstance(entry.act, Met | Restated):
            self._waiting.append(entry)
        elif isinstance(entry, Entry) and isinstance(entry.act, Held) and self._index is not None:
            self._expected.take_fact(entry.act)
        for person in touched:
            self._stale.setdefault(person, change.before.get(person, frozenset()))
        self._changed |= dict.fromkeys(touched)

    def _take_in(self) -> None:
        """Brings the index up to the ledger."""
        said = [entry.act.record for entry in self._waiting if isinstance(entry.act, Met | Restated)]
        self._waiting.clear()
        for record in said:
            if person := self.state.person_of(record):
                self._stale.setdefault(person, frozenset(self.state.members(record)))
                self._changed[person] = None
        stale, self._stale = self._stale, {}
        if self._index is not None:
            members = {person: self._members(person) for person in stale}
            self._stated([*said, *(record for records in members.values() for record in records)])
            self._expected.take_records(self._stated(said).values())
            for person, records in members.items():
                self._enter(person, records, frozenset() if stale[person] & set(said) else stale[person])
        self._fresh.clear()

    def _enter(self, person: str, records: Sequence[str], before: Members) -> None:
        """`before`: the records that the person's entry was made of, if none says something else since. Most
        records of somebody known say nothing new, and the entry stays."""
        held = self._stated(records)
        entry = self._union(person, held.values())
        was = [stated for record, stated in held.items() if record in before]
        if entry is None or not before or len(was) < len(before) or entry != self._union(person, was):
            self.index.put(person, entry)

    def _members(self, person: str) -> tuple[str, ...]:
        """A person's records, the newest first; none of an id that stands for another."""
        found = self.state.resolve(person)
        here = found is not None and found.person == person and not found.empty
        return self._newest(self.state.records_of(person)) if here else ()

    def _newest(self, records: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(records, key=self.state.place_of, reverse=True))

    def _stated(self, records: Iterable[str]) -> dict[str, Stated]:
        wanted = dict.fromkeys(records)
        missing = [record for record in wanted if record not in self._fresh]
        if missing:
            self._fresh |= self._store.stated(missing)
        return {record: self._fresh[record] for record in wanted if record in self._fresh}

    @staticmethod
    def _union(person: str, records: Iterable[Stated]) -> Stated | None:
        from tocsin.identity.live_index import union

        return union(person, records)

    @property
    def index(self) -> PersonIndex:
        """Made from the store when it is first needed."""
        if self._index is None:
            if self.model is None:
                raise ValueError("a linker without a model cannot look for anybody")
            from tocsin.identity.live_index import PersonIndex

            self._take_in()
            self._expected = Expected(self.state)
            for version in self.state.facts():
                self._expected.take_fact(Held(version.key, version.record, version.fact))
            self._index = PersonIndex(self.model, self._people())
        return self._index

    def _people(self) -> Iterator[Stated]:
        several: defaultdict[str, list[Stated]] = defaultdict(list)
        for stated in self._store.every_stated():
            person = self.state.person_of(stated.id)
            if person is None:
                continue
            self._expected.take(stated)
            if len(self.state.members(stated.id)) == 1:
                yield from filter(None, (self._union(person, (stated,)),))
            else:
                several[person].append(stated)
        for person, records in several.items():
            held = {stated.id: stated for stated in records}
            one = self._union(person, (held[record] for record in self._newest(held)))
            yield from filter(None, (one,))

    def catch_up(self) -> None:
        """Takes in what others have stored since; call it before asking where others write."""
        with self._lock:
            self.ledger.catch_up()
            self._take_in()

    def changed(self) -> frozenset[str]:
        """Persons who lost or gained records, or whose records say something new, since this was last asked.
        What rests on them, concerns above all, is to be worked out again. Old ids are among them."""
        with self._lock:
            found, self._changed = frozenset(self._changed), {}
            return found

    # Asking

    def find(self, stated: Stated) -> Answer:
        """Who it may be. Nothing is stored."""
        with self._lock:
            return self._find(stated, self.state.members(stated.id))

    def _find(
        self,
        stated: Stated,
        records: Iterable[str],
        without: Sequence[str] = (),
        beside: Sequence[Stated] = (),
    ) -> Answer:
        """Of two persons between whom a seal lies only one is shown, as if there were no other."""
        groups = [frozenset(records)]

        def hidden(person: str) -> bool:
            here = self.state.members_of(person)
            between = sum(self.state.sealed_apart(group, here) for group in groups)
            if not between:
                groups.append(frozenset(here))
            return between > 0

        return self.index.find(stated, without=without, beside=beside, hidden=hidden)

    # Records

    def link(
        self,
        stated: Stated,
        *,
        on: datetime,
        by: str = ENGINE,
        known: Known | None = None,
        mother: str = "",
        place: int = 0,
    ) -> Linked:
        """Meets a record and finds its person. A record met before is none again; if it says something else
        that is a correction.

        `known`: what plausibility may ask beyond NHS numbers and dates of birth. `mother`: her record, of a
        birth; `place`: of several born together, from 1 in the order of birth, or 0.
        """
        with self._lock:
            make = _Meeting(self, stated, on, by, known or known_of(stated), mother, place)
            _ = self.index
            if not self.state.person_of(stated.id):
                receipt = self._made(make)
                if make.answer is not None:
                    self._take_in()
                    return self._linked(stated.id, make.nearest, make.answer, receipt)
            self._take_in()
            held = self._stated([stated.id]).get(stated.id)
            self._fresh.clear()
            if held != stated:
                return self.restate(stated, on=on, by=by, known=known)
            answer = NOBODY if stated.unborn else self._find(stated, self.state.members(stated.id))
            return Linked(self.state.person_of(stated.id) or "", answer, Receipt(self.state.seq, NO_CHANGE))

    def _linked(self, record: str, nearest: str, answer: Answer, receipt: Receipt) -> Linked:
        person = self.state.person_of(record) or ""
        if answer.band is Band.AUTO and person != self.state.person_of(nearest):
            clashes = self.state.explain(record, nearest).apart
            answer = replace(answer, band=Band.REVIEW, why=clashes[0].code if clashes else answer.why)
        return Linked(person, answer, receipt)

    def _nearest(self, stated: Stated, answer: Answer, *, but: str = "") -> str:
        """The best candidate's record that is nearest by itself."""
        if answer.best is None or answer.band is Band.NEW:
            return ""
        records = [record for record in self._members(answer.best.person) if record != but]
        held = self._stated(records)
        return self.index.nearest(stated, [held[record] for record in records if record in held])

    def restate(
        self, stated: Stated, *, on: datetime, by: str = ENGINE, known: Known | None = None
    ) -> Linked:
        """A correction: the engine's links of the record are scored anew, and hold down to the lower
        threshold. Where none holds, the record is looked for again."""
        with self._lock:
            if not self.state.person_of(stated.id):
                self.catch_up()
            if not self.state.person_of(stated.id):
                raise LedgerRefused("A correction of a record that is not there.", do="Enter it first.")
            make = _Correction(self, stated, on, by, known or known_of(stated))
            receipt = self._made(make)
            self._take_in()
            return self._linked(stated.id, make.nearest, make.answer, receipt)

    def retract(self, record: str, *, on: datetime, by: str, reason: str) -> Receipt:
        """The agency withdrew a record. Whoever hung on it is looked for again, and linked where the engine
        is sure of somebody else. To be called again where it was cut short."""
        with self._lock:
            change = NO_CHANGE
            if self.state.person_of(record) is not None:
                change = self._take([Entry(Retract(record), on, by, reason)]).change
            for other in self.state.linked_with(record):
                change = change.then(self._relinked(other, on=on))
            return Receipt(self.state.seq, change)

    def _relinked(self, record: str, *, on: datetime) -> Change:
        """Looks for a person again, among the others, by all their records."""
        if self.model is None or not self.state.person_of(record):
            return NO_CHANGE
        index = self.index

        def make() -> Made:
            self._take_in()
            person = self.state.person_of(record)
            records = self._members(person) if person else ()
            held = self._stated(records)
            whole = self._union(person or "", (held[r] for r in records if r in held))
            if person is None or whole is None:
                return (), ()
            answer = self._find(whole, records, [person])
            if answer.band is not Band.AUTO:
                return (), ()
            nearest = self._nearest(whole, answer)
            own = index.nearest(self._stated([nearest])[nearest], [held[r] for r in records])
            return tuple(of_answer(own, answer, nearest, on=on)), ()

        receipt = self._made(make)
        self._take_in()
        return receipt.change

    # Decisions

    def decide(
        self,
        a: str,
        b: str,
        *,
        same: bool,
        on: datetime,
        by: str,
        reason: str,
        despite: tuple[str, ...] = (),
    ) -> Receipt:
        """A person says whether two records are one person's. `despite`: rules that do not hold for them."""
        act: AnyAct = Assert(a, b, despite=despite) if same else Reject(a, b)
        return self._take([Entry(act, on, by, reason)])

    def split(
        self, person: str, groups: Sequence[Sequence[str]], *, on: datetime, by: str, reason: str
    ) -> Receipt:
        act = Split(person, tuple(tuple(group) for group in groups))
        return self._take([Entry(act, on, by, reason)])

    def undo(self, seq: int, *, on: datetime, by: str, reason: str) -> Receipt:
        """Takes back an entry. A correction is taken back by another one, that states what was right."""
        with self._lock:
            self.catch_up()
            if 0 < seq <= self.state.seq and isinstance(self.state.journal[seq].act, Restated):
                raise LedgerRefused(
                    "The entry is a correction of a record, which is not taken back.",
                    where=f"entry {seq}",
                    do="Correct the record again, to what is right.",
                )
            return self._take([Entry(Undo(seq), on, by, reason)])

    def take(self, act: AnyAct, *, on: datetime, by: str, reason: str = "") -> Receipt:
        """Any other act: the end of a pregnancy, a household, a promotion that a person decides."""
        return self._take([Entry(act, on, by, reason)])

    def seal(self, old: str, new: str, *, kind: str, by: str, on: datetime, reason: str) -> int:
        """See `Ledger.seal`."""
        with self._lock:
            number = self.ledger.seal(old, new, kind=kind, by=by, on=on, reason=reason)
            self._take_in()
            return number

    def take_whole(self, entries: Sequence[Entry], arrivals: Sequence[Arrival]) -> Receipt:
        """Many records with acts about them that were found elsewhere, as when a whole file is linked."""
        return self._take(entries, arrivals)

    def _made(self, make: Callable[[], Made]) -> Receipt:
        try:
            return self.ledger.take_made(make)
        except BaseException:
            self._fresh.clear()  # may hold what was never stored
            raise

    def _take(self, entries: Sequence[Entry], arrivals: Sequence[Arrival] = ()) -> Receipt:
        with self._lock:
            receipt = self.ledger.take(entries, arrivals=arrivals)
            self._take_in()
            return receipt


class _Meeting:
    """What a new record amounts to, made anew each time another process came first."""

    def __init__(
        self, linker: Linker, stated: Stated, on: datetime, by: str, known: Known, mother: str, place: int
    ) -> None:
        self.linker, self.stated, self.on, self.by, self.known = linker, stated, on, by, known
        self.mother, self.place = mother, place
        self.answer: Answer | None = None
        self.nearest = ""

    def __call__(self) -> Made:
        linker, stated = self.linker, self.stated
        linker._fresh.clear()
        linker._take_in()
        self.answer = None
        if linker.state.person_of(stated.id):  # somebody else was quicker
            return (), ()
        met = Entry(Met(stated.id, self.known), self.on, self.by)
        linker._fresh[stated.id] = stated
        arrival = Arrival(stated, linker.index.keys(stated))
        return (met, *self._acts()), (arrival,)

    def _acts(self) -> Iterator[Entry]:
        linker, stated = self.linker, self.stated
        self.answer = NOBODY
        if stated.unborn is not None:
            yield from linker._expected.of_unborn(stated, on=self.on, score=linker.state.settings.join)
            return
        self.answer = linker._find(stated, {stated.id})
        self.nearest = linker._nearest(stated, self.answer)
        yield from of_answer(stated.id, self.answer, self.nearest, on=self.on)
        if self.mother:
            yield from linker._expected.of_birth(stated, self.mother, self.place, on=self.on)


class _Correction:
    """What a corrected record amounts to."""

    def __init__(self, linker: Linker, stated: Stated, on: datetime, by: str, known: Known) -> None:
        self.linker, self.stated, self.on, self.by, self.known = linker, stated, on, by, known
        self.answer = NOBODY
        self.nearest = ""

    def __call__(self) -> Made:
        linker, stated, index = self.linker, self.stated, self.linker.index
        linker._fresh.clear()
        linker._take_in()
        sides = {other: self._side(other) for other in linker.state.scored_with(stated.id)}
        scores = self._scores(sides)
        linker._fresh[stated.id] = stated
        self.answer, self.nearest = NOBODY, ""
        entries = [Entry(Restated(stated.id, scores, self.known), self.on, ENGINE)]
        if stated.unborn is None and not self._holds(scores):
            entries += self._anew(sides)
        return entries, [Arrival(stated, index.keys(stated))]

    def _scores(self, sides: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, float], ...]:
        """Of each link the score against all that hangs together with its other end without this record."""
        linker, stated = self.linker, self.stated
        if stated.unborn is not None:
            same = linker._expected.same(stated)
            return tuple((other, linker.state.settings.join) for other in sides if other == same)
        wholes = [self._whole(other, records) for other, records in sides.items()]
        scores = linker.index.scores(stated, [whole for whole in wholes if whole is not None])
        told = iter(scores)
        return tuple(
            (other, next(told)[0]) for other, whole in zip(sides, wholes, strict=True) if whole is not None
        )

    def _whole(self, name: str, records: Iterable[str]) -> Stated | None:
        held = self.linker._stated(records)
        return self.linker._union(name, held.values())

    def _side(self, other: str) -> tuple[str, ...]:
        """Records that hang together with the other end of a link, without the record that is corrected."""
        state, here = self.linker.state, self.stated.id
        links = state.links_of(state.person_of(other) or "")
        near: defaultdict[str, set[str]] = defaultdict(set)
        for link in links:
            if here not in (link.a, link.b):
                near[link.a].add(link.b)
                near[link.b].add(link.a)
        found, waiting = {other}, [other]
        while waiting:
            more = near[waiting.pop()] - found
            found |= more
            waiting += more
        return self.linker._newest(found)

    def _holds(self, scores: Sequence[tuple[str, float]]) -> bool:
        """Whether the record is still of somebody: by a score, a decision or a promotion."""
        state, here = self.linker.state, self.stated.id
        firm = [
            link
            for link in state.links_of(state.person_of(here) or "")
            if here in (link.a, link.b) and link.basis != "scored"
        ]
        return bool(firm) or any(score >= state.settings.split for _, score in scores)

    def _anew(self, sides: Mapping[str, tuple[str, ...]]) -> Iterator[Entry]:
        """Looks for the record alone: its person's other records count as one person more for each side."""
        linker, stated = self.linker, self.stated
        person = linker.state.person_of(stated.id) or ""
        own = {r: side for r, side in sides.items() if linker.state.person_of(r) == person}
        wholes = {min(side): self._whole(min(side), side) for side in own.values()}
        beside = [whole for whole in wholes.values() if whole is not None]
        self.answer = linker._find(stated, {stated.id}, [person], beside)
        best = self.answer.best
        if best is None or self.answer.band is Band.NEW:
            return
        if best.person in wholes:
            side = next(side for side in own.values() if min(side) == best.person)
            held = linker._stated(side)
            self.nearest = linker.index.nearest(stated, list(held.values()))
        else:
            self.nearest = linker._nearest(stated, self.answer)
        yield from of_answer(stated.id, self.answer, self.nearest, on=self.on)


def _settings(store: Store, model: Model | None) -> Settings:
    """The model's thresholds, which the store keeps from the first linker on; without a model the store's."""
    wanted = settings_for(model.thresholds.auto) if model is not None else default_settings()
    first = msgspec.json.encode({"join": wanted.join, "split": wanted.split}).decode()
    kept = store.kept(THRESHOLDS, first=first if model is not None else "")
    held = Settings(**msgspec.json.decode(kept, type=dict[str, float])) if kept else wanted
    if model is not None and held != wanted:
        raise LedgerRefused(
            f"The links of this ledger were made at a threshold of {held.join:g}, and the model's is "
            f"{wanted.join:g}.",
            do="Name the model that made them, or link into a new ledger.",
        )
    return held
