"""One shape for each kind of day in custody, filled where somebody stated it, empty where we reckoned it."""

from __future__ import annotations

from typing import Literal

from tocsin.pictures import svg

DayKind = Literal["release", "if_directed", "review", "licence", "happened"]
NAMES: dict[DayKind, str] = {
    "release": "release by the date alone",
    "if_directed": "release only if directed",
    "review": "review or step",
    "licence": "sentence or licence ends",
    "happened": "happened",
}
KEY = "Filled: stated or happened. Empty: our estimate."


def sign(kind: DayKind, x: float, y: float, /, *, firm: bool) -> str:
    fill = svg.INK if firm else svg.PAPER
    return svg.path(_outline(kind, x, y), fill=fill, stroke=svg.INK, stroke_width=1.5)


def _outline(kind: DayKind, x: float, y: float) -> str:
    outlines = {
        "release": f"M{x - 5:.1f} {y + 5:.1f}L{x + 6:.1f} {y:.1f}L{x - 5:.1f} {y - 5:.1f}Z",
        "if_directed": f"M{x:.1f} {y - 6:.1f}L{x + 6:.1f} {y:.1f}L{x:.1f} {y + 6:.1f}L{x - 6:.1f} {y:.1f}Z",
        "review": f"M{x - 5:.1f} {y - 5:.1f}h10v10h-10Z",
        "licence": f"M{x - 2.5:.1f} {y - 6:.1f}h5v12h-5Z",
        "happened": f"M{x - 4:.1f} {y:.1f}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z",
    }
    return outlines[kind]


def key(kinds: set[DayKind], y: float) -> list[str]:
    """The signs in use, each with its words."""
    drawn: list[str] = []
    x = 14.0
    for kind, words in NAMES.items():
        if kind in kinds:
            drawn += [sign(kind, x + 7, y - 4, firm=True), svg.text(words, x + 20, y, size=13)]
            x += svg.width_of(words, 13) + 40
    return [*drawn, svg.text(KEY, x, y, size=13)] if kinds else drawn
