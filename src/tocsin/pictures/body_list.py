"""The numbered signs of a body map, and the list that says what each number is."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.pictures import svg
from tocsin.pictures.body_figure import site
from tocsin.pictures.body_map_data import Injury, injury_words, side_open, what_words, when_words

MARKER = 10.0
LIST_X = 690.0
ENTRY = 54.0
WINE = "#7a1f1f"


def draw_sign(number: int, injury: Injury, x: float, y: float, /) -> str:
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


def draw_list(
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
    first = svg.cut(f"{when_words(injury)}: {what_words(injury)}", room, size=13)
    second = svg.cut(f"Recorded by {injury.recorded_by or 'not stated'}.", room)
    third = svg.cut(f"Explanation: {injury.explanation or 'not recorded'}.", room)
    return svg.element(
        "a",
        svg.hover(injury_words(number, injury)),
        draw_sign(number, injury, x + 11, y + 13),
        svg.text(first, x + 30, y + 13, size=13, font_weight="bold"),
        svg.text(second, x + 30, y + 29, fill=svg.QUIET),
        svg.text(third, x + 30, y + 44, fill=svg.QUIET),
        href=svg.address("event", injury.event),
        aria_label=injury_words(number, injury),
        class_="entry",
    )
