"""The signs of a genogram: one for each person, with age inside and name beneath."""

from __future__ import annotations

from datetime import date

from tocsin.pictures import svg, wording
from tocsin.pictures.genogram_data import Person, expected

HALF = 22.0  # half the width of a symbol
LABEL = 120.0
LABEL_LINES = 2
LINE = 15.0
BOX_HEIGHT = 2 * HALF + 6 + (LABEL_LINES + 1) * LINE
FINE: dict[str, svg.Value] = {"fill": svg.PAPER, "stroke": svg.INK, "stroke_width": 1.8}


def draw_person(person: Person, at: date, x: float, y: float, /) -> str:
    """`x`, `y` is the middle of the symbol."""
    due = expected(person, at)
    parts = [svg.hover(person_words(person, at)), *_symbol(person, x, y, due=due)]
    if _dead(person, at):
        cross = f"M{x - HALF} {y - HALF}L{x + HALF} {y + HALF}M{x + HALF} {y - HALF}L{x - HALF} {y + HALF}"
        parts.append(svg.path(cross, stroke=svg.INK, stroke_width=1.8))
    parts.append(_age_inside(person, at, x, y, due=due))
    if not person.verified:
        parts.append(_badge(x + HALF, y - HALF))
    return svg.group([*parts, *_labels(person, at, x, y)], class_="person", data_person=person.id)


def _symbol(person: Person, x: float, y: float, /, *, due: bool) -> list[str]:
    inner = [_outline(person.sex, x, y, HALF, due=due)]
    if person.subject:
        inner.insert(0, _outline(person.sex, x, y, HALF + (7 if due else 5), due=due))
    return inner


def _outline(sex: str, x: float, y: float, r: float, /, *, due: bool) -> str:
    if due:
        points = f"M{x} {y - r}L{x + r} {y + r * 0.8}L{x - r} {y + r * 0.8}Z"
        return svg.path(points, stroke_linejoin="round", **FINE)
    if sex == "male":
        return svg.rect(x - r, y - r, 2 * r, 2 * r, **FINE)
    if sex == "female":
        return svg.circle(x, y, r, **FINE)
    wide = r + 3
    return svg.path(f"M{x} {y - wide}L{x + wide} {y}L{x} {y + wide}L{x - wide} {y}Z", **FINE)


def _age_inside(person: Person, at: date, x: float, y: float, /, *, due: bool) -> str:
    words = "due" if due else age_mark(person, at)
    halo: dict[str, svg.Value] = {"stroke": svg.PAPER, "stroke_width": 4.0, "paint_order": "stroke"}
    label = svg.text(words, x, y + (11 if due else 5), size=12.0 if due else 14.0, text_anchor="middle")
    return svg.group([label], **halo) if words else ""


def age_mark(person: Person, at: date) -> str:
    """Years, months ("7m") or weeks ("3w"); "~" where the birth is not known to the day."""
    if person.born_earliest is None:
        return ""
    until = person.died if person.died and person.died < at else at
    months = wording.whole_months(person.born_earliest, until)
    about = "~" if person.born_latest not in (None, person.born_earliest) else ""
    if months < 3:
        return f"{about}{max((until - person.born_earliest).days, 0) // 7}w"
    return f"{about}{months}m" if months < 24 else f"{about}{months // 12}"


def _badge(x: float, y: float) -> str:
    ring = svg.circle(x, y, 9.0, fill=svg.INK, stroke=svg.PAPER, stroke_width=1.5)
    return ring + svg.text("?", x, y + 4.5, size=13, fill=svg.PAPER, font_weight="bold", text_anchor="middle")


def _labels(person: Person, at: date, x: float, y: float, /) -> list[str]:
    top = y + HALF + 6
    lines = svg.wrap(person.label, LABEL, size=13, lines=LABEL_LINES)
    weight = "bold" if person.subject else None
    drawn = [
        svg.text(words, x, top + LINE * (i + 1) - 2, size=13, text_anchor="middle", font_weight=weight)
        for i, words in enumerate(lines)
    ]
    note = svg.cut(_dates(person, at), LABEL)
    below = top + LINE * (len(lines) + 1) - 2
    return [*drawn, svg.text(note, x, below, fill=svg.QUIET, text_anchor="middle")] if note else drawn


def _dates(person: Person, at: date) -> str:
    if person.due and expected(person, at):
        return f"due {wording.short_day(person.due)}"
    born = f"b. {person.born_earliest.year}" if person.born_earliest else ""
    if not (person.died and _dead(person, at)):
        return born
    return f"{born}, d. {person.died.year}" if born else f"d. {person.died.year}"


def _dead(person: Person, at: date) -> bool:
    return person.died is not None and person.died <= at


def person_words(person: Person, at: date) -> str:
    parts = [person.label]
    if person.subject:
        parts.append("the child this review is about")
    if person.due and expected(person, at):
        parts.append(f"unborn, due {wording.day(person.due)}")
    else:
        parts.append({"male": "male", "female": "female"}.get(person.sex, "sex not stated"))
        parts += _life(person, at)
    if not person.verified:
        parts.append("identity not verified")
    return ", ".join(parts)


def _life(person: Person, at: date) -> list[str]:
    words: list[str] = []
    if person.born_earliest:
        words.append(
            f"born {wording.interval(person.born_earliest, person.born_latest or person.born_earliest)}"
        )
    if person.died and _dead(person, at):
        return [*words, f"died {wording.day(person.died)}"]
    exact = person.born_latest in (None, person.born_earliest)
    if person.born_earliest and exact:
        words.append(f"aged {wording.age(person.born_earliest, at)}")
    return words if person.born_earliest else [*words, "age not known"]
