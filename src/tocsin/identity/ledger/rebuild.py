"""The same ledger worked out from nothing, by another road: every entry at once, every pair by itself.

The incremental state is held to this one. It shares the acts, the rules of plausibility and the shape of the
answer with it, and none of its bookkeeping.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from tocsin.identity.ledger.apart import Clash
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
    Undo,
    pair,
)
from tocsin.identity.ledger.facts import versions
from tocsin.identity.ledger.picture import Fate, Link, Picture, ReviewItem
from tocsin.identity.ledger.plausible import DECIDED_APART, RULES, Known
from tocsin.identity.ledger.settings import Settings, default_settings

BASES = ("decided", "born", "scored")


@dataclass(slots=True)
class Ledgered:
    """Everything the effective entries left behind, in one pass."""

    issued: list[str] = field(default_factory=list)
    live: dict[str, bool] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)
    scores: dict[Pair, float] = field(default_factory=dict)
    holds: dict[Pair, bool] = field(default_factory=dict)
    born: set[Pair] = field(default_factory=set)
    decisions: dict[Pair, tuple[int, bool, tuple[str, ...]]] = field(default_factory=dict)
    splits: dict[int, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    fates: dict[str, Fate] = field(default_factory=dict)
    held: list[Entry] = field(default_factory=list)
    sides: defaultdict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    scored_with: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def effective(entries: Sequence[Entry]) -> list[Entry]:
    """From the last to the first: an entry counts unless one that counts takes it back."""
    undone: set[int] = set()
    counting = []
    for entry in reversed(entries):
        if entry.seq not in undone:
            counting.append(entry)
            if isinstance(entry.act, Undo):
                undone.add(entry.act.seq)
    return counting[::-1]


def rebuild(
    entries: Iterable[Entry], settings: Settings | None = None, seals: Iterable[Pair] = ()
) -> Picture:
    every = list(entries)
    settings = settings or default_settings()
    found = Ledgered()
    found.issued = list(dict.fromkeys(e.act.record for e in every if isinstance(e.act, Met)))
    for entry in effective(every):
        _take(found, entry, settings)
    return _Batch(found, {pair(a, b) for a, b in seals}).picture()


def _take(found: Ledgered, entry: Entry, settings: Settings) -> None:
    match entry.act:
        case Met(record, known):
            found.live[record], found.known[record] = True, known
        case Retract(record):
            found.live[record] = False
        case Assert(a, b, score, despite):
            if entry.by == ENGINE and score is not None:
                _score(found, pair(a, b), score, settings)
            else:
                found.decisions[pair(a, b)] = (entry.seq, True, despite)
        case Restated(record, scores, now):
            left = found.scored_with[record] - {other for other, _ in scores}
            for other, score in (*scores, *((other, float("-inf")) for other in left)):
                _score(found, pair(record, other), score, settings)
            if now is not None:
                found.known[record] = now
        case _:
            _take_rest(found, entry)


def _take_rest(found: Ledgered, entry: Entry) -> None:
    match entry.act:
        case Reject(a, b):
            found.decisions[pair(a, b)] = (entry.seq, False, ())
        case Split(groups=groups):
            found.splits[entry.seq] = groups
            for side, group in enumerate(groups):
                found.sides |= {r: found.sides[r] | {entry.seq: side} for r in group}
        case Promote(unborn, birth):
            found.born.add(pair(unborn, birth))
            found.fates[unborn] = Fate(unborn, birth=birth)
        case Ended(unborn, how):
            found.fates[unborn] = Fate(unborn, how=how)
        case Held():
            found.held.append(entry)


def _score(found: Ledgered, ab: Pair, score: float, settings: Settings) -> None:
    threshold = settings.split if found.holds.get(ab) else settings.join
    found.holds[ab], found.scores[ab] = score >= threshold, score
    for record, other in (ab, ab[::-1]):
        found.scored_with[record].add(other)


class _Batch:
    def __init__(self, found: Ledgered, seals: set[Pair]) -> None:
        self.found, self.seals = found, seals
        self.live = {record for record, there in found.live.items() if there}
        self.number = {record: n for n, record in enumerate(found.issued, 1)}
        self.links = sorted(self._links(), key=lambda at: (BASES.index(at.basis), -at.score, at.a, at.b))
        self.pardons = {ab: found.decisions[ab][2] for ab in self._decided_links() if found.decisions[ab][2]}
        self.of = {record: [record] for record in self.live}
        self._clash: dict[tuple[int, Pair], list[tuple[object, object]]] = {}

    def rejected(self, a: str, b: str) -> bool:
        seq, joined, _ = self.found.decisions.get(pair(a, b), (0, True, ()))
        mine, theirs = self.found.sides.get(a, {}), self.found.sides.get(b, {})
        later = [s for s in mine if s in theirs and mine[s] != theirs[s] and s > seq]
        return not joined or bool(later)

    def _links(self) -> Iterator[Link]:
        found = self.found
        for ab in {*found.decisions, *found.born, *found.scores}:
            if set(ab) <= self.live and not self.rejected(*ab):
                if ab in found.decisions:
                    yield Link(*ab, "decided")
                elif ab in found.born:
                    yield Link(*ab, "born")
                elif found.holds[ab]:
                    yield Link(*ab, "scored", found.scores[ab])

    def _decided_links(self) -> list[Pair]:
        return [(link.a, link.b) for link in self.links if link.basis == "decided"]

    def _pairs(self, one: list[str], other: list[str]) -> Iterator[Pair]:
        return (pair(a, b) for a, b in product(one, other))

    def _clashing(self, rule: int, ab: Pair) -> list[tuple[object, object]]:
        """Pieces of the two that cannot be one person's by this rule."""
        if (rule, ab) not in self._clash:
            mine, theirs = (tuple(RULES[rule].units(self.found.known[record])) for record in ab)
            self._clash[rule, ab] = [(m, t) for m in mine for t in theirs if RULES[rule].clash(m, t)]
        return self._clash[rule, ab]

    def _pardoned(self, rule: int, pieces: tuple[object, object], both: set[str]) -> bool:
        units, code = RULES[rule].units, RULES[rule].code
        for ab, despite in self.pardons.items():
            if code in despite and set(ab) <= both:
                mine, theirs = (tuple(units(self.found.known[record])) for record in ab)
                if any({m, t} == set(pieces) for m in mine for t in theirs):
                    return True
        return False

    def clashes(self, one: list[str], other: list[str], ab: Pair) -> Iterator[str]:
        if self.rejected(*ab):
            yield DECIDED_APART
        for rule, told in enumerate(RULES):
            pieces = self._clashing(rule, ab)
            if pieces and not all(self._pardoned(rule, p, {*one, *other}) for p in pieces):
                yield told.code

    def apart(self, one: list[str], other: list[str]) -> bool:
        return any(
            ab in self.seals or any(True for _ in self.clashes(one, other, ab))
            for ab in self._pairs(one, other)
        )

    def unite(self) -> None:
        """From the strongest link, and again from it, until none is left that may join two."""
        while sum(self._united(link) for link in self.links):
            pass

    def _united(self, link: Link) -> bool:
        one, other = self.of[link.a], self.of[link.b]
        if one is other or self.apart(one, other):
            return False
        whole = one + other
        for record in whole:
            self.of[record] = whole
        return True

    def reasons(self, one: list[str], other: list[str]) -> tuple[Clash, ...]:
        first: dict[str, Pair] = {}
        for ab in sorted(self._pairs(one, other)):
            for code in self.clashes(one, other, ab):
                first.setdefault(code, ab)
        return tuple(sorted(Clash(code, *ab) for code, ab in first.items()))

    def review(self) -> Iterator[ReviewItem]:
        for link in self.links:
            one, other = self.of[link.a], self.of[link.b]
            if one is not other and (why := self.reasons(one, other)):
                yield ReviewItem(link, why)

    def picture(self) -> Picture:
        self.unite()
        name = {record: f"p-{number:06d}" for record, number in self.number.items()}
        head = {record: min(self.number[one] for one in self.of[record]) for record in self.live}
        person = {record: f"p-{number:06d}" for record, number in head.items()}
        told = sorted({(head[record], tuple(sorted(self.of[record]))) for record in self.live})
        return Picture(
            persons={f"p-{number:06d}": records for number, records in told},
            redirects={name[r]: person[r] for r in self.live if name[r] != person[r]},
            empty=tuple(sorted(name[record] for record in self.found.issued if record not in self.live)),
            review=tuple(sorted(self.review())),
            links=tuple(sorted(self.links)),
            rejected=tuple(sorted(ab for ab, said in self.found.decisions.items() if not said[1])),
            splits=tuple(groups for _, groups in sorted(self.found.splits.items())),
            fates=tuple(sorted(self.found.fates.values())),
            facts=versions(
                (e.seq, e.on, e.act.key, e.act.record, e.act.fact)
                for e in self.found.held
                if isinstance(e.act, Held) and e.act.record in self.live
            ),
        )
