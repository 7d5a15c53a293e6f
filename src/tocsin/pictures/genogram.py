"""The family as it stood on one day, in the notation social workers know."""

from __future__ import annotations

from datetime import date

from tocsin.pictures import svg, wording
from tocsin.pictures.genogram_data import (
    Couple,
    Genogram,
    ParentLink,
    Person,
    Resident,
    at_date,
)
from tocsin.pictures.genogram_layout import SLOT, lay_out
from tocsin.pictures.genogram_lines import (
    draw_couples,
    draw_descent,
    draw_household,
    ended_slashes,
    frame_of,
)
from tocsin.pictures.genogram_symbols import draw_person, person_words

__all__ = ["Couple", "Genogram", "ParentLink", "Person", "Resident", "genogram", "genogram_text"]

MARGIN = 20.0
LEAST_WIDTH = 760.0
TITLE_HEIGHT = 34.0


def genogram(data: Genogram, *, at: date, name: str) -> str:
    """An SVG as wide as the family needs; one slot a person, a row a generation."""
    shown = at_date(data, at)
    layout = lay_out(shown)
    frame = frame_of(layout, TITLE_HEIGHT)
    wide = max(layout.x.values(), default=0.0) + SLOT / 2
    width = max(wide + 2 * MARGIN, LEAST_WIDTH)
    persons = {person.id: person for person in shown.persons}
    inside = {resident.person for resident in shown.household}
    people = [
        draw_person(persons[p], at, layout.x[p], frame.middle[row])
        for row, members in enumerate(layout.rows)
        for p in members
    ]
    lines = [*draw_descent(shown, layout, frame), *draw_couples(shown, layout, frame, at)]
    home = draw_household(inside, layout, frame, f"Household on {wording.day(at)}")
    family = svg.group([*home, *lines, *people], transform=f"translate({svg.number((width - wide) / 2)} 0)")
    heading = f"Family on {wording.day(at)}"
    bottom = frame.bottom if people else TITLE_HEIGHT + 40
    key, key_height = _key(bottom, width)
    empty = (
        []
        if people
        else [svg.text("Nobody is recorded for this day.", MARGIN, 60.0, size=13, fill=svg.QUIET)]
    )
    return svg.picture(
        [svg.text(heading, MARGIN, 24.0, size=16, font_weight="bold"), family, *empty, *key],
        name=name,
        width=width,
        height=bottom + key_height,
        title=f"Genogram: the {heading[0].lower()}{heading[1:]}",
        desc=f"{wording.counted(len(people), 'person', 'people')} shown, {len(inside)} in the household. "
        "The same facts are listed as text beside the picture.",
    )


def _key(top: float, width: float) -> tuple[list[str], float]:
    drawn = [svg.line(0.0, top, width, top, stroke=svg.RULE)]
    drawn.append(svg.text("Key", MARGIN, top + 26, size=13, font_weight="bold"))
    x, y = 60.0, top + 22
    for sign, words in _signs():
        wide = svg.width_of(words) + 56
        if x + wide > width - 8:
            x, y = 60.0, y + 30
        drawn.append(svg.group([sign], transform=f"translate({svg.number(x + 10)} {svg.number(y)})"))
        drawn.append(svg.text(words, x + 32, y + 4))
        x += wide
    return drawn, y - top + 28


def _signs() -> list[tuple[str, str]]:
    pen: dict[str, svg.Value] = {"fill": svg.PAPER, "stroke": svg.INK, "stroke_width": 1.6}
    couple = svg.line(-14.0, 0.0, 14.0, 0.0, stroke_width=1.6)
    dashed = svg.line(-14.0, 0.0, 14.0, 0.0, stroke_width=1.6, stroke_dasharray="6 4")
    badge = svg.circle(0.0, 0.0, 9.0, fill=svg.INK)
    query = svg.text("?", 0.0, 4.5, size=13, fill=svg.PAPER, font_weight="bold", text_anchor="middle")
    home = svg.rect(
        -14.0,
        -8.0,
        28.0,
        16.0,
        rx=5.0,
        fill="#f6f3ea",
        stroke="#5d5231",
        stroke_width=2.2,
        stroke_dasharray="0.1 5",
        stroke_linecap="round",
    )
    return [
        (svg.rect(-8.0, -8.0, 16.0, 16.0, **pen), "male"),
        (svg.circle(0.0, 0.0, 8.5, **pen), "female"),
        (svg.path("M0 -10L10 0L0 10L-10 0Z", **pen), "sex not stated"),
        (svg.path("M0 -9L9 8L-9 8Z", **pen), "pregnancy, with due date"),
        (svg.circle(0.0, 0.0, 11.0, **pen) + svg.circle(0.0, 0.0, 7.5, **pen), "the child (double outline)"),
        (svg.rect(-8.0, -8.0, 16.0, 16.0, **pen) + svg.path("M-8 -8l16 16m0 -16l-16 16", **pen), "died"),
        (couple, "married or civil partners"),
        (dashed, "unmarried, or not confirmed"),
        (couple + svg.path("M-5 8l8 -16", **pen), "separated or ended"),
        (couple + svg.path("M-8 8l8 -16m0 16l8 -16", **pen), "divorced"),
        (svg.path("M0 -9L-9 9M0 -9L9 9", fill="none", stroke=svg.INK, stroke_width=1.6), "twins"),
        (home, "lived in the household"),
        (badge + query, "adult not verified"),
        (
            svg.text("~", 0.0, 6.0, size=18, text_anchor="middle"),
            "age from a birth date not known to the day",
        ),
    ]


def genogram_text(data: Genogram, *, at: date) -> list[str]:
    """Each person, couple and parent in a sentence, as on the day, and who is not drawn."""
    shown = at_date(data, at)
    labels = {person.id: person.label for person in shown.persons}
    inside = [labels[who] for who in dict.fromkeys(r.person for r in shown.household)]
    later = [person.label for person in data.persons if person.id not in labels]
    home = (
        f"In the household: {wording.joined(inside)}." if inside else "Nobody is recorded in the household."
    )
    return [
        f"The family on {wording.day(at)}: {wording.counted(len(labels), 'person', 'people')}.",
        *(f"{person_words(person, at)}." for person in shown.persons),
        *(_couple_words(couple, labels, at) for couple in shown.couples),
        *(_parent_words(link, labels) for link in shown.parents),
        home,
        *([f"Not drawn, since not yet expected on this day: {wording.joined(later)}."] if later else []),
    ]


def _couple_words(couple: Couple, labels: dict[str, str], at: date) -> str:
    kind = "married" if couple.kind == "married" else f"a couple ({couple.kind.replace('_', ' ')})"
    since = f" from {wording.day(couple.since)}" if couple.since else ""
    ended = couple.ended or "ended"
    until = f", {ended} by {wording.day(couple.until)}" if couple.until and ended_slashes(couple, at) else ""
    return f"{labels[couple.a]} and {labels[couple.b]}: {kind}{since}{until}."


def _parent_words(link: ParentLink, labels: dict[str, str]) -> str:
    twin = ", one of twins" if link.twins else ""
    return f"{labels[link.child]}{twin}: child of {wording.joined([labels[p] for p in link.parents])}."
