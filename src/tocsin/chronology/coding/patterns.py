"""Plain words with regex fragments, compiled once, each behind a literal that must be present.

Most rows hold none of a pattern's words; looking for a literal first is what keeps coding quick.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Generic, Protocol, TypeVar

import yaml

from tocsin.errors import CatalogueError

_GAP = r"(?: +[^\s.;]+){0,4}? +"
_WIDE_GAP = r"(?: +[^\s.;]+){0,10}? +"
_MACRO = re.compile(r"\{([a-z]+)\}")
_GROUP_NAME = re.compile(r"^\?(?::|P<\w+>)")
_SPACE = re.compile(r" (?![?*+{])")
_LOOKBEHIND = re.compile(r"(\(\?<[!=][^()]*\))")
_LOOKAROUND = ("(?!", "(?<!", "(?=", "(?<=")


@cache
def load_data(name: str) -> Any:
    """A data file of this folder, refused where YAML read a word as a truth value."""
    return yaml.load(files(__package__).joinpath("data", name).read_text("utf-8"), Loader=yaml.CSafeLoader)


@cache
def lexicon() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_data("lexicon.yaml")
    return found


@cache
def grammar(name: str) -> re.Pattern[str]:
    return re.compile(load_data("grammar.yaml")[name])


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


class Prose:
    """Lower-case words, with the set of all their runs of one to four letters."""

    __slots__ = ("grams", "low")

    def __init__(self, low: str, grams: frozenset[str] | None = None) -> None:
        self.low = low
        self.grams = _grams(low) if grams is None else grams


def _grams(low: str) -> frozenset[str]:
    whole = range(len(low))
    found = set(low)
    for size in (2, 3, 4):
        found.update([low[at : at + size] for at in whole])
    return frozenset(found)


class Pattern:
    """One pattern, compiled when a row first holds its needles."""

    __slots__ = ("_regex", "body", "grams")

    def __init__(self, body: str) -> None:
        self.body = body
        self.grams = frozenset(needle[:4] for needle in _needles(body))  # () means always look
        self._regex: re.Pattern[str] | None = None

    @property
    def regex(self) -> re.Pattern[str]:
        if self._regex is None:
            self._regex = _compiled(self.body)
        return self._regex

    def find(self, prose: Prose, start: int, end: int) -> Iterator[re.Match[str]]:
        if self.grams and self.grams.isdisjoint(prose.grams):
            return iter(())
        return self.regex.finditer(prose.low, start, end)

    def first(self, prose: Prose, start: int, end: int) -> re.Match[str] | None:
        if self.grams and self.grams.isdisjoint(prose.grams):
            return None
        return self.regex.search(prose.low, start, end)


class Patterns:
    """Several patterns that mean the same."""

    __slots__ = ("each", "grams")

    def __init__(self, each: tuple[Pattern, ...]) -> None:
        self.each = each
        always = any(not pattern.grams for pattern in each)
        self.grams = frozenset() if always else frozenset().union(*(pattern.grams for pattern in each))

    def absent(self, prose: Prose) -> bool:
        """Certain, from its letters alone, that the prose holds none of them."""
        return not self.each or (bool(self.grams) and self.grams.isdisjoint(prose.grams))

    def find(self, prose: Prose, start: int, end: int) -> list[re.Match[str]]:
        if self.absent(prose):
            return []
        low, grams = prose.low, prose.grams
        return [
            found
            for pattern in self.each
            if not (pattern.grams and pattern.grams.isdisjoint(grams))
            for found in pattern.regex.finditer(low, start, end)
        ]

    def first(self, prose: Prose, start: int, end: int) -> re.Match[str] | None:
        """The earliest, and of those the longest."""
        if self.absent(prose):
            return None
        found = [match for pattern in self.each if (match := pattern.first(prose, start, end))]
        return min(found, key=lambda match: (match.start(), -match.end())) if found else None


class Worded(Protocol):
    @property
    def says(self) -> Patterns: ...


Held = TypeVar("Held", bound=Worded)


class Index(Generic[Held]):
    """Things found by the letters their words begin with, so that most are never looked at."""

    def __init__(self, each: Iterable[Held]) -> None:
        self.each = tuple(each)
        self._always = {at for at, one in enumerate(self.each) if not one.says.grams}
        self._by_gram: dict[str, list[int]] = {}
        for at, one in enumerate(self.each):
            for gram in one.says.grams:
                self._by_gram.setdefault(gram, []).append(at)

    def holding(self, prose: Prose) -> list[Held]:
        """Those whose words the prose may hold, in their order."""
        found = set(self._always)
        for gram in self._by_gram.keys() & prose.grams:
            found.update(self._by_gram[gram])
        return [self.each[at] for at in sorted(found)]


def _compiled(body: str) -> re.Pattern[str]:
    at_end = body.endswith("$")
    try:
        return re.compile(rf"(?<!\w){body[:-1]}(?= *(?:[.;\n]|$))" if at_end else rf"(?<![\w-]){body}(?!\w)")
    except re.error as wrong:
        raise CatalogueError(f"A coding pattern cannot be read: {body!r} ({wrong}).") from wrong


def compile_pattern(plain: str) -> Pattern:
    return Pattern(expand(plain))


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
    options = [option for option in _required(body) if option and all(map(_telling, option))]
    return max(options, key=lambda option: min(map(len, option)) - 0.2 * len(option), default=())


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
    for branch in _split(inner):
        singles = [option[0] for option in _required(branch) if len(option) == 1]
        best.append(max(singles, key=len, default=""))
        nested = [option for option in _required(branch) if len(option) > 1]
        if len(best[-1]) < 2 and nested:
            best[-1:] = max(nested, key=lambda option: min(map(len, option)))
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
