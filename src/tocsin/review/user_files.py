"""The files a user edits: review.yaml, written once, and coding.csv, kept up with the records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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
        write_manifest(manifest, inferred(material))
        yield f"{MANIFEST_NAME} was written: it shows what was inferred of each file. Correct it there."
    if material.codes.rows:
        write_coding(folder / CODING, material.codes.rows)
        proposed = sum(row.status == "proposed" for row in material.codes.rows)
        yield f"{CODING} holds {proposed} proposals for you to confirm, change or reject."


def inferred(material: Material) -> Manifest:
    persons = material.chronology.people.persons
    return propose_manifest(
        material.folder.files,
        children=[child_entry(one) for one in persons if one.kind == "child"],
        people=[person_entry(one) for one in persons if one.kind != "child"],
    )


def child_entry(one: Person) -> ChildEntry:
    born = one.born.start if one.born and one.born.exact else None
    return ChildEntry(id=one.id, name=one.label, aliases=one.names[1:], born=born, due=one.due)


def person_entry(one: Person) -> PersonEntry:
    return PersonEntry(
        id=one.id, name=one.label, aliases=one.names[1:], role=one.roles[0] if one.roles else ""
    )
