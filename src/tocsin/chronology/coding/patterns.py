"""Plain words with regex fragments, compiled once, each behind a literal that must be present.

Most rows hold none of a pattern's words; looking for a literal first is what keeps coding quick.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from operator import add
from typing import Any, Generic, Protocol, TypeVar

import yaml

from tocsin.chronology.coding.needles import branches, needles
from tocsin.errors import CatalogueError

_GAP = r"(?: +[^\s.;]+){0,4}? +"
_WIDE_GAP = r"(?: +[^\s.;]+){0,10}? +"
_MACRO = re.compile(r"\{([a-z]+)\}")
_SPACE = re.compile(r" (?![?*+{])")
_LOOKBEHIND = re.compile(r"(\(\?<[!=][^()]*\))")


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
    """Lower-case text, its words, and the set of all their runs of one to four letters."""

    __slots__ = ("grams", "low", "words")

    def __init__(self, low: str, like: Prose | None = None) -> None:
        """`like` is the same text with nothing blanked out: its letters hold all of this one's."""
        self.low = low
        self.words: frozenset[str] = like.words if like else frozenset(low.split())
        self.grams: frozenset[str] = like.grams if like else frozenset().union(*map(_grams, self.words))


@lru_cache(maxsize=32768)  # the same words stand in most rows
def _grams(word: str) -> frozenset[str]:
    second, third = word[1:], word[2:]
    pairs = list(map(add, word, second))
    threes = list(map(add, pairs, third))
    return frozenset(chain(word, pairs, threes, map(add, threes, word[3:])))


class Pattern:
    """One pattern, compiled when a row first holds its needles."""

    __slots__ = ("_regex", "body", "grams", "rest")

    def __init__(self, body: str) -> None:
        self.body = body
        best, *others = needles(body, everyday=lexicon()["everyday"]) or [()]
        self.grams = _starts(best)  # () means always look
        self.rest = tuple(_starts(each) for each in others)  # of each, one stands in every match as well
        self._regex: re.Pattern[str] | None = None

    @property
    def regex(self) -> re.Pattern[str]:
        if self._regex is None:
            self._regex = _compiled(self.body)
        return self._regex

    def absent(self, prose: Prose) -> bool:
        """Certain, from its letters alone, that the prose does not hold it."""
        grams = prose.grams
        if not self.grams:
            return False
        if self.grams.isdisjoint(grams):
            return True
        return any(each.isdisjoint(grams) for each in self.rest)

    def find(self, prose: Prose, start: int, end: int) -> Iterator[re.Match[str]]:
        return iter(()) if self.absent(prose) else self.regex.finditer(prose.low, start, end)

    def first(self, prose: Prose, start: int, end: int) -> re.Match[str] | None:
        return None if self.absent(prose) else self.regex.search(prose.low, start, end)


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
        low = prose.low
        return [
            found
            for pattern in self.each
            if not pattern.absent(prose)
            for found in pattern.regex.finditer(low, start, end)
        ]

    def first(self, prose: Prose, start: int, end: int) -> re.Match[str] | None:
        """The earliest, and of those the longest."""
        if self.absent(prose):
            return None
        found = [match for pattern in self.each if (match := pattern.first(prose, start, end))]
        return min(found, key=_place) if found else None


class Worded(Protocol):
    @property
    def says(self) -> Patterns: ...


Held = TypeVar("Held", bound=Worded)


class Index(Generic[Held]):
    """Things found by the letters their words begin with, so that most are never looked at."""

    def __init__(self, each: Iterable[Held]) -> None:
        self.each = tuple(each)
        self._patterns = tuple((at, pattern) for at, one in enumerate(self.each) for pattern in one.says.each)
        always: set[int] = set()
        by_gram: dict[str, set[int]] = {}
        for number, (_, pattern) in enumerate(self._patterns):
            for gram in pattern.grams:
                by_gram.setdefault(gram, set()).add(number)
            if not pattern.grams:
                always.add(number)
        self._always = frozenset(always)
        self._by_gram = {gram: frozenset(numbers) for gram, numbers in by_gram.items()}
        self._by_word = lru_cache(maxsize=32768)(self._of_word)

    def _of_word(self, word: str) -> frozenset[int]:
        """The patterns one of whose first letters stand in the word: no needle goes on into the next."""
        return frozenset().union(*map(self._by_gram.__getitem__, self._by_gram.keys() & _grams(word)))

    def holding(self, prose: Prose) -> Iterator[tuple[Held, list[re.Match[str]]]]:
        """Those the prose holds, in their order, each with every place where it does."""
        grams, low = prose.grams, prose.low
        found: dict[int, list[re.Match[str]]] = {}
        for number in self._always.union(*map(self._by_word, prose.words)):
            at, pattern = self._patterns[number]
            for each in pattern.rest:
                if each.isdisjoint(grams):
                    break
            else:
                if matches := list(pattern.regex.finditer(low)):
                    found.setdefault(at, []).extend(matches)
        for at in sorted(found):
            yield self.each[at], sorted(found[at], key=_place)


def _place(match: re.Match[str]) -> tuple[int, int]:
    return match.start(), -match.end()


def _compiled(body: str) -> re.Pattern[str]:
    at_end = body.endswith("$")
    try:
        return re.compile(rf"(?<!\w){body[:-1]}(?= *(?:[.;\n]|$))" if at_end else rf"(?<![\w-]){body}(?!\w)")
    except re.error as wrong:
        raise CatalogueError(f"A coding pattern cannot be read: {body!r} ({wrong}).") from wrong


def compile_pattern(plain: str) -> Pattern:
    body = expand(plain)
    return Pattern(f"(?:{body})" if len(branches(body)) > 1 else body)


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


def _starts(needles: Iterable[str]) -> frozenset[str]:
    return frozenset(needle[:4] for needle in needles)
