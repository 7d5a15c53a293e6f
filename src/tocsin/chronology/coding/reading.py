"""A row made ready: one lower-case text of the same length, cut into sentences and clauses."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from tocsin.chronology.coding.patterns import Prose, grammar
from tocsin.chronology.coding.words import Words

_LIKE = str.maketrans(
    {"’": "'", "‘": "'", "–": "-", "—": "-", "“": '"', "”": '"', "\u00a0": " ", "\t": " ", "\r": " "}
)


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    turns: tuple[int, ...]  # where a new clause begins

    def clause(self, at: int) -> tuple[int, int]:
        edges = (self.start, *self.turns, self.end)
        found = max(1, min(bisect_right(edges, at), len(edges) - 1))
        return edges[found - 1], edges[found]


@dataclass(frozen=True, slots=True)
class Reading:
    words: Words
    text: str
    low: str
    prose: Prose
    agency: str
    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]

    @property
    def voice_at(self) -> int:
        """Where the cell of the child's own words begins."""
        return len(self.words.what) + len(self.words.action) + 2

    def sentence(self, at: int) -> Sentence:
        return self.sentences[max(0, bisect_right(self.starts, at) - 1)]


def read(words: Words, *, agency: str) -> Reading:
    text = words.text
    low = _unwrapped(_lower(text).translate(_LIKE), words)
    sentences = tuple(_sentences(low))
    starts = tuple(sentence.start for sentence in sentences)
    return Reading(words, text, low, Prose(low), agency, sentences, starts)


def _lower(text: str) -> str:
    """Lower case without a change of length, so that spans hold in the words as written."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def _unwrapped(low: str, words: Words) -> str:
    """A line that goes on in small letters is one a cell broke in two, not a new sentence."""
    cells = {len(words.what), len(words.what) + len(words.action) + 1}
    return (
        "".join(
            " " if letter == "\n" and at not in cells and words.text[at + 1 : at + 2].islower() else letter
            for at, letter in enumerate(low)
        )
        if "\n" in words.what + words.action + words.voice
        else low
    )


def _sentences(low: str) -> list[Sentence]:
    found, start = [], 0
    for end in [*(stop.start() for stop in grammar("stop").finditer(low)), len(low)]:
        if low[start:end].strip():
            turns = tuple(turn.start() for turn in grammar("turn").finditer(low, start + 1, end))
            found.append(Sentence(start, end, turns))
        start = end + 1
    return found
