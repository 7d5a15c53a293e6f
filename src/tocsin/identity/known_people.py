"""The ledger's persons as they can be asked about: an index of one entry a person, brought up to the ledger
whenever it has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from tocsin.identity.answer import Answer, Band
from tocsin.identity.expected import Expected
from tocsin.identity.ledger.collector import held_still
from tocsin.identity.ledger.entries import Entry, Held, Met, Restated
from tocsin.identity.ledger.sealed import SealedEntry
from tocsin.identity.ledger.state import Change, Members, State
from tocsin.identity.stated import Stated
from tocsin.identity.stores.store import Store

if TYPE_CHECKING:
    from tocsin.identity.live_index import PersonIndex
    from tocsin.identity.matching.model import Model


class KnownPeople:
    """`hear` of every entry, from the first on; `open` once the ledger stands. `model` may be left out where
    nobody is looked for."""

    def __init__(self, store: Store, model: Model | None) -> None:
        self._store = store
        self._model = model
        self._index: PersonIndex | None = None
        self._said: dict[str, Stated] = {}  # identities at hand, so that they are not read again
        self._stale: dict[str, Members] = {}  # persons the index is behind with -> their records in it
        self._changed: dict[str, None] = {}
        self._waiting: list[str] = []  # records met or corrected
        self.state: State
        self.expected: Expected

    def open(self, state: State) -> None:
        self.state, self.expected = state, Expected(state)
        for found_on_opening in (self._waiting, self._stale, self._changed):
            found_on_opening.clear()

    # What others, and one's own acts, changed

    def hear(self, entry: Entry | SealedEntry, change: Change) -> None:
        touched = sorted(change.persons)
        if isinstance(entry, Entry):
            if isinstance(entry.act, Met | Restated):
                self._waiting.append(entry.act.record)
            elif isinstance(entry.act, Held) and self._index is not None:
                self.expected.take_fact(entry.act)
        for person in touched:
            self._stale.setdefault(person, change.before.get(person, frozenset()))
        self._changed |= dict.fromkeys(touched)

    def say(self, stated: Stated) -> None:
        """What a record is about to state, though the store does not hold it yet."""
        self._said[stated.id] = stated

    def forget(self) -> None:
        """What was said to be about to be stored, and may never be."""
        self._said.clear()

    def take_in(self) -> None:
        """Brings the index up to the ledger."""
        said, self._waiting = self._waiting, []
        for record in said:
            if person := self.state.person_of(record):
                self._stale.setdefault(person, frozenset(self.state.members(record)))
                self._changed[person] = None
        stale, self._stale = self._stale, {}
        if self._index is not None:
            members = {person: self.members(person) for person in stale}
            self.stated([*said, *(record for records in members.values() for record in records)])
            self.expected.take_records(self.stated(said).values())
            for person, records in members.items():
                self._enter(person, records, frozenset() if stale[person] & set(said) else stale[person])
        self.forget()

    def _enter(self, person: str, records: Sequence[str], before: Members) -> None:
        """`before`: the records that the person's entry was made of, if none says something else since. Most
        records of somebody known say nothing new, and the entry stays."""
        held = self.stated(records)
        entry = self.union(person, held.values())
        was = [stated for record, stated in held.items() if record in before]
        if entry is None or not before or len(was) < len(before) or entry != self.union(person, was):
            self.index.put(person, entry)

    def changed(self) -> frozenset[str]:
        """Persons who changed since this was last asked."""
        found, self._changed = frozenset(self._changed), {}
        return found

    # Who they are

    def members(self, person: str) -> tuple[str, ...]:
        """A person's records, the newest first; none of an id that stands for another."""
        found = self.state.resolve(person)
        here = found is not None and found.person == person and not found.empty
        return self.newest(self.state.records_of(person)) if here else ()

    def newest(self, records: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(records, key=self.state.place_of, reverse=True))

    def stated(self, records: Iterable[str]) -> dict[str, Stated]:
        wanted = dict.fromkeys(records)
        missing = [record for record in wanted if record not in self._said]
        if missing:
            self._said |= self._store.stated(missing)
        return {record: self._said[record] for record in wanted if record in self._said}

    @staticmethod
    def union(person: str, records: Iterable[Stated]) -> Stated | None:
        from tocsin.identity.live_index import union

        return union(person, records)

    def whole(self, person: str, records: Iterable[str]) -> Stated | None:
        """One entry of all that these records state."""
        return self.union(person, self.stated(records).values())

    # Asking

    @property
    def index(self) -> PersonIndex:
        """Made from the store when it is first needed."""
        if self._index is None:
            if self._model is None:
                raise ValueError("a linker without a model cannot look for anybody")
            from tocsin.identity.live_index import PersonIndex

            self.take_in()
            self.expected = Expected(self.state)
            for version in self.state.facts():
                self.expected.take_fact(Held(version.key, version.record, version.fact))
            with held_still():
                self._index = PersonIndex(self._model, self._people())
        return self._index

    def _people(self) -> Iterator[Stated]:
        several: defaultdict[str, list[Stated]] = defaultdict(list)
        for stated in self._store.every_stated():
            person = self.state.person_of(stated.id)
            if person is None:
                continue
            self.expected.take(stated)
            if len(self.state.members(stated.id)) == 1:
                yield from filter(None, (self.union(person, (stated,)),))
            else:
                several[person].append(stated)
        for person, records in several.items():
            held = {stated.id: stated for stated in records}
            one = self.union(person, (held[record] for record in self.newest(held)))
            yield from filter(None, (one,))

    def find(
        self,
        stated: Stated,
        records: Iterable[str],
        without: Sequence[str] = (),
        beside: Sequence[Stated] = (),
    ) -> Answer:
        """`records`: of the person who is asked about, as far as they are known. Of two persons between whom
        a seal lies only one is shown, as if there were no other."""
        groups = [frozenset(records)]

        def hidden(person: str) -> bool:
            here = self.state.members_of(person)
            between = sum(self.state.sealed_apart(group, here) for group in groups)
            if not between:
                groups.append(frozenset(here))
            return between > 0

        return self.index.find(stated, without=without, beside=beside, hidden=hidden)

    def nearest(self, stated: Stated, answer: Answer) -> str:
        """The best candidate's record that is nearest by itself."""
        if answer.best is None or answer.band is Band.NEW:
            return ""
        held = self.stated(self.members(answer.best.person))
        return self.index.nearest(stated, list(held.values()))
