"""custody.yaml: what a court, a prison or probation said of an adult, as the user wrote it down.

One adult that cannot be read is set aside with the line and what is allowed there, and the others go on:
a sentence left out would make every date of that adult wrong. Of what no date rests on, such as a tie or an
address, the entry alone is set aside. No message quotes a value of the file.
"""

from __future__ import annotations

import hashlib
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import yaml

from tocsin.custody.facts import Adult, CustodyFile
from tocsin.custody.reading_links import broken_links
from tocsin.custody.reading_tree import Fault, fields_of, limits, lines_under, tree_of, value_of
from tocsin.errors import CustodyError, CustodyFileRefused, CustodyMissing, CustodyTwice
from tocsin.records.record import Place, Quarantined

CUSTODY_NAME = "custody.yaml"


@dataclass(frozen=True)
class CustodyRead:
    """`lines` maps the path of each fact in `file` ("adults.0.sentences.1") to its line in what was read:
    the numbers count the adults that could be used, in the order of `file.adults`."""

    file: CustodyFile
    problems: tuple[Quarantined, ...]
    lines: Mapping[str, int]
    name: str
    sha256: str

    def place(self, path: str) -> Place:
        """Where a fact stands; that of what holds it, where the path goes further than the file."""
        steps = path
        while steps and steps not in self.lines:
            steps = steps.rpartition(".")[0]
        return Place(self.name, self.sha256, self.lines.get(steps, 1), cell=path)


def read_custody(path: Path) -> CustodyFile:
    """Raises CustodyError at the first thing that cannot be read."""
    read = with_lines(path)
    if read.problems:
        raise _as_error(read.problems[0])
    return read.file


def custody_of_folder(folder: Path) -> tuple[CustodyFile | None, tuple[Quarantined, ...]]:
    """None where the folder has no custody.yaml, or one that cannot be read at all, which is set aside."""
    read, problems = custody_in(folder)
    return (read.file if read else None), problems


def custody_in(folder: Path) -> tuple[CustodyRead | None, tuple[Quarantined, ...]]:
    """As `custody_of_folder`, with the line of each fact."""
    path = folder / CUSTODY_NAME
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
            raise CustodyFileRefused(
                "The file is a link out of the folder.", where=CUSTODY_NAME, do="Copy it here."
            )
        if not path.is_file():
            return None, ()
        read = with_lines(path)
    except CustodyError as error:
        return None, (set_aside(error),)
    return read, read.problems


def with_lines(path: Path) -> CustodyRead:
    """Adults that cannot be read are in `problems`. Raises CustodyError where the whole file is unusable."""
    return custody_of_text(_text(path), name=path.name)


def custody_of_text(text: str, *, name: str = CUSTODY_NAME) -> CustodyRead:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    try:
        root = tree_of(text)
        said = _said_once(root)
        adults = _adult_nodes(said)
        title, authority = (value_of(said[key], str, key) if key in said else "" for key in _WORDS)
    except Fault as fault:
        raise _error(fault, name) from None
    used: list[Adult] = []
    problems: list[Quarantined] = []
    lines: dict[str, int] = {}
    for at, node in enumerate(adults):
        rows = list(_rows_set_aside(node, f"adults.{at}"))
        try:
            adult = _adult(node, f"adults.{at}", used)
        except Fault as fault:
            problems.append(_problem(fault, name, sha256))
            continue
        problems += [_problem(fault, name, sha256, what=ROW) for fault in rows]
        lines |= dict(lines_under(node, f"adults.{len(used)}"))
        used.append(adult)
    file = CustodyFile(adults=tuple(used), title=title, authority=authority)
    return CustodyRead(file, tuple(problems), lines, name, sha256)


def lines_of(text: str) -> dict[str, int]:
    """The line of every fact of a file: "adults.0.sentences.1" -> 14. Raises CustodyError.

    The numbers count every entry of the file; `CustodyRead.lines` counts the adults that could be used."""
    try:
        return dict(lines_under(tree_of(text), ""))
    except Fault as fault:
        raise _error(fault, CUSTODY_NAME) from None


