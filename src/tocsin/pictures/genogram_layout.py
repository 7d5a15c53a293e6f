"""Where each person of a genogram stands: a row a generation, couples side by side, no overlap."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from tocsin.pictures.genogram_data import Genogram, Person
from tocsin.pictures.stacking import spread

SLOT = 132.0
SWEEPS = 8
Family = tuple[tuple[str, ...], tuple[str, ...]]  # parents, children


@dataclass(frozen=True, slots=True)
class Layout:
    """`rows` from the eldest generation; `x` is the middle of each person's slot."""

    rows: tuple[tuple[str, ...], ...]
    row_of: dict[str, int]
    x: dict[str, float]
    families: tuple[Family, ...]
    pairs: tuple[tuple[str, str], ...]


def lay_out(data: Genogram) -> Layout:
    order = {person.id: rank for rank, person in enumerate(sorted(data.persons, key=_birth_order))}
    families = _families(data, order)
    pairs = _pairs(data, families)
    generation = _generations(data, order, families, pairs)
    clusters = _clusters(data, order, generation, pairs)
    x = _places(clusters, families, order)
    rows = tuple(tuple(sorted((p for c in row for p in c), key=lambda p: x[p])) for row in clusters)
    row_of = {person: index for index, row in enumerate(rows) for person in row}
    return Layout(rows, row_of, x, families, pairs)


def _birth_order(person: Person) -> tuple[int, str]:
    day = person.born_earliest or person.due
    return (day.toordinal() if day else 0, person.id)


def _families(data: Genogram, order: dict[str, int]) -> tuple[Family, ...]:
    children: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for link in data.parents:
        children[tuple(sorted(link.parents))].append(link.child)
    return tuple(
        (parents, tuple(sorted(dict.fromkeys(kids), key=lambda kid: order[kid])))
        for parents, kids in sorted(children.items())
    )


def _pairs(data: Genogram, families: Sequence[Family]) -> tuple[tuple[str, str], ...]:
    """Couples in the order they came together, then parents of a child who were never said to be one."""
    said = sorted(data.couples, key=lambda c: (c.since.toordinal() if c.since else 0, c.a, c.b))
    pairs = dict.fromkeys((min(c.a, c.b), max(c.a, c.b)) for c in said)
    pairs |= dict.fromkeys((parents[0], parents[1]) for parents, _ in families if len(parents) == 2)
    return tuple(pairs)


def _generations(
    data: Genogram, order: dict[str, int], families: Sequence[Family], pairs: Sequence[tuple[str, str]]
) -> dict[str, int]:
    steps: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for parents, children in families:
        for parent in parents:
            for child in children:
                steps[parent].append((child, 1))
                steps[child].append((parent, -1))
    for a, b in pairs:
        steps[a].append((b, 0))
        steps[b].append((a, 0))
    found: dict[str, int] = {}
    firsts = sorted(data.persons, key=lambda p: (not p.subject, p.id not in steps, order[p.id]))
    for person in firsts:
        if person.id not in found:
            _walk(person.id, 0 if person.subject or person.child else -1, steps, found)
    return _children_below(found, families)


def _walk(start: str, row: int, steps: dict[str, list[tuple[str, int]]], found: dict[str, int]) -> None:
    found[start] = row
    waiting = deque([start])
    while waiting:
        person = waiting.popleft()
        for other, step in steps.get(person, []):
            if other not in found:
                found[other] = found[person] + step
                waiting.append(other)


def _children_below(found: dict[str, int], families: Sequence[Family]) -> dict[str, int]:
    """Records can contradict each other; a circle of parents must not hang the picture."""
    for _ in found:
        before = dict(found)
        for parents, children in families:
            lowest = max(found[parent] for parent in parents)
            for child in children:
                found[child] = max(found[child], lowest + 1)
        if found == before:
            break
    ranks = {row: rank for rank, row in enumerate(sorted(set(found.values())))}
    return {person: ranks[row] for person, row in found.items()}


def _clusters(
    data: Genogram, order: dict[str, int], generation: dict[str, int], pairs: Sequence[tuple[str, str]]
) -> list[list[list[str]]]:
    """In each row, chains of people who are or were couples."""
    beside: dict[str, list[str]] = defaultdict(list)
    for a, b in pairs:
        if generation[a] == generation[b]:
            beside[a].append(b)
            beside[b].append(a)
    sex = {person.id: person.sex for person in data.persons}
    rows: dict[int, list[list[str]]] = defaultdict(list)
    placed: set[str] = set()
    for person in sorted(order, key=lambda p: (-len(beside[p]), order[p])):
        if person not in placed:
            chain = _chain(person, beside, sex)
            placed |= set(chain)
            rows[generation[person]].append(chain)
    for row in rows.values():
        row.sort(key=lambda chain: min(order[p] for p in chain))
    return [rows[index] for index in sorted(rows)]


