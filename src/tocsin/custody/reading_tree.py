"""From YAML to the facts, key by key: each fault knows its line, and says what is allowed there."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec
import yaml

from tocsin.custody.facts import Duration
from tocsin.errors import (
    CustodyDayWrong,
    CustodyError,
    CustodyFileRefused,
    CustodyKeyUnknown,
    CustodyMissing,
    CustodyTwice,
    CustodyValueWrong,
    DateError,
    UndatedError,
)
from tocsin.plain_yaml import parse
from tocsin.records.dates import parse_when
from tocsin.records.manifest_words import WRITE_A_DAY

WRITE_A_TERM = "Write `6 years 3 months`, or keys below it: years, months, weeks, days."
_TERM = re.compile(r"(\d{1,6})\s*(years?|y|months?|m|weeks?|w|days?|d)\b[\s,]*(?:and\s+)?", re.I)
_UNITS = {"y": "years", "m": "months", "w": "weeks", "d": "days"}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENS = (yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken)
_OPENS += (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)  # type: ignore[assignment]
_CLOSES = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_SHARED = (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken, yaml.DirectiveToken)


@dataclass
class Fault(Exception):
    kind: type[CustodyError]
    path: str
    line: int
    found: str
    do: str = ""


@cache
def limits() -> Mapping[str, Any]:
    found: dict[str, Any] = parse(files("tocsin.custody").joinpath("data/reading.yaml").read_text("utf-8"))
    return found


def tree_of(text: str) -> yaml.Node:
    """Plain lists, maps and words. Raises Fault."""
    try:
        _check_tokens(text)
        tree = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Fault(
            CustodyFileRefused,
            "",
            mark.line + 1 if mark else 1,
            "From here the file is not well-formed YAML.",
            "Check the spaces at the start of the line, and put words with a colon or # in quotes.",
        ) from None
    if tree is None:
        raise Fault(CustodyMissing, "", 1, "The file is empty.", "Begin with `adults:` and a list below.")
    return tree


def _check_tokens(text: str) -> None:
    depth = 0
    for token in yaml.scan(text, Loader=_LOADER):
        depth += isinstance(token, _OPENS) - isinstance(token, _CLOSES)
        line = token.start_mark.line + 1
        if isinstance(token, _SHARED):
            found = "Anchors, aliases, tags and directives (&, *, ! and %) are not used here."
            raise Fault(CustodyFileRefused, "", line, found, "Write it out, or put the words in quotes.")
        if depth > limits()["depth"]:
            raise Fault(CustodyFileRefused, "", line, "Lists lie too deep within each other.")


def lines_under(node: yaml.Node, path: str) -> Iterator[tuple[str, int]]:
    """The line of a node and of everything in it, by path."""
    if path:
        yield path, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        parts = [(str(key.value), value, key) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        parts = [(str(at), value, value) for at, value in enumerate(node.value)]
    else:
        return
    for name, value, start in parts:
        deeper = f"{path}.{name}" if path else name
        yield from lines_under(value, deeper)
        yield deeper, start.start_mark.line + 1


def fields_of(node: yaml.MappingNode, kind: type[msgspec.Struct], path: str) -> dict[str, yaml.Node]:
    """The values by key; empty ones are as if they were not written."""
    known = [field.encode_name for field in msgspec.structs.fields(kind)]
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            do = f"Did you mean `{near[0]}`? " if near else ""
            do += f"Allowed here: {', '.join(known)}."
            raise Fault(CustodyKeyUnknown, path, line, "There is no such key here.", do)
        if name in found:
            raise Fault(CustodyTwice, f"{path}.{name}", line, "This key stands twice.", "Keep one of them.")
        found[name] = value
    return {name: value for name, value in found.items() if not _empty(value)}


def value_of(node: yaml.Node, kind: Any, path: str) -> Any:
    """The value as the type `kind` of a fact. Raises Fault."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return value_of(node, next(one for one in inner if one is not type(None)), path)
    if origin is tuple:
        return _listed(node, inner[0], path)
    if kind is Duration:
        return _term(node, path)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _struct(node, kind, path)
    return _scalar(node, kind, path)


