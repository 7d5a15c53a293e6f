"""Linking as records arrive: who is it, and the answer on the disk before it is given.

One `Linker` a process. Each act is one transaction: the record's identity, its keys, and the acts that the
answer amounts to. Where another process stored something first, nothing of ours was stored: what it stored
is taken in and the question is asked again, so that two who meet one new child at once end with one person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from threading import RLock
from typing import TYPE_CHECKING

import msgspec

from tocsin.errors import LedgerRefused
from tocsin.identity.acts import known_of
from tocsin.identity.answer import Answer, Band
from tocsin.identity.correction import Correction
from tocsin.identity.known_people import KnownPeople
from tocsin.identity.ledger.entries import (
    ENGINE,
    AnyAct,
    Assert,
    Entry,
    Met,
    Reject,
    Restated,
    Retract,
    Split,
    Undo,
)
from tocsin.identity.ledger.ledger import Ledger, Made, Receipt
from tocsin.identity.ledger.plausible import Known
from tocsin.identity.ledger.settings import Settings, default_settings, settings_for
from tocsin.identity.ledger.state import NO_CHANGE, Change, State
from tocsin.identity.meeting import NOBODY, Meeting
from tocsin.identity.relinking import Relinking
from tocsin.identity.stated import Stated
from tocsin.identity.stores.store import Arrival, Store

if TYPE_CHECKING:
    from tocsin.identity.live_index import PersonIndex
    from tocsin.identity.matching.model import Model

THRESHOLDS = "thresholds"  # under this name the store keeps those its links were made with
AT_ONCE = 10_000  # records of a register entered together


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
        self.model = model
        self._lock = RLock()
        self._people = KnownPeople(store, model)
        self.ledger = Ledger(store, settings or _settings(store, model), heard=self._people.hear)
        self._people.open(self.state)

    @property
    def state(self) -> State:
        return self.ledger.state

    @property
    def index(self) -> PersonIndex:
        """Made from the store when it is first needed."""
        return self._people.index

    def catch_up(self) -> None:
        """Takes in what others have stored since; call it before asking where others write."""
        with self._lock:
            self.ledger.catch_up()
            self._people.take_in()

    def changed(self) -> frozenset[str]:
        """Persons who lost or gained records, or whose records say something new, since this was last asked.
        What rests on them, concerns above all, is to be worked out again. Old ids are among them."""
        with self._lock:
            return self._people.changed()

    # Asking

    def find(self, stated: Stated) -> Answer:
        """Who it may be. Nothing is stored."""
        with self._lock:
            return self._people.find(stated, self.state.members(stated.id))

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
            make = Meeting(
                self._people,
                stated,
                on=on,
                by=by,
                known=known or known_of(stated),
                mother=mother,
                place=place,
            )
            _ = self.index
            if not self.state.person_of(stated.id):
                receipt = self._made(make)
                if make.answer is not None:
                    self._people.take_in()
                    return self._linked(stated.id, make.nearest, make.answer, receipt)
            self._people.take_in()
            held = self._people.stated([stated.id]).get(stated.id)
            self._people.forget()
            if held != stated:
                return self.restate(stated, on=on, by=by, known=known)
            answer = NOBODY if stated.unborn else self._people.find(stated, self.state.members(stated.id))
            return Linked(self.state.person_of(stated.id) or "", answer, Receipt(self.state.seq, NO_CHANGE))

    def _linked(self, record: str, nearest: str, answer: Answer, receipt: Receipt) -> Linked:
        person = self.state.person_of(record) or ""
        if answer.band is Band.AUTO and person != self.state.person_of(nearest):
            clashes = self.state.explain(record, nearest).apart
            answer = replace(answer, band=Band.REVIEW, why=clashes[0].code if clashes else answer.why)
        return Linked(person, answer, receipt)

    def restate(
        self, stated: Stated, *, on: datetime, by: str = ENGINE, known: Known | None = None
    ) -> Linked:
        """A correction: the engine's links of the record are scored anew, and hold down to the lower
        threshold. Where none holds, the record is looked for again."""
        del by  # the scores are the engine's, whoever sent the correction
        with self._lock:
            if not self.state.person_of(stated.id):
                self.catch_up()
            if not self.state.person_of(stated.id):
                raise LedgerRefused("A correction of a record that is not there.", do="Enter it first.")
            make = Correction(self._people, stated, on=on, known=known or known_of(stated))
            receipt = self._made(make)
            self._people.take_in()
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
        _ = self.index
        receipt = self._made(Relinking(self._people, record, on=on))
        self._people.take_in()
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
            self._people.take_in()
            return number

    def enter(self, records: Iterable[Stated], *, on: datetime, by: str = ENGINE) -> Receipt:
        """A register enters, each record as a person of its own: nobody is looked for. A record met before
        stays as it is. One turn, however long the register is; other writers wait for it."""
        with self._lock:
            receipt = self.ledger.found(self._entering(records, on=on, by=by))
            self._people.take_in()
            return receipt

    def _entering(self, records: Iterable[Stated], *, on: datetime, by: str) -> Iterator[Made]:
        from tocsin.identity.live_index import stored_keys

        met: set[str] = set()
        waiting = iter(records)
        while some := list(islice(waiting, AT_ONCE)):
            new = {one.id: one for one in some if not (one.id in met or self.state.is_met(one.id))}
            met.update(new)
            entries = [Entry(Met(one.id, known_of(one)), on, by) for one in new.values()]
            keys = stored_keys(list(new.values()))
            yield entries, [Arrival(*one) for one in zip(new.values(), keys, strict=True)]

    def take_whole(self, entries: Sequence[Entry], arrivals: Sequence[Arrival]) -> Receipt:
        """Many records with acts about them that were found elsewhere, as when a whole file is linked."""
        return self._take(entries, arrivals)

    def _made(self, make: Callable[[], Made]) -> Receipt:
        try:
            return self.ledger.take_made(make)
        except BaseException:
            self._people.forget()  # may hold what was never stored
            raise

    def _take(self, entries: Sequence[Entry], arrivals: Sequence[Arrival] = ()) -> Receipt:
        with self._lock:
            receipt = self.ledger.take(entries, arrivals=arrivals)
            self._people.take_in()
            return receipt


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
