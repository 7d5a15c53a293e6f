"""One shape for each kind of event, so that a grey print says what a coloured one does."""

from __future__ import annotations

from tocsin.pictures import svg

KINDS = {
    "injury": "injury or sign of harm",
    "seen": "child seen",
    "missed": "missed, refused or not brought",
    "household": "household or family",
    "police": "police or justice",
    "process": "meeting, decision or contact",
    "other": "other event",
}
COLOURS = {
    "injury": "#8f1d1d",
    "seen": "#13644a",
    "missed": "#8a4b00",
    "household": "#5a3a86",
    "police": "#16305c",
    "process": "#3f6fa8",
    "other": "#4a5563",
}
RADIUS = 6.5


def shape(kind: str, x: float, y: float, /, *, open_: bool = False) -> str:
    """`open_` is an imprecise date: the same shape, empty and dashed."""
    kind = kind if kind in KINDS else "other"
    colour = COLOURS[kind]
    fill = svg.PAPER if open_ or kind in ("missed", "other", "seen") else colour
    dash = "2.5 1.6" if open_ else None
    outline = svg.path(
        _outline(kind, x, y),
        fill=fill,
        stroke=colour,
        stroke_width=2.0 if fill == svg.PAPER else 1.0,
        stroke_dasharray=dash,
        stroke_linejoin="round",
    )
    return outline + _inner(kind, x, y, colour)


def _outline(kind: str, x: float, y: float) -> str:
    r = RADIUS
    if kind == "injury":
        return _polygon((x, y - r - 1), (x + r + 1, y), (x, y + r + 1), (x - r - 1, y))
    if kind == "household":
        return _polygon((x, y - r), (x + r, y - 1), (x + r - 1, y + r), (x - r + 1, y + r), (x - r, y - 1))
    if kind == "police":
        return _polygon((x - r, y - r + 1), (x + r, y - r + 1), (x, y + r))
    if kind == "process":
        return _polygon((x - 5, y - 5), (x + 5, y - 5), (x + 5, y + 5), (x - 5, y + 5))
    return _round(x, y, r if kind != "other" else 4.0)


def _inner(kind: str, x: float, y: float, colour: str) -> str:
    if kind == "seen":
        return svg.circle(x, y, 2.6, fill=colour)
    if kind == "missed":
        cross = f"M{x - 3:.1f} {y - 3:.1f}l6 6m0 -6l-6 6"
        return svg.path(cross, stroke=colour, stroke_width=1.8, fill="none")
    return ""


def _polygon(*corners: tuple[float, float]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"


def _round(x: float, y: float, r: float) -> str:
    return f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z"


def quote_mark(x: float, y: float, /, *, colour: str = svg.INK) -> str:
    """A pair of raised commas."""
    one = "a3 3 0 1 1 3 3q0 3 -3 4.5q1.8 -2.4 .9 -4.6a3 3 0 0 1 -.9 -2.9Z"
    return svg.path(f"M{x:.1f} {y:.1f}{one}M{x + 8:.1f} {y:.1f}{one}", fill=colour)


STRENGTHS = {
    "suspect": "suspect: needs an answer at once",
    "consider": "consider: needs thought and more facts",
    "context": "context: adds to other signs",
}


def strength_cap(strength: str, x: float, y: float, /) -> str:
    """How strong a concern is: filled diamond, half-filled square, empty circle."""
    if strength == "suspect":
        return svg.path(
            _polygon((x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y)), fill=svg.INK, stroke=svg.PAPER
        )
    if strength == "consider":
        box = svg.rect(x - 6, y - 6, 12.0, 12.0, fill=svg.PAPER, stroke=svg.INK, stroke_width=1.8)
        return box + svg.path(_polygon((x - 6, y - 6), (x + 6, y + 6), (x - 6, y + 6)), fill=svg.INK)
    return svg.circle(x, y, 5.5, fill=svg.PAPER, stroke=svg.INK, stroke_width=1.8)
