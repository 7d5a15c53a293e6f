"""Whom an evaluation asks about: which families give queries, which give training pairs, and who is absent.

Told apart before any family is made, from the plans alone: families are made one at a time, in any process.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from tocsin.town.plan import Plan, families_for

# Shares of the queries about absent people, and about registered ones; our judgement: hard cases often.
ABSENT_KINDS = {"twin": 0.45, "sibling": 0.25, "newcomer": 0.20, "namesake": 0.10}
REGISTERED_KINDS = {"twin": 0.15, "child": 0.70, "adult": 0.15}
MOST_OF_ONE = 3  # queries of one kind about one family
MOST_OF_FEW = 10  # and about absent twins, where a small town has too few of them for their share
FAMILIES_ABSENT = 0.5  # of the families with twins that are asked about: one twin is not in the register


Ask = Callable[[int, str, str], None]  # family, kind of query, kind of person absent


@dataclass(slots=True)
class Asked:
    """One family's part. `absent`: the kind of person left out of the register, or "" for nobody."""

    train: bool = False
    absent: str = ""
    kinds: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Evaluation:
    seed: int
    queries: int
    absent: float
    even_groups: bool = False


@dataclass(slots=True)
class Pools:
    """Family numbers by what can be asked of them, shuffled."""

    twins: list[int] = field(default_factory=list)
    siblings: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    families: int = 0
    groups: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def pools_of(seed: int, children: int) -> Pools:
    pools = Pools()
    for number, plan in families_for(seed, children):
        pools.families = number
        _pool(pools, plan).append(number)
        pools.groups[plan.hers].append(number)
    return pools


def _pool(pools: Pools, plan: Plan) -> list[int]:
    if plan.multiple:
        return pools.twins
    return pools.siblings if len(plan.births) > 1 else pools.others


def assign(evaluation: Evaluation, pools: Pools) -> dict[int, Asked]:
    """Every family that is asked about, for training or for queries, never both."""
    rng = Random(evaluation.seed * 2 + 1)
    for pool in (pools.twins, pools.siblings, pools.others):
        rng.shuffle(pool)
    asked: dict[int, Asked] = {}
    for train in (False, True):
        half = Pools(pools.twins[train::2], pools.siblings[train::2], pools.others[train::2])
        half.groups = pools.groups
        _assign_half(rng, evaluation, half, asked, train=train)
    return asked


def _assign_half(
    rng: Random, evaluation: Evaluation, pools: Pools, asked: dict[int, Asked], *, train: bool
) -> None:
    def ask(number: int, kind: str, absent: str) -> None:
        one = asked.setdefault(number, Asked(train, absent))
        one.kinds.append(kind)

    absent = round(evaluation.queries * evaluation.absent)
    registered = evaluation.queries - absent
    cut = int(len(pools.twins) * FAMILIES_ABSENT)
    twins = _turns(pools.twins[:cut], round(absent * ABSENT_KINDS["twin"]), most=MOST_OF_FEW)
    for number in twins:
        ask(number, "absent", "twin")
    rest = absent - len(twins)
    free = _others_absent(rng, pools, rest, ask)
    pairs = _turns(pools.twins[cut:], round(registered * REGISTERED_KINDS["twin"]))
    for number in pairs:
        ask(number, "twin", "")
    left = registered - len(pairs)
    adults = round(left * REGISTERED_KINDS["adult"] / (1 - REGISTERED_KINDS["twin"]))
    for place, number in enumerate(_cycled(_evenly(rng, free, pools, evaluation), left)):
        ask(number, "adult" if place < adults else "child", "")


def _turns(numbers: Sequence[int], wanted: int, *, most: int = MOST_OF_ONE) -> list[int]:
    """Each family once, then again, at most `most` times."""
    return [number for _ in range(most) for number in numbers][:wanted]


def _cycled(numbers: Sequence[int], wanted: int) -> Iterator[int]:
    for place in range(wanted if numbers else 0):
        yield numbers[place % len(numbers)]


def _others_absent(rng: Random, pools: Pools, wanted: int, ask: Ask) -> list[int]:
    """Asks about absent siblings, newcomers and namesakes; returns the families left to ask about."""
    weights = {kind: share for kind, share in ABSENT_KINDS.items() if kind != "twin"}
    whole = sum(weights.values())
    room = max(1, len(pools.siblings) // 3)
    siblings = pools.siblings[:room]
    spare = pools.siblings[room:] + pools.others
    rng.shuffle(spare)
    room = max(1, len(spare) // 4)
    for kind, numbers in (
        ("sibling", siblings),
        ("newcomer", spare[:room]),
        ("namesake", spare[room : 2 * room]),
    ):
        for number in _cycled(numbers, round(wanted * weights[kind] / whole)):
            ask(number, "absent", kind)
    return spare[2 * room :] + siblings[round(wanted * weights["sibling"] / whole) :]


def _evenly(rng: Random, free: list[int], pools: Pools, evaluation: Evaluation) -> list[int]:
    """The families to ask about registered people; by turns from each name group where that is wished."""
    if not evaluation.even_groups:
        return free
    wanted, turns = set(free), []
    lists = [[number for number in group if number in wanted] for group in pools.groups.values()]
    for group in lists:
        rng.shuffle(group)
    for place in range(max(map(len, lists), default=0)):
        turns += [group[place] for group in lists if place < len(group)]
    return turns
