"""From the core's facts to the shapes of review.json, one function a shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tocsin.chronology.event import Account, Event
from tocsin.chronology.parts import Chronology
from tocsin.chronology.vocabulary import vocabulary
from tocsin.identity.people import Membership, People, Person, Relationship
from tocsin.records.folder import FolderRead
from tocsin.records.record import FileRead, Place, Quarantined, Record
from tocsin.records.when import When
from tocsin.review import schema as out


def interval(when: When | None) -> out.Interval | None:
    return None if when is None else happened(when)


def happened(when: When) -> out.Interval:
    return out.Interval(
        start=when.start,
        end=when.end,
        precision=str(when.precision),
        uncertain=when.uncertain,
        time=when.clock.strftime("%H:%M") if when.clock else None,
        note=when.note,
    )


def source(place: Place) -> out.Source:
    return out.Source(place.file, place.row, place.cell, place.part, place.page)


def maybe_source(place: Place | None) -> out.Source | None:
    return None if place is None else source(place)


def person(one: Person) -> out.PersonOut:
    return out.PersonOut(
        id=one.id,
        kind=one.kind,
        label=one.label,
        names=list(one.names),
        roles=list(one.roles),
        born=interval(one.born),
        due=one.due,
        died=one.died,
        subject=one.subject,
        markers=[marker.marker for marker in one.markers],
    )


def relationship(one: Relationship) -> out.RelationshipOut:
    return out.RelationshipOut(
        person=one.person,
        other=one.other,
        kind=one.kind,
        since=interval(one.since),
        until=interval(one.until),
        asserted_by=one.asserted_by,
        verified=one.verified,
        source=maybe_source(one.source),
    )


def households(people: People) -> list[out.HouseholdOut]:
    ids = dict.fromkeys(one.household for one in people.memberships)
    return [
        out.HouseholdOut(name, [membership(one) for one in people.memberships if one.household == name])
        for name in ids
    ]


def membership(one: Membership) -> out.MembershipOut:
    return out.MembershipOut(
        person=one.person,
        since=interval(one.since),
        until=interval(one.until),
        asserted_by=one.asserted_by,
        verified=one.verified,
        source=maybe_source(one.source),
    )


def account(one: Account) -> out.AccountOut:
    return out.AccountOut(
        agencies=list(one.agencies),
        happened=happened(one.when),
        words=one.words,
        source=source(one.source),
        differs=list(one.differs),
    )


def event(one: Event, cells: Mapping[str, str]) -> out.EventOut:
    """`cells` are the slots of its own record; a derived event has them on its row's first event."""
    return out.EventOut(
        id=one.id,
        type=one.type,
        type_words=vocabulary().words(one.type),
        happened=happened(one.when),
        recorded=one.recorded,
        known_from=[out.KnownFrom(k.agency, k.since, k.assumed, k.until) for k in one.known],
        agencies=list(one.agencies),
        child=one.child,
        attributes={name: list(values) for name, values in one.attributes.items()},
        seen=one.seen,
        seen_alone=one.seen_alone,
        seen_by=one.seen_by,
        how=list(one.how),
        people=list(one.people),
        words=one.words,
        action=cells.get("action", ""),
        voice=cells.get("voice", ""),
        analysis=" ".join(words for words in (cells.get("analysis", ""), cells.get("impact", "")) if words),
        source=source(one.accounts[0].source),
        accounts=[account(told) for told in one.accounts],
        proposed=one.proposed,
        because=list(one.because),
        derived_from=one.derived_from,
        knowable=one.knowable,
    )


def events(chronology: Chronology, records: Mapping[str, Record]) -> list[out.EventOut]:
    return [event(one, own_cells(one, records)) for one in chronology.events]


def own_cells(one: Event, records: Mapping[str, Record]) -> Mapping[str, str]:
    record = records.get(one.accounts[0].record) if one.accounts and not one.derived_from else None
    return record.cells if record else {}


def undated(records: Iterable[Record]) -> list[out.UndatedOut]:
    return [
        out.UndatedOut(list(one.agencies), one.cells.get("what", ""), one.when_words, source(one.place))
        for one in records
    ]


def quarantined(rows: Iterable[Quarantined], *, words: bool) -> list[out.QuarantinedOut]:
    """`words` False where the view hides what somebody did not yet know: the rows stay counted."""
    return [
        out.QuarantinedOut(one.code, one.reason, one.remedy, one.words if words else "", source(one.place))
        for one in rows
    ]


def file(read: FileRead, chronology: Chronology) -> out.FileOut:
    counts = chronology.counts[read.file]
    return out.FileOut(
        file=read.file,
        sha256=read.sha256,
        kind=read.kind,
        agencies=list(read.agencies),
        rows_read=read.rows_read,
        events=counts.events,
        further_accounts=counts.further_accounts,
        undated=counts.undated,
        quarantined=len(read.quarantine),
        headers_and_blanks=read.headers_and_blanks,
        columns=dict(read.columns),
        covers_from=read.covers[0] if read.covers else None,
        covers_to=read.covers[1] if read.covers else None,
        notes=[*read.notes, *chronology.notes.get(read.file, ()), *doubtful_days(read.file, chronology)],
    )


FLAGGED = {
    "before_birth": "dated before the birth of the child they are about",
    "future": "dated after the day of the review",
}


def doubtful_days(name: str, chronology: Chronology) -> Iterator[str]:
    """Rows whose date a person should look at; they stay in the chronology."""
    events = {event.id: event for event in chronology.events}
    for kind, what in FLAGGED.items():
        told = [events[one.event].accounts[0].source for one in chronology.flags if one.kind == kind]
        rows = sorted({place.row for place in told if place.file == name})
        if rows:
            yield f"Rows {what}: {', '.join(map(str, rows))}. Check their dates."


def rows_told(events: Iterable[Event]) -> int:
    """How many rows the events were read from, each counted once."""
    return len({event.accounts[0].record for event in events if event.accounts})


def refused(folder: FolderRead) -> list[out.RefusedOut]:
    return [out.RefusedOut(one.file, one.code, one.reason, one.remedy) for one in folder.refused]
