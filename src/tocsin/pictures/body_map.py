"""Where on the body each injury was recorded, numbered in order of date.

Left and right are the child's own. Where a record gives no side, none is chosen.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.pictures import svg, wording
from tocsin.pictures.body_figure import (
    Figure,
    Point,
    Site,
    baby_under_months,
    back_marks,
    draw_figure,
    draw_head,
    figure,
    front_marks,
    site,
)
from tocsin.pictures.body_list import MARKER, WINE, draw_list, draw_sign
from tocsin.pictures.body_map_data import BodyMap, Injury, in_order, injury_words, side_open

__all__ = ["BodyMap", "Injury", "body_map", "body_map_text"]

APART = 2 * MARKER + 4  # between the middles of two markers
Taken = dict[tuple[int, int], list[Point]]  # markers by the square of paper they lie in


FIGURES_TOP = 96.0
HEAD_X, FRONT_X, BACK_X = 122.0, 330.0, 550.0


@dataclass(frozen=True, slots=True)
class Placed:
    number: int
    injury: Injury
    points: tuple[Point, ...]  # where on the body; two where the side is open or both
    at: Point  # where its marker stands


def body_map(data: BodyMap, *, name: str, width: int = 1200) -> str:
    """An SVG whose list entries link to `#event-ID`."""
    baby = data.age_months is not None and data.age_months < baby_under_months()
    shape = figure("baby" if baby else "child")
    numbered = list(enumerate(in_order(data.injuries), start=1))
    bottom = FIGURES_TOP + shape.height + 30
    entries, list_bottom = draw_list(numbered, width, bottom)
    key, key_height = _key(max(bottom, list_bottom) + 14)
    placed = place(numbered, shape, baby=baby)
    title = f"Body map for {data.child}: {wording.counted(len(numbered), 'injury', 'injuries')} recorded"
    return svg.picture(
        [
            svg.text(title, 20.0, 26.0, size=16, font_weight="bold"),
            *_views(shape),
            *(_leaders(each) for each in placed),
            *(_marker(each) for each in placed),
            *entries,
            *key,
        ],
        name=name,
        width=width,
        height=max(bottom, list_bottom) + 14 + key_height,
        title=title,
        desc="Outlines of a child’s head, front and back with a number for each injury, in order of date, "
        "and a list of them. Left and right are the child’s own. The same facts are given as text beside it.",
        linked=bool(numbered),
    )


def _views(shape: Figure) -> list[str]:
    head_y = FIGURES_TOP + 14 + shape.face_half[1]
    drawn = [
        draw_head(shape, HEAD_X, head_y),
        draw_figure(shape, FRONT_X, FIGURES_TOP),
        front_marks(shape, FRONT_X, FIGURES_TOP),
        draw_figure(shape, BACK_X, FIGURES_TOP),
        back_marks(shape, BACK_X, FIGURES_TOP),
    ]
    views = ((HEAD_X, "Head and face", False), (FRONT_X, "Front", False), (BACK_X, "Back", True))
    for x, words, behind in views:
        drawn.append(svg.text(words, x, 58.0, size=13, font_weight="bold", text_anchor="middle"))
        sides = ("their left", "their right") if behind else ("their right", "their left")
        drawn.append(svg.text(sides[0], x - 10, 78.0, fill=svg.QUIET, text_anchor="end"))
        drawn.append(svg.text(sides[1], x + 10, 78.0, fill=svg.QUIET))
        drawn.append(svg.line(x, 68.0, x, 81.0, stroke=svg.RULE))
    return drawn


def place(numbered: Sequence[tuple[int, Injury]], shape: Figure, *, baby: bool) -> list[Placed]:
    """Each marker on its site, or as near to it as earlier markers leave room."""
    placed: list[Placed] = []
    taken: Taken = defaultdict(list)
    for number, injury in numbered:
        where = site(injury.site)
        if where.view == "beside":
            continue
        points = _points(injury, where, shape, baby=baby)
        wanted = (sum(p[0] for p in points) / len(points), points[0][1])
        at = _free(wanted, taken)
        taken[_square(at)].append(at)
        placed.append(Placed(number, injury, points, at))
    return placed


def _square(point: Point) -> tuple[int, int]:
    """Markers that could touch lie in the same square of the paper or the next."""
    return int(point[0] // APART), int(point[1] // APART)


def _points(injury: Injury, where: Site, shape: Figure, *, baby: bool) -> tuple[Point, ...]:
    across, down = where.baby if baby else where.child
    x, y = {"head": HEAD_X, "front": FRONT_X, "back": BACK_X}[where.view], FIGURES_TOP + down
    if where.view == "head":
        across, y = (
            across * shape.face_half[0],
            FIGURES_TOP + 14 + shape.face_half[1] * (1 + down),
        )
    own_left = x - across if where.view == "back" else x + across
    own_right = 2 * x - own_left
    if injury.side in ("left", "right"):
        return (((own_left if injury.side == "left" else own_right), y),)
    if injury.side == "both" or where.paired:
        return ((own_left, y), (own_right, y))
    return ((x, y),)


def _free(wanted: Point, taken: Taken) -> Point:
    for candidate in _around(wanted):
        if all(math.dist(candidate, other) >= APART for other in _near(candidate, taken)):
            return candidate
    return wanted


def _near(point: Point, taken: Taken) -> Iterator[Point]:
    across, down = _square(point)
    for column in (across - 1, across, across + 1):
        for row in (down - 1, down, down + 1):
            yield from taken.get((column, row), ())


def _around(point: Point) -> Iterator[Point]:
    yield point
    for ring in range(1, 12):
        for step in range(6 * ring):
            angle = -math.pi / 2 + 2 * math.pi * step / (6 * ring)
            yield (
                point[0] + ring * (2 * MARKER + 5) * math.cos(angle),
                point[1] + ring * (2 * MARKER + 5) * math.sin(angle),
            )


def _leaders(each: Placed) -> str:
    dash = "2 3" if side_open(each.injury) else None
    drawn = [
        svg.line(*each.at, *point, stroke=WINE, stroke_width=1.3, stroke_dasharray=dash)
        + svg.circle(*point, 2.2, fill=WINE)
        for point in each.points
        if math.dist(point, each.at) > 1
    ]
    return svg.group(drawn)


def _marker(each: Placed) -> str:
    drawn = [svg.hover(injury_words(each.number, each.injury)), draw_sign(each.number, each.injury, *each.at)]
    return svg.group(drawn, class_="injury", data_number=str(each.number))


def _key(top: float) -> tuple[list[str], float]:
    day = date(2000, 1, 1)
    signs = (
        (Injury("", day, day, "", "chest", "left"), "on the body"),
        (Injury("", day, day, "", "ribs", "left"), "inside the body"),
        (Injury("", day, day, "", "thigh"), "side not stated: dotted to both sides"),
        (Injury("", day, day, "", "unknown"), "not drawn on the body"),
    )
    drawn = [svg.text("Key", 20.0, top + 14, size=13, font_weight="bold")]
    x = 64.0
    for number, (injury, words) in enumerate(signs, start=1):
        drawn += [draw_sign(number, injury, x + 10, top + 10), svg.text(words, x + 28, top + 14)]
        x += svg.width_of(words) + 56
    note = "Limbs are drawn where most of their surface shows; a record seldom says front or back."
    return [*drawn, svg.text(note, 64.0, top + 38, fill=svg.QUIET)], 54.0


def body_map_text(data: BodyMap) -> list[str]:
    """One sentence for each injury, numbered as in the picture."""
    numbered = list(enumerate(in_order(data.injuries), start=1))
    if not numbered:
        return [f"Body map for {data.child}: no injury is recorded."]
    count = wording.counted(len(numbered), "injury", "injuries")
    return [
        f"Body map for {data.child}: {count} recorded. Left and right are the child’s own.",
        *(injury_words(number, injury) for number, injury in numbered),
    ]
