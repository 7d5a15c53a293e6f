"""Curves as short straight lines, dashes as lines apart, hatching as lines within a shape."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence

Point = tuple[float, float]
Line = tuple[list[Point], bool]  # points, and whether the last is joined to the first
_PIECE = re.compile(r"([MmLlHhVvCcQqAaZz])|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
NEEDS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "q": 4, "a": 7, "z": 0}
STEPS = 10  # lines to a curve


def flattened(d: str) -> list[Line]:
    """The lines of an SVG path of M L H V C Q A Z, in either case."""
    lines: list[Line] = []
    points: list[Point] = []
    at = (0.0, 0.0)
    for letter, numbers in _commands(d):
        kind = letter.lower()
        if kind == "m":
            lines += [(points, False)] if len(points) > 1 else []
            at = _moved(at, numbers, letter)
            points = [at]
        elif kind == "z":
            lines += [(points, True)] if len(points) > 1 else []
            at = points[0] if points else at
            points = [at]
        else:
            added = _reached(at, numbers, letter)
            at = added[-1]
            points += added
    return [*lines, (points, False)] if len(points) > 1 else lines


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    letter, numbers = "", list[float]()
    for found in _PIECE.finditer(d):
        if found[1]:
            letter, numbers = found[1], []
        else:
            numbers.append(float(found[2]))
        if letter and len(numbers) == NEEDS[letter.lower()]:
            yield letter, numbers
            letter = {"M": "L", "m": "l"}.get(letter, letter)  # further pairs after a move are lines
            numbers = []


def _moved(at: Point, numbers: Sequence[float], letter: str) -> Point:
    x, y = numbers[-2:]
    return (at[0] + x, at[1] + y) if letter.islower() else (x, y)


def _reached(at: Point, numbers: list[float], letter: str) -> list[Point]:
    kind, own = letter.lower(), letter.islower()
    if kind in "hv":
        base = at if own else (0.0, 0.0)
        return [(base[0] + numbers[0], at[1])] if kind == "h" else [(at[0], base[1] + numbers[0])]
    end = _moved(at, numbers, letter)
    if kind == "l":
        return [end]
    if kind == "a":
        return _arc(at, end, numbers)
    handles = [_moved(at, numbers[n : n + 2], letter) for n in range(0, len(numbers), 2)]
    return [_on_curve([at, *handles], step / STEPS) for step in range(1, STEPS + 1)]


def _on_curve(handles: list[Point], t: float) -> Point:
    """De Casteljau's way: the handles drawn together until one point is left."""
    while len(handles) > 1:
        handles = [
            (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in itertools.pairwise(handles)
        ]
    return handles[0]


def _arc(start: Point, end: Point, numbers: list[float]) -> list[Point]:
    """An arc of an unturned ellipse, by the rules of SVG 1.1, appendix F.6.5."""
    rx, ry, _, large, sweep = numbers[:5]
    if not rx or not ry or start == end:
        return [end]
    half = ((start[0] - end[0]) / 2 / rx, (start[1] - end[1]) / 2 / ry)
    far = math.hypot(*half)
    grown = max(far, 1.0)  # too small a radius is grown until it reaches
    away = math.sqrt(max(grown**2 - far**2, 0.0)) / far * (1 if bool(large) != bool(sweep) else -1)
    centre = (away * half[1], -away * half[0])
    first = math.atan2(half[1] - centre[1], half[0] - centre[0])
    turn = math.atan2(-half[1] - centre[1], -half[0] - centre[0]) - first
    turn += math.tau if sweep and turn < 0 else -math.tau if not sweep and turn > 0 else 0
    middle = ((start[0] + end[0]) / 2 + centre[0] * rx, (start[1] + end[1]) / 2 + centre[1] * ry)
    steps = max(4, math.ceil(abs(turn) / 0.3))
    angles = [first + turn * n / steps for n in range(1, steps)]
    there = [(middle[0] + grown * rx * math.cos(a), middle[1] + grown * ry * math.sin(a)) for a in angles]
    return [*there, end]


def ellipse(x: float, y: float, rx: float, ry: float) -> Line:
    angles = [math.tau * n / 36 for n in range(36)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles], True


def dashed(points: list[Point], lengths: Sequence[float]) -> Iterator[list[Point]]:
    """The drawn pieces; `lengths` in turn drawn and left out."""
    turn, left, piece = 0, lengths[0], [points[0]]
    for start, end in itertools.pairwise(points):
        gone, whole = 0.0, math.dist(start, end)
        while whole - gone > left:
            gone += left
            corner = (
                start[0] + (end[0] - start[0]) * gone / whole,
                start[1] + (end[1] - start[1]) * gone / whole,
            )
            if turn % 2 == 0:
                yield [*piece, corner]
            turn += 1
            left, piece = lengths[turn % len(lengths)], [corner]
        left -= whole - gone
        piece.append(end)
    if turn % 2 == 0:
        yield piece


def hatched(lines: Sequence[Line], gap: float) -> Iterator[list[Point]]:
    """Slanting lines, `gap` apart, where they lie within the shape."""
    edges = [pair for points, _ in lines for pair in zip(points, [*points[1:], points[0]], strict=True)]
    falls = [x + y for points, _ in lines for x, y in points]
    step = gap * math.sqrt(2)
    for number in range(math.ceil(min(falls) / step), math.ceil(max(falls) / step)):
        met = sorted(_crossings(edges, number * step))
        yield from ([a, b] for a, b in zip(met[::2], met[1::2], strict=False))


def _crossings(edges: Sequence[tuple[Point, Point]], fall: float) -> Iterator[Point]:
    """Where the line x + y = fall meets an edge."""
    for (ax, ay), (bx, by) in edges:
        a, b = ax + ay - fall, bx + by - fall
        if (a < 0) != (b < 0):
            share = a / (a - b)
            yield ax + (bx - ax) * share, ay + (by - ay) * share