_WORDS = ("title", "authority")


def _said_once(root: yaml.Node) -> dict[str, yaml.Node]:
    if not isinstance(root, yaml.MappingNode):
        raise Fault(CustodyFileRefused, "", 1, "The file is not a list of keys.", "Begin with `adults:`.")
    return fields_of(root, CustodyFile, "")


def _adult_nodes(said: Mapping[str, yaml.Node]) -> list[yaml.Node]:
    node = said.get("adults")
    if node is None:
        raise Fault(
            CustodyMissing, "adults", 1, "The file names no adult.", "Write `adults:` and a list below."
        )
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        line = node.start_mark.line + 1
        raise Fault(
            CustodyMissing,
            "adults",
            line,
            "There is no list of adults.",
            "Begin each with a dash: `- id: a1`.",
        )
    return list(node.value)


def _rows_set_aside(node: yaml.Node, path: str) -> Iterator[Fault]:
    """Takes out of the tree each row that cannot be read and that no date rests on, and gives its fault."""
    parts = node.value if isinstance(node, yaml.MappingNode) else []
    kinds = {field.encode_name: field.type for field in msgspec.structs.fields(Adult)}
    for key, rows in parts:
        if key.value not in limits()["rows_alone"] or not isinstance(rows, yaml.SequenceNode):
            continue
        (kind, *_) = typing.get_args(kinds[key.value])
        good = []
        for at, row in enumerate(rows.value):
            try:
                value_of(row, kind, f"{path}.{key.value}.{at}")
                good.append(row)
            except Fault as fault:
                yield fault
        rows.value = good


def _adult(node: yaml.Node, path: str, before: list[Adult]) -> Adult:
    adult: Adult = value_of(node, Adult, path)
    if adult.id in {one.id for one in before}:
        raise Fault(
            CustodyTwice,
            f"{path}.id",
            node.start_mark.line + 1,
            "Another adult of the file has this id.",
            "Give each an id of their own, or put what belongs to one person under one entry.",
        )
    lines = dict(lines_under(node, path))
    for fault in broken_links(adult, path, lines):
        raise fault
    return adult


def _text(path: Path) -> str:
    try:
        data = path.read_bytes() if path.stat().st_size <= limits()["bytes"] else None
    except OSError:
        raise CustodyFileRefused(
            "The file cannot be opened.", where=path.name, do="Check that it is there and may be read."
        ) from None
    if data is None:
        raise CustodyFileRefused("The file is far too large.", where=path.name, do="Look at what it holds.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CustodyFileRefused(
            "The file cannot be read as text.", where=path.name, do="Save it as UTF-8 text."
        ) from None


def _where(fault: Fault, name: str) -> str:
    return ", ".join(part for part in (name, f"line {fault.line}", fault.path) if part)


def _error(fault: Fault, name: str) -> CustodyError:
    return fault.kind(fault.found, where=_where(fault, name), do=fault.do)


WHOLE = "This adult is left out until it is mended."
ROW = "This entry is left out until it is mended; the rest of this adult stands."


def _problem(fault: Fault, name: str, sha256: str, *, what: str = WHOLE) -> Quarantined:
    found = f"{fault.found} {what}"
    place = Place(name, sha256, fault.line, cell=fault.path)
    return Quarantined(place, fault.kind.code, found, fault.do)


def set_aside(error: CustodyError) -> Quarantined:
    """A whole file that could not be used, as the quarantine holds it."""
    line = next((part for part in error.where.split(", ") if part.startswith("line ")), "line 1")
    place = Place(CUSTODY_NAME, "", int(line.removeprefix("line ")))
    return Quarantined(place, error.code, f"{error.found} Nothing of the file is used.", error.do)


def _as_error(problem: Quarantined) -> CustodyError:
    kinds: list[type[CustodyError]] = [CustodyError, *CustodyError.__subclasses__()]
    kind = next(one for one in kinds if one.code == problem.code)
    where = f"{problem.place.file}, line {problem.place.row}, {problem.place.cell}"
    return kind(problem.reason, where=where, do=problem.remedy)
