"""review.json, and the page and JSON schema that document it."""

from __future__ import annotations

import typing
from types import UnionType
from typing import Any

import msgspec

from tocsin.review import schema
from tocsin.review.schema import Review

_NO_CUSTODY = b',"custody":[]}'  # the last field; left out where the folder says nothing of custody


def json_bytes(review: Review) -> bytes:
    whole = msgspec.json.encode(review)
    if not review.custody:
        whole = whole.removesuffix(_NO_CUSTODY) + b"}"
    return msgspec.json.format(whole, indent=1) + b"\n"


def read_json(content: bytes) -> Review:
    """The review of a review.json; msgspec.ValidationError where it is none."""
    return msgspec.json.decode(content, type=Review)


def schema_json() -> dict[str, Any]:
    """The JSON schema (draft 2020-12) of review.json."""
    made = msgspec.json.schema(Review)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"review.json, version {schema.SCHEMA_VERSION}",
    }
    return head | made


def schema_bytes() -> bytes:
    return msgspec.json.format(msgspec.json.encode(schema_json(), order="sorted"), indent=2) + b"\n"


def schema_page() -> str:
    """docs/reference/review-json.md, made from the structs themselves."""
    parts = [_HEAD.format(version=schema.SCHEMA_VERSION)]
    parts += [_struct_section(kind) for kind in _structs()]
    return "\n".join(parts)


_HEAD = """# review.json

Every output of `tocsin review` is drawn from this file. Its schema version is **{version}**; the field
`schema_version` says which version a file follows. A field is added with a default and the version
kept; a field is renamed or removed only with a new version.

Days are ISO dates (`2024-03-05`). A fact that nobody stated is `null` or `"not_stated"`, never `"no"`.
Ids are stable while the source rows stay the same. The machine-readable form is
`review.schema.json` beside this page.

This page is generated from `src/tocsin/review/schema.py`; do not edit it by hand.
"""


def _structs() -> list[type[msgspec.Struct]]:
    """`Review` first, then every struct it reaches, in the order met."""
    found: list[type[msgspec.Struct]] = []
    waiting: list[type[msgspec.Struct]] = [Review]
    while waiting:
        kind = waiting.pop(0)
        if kind not in found:
            found.append(kind)
            waiting += [part for hint in typing.get_type_hints(kind).values() for part in _inside(hint)]
    return found


def _inside(hint: Any) -> list[type[msgspec.Struct]]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return [hint]
    return [part for argument in typing.get_args(hint) for part in _inside(argument)]


def _struct_section(kind: type[msgspec.Struct]) -> str:
    hints = typing.get_type_hints(kind)
    doc = "" if (kind.__doc__ or "").startswith(f"{kind.__name__}(") else (kind.__doc__ or "").strip()
    lines = [
        f"## {kind.__name__}\n",
        *([doc + "\n"] if doc else []),
        "| field | holds | if absent |",
        "|---|---|---|",
    ]
    for field in msgspec.structs.fields(kind):
        lines.append(f"| `{field.name}` | {_holds(hints[field.name])} | {_default(field)} |")
    return "\n".join(lines) + "\n"


def _holds(hint: Any) -> str:
    """`list of EventOut`, `day or null`."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is list:
        return f"list of {_holds(inner[0])}"
    if origin is dict:
        return f"map of {_holds(inner[0])} to {_holds(inner[1])}"
    if origin in (UnionType, typing.Union):
        return " or ".join(_holds(part) for part in inner)
    return _NAMES.get(hint.__name__) or f"[{hint.__name__}](#{hint.__name__.lower()})"


_NAMES = {"str": "text", "int": "whole number", "bool": "true or false", "date": "day", "NoneType": "null"}


def _default(field: msgspec.structs.FieldInfo) -> str:
    if field.default_factory is not msgspec.NODEFAULT:
        return f"`{msgspec.json.encode(field.default_factory()).decode()}`"
    if field.default is msgspec.NODEFAULT:
        return "always present"
    return f"`{msgspec.json.encode(field.default).decode()}`"
