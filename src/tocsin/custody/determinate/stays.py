"""One unbroken stay in custody: the sentences served in it, and the days that count in it.

A sentence passed while the person is still held, by the law then in force, belongs to the same stay
and shares what was credited earlier. One passed after release begins another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from tocsin.custody.determinate.chains import Chain, Served, chain_of, chains_of, served_of
from tocsin.custody.determinate.passed import Passed
from tocsin.custody.law import EVER, Law, Stage, Tranche
from tocsin.custody.terms import Part, at_least


@dataclass(frozen=True, slots=True)
class Moved:
    """Days of one adjustment. Credit counts from a day of sentence, other days from when they came."""

    kind: str  # credited, added, at_large
    days: int
    counts_from: int
    until: int = EVER  # the last day of the period, where it is stated


@dataclass(frozen=True, slots=True)
class Sums:
    credited: int = 0
    added: int = 0
    at_large: int = 0


NOTHING_MOVED = Sums()


@dataclass(slots=True, eq=False)
class Step:
    """What one stage of the law makes of a chain. `tranche`: when it reached those serving."""

    stage: int
    served: Served
    release: int
    board: int | None
    tranche: Tranche | None = None
    kept: bool = False
    share_ends: int = 0  # the day on which the share to be served ends, before any tranche


@dataclass(slots=True, eq=False)
class Stay:
    law: Law
    passed: list[Passed]
    moved: Sequence[Moved]
    chains: list[Chain] = field(init=False)
    tranches: dict[int, Tranche] = field(default_factory=dict)
    earlier: Sequence[Stay] = ()
    followed_on: int = EVER  # the first day of the next stay

    first: int = field(init=False)
    latest: int = field(init=False)
    summed: dict[int, Sums] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chains = chains_of(self.passed)
        self.first = min([one.first for one in self.passed])
        self.latest = max([one.first for one in self.passed])

    def sums(self, chain: Chain) -> Sums:
        """Days that count for this chain, of this stay."""
        if not self.moved:
            return NOTHING_MOVED
        held = self.summed.get(id(chain))
        if held is None:
            held = self.summed[id(chain)] = self._sums(chain)
        return held

    def _sums(self, chain: Chain) -> Sums:
        begun, latest, totals = self.first, self.latest, {"credited": 0, "added": 0, "at_large": 0}
        for one in self.moved:
            if one.kind == "credited":
                counts = begun <= one.counts_from <= latest and _counts_for(one, chain)
            else:
                counts = chain.first <= one.counts_from < self.followed_on
            if counts:
                totals[one.kind] += one.days
        return Sums(totals["credited"], max(totals["added"], 0), totals["at_large"])

    def expiry(self, chain: Chain) -> int:
        return expiry_of(chain, self.sums(chain))

    def tranche(self, number: int) -> Tranche:
        if number not in self.tranches:
            self.tranches[number] = self._tranche(self.law.stages[number])
        return self.tranches[number]

    def _tranche(self, stage: Stage) -> Tranche:
        """By the longest of the sentences that were being served, in custody or on licence, when it began."""
        if len(stage.tranches) == 1:
            return stage.tranches[0]
        serving = [one for stay in (*self.earlier, self) for one in stay.serving(stage.first)]
        serving = serving or [one for chain in self.chains if (one := _before(chain, stage.first))]
        longest = max([one.days for one in serving])
        for tranche in stage.tranches:
            if tranche.up_to_days is not None:
                if longest <= tranche.up_to_days:
                    return tranche
            elif tranche.under is None or not any(_as_long(one, tranche.under) for one in serving):
                return tranche
        return stage.tranches[-1]

    def serving(self, day: int) -> list[Chain]:
        """Of each chain what was passed before a day and had not ended by it."""
        found = []
        for chain in self.chains:
            passed, sums = _before(chain, day), self.sums(chain)
            if passed is not None and passed.last - sums.credited + sums.at_large >= day:
                found.append(passed)
        return found


def expiry_of(chain: Chain, sums: Sums) -> int:
    return max(chain.last - sums.credited + sums.at_large, chain.latest)


def _counts_for(credit: Moved, chain: Chain) -> bool:
    """CJA 2003 s240ZA(4), (9): towards every sentence of the stay; no day on which one was served."""
    return credit.counts_from <= chain.latest or credit.until < chain.first


def _before(chain: Chain, day: int) -> Chain | None:
    """The part of a chain that was passed before a day."""
    if chain.latest < day:
        return chain
    members = tuple(one for one in chain.members if one.first < day)
    return chain_of(members) if members else None


def _as_long(chain: Chain, limit: Part) -> bool:
    return at_least(chain.first, chain.last, limit)


def _held(served: Served, sums: Sums) -> tuple[int, int | None]:
    """Release and the Board's day with what was credited and added; never before the day of sentence."""
    chain = served.chain
    if sums is NOTHING_MOVED:
        return max(served.release, chain.latest), _not_before(served.board, chain.latest)
    shift, end = sums.at_large - sums.credited, expiry_of(chain, sums)
    release = min(max(served.release + shift, chain.latest) + sums.added, end)
    if served.board is None:
        return release, None
    return release, min(max(served.board + shift, chain.latest) + sums.added, release)


