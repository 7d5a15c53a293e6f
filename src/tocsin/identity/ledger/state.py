"""The state of the ledger, kept up to date entry by entry: only the persons an entry touches are looked at.

A partition is settled by agglomeration (`partition.agglomerate`). Most entries need no such run:

* a link inside one person, or between two persons whom nothing keeps apart, leaves every other group as it
  was. What forbids is told of pairs of records, so a forbidden union stays forbidden as groups grow;
* a rejection between two persons, or a link that is lost by one, changes neither.

All else settles anew the records that active links connect with it. A rule that a person overruled is the
one thing that can come to allow what was forbidden; such groups are always settled anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from tocsin.errors import LedgerRefused
from tocsin.identity.ledger.apart import Clash
from tocsin.identity.ledger.entries import Entry, Pair
from tocsin.identity.ledger.facts import Version, by_person
from tocsin.identity.ledger.journal import Journal
from tocsin.identity.ledger.pairs import NONE, PairHistory
from tocsin.identity.ledger.partition import Group, agglomerate, number_of, person_id, unite
from tocsin.identity.ledger.picture import Fate, Link, Picture, ReviewItem
from tocsin.identity.ledger.records import Records
from tocsin.identity.ledger.refusals import check
from tocsin.identity.ledger.said import BASIS, Said, Touched
from tocsin.identity.ledger.settings import Settings, default_settings

Members = frozenset[str]


class Resolved(NamedTuple):
    """Who an id stands for today. `empty`: its record is withdrawn; `see` then says where the others went."""

    person: str
    empty: bool = False
    see: tuple[str, ...] = ()


class Explained(NamedTuple):
    """`link`: what speaks for one person, or None; `apart`: what forbids it."""

    joined: bool
    link: Link | None
    apart: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Persons who lost or gained records, with those before and after. What rests on them is redone."""

    before: dict[str, Members] = field(default_factory=dict)
    after: dict[str, Members] = field(default_factory=dict)

    @property
    def persons(self) -> frozenset[str]:
        return frozenset(self.before.keys() | self.after.keys())

    def then(self, later: Change) -> Change:
        """Both changes as one: what a person had before the first and has after the second."""
        return together((self, later))


NO_CHANGE = Change()


def together(changes: Iterable[Change]) -> Change:
    """One change after another, as one."""
    before: dict[str, Members] = {}
    after: dict[str, Members] = {}
    for change in changes:
        for person, records in change.before.items():
            if after.pop(person, None) is None:
                before.setdefault(person, records)
        after.update(change.after)
    return changed(before, after)


def changed(before: dict[str, Members], after: dict[str, Members]) -> Change:
    same = {person for person, records in before.items() if after.get(person) == records}
    return Change(
        {person: records for person, records in before.items() if person not in same},
        {person: records for person, records in after.items() if person not in same},
    )


