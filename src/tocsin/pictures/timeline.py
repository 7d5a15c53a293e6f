"""The child's time on one page: plans, own words, every agency's events, and each concern's wait."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tocsin.pictures import svg, wording
from tocsin.pictures.axis import draw_calendar, draw_grid, tick_labels
from tocsin.pictures.shapes import KINDS, STRENGTHS, quote_mark, shape, strength_cap
from tocsin.pictures.timeline_bars import (
    CONCERN_ROW,
    concern_words,
    draw_concerns,
    draw_plans,
    plan_sentences,
    share_out,
)
from tocsin.pictures.timeline_data import (
    ConcernBar,
    Incident,
    Lane,
    Mark,
    PlanBar,
    Timeline,
    Voice,
)
from tocsin.pictures.timeline_lanes import (
    LANE_INDENT,
    all_lanes,
    draw_lanes,
    draw_marks,
    draw_voices,
    lane_boxes,
    mark_words,
)
from tocsin.pictures.timescale import Scale, age_ticks, scale_of

__all__ = [
    "ConcernBar",
    "Incident",
    "Lane",
    "Mark",
    "PlanBar",
    "Timeline",
    "Voice",
    "timeline",
    "timeline_sheets",
    "timeline_text",
]

GUTTER = 190.0
RIGHT_MARGIN = 24.0
KEY_ROW = 26.0


def timeline(data: Timeline, *, name: str, width: int = 1400) -> str:
    """An SVG to stand in a page whose events are `#event-ID` and whose concerns are `#concern-ID`."""
    return _sheet(data, _scale(data, width), name=name, width=width).drawn


def timeline_sheets(data: Timeline, *, name: str, width: int = 1400, height: int = 960) -> list[str]:
    """The same on as many sheets as it takes, none cut through a bar: for print.

    The first holds the lanes, and may be taller than `height` if they are; concerns that do not fit
    go to further sheets, each with its own calendar. The sheets are named `name-1`, `name-2` ...
    """
    scale = _scale(data, width)
    if (whole := _sheet(data, scale, name=f"{name}-1", width=width)).height <= height:
        return [whole.drawn]
    bare = replace(data, concerns=())
    first_room = _rows_left(_sheet(bare, scale, name=name, width=width).height, height)
    later_room = _rows_left(_sheet(bare, scale, name=name, width=width, lanes=False).height, height)
    parts = share_out(data, scale, first=first_room, later=max(later_room, 1))
    return [
        _sheet(
            replace(data, concerns=part),
            scale,
            name=f"{name}-{index}",
            width=width,
            lanes=index == 1,
            sheet=f", sheet {index} of {len(parts)}" if len(parts) > 1 else "",
        ).drawn
        for index, part in enumerate(parts, start=1)
    ]


def _rows_left(used: float, height: float) -> int:
    """`used` already holds one row of concerns."""
    return max(int((height - used) // CONCERN_ROW) + 1, 0)


@dataclass(frozen=True, slots=True)
class _Sheet:
    drawn: str
    height: float


def _scale(data: Timeline, width: float) -> Scale:
    return scale_of(*_shown(data), left=GUTTER, right=width - RIGHT_MARGIN)


def _sheet(
    data: Timeline, scale: Scale, *, name: str, width: int, lanes: bool = True, sheet: str = ""
) -> _Sheet:
    title = f"Timeline for {data.child}: {_period(data)}{sheet}"
    top = 66.0 if data.incident else 44.0
    axis, axis_height = _axes(data, scale, top)
    grid_top = top + axis_height
    plans, plans_height = draw_plans(data, scale, grid_top) if lanes else ([], 0.0)
    behind, before, lanes_end = _lanes(data, scale, grid_top + plans_height, shown=lanes)
    with_concerns = bool(data.concerns) or not sheet
    concerns, height = draw_concerns(data, scale, lanes_end + 6, name) if with_concerns else ([], 0.0)
    end = lanes_end + 6 + height
    key, key_height = _key(_signs(name) if lanes else _concern_signs(name), end + 12, width)
    body = [
        svg.text(title, LANE_INDENT, 24.0, size=16, font_weight="bold"),
        *behind,
        *draw_grid(scale, grid_top, end),
        *_before_birth(data, scale, grid_top, end, name),
        *axis,
        *plans,
        *_incident(data, scale, end),
        *before,
        *concerns,
        svg.line(0.0, lanes_end, scale.right, lanes_end, stroke=svg.RULE),
        svg.line(0.0, end, scale.right, end, stroke=svg.RULE),
        *key,
    ]
    drawn = svg.picture(
        body,
        name=name,
        width=width,
        height=end + 12 + key_height,
        title=title,
        desc=timeline_summary(data),
        defs=[
            svg.hatch(f"{name}-overdue", stroke="#59646f"),
            svg.hatch(f"{name}-unborn", stroke=svg.FAINT, gap=8.0),
        ],
        linked=bool(data.concerns or (lanes and (data.marks or data.voices))),
    )
    return _Sheet(drawn, end + 12 + key_height)


def _lanes(data: Timeline, scale: Scale, top: float, *, shown: bool) -> tuple[list[str], list[str], float]:
    """What lies behind the grid, what lies before it, and where the lanes end."""
    if not shown:
        return [], [], top
    voices, height = draw_voices(data, scale, top)
    boxes = lane_boxes(data, scale, top + height)
    end = boxes[-1].top + boxes[-1].height if boxes else top + height
    behind = [*draw_lanes(boxes, GUTTER, scale.right), *voices[:1]]
    return behind, [*voices[1:], *draw_marks(data, boxes, scale)], end


def _shown(data: Timeline) -> tuple[date, date]:
    """The period asked for, widened to whatever would otherwise be drawn at the wrong day."""
    marks = [(mark.start, mark.end) for mark in data.marks if mark.start == mark.end]
    incident = [(data.incident.on, data.incident.on)] if data.incident else []
    days = [(data.start, data.end), *marks, *incident]
    return min(start for start, _ in days), max(end for _, end in days)


def _period(data: Timeline) -> str:
    if data.start >= data.end:
        return wording.day(data.start)
    return f"{wording.day(data.start)} to {wording.day(data.end)}"


def _axes(data: Timeline, scale: Scale, top: float) -> tuple[list[str], float]:
    drawn, height = draw_calendar(scale, top)
    drawn.append(svg.text("Date", LANE_INDENT, top + 13, fill=svg.QUIET))
    if data.born is not None:
        ages = age_ticks(scale, data.born)
        y = top + height + 13
        drawn.append(svg.text("Child’s age", LANE_INDENT, y, fill=svg.QUIET))
        drawn += tick_labels(ages, scale, y)
        drawn += [svg.line(x, y - 10, x, y + 5, stroke_width=1.2) for x in (scale.x(t.on) for t in ages)]
        height += 18
    base = top + height + 3
    return [*drawn, svg.line(0.0, base, scale.right, base, stroke=svg.INK)], height + 3


def _before_birth(data: Timeline, scale: Scale, top: float, bottom: float, name: str) -> list[str]:
    if data.born is None or data.born <= scale.start:
        return []
    right = scale.x(data.born)
    shade = svg.rect(
        scale.left, top, right - scale.left, bottom - top, fill=f"url(#{name}-unborn)", fill_opacity=0.55
    )
    drawn = [shade]
    if right - scale.left > 56:
        drawn.append(svg.text("before birth", right - 6, top - 8, text_anchor="end", font_style="italic"))
    return drawn


def _incident(data: Timeline, scale: Scale, bottom: float) -> list[str]:
    if data.incident is None:
        return []
    x = scale.middle(data.incident.on, data.incident.on)
    full = f"{data.incident.words}, {wording.day(data.incident.on)}"
    words = svg.cut(full, 420.0, size=13)
    width = svg.width_of(words, 13) + 12
    left = min(max(x - width / 2, GUTTER), scale.right - width)
    flag = svg.rect(left, 34.0, width, 23.0, fill=svg.INK, rx=3.0)
    label = svg.text(words, left + 6, 50.0, size=13, fill=svg.PAPER, font_weight="bold")
    stem = svg.line(x, 57.0, x, bottom, stroke=svg.INK, stroke_width=2.2)
    return [svg.group([svg.hover(full), stem, flag, label], class_="incident")]


def _key(signs: list[tuple[str, str]], top: float, width: float) -> tuple[list[str], float]:
    """Every sign on the picture, in words, wrapped to the width."""
    drawn = [svg.text("Key", LANE_INDENT, top + 16, size=13, font_weight="bold")]
    x, y = 64.0, top + 12
    for sign, words in signs:
        wide = svg.width_of(words) + 50
        if x + wide > width - RIGHT_MARGIN:
            x, y = 64.0, y + KEY_ROW
        drawn.append(svg.group([sign], transform=f"translate({svg.number(x + 8)} {svg.number(y)})"))
        drawn.append(svg.text(words, x + 26, y + 4))
        x += wide
    return drawn, y - top + 24


def _signs(name: str) -> list[tuple[str, str]]:
    events = [(shape(kind, 0.0, 0.0), words) for kind, words in KINDS.items()]
    rough = svg.line(-12.0, 0.0, 12.0, 0.0, stroke=svg.QUIET, stroke_dasharray="3 3")
    tie = svg.line(0.0, -10.0, 0.0, 10.0, stroke=svg.QUIET, stroke_width=1.2)
    told = (
        tie + svg.rect(-3.5, -11.0, 7.0, 7.0, fill="#3f6fa8") + svg.rect(-3.5, 4.0, 7.0, 7.0, fill="#3f6fa8")
    )
    return [
        *events,
        (rough + shape("process", 0.0, 0.0, open_=True), "date imprecise or uncertain"),
        (told, "one event, several agencies’ accounts"),
        (quote_mark(-6.0, -3.0, colour="#6b5413"), "the child’s own words"),
        *_concern_signs(name),
    ]


def _concern_signs(name: str) -> list[tuple[str, str]]:
    box = {"stroke": svg.INK}
    tick = svg.path("M-5 0l4 5l9 -11", fill="none", stroke=svg.INK, stroke_width=2.2)
    return [
        *((strength_cap(strength, 0.0, 0.0), f"concern, {words}") for strength, words in STRENGTHS.items()),
        (svg.rect(-10.0, -4.5, 20.0, 9.0, fill=svg.FAINT, **box), "waiting, in time"),
        (svg.rect(-10.0, -4.5, 20.0, 9.0, fill=f"url(#{name}-overdue)", **box), "overdue"),
        (svg.rect(-10.0, -4.5, 20.0, 9.0, fill=svg.PAPER, stroke_dasharray="4 3", **box), "possible only"),
        (tick, "answered"),
        (svg.path("M-2 -7v14m4 -14v14", stroke=svg.INK, stroke_width=2.2), "stood down"),
        (svg.path("M-4 -4l8 8m0 -8l-8 8", stroke=svg.INK, stroke_width=2.2), "withdrawn"),
        (svg.path("M-4 -6l9 6l-9 6Z", fill=svg.INK), "still open"),
    ]


def timeline_summary(data: Timeline) -> str:
    open_count = sum(concern.ended_on is None for concern in data.concerns)
    return (
        f"{wording.counted(len(data.marks), 'event')} in {wording.counted(len(all_lanes(data)), 'lane')}, "
        f"{wording.counted(len(data.concerns), 'concern')} of which {open_count} not answered, "
        f"and {wording.counted(len(data.voices), 'saying')} of the child. "
        "The same facts are listed as text beside the picture."
    )


def timeline_text(data: Timeline) -> list[str]:
    """Everything the picture shows, a sentence each, in order of date within each part."""
    labels = {lane.agency: lane.label for lane in all_lanes(data)}
    marks = sorted(data.marks, key=lambda mark: (mark.start, mark.end, mark.event))
    voices = sorted(data.voices, key=lambda voice: (voice.start, voice.end, voice.event))
    concerns = sorted(data.concerns, key=lambda c: (c.raised_on, c.raised_earliest, c.concern))
    return [
        f"Timeline for {data.child}, {_period(data)}: {timeline_summary(data)}",
        *([f"Born {wording.day(data.born)}."] if data.born else []),
        *([f"{data.incident.words}, {wording.day(data.incident.on)}."] if data.incident else []),
        *plan_sentences(data.plans),
        *(f"{wording.interval(v.start, v.end)}, the child’s own words: {v.words}" for v in voices),
        *(f"{mark_words(mark, labels)}." for mark in marks),
        *(f"Concern: {concern_words(concern, data.end)}." for concern in concerns),
    ]
