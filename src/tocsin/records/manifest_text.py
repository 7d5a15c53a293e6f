"""Writing review.yaml for the user: everything inferred, each part with a line on what it is for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import yaml

from tocsin.records.agencies import known_agencies
from tocsin.records.headings import heading_data
from tocsin.records.manifest import Manifest
from tocsin.records.reference_data import data_file


class _Plain(yaml.SafeDumper):
    """No anchors: the user edits this file by hand."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def write_manifest(path: Path, manifest: Manifest, *, shown: Manifest | None = None) -> bool:
    """Write whole, and only where there is none: the user's own file is never touched. True if written."""
    if path.exists():
        return False
    beside = path.with_name(path.name + ".new")
    beside.write_text(manifest_text(manifest, shown=shown), encoding="utf-8", newline="\n")
    beside.replace(path)
    return True


def manifest_text(manifest: Manifest, *, shown: Manifest | None = None) -> str:
    """`shown`: children, adults and periods that are only notes, for the user to say.

    An adult said here is joined by name alone, a child said here is of the family, and a period said
    here holds when the file grows.
    """
    noted = shown or Manifest()
    values = msgspec.to_builtins(manifest, builtin_types=(date,))
    comments = data_file("manifest_comments.yaml")
    facts = {"agencies": known_agencies(), "slots": ", ".join(heading_data().slots)}
    pieces = [_comment(comments["head"].format(**facts))]
    for field in msgspec.structs.fields(Manifest):
        name = field.encode_name
        pieces.append("\n" + _comment(comments[name].format(**facts)))
        if name in values:
            pieces.append(_periods(noted) if name == "files" else "")
            pieces.append(_dumped({name: values[name]}))
            pieces.append(_more(name, manifest, noted, under=""))
        elif more := _more(name, manifest, noted, under=f"{name}:\n"):
            pieces.append(more)
        else:
            pieces.append(_comment(comments["examples"][name]))
    return "".join(pieces)


def _more(name: str, manifest: Manifest, shown: Manifest, *, under: str) -> str:
    """The entries that are only shown, each behind a #."""
    if name not in ("children", "people"):
        return ""
    entries = [one for one in getattr(shown, name) if one not in getattr(manifest, name)]
    listed = _dumped(msgspec.to_builtins(entries, builtin_types=(date,))) if entries else ""
    return _comment(under + listed) if listed else ""


def _periods(shown: Manifest) -> str:
    told = [
        f"{name} was taken to cover {entry.covers.first} to {entry.covers.last}.\n"
        for name, entry in shown.files.items()
        if entry.covers
    ]
    return _comment("".join(told)) if told else ""


def _comment(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.strip("\n").splitlines())


def _dumped(value: dict[str, Any] | list[Any]) -> str:
    return yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
