"""What keeps two groups of records apart: a person's decision, a seal, or a rule of plausibility."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Set

import msgspec

from tocsin.identity.ledger.pairs import PairHistory
from tocsin.identity.ledger.partition import Group
from tocsin.identity.ledger.plausible import DECIDED_APART, RULES, Known

NOBODY: frozenset[str] = frozenset()


class Clash(msgspec.Struct, frozen=True, order=True):
    """Why two groups stay apart: the rule's code, and the first two records that meet it."""

    code: str
    a: str
    b: str


class Apart:
    """Everything that forbids, indexed by record. Seals forbid in silence: they never give a `Clash`."""

    def __init__(
        self,
        known_of: Callable[[str], Known],
        pair_of: Callable[[str, str], PairHistory | None],
        seals: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._known_of = known_of
        self._pair_of = pair_of
        self.enemies: defaultdict[str, set[str]] = defaultdict(set)
        self.sides: defaultdict[str, dict[int, int]] = defaultdict(dict)  # record -> split -> side
        self.joined: defaultdict[str, set[str]] = defaultdict(set)  # by a person
        self.pardons: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        self.sealed: defaultdict[str, set[str]] = defaultdict(set)
        for a, b in seals:
            self.seal(a, b)

    def seal(self, a: str, b: str) -> None:
        self.sealed[a].add(b)
        self.sealed[b].add(a)

    def unseal(self, a: str, b: str) -> None:
        self.sealed[a].discard(b)
        self.sealed[b].discard(a)

    def sealed_apart(self, one: Set[str], other: Set[str]) -> bool:
        """Whether a seal lies between two sets of records."""
        return any(not other.isdisjoint(self.sealed[record]) for record in self.sealed.keys() & one)

    def parted(self, a: str, b: str) -> int:
        """Seq of the latest split that has the two on different sides, or 0."""
        mine, theirs = self.sides.get(a), self.sides.get(b)
        if not mine or not theirs:
            return 0
        return max((split for split, side in mine.items() if theirs.get(split, side) != side), default=0)

    def __call__(self, one: Group, other: Group) -> bool:
        small, large = sorted((one, other), key=lambda group: len(group.members))
        return self._strangers(small, large) or self._split(small, large) or self._implausible(small, large)

    def _strangers(self, small: Group, large: Group) -> bool:
        """Dictionary views meet at the cost of the smaller, so members without a bar cost nothing."""
        members = large.members
        return any(
            not members.isdisjoint(barred[record])
            for barred in (self.enemies, self.sealed)
            for record in barred.keys() & small.members
        )

    def _split(self, small: Group, large: Group) -> bool:
        shared = small.sides.keys() & large.sides.keys()
        return any(self._held_apart(split, small, large) for split in shared)

    def _held_apart(self, split: int, small: Group, large: Group) -> bool:
        """Some two records on different sides that no later decision has joined."""
        mine, theirs = small.sides[split], large.sides[split]
        pairs = sum(n * m for side, n in mine.items() for other, m in theirs.items() if side != other)
        return pairs > 0 and pairs > self._joined_since(split, small, large)

    def _joined_since(self, split: int, small: Group, large: Group) -> int:
        return sum(
            self._is_joined_since(split, record, friend)
            for record in small.members
            for friend in self.joined.get(record, NOBODY)
            if friend in large.members
        )

    def _is_joined_since(self, split: int, a: str, b: str) -> bool:
        mine, theirs = self.sides[a].get(split), self.sides[b].get(split)
        found = self._pair_of(a, b)
        across = mine is not None and theirs is not None and mine != theirs
        return across and found is not None and found.decided() > split

    def _implausible(self, small: Group, large: Group) -> bool:
        return any(True for _ in self._clashing(small, large))

    def _clashing(self, small: Group, large: Group) -> Iterator[tuple[int, Hashable, Hashable]]:
        """(rule, unit of the small group, unit of the large one), where no person has overruled it."""
        for index, rule in enumerate(RULES):
            mine, theirs = small.units[index], large.units[index]
            if mine is None or theirs is None:
                continue
            for bucket in mine.keys() & theirs.keys():
                for one in mine[bucket]:
                    for other in theirs[bucket]:
                        if rule.clash(one, other) and not self._pardoned(index, one, other, small, large):
                            yield index, one, other

    def _pardoned(self, index: int, one: Hashable, other: Hashable, small: Group, large: Group) -> bool:
        """A person joined two records of these groups that hold these very pieces, and said despite what."""
        if not (small.pardoned or large.pardoned):
            return False
        wanted, rule = {one, other}, RULES[index]
        for a, b in self._pardons_in(small, large, rule.code):
            units = (rule.units(self._known_of(record)) for record in (a, b))
            if any({mine, theirs} == wanted for mine, theirs in _cross(*units)):
                return True
        return False

    def _pardons_in(self, small: Group, large: Group, code: str) -> Iterator[tuple[str, str]]:
        for group in (small, large):
            if group.pardoned:
                for record in group.members & self.pardons.keys():
                    for friend, despite in self.pardons[record].items():
                        if code in despite and (friend in small.members or friend in large.members):
                            yield record, friend

    def reasons(self, one: Group, other: Group) -> tuple[Clash, ...]:
        """Each code that keeps the two apart, with the first records that meet it. Seals say nothing."""
        small, large = sorted((one, other), key=lambda group: (len(group.members), group.number))
        found: dict[str, tuple[str, str]] = {}
        for a, b in (*self._decided(small, large), *self._parted_by_split(small, large)):
            _keep_first(found, DECIDED_APART, a, b)
        for index, mine, theirs in self._clashing(small, large):
            a, b = self._holder(small, index, mine), self._holder(large, index, theirs)
            _keep_first(found, RULES[index].code, a, b)
        return tuple(sorted(Clash(code, a, b) for code, (a, b) in found.items()))

    def _decided(self, small: Group, large: Group) -> Iterator[tuple[str, str]]:
        for record in self.enemies.keys() & small.members:
            for enemy in self.enemies[record] & large.members:
                yield record, enemy

    def _parted_by_split(self, small: Group, large: Group) -> Iterator[tuple[str, str]]:
        """The first such pair of each split, by the ids of its records."""
        for split in small.sides.keys() & large.sides.keys():
            if self._held_apart(split, small, large):
                yield min(self._across(split, small, large))

    def _across(self, split: int, small: Group, large: Group) -> Iterator[tuple[str, str]]:
        firsts: defaultdict[int, list[str]] = defaultdict(list)
        for record in sorted(large.members):
            if split in self.sides[record]:
                firsts[self.sides[record][split]].append(record)
        for a in small.members:
            for side, others in firsts.items():
                if self.sides[a].get(split, side) != side:
                    yield from ((min(a, b), max(a, b)) for b in self._first_unjoined(split, a, others))

    def _first_unjoined(self, split: int, a: str, others: list[str]) -> Iterator[str]:
        for b in others:
            if not self._is_joined_since(split, a, b):
                yield b
                return

    def _holder(self, group: Group, index: int, unit: Hashable) -> str:
        units = RULES[index].units
        return min(record for record in group.members if unit in units(self._known_of(record)))


def _cross(one: Iterable[Hashable], other: Iterable[Hashable]) -> Iterator[tuple[Hashable, Hashable]]:
    held = tuple(other)
    return ((mine, theirs) for mine in one for theirs in held)


def _keep_first(found: dict[str, tuple[str, str]], code: str, a: str, b: str) -> None:
    told = (a, b) if a < b else (b, a)
    found[code] = min(found.get(code, told), told)