def _struct(node: yaml.Node, kind: type[msgspec.Struct], path: str) -> Any:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        known = ", ".join(field.encode_name for field in msgspec.structs.fields(kind))
        raise Fault(CustodyValueWrong, path, line, "Keys with values are needed here.", f"Allowed: {known}.")
    written = fields_of(node, kind, path)
    given: dict[str, Any] = {}
    for field in msgspec.structs.fields(kind):
        name = field.encode_name
        if name in written:
            given[field.name] = value_of(written[name], field.type, f"{path}.{name}")
        elif field.required:
            found = f"`{name}` is missing or empty."
            raise Fault(CustodyMissing, path, line, found, f"Write `{name}:` here with what was stated.")
    made = kind(**given)
    _in_order(made, path, line)
    return made


def _in_order(made: Any, path: str, line: int) -> None:
    pairs = (("first", "last", "to"), ("committed_from", "committed_to", "committed_to"))
    for first, last, name in pairs:
        start, end = getattr(made, first, None), getattr(made, last, None)
        if start and end and end < start:
            found = "The period ends before it starts."
            raise Fault(CustodyDayWrong, f"{path}.{name}", line, found, "Check the two days.")


def _listed(node: yaml.Node, kind: Any, path: str) -> tuple[Any, ...]:
    if isinstance(node, yaml.SequenceNode):
        return tuple(value_of(one, kind, f"{path}.{at}") for at, one in enumerate(node.value))
    if kind is str and isinstance(node, yaml.ScalarNode):
        return (value_of(node, str, path),)
    do = "Begin each entry on a line of its own with a dash and a space."
    raise Fault(CustodyValueWrong, path, node.start_mark.line + 1, "A list is needed here.", do)


def _term(node: yaml.Node, path: str) -> Duration:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        term = _term_in_words(node.value.strip())
        if term is None:
            raise Fault(CustodyValueWrong, path, line, "This is no length of time.", WRITE_A_TERM)
    else:
        term = _struct(node, Duration, path)
    if term.years * 365 + term.months * 30 + term.weeks * 7 + term.days > limits()["term_days"]:
        raise Fault(CustodyValueWrong, path, line, "The term is longer than any court passes.", WRITE_A_TERM)
    return term


def _term_in_words(words: str) -> Duration | None:
    parts = _TERM.findall(words)
    units = [_UNITS[unit[0].lower()] for _, unit in parts]
    if not parts or _TERM.sub("", words).strip() or len(set(units)) != len(units):
        return None
    return Duration(**{unit: int(number) for unit, (number, _) in zip(units, parts, strict=True)})


def _scalar(node: yaml.Node, kind: Any, path: str) -> Any:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.ScalarNode):
        raise Fault(CustodyValueWrong, path, line, "One value is needed here.", _allowed(kind))
    written = node.value.strip()
    if len(written) > limits()["characters"]:
        raise Fault(CustodyValueWrong, path, line, "There are far too many words here.")
    value = _of_kind(written, kind)
    if value is None:
        error = CustodyDayWrong if kind is date else CustodyValueWrong
        raise Fault(error, path, line, _not_this(kind), _allowed(kind))
    return value


def _of_kind(written: str, kind: Any) -> Any:
    if kind is str:
        return written
    if kind is date:
        return _day(written)
    if kind is int:
        number = int(written) if re.fullmatch(r"[0-9]{1,6}", written) else None
        return number if number is not None and number <= limits()["number"] else None
    if kind is bool:
        return {"yes": True, "true": True, "no": False, "false": False}.get(written.lower())
    return _code(written, typing.get_args(kind))


def _code(written: str, codes: tuple[str, ...]) -> str | None:
    """A code of the list, however it is written: by case, with spaces, or in common words."""
    plain = " ".join(written.lower().replace("-", " ").replace("_", " ").split())
    if plain in limits()["words"] and limits()["words"][plain] in codes:
        return str(limits()["words"][plain])
    return next((code for code in codes if code.lower().replace("_", " ") == plain), None)


def _day(written: str) -> date | None:
    """A date may lie in the future: a hearing, a birth that is expected."""
    try:
        when = parse_when(written, today=date.max)
    except (DateError, UndatedError):
        return None
    in_reach = limits()["earliest_year"] <= when.start.year <= limits()["latest_year"]
    return when.start if when.exact and not when.uncertain and in_reach else None


def _not_this(kind: Any) -> str:
    if kind is date:
        return "This is not one day."
    return "This is no whole number." if kind is int else "This word is not known here."


def _allowed(kind: Any) -> str:
    if kind is date:
        return WRITE_A_DAY
    if kind is int:
        return "Write digits alone, such as 61."
    if kind is bool:
        return "Write yes or no."
    if typing.get_origin(kind) is Literal:
        return f"Allowed: {', '.join(code or 'nothing' for code in typing.get_args(kind))}."
    return "Write words."


def _empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")
