"""The bars of a timeline: plans in force, and concerns from the day raised to the day answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tocsin.pictures import svg, wording
from tocsin.pictures.shapes import strength_cap
from tocsin.pictures.stacking import rows_for
from tocsin.pictures.timeline_data import ConcernBar, PlanBar, Timeline
from tocsin.pictures.timeline_lanes import LANE_INDENT
from tocsin.pictures.timescale import Scale

PLAN_INKS = {
    "child_protection": ("#2f3d52", "#ffffff"),
    "s47": ("#6a7688", "#ffffff"),
    "looked_after": ("#dfe4ec", svg.INK),
    "child_in_need": ("#c3cad6", svg.INK),
}
PLAN_ROW = 26.0
CONCERN_ROW = 32.0
CONCERN_GAP = 16.0
HALO: dict[str, svg.Value] = {
    "paint_order": "stroke",
    "stroke": svg.PAPER,
    "stroke_width": 3.5,
    "stroke_linejoin": "round",
}
ENDINGS = {
    "answered": "answered",
    "stood_down": "stood down by a decision",
    "withdrawn": "withdrawn: its evidence was corrected",
}


def draw_plans(data: Timeline, scale: Scale, top: float) -> tuple[list[str], float]:
    plans = sorted(data.plans, key=lambda plan: (plan.start, plan.kind, plan.words))
    spans = [_plan_span(plan, data, scale) for plan in plans]
    rows = rows_for(
        [_with_label(plan, span, scale) for plan, span in zip(plans, spans, strict=True)], gap=6.0
    )
    height = max(rows, default=0) * PLAN_ROW + PLAN_ROW + 10
    drawn = [svg.text("Plans in force", LANE_INDENT, top + 22, size=13, font_weight="bold")]
    if not plans:
        none = "none recorded"
        drawn.append(svg.text(none, scale.left + 4, top + 22, size=13, fill=svg.QUIET, font_style="italic"))
    for plan, span, row in zip(plans, spans, rows, strict=True):
        drawn.append(_plan(plan, span, top + 6 + row * PLAN_ROW, scale))
    return drawn, height


def _plan_span(plan: PlanBar, data: Timeline, scale: Scale) -> tuple[float, float]:
    left = scale.x(plan.start)
    return left, max(scale.after(plan.end or data.end), left + 4)


def _inside(plan: PlanBar, span: tuple[float, float]) -> bool:
    return svg.width_of(plan.words) + 12 <= span[1] - span[0]


def _with_label(plan: PlanBar, span: tuple[float, float], scale: Scale) -> tuple[float, float]:
    if _inside(plan, span):
        return span
    width = svg.width_of(svg.cut(plan.words, 260.0)) + 10
    return (span[0], span[1] + width) if span[1] + width <= scale.right else (span[0] - width, span[1])


def _plan(plan: PlanBar, span: tuple[float, float], y: float, scale: Scale) -> str:
    fill, ink = PLAN_INKS.get(plan.kind, (svg.PAPER, svg.INK))
    left, right = span
    bar = svg.rect(left, y, right - left, 19.0, fill=fill, stroke=svg.INK, rx=2.0)
    tail = "" if plan.end else _open_end(right, y + 9.5)
    until = wording.day(plan.end) if plan.end else "still in force"
    full = svg.hover(f"{plan.words}: from {wording.day(plan.start)}, {until}")
    return svg.group([full, bar, tail, _plan_label(plan, span, y, ink, scale)], class_="plan")


def _plan_label(plan: PlanBar, span: tuple[float, float], y: float, ink: str, scale: Scale) -> str:
    if _inside(plan, span):
        return svg.text(plan.words, span[0] + 6, y + 14, fill=ink)
    words = svg.cut(plan.words, 260.0)
    if span[1] + svg.width_of(words) + 10 <= scale.right:
        return svg.text(words, span[1] + (6 if plan.end else 12), y + 14)
    return svg.text(words, span[0] - 6, y + 14, text_anchor="end")


def _open_end(x: float, y: float) -> str:
    return svg.path(f"M{x:.1f} {y - 6:.1f}l9 6l-9 6Z", fill=svg.INK)


def in_order(concerns: Sequence[ConcernBar]) -> list[ConcernBar]:
    return sorted(concerns, key=lambda c: (c.raised_on, c.raised_earliest, c.concern))


def share_out(data: Timeline, scale: Scale, *, first: int, later: int) -> list[tuple[ConcernBar, ...]]:
    """Concerns in order of date, so many rows to the first sheet and so many to each further one."""
    parts: list[list[ConcernBar]] = [[]]
    spans: list[tuple[float, float]] = []
    for concern in in_order(data.concerns):
        spans.append(_concern_extent(concern, data, scale))
        if max(rows_for(spans, gap=CONCERN_GAP)) >= (first if len(parts) == 1 else later):
            parts.append([])
            spans = spans[-1:]
        parts[-1].append(concern)
    return [tuple(part) for part in parts]


def draw_concerns(data: Timeline, scale: Scale, top: float, name: str) -> tuple[list[str], float]:
    concerns = in_order(data.concerns)
    rows = rows_for([_concern_extent(concern, data, scale) for concern in concerns], gap=CONCERN_GAP)
    height = (max(rows, default=0) + 1) * CONCERN_ROW + 14
    drawn = [
        svg.text("Concerns", LANE_INDENT, top + 24, size=13, font_weight="bold"),
        svg.text("raised to answered", LANE_INDENT, top + 40, fill=svg.QUIET),
    ]
    if not concerns:
        none = "none raised"
        drawn.append(svg.text(none, scale.left + 4, top + 24, size=13, fill=svg.QUIET, font_style="italic"))
    for concern, row in zip(concerns, rows, strict=True):
        drawn.append(_concern(concern, data, scale, top + 8 + row * CONCERN_ROW, name))
    return drawn, height


def _label(concern: ConcernBar) -> str:
    return svg.cut(concern.title, 360.0, size=12.5) + ("" if concern.certain else " (possible)")


def _bar(concern: ConcernBar, data: Timeline, scale: Scale) -> tuple[float, float]:
    left = scale.x(concern.raised_on)
    return left, max(scale.after(concern.ended_on or data.end), left + 6)


def _label_left(concern: ConcernBar, left: float, scale: Scale) -> float:
    return max(min(left + 12, scale.right - svg.width_of(_label(concern), 12.5)), scale.left)


def _concern_extent(concern: ConcernBar, data: Timeline, scale: Scale) -> tuple[float, float]:
    left, right = _bar(concern, data, scale)
    label = _label_left(concern, left, scale)
    early = scale.x(concern.raised_earliest)
    return min(left - 9, label, early), max(right + 10, label + svg.width_of(_label(concern), 12.5))


def _concern(concern: ConcernBar, data: Timeline, scale: Scale, y: float, name: str) -> str:
    left, right = _bar(concern, data, scale)
    middle = y + 22
    drawn = [
        svg.hover(concern_words(concern, data.end)),
        _maybe_earlier(concern, scale, middle),
        _body(concern, left, right, middle),
        _overdue(concern, data, scale, middle, name),
        _ending(concern, right, middle),
        strength_cap(concern.strength, left, middle),
        svg.group([svg.text(_label(concern), _label_left(concern, left, scale), y + 11, size=12.5)], **HALO),
    ]
    return svg.element(
        "a",
        *drawn,
        href=svg.address("concern", concern.concern),
        aria_label=concern_words(concern, data.end),
        class_="concern",
    )


def _body(concern: ConcernBar, left: float, right: float, y: float) -> str:
    return svg.rect(
        left,
        y - 4.5,
        right - left,
        9.0,
        fill=svg.FAINT if concern.certain else svg.PAPER,
        stroke=svg.INK,
        stroke_width=1.6 if concern.strength == "suspect" else 1.0,
        stroke_dasharray=None if concern.certain and concern.state != "withdrawn" else "4 3",
    )


def _maybe_earlier(concern: ConcernBar, scale: Scale, y: float) -> str:
    """Raised on an interval: the clock starts at its latest day, the dashes at its earliest."""
    if concern.raised_earliest >= concern.raised_on:
        return ""
    early, late = scale.x(concern.raised_earliest), scale.x(concern.raised_on)
    return svg.line(early, y, late, y, stroke=svg.QUIET, stroke_width=1.6, stroke_dasharray="3 3")


def overdue_span(concern: ConcernBar, end: date) -> tuple[date, date] | None:
    """The days after the response fell due and before an answer came."""
    until = concern.ended_on or end
    if concern.due_on is None or concern.state == "withdrawn" or until <= concern.due_on:
        return None
    return concern.due_on, until


def _overdue(concern: ConcernBar, data: Timeline, scale: Scale, y: float, name: str) -> str:
    if (days := overdue_span(concern, data.end)) is None:
        return ""
    left, right = scale.after(max(days[0], concern.raised_on)), scale.after(days[1])
    fill = f"url(#{name}-overdue)"
    return svg.rect(left, y - 4.5, max(right - left, 3.0), 9.0, fill=fill, stroke=svg.INK, class_="overdue")


def _ending(concern: ConcernBar, x: float, y: float) -> str:
    if concern.ended_on is None:
        return _open_end(x, y)
    signs = {
        "answered": f"M{x - 5:.1f} {y:.1f}l4 5l9 -11",
        "withdrawn": f"M{x:.1f} {y - 4:.1f}l8 8m0 -8l-8 8",
    }
    sign = signs.get(concern.state, f"M{x:.1f} {y - 7:.1f}v14m4 -14v14")
    halo = svg.path(sign, fill="none", stroke=svg.PAPER, stroke_width=5.0)
    return halo + svg.path(sign, fill="none", stroke=svg.INK, stroke_width=2.2)


def concern_words(concern: ConcernBar, end: date) -> str:
    raised = wording.interval(concern.raised_earliest, concern.raised_on)
    certain = "" if concern.certain else ", possible because of imprecise dates"
    parts = [f"{concern.title} ({concern.strength}{certain}), raised {raised}"]
    if concern.due_on:
        parts.append(f"response due {wording.day(concern.due_on)}")
    if concern.ended_on:
        how = ENDINGS.get(concern.state, concern.state.replace("_", " "))
        parts.append(f"{how} on {wording.day(concern.ended_on)}")
    else:
        parts.append(f"not answered by {wording.day(end)}")
    if days := overdue_span(concern, end):
        parts.append(f"{wording.counted((days[1] - days[0]).days, 'day')} overdue")
    return "; ".join(parts)


def plan_sentences(plans: Sequence[PlanBar]) -> list[str]:
    return [
        f"{plan.words} from {wording.day(plan.start)}"
        + (f" to {wording.day(plan.end)}." if plan.end else ", still in force when the picture ends.")
        for plan in sorted(plans, key=lambda plan: (plan.start, plan.words))
    ]
