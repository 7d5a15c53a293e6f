"""Chains of consecutive sentences. A sentence that follows none and is followed by none is a chain of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tocsin.custody.answer import Line
from tocsin.custody.determinate.passed import Passed
from tocsin.custody.law import Row
from tocsin.custody.terms import Part, joined, last_day, share_of


@dataclass(slots=True)
class Share:
    """Terms of one chain that are served at one share: `served` of `days`, beginning on `first`."""

    row: Row
    members: list[Passed]
    first: int
    days: int
    served: int


@dataclass(slots=True, eq=False)
class Served:
    """The days on which release and the Board's power come before any day is taken off or added."""

    chain: Chain
    stage: int
    release: int
    board: int | None

    @property
    def shares(self) -> list[Share]:
        return shares_of(self.chain, self.stage)


@dataclass(slots=True, eq=False)
class Chain:
    """`first` is the earliest day of sentence, `latest` the last one; `last` the end with extension."""

    members: tuple[Passed, ...]
    first: int
    latest: int
    last: int
    days: int = field(init=False)
    said: list[Line] = field(
        default_factory=list
    )  # the first lines of every working, once they are asked for

    def __post_init__(self) -> None:
        self.days = self.last - self.first + 1

    @property
    def changes(self) -> Sequence[int]:
        """Stages of the law that changed the share of any member, in order."""
        if len(self.members) == 1:
            return self.members[0].changes
        return sorted({stage for one in self.members for stage in one.changes})

    @property
    def refs(self) -> str:
        return ", ".join(one.ref for one in self.members)


def whole_parts(members: Iterable[Passed]) -> list[Part]:
    """Custodial terms and extensions as they follow each other."""
    return joined(part for one in members for part in (one.term, one.extension) if part != (0, 0))


def chain_of(members: tuple[Passed, ...]) -> Chain:
    if len(members) == 1:
        only = members[0]
        last = only.last if only.extension == (0, 0) else last_day(only.first, whole_parts(members))
        return Chain(members, only.first, only.first, last)
    first = min(one.first for one in members)
    return Chain(members, first, max(one.first for one in members), last_day(first, whole_parts(members)))


def chains_of(passed: Sequence[Passed]) -> list[Chain]:
    """Every run from a first sentence to a last. Two that follow the same one make two chains."""
    if len(passed) == 1:
        return [chain_of((passed[0],))]
    here = {one.ref: one for one in passed}
    followed = {one.sentence.consecutive_to for one in passed}
    chains = []
    for one in passed:
        if one.ref in followed:
            continue
        run = [one]
        while (before := here.get(run[-1].sentence.consecutive_to)) is not None:
            run.append(before)
        chains.append(chain_of(tuple(reversed(run))))
    return chains


def shares_of(chain: Chain, stage: int) -> list[Share]:
    """CJA 2003 s264: the shares follow each other, those that need the Board's word last."""
    groups: dict[tuple[object, object], list[Passed]] = {}
    for one in chain.members:
        row = one.rows[stage]
        groups.setdefault((row.served, row.board), []).append(one)
    first, shares = chain.first, []
    for _, members in sorted(groups.items(), key=lambda item: item[0][1] is not None):
        row = members[0].rows[stage]
        days = last_day(first, joined(one.term for one in members)) - first + 1
        share = Share(row, members, first, days, share_of(days, row.served))
        shares.append(share)
        first += share.served
    return shares


def served_of(chain: Chain, stage: int) -> Served:
    if len(chain.members) == 1:
        return _served_alone(chain, chain.members[0], stage)
    shares = shares_of(chain, stage)
    board: int | None = None
    for share in shares:
        if share.row.board is not None:
            begun = share.first if board is None else board + 1
            board = begun + share_of(share.days, share.row.board) - 1
    return Served(chain, stage, shares[-1].first + shares[-1].served - 1, board)


def _served_alone(chain: Chain, only: Passed, stage: int) -> Served:
    row = only.rows[stage]
    board = None if row.board is None else only.first + share_of(only.days, row.board) - 1
    return Served(chain, stage, only.first + share_of(only.days, row.served) - 1, board)
