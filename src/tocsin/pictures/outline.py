"""One dotted line around several boxes: the border of a union of rectangles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]
CORNER = 10.0


def border(boxes: Sequence[Box], /) -> list[list[Point]]:
    """Closed loops of corners, clockwise, in a fixed order."""
    steps = _edges(boxes)
    loops: list[list[Point]] = []
    while steps:
        start = min(steps)
        loop = [start]
        here = steps[start].pop(0)
        if not steps[start]:
            del steps[start]
        while here != start:
            loop.append(here)
            here = _take(steps, here)
        loops.append(_corners(loop))
    return loops


def _take(steps: dict[Point, list[Point]], here: Point) -> Point:
    there = steps[here].pop(0)
    if not steps[here]:
        del steps[here]
    return there


def _edges(boxes: Sequence[Box]) -> dict[Point, list[Point]]:
    """Each side of a covered cell whose neighbour is not covered, the covered cell on its right."""
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    covered = {
        (i, j)
        for i in range(len(xs) - 1)
        for j in range(len(ys) - 1)
        if any(b[0] <= xs[i] < b[2] and b[1] <= ys[j] < b[3] for b in boxes)
    }
    steps: dict[Point, list[Point]] = {}
    for i, j in sorted(covered):
        left, top, right, bottom = xs[i], ys[j], xs[i + 1], ys[j + 1]
        sides = {
            (i, j - 1): ((left, top), (right, top)),
            (i + 1, j): ((right, top), (right, bottom)),
            (i, j + 1): ((right, bottom), (left, bottom)),
            (i - 1, j): ((left, bottom), (left, top)),
        }
        for neighbour, (a, b) in sides.items():
            if neighbour not in covered:
                steps.setdefault(a, []).append(b)
    return steps


def _corners(loop: list[Point]) -> list[Point]:
    around = [loop[-1], *loop, loop[0]]
    return [
        b
        for a, b, c in zip(around, around[1:], around[2:], strict=False)
        if not (a[0] == b[0] == c[0] or a[1] == b[1] == c[1])
    ]


def rounded(loop: Sequence[Point], /) -> str:
    """A path along the loop with its corners eased."""
    points = [loop[-1], *loop, loop[0]]
    parts: list[str] = []
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        (x1, y1), (x2, y2) = _towards(at, before), _towards(at, after)
        start = "L" if parts else "M"
        parts.append(f"{start}{x1:.1f} {y1:.1f}Q{at[0]:.1f} {at[1]:.1f} {x2:.1f} {y2:.1f}")
    return "".join(parts) + "Z"


def _towards(at: Point, other: Point) -> Point:
    length = abs(other[0] - at[0]) + abs(other[1] - at[1])
    share = min(CORNER / length, 0.5) if length else 0.0
    return at[0] + (other[0] - at[0]) * share, at[1] + (other[1] - at[1]) * share


def runs(row: Sequence[str], inside: set[str], /) -> list[list[str]]:
    """Neighbours in a row who are all inside."""
    found: list[list[str]] = []
    for before, person in pairwise(["", *row]):
        if person in inside:
            if before in inside:
                found[-1].append(person)
            else:
                found.append([person])
    return found
