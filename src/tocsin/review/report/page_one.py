"""Page one: who the child is, who sent what, what was found, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tocsin.review.report import terms
from tocsin.review.report.reading import Reading
from tocsin.review.schema import EventOut, PersonOut, PlainFinding, Question, Totals

DRAFT = "DRAFT — CONFIDENTIAL"
QUESTIONS_SHOWN = 6
FILES_SHOWN = 8


@dataclass(frozen=True)
class Child:
    name: str
    words: str  # "aged 3 years 2 months at the end (born 14 June 2021)"


@dataclass(frozen=True)
class PageOne:
    title: str
    view: str
    children: list[Child]
    period: str
    harm: str
    harm_events: list[EventOut]
    sent: list[str]
    not_sent: list[str]
    unchecked: str
    findings: list[PlainFinding]
    asks: list[tuple[str, Question, int]]  # agency, its first question, how many more it has
    more_asks: int
    totals: list[tuple[str, int, int]]  # words, all, without proposed coding
    facts: list[str]
    versions: list[tuple[str, str]]
    inputs: list[tuple[str, str]]  # file, first twelve signs of its hash
    more_inputs: int


def page_one(reading: Reading) -> PageOne:
    review = reading.review
    asks = _asks(review.questions)
    return PageOne(
        title=title_of(reading),
        view=view_words(reading),
        children=[_child(child, end_of(reading)) for child in reading.subjects],
        period=period_words(reading),
        harm=harm_words(reading),
        harm_events=harm_events(reading),
        sent=[terms.agency(code) for code in review.agencies_sent],
        not_sent=[terms.agency(code) for code in review.agencies_expected_not_sent],
        unchecked=unchecked(reading),
        findings=review.findings[:5],
        asks=asks[:QUESTIONS_SHOWN],
        more_asks=max(0, len(asks) - QUESTIONS_SHOWN),
        totals=totals(review.counts.all, review.counts.without_proposals),
        facts=_facts(reading),
        versions=versions(reading),
        inputs=[(item.file, item.sha256[:12]) for item in review.files[:FILES_SHOWN]],
        more_inputs=max(0, len(review.files) - FILES_SHOWN),
    )


def title_of(reading: Reading) -> str:
    names = terms.listed([child.label for child in reading.subjects])
    return reading.review.title or f"Review of {names or 'a folder that names no child'}"


def view_words(reading: Reading) -> str:
    view = reading.review.view
    if view == "joined":
        return "Joined view: everything the agencies knew, put together"
    return f"One agency's view: only what {terms.agency(view)} knew"


def end_of(reading: Reading) -> date:
    """The day at which ages are given: the serious incident, else the end of the period."""
    review = reading.review
    return review.harm_on or review.period_end or review.as_of


def _child(child: PersonOut, end: date) -> Child:
    if child.born is None:
        due = f"expected {terms.day(child.due)}" if child.due else "date of birth not stated"
        return Child(child.label, f"{'unborn, ' if child.due else ''}{due}")
    last = min(end, child.died) if child.died else end
    age = terms.age(child.born, last)
    words = f"aged {age} at the end" if age else "not yet born at the end"
    died = f"; died {terms.day(child.died)}" if child.died else ""
    return Child(child.label, f"{words} (born {terms.span(child.born)}){died}")


def period_words(reading: Reading) -> str:
    review = reading.review
    if review.period_start is None or review.period_end is None:
        return "no dated events"
    return f"{terms.day(review.period_start)} to {terms.day(review.period_end)}"


def harm_events(reading: Reading) -> list[EventOut]:
    on = reading.review.harm_on
    kinds = terms.terms().harm_types
    return [e for e in reading.events if on and e.type in kinds and e.happened.start <= on <= e.happened.end]


def harm_words(reading: Reading) -> str:
    on = reading.review.harm_on
    if on is None:
        return ""
    return f"{terms.day(on)}: {harm_kind(reading)}"


def harm_kind(reading: Reading) -> str:
    kinds = list(dict.fromkeys(event.type_words for event in harm_events(reading)))
    return terms.listed(kinds) or "serious incident"


def _asks(questions: list[Question]) -> list[tuple[str, Question, int]]:
    """The first question to each agency, and how many more wait for it."""
    each: dict[str, list[Question]] = {}
    for question in questions:
        each.setdefault(question.agency, []).append(question)
    return [(terms.agency(code), asked[0], len(asked) - 1) for code, asked in each.items()]


def totals(everything: Totals, without: Totals) -> list[tuple[str, int, int]]:
    names = {
        "events": "Events in the chronology",
        "concerns": "Concerns raised",
        "answered_in_time": "Answered in time",
        "late": "Answered late",
        "missed": "Missed",
        "not_evidenced": "Not evidenced: to be asked",
        "possible": "Possible only: dates too imprecise",
    }
    return [(words, getattr(everything, name), getattr(without, name)) for name, words in names.items()]


def _facts(reading: Reading) -> list[str]:
    counts = reading.review.counts
    resting = sum(concern.rests_on_assumed_date for concern in reading.concerns)
    facts = [
        f"{terms.count(resting, 'concern assumes', 'concerns assume')} that something was known on the "
        f"day it happened ({terms.count(counts.assumed_known_dates, 'such date')}).",
    ]
    if counts.proposed_events:
        coded = terms.count(counts.proposed_events, "event")
        facts.append(f"{coded} coded by Tocsin from prose and not yet confirmed.")
    if counts.undated or counts.quarantined:
        facts.append(
            f"{counts.undated:,} undated and {counts.quarantined:,} unusable rows are under data quality."
        )
    facts += _local(reading)
    if reading.review.refused:
        facts.append(f"{terms.count(len(reading.review.refused), 'file')} could not be read.")
    return facts


def _local(reading: Reading) -> list[str]:
    """`Local times of Aldermere Vale: 1 sign switched off and 2 changed, listed under data quality.`"""
    off, changed = len(reading.review.switched_off), len(reading.review.local_changes)
    if not off and not changed:
        return []
    whose = reading.review.partnership or "a partnership that is not named"
    done = [f"{terms.count(off, 'sign')} switched off"] if off else []
    done += [f"{terms.count(changed, 'sign')} changed"] if changed else []
    return [f"The local file of {whose} is used: {terms.listed(done)}, listed under data quality."]


def unchecked(reading: Reading) -> str:
    """What most of the report rests on, where that is wording nobody has checked."""
    resting = sum(one.rests_on_proposed_coding for one in reading.concerns)
    if not reading.mostly_proposed:
        return ""
    whole = len(reading.concerns)
    many = f"All {whole:,} concerns rest" if resting == whole else f"{resting:,} of {whole:,} concerns rest"
    many = "The one concern rests" if whole == 1 else many
    return f"{many} on wording that nobody has checked yet: read coding.csv first."


def versions(reading: Reading) -> list[tuple[str, str]]:
    review = reading.review
    return [
        ("As of", terms.day(review.as_of)),
        ("Tocsin", review.tocsin_version),
        ("Catalogue", review.catalogue_version),
        ("Calendar", review.calendar_version),
    ]
