"""Groups of records, and the agglomeration that forms them: the same for any order of arrival."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable

from tocsin.identity.ledger.pairs import PairHistory
from tocsin.identity.ledger.plausible import RULES, Known


class Group:
    """The records of one person, with what decides whether another group may join them.

    `number`: the oldest id set aside for one of the records. `units`: for each plausibility rule, the pieces
    the records hold. `sides`: split -> side of it -> how many of the records. `crossing`: links to records
    of other groups that something keeps apart. `pardoned`: a person overruled a rule for one of the records.
    """

    __slots__ = ("crossing", "members", "number", "pardoned", "sides", "units")

    def __init__(self, record: str, number: int, known: Known) -> None:
        self.members = {record}
        self.number = number
        self.units: list[dict[Hashable, set[Hashable]] | None] = [None] * len(RULES)
        self.sides: dict[int, dict[int, int]] = {}
        self.crossing: set[PairHistory] = set()
        self.pardoned = False
        for index, rule in enumerate(RULES):
            for unit in rule.units(known):
                held = self.units[index] = self.units[index] or {}
                for bucket in rule.buckets(unit):
                    held.setdefault(bucket, set()).add(unit)

    @property
    def id(self) -> str:
        return person_id(self.number)

    def absorb(self, other: Group) -> None:
        """Takes in a smaller group, at the cost of the smaller."""
        self.members |= other.members
        self.number = min(self.number, other.number)
        self.crossing |= other.crossing
        self.pardoned |= other.pardoned
        for index, theirs in enumerate(other.units):
            self._take(index, theirs)
        for split, counts in other.sides.items():
            mine = self.sides.setdefault(split, {})
            for side, count in counts.items():
                mine[side] = mine.get(side, 0) + count

    def _take(self, index: int, theirs: dict[Hashable, set[Hashable]] | None) -> None:
        mine = self.units[index]
        if mine is None:
            self.units[index] = theirs
        elif theirs is not None:
            for bucket, units in theirs.items():
                mine.setdefault(bucket, set()).update(units)


def person_id(number: int) -> str:
    return f"p-{number:06d}"


def number_of(person: str) -> int:
    """0 where the text is no person id."""
    head, _, digits = person.partition("-")
    number = int(digits) if head == "p" and digits.isascii() and digits.isdigit() else 0
    return number if person == person_id(number) else 0


def agglomerate(
    groups: dict[str, Group], links: Iterable[PairHistory], *, apart: Callable[[Group, Group], bool]
) -> None:
    """Unites groups of single records along the links, the strongest first, where nothing keeps them apart.

    The order is by rank, score and record ids alone, so the outcome knows nothing of when anything arrived.
    What a person overruled may allow, once groups have grown, a link that was passed over: those are looked
    at again until none is left that nothing forbids.
    """
    foes = Foes(apart)
    crossing, united = _pass(groups, sorted(links, key=lambda link: link.order), foes)
    while united and any(groups[link.a].pardoned or groups[link.b].pardoned for link in crossing):
        crossing, united = _pass(groups, crossing, foes)
    for link in crossing:
        mine, theirs = groups[link.a], groups[link.b]
        if mine is not theirs:
            mine.crossing.add(link)
            theirs.crossing.add(link)


def _pass(
    groups: dict[str, Group], links: Iterable[PairHistory], foes: Foes
) -> tuple[list[PairHistory], bool]:
    """Links between groups that are apart, and whether any two groups were united."""
    crossing, united = [], False
    for link in links:
        mine, theirs = groups[link.a], groups[link.b]
        if mine is theirs:
            continue
        if foes.are(mine, theirs):
            crossing.append(link)
        else:
            whole = unite(groups, mine, theirs)
            foes.inherit(whole, theirs if whole is mine else mine)
            united = True
    return crossing, united


class Foes:
    """Groups found to be apart. They stay so as they grow, unless a person overruled a rule."""

    def __init__(self, apart: Callable[[Group, Group], bool]) -> None:
        self._apart = apart
        self._found: defaultdict[Group, set[Group]] = defaultdict(set)

    def are(self, mine: Group, theirs: Group) -> bool:
        if mine in self._found and theirs in self._found[mine]:
            return True
        apart = self._apart(mine, theirs)
        if apart and not (mine.pardoned or theirs.pardoned):
            self._found[mine].add(theirs)
            self._found[theirs].add(mine)
        return apart

    def inherit(self, whole: Group, part: Group) -> None:
        """The foes of a group that was taken in are those of the whole."""
        for foe in self._found.pop(part, ()):
            self._found[foe].discard(part)
            self._found[foe].add(whole)
            self._found[whole].add(foe)
        if whole.pardoned:
            for foe in self._found.pop(whole, ()):
                self._found[foe].discard(whole)


def unite(groups: dict[str, Group], mine: Group, theirs: Group) -> Group:
    large, small = (mine, theirs) if len(mine.members) >= len(theirs.members) else (theirs, mine)
    large.absorb(small)
    for record in small.members:
        groups[record] = large
    return large
