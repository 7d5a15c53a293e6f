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
from tocsin.custody.joining import Joined, Sighting, join
from tocsin.custody.reading import CustodyRead, custody_in
from tocsin.custody.records import records_of
from tocsin.identity.names import roles_table
from tocsin.records.folder import FolderRead
from tocsin.records.manifest import Manifest
from tocsin.records.record import FileRead, Quarantined


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
    joined = join(read, chronology.people, sightings=sightings_of(chronology), manifest=manifest)
    return Custody(read, joined, records_of(read, joined, today=today))


def sightings_of(chronology: Chronology) -> Iterator[Sighting]:
    """Who joined or left which child's home, and whose name stands with a pregnancy."""
    expecting = frozenset(data_table("whose")["of_the_expected"])
    joins, leaves = frozenset(roles_table()["joined"]), frozenset(roles_table()["left"])
    for event in tellings_of(chronology):
        changes = set(event.attributes.get("change", ())) if event.type == "household_change" else set()
        if changes & leaves:
            yield from _sightings(event, "left")
        elif changes & joins:
            yield from _sightings(event, "joined")
        elif event.type in expecting:
            yield from _sightings(event, "expecting")


def _sightings(event: Event, kind: str) -> Iterator[Sighting]:
    agency = event.agencies[0] if event.agencies else ""
    known = min((one.since for one in event.known), default=event.when.end)
    for person in event.people:
        yield Sighting(
            person=person,
            child=event.child,
            kind=kind,  # type: ignore[arg-type]
            on=event.when.start,
            agency=agency,
            place=event.accounts[0].source,
            words=event.words,
            known_from=known,
        )