class State:
    """A fold of entries. `seals`: pairs of records that are never joined, of which no answer speaks."""

    def __init__(self, settings: Settings | None = None, seals: Iterable[Pair] = ()) -> None:
        self.settings = settings or default_settings()
        self.journal = Journal()
        self._records = Records()
        self._said = Said(self._records, self.settings, seals)
        self._groups: dict[str, Group] = {}

    @classmethod
    def of(
        cls, entries: Iterable[Entry], settings: Settings | None = None, seals: Iterable[Pair] = ()
    ) -> State:
        state = cls(settings, seals)
        for entry in entries:
            state.apply(entry)
        return state

    # Writing

    @property
    def seq(self) -> int:
        return len(self.journal)

    def check(self, entry: Entry) -> None:
        """Raises LedgerRefused where `apply` would; changes nothing."""
        if entry.seq != self.seq + 1:
            raise LedgerRefused(
                f"Entry {entry.seq} does not follow entry {self.seq}.", do="Read the ledger again."
            )
        check(entry, self._records.is_met)

    def apply(self, entry: Entry) -> Change:
        """Takes the next entry. A refused one raises LedgerRefused and changes nothing."""
        self.check(entry)
        turned = self.journal.add(entry)
        if turned is None:
            return NO_CHANGE
        touched = self._said.turn(*turned)
        seeds = self._seeds(touched)
        if not seeds and len(touched.added) == 1:
            return self._join(touched.added[0])
        seeds.update(record for link in touched.added for record in (link.a, link.b))
        return self._settle(seeds) if seeds else NO_CHANGE

    def _seeds(self, touched: Touched) -> set[str]:
        """Records whose persons may change for another reason than a new link."""
        seeds = touched.settle
        for link in touched.removed:
            mine, theirs = self._groups.get(link.a), self._groups.get(link.b)
            if mine is theirs:
                seeds.update((link.a, link.b))
            for group in (mine, theirs):
                if group:
                    group.crossing.discard(link)
        for link in touched.reordered:
            if self._groups[link.a] is not self._groups[link.b] or self._groups[link.a].crossing:
                seeds.update((link.a, link.b))
        for link in touched.opposed:
            if self._groups.get(link.a) is self._groups.get(link.b):
                seeds.update((link.a, link.b))
        return seeds

    def seal(self, a: str, b: str) -> Change:
        """From now on the two are never joined. See `sealed.py` for who may know."""
        self._said.apart.seal(a, b)
        return self._settle({a, b}) if self._groups.get(a) is self._groups.get(b) else NO_CHANGE

    def unseal(self, a: str, b: str) -> Change:
        self._said.apart.unseal(a, b)
        return self._settle({a, b})

    def _join(self, link: PairHistory) -> Change:
        mine, theirs = self._groups[link.a], self._groups[link.b]
        if mine.pardoned or theirs.pardoned:
            return self._settle({link.a, link.b})
        if mine is theirs:
            return NO_CHANGE
        if self._said.apart(mine, theirs):
            return self._settle({link.a, link.b})
        before = {group.id: frozenset(group.members) for group in (mine, theirs)}
        whole = unite(self._groups, mine, theirs)
        return Change(before, {whole.id: frozenset(whole.members)})

    def _settle(self, seeds: Iterable[str]) -> Change:
        component = self._component(seeds)
        if len(component) == 1:
            return self._settle_alone(*component)
        old = {id(group): group for record in component if (group := self._groups.get(record))}
        before = {group.id: frozenset(group.members) for group in old.values()}
        for record in component:
            self._groups.pop(record, None)
        fresh = {record: self._said.group(record) for record in component if self._records.is_live(record)}
        links = [link for record in fresh for link in self._said.active[record] if link.a == record]
        agglomerate(fresh, links, apart=self._said.apart)
        self._groups.update(fresh)
        new = {id(group): group for group in fresh.values()}
        return changed(before, {group.id: frozenset(group.members) for group in new.values()})

    def _settle_alone(self, record: str) -> Change:
        """Of a record that nothing connects with another, as most are when they are met."""
        old = self._groups.pop(record, None)
        before = {old.id: frozenset(old.members)} if old else {}
        if not self._records.is_live(record):
            return Change(before)
        group = self._groups[record] = self._said.group(record)
        return changed(before, {group.id: frozenset(group.members)})

    def _component(self, seeds: Iterable[str]) -> set[str]:
        """All that active links, or the persons as they stand, connect with the seeds."""
        found: set[str] = set()
        groups: set[int] = set()
        waiting = list(seeds)
        while waiting:
            record = waiting.pop()
            if record in found:
                continue
            found.add(record)
            group = self._groups.get(record)
            if group is not None and id(group) not in groups:
                groups.add(id(group))
                waiting.extend(group.members)
            waiting.extend(
                link.b if link.a == record else link.a for link in self._said.active.get(record, ())
            )
        return found

    # Reading

    def person_of(self, record: str) -> str | None:
        """None for a record that is unknown or withdrawn."""
        group = self._groups.get(record)
        return group.id if group else None

    def records_of(self, person: str) -> tuple[str, ...]:
        """Sorted; of an old id, those of the person it stands for."""
        group = self._group_of(person)
        return tuple(sorted(group.members)) if group else ()

    def _group_of(self, person: str) -> Group | None:
        record = self._records.with_number(number_of(person))
        return self._groups.get(record) if record else None

    def resolve(self, person: str) -> Resolved | None:
        """Who an id stands for; None for one that was never given."""
        record = self._records.with_number(number_of(person))
        if record is None:
            return None
        if group := self._groups.get(record):
            return Resolved(group.id)
        return Resolved(person, empty=True, see=self._went(record))

    def _went(self, record: str) -> tuple[str, ...]:
        """Persons whose records were linked with a withdrawn one."""
        others = self._said.would_link(record)
        return tuple(sorted({self._groups[other].id for other in others if other in self._groups}))

    def issued(self) -> Iterator[str]:
        """Every id ever given, oldest first."""
        return (person_id(number) for number in range(1, len(self._records) + 1))

    def persons(self) -> dict[str, tuple[str, ...]]:
        groups = {id(group): group for group in self._groups.values()}
        return {
            group.id: tuple(sorted(group.members))
            for group in sorted(groups.values(), key=lambda group: group.number)
        }

    def review(self) -> tuple[ReviewItem, ...]:
        """Links that would join two persons and may not, sorted by their records."""
        links = {link for group in self._groups.values() for link in group.crossing}
        items = (ReviewItem(told(link), self._reasons(link)) for link in links)
        return tuple(sorted(item for item in items if item.clashes))

    def _is_told(self, link: PairHistory) -> bool:
        """A link between two persons is told with what keeps them apart, or not at all."""
        return self._groups[link.a] is self._groups[link.b] or bool(self._reasons(link))

    def is_silent(self, a: str, b: str) -> bool:
        """Whether two records are linked, and apart for a reason that is not told."""
        found = self._said.pair_of(a, b)
        return found is not None and found.rank != NONE and not self._is_told(found)

    def explain(self, a: str, b: str) -> Explained:
        """What stands between two records, or holds them together."""
        found, mine, theirs = self._said.pair_of(a, b), self._groups.get(a), self._groups.get(b)
        joined = mine is not None and mine is theirs
        apart = self._said.apart.reasons(mine, theirs) if mine and theirs and not joined else ()
        shown = found is not None and found.rank != NONE and self._is_told(found)
        return Explained(joined, told(found) if found and shown else None, apart)

    def members(self, record: str) -> Set[str]:
        """The records of the person that a record is of."""
        group = self._groups.get(record)
        return group.members if group else frozenset((record,))

    def members_of(self, person: str) -> Set[str]:
        """The records of a person, in no order."""
        group = self._group_of(person)
        return group.members if group else frozenset()

    def sealed_apart(self, one: Set[str], other: Set[str]) -> bool:
        return self._said.apart.sealed_apart(one, other)

    def is_met(self, record: str) -> bool:
        return self._records.is_met(record)

    def place_of(self, record: str) -> int:
        """How many records had been met when this one was first met, itself included; 0 if it never was."""
        return self._records.number(record) if self._records.is_met(record) else 0

    def linked_with(self, record: str) -> tuple[str, ...]:
        """Records that it is linked with; of a withdrawn one, those it would be linked with. Sorted."""
        return tuple(sorted(self._said.would_link(record)))

    def scored_with(self, record: str) -> tuple[str, ...]:
        """Records that a link of the engine's now joins it with, or would if nothing forbade it. Sorted."""
        links = (link for link in self._said.active.get(record, ()) if link.scores)
        return tuple(sorted(link.b if link.a == record else link.a for link in links))

    def fate_of(self, person: str) -> tuple[Fate, ...]:
        """What became of the unborn child whose records are this person's."""
        return self._said.fates(self.records_of(person))

    def review_of(self, person: str) -> tuple[ReviewItem, ...]:
        group = self._group_of(person)
        items = (ReviewItem(told(link), self._reasons(link)) for link in (group.crossing if group else ()))
        return tuple(sorted(item for item in items if item.clashes))

    def _reasons(self, link: PairHistory) -> tuple[Clash, ...]:
        return self._said.apart.reasons(self._groups[link.a], self._groups[link.b])

    def links_of(self, person: str) -> tuple[Link, ...]:
        """The links that hold a person together."""
        group = self._group_of(person)
        members = group.members if group else set()
        links = {link for record in members for link in self._said.active[record]}
        return tuple(sorted(told(link) for link in links if {link.a, link.b} <= members))

    def facts(self) -> tuple[Version, ...]:
        return self._said.facts()

    def facts_of(self, person: str) -> tuple[Version, ...]:
        """Facts, with their versions, of a person's records."""
        records = dict.fromkeys(self.records_of(person), person)
        return by_person(self._said.facts(records), person_of=records).get(person, ())

    def fates(self) -> tuple[Fate, ...]:
        return self._said.fates()

    def picture(self) -> Picture:
        ids = {person: self._group_of(person) for person in self.issued()}
        return Picture(
            persons=self.persons(),
            redirects={p: group.id for p, group in ids.items() if group and group.id != p},
            empty=tuple(sorted(person for person, group in ids.items() if group is None)),
            review=self.review(),
            links=tuple(sorted(told(link) for link in self._said.links() if self._is_told(link))),
            rejected=self._said.rejected(),
            splits=self._said.splits(),
            fates=self.fates(),
            facts=self.facts(),
        )

    def dump(self) -> bytes:
        """The state as bytes: equal states give equal bytes."""
        return self.picture().dump()


def told(link: PairHistory) -> Link:
    return Link(link.a, link.b, BASIS[link.rank], link.score)