def _not_before(day: int | None, first: int) -> int | None:
    return None if day is None else max(day, first)


def steps_of(stay: Stay, chain: Chain, *, until: int | None = None) -> list[Step]:
    """The chain under each stage of the law in turn; `until` leaves out stages that began after that day."""
    law, sums = stay.law, stay.sums(chain)
    served = served_of(chain, 0)
    release, board = _held(served, sums)
    steps = [Step(0, served, release, board, share_ends=release)]
    for number in chain.changes:
        stage = law.stages[number]
        if until is not None and stage.first > until:
            break
        if _long_over(steps[-1].release, stage, chain):
            continue
        steps.append(_next(steps[-1], stay, sums, number))
    return steps


def _long_over(release: int, stage: Stage, chain: Chain) -> bool:
    """Released before the change of the law began: it has nothing to say."""
    return release < stage.first and chain.latest < stage.first


def _next(before: Step, stay: Stay, sums: Sums, number: int) -> Step:
    """Out before the tranche's day: the old date stands. Else the later of the new date and that day."""
    chain = before.served.chain
    served = served_of(chain, number)
    release, board = _held(served, sums)
    if chain.first >= stay.law.stages[number].first:
        return Step(number, served, release, board, share_ends=release)
    tranche = stay.tranche(number)
    kept = before.release < tranche.day
    share_ends = before.share_ends if kept else release
    release = before.release if kept else max(release, tranche.day)
    if board is not None and before.board is not None:
        board = before.board if before.board < tranche.day else max(board, tranche.day)
    return Step(number, served, release, board, tranche, kept, share_ends)


def stays_of(
    passed: Sequence[Passed], law: Law, moved: Sequence[Moved], let_out: Sequence[int] = ()
) -> list[Stay]:
    """In the order of time. `let_out` are days on which the person is known to have been released."""
    if len({one.first for one in passed}) == 1:
        return [Stay(law, list(passed), moved)]
    stays: list[Stay] = []
    for day, group in groupby(sorted(passed, key=lambda one: one.first), key=lambda one: one.first):
        new = list(group)
        stay = _still_held(stays, new, day, let_out)
        if stay is None:
            stays.append(Stay(law, new, moved, earlier=tuple(stays)))
        else:
            stays[stays.index(stay)] = Stay(law, [*stay.passed, *new], moved, earlier=stay.earlier)
    for stay, after in pairwise(stays):
        stay.followed_on = after.first
        stay.summed.clear()
    return stays


def _still_held(stays: list[Stay], new: list[Passed], day: int, let_out: Sequence[int]) -> Stay | None:
    if not stays:
        return None
    follows = {one.sentence.consecutive_to for one in new}
    for stay in stays:
        if any(one.ref in follows for one in stay.passed):
            return stay
    if any(stays[-1].latest <= left < day for left in let_out):
        return None
    if max([stays[-1].expiry(chain) for chain in stays[-1].chains]) < day:
        return None
    return stays[-1] if released(stays[-1], until=day) >= day else None


def released(stay: Stay, *, until: int) -> int:
    """The day of release by the law in force on a day."""
    return max([steps_of(stay, chain, until=until)[-1].release for chain in stay.chains])
