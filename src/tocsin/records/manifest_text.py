"""Writing review.yaml for the user: everything inferred, each part with a line on what it is for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import yaml

from tocsin.records.agencies import agency_codes
from tocsin.records.headings import heading_data
from tocsin.records.manifest import Manifest
from tocsin.records.reference_data import data_file


class _Plain(yaml.SafeDumper):
    """No anchors: the user edits this file by hand."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def write_manifest(path: Path, manifest: Manifest) -> bool:
    """Write only where there is none: the user's own file is never touched. True if written."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(manifest_text(manifest))
    except FileExistsError:
        return False
    return True


def manifest_text(manifest: Manifest) -> str:
    values = msgspec.to_builtins(manifest, builtin_types=(date,))
    comments = data_file("manifest_comments.yaml")
    facts = {"agencies": ", ".join(sorted(agency_codes())), "slots": ", ".join(heading_data().slots)}
    pieces = [_comment(comments["head"].format(**facts))]
    for field in msgspec.structs.fields(Manifest):
        name = field.encode_name
        pieces.append("\n" + _comment(comments[name].format(**facts)))
        if name in values:
            pieces.append(_dumped({name: values[name]}))
        else:
            pieces.append(_comment(comments["examples"][name]))
    return "".join(pieces)


def _comment(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.strip("\n").splitlines())


def _dumped(value: dict[str, Any]) -> str:
    return yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=110)
