"""The lines of a genogram: couples, descent, twins, and the border of the household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import TypeVar

from tocsin.pictures import svg
from tocsin.pictures.genogram_data import Couple, Genogram
from tocsin.pictures.genogram_layout import SLOT, Family, Layout
from tocsin.pictures.genogram_symbols import BOX_HEIGHT, HALF
from tocsin.pictures.outline import Box, border, rounded, runs
from tocsin.pictures.stacking import rows_for

K = TypeVar("K")
BAR = 13.0  # between the bars of two families, and between two arcs
AIR = 24.0
THIN: dict[str, svg.Value] = {"fill": "none", "stroke": svg.INK, "stroke_width": 1.6}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where every row, bar and arc lies."""

    middle: tuple[float, ...]  # of the symbols of each row
    bar: dict[tuple[str, ...], float]  # parents -> height of the bar over their children
    arc: dict[tuple[str, str], float]  # couples not side by side -> height of their arc
    bottom: float


def arcs_of(layout: Layout, row: int) -> list[tuple[str, str]]:
    return [
        p for p in layout.pairs if layout.row_of[p[0]] == layout.row_of[p[1]] == row and not beside(layout, p)
    ]


def beside(layout: Layout, pair: tuple[str, str]) -> bool:
    row = layout.rows[layout.row_of[pair[0]]]
    return pair[1] in row and abs(row.index(pair[0]) - row.index(pair[1])) == 1


def frame_of(layout: Layout, top: float) -> Frame:
    middle: list[float] = []
    bar: dict[tuple[str, ...], float] = {}
    arc: dict[tuple[str, str], float] = {}
    for row in range(len(layout.rows)):
        families = [f for f in layout.families if min(layout.row_of[c] for c in f[1]) == row]
        top += AIR
        top = _levels([_family_span(layout, f) for f in families], [f[0] for f in families], top, bar)
        pairs = arcs_of(layout, row)
        top = _levels([_pair_span(layout, pair) for pair in pairs], pairs, top, arc)
        top += AIR
        middle.append(top + HALF + 6)
        top += BOX_HEIGHT + 12
    return Frame(tuple(middle), bar, arc, top + AIR)


def _levels(
    spans: Sequence[tuple[float, float]], keys: Sequence[K], top: float, found: dict[K, float]
) -> float:
    rows = rows_for(spans, gap=30.0)
    found.update({key: top + row * BAR for key, row in zip(keys, rows, strict=True)})
    return top + (max(rows, default=-1) + 1) * BAR


def _pair_span(layout: Layout, pair: tuple[str, str]) -> tuple[float, float]:
    a, b = sorted(layout.x[person] for person in pair)
    return a, b


def _family_span(layout: Layout, family: Family) -> tuple[float, float]:
    xs = [layout.x[child] for child in family[1]] + [drop_x(layout, family[0])]
    return min(xs), max(xs)


def drop_x(layout: Layout, parents: tuple[str, ...]) -> float:
    """Where the line to the children leaves: between two slots, or beneath a single parent."""
    if len(parents) == 1:
        return layout.x[parents[0]]
    a, b = sorted(parents, key=lambda parent: layout.x[parent])
    if layout.row_of[a] != layout.row_of[b]:
        return layout.x[max(parents, key=lambda parent: layout.row_of[parent])] + SLOT / 2
    if beside(layout, (a, b)):
        return (layout.x[a] + layout.x[b]) / 2
    outer_left = len(_between(layout, a, b)) % 2 == 1 and _ties(layout, a) < _ties(layout, b)
    return layout.x[a] + SLOT / 2 if outer_left else layout.x[b] - SLOT / 2


def _between(layout: Layout, a: str, b: str) -> tuple[str, ...]:
    row = layout.rows[layout.row_of[a]]
    return row[row.index(a) + 1 : row.index(b)]


def _ties(layout: Layout, person: str) -> int:
    return sum(person in pair for pair in layout.pairs)


def draw_couples(data: Genogram, layout: Layout, frame: Frame, at: date) -> list[str]:
    said = {(min(c.a, c.b), max(c.a, c.b)): c for c in sorted(data.couples, key=_latest)}
    return [_couple(pair, said.get(pair), layout, frame, at) for pair in layout.pairs]


def _latest(couple: Couple) -> tuple[int, str]:
    return (couple.since.toordinal() if couple.since else 0, couple.kind)


def _couple(pair: tuple[str, str], couple: Couple | None, layout: Layout, frame: Frame, at: date) -> str:
    a, b = sorted(pair, key=lambda person: layout.x[person])
    dash = None if couple is not None and couple.kind == "married" else "6 4"
    d, at_x, at_y = _couple_path(a, b, layout, frame)
    slashes = ended_slashes(couple, at)
    marks = "".join(f"M{at_x - 5 + 7 * i:.1f} {at_y + 9:.1f}l10 -18" for i in range(slashes))
    drawn = [svg.path(d, stroke_dasharray=dash, **THIN)]
    return svg.group([*drawn, svg.path(marks, **THIN) if marks else ""], class_="couple")


