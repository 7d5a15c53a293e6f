"""What a review stands on: the folder as read, its people, the chronology, and the user's own files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tocsin.chronology.build import build
from tocsin.chronology.parts import Chronology
from tocsin.chronology.vocabulary import vocabulary
from tocsin.concerns.concern import Decision
from tocsin.concerns.decisions import read_decisions
from tocsin.concerns.rounds import Coverage
from tocsin.errors import LeavesFolder, TooLarge
from tocsin.identity.people import People
from tocsin.identity.resolve import resolve
from tocsin.indicators.catalogue import Catalogue, load
from tocsin.records.folder import FolderRead, Progress, read_folder
from tocsin.records.manifest import Manifest, read_manifest
from tocsin.records.record import Quarantined, Record
from tocsin.records.reference_data import limits
from tocsin.review.codes import FILE as CODING
from tocsin.review.codes import Codes, codes_of
from tocsin.review.with_custody import Custody, custody_joined, custody_read

DECISIONS, PARTNERSHIP = "decisions.csv", "partnership.yaml"


@dataclass(frozen=True)
class Material:
    folder: FolderRead
    manifest: Manifest
    chronology: Chronology
    catalogue: Catalogue
    decisions: tuple[Decision, ...]
    codes: Codes
    problems: tuple[Quarantined, ...]  # rows of the user's own files that could not be used
    custody: Custody | None = None  # the custody file, who it is about and which children are near

    @property
    def records(self) -> Mapping[str, Record]:
        return {record.id: record for read in self.folder.files for record in read.records}


def gather(path: Path, *, today: date, out: Path | None = None, progress: Progress | None = None) -> Material:
    manifest = read_manifest(path) or Manifest()
    folder = read_folder(path, manifest=manifest, today=today, out=out, progress=progress)
    decisions, problems = user_decisions(path)
    own_file(path, CODING)
    codes = codes_of((record for read in folder.files for record in read.records), path)
    chronology = chronology_of(folder, manifest, codes, today=today)
    stated, unread = custody_read(path)
    custody = custody_joined(stated, chronology, manifest, today=today) if stated else None
    if custody:
        folder = custody.with_records(folder)
        chronology = built(folder, custody.joined.people, codes, today=today)
    return Material(
        folder=folder,
        manifest=manifest,
        chronology=chronology,
        catalogue=load(local_file(path, manifest)),
        decisions=decisions,
        codes=codes,
        problems=(*problems, *codes.problems, *unread, *(custody.joined.problems if custody else ())),
        custody=custody,
    )


def chronology_of(folder: FolderRead, manifest: Manifest, codes: Codes, *, today: date) -> Chronology:
    """What the agencies' files alone say."""
    return built(folder, resolve(folder.files, manifest), codes, today=today)


def built(folder: FolderRead, people: People, codes: Codes, *, today: date) -> Chronology:
    return build(folder.files, people, codings=codes.by_record, vocabulary=vocabulary(), today=today)


def user_decisions(path: Path) -> tuple[tuple[Decision, ...], tuple[Quarantined, ...]]:
    file = own_file(path, DECISIONS)
    return read_decisions(file.read_bytes()) if file.is_file() else ((), ())


def own_file(folder: Path, name: str) -> Path:
    """A file of the user's own in the folder. Raises LeavesFolder, TooLarge."""
    file = folder / name
    if not file.resolve().is_relative_to(folder.resolve()):
        raise LeavesFolder("The file lies outside the folder.", where=name, do="Copy it into the folder.")
    if file.is_file() and file.stat().st_size > limits().file_bytes:
        raise TooLarge("The file is far too large.", where=name, do="Look at what it holds.")
    return file


def local_file(path: Path, manifest: Manifest) -> Path | None:
    """The partnership's own times, named in the manifest or lying in the folder."""
    named = own_file(path, manifest.partnership or PARTNERSHIP)
    return named if manifest.partnership or named.is_file() else None


def coverage_of(folder: FolderRead) -> Coverage:
    """The periods each agency's files speak for; a composite file speaks for every agency it names."""
    found: dict[str, list[tuple[date, date]]] = {}
    for read in folder.files:
        if read.covers:
            for agency in read.agencies:
                found.setdefault(agency, []).append(read.covers)
    return found
