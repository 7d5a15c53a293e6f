"""From a review to what each picture shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from weakref import WeakKeyDictionary

import msgspec
import yaml

from tocsin.pictures import body_map, genogram, matrix, seen_strip, timeline, wording
from tocsin.pictures import timeline_data as shown
from tocsin.pictures.genogram_data import Couple, Genogram, ParentLink, Person, Resident
from tocsin.review.report import answers, family, terms
from tocsin.review.report.page_one import end_of, harm_kind
from tocsin.review.report.reading import Reading
from tocsin.review.schema import ConcernOut, EventOut, MembershipOut, PersonOut, RelationshipOut

BEFORE_BIRTH = timedelta(days=183)
EARLIER_SHOWN = 8
SHEET_WIDTH, SHEET_HEIGHT = (
    1760,
    1080,
)  # fills a landscape sheet of A3 beneath its heading, in letters of 7 points


@dataclass(frozen=True)
class Drawn:
    title: str
    svg: str
    note: str = ""  # what lies outside the picture
    in_words: tuple[str, ...] = ()  # all it shows, a sentence each


@dataclass(frozen=True)
class Pictures:
    """SVG markup, or nothing where there is nothing to draw."""

    timeline: tuple[Drawn, ...] = ()
    seen_strip: tuple[Drawn, ...] = ()
    genogram: tuple[Drawn, ...] = ()
    body_map: tuple[Drawn, ...] = ()
    matrix: tuple[Drawn, ...] = ()


class Kinds(msgspec.Struct, frozen=True):
    event_kinds: dict[str, list[str]]
    female: frozenset[str]
    male: frozenset[str]
    parents: frozenset[str]
    couples: frozenset[str]
    partner_of: dict[str, list[str]]
    married: frozenset[str]
    ended: frozenset[str]
    checked: frozenset[str]


@lru_cache(maxsize=1)
def kinds() -> Kinds:
    text = files(__package__).joinpath("data/picture_kinds.yaml").read_text("utf-8")
    return msgspec.convert(yaml.safe_load(text), Kinds)


@lru_cache(maxsize=1)
def _kind_of_type() -> dict[str, str]:
    return {event: kind for kind, events in kinds().event_kinds.items() for event in events}


_DRAWN: WeakKeyDictionary[Reading, Pictures] = WeakKeyDictionary()


def draw(reading: Reading) -> Pictures:
    """Drawn once for all the files of one report."""
    if reading not in _DRAWN:
        _DRAWN[reading] = _draw(reading)
    return _DRAWN[reading]


def _draw(reading: Reading) -> Pictures:
    if not reading.events:
        return Pictures()
    return Pictures(
        timeline=tuple(_timelines(reading)),
        seen_strip=tuple(_strips(reading)),
        genogram=tuple(_genograms(reading)),
        body_map=tuple(_body_maps(reading)),
        matrix=tuple(_matrices(reading)),
    )


def period(reading: Reading) -> tuple[date, date]:
    review = reading.review
    first = review.period_start or reading.events[0].happened.start
    last = review.period_end or max(event.happened.end for event in reading.events)
    return first, max(first, last, review.harm_on or first)


# ---------------------------------------------------------------- timeline and strip


def _timelines(reading: Reading) -> Iterator[Drawn]:
    for number, child in enumerate(reading.subjects, 1):
        data = timeline_of(reading, child)
        if data.marks:
            sheets = timeline.timeline_sheets(
                data, name=f"timeline-{number}", width=SHEET_WIDTH, height=SHEET_HEIGHT
            )
            for page, drawn in enumerate(sheets, 1):
                more = f", sheet {page}" if len(sheets) > 1 else ""
                note = _before(reading, child) if page == 1 else ""
                words = timeline.timeline_text(data) if page == 1 else ()
                yield Drawn(f"Timeline of {child.label}{more}", drawn, note, tuple(words))


def _before(reading: Reading, child: PersonOut) -> str:
    """Earlier events, in one line: `Before this picture: conviction, 3 May 2019.`"""
    start = opens_on(reading, child)
    early = [event for event in _of(reading, child) if event.happened.end < start]
    told = [f"{event.type_words}, {terms.span(event.happened, clock=False)}" for event in early]
    more = [f"and {len(told) - EARLIER_SHOWN} more"] if len(told) > EARLIER_SHOWN else []
    return f"Before this picture: {'; '.join([*told[:EARLIER_SHOWN], *more])}." if told else ""


def _of(reading: Reading, child: PersonOut) -> list[EventOut]:
    return [event for event in reading.events if child.id in (event.child, *event.people)]


def opens_on(reading: Reading, child: PersonOut) -> date:
    """The first event about the child, and at most half a year before the birth."""
    first, _ = period(reading)
    adults = terms.terms().adult_event_types
    own = [event.happened.start for event in _of(reading, child) if event.type not in adults]
    opens = max(first, min(own, default=first))
    return max(opens, child.born.start - BEFORE_BIRTH) if child.born else opens


def timeline_of(reading: Reading, child: PersonOut) -> shown.Timeline:
    _, last = period(reading)
    first = opens_on(reading, child)
    mine = [event for event in _of(reading, child) if event.happened.end >= first]
    last = max(first, last)
    concerns = [c for c in reading.concerns if c.child == child.id]
    incident = (
        shown.Incident(on, terms.capital(harm_kind(reading))) if (on := reading.review.harm_on) else None
    )
    return shown.Timeline(
        child=child.label,
        start=first,
        end=last,
        lanes=tuple(shown.Lane(code, terms.agency(code)) for code in _lanes(mine)),
        marks=tuple(_mark(event) for event in mine),
        voices=tuple(
            shown.Voice(event.id, event.happened.start, event.happened.end, event.voice)
            for event in mine
            if event.voice
        ),
        plans=tuple(
            shown.PlanBar(plan.kind, plan.words, plan.start, plan.end)
            for plan in reading.review.plans
            if plan.child == child.id and (plan.end or last) >= first
        ),
        concerns=tuple(_bar(concern) for concern in concerns),
        incident=incident,
        born=child.born.start if child.born else None,
    )


def _lanes(events: list[EventOut]) -> list[str]:
    return list(dict.fromkeys(code for event in events for code in event.agencies))


def _mark(event: EventOut) -> shown.Mark:
    told = [*event.agencies, *(code for account in event.accounts for code in account.agencies)]
    return shown.Mark(
        event.id,
        event.happened.start,
        event.happened.end,
        tuple(dict.fromkeys(told)),
        event_kind(event),
        terms.capital(event.type_words),
        event.happened.uncertain,
    )


def event_kind(event: EventOut) -> str:
    kind = _kind_of_type().get(event.type)
    if kind is not None:
        return kind
    return "seen" if event.seen == "yes" else "other"


def _bar(concern: ConcernOut) -> shown.ConcernBar:
    unmet = [r.due_on for r in concern.responses if r.required and r.status in ("late", "missed")]
    return shown.ConcernBar(
        concern.id,
        concern.title,
        concern.strength,
        concern.raised_earliest,
        concern.raised_on,
        min(unmet, default=None),
        concern.ended_on,
        concern.state,
        concern.certainty != "possible",
    )


def _strips(reading: Reading) -> Iterator[Drawn]:
    for number, child in enumerate(reading.subjects, 1):
        data = strip_of(reading, child)
        if data.days or data.gaps:
            drawn = seen_strip.seen_strip(data, name=f"seen-{number}")
            words = seen_strip.seen_strip_text(data)
            yield Drawn(f"When {child.label} was seen", drawn, in_words=tuple(words))


def strip_of(reading: Reading, child: PersonOut) -> seen_strip.SeenStrip:
    _, last = period(reading)
    first = min(last, max(opens_on(reading, child), child.born.start if child.born else date.min))
    days = [
        seen_strip.SeenDay(
            event.id,
            event.happened.start,
            event.happened.end,
            kind,
            event.seen_by or terms.agencies(event.agencies),
        )
        for event in reading.events
        if child.id == event.child and (kind := _seen_kind(event))
    ]
    gaps = [
        seen_strip.Gap(gap.kind, gap.start, gap.end, gap.days)
        for gap in family.gaps_shown(reading)
        if gap.child == child.id
    ]
    return seen_strip.SeenStrip(child.label, first, last, tuple(days), tuple(gaps))


def _seen_kind(event: EventOut) -> str:
    if event.seen_alone == "yes":
        return "seen_alone"
    return {"yes": "seen", "no": "not_seen"}.get(event.seen, "")


# ---------------------------------------------------------------- genogram


def _genograms(reading: Reading) -> Iterator[Drawn]:
    data = genogram_of(reading)
    if data.persons:
        at = end_of(reading)
        drawn = genogram.genogram(data, at=at, name="genogram")
        words = genogram.genogram_text(data, at=at)
        yield Drawn(f"Genogram, {terms.day(at)}", drawn, in_words=tuple(words))


def genogram_of(reading: Reading) -> Genogram:
    ties = reading.review.relationships
    related = {person for tie in ties for person in (tie.person, tie.other)}
    stays = [m for home in _child_homes(reading) for m in home]
    drawn = related | {stay.person for stay in stays} | {child.id for child in reading.review.children}
    people = [p for p in reading.person_by_id.values() if p.id in drawn and "professional" not in p.roles]
    known = {person.id for person in people}
    children = {child.id for child in reading.review.children}
    return Genogram(
        persons=tuple(_person(reading, person, ties, stays) for person in people),
        couples=tuple(_couples(ties, known, children)),
        parents=tuple(_parents(reading, ties, known)),
        household=tuple(_residents(stays, known)),
    )


def _child_homes(reading: Reading) -> Iterator[list[MembershipOut]]:
    subjects = {child.id for child in reading.subjects}
    for home in reading.review.households:
        if any(member.person in subjects for member in home.members):
            yield home.members


def _person(
    reading: Reading, person: PersonOut, ties: list[RelationshipOut], stays: list[MembershipOut]
) -> Person:
    said = [*(t.verified for t in ties if t.person == person.id)]
    said += [stay.verified for stay in stays if stay.person == person.id]
    child = person.kind == "child"
    return Person(
        id=person.id,
        label=person.label,
        sex=_sex({*person.roles, *(tie.kind for tie in ties if tie.person == person.id)}),
        born_earliest=person.born.start if person.born else None,
        born_latest=person.born.end if person.born else None,
        died=person.died,
        due=person.due,
        subject=any(person.id == subject.id for subject in reading.subjects),
        child=child,
        verified=child or any(code in kinds().checked for code in said),
    )


def _sex(roles: set[str]) -> str:
    if roles & kinds().female:
        return "female"
    return "male" if roles & kinds().male else "not_stated"


def _couples(ties: list[RelationshipOut], known: set[str], children: set[str]) -> Iterator[Couple]:
    met: set[frozenset[str]] = set()
    for tie in ties:
        other = _partner(tie, ties, children)
        pair = frozenset((tie.person, other))
        if tie.kind in kinds().couples and pair <= known and len(pair) == 2 and pair not in met:
            met.add(pair)
            yield _couple(tie, other)


def _partner(tie: RelationshipOut, ties: list[RelationshipOut], children: set[str]) -> str:
    """Whose partner: where the record says it of a child, the parent it means, if one is named."""
    if tie.other not in children:
        return tie.other
    wanted = kinds().partner_of.get(tie.kind, [])
    parents = [each.person for each in ties if each.other == tie.other and each.kind in wanted]
    return parents[0] if parents else ""


def _couple(tie: RelationshipOut, other: str) -> Couple:
    kind = "married" if tie.kind in kinds().married else "not_stated"
    ended = "separated" if tie.kind in kinds().ended or tie.until else ""
    since = tie.since.start if tie.since else None
    return Couple(tie.person, other, kind, since, tie.until.end if tie.until else None, ended)


def _parents(reading: Reading, ties: list[RelationshipOut], known: set[str]) -> Iterator[ParentLink]:
    for child in reading.review.children:
        mine = [tie for tie in ties if tie.other == child.id and tie.person in known]
        found = [tie.person for tie in mine if tie.kind in kinds().parents]
        if found:
            yield ParentLink(child.id, tuple(dict.fromkeys(found))[:2])


def _residents(stays: list[MembershipOut], known: set[str]) -> Iterator[Resident]:
    for stay in stays:
        if stay.person in known:
            since = stay.since.start if stay.since else None
            yield Resident(stay.person, since, stay.until.end if stay.until else None)


# ---------------------------------------------------------------- body map and matrix


def _body_maps(reading: Reading) -> Iterator[Drawn]:
    hurt = family.injuries(reading)
    for number, child in enumerate(dict.fromkeys(item.event.child for item in hurt), 1):
        data = body_map_of(reading, child, [item for item in hurt if item.event.child == child])
        drawn = body_map.body_map(data, name=f"body-{number}")
        yield Drawn(f"Body map of {data.child}", drawn, in_words=tuple(body_map.body_map_text(data)))


def body_map_of(reading: Reading, child_id: str, hurt: list[family.Injury]) -> body_map.BodyMap:
    child = reading.person_by_id.get(child_id)
    born = child.born.start if child and child.born else None
    on = hurt[-1].event.happened.start
    return body_map.BodyMap(
        reading.person(child_id),
        tuple(mark for item in hurt for mark in _injury_marks(item)),
        wording.whole_months(born, on) if born and born <= on else None,
    )


def _injury_marks(item: family.Injury) -> Iterator[body_map.Injury]:
    event = item.event
    found = event.attributes
    side = found.get("side", ["not_stated"])[0]
    for site in found.get("site", ["unknown"]):
        yield body_map.Injury(
            event.id,
            event.happened.start,
            event.happened.end,
            terms.listed([terms.attribute(code) for code in found.get("kind", [])]) or event.type_words,
            site,
            side,
            terms.agencies(event.agencies),
            terms.listed([terms.attribute(code) for code in found.get("explanation", [])]),
            event.happened.uncertain,
        )


def _matrices(reading: Reading) -> Iterator[Drawn]:
    if reading.review.shared:
        codes, cells = answers.matrix(reading)
        told = [matrix.Told(*pair, item.on) for pair, items in cells.items() for item in items]
        data = matrix.Matrix(tuple(matrix.Agency(code, terms.agency(code)) for code in codes), tuple(told))
        drawn = matrix.matrix(data, name="matrix")
        yield Drawn("Who told whom", drawn, in_words=tuple(matrix.matrix_text(data)))
