"""report.html: one file that needs no network, no script and no other file.

The page's own policy allows the one style sheet and the one script below, by their hashes, and
nothing else: were a record's words ever to reach the page as markup, they could still do nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from tocsin.review.anonymise import left_to_check
from tocsin.review.report import answers, custody, family, links, page_one, picture_inputs, rows, terms
from tocsin.review.report.reading import ASSUMED_MARK, Reading, anchor, further_accounts, place
from tocsin.review.report.safe import clean
from tocsin.review.report.tables import date_words
from tocsin.review.schema import AccountOut, EventOut

_HERE = files(__package__)


def html_bytes(reading: Reading) -> bytes:
    template = environment().get_template("report.html.j2")
    return template.render(_context(reading)).encode("utf-8")


@lru_cache(maxsize=1)
def environment() -> Environment:
    names = ["report", "macros", "page_one", "family", "answers", "chronology", "quality"]
    names += ["custody", "custody_macros", "custody_page"]
    sources = {f"{n}.html.j2": _HERE.joinpath(f"templates/{n}.html.j2").read_text("utf-8") for n in names}
    environment = Environment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.globals.update(
        terms=terms,
        said=terms.terms(),
        rows=rows,
        assumed_mark=ASSUMED_MARK,
        anchor=anchor,
        place=place,
        date_words=date_words,
        draft=page_one.DRAFT,
        tag=links.tag,
        grounds=links.grounds,
        event_link=links.event_link,
        event_links=links.event_links,
        concern_link=links.concern_link,
        further_accounts=further_accounts,
        event_attributes=links.event_attributes,
        concern_attributes=links.concern_attributes,
        picture=_picture,
        custody=custody,
    )
    return environment


def _finalize(value: Any) -> Any:
    """Words lose the signs no page may hold; markup was made from such words."""
    if isinstance(value, str):
        cleaned = clean(value)
        return Markup(cleaned) if isinstance(value, Markup) else cleaned
    return value


def _picture(drawn: Sequence[picture_inputs.Drawn]) -> Markup:
    """Each picture in a box that scrolls where the screen is narrower than the picture, and in words."""
    box = Markup('<div class="picture" role="group" aria-label="{}" tabindex="0">{}</div>')
    note = Markup('<p class="note">{}</p>')
    return Markup("").join(
        box.format(f"{item.title}: picture", Markup(item.svg))
        + (note.format(item.note) if item.note else "")
        + _in_words(item)
        for item in drawn
    )


def _in_words(drawn: picture_inputs.Drawn) -> Markup:
    if not drawn.in_words:
        return Markup("")
    whole = Markup('<details class="in-words"><summary>{}, in words</summary><ul>{}</ul></details>')
    return whole.format(drawn.title, Markup("").join(Markup("<li>{}</li>").format(w) for w in drawn.in_words))


@lru_cache(maxsize=4)
def _static(name: str) -> Markup:
    return Markup(_HERE.joinpath(f"static/{name}").read_text("utf-8"))


def style(*, custody_too: bool) -> Markup:
    """The page's own style sheet; what only the section on custody needs stands in a file of its own."""
    return _static("report.css") + (_static("custody.css") if custody_too else Markup(""))


