"""review.yaml: what the user says of the files, where Tocsin's own reading would be wrong or silent.

Every key is optional. An unknown key or a wrong value is refused with its line and what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import msgspec
import yaml

from tocsin.errors import ManifestError
from tocsin.plain_yaml import parse
from tocsin.records.agencies import agency_codes, known_agencies
from tocsin.records.headings import heading_data
from tocsin.records.manifest_words import WRITE_A_DAY, as_codes, with_days
from tocsin.records.record import FileRead

MANIFEST_NAME = "review.yaml"
_MOST_BYTES = 2_000_000
_WHERE = re.compile(r" - at `\$(?P<path>[^`]*)`")
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class ChildEntry(_Part, frozen=True):
    """A child of the folder. `labels` are words in child columns that mean this child."""

    id: str = ""
    name: str = ""
    aliases: tuple[str, ...] = ()
    born: date | None = None
    due: date | None = None
    labels: tuple[str, ...] = ()


class MarkerEntry(_Part, frozen=True):
    marker: str
    since: date | None = None
    source: str = ""


class PersonEntry(_Part, frozen=True):
    id: str = ""
    name: str = ""
    aliases: tuple[str, ...] = ()
    role: str = ""
    born: date | None = None
    markers: tuple[MarkerEntry, ...] = ()


class Covers(_Part, frozen=True):
    """The period a file speaks for: silence inside it means something, outside nothing."""

    first: date | None = msgspec.field(default=None, name="from")
    last: date | None = msgspec.field(default=None, name="to")


class FileEntry(_Part, frozen=True):
    agency: str = ""
    child: str = ""
    columns: dict[str, str] = {}  # heading -> slot; "" keeps the column under its own heading
    covers: Covers | None = None
    skip: bool = False


Pair = Annotated[tuple[str, str], msgspec.Meta()]


class Manifest(_Part, frozen=True):
    title: str = ""
    subject: str = ""
    children: tuple[ChildEntry, ...] = ()
    people: tuple[PersonEntry, ...] = ()
    agencies_expected: tuple[str, ...] = ()
    agency_names: dict[str, str] = {}  # a name as written in the files -> code
    files: dict[str, FileEntry] = {}
    two_digit_year_pivot: int | None = None
    confirmed_links: tuple[Pair, ...] = ()
    rejected_links: tuple[Pair, ...] = ()
    redact: tuple[str, ...] = ()
    partnership: str = ""


def read_manifest(folder: Path) -> Manifest | None:
    """None where the folder has no review.yaml. Raises ManifestError."""
    path = folder / MANIFEST_NAME
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        raise ManifestError("The file is a link out of the folder.", where=MANIFEST_NAME, do="Copy it here.")
    if not path.is_file():
        return None
    try:
        data = path.read_bytes()
        if len(data) > _MOST_BYTES:
            raise ManifestError("The file is far too large.", where=MANIFEST_NAME)
        return manifest_of(data.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        raise ManifestError(
            "The file cannot be read.", where=MANIFEST_NAME, do="Save it as UTF-8 text."
        ) from None


def manifest_of(text: str) -> Manifest:
    raw, tree = _loaded(text)
    as_codes(raw)
    for path, problem in with_days(raw):
        raise ManifestError(problem, where=_place(tree, path), do=WRITE_A_DAY)
    try:
        manifest = msgspec.convert(raw if raw is not None else {}, Manifest)
    except msgspec.ValidationError as error:
        raise _explained(str(error), tree) from None
    for path, problem, allowed in _wrong_words(manifest):
        raise ManifestError(problem, where=_place(tree, path), do=allowed)
    return manifest


def _loaded(text: str) -> tuple[Any, yaml.Node | None]:
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            raise ManifestError("Anchors and aliases (& and *) are not used here.", where=MANIFEST_NAME)
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        return parse(text), tree
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ManifestError(
            "The file is not well-formed YAML.",
            where=f"{MANIFEST_NAME}{line}",
            do="Check the spaces at the start of the line, and put words with a colon or # in quotes.",
        ) from None
    except (ValueError, RecursionError):
        raise ManifestError(
            "A date or number in the file does not exist.",
            where=MANIFEST_NAME,
            do=WRITE_A_DAY,
        ) from None


def _explained(message: str, tree: yaml.Node | None) -> ManifestError:
    met = _WHERE.search(message)
    path = [name or index for name, index in _STEP.findall(met["path"])] if met else []
    problem = _WHERE.sub("", message).replace("Object contains", "There is an").replace("`", "'")
    allowed = ""
    if "unknown field" in problem:
        allowed = f"Allowed here: {', '.join(_fields_at(path))}."
    elif "date" in problem:
        allowed = WRITE_A_DAY
    return ManifestError(f"{problem}.", where=_place(tree, path), do=allowed)


def _fields_at(path: Sequence[str]) -> list[str]:
    structs: dict[str, type[msgspec.Struct]] = {
        "children": ChildEntry,
        "people": PersonEntry,
        "files": FileEntry,
        "markers": MarkerEntry,
        "covers": Covers,
    }
    named = [structs[step] for step in path if step in structs]
    return [field.encode_name for field in msgspec.structs.fields(named[-1] if named else Manifest)]


def _place(tree: yaml.Node | None, path: Sequence[str]) -> str:
    """`review.yaml, line 12, children.0.born`: as far down the path as the file goes."""
    node, line = tree, 1
    for step in path:
        found = _step(node, step)
        if found is None:
            break
        node, line = found, found.start_mark.line + 1
    where = f"{MANIFEST_NAME}, line {line}"
    return f"{where}, {'.'.join(path)}" if path else where


def _step(node: yaml.Node | None, step: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if getattr(key, "value", None) == step), None)
    if isinstance(node, yaml.SequenceNode) and step.isdecimal() and int(step) < len(node.value):
        found: yaml.Node = node.value[int(step)]
        return found
    return None


Fault = tuple[list[str], str, str]  # (path, problem, what is allowed)


def _wrong_words(manifest: Manifest) -> Iterable[Fault]:
    """Values outside their lists."""
    stated = [(["agencies_expected", str(at)], code) for at, code in enumerate(manifest.agencies_expected)]
    stated += [(["agency_names", name], code) for name, code in manifest.agency_names.items()]
    for name, entry in manifest.files.items():
        codes = entry.agency.split("+") if entry.agency else []
        stated += [(["files", name, "agency"], code) for code in codes]
        yield from _wrong_columns(name, entry)
    known = f"Write one of: {known_agencies()}. With + between, where a file is of several."
    for path, code in stated:
        if code not in agency_codes():
            yield path, f"'{code}' is no agency that Tocsin knows.", known
    pivot = manifest.two_digit_year_pivot
    if pivot is not None and not 1850 <= pivot <= 2000:
        yield ["two_digit_year_pivot"], "The year must lie from 1850 to 2000.", "1950 reads 50-99 as 19xx."


def _wrong_columns(name: str, entry: FileEntry) -> Iterable[Fault]:
    slots = heading_data().slots
    for heading, slot in entry.columns.items():
        if slot and slot not in slots:
            listed = f"Allowed: {', '.join(slots)}, or '' to keep the column as it is."
            yield ["files", name, "columns", heading], f"There is no slot '{slot}'.", listed
    covers = entry.covers
    if covers and covers.first and covers.last and covers.first > covers.last:
        yield ["files", name, "covers"], "The period ends before it starts.", "Swap the two."


def propose_manifest(
    reads: Iterable[FileRead],
    *,
    title: str = "",
    subject: str = "",
    children: Iterable[ChildEntry] = (),
    people: Iterable[PersonEntry] = (),
) -> Manifest:
    """What Tocsin inferred of the files, in the form the user can correct."""
    read = sorted(reads, key=lambda one: one.file)
    agencies = sorted({code for one in read for code in one.agencies if code != "unknown"})
    return Manifest(
        title=title,
        subject=subject,
        children=tuple(children),
        people=tuple(people),
        agencies_expected=tuple(agencies),
        files={one.file: _entry(one) for one in read},
    )


def _entry(read: FileRead) -> FileEntry:
    covers = Covers(*read.covers) if read.covers else None
    agency = read.agencies[0] if len(read.agencies) == 1 else ""
    columns = dict(read.columns) if read.kind == "chronology" else {}
    slots = heading_data().slots
    columns = {name: slot if slot in slots else "" for name, slot in columns.items() if slot != "child"}
    return FileEntry(agency=agency, columns=columns, covers=covers)
