"""What courts, prisons and probation said of adults: rows for the tables, and what each picture shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast

from markupsafe import Markup

from tocsin.pictures.custody_signs import NAMES, DayKind
from tocsin.pictures.release_calendar import (
    COLUMNS,
    MONTHS_SHOWN,
    ReleaseCalendar,
    Step,
    release_calendar,
    release_calendar_text,
)
from tocsin.pictures.sentence_band import (
    BandMark,
    SentenceBand,
    Stage,
    Stretch,
    sentence_band,
    sentence_band_text,
)
from tocsin.review import schema_custody as out
from tocsin.review.custody_words import day, said
from tocsin.review.report import terms
from tocsin.review.report.links import Row, tag
from tocsin.review.report.picture_inputs import Drawn
from tocsin.review.report.terms import Mark

FIRM_DAYS = ("official", "happened", "stated", "set by the Board", "due")
PAPER_WIDTH = 1400
NAMED_IN_TITLE = 2  # adults; of more, the links below name each


def firm(one: out.CustodyDayOut) -> bool:
    return one.firm in FIRM_DAYS


def kind_of(one: out.CustodyDayOut) -> DayKind:
    return next((kind for kind in NAMES if kind == one.kind), "review")


# ---------------------------------------------------------------- pictures


def _days(found: Iterable[out.CustodyDayOut]) -> Iterator[tuple[date, str, DayKind, bool]]:
    """Each day, and where it is not certain the later day as well."""
    for one in found:
        yield one.on, one.words, kind_of(one), firm(one)
        if one.until != one.on:
            yield one.until, f"{one.words}, at the latest", kind_of(one), firm(one)


def bands(adults: list[out.CustodyOut]) -> list[Drawn]:
    return [drawn for number, one in enumerate(adults, 1) for drawn in band(one, number)]


def band(one: out.CustodyOut, number: int) -> Iterator[Drawn]:
    if not one.stretches:
        return
    data = SentenceBand(
        one.label,
        one.on,
        tuple(Stretch(cast(Stage, it.stage), it.start, it.end, it.words) for it in one.stretches),
        tuple(
            BandMark(on, words, kind, sure) for on, words, kind, sure in _days([*one.history, *one.calendar])
        ),
    )
    drawn = sentence_band(data, name=f"sentence-{number}", width=PAPER_WIDTH)
    yield Drawn(f"Sentence and licence of {one.label}", drawn, "", tuple(sentence_band_text(data)))


def calendar(one: out.CustodyOut, number: int) -> Iterator[Drawn]:
    """Only where something falls in the months that it shows."""
    start = one.on.replace(day=1)
    steps = [Step(*day) for day in _days(one.calendar) if day[0] >= one.on]
    ahead = [(it.on.year - start.year) * 12 + it.on.month - start.month for it in steps]
    near = [months for months in ahead if months < MONTHS_SHOWN]
    if near:
        months = -(-(max(near) + 1) // COLUMNS) * COLUMNS
        data = ReleaseCalendar(one.label, start, tuple(steps), months)
        drawn = release_calendar(data, name=f"calendar-{number}", width=PAPER_WIDTH)
        words = tuple(release_calendar_text(data))
        yield Drawn(f"Releases and reviews of {one.label}", drawn, "", words)


# ---------------------------------------------------------------- rows

TO_LOOK_AT = Mark("To look at", "▲", "late")
DATE_HEADS = ["Date", "Day", "What it does", "How sure"]
CALENDAR_HEADS = ["Day", "What", "How firm"]
NOTICE_HEADS = ["By", "Whom to tell", "What and why", "State", "Next act, and whose"]
OPEN = ("missed", "running", "to_come")
PREBIRTH_HEADS = ["Step", "State", "Whose time it is, and how sure"]
LEGAL_AID_HEADS = ["When", "What holds", "Source, and how sure"]
STANDING_HEADS = ["What", "What became of it", "What that means", "When"]
TIE_HEADS = ["Child", "Tie", "Since and until", "Why the child is told of here"]


def dates(one: out.CustodyOut) -> list[Row]:
    return [
        Row([f"{_capital(it.words)} ({it.kind})", _day(it), it.effect_words, _sure(it)]) for it in one.dates
    ]


def _day(one: out.CustodyDateOut) -> Markup:
    if one.official:
        return Markup("<strong>{}</strong>").format(day(one.official))
    if one.labelled and one.earliest != one.latest:
        each = (Markup("<strong>{}</strong>: {}").format(day(it.day), it.words) for it in one.labelled)
        return Markup("<br>").join(each)
    days = [day(one.earliest)] if one.earliest == one.latest else [day(one.earliest), day(one.latest)]
    return Markup(" or ").join(Markup("<strong>{}</strong>").format(it) for it in days)


def _sure(one: out.CustodyDateOut) -> Markup:
    ours = day(one.earliest)
    if one.official and one.official == one.earliest == one.latest:
        return tag(Mark("The prison's day", "●", "good")) + Markup(" Our estimate is the same ({}).").format(
            one.official_source
        )
    if one.official:
        both = ours if one.earliest == one.latest else f"{ours} or {day(one.latest)}"
        words = Markup(" Our estimate: {}. Ask which is right ({}).").format(both, one.official_source)
        return tag(Mark("The prison's day", "▲", "late")) + words
    if one.earliest != one.latest:
        return tag(Mark("Not certain", "?", "ask")) + Markup(" {}").format(one.why)
    return tag(Mark("Our estimate", "○", "calm"))


def calendar_rows(one: out.CustodyOut) -> list[Row]:
    days = sorted([*one.history, *one.calendar], key=lambda it: (it.on, it.until))
    return [Row([_when(it), it.words, _capital(it.firm)]) for it in days]


def _when(one: out.CustodyDayOut) -> str:
    return day(one.on) if one.on == one.until else f"{day(one.on)} or {day(one.until)}"


def open_notices(one: out.CustodyOut) -> list[Row]:
    return [_notice(it) for it in one.notices if it.state in OPEN]


def closed_notices(one: out.CustodyOut) -> list[Row]:
    return [_notice(it) for it in one.notices if it.state not in OPEN]


def _notice(one: out.NoticeOut) -> Row:
    to = Markup("<strong>{}</strong>").format(_capital(one.to))
    if one.child:
        to += Markup("<br>about {}").format(one.child)
    if one.restricted:
        to += Markup("<br>") + tag(Mark(f"Restricted: {_lower(said().sides.get(one.side, ''))}", "■", "warn"))
    small = [part for part in (one.why, one.basis) if part]
    what = Markup("{}<br><small>{}</small><br><small>Key: <code>{}</code></small>")
    act = one.next_act.rstrip(".")
    if act and one.next_on:
        act += f", by {day(one.next_on)}"
    by = Markup("{}<br><small>{}</small>").format(act, f"By the {one.owner}" if one.owner else "")
    return Row([day(one.due_on), to, what.format(one.what, " ".join(small), one.key), _state(one), by])


def _state(one: out.NoticeOut) -> Markup:
    known = said().notice_states[one.state]
    more = one.state_words.removeprefix(known.words).lstrip(":, ")
    return tag(Mark(known.words, known.mark, known.tone)) + Markup("<br>{}").format(_capital(more))


def prebirth(plan: out.PrebirthOut) -> list[Row]:
    return [Row([it.words, _stands(it), it.source]) for it in plan.steps]


def _stands(one: out.PrebirthStepOut) -> Markup:
    known = said().prebirth_states[one.state]
    return tag(Mark(one.state_words, known.mark, known.tone))


def legal_aid(one: out.CustodyOut) -> list[Row]:
    return [Row([it.stage, it.words, f"{it.source}; {it.sure}"]) for it in one.legal_aid]


def standings(one: out.CustodyOut) -> list[Row]:
    return [_standing(it) for it in one.offences]


def _standing(one: out.StandingOut) -> Row:
    sign = said().standings[one.standing]
    when = [f"committed {one.committed}" if one.committed else "", f"decided {day(one.on)}" if one.on else ""]
    words = " ".join(part for part in (one.words, one.part) if part)
    source = Markup("<br><small>{}</small>").format(one.source) if one.source else Markup("")
    return Row(
        [
            one.title,
            tag(Mark(one.name, sign.mark, sign.tone)),
            Markup("{}<br>{}{}").format(words, one.is_not, source),
            "; ".join(part for part in when if part) or "not stated",
        ]
    )


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def ties(one: out.CustodyOut) -> list[Row]:
    return [Row([it.child, _capital(it.how), it.when, it.why]) for it in one.ties]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def answers(one: out.CustodyOut) -> list[tuple[str, str, list[str]]]:
    """The answers of the first screen, each with the name of its box."""
    rows = [
        ("when", "When could release come?", one.when),
        ("why", "Why?", one.why),
        ("tell", "Whom to tell, by when?", one.tell),
        ("next", "What to do next?", one.next),
        ("unsure", "What is not certain?", one.unsure or ["Nothing that changes a day."]),
    ]
    return [row for row in rows if row[2]]


def title(adults: list[out.CustodyOut], given: str = "") -> str:
    if given:
        return given
    if len(adults) > NAMED_IN_TITLE:
        return f"Custody of {len(adults)} adults"
    return f"Custody of {terms.listed([one.label for one in adults])}" if adults else "Custody"
