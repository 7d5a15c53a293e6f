"""Where on the body each injury was recorded, numbered in order of date.

Left and right are the child's own. Where a record gives no side, none is chosen.
"""

from __future__ import annotations

import math
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

SIDES = ("left", "right", "both", "midline", "not_stated")
MARKER = 10.0
FIGURES_TOP = 96.0
HEAD_X, FRONT_X, BACK_X, LIST_X = 122.0, 330.0, 550.0, 690.0
ENTRY = 54.0
WINE = "#7a1f1f"


@dataclass(frozen=True, slots=True)
class Injury:
    """`kind`, `recorded_by` and `explanation` are words; `site` is a code of the vocabulary."""

    event: str
    start: date
    end: date
    kind: str
    site: str
    side: str = "not_stated"
    recorded_by: str = ""
    explanation: str = ""
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class BodyMap:
    """`age_months` chooses the figure; None draws the older child."""

    child: str
    injuries: tuple[Injury, ...] = ()
    age_months: int | None = None


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
    entries, list_bottom = _list(numbered, width, bottom)
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


def in_order(injuries: Sequence[Injury]) -> list[Injury]:
    return sorted(injuries, key=lambda i: (i.start, i.end, i.event, i.site, i.side, i.kind))


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
    for number, injury in numbered:
        where = site(injury.site)
        if where.view == "beside":
            continue
        points = _points(injury, where, shape, baby=baby)
        wanted = (sum(p[0] for p in points) / len(points), points[0][1])
        at = _free(wanted, [each.at for each in placed])
        placed.append(Placed(number, injury, points, at))
    return placed


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


def _free(wanted: Point, taken: Sequence[Point]) -> Point:
    for candidate in _around(wanted):
        if all(math.dist(candidate, other) >= 2 * MARKER + 4 for other in taken):
            return candidate
    return wanted


def _around(point: Point) -> Iterator[Point]:
    yield point
    for ring in range(1, 12):
        for step in range(6 * ring):
            angle = -math.pi / 2 + 2 * math.pi * step / (6 * ring)
            yield (
                point[0] + ring * (2 * MARKER + 5) * math.cos(angle),
                point[1] + ring * (2 * MARKER + 5) * math.sin(angle),
            )


def side_open(injury: Injury) -> bool:
    """The body has one on each side and the record does not say which."""
    return site(injury.site).paired and injury.side not in ("left", "right", "both")


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
    drawn = [svg.hover(injury_words(each.number, each.injury)), _sign(each.number, each.injury, *each.at)]
    return svg.group(drawn, class_="injury", data_number=str(each.number))


def _sign(number: int, injury: Injury, x: float, y: float, /) -> str:
    """Filled on the body; ringed and white inside it; dashed and white where the side is open."""
    where = site(injury.site)
    white = where.inside or side_open(injury) or where.view == "beside"
    ring = svg.circle(
        x,
        y,
        MARKER,
        fill=svg.PAPER if white else WINE,
        stroke=WINE,
        stroke_width=1.6,
        stroke_dasharray="3 2" if side_open(injury) else None,
    )
    core = svg.circle(x, y, MARKER + 2.6, fill="none", stroke=WINE) if where.inside else ""
    size = 12.0 if number < 100 else 11.0
    words = svg.text(
        str(number),
        x,
        y + 4.2,
        size=size,
        text_anchor="middle",
        font_weight="bold",
        fill=WINE if white else svg.PAPER,
    )
    return ring + core + words


def _list(
    numbered: Sequence[tuple[int, Injury]], width: float, figures_bottom: float
) -> tuple[list[str], float]:
    """Beside the figures first, then beneath them in two columns. Sites not stated come last."""
    drawn = [svg.text("Injuries in order of date", LIST_X, 58.0, size=13, font_weight="bold")]
    if not numbered:
        none = "No injury is recorded."
        return [*drawn, svg.text(none, LIST_X, 84.0, size=13, fill=svg.QUIET)], 100.0
    y = 72.0
    below = [(n, i) for n, i in numbered if site(i.site).view == "beside"]
    columns = _columns([each for each in numbered if each not in below], y, width, figures_bottom)
    drawn += [_entry(number, injury, *box) for number, injury, box in columns]
    bottom = max((box[1] + ENTRY for *_, box in columns), default=y)
    if not below:
        return drawn, bottom
    top = max(bottom, figures_bottom) + 8
    drawn.append(
        svg.text("Not drawn: several sites, or site not stated", 20.0, top + 14, size=13, font_weight="bold")
    )
    half = (width - 40) / 2
    for index, (number, injury) in enumerate(below):
        box = (20.0 + half * (index % 2), top + 26 + ENTRY * (index // 2), half - 20)
        drawn.append(_entry(number, injury, *box))
    return drawn, top + 26 + ENTRY * ((len(below) + 1) // 2)


def _columns(
    entries: Sequence[tuple[int, Injury]], top: float, width: float, figures_bottom: float
) -> list[tuple[int, Injury, tuple[float, float, float]]]:
    room = max(int((figures_bottom - top) // ENTRY), 1)
    half = (width - 40) / 2
    placed: list[tuple[int, Injury, tuple[float, float, float]]] = []
    for index, (number, injury) in enumerate(entries):
        if index < room:
            box = (LIST_X, top + ENTRY * index, width - LIST_X - 20)
        else:
            rest = index - room
            box = (20.0 + half * (rest % 2), figures_bottom + 8 + ENTRY * (rest // 2), half - 20)
        placed.append((number, injury, box))
    return placed


def _entry(number: int, injury: Injury, x: float, y: float, width: float, /) -> str:
    room = width - 34
    first = svg.cut(f"{_when(injury)}: {_what(injury)}", room, size=13)
    second = svg.cut(f"Recorded by {injury.recorded_by or 'not stated'}.", room)
    third = svg.cut(f"Explanation: {injury.explanation or 'not recorded'}.", room)
    return svg.element(
        "a",
        svg.hover(injury_words(number, injury)),
        _sign(number, injury, x + 11, y + 13),
        svg.text(first, x + 30, y + 13, size=13, font_weight="bold"),
        svg.text(second, x + 30, y + 29, fill=svg.QUIET),
        svg.text(third, x + 30, y + 44, fill=svg.QUIET),
        href=svg.address("event", injury.event),
        aria_label=injury_words(number, injury),
        class_="entry",
    )


def _when(injury: Injury) -> str:
    return wording.short_interval(injury.start, injury.end) + (" (uncertain)" if injury.uncertain else "")


def _what(injury: Injury) -> str:
    return f"{injury.kind.replace('_', ' ')}, {site_words(injury)}"


def site_words(injury: Injury) -> str:
    where = site(injury.site)
    if injury.side in ("left", "right"):
        return f"{injury.side} {where.words}"
    if injury.side == "both":
        return f"{where.words}, both sides"
    if injury.side == "midline":
        return f"{where.words} (recorded as midline)"
    return f"{where.words} (side not stated)" if where.paired else where.words


def injury_words(number: int, injury: Injury) -> str:
    when = wording.interval(injury.start, injury.end, uncertain=injury.uncertain)
    who, why = injury.recorded_by or "not stated", injury.explanation or "not recorded"
    return f"{number}. {when}: {_what(injury)}. Recorded by {who}. Explanation: {why}."


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
        drawn += [_sign(number, injury, x + 10, top + 10), svg.text(words, x + 28, top + 14)]
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
