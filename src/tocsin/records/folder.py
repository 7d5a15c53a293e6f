"""A folder of agencies' files -> what each holds, what was refused and why. The order is always the same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tocsin.errors import (
    EmptyFolder,
    FileRefused,
    LeavesFolder,
    OldOfficeFormat,
    TocsinError,
    TooLarge,
    UnknownFormat,
)
from tocsin.records.csv_file import read_csv
from tocsin.records.docx_file import read_docx
from tocsin.records.headings import known_headings, plain
from tocsin.records.manifest import FileEntry, Manifest
from tocsin.records.odt_file import read_odt
from tocsin.records.raw import RawFile
from tocsin.records.reading import FileContext, told_apart
from tocsin.records.record import FileRead, Refused
from tocsin.records.reference_data import file_types, limits
from tocsin.records.tables import read_tables
from tocsin.records.xlsx_file import read_xlsx

_READERS: dict[str, Callable[[bytes], RawFile]] = {
    "csv": lambda data: read_csv(data, known_headings=known_headings),
    "xlsx": read_xlsx,
    "docx": lambda data: read_docx(data, known_headings=known_headings),
    "odt": lambda data: read_odt(data, known_headings=known_headings),
}
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class FolderRead:
    folder: Path
    files: tuple[FileRead, ...]
    refused: tuple[Refused, ...]
    notes: tuple[str, ...]


def read_folder(
    folder: Path,
    *,
    manifest: Manifest | None,
    today: date,
    progress: Progress | None = None,
    out: Path | None = None,
) -> FolderRead:
    """Read every file of the folder and its sub-folders, except Tocsin's own and those under `out`.

    `progress(file, number, of)` is called before each file. Raises EmptyFolder where there is no
    file to read; a file that cannot be read is in `refused` and never stops the others.
    """
    if not folder.is_dir():
        raise EmptyFolder("There is no such folder.", where=str(folder), do="Check the name.")
    pass_over = _Listing(folder, manifest or Manifest(), out)
    names = list(pass_over.wanted())
    reading = _Folder(folder, manifest or Manifest(), today)
    for number, name in enumerate(names, start=1):
        if progress:
            progress(name, number, len(names))
        reading.read(name)
    if not reading.files and not reading.refused and not pass_over.refused:
        raise EmptyFolder(
            "The folder holds no file to review.",
            where=str(folder),
            do="Put the agencies' chronologies in it: .csv, .xlsx, .docx or .odt files.",
        )
    refused = sorted([*pass_over.refused, *reading.refused], key=lambda one: one.file)
    notes = (*pass_over.notes, *reading.notes)
    return FolderRead(folder, tuple(told_apart(reading.files)), tuple(refused), notes)


class _Listing:
    """Which files to read; what is passed over or refused without opening it."""

    def __init__(self, folder: Path, manifest: Manifest, out: Path | None) -> None:
        self.folder = folder
        self.manifest = manifest
        self.out = out.resolve() if out is not None else None
        self.refused: list[Refused] = []
        self.notes: list[str] = []

    def wanted(self) -> Iterator[str]:
        found = sorted(self._files())
        if len(found) > limits().files:
            raise EmptyFolder(
                f"The folder holds more than {limits().files} files.", where=str(self.folder), do="Split it."
            )
        for name in self.manifest.files:
            if name not in found:
                self.notes.append(f"review.yaml speaks of {name}, which is not in the folder.")
        for name in found:
            if self._is_wanted(name):
                yield name

    def _files(self) -> Iterator[str]:
        for top, folders, names in os.walk(self.folder, followlinks=False):
            here = Path(top)
            folders[:] = sorted(name for name in folders if self._enters(here / name))
            for name in names:
                yield (here / name).relative_to(self.folder).as_posix()

    def _enters(self, path: Path) -> bool:
        if path.is_symlink():
            self._link(path.relative_to(self.folder).as_posix(), path)
            return False
        if self.out is not None and path.resolve() == self.out:
            return False
        if any((path / name).is_file() for name in file_types().own_output):
            name = path.relative_to(self.folder).as_posix()
            self.notes.append(f"{name} holds an earlier report and was passed over.")
            return False
        return not path.name.startswith(".")

    def _link(self, name: str, path: Path) -> None:
        try:
            inside = path.resolve().is_relative_to(self.folder.resolve())
        except (OSError, RuntimeError):
            inside = False
        if inside:
            self.notes.append(f"{name} is a link to another place in the folder and was passed over.")
        else:
            error = LeavesFolder(
                "A link leads out of the folder.", do="Copy the file itself into the folder."
            )
            self.refused.append(_refused(name, error))

    def _is_wanted(self, name: str) -> bool:
        path, types = self.folder / name, file_types()
        if not _is_text(name):
            error = UnknownFormat("The file's name is not readable text.", do="Rename the file.")
            self.refused.append(_refused(name.encode("utf-8", "replace").decode(), error))
            return False
        last = path.name.casefold()
        if name in types.own_files or last in types.system_files:
            return False
        if path.is_symlink():
            self._link(name, path)
            return False
        if last.startswith((".", *types.temporary_starts)):
            self.notes.append(f"{name} is a hidden or temporary file and was passed over.")
            return False
        if self.manifest.files.get(name, FileEntry()).skip:
            self.notes.append(f"{name} was passed over, as review.yaml says.")
            return False
        return self._has_reader(name)

    def _has_reader(self, name: str) -> bool:
        ending, types = Path(name).suffix.casefold().lstrip("."), file_types()
        if ending in types.readers:
            return True
        if remedy := types.legacy.get(ending):
            error: FileRefused = OldOfficeFormat(f"Tocsin does not read .{ending} files.", do=remedy)
            self.refused.append(_refused(name, error))
        elif ending in types.aside:
            self.notes.append(f"{name} was passed over: .{ending} files hold no chronology.")
        else:
            error = UnknownFormat(
                "Tocsin does not know this kind of file.", do="Save it as .docx, .xlsx, .odt or .csv."
            )
            self.refused.append(_refused(name, error))
        return False


class _Folder:
    def __init__(self, folder: Path, manifest: Manifest, today: date) -> None:
        self.folder = folder
        self.manifest = manifest
        self.today = today
        self.files: list[FileRead] = []
        self.refused: list[Refused] = []
        self.notes: list[str] = []
        self.met: dict[str, str] = {}  # file hash -> first file with it

    def read(self, name: str) -> None:
        try:
            data = self._bytes(name)
            sha256 = hashlib.sha256(data).hexdigest()
            if sha256 in self.met:
                self.notes.append(
                    f"{name} holds the same bytes as {self.met[sha256]} and was not read twice."
                )
                return
            self.met[sha256] = name
            self.files.append(read_file(data, context=self._context(name, sha256)))
        except TocsinError as error:
            self.refused.append(_refused(name, error))
        except (OSError, RecursionError, MemoryError):
            unread = FileRefused(
                "The file cannot be opened.", do="Check that you may read it, and save it anew."
            )
            self.refused.append(_refused(name, unread))

    def _bytes(self, name: str) -> bytes:
        path = self.folder / name
        if not path.is_file():
            raise UnknownFormat("This is no ordinary file.", do="Take it out of the folder.")
        if path.stat().st_size > limits().file_bytes:
            most = limits().file_bytes // 1048576
            raise TooLarge(f"The file is larger than {most} MB.", do="Split it, or take pictures out of it.")
        return path.read_bytes()

    def _context(self, name: str, sha256: str) -> FileContext:
        manifest, entry = self.manifest, self.manifest.files.get(name, FileEntry())
        labels = [
            label for child in manifest.children for label in (child.name, *child.aliases, *child.labels)
        ]
        return FileContext(
            file=name,
            sha256=sha256,
            today=self.today,
            agencies=tuple(entry.agency.split("+")) if entry.agency not in ("", "unknown") else (),
            child=entry.child,
            pivot=manifest.two_digit_year_pivot,
            columns=entry.columns,
            child_labels=frozenset(plain(label) for label in labels if label),
            agency_names={plain(written): code for written, code in manifest.agency_names.items()},
            covers=(entry.covers.first, entry.covers.last) if entry.covers else (None, None),
        )


def read_file(data: bytes, *, context: FileContext) -> FileRead:
    """Raises FileRefused, or NoTable where no table of it is a chronology."""
    ending = Path(context.file).suffix.casefold().lstrip(".")
    return read_tables(_READERS[file_types().readers[ending]](data), context)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refused(name: str, error: TocsinError) -> Refused:
    return Refused(name, error.code, error.found, error.do)
