"""Plain words with regex fragments, compiled once, each behind a literal that must be present.

Most rows hold none of a pattern's words; looking for a literal first is what keeps coding quick.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tocsin.errors import CatalogueError

_GAP = r"(?: +[^\s.;]+){0,4}? +"
_WIDE_GAP = r"(?: +[^\s.;]+){0,10}? +"
_MACRO = re.compile(r"\{([a-z]+)\}")
_GROUP_NAME = re.compile(r"^\?(?::|P<\w+>)")
_SPACE = re.compile(r" (?![?*+{])")
_LOOKBEHIND = re.compile(r"(\(\?<[!=][^()]*\))")
_LOOKAROUND = ("(?!", "(?<!", "(?=", "(?<=")


def load_data(name: str) -> Any:
    """A data file of this folder, refused where YAML read a word as a truth value."""
    return yaml.load(files(__package__).joinpath("data", name).read_text("utf-8"), Loader=yaml.CSafeLoader)


@cache
def lexicon() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_data("lexicon.yaml")
    return found


@cache
def _macro(name: str) -> str:
    words = lexicon()["macros"].get(name)
    if words is None:
        raise CatalogueError(f"A coding pattern names {{{name}}}, which the lexicon lacks.")
    return "(?:" + "|".join(expand(word) for word in words) + ")"


def expand(plain: str) -> str:
    """The plain pattern as a regular expression, without its word boundaries."""
    if not isinstance(plain, str):
        raise CatalogueError(f"A coding pattern is not words: {plain!r}.", do="Put it in quotes.")
    known = _MACRO.sub(lambda found: _macro(found.group(1)), plain)
    return "".join(part if part.startswith("(?<") else _spaced(part) for part in _LOOKBEHIND.split(known))


def _spaced(part: str) -> str:
    wide = [_spaced_narrow(each) for each in part.split(" ~~ ")]
    return _WIDE_GAP.join(wide)


def _spaced_narrow(part: str) -> str:
    return _GAP.join(_SPACE.sub(" +", each) for each in part.split(" ~ "))


@dataclass(frozen=True, slots=True)
class Pattern:
    needles: tuple[str, ...]  # one of these must be present; () means always look
    regex: re.Pattern[str]

    def find(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        if self.needles and not any(text.find(needle, start, end) >= 0 for needle in self.needles):
            return iter(())
        return self.regex.finditer(text, start, end)

    def first(self, text: str, start: int, end: int) -> re.Match[str] | None:
        return next(self.find(text, start, end), None)


@dataclass(frozen=True, slots=True)
class Patterns:
    """Several patterns that mean the same."""

    each: tuple[Pattern, ...]

    def find(self, text: str, start: int, end: int) -> list[re.Match[str]]:
        return [found for pattern in self.each for found in pattern.find(text, start, end)]

    def first(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The earliest, and of those the longest."""
        found = [match for pattern in self.each if (match := pattern.first(text, start, end))]
        return min(found, key=lambda match: (match.start(), -match.end())) if found else None


def compile_pattern(plain: str) -> Pattern:
    body = expand(plain)
    try:
        regex = re.compile(
            rf"(?<![\w-]){body}(?!\w)" if body[-1:] != "$" else rf"(?<!\w){body[:-1]}(?= *(?:[.;\n]|$))"
        )
    except re.error as wrong:
        raise CatalogueError(f"A coding pattern cannot be read: {plain!r} ({wrong}).") from wrong
    return Pattern(_needles(body), regex)


def compile_number(plain: str) -> Pattern:
    """`<n>` stands for the number that is wanted, in figures or words."""
    return compile_pattern(plain.replace("<n>", "(?P<n>{n})"))


def number_of(words: str) -> int | None:
    if words.isdigit():
        return int(words)
    found: int | None = lexicon()["numbers"].get(words)
    return found


def compile_all(plain: Sequence[str]) -> Patterns:
    return Patterns(tuple(compile_pattern(words) for words in plain))


def _needles(body: str) -> tuple[str, ...]:
    """Literals of which one stands in every match, the longest set found; () if none is certain."""
    options = [option for option in _required(body) if option and min(map(len, option)) > 1]
    return max(options, key=lambda option: min(map(len, option)) - 0.2 * len(option), default=())


def _required(body: str) -> list[tuple[str, ...]]:
    """One tuple for each stretch of `body` that must match: its literal, or one for each of a group's branches."""
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
    for branch in _split(inner):
        singles = [option[0] for option in _required(branch) if len(option) == 1]
        best.append(max(singles, key=len, default=""))
        nested = [option for option in _required(branch) if len(option) > 1]
        if len(best[-1]) < 2 and nested:
            best[-1:] = list(nested[0])
    return tuple(best)


def _split(inner: str) -> list[str]:
    parts, depth, last = [], 0, 0
    for at, letter in enumerate(inner):
        if letter in "()" and inner[at - 1 : at] != "\\":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            parts.append(inner[last:at])
            last = at + 1
    return [*parts, inner[last:]]


def _closing(body: str, at: int) -> int:
    depth = 0
    for here in range(at, len(body)):
        if body[here] in "()" and body[here - 1] != "\\":
            depth += 1 if body[here] == "(" else -1
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
