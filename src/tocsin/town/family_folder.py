"""One family of the town as a folder for `tocsin review`: a chronology for each agency, and review.yaml."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tocsin.records.manifest import (
    MANIFEST_NAME,
    ChildEntry,
    Covers,
    FileEntry,
    Manifest,
    MarkerEntry,
    PersonEntry,
)
from tocsin.records.manifest_text import manifest_text
from tocsin.town.family import Family, Resident, TrueName
from tocsin.town.happenings.write_events import Row

COLUMNS = (
    "seq", "date_happened", "date_precision", "agency", "event_type",
    "detail", "attributes", "known_from", "recorded", "child",
)  # fmt: skip
# Asked about every family, and so answering for it even where they hold nothing.
ASKED = (
    "social_care", "police", "health_gp", "health_hospital", "health_visiting", "midwifery",
    "school", "early_years",
    "housing", "dental",
)  # fmt: skip
PREGNANCY = timedelta(days=280)


@dataclass(frozen=True, slots=True)
class FolderPerson:
    """A person as the folder knows them. `born` may lie after `until`: then expected."""

    id: str
    kind: str  # "child" or "adult"
    names: tuple[str, ...]  # the one in use first
    born: date | None = None
    role: str = ""  # to the children; adults only
    markers: tuple[tuple[str, date], ...] = ()


def people_in_truth(family: Family) -> list[FolderPerson]:
    """Everybody of the family under their true number."""
    roles = {tie.person: tie.kind for tie in family.ties if tie.other in {c.number for c in family.children}}
    return [
        FolderPerson(
            str(resident.number),
            resident.kind,
            _names(resident),
            resident.born,
            roles.get(resident.number, "") if resident.kind == "adult" else "",
            resident.markers,
        )
        for resident in family.residents
    ]


def _names(resident: Resident) -> tuple[str, ...]:
    """The latest name that is no alias, then the others."""
    own = [name for name in resident.names if name.kind != "alias"]
    others = [name for name in resident.names if name.kind == "alias"]
    return tuple(dict.fromkeys(_full(name) for name in (*reversed(own), *others)))


def _full(name: TrueName) -> str:
    return " ".join(part for part in (name.first, name.surname) if part)


def write_family_folder(
    folder: Path,
    *,
    title: str,
    people: Sequence[FolderPerson],
    rows: Mapping[str, Iterable[Row]],
    person_of: Mapping[tuple[str, str], str],
    covers: tuple[date, date],
) -> int:
    """Rows written. `rows` are those of `events.csv` by agency; `person_of` links (agency, local id) to a
    person of `people`. Rows of ids that are linked to nobody here are left out. Overwrites its own files."""
    folder.mkdir(parents=True, exist_ok=True)
    children = [person for person in people if person.kind == "child"]
    written = 0
    for agency in dict.fromkeys((*ASKED, *sorted(rows))):
        kept = _kept(rows.get(agency, ()), children, person_of)
        written += len(kept)
        _write(folder / f"{agency}.csv", kept or [_nothing_held(agency, covers[1])])
    agencies = tuple(dict.fromkeys((*ASKED, *sorted(rows))))
    manifest = _manifest(title, people, agencies, covers)
    (folder / MANIFEST_NAME).write_text(manifest_text(manifest), encoding="utf-8", newline="\n")
    return written


Kept = tuple[str, ...]


def _kept(
    rows: Iterable[Row],
    children: Sequence[FolderPerson],
    person_of: Mapping[tuple[str, str], str],
) -> list[Kept]:
    young = {person.id: person for person in children}
    kept: list[Kept] = []
    for local, _, happened, precision, agency, kind, detail, attributes, known, recorded in rows:
        person = person_of.get((agency, local), "")
        about = person if person in young else _those_there(children, date.fromisoformat(happened))
        if person and about:
            kept.append((happened, precision, agency, kind, detail, attributes, known, recorded, about))
    return sorted(kept, key=lambda row: (row[0], row[7]))


def _nothing_held(agency: str, day: date) -> Kept:
    """The answer of an agency that was asked: its silence then means something."""
    on = day.isoformat()
    return (
        on,
        "day",
        agency,
        "note",
        "Asked for this review. Nothing is held about the family.",
        "",
        "",
        on,
        "",
    )


def _write(path: Path, rows: Sequence[Kept]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((n, *row) for n, row in enumerate(rows, start=1))


def _those_there(children: Sequence[FolderPerson], day: date) -> str:
    """The children whom a row about an adult of the home concerns: those born or expected on that day."""
    return "+".join(child.id for child in children if child.born is None or child.born - PREGNANCY <= day)


def _manifest(
    title: str, people: Sequence[FolderPerson], agencies: Sequence[str], covers: tuple[date, date]
) -> Manifest:
    adults = [person for person in people if person.kind == "adult"]
    return Manifest(
        title=title,
        children=tuple(_child(person, covers[1]) for person in people if person.kind == "child"),
        people=tuple(_adult(person) for person in adults),
        agencies_expected=tuple(agencies),
        files={
            f"{agency}.csv": FileEntry(agency=agency, covers=Covers(first=covers[0], last=covers[1]))
            for agency in agencies
        },
    )


def _child(person: FolderPerson, until: date) -> ChildEntry:
    born = person.born
    return ChildEntry(
        id=person.id,
        name=person.names[0] if person.names else "",
        aliases=person.names[1:],
        born=born if born and born <= until else None,
        due=born if born and born > until else None,
    )


def _adult(person: FolderPerson) -> PersonEntry:
    return PersonEntry(
        id=person.id,
        name=person.names[0] if person.names else "",
        aliases=person.names[1:],
        role=person.role,
        born=person.born,
        markers=tuple(MarkerEntry(marker=marker, since=since) for marker, since in person.markers),
    )


def rows_by_agency(rows: Iterable[tuple[str, Row]]) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for agency, row in rows:
        found[agency].append(row)
    return dict(found)
