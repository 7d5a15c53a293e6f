"""The outlines injuries are drawn on, and where each body site lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tocsin.pictures import svg

Point = tuple[float, float]
SKIN: dict[str, svg.Value] = {"fill": "#f7f5f1", "stroke": "#6d7683", "stroke_width": 1.6}
FAINT: dict[str, svg.Value] = {"fill": "none", "stroke": "#98a0ab", "stroke_width": 1.5}


@dataclass(frozen=True, slots=True)
class Site:
    words: str
    view: str  # head, front, back, beside
    child: Point
    baby: Point
    paired: bool
    inside: bool


@dataclass(frozen=True, slots=True)
class Figure:
    height: float
    head: tuple[Point, Point]  # middle, half width and height
    face_half: Point
    half_outline: tuple[Point, ...]


@cache
def sites() -> Mapping[str, Site]:
    return {code: _site(row) for code, row in _read("body_sites.yaml").items()}


def site(code: str) -> Site:
    return sites().get(code) or Site(code.replace("_", " "), "beside", (0, 0), (0, 0), False, False)


def _site(row: Mapping[str, Any]) -> Site:
    either = row.get("at", (0, 0))
    return Site(
        words=row["words"],
        view=row["view"],
        child=_point(row.get("child", either)),
        baby=_point(row.get("baby", either)),
        paired=row.get("paired", False),
        inside=row.get("inside", False),
    )


@cache
def figure(which: str) -> Figure:
    row = _read("body_figures.yaml")[which]
    return Figure(
        height=float(row["height"]),
        head=(_point(row["head"]["middle"]), _point(row["head"]["half"])),
        face_half=_point(row["face_half"]),
        half_outline=tuple(_point(pair) for pair in row["half_outline"]),
    )


@cache
def baby_under_months() -> int:
    return int(_read("body_figures.yaml")["baby_under_months"])


def _read(name: str) -> Any:
    return yaml.safe_load((files("tocsin.pictures") / "data" / name).read_text(encoding="utf-8"))


def _point(pair: Sequence[float]) -> Point:
    return float(pair[0]), float(pair[1])


def draw_figure(shape: Figure, x: float, y: float, /) -> str:
    """`x` is the midline, `y` the crown. Front and back are the same outline."""
    right = [(x + px, y + py) for px, py in shape.half_outline]
    left = [(x - px, y + py) for px, py in reversed(shape.half_outline)]
    (_, head_y), (rx, ry) = shape.head
    ear = [
        svg.element("ellipse", cx=x + side * (rx + 1), cy=y + head_y + 4, rx=5.0, ry=9.0, **SKIN)
        for side in (-1, 1)
    ]
    head = svg.element("ellipse", cx=x, cy=y + head_y, rx=rx, ry=ry, **SKIN)
    return svg.path(smooth([*right, *left]), stroke_linejoin="round", **SKIN) + "".join(ear) + head


def back_marks(shape: Figure, x: float, y: float, /) -> str:
    """A faint spine and the fold between the buttocks: enough to tell back from front."""
    low = min(py for px, py in shape.half_outline if px <= 3)
    return svg.path(f"M{x} {y + 118}V{y + low - 52}M{x} {y + low - 34}V{y + low - 6}", **FAINT)


def front_marks(shape: Figure, x: float, y: float, /) -> str:
    """A face at rest and a navel."""
    (_, head_y), (rx, ry) = shape.head
    low = min(py for px, py in shape.half_outline if px <= 3)
    navel = svg.circle(x, y + low - 52, 1.8, fill="#98a0ab")
    return face(x, y + head_y, rx, ry) + navel


def draw_head(shape: Figure, x: float, y: float, /) -> str:
    rx, ry = shape.face_half
    ears = [
        svg.element("ellipse", cx=x + side * (rx + 3), cy=y + 4, rx=10.0, ry=19.0, **SKIN) for side in (-1, 1)
    ]
    neck = svg.path(
        f"M{x - rx * 0.4} {y + ry * 0.8}v{ry * 0.45}M{x + rx * 0.4} {y + ry * 0.8}v{ry * 0.45}", **FAINT
    )
    return (
        neck + "".join(ears) + svg.element("ellipse", cx=x, cy=y, rx=rx, ry=ry, **SKIN) + face(x, y, rx, ry)
    )


def face(x: float, y: float, rx: float, ry: float, /) -> str:
    lid = f"q{rx * 0.13:.1f} {ry * 0.08:.1f} {rx * 0.26:.1f} 0"
    eyes = "".join(f"M{x + side * rx * 0.4 - rx * 0.13:.1f} {y - ry * 0.1:.1f}{lid}" for side in (-1, 1))
    nose = f"M{x - rx * 0.07:.1f} {y + ry * 0.2:.1f}q{rx * 0.07:.1f} {ry * 0.06:.1f} {rx * 0.14:.1f} 0"
    mouth = f"M{x - rx * 0.22:.1f} {y + ry * 0.48:.1f}q{rx * 0.22:.1f} {ry * 0.08:.1f} {rx * 0.44:.1f} 0"
    return svg.path(eyes + nose + mouth, stroke_linecap="round", **FAINT)


def smooth(points: Sequence[Point], /) -> str:
    """A closed Catmull-Rom curve through the points, as Bezier segments."""
    count = len(points)
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for i in range(count):
        p0, p1, p2, p3 = (points[(i + k - 1) % count] for k in range(4))
        c1 = (p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6)
        c2 = (p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6)
        parts.append(f"C{c1[0]:.1f} {c1[1]:.1f} {c2[0]:.1f} {c2[1]:.1f} {p2[0]:.1f} {p2[1]:.1f}")
    return "".join(parts) + "Z"
