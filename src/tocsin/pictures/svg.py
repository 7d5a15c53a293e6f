"""Elements of a picture: every word escaped, every style a presentation attribute.

Nothing here needs a script, a style sheet or another file, so a page that forbids all three still
shows the picture.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

INK = "#1b2430"
QUIET = "#4a5563"
RULE = "#9aa3af"
FAINT = "#d9dde3"
BAND = "#f4f5f7"
PAPER = "#ffffff"
FONT = "Arial, 'Liberation Sans', 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', sans-serif"
SMALL = 12.0

# Characters that XML forbids, and the bidirectional overrides with which a name could rearrange
# the words around it. Right-to-left names need none of them.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_PLAIN = re.compile(r"[A-Za-z0-9#.,:()/_-]+(?: [A-Za-z0-9#.,:()/_-]+)*\Z")
_SPACE = re.compile(r"\s+")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_NARROW = frozenset("iljtfIr.,:;'|!()[]-· ")
_BROAD = frozenset("mwMW@%—…")

Value = str | float | None


def clean(words: str) -> str:
    return _SPACE.sub(" ", _UNSAFE.sub("", words)).strip()


def escape(words: str) -> str:
    if _PLAIN.match(words):
        return words
    safe = clean(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace('"', "&quot;").replace("'", "&#39;")


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def element(tag: str, *children: str, **attributes: Value) -> str:
    """`children` are already markup; attribute values are escaped here. `class_` becomes class."""
    written = "".join(
        f' {_attribute_name(key)}="{number(value) if isinstance(value, int | float) else escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{written}>{''.join(children)}</{tag}>" if children else f"<{tag}{written}/>"


def _attribute_name(key: str) -> str:
    return key.removesuffix("_").replace("_", "-")


def text(words: str, x: float, y: float, /, *, size: float = SMALL, fill: str = INK, **more: Value) -> str:
    return element("text", escape(words), x=x, y=y, font_size=size, fill=fill, **more)


def line(x1: float, y1: float, x2: float, y2: float, /, *, stroke: str = INK, **more: Value) -> str:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **more)


def rect(x: float, y: float, width: float, height: float, /, **more: Value) -> str:
    return element("rect", x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), **more)


def circle(x: float, y: float, radius: float, /, **more: Value) -> str:
    return element("circle", cx=x, cy=y, r=radius, **more)


def path(d: str, /, **more: Value) -> str:
    return element("path", d=d, **more)


def group(children: Iterable[str], /, **more: Value) -> str:
    body = "".join(children)
    return element("g", body, **more) if body else ""


def address(thing: str, identity: str) -> str:
    """Where on the page an event or a concern stands."""
    return f"#{thing}-{quote(identity, safe='', errors='replace')}"


def hover(words: str) -> str:
    return element("title", escape(words))


def hatch(name: str, *, stroke: str = INK, gap: float = 5.0, background: str = PAPER) -> str:
    """A diagonal hatching, for what must be told apart without colour."""
    return element(
        "pattern",
        rect(0.0, 0.0, gap, gap, fill=background),
        line(0.0, 0.0, 0.0, gap, stroke=stroke, stroke_width=2.0),
        id=name,
        width=gap,
        height=gap,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def picture(
    body: Iterable[str],
    /,
    *,
    name: str,
    width: float,
    height: float,
    title: str,
    desc: str,
    defs: Iterable[str] = (),
    linked: bool = False,
) -> str:
    """The whole SVG. One that holds links is a group: inside an image a screen reader finds none."""
    if not _NAME.match(name):
        raise ValueError("the name of a picture is a letter, then letters, digits, - or _")
    heads = element("title", escape(title), id=f"{name}-title") + element(
        "desc", escape(desc) or " ", id=f"{name}-desc"
    )
    shared = element("defs", "".join(defs) or " ")
    return element(
        "svg",
        heads,
        shared,
        rect(0.0, 0.0, width, height, fill=PAPER),
        *body,
        xmlns="http://www.w3.org/2000/svg",
        id=name,
        role="group" if linked else "img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        font_family=FONT,
    )


def width_of(words: str, size: float = SMALL) -> float:
    """About how wide the words will be; on the generous side, since fonts differ."""
    return sum(_share(letter) for letter in words) * size


def _share(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _BROAD or letter.isupper():
        return 0.92 if letter in _BROAD else 0.74
    if unicodedata.combining(letter):
        return 0.0
    return 1.05 if unicodedata.east_asian_width(letter) in "WF" else 0.58


def cut(words: str, width: float, /, *, size: float = SMALL) -> str:
    words = clean(words)
    if width_of(words, size) <= width:
        return words
    kept = ""
    for letter in words:
        if width_of(kept + letter + "…", size) > width:
            break
        kept += letter
    return kept.rstrip() + "…" if kept else ""


def wrap(words: str, width: float, /, *, size: float = SMALL, lines: int = 2) -> list[str]:
    """At most `lines` lines; the last is cut where the words do not fit."""
    done: list[str] = []
    rest = clean(words).split(" ")
    while rest and len(done) < lines - 1:
        taken = _fitting(rest, width, size)
        done.append(cut(" ".join(rest[:taken]), width, size=size))
        rest = rest[taken:]
    if rest:
        done.append(cut(" ".join(rest), width, size=size))
    return [each for each in done if each]


def _fitting(words: list[str], width: float, size: float) -> int:
    count = 1
    while count < len(words) and width_of(" ".join(words[: count + 1]), size) <= width:
        count += 1
    return count
