"""The literals that stand in every match of a regular expression, for a cheap look before the dear one."""

from __future__ import annotations

import re
from collections.abc import Collection

from tocsin.errors import CatalogueError

_GROUP_NAME = re.compile(r"^\?(?::|P<\w+>)")
_INERT = re.compile(r"\\.|\[\^?\]?[^\]]*\]")
_LOOKAROUND = ("(?!", "(?<!", "(?=", "(?<=")


def needles(body: str, *, everyday: Collection[str]) -> list[tuple[str, ...]]:
    """Sets of literals, the most telling first: of each set one stands in every match."""
    options = {option for option in _required(body) if option and all(map(_telling, option))}
    return sorted(options, key=lambda option: (_commonness(option, everyday), option))


def _commonness(option: tuple[str, ...], everyday: Collection[str]) -> float:
    usual = any(literal[:4] in everyday for literal in option)
    return 0.2 * len(option) - min(min(map(len, option)), 4) + 3 * usual


def _telling(literal: str) -> bool:
    """Long enough, or rare enough, to be worth looking for."""
    return len(literal) > 1 or (literal != "" and not literal.isalnum())


def _required(body: str) -> list[tuple[str, ...]]:
    """For each stretch that must match, its literal, or one for each of a group's branches."""
    found: list[tuple[str, ...]] = []
    run, at = "", 0
    while at < len(body):
        step, literal, branches = _token(body, at)
        at += step
        optional, step = _quantifier(body, at)
        at += step
        if literal and not optional:
            run += literal
        else:
            found.append((run,))
            run = ""
            if branches and not optional:
                found.append(branches)
    return [*found, (run,)]


def _token(body: str, at: int) -> tuple[int, str, tuple[str, ...]]:
    """Length of the token at `at`, the literal it is (if it is one), and its branches (if it is a group)."""
    if body[at] == "(":
        end = _closing(body, at)
        inner = body[at + 1 : end]
        if body.startswith(_LOOKAROUND, at):
            return end + 1 - at, "", ()
        return end + 1 - at, "", _branches(_GROUP_NAME.sub("", inner))
    if body[at] == "[":
        return body.index("]", at + 2) + 1 - at, "", ()
    if body[at] == "\\":
        return 2, "" if body[at + 1].isalnum() else body[at + 1], ()
    return 1, "" if body[at] in ".^$ " else body[at], ()


def _branches(inner: str) -> tuple[str, ...]:
    best = []
    for branch in branches(inner):
        singles = [option[0] for option in _required(branch) if len(option) == 1]
        best.append(max(singles, key=len, default=""))
        nested = [option for option in _required(branch) if len(option) > 1]
        if len(best[-1]) < 2 and nested:
            best[-1:] = max(nested, key=lambda option: min(map(len, option)))
    return tuple(best)


def _shape(body: str) -> str:
    """The body with what is escaped, or in a class, made letters: brackets and bars are of groups."""
    return _INERT.sub(lambda found: "x" * len(found.group()), body)


def branches(inner: str) -> list[str]:
    parts, depth, last = [], 0, 0
    for at, letter in enumerate(_shape(inner)):
        if letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            parts.append(inner[last:at])
            last = at + 1
    return [*parts, inner[last:]]


def _closing(body: str, at: int) -> int:
    depth = 0
    for here, letter in enumerate(_shape(body[at:]), start=at):
        if letter in "()":
            depth += 1 if letter == "(" else -1
            if depth == 0:
                return here
    raise CatalogueError("A coding pattern opens a bracket it never closes.", do=body[:60])


def _quantifier(body: str, at: int) -> tuple[bool, int]:
    """Whether what stands before may be absent, and how many characters say so."""
    if body[at : at + 1] in ("?", "*"):
        return True, 1 + (body[at + 1 : at + 2] == "?")
    if body[at : at + 1] == "{":
        end = body.index("}", at) + 1
        return body[at + 1] == "0", end - at + (body[end : end + 1] == "?")
    if body[at : at + 1] == "+":
        return True, 1  # treated as optional: its literal is not worth keeping
    return False, 0
