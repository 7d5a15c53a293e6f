"""The custody file of a folder, joined to its people and its chronology."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tocsin.chronology.event import Event
from tocsin.chronology.parts import Chronology
from tocsin.chronology.views import tellings_of
from tocsin.chronology.vocabulary import data_table
from tocsin.custody.changes import history_of
from tocsin.custody.facts import Adult
from tocsin.custody.joining import Joined, Kind, Sighting, join
from tocsin.custody.notice import Notice
from tocsin.custody.notices.rounds import notices_of
from tocsin.custody.reading import CustodyRead, custody_in
from tocsin.custody.reckon import dates_of
from tocsin.custody.records import records_of
from tocsin.identity.names import roles_table
from tocsin.records.folder import FolderRead
from tocsin.records.manifest import Manifest
from tocsin.records.record import FileRead, Quarantined
from tocsin.review.custody_law import law_days
from tocsin.working_days import england


@dataclass(frozen=True)
class Custody:
    """`read.file` is what was stated; `joined` who it is about and which children are near, with evidence."""

    read: CustodyRead
    joined: Joined
    records: FileRead

    def with_records(self, folder: FolderRead) -> FolderRead:
        """The folder as if its custody file were one more agency's coded chronology."""
        return replace(folder, files=(*folder.files, self.records)) if self.records.records else folder


def custody_read(path: Path) -> tuple[CustodyRead | None, tuple[Quarantined, ...]]:
    return custody_in(path)


def custody_joined(read: CustodyRead, chronology: Chronology, manifest: Manifest, *, today: date) -> Custody:
    """`chronology` is what the agencies' files alone say."""

    def notices(adult: Adult) -> tuple[Notice, ...]:
        history = history_of(adult, until=today, dates_of=dates_of, law_days=law_days())
        return notices_of(adult, dates=history, on=today, calendar=england(), authority=read.file.authority)

    joined = join(read, chronology.people, sightings=sightings_of(chronology), manifest=manifest)
    return Custody(read, joined, records_of(read, joined, today=today, dates_of=dates_of, notices=notices))


def sightings_of(chronology: Chronology) -> Iterator[Sighting]:
    """Who joined or left which child's home, and whose name stands with a pregnancy.

    What is told of the home stands for the child of the row and, as in the replay, for the subjects.
    """
    subjects = [one.id for one in chronology.people.persons if one.kind == "child" and one.subject]
    for event in tellings_of(chronology):
        kind = _kind(event)
        if kind is None:
            continue
        children = [event.child] if kind == "expecting" else [event.child, *subjects]
        for child in dict.fromkeys(children):
            yield from _sightings(event, kind, child)


def _kind(event: Event) -> Kind | None:
    changes = set(event.attributes.get("change", ())) if event.type == "household_change" else set()
    if changes & set(roles_table()["left"]):
        return "left"
    if changes & set(roles_table()["joined"]):
        return "joined"
    return "expecting" if event.type in data_table("whose")["of_the_expected"] else None


def _sightings(event: Event, kind: Kind, child: str) -> Iterator[Sighting]:
    known = min((one.since for one in event.known), default=event.when.end)
    for person in event.people:
        yield Sighting(
            person=person,
            child=child,
            kind=kind,
            on=event.when.start,
            agency=event.agencies[0] if event.agencies else "",
            place=event.accounts[0].source,
            words=event.words,
            known_from=known,
        )