def _chain(hub: str, beside: dict[str, list[str]], sex: dict[str, str]) -> list[str]:
    """First partner on one side, next on the other; a man stands left of his only partner."""
    chain = deque([hub])
    side = {hub: 0}
    waiting = deque([hub])
    while waiting:
        person = waiting.popleft()
        alone_right = len(beside[person]) == 1 and sex[person] == "male"
        for index, other in enumerate(o for o in beside[person] if o not in side):
            side[other] = side[person] or (1 if (index % 2 == 1) != alone_right else -1)
            chain.append(other) if side[other] > 0 else chain.appendleft(other)
            waiting.append(other)
    return list(chain)


def _places(
    clusters: list[list[list[str]]], families: Sequence[Family], order: dict[str, int]
) -> dict[str, float]:
    x: dict[str, float] = {}
    for row in clusters:
        _stand(row, [0.0] * len(row), x)
    pulls = _pulls(families)
    downward = list(range(len(clusters)))
    for sweep in range(SWEEPS):
        for index in downward if sweep % 2 == 0 else reversed(downward):
            _settle(clusters[index], x, pulls, up=sweep % 2 == 1, order=order)
    left = min(x.values(), default=0.0)
    return {person: place - left + SLOT / 2 for person, place in x.items()}


def _pulls(families: Sequence[Family]) -> dict[str, dict[str, list[tuple[str, ...]]]]:
    """What each person would stand over (children) or under (parents)."""
    pulls: dict[str, dict[str, list[tuple[str, ...]]]] = {
        "over": defaultdict(list),
        "under": defaultdict(list),
    }
    for parents, children in families:
        for parent in parents:
            pulls["over"][parent].append(children)
        for child in children:
            pulls["under"][child].append(parents)
    return pulls


def _settle(
    row: list[list[str]],
    x: dict[str, float],
    pulls: dict[str, dict[str, list[tuple[str, ...]]]],
    *,
    up: bool,
    order: dict[str, int],
) -> None:
    first, second = ("over", "under") if up else ("under", "over")

    def targets(chain: list[str]) -> dict[str, float]:
        for way in (first, second):
            found = {
                p: fmean(x[q] for group in pulls[way][p] for q in group) for p in chain if p in pulls[way]
            }
            if found:
                return found
        return {}

    keyed: list[tuple[float, int, list[str], float]] = []
    for chain in row:
        wanted = targets(chain)
        facing = _facing(chain, wanted)
        lead = min((order[p] for p in chain if p in pulls["under"]), default=min(order[p] for p in chain))
        if wanted:
            key = fmean(wanted.values())
            edge = fmean(place - facing.index(p) * SLOT for p, place in wanted.items()) - SLOT / 2
        else:
            key = edge = float("inf")
        keyed.append((round(key, 3), lead, facing, edge))
    keyed.sort(key=lambda each: each[:2])
    row[:] = [facing for _, _, facing, _ in keyed]
    _stand(row, [edge for *_, edge in keyed], x)


def _facing(chain: list[str], wanted: dict[str, float]) -> list[str]:
    """Turn a couple round where that brings each nearer to their own parents or children."""
    if len(wanted) < 2:
        return chain

    def strain(order: list[str]) -> float:
        shift = fmean(place - order.index(p) * SLOT for p, place in wanted.items())
        return sum(abs(place - order.index(p) * SLOT - shift) for p, place in wanted.items())

    turned = chain[::-1]
    return turned if strain(turned) < strain(chain) - 1 else chain


def _stand(row: list[list[str]], edges: Sequence[float], x: dict[str, float]) -> None:
    """People without any tie stand after everybody else."""
    widths = [len(chain) * SLOT for chain in row]
    wanted: list[float] = []
    for index, edge in enumerate(edges):
        after = wanted[-1] + widths[index - 1] if wanted else 0.0
        wanted.append(after if edge == float("inf") else edge)
    for chain, left in zip(row, spread(wanted, widths), strict=True):
        for index, person in enumerate(chain):
            x[person] = left + SLOT * index + SLOT / 2
