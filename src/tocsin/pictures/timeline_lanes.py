"""The lanes of a timeline: each agency's events, and the child's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.pictures import svg, wording
from tocsin.pictures.shapes import KINDS, RADIUS, quote_mark, shape
from tocsin.pictures.stacking import rows_for
from tocsin.pictures.timeline_data import Lane, Mark, Timeline, Voice
from tocsin.pictures.timescale import Scale

LANE_INDENT = 14.0
PITCH = 16.0
TALLEST = 176.0  # a lane never grows beyond this; its marks then stand closer
UNNAMED = "agency not stated"


@dataclass(frozen=True, slots=True)
class LaneBox:
    lane: Lane
    top: float
    height: float
    y_of: dict[str, float]  # event id -> centre of its mark in this lane


def all_lanes(data: Timeline) -> tuple[Lane, ...]:
    """The lanes given, then one for any further agency that an event names."""
    given = {lane.agency for lane in data.lanes}
    extra = dict.fromkeys(a for mark in data.marks for a in holders(mark) if a not in given)
    return data.lanes + tuple(Lane(agency, agency.replace("_", " ")) for agency in extra)


def holders(mark: Mark) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark.agencies)) or (UNNAMED,)


def lane_boxes(data: Timeline, scale: Scale, top: float) -> list[LaneBox]:
    boxes: list[LaneBox] = []
    for lane in all_lanes(data):
        marks = [mark for mark in data.marks if lane.agency in holders(mark)]
        boxes.append(_box(lane, marks, scale, top))
        top += boxes[-1].height
    return boxes


def _box(lane: Lane, marks: Sequence[Mark], scale: Scale, top: float) -> LaneBox:
    rows = rows_for([_extent(mark, scale) for mark in marks], gap=2.0)
    count = max(rows, default=0) + 1
    pitch = min(PITCH, (TALLEST - 16) / count)
    height = max(count * pitch + 16, 36.0)
    first = top + (height - (count - 1) * pitch) / 2
    y_of = {mark.event: first + row * pitch for mark, row in zip(marks, rows, strict=True)}
    return LaneBox(lane, top, height, y_of)


def _extent(mark: Mark, scale: Scale) -> tuple[float, float]:
    x = scale.middle(mark.start, mark.end)
    left, right = x - RADIUS - 1, x + RADIUS + 1
    if mark.start != mark.end:
        return min(left, scale.x(mark.start)), max(right, scale.after(mark.end))
    return left, right


def draw_lanes(boxes: Sequence[LaneBox], left: float, right: float) -> list[str]:
    drawn: list[str] = []
    for index, box in enumerate(boxes):
        fill = svg.BAND if index % 2 == 0 else svg.PAPER
        drawn.append(svg.rect(0.0, box.top, right, box.height, fill=fill))
        drawn += _lane_name(box, left)
    return drawn


def _lane_name(box: LaneBox, left: float) -> list[str]:
    lines = svg.wrap(box.lane.label, left - LANE_INDENT - 34, size=13, lines=2)
    middle = box.top + box.height / 2
    y = middle + 4.5 - (len(lines) - 1) * 7.5
    words = [
        svg.text(words, LANE_INDENT, y + 15 * i, size=13, font_weight="bold") for i, words in enumerate(lines)
    ]
    count = svg.text(str(len(box.y_of)), left - 12, middle + 4.5, fill=svg.QUIET, text_anchor="end")
    hover = svg.hover(f"{box.lane.label}: {wording.counted(len(box.y_of), 'event')}")
    return [svg.group([hover, *words, count])]


def draw_marks(data: Timeline, boxes: Sequence[LaneBox], scale: Scale) -> list[str]:
    """Links between lanes first, so that they lie beneath every mark."""
    placed = [(mark, _heights(mark, boxes)) for mark in _in_order(data.marks)]
    tied = [(scale.middle(mark.start, mark.end), ys) for mark, ys in placed if len(ys) > 1]
    ties = [_tie(x + 2.4 * (index % 3 - 1), ys) for index, (x, ys) in enumerate(tied)]
    labels = {lane.agency: lane.label for lane in all_lanes(data)}
    return ties + [_mark(mark, ys, scale, labels) for mark, ys in placed]


def _in_order(marks: Sequence[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: (mark.start, mark.end, mark.event))


def _heights(mark: Mark, boxes: Sequence[LaneBox]) -> list[float]:
    return [box.y_of[mark.event] for box in boxes if mark.event in box.y_of]


def _tie(x: float, ys: Sequence[float]) -> str:
    return svg.line(x, min(ys), x, max(ys), stroke="#7b8694", stroke_width=1.0)


def _mark(mark: Mark, ys: Sequence[float], scale: Scale, labels: dict[str, str]) -> str:
    words = mark_words(mark, labels)
    x = scale.middle(mark.start, mark.end)
    loose = mark.start != mark.end or mark.uncertain
    drawn = [_whiskers(mark, y, scale) + shape(mark.kind, x, y, open_=loose) for y in ys]
    return event_link(mark.event, words, drawn, class_="event")


def _whiskers(mark: Mark, y: float, scale: Scale) -> str:
    """An imprecise date is the whole of its interval, open at both ends."""
    left, right = scale.x(mark.start), scale.after(mark.end)
    if mark.start == mark.end or right - left < 2 * RADIUS + 4:
        return ""
    ends = f"M{left + 4:.1f} {y - 4:.1f}l-4 4l4 4M{right - 4:.1f} {y - 4:.1f}l4 4l-4 4"
    return svg.line(left, y, right, y, stroke=svg.QUIET, stroke_width=1.4, stroke_dasharray="3 3") + svg.path(
        ends, fill="none", stroke=svg.QUIET, stroke_width=1.4
    )


def event_link(event: str, words: str, drawn: Sequence[str], *, class_: str) -> str:
    return svg.element(
        "a",
        svg.hover(words),
        *drawn,
        href=svg.address("event", event),
        aria_label=words,
        class_=class_,
    )


def mark_words(mark: Mark, labels: dict[str, str]) -> str:
    when = wording.interval(mark.start, mark.end, uncertain=mark.uncertain)
    who = wording.joined([labels.get(agency, agency) for agency in holders(mark)])
    kind = KINDS.get(mark.kind, KINDS["other"])
    return f"{when}, {who}: {short(mark.words)} ({kind})"


def short(words: str, letters: int = 160) -> str:
    words = svg.clean(words)
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"


def voice_rows(data: Timeline, scale: Scale) -> list[tuple[Voice, float, str, int]]:
    """Each saying with its left edge, the part of its words that is drawn, and its row."""
    sayings = sorted(data.voices, key=lambda voice: (voice.start, voice.end, voice.event, voice.words))
    placed: list[tuple[Voice, float, str]] = []
    for voice in sayings:
        words = svg.cut(voice.words, 380.0, size=13)
        at, width = scale.middle(voice.start, voice.end), svg.width_of(words, 13) + 30
        placed.append((voice, at if at + width <= scale.right else at - width, words))
    spans = [(x - 4, x + svg.width_of(words, 13) + 34) for _, x, words in placed]
    rows = rows_for(spans, gap=6.0)
    return [(voice, x, words, row) for (voice, x, words), row in zip(placed, rows, strict=True)]


def draw_voices(data: Timeline, scale: Scale, top: float) -> tuple[list[str], float]:
    """The child's own words: a lane of their own, above every agency."""
    rows = voice_rows(data, scale)
    height = max((row for *_, row in rows), default=0) * 24 + 42.0
    name = svg.text("The child’s own words", LANE_INDENT, top + 26, size=13, font_weight="bold")
    drawn = [svg.rect(0.0, top, scale.right, height, fill="#fbf6e9"), name]
    if not rows:
        none = "none in these records"
        drawn.append(svg.text(none, scale.left + 4, top + 26, size=13, fill=svg.QUIET, font_style="italic"))
    return drawn + [_voice(*row, scale=scale, top=top) for row in rows], height


def _voice(voice: Voice, x: float, words: str, row: int, /, *, scale: Scale, top: float) -> str:
    y = top + 26 + 24 * row
    at = scale.middle(voice.start, voice.end)
    stem = svg.line(at, y - 12, at, y + 5, stroke="#6b5413", stroke_width=1.5)
    side = 1 if x >= at else -1  # near the right edge the words stand left of their day
    anchor = "start" if side > 0 else "end"
    said = svg.text(words, at + 22 * side, y, size=13, font_style="italic", text_anchor=anchor)
    marks = quote_mark(at + (4 if side > 0 else -16), y - 9, colour="#6b5413")
    full = f"{wording.interval(voice.start, voice.end)}, the child’s own words: {short(voice.words, 400)}"
    return event_link(voice.event, full, [stem, marks, said], class_="voice")
