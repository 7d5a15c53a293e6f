"""The files a user edits: review.yaml, written once, and coding.csv, kept up with the records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from tocsin.chronology.coding import write_coding
from tocsin.identity.people import Person
from tocsin.records.manifest import (
    MANIFEST_NAME,
    ChildEntry,
    Manifest,
    PersonEntry,
    propose_manifest,
)
from tocsin.records.manifest_text import write_manifest
from tocsin.review.codes import FILE as CODING
from tocsin.review.material import Material


def write_user_files(folder: Path, material: Material) -> Iterator[str]:
    """What was written, in words, for the summary."""
    manifest = folder / MANIFEST_NAME
    if not manifest.exists() and any(read.kind == "chronology" for read in material.folder.files):
        found = inferred(material)
        write_manifest(manifest, only_safe(found), shown=found)
        yield f"{MANIFEST_NAME} was written: it shows what was inferred of each file. Correct it there."
    if material.codes.rows:
        write_coding(folder / CODING, material.codes.rows)
        proposed = sum(row.status == "proposed" for row in material.codes.rows)
        yield f"{CODING} holds {proposed} proposals for you to confirm, change or reject."


def inferred(material: Material) -> Manifest:
    persons = material.chronology.people.persons
    return propose_manifest(
        material.folder.files,
        subject=subject_of([one for one in persons if one.kind == "child"]),
        children=[child_entry(one) for one in persons if one.kind == "child"],
        people=[person_entry(one) for one in persons if one.kind != "child"],
    )


def only_safe(found: Manifest) -> Manifest:
    """What may stand without the user's word: no adult joined by name, no brother or sister by a column's
    label, no period that a file outgrows."""
    subjects = found.subject.split(", ")
    children = tuple(one for one in found.children if not found.subject or one.id in subjects)
    files = {name: msgspec.structs.replace(entry, covers=None) for name, entry in found.files.items()}
    return msgspec.structs.replace(found, children=children, people=(), files=files, agencies_expected=())


def subject_of(children: Sequence[Person]) -> str:
    """Ids with commas between; "" where the chronology is about every child of the folder."""
    subjects = [one.id for one in children if one.subject]
    return "" if len(subjects) == len(children) else ", ".join(subjects)


def child_entry(one: Person) -> ChildEntry:
    born = one.born.start if one.born and one.born.exact else None
    return ChildEntry(id=one.id, name=one.label, aliases=one.names[1:], born=born, due=one.due)


def person_entry(one: Person) -> PersonEntry:
    return PersonEntry(
        id=one.id, name=one.label, aliases=one.names[1:], role=one.roles[0] if one.roles else ""
    )