def _couple_path(a: str, b: str, layout: Layout, frame: Frame) -> tuple[str, float, float]:
    """The line, and where a slash stands on it."""
    xa, xb = layout.x[a], layout.x[b]
    ya, yb = frame.middle[layout.row_of[a]], frame.middle[layout.row_of[b]]
    pair = (min(a, b), max(a, b))
    if pair in frame.arc:
        y = frame.arc[pair]
        d = f"M{xa + 9} {ya - HALF + 2}V{y}H{xb - 9}V{yb - HALF + 2}"
        return d, (xa + xb) / 2 - 12, y
    if ya == yb:
        return f"M{xa + HALF} {ya}H{xb - HALF}", (xa + xb) / 2 - 20, ya
    return f"M{xa + HALF} {ya}H{xa + SLOT / 2}V{yb}H{xb - HALF}", xa + SLOT / 2 - 12, ya


def ended_slashes(couple: Couple | None, at: date) -> int:
    if couple is None:
        return 0
    over = couple.until is not None and couple.until <= at
    if couple.ended == "divorced" and (over or couple.until is None):
        return 2
    return int(over or (bool(couple.ended) and couple.until is None))


def draw_descent(data: Genogram, layout: Layout, frame: Frame) -> list[str]:
    twins = {link.child: link.twins for link in data.parents if link.twins}
    double = {person.id for person in data.persons if person.subject}
    return [_descent(family, twins, double, layout, frame) for family in layout.families]


def _descent(family: Family, twins: dict[str, str], double: set[str], layout: Layout, frame: Frame) -> str:
    parents, children = family
    x, bar = drop_x(layout, parents), frame.bar[parents]
    d = f"M{x} {_drop_y(parents, layout, frame)}V{bar}"
    forks = _forks(children, twins, layout)
    xs = [fork for fork, _ in forks]
    if (left := min([x, *xs])) < (right := max([x, *xs])):
        d += f"M{left} {bar}H{right}"
    for fork, members in forks:
        for child in members:
            top = frame.middle[layout.row_of[child]] - HALF - (6 if child in double else 0)
            d += f"M{fork} {bar}L{layout.x[child]} {top}"
    return svg.path(d, class_="descent", stroke_linejoin="round", **THIN)


def _drop_y(parents: tuple[str, ...], layout: Layout, frame: Frame) -> float:
    lowest = max(frame.middle[layout.row_of[parent]] for parent in parents)
    if len(parents) == 1:
        return lowest - HALF + BOX_HEIGHT + 2
    pair = (min(parents), max(parents))
    return frame.arc.get(pair, lowest)


def _forks(children: Sequence[str], twins: dict[str, str], layout: Layout) -> list[tuple[float, list[str]]]:
    """Children of one birth hang from one point."""
    births: dict[str, list[str]] = {}
    for child in children:
        births.setdefault(twins.get(child) or f"\0{child}", []).append(child)
    return [(fmean(layout.x[child] for child in members), members) for members in births.values()]


def household_boxes(inside: set[str], layout: Layout, frame: Frame) -> list[Box]:
    """A box for each run of members in a row, and bridges between rows where nobody stands."""
    boxes: list[Box] = []
    above: list[Box] = []
    for row, people in enumerate(layout.rows):
        here = [_run_box(run, layout, frame, row) for run in runs(people, inside)]
        boxes += here
        if len(here) > 1:
            top = here[0][1] - 12
            boxes.append((here[0][0], top, here[-1][2], here[0][1]))
        if here and above:
            boxes += _bridge(above, here)
        above = here
    return boxes


def _run_box(run: Sequence[str], layout: Layout, frame: Frame, row: int) -> Box:
    middle = frame.middle[row]
    return (
        layout.x[run[0]] - SLOT / 2 + 6,
        middle - HALF - 14,
        layout.x[run[-1]] + SLOT / 2 - 6,
        middle - HALF + BOX_HEIGHT + 3,
    )


def _bridge(above: Sequence[Box], below: Sequence[Box]) -> list[Box]:
    overlaps = [
        (max(a[0], b[0]), a[3], min(a[2], b[2]), b[1])
        for a in above
        for b in below
        if min(a[2], b[2]) - max(a[0], b[0]) > 12
    ]
    if overlaps:
        return [max(overlaps, key=lambda box: box[2] - box[0])]
    a, b = min(((a, b) for a in above for b in below), key=lambda pair: abs(pair[0][0] - pair[1][0]))
    x = a[2] - 20 if a[2] < b[0] + 20 else a[0]
    left, right = min(x, b[0]), max(x + 20, b[2])
    return [(x, a[3], x + 20, b[1] - 10), (left, b[1] - 12, right, b[1])]


def draw_household(inside: set[str], layout: Layout, frame: Frame, words: str) -> list[str]:
    boxes = household_boxes(inside, layout, frame)
    if not boxes:
        return []
    loops = border(boxes)
    d = "".join(rounded(loop) for loop in loops)
    dotted = svg.path(
        d,
        fill="#f6f3ea",
        stroke="#5d5231",
        stroke_width=2.2,
        stroke_dasharray="0.1 5",
        stroke_linecap="round",
    )
    left, top, _, _ = min(boxes, key=lambda box: (box[1], box[0]))
    return [svg.group([svg.hover(words), dotted, svg.text(words, left + 6, top - 5, fill="#5d5231")])]