def policy(*, custody_too: bool = False, scripted: bool = True) -> str:
    """Everything forbidden but the page's own style sheet and script."""
    script = f"script-src '{_hash(_static('report.js'))}'; " if scripted else ""
    return (
        f"default-src 'none'; style-src '{_hash(style(custody_too=custody_too))}'; {script}img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def _context(reading: Reading) -> dict[str, Any]:
    sorted_ = answers.sort_concerns(reading)
    custody_too = bool(reading.review.custody)
    return {
        "policy": policy(custody_too=custody_too),
        "style": style(custody_too=custody_too),
        "script": _static("report.js"),
        "reading": reading,
        "review": reading.review,
        "page": page_one.page_one(reading),
        "pictures": picture_inputs.draw(reading),
        "no_words": family.no_words(reading),
        "voices": family.own_words(reading),
        "homes": family.homes(reading),
        "homeless": family.homeless_words(reading),
        "injuries": family.injuries(reading),
        "compliance": answers.compliance(reading),
        "sorted": sorted_,
        "questions": answers.questions(reading),
        "years": _years(reading),
        "columns": rows.column_words(reading),
        "sum_words": _sum_words(reading),
        "filters": _filters(reading),
        "sections": _sections(reading, sorted_),
        "age_at": lambda event: _age_at(reading, event),
        "known_words": _known_words,
        "stands_at": _stands_at(reading),
        **_folded(reading),
        "left": left_to_check(reading.review) if reading.review.anonymised else [],
    }


def _years(reading: Reading) -> list[tuple[int, list[EventOut]]]:
    return [
        (year, list(found)) for year, found in groupby(reading.events, key=lambda e: e.happened.start.year)
    ]


def _age_at(reading: Reading, event: EventOut) -> str:
    child = reading.person_by_id.get(event.child)
    return terms.age(child.born, event.happened.start) if child else ""


def _known_words(event: EventOut) -> str:
    """Who knew when, where it is not simply the agency on the day."""
    told_then = {known.agency for known in event.known_from if known.date == event.happened.end}
    if len(told_then) == len(event.known_from) and told_then == set(event.agencies):
        return ""
    days: dict[date, list[str]] = {}
    for known in event.known_from:
        days.setdefault(known.date, []).append(terms.agency(known.agency))
    told = [f"{terms.listed(list(dict.fromkeys(who)))}, {terms.day(on)}" for on, who in sorted(days.items())]
    return f"Known to {'; '.join(told)}" if told else ""


def _stands_at(reading: Reading) -> Callable[[EventOut, AccountOut], str]:
    """The number of the other event where an account's words stand whole, or nothing."""
    found = rows.words_stand_at(reading)

    def at(event: EventOut, account: AccountOut) -> str:
        where = found.get((account.source, account.words), event.id)
        return "" if where == event.id else str(reading.event_number[where])

    return at


def _folded(reading: Reading) -> dict[str, Any]:
    folded = rows.folded(reading)
    return {"folded": folded, "hidden_on_paper": {event.id for events in folded.values() for event in events}}


def _sum_words(reading: Reading) -> str:
    counts = reading.review.counts
    return (
        f"{counts.rows_read:,} rows read = {terms.count(counts.events, 'event')} + "
        f"{terms.count(counts.further_accounts, 'further account')} of them + {counts.undated:,} undated + "
        f"{counts.quarantined:,} not usable + "
        f"{terms.count(counts.headers_and_blanks, 'heading or blank', 'headings and blanks')}."
    )


def _filters(reading: Reading) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each filter's letter, title and choices. The letter names the attribute of a row it looks at."""
    agencies = dict.fromkeys(code for event in reading.events for code in event.agencies)
    children = dict.fromkeys(event.child for event in reading.events)
    kinds = {event.type: terms.capital(event.type_words) for event in reading.events}
    strengths = dict.fromkeys(concern.strength for concern in reading.concerns)
    states = dict.fromkeys(concern.state for concern in reading.concerns)
    return [
        ("a", "Agency", _choices({code: terms.agency(code) for code in agencies})),
        ("c", "Child", _choices({child: reading.person(child) for child in children})),
        ("k", "Kind of event", _choices(kinds)),
        ("s", "Strength of concern", [(code, terms.strength(code)) for code in strengths]),
        ("z", "State of concern", [(code, terms.state(code).words) for code in states]),
    ]


def _choices(names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(
        ((links.token(code), words) for code, words in names.items()), key=lambda pair: pair[1].lower()
    )


def _sections(reading: Reading, sorted_: answers.Sorted) -> list[tuple[str, str, int | None]]:
    review = reading.review
    apart = (sorted_.running, sorted_.possible, sorted_.stood_down, sorted_.withdrawn)
    return [
        ("page-one", "Page one", None),
        ("seen", "Last seen", None),
        ("own-words", "Own words", len(family.own_words(reading))),
        ("timeline", "Timeline", None),
        ("siblings", "Brothers and sisters", len(review.children)),
        ("home", "Everybody in the home", None),
        *([("custody", "Courts, prisons, probation", len(review.custody))] if review.custody else []),
        ("injuries", "Injuries and explanations", len(family.injuries(reading))),
        ("plan", "The plan, due and done", len(review.compliance)),
        ("told", "Who told whom", len(review.shared)),
        ("missed", "Missed opportunities", len(review.missed)),
        ("answered", "Answered in time", len(answers.answered_rows(reading))),
        ("apart", "Running, possible, withdrawn", sum(map(len, apart))),
        ("unknown", "Not evidenced", len(answers.not_evidenced_rows(reading))),
        ("questions", "Questions", len(review.questions)),
        ("chronology", "Joined chronology", len(reading.events)),
        ("quality", "Data quality", None),
        ("how-to-read", "How to read this", None),
    ]
