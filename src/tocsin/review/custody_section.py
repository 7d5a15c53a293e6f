"""The section of a review on each adult of custody.yaml, with the ties to children that any record shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from tocsin.chronology.event import Event
from tocsin.custody.joining import Joined, Touch
from tocsin.custody.notices.view import How, Link
from tocsin.custody.prebirth import PrebirthPlan
from tocsin.custody.reading import CustodyRead
from tocsin.custody.reckon import dates_of
from tocsin.identity.children import ChildIndex
from tocsin.identity.people import People
from tocsin.review import schema_custody as out
from tocsin.review.custody_case import Case
from tocsin.review.custody_follow import case_of
from tocsin.review.custody_out import adult_out, as_relation
from tocsin.review.custody_prebirth import Done, done_by_events
from tocsin.review.custody_words import day, period, said
from tocsin.review.with_custody import Custody
from tocsin.working_days import Calendar

HOW: dict[str, How] = {"lives_with": "lives_with", "visits": "visits", "pregnancy": "pregnancy"}


def custody_adults(
    custody: Custody | None,
    *,
    on: date,
    view: str,
    calendar: Calendar,
    events: Sequence[Event] = (),
    own_weeks: Mapping[str, int] | None = None,
) -> list[out.CustodyOut]:
    """As known on `on`. In one agency's own view only to those who hold what the file says.

    `events`: the children's chronologies, which show what of the work before a birth was done.
    `own_weeks`: the partnership's own for that work, by step."""
    if custody is None or not _may_see(view):
        return []
    return [
        _adult(custody.read, custody.joined, at, on=on, calendar=calendar, events=events, own_weeks=own_weeks)
        for at in range(len(custody.read.file.adults))
    ]


def _may_see(view: str) -> bool:
    return view in ("joined", "", *said().held_by)


def _adult(
    read: CustodyRead,
    joined: Joined,
    at: int,
    *,
    on: date,
    calendar: Calendar,
    events: Sequence[Event],
    own_weeks: Mapping[str, int] | None,
) -> out.CustodyOut:
    adult = read.file.adults[at]
    touches = [one for one in joined.of(adult.id) if _known(one) is None or (_known(one) or on) <= on]
    child = _child_words(joined.people)
    case: Case = case_of(
        adult,
        on=on,
        dates_of=dates_of,
        calendar=calendar,
        authority=read.file.authority,
        person=joined.person(adult.id),
        links=tuple(_links(touches, read.name)),
        child=child,
        place=lambda path: _line(read, f"adults.{at}.{path}"),
        ties=tuple(_tie(one, child) for one in touches),
        done_of=partial(_done, events=events, on=on, touches=touches, child_id=_child_id(joined.people)),
        own_weeks=own_weeks,
    )
    return adult_out(case)


def _done(
    plans: Sequence[PrebirthPlan],
    *,
    events: Sequence[Event],
    on: date,
    touches: Sequence[Touch],
    child_id: Callable[[str], str],
) -> Done:
    """By child as custody.yaml has it; the chronologies have the id of review.yaml."""
    named = [replace(one, child=child_id(one.child)) for one in plans]
    found = done_by_events(named, events, on=on, near=[one.child for one in touches])
    return {one.child: found[child_id(one.child)] for one in plans}


def _line(read: CustodyRead, path: str) -> str:
    place = read.place(path)
    return f"{place.file}, line {place.row}"


def _child_id(people: People) -> Callable[[str], str]:
    ids = {one.id for one in people.persons}
    index = ChildIndex(people.persons)
    return lambda child: child if child in ids else (index.named(child, None) or child)


def _child_words(people: People) -> Callable[[str], str]:
    """A child by id, or by a name as the custody file has it."""
    labels = {one.id: one.label for one in people.persons}
    index = ChildIndex(people.persons)

    def words(child: str) -> str:
        return labels.get(child) or labels.get(index.named(child, None) or "") or child

    return words


def _known(one: Touch) -> date | None:
    return one.known_from or one.since


def _links(touches: Sequence[Touch], custody_file: str) -> Iterator[Link]:
    """Ties that only the agencies' records show; the reckoning of notices knows those of the file."""
    for one in touches:
        known = _known(one)
        if one.place.file != custody_file and known is not None:
            yield Link(one.child, HOW.get(one.reason, "tie"), known, one.since, one.until, place=one.address)


def _tie(one: Touch, child: Callable[[str], str]) -> out.CustodyTieOut:
    how = as_relation(one.relation) or said().reasons[one.reason].short
    when = period(one.since, one.until) if one.until else "for life"
    since = f", known since {day(one.known_from)}" if one.known_from else ""
    where = ", ".join(part for part in (one.place.file, one.place.part, f"row {one.place.row}") if part)
    return out.CustodyTieOut(child(one.child), how, when, f"{said().reasons[one.reason].why}{since}.", where)
