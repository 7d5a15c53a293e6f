"""Whether a phrase is stated, or denied, planned, imagined or long past."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache

from tocsin.chronology.coding.patterns import Index, Patterns, Prose, compile_all, load_data
from tocsin.chronology.coding.reading import Reading, Sentence

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _CueGroup:
    kind: str
    before: bool
    reach: int  # words between cue and phrase, at most
    comma_stops: bool
    says: Patterns


@dataclass(frozen=True, slots=True)
class _Cue:
    group: _CueGroup
    start: int
    end: int


@cache
def _groups() -> Index[_CueGroup]:
    data = load_data("scope.yaml")
    return Index(
        _CueGroup(kind, side == "before", row["reach"], row.get("comma") == "stops", compile_all(row["say"]))
        for kind in ("negated", "hypothetical", "planned", "past")
        for side in ("before", "after")
        for row in data[kind].get(side, ())
    )


@cache
def _farthest() -> int:
    """Words between a cue and a phrase, at most."""
    return max(group.reach for group in _groups().each)


@cache
def _masks() -> Patterns:
    return compile_all(load_data("scope.yaml")["instead"])


@cache
def _headings() -> Patterns:
    return compile_all(load_data("scope.yaml")["headings"])


class Scopes:
    """The cues of one row, read sentence by sentence as they are asked for."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._cues: list[_Cue] | None = None
        self._starts: list[int] = []  # of the cues
        self._longest = 0
        self._words: list[int] = []  # where each word begins
        headings = _headings().find(reading.prose, 0, len(reading.low))
        self._planned_from = sorted(found.end() for found in headings)

    def of(self, start: int, end: int) -> frozenset[str]:
        """Which of negated, hypothetical, planned, past and plan_heading the phrase is."""
        sentence = self._reading.sentence(start)
        near = self._near(sentence, start, end)
        kinds = {cue.group.kind for cue in near if self._governs(cue, sentence, (start, end))}
        if self._under_a_heading(start):
            kinds.add("plan_heading")
        if _asked(self._reading.low, sentence):
            kinds.add("hypothetical")
        return frozenset(kinds)

    def _under_a_heading(self, start: int) -> bool:
        """On the line of a heading of plans, after it."""
        before = bisect_right(self._planned_from, start)
        return before > 0 and self._planned_from[before - 1] > self._reading.low.rfind("\n", 0, start)

    def _near(self, sentence: Sentence, start: int, end: int) -> list[_Cue]:
        """The sentence's cues that are not too many words away for any of them to reach the phrase."""
        if self._cues is None:
            self._cues = sorted(_cues(_masked(self._reading.prose)), key=lambda cue: cue.start)
            self._starts = [cue.start for cue in self._cues]
            self._longest = max((cue.end - cue.start for cue in self._cues), default=0)
            self._words = [word.start() for word in _WORD.finditer(self._reading.low)]
        if not self._cues:
            return []
        first = max(sentence.start, self._word(bisect_left(self._words, start) - _farthest() - 2))
        last = min(sentence.end, self._word(bisect_right(self._words, end) + _farthest() + 2))
        low = bisect_left(self._starts, first - self._longest)
        found = self._cues[low : bisect_right(self._starts, last)]
        return [cue for cue in found if sentence.start <= cue.start and cue.end <= sentence.end]

    def _word(self, number: int) -> int:
        """Where the word begins, before the first and after the last where there is none such."""
        if number < 0:
            return 0
        return self._words[number] if number < len(self._words) else len(self._reading.low)

    def _governs(self, cue: _Cue, sentence: Sentence, span: tuple[int, int]) -> bool:
        if cue.group.before:
            inside, between = cue.end <= span[0], (cue.end, span[0])
        else:
            inside, between = cue.start >= span[1], (span[1], cue.start)
        if not inside or sentence.clause(cue.start) != sentence.clause(span[0]):
            return False
        words = self._reading.low[slice(*between)]
        return len(words.split()) <= cue.group.reach and not (cue.group.comma_stops and "," in words)


def _asked(low: str, sentence: Sentence) -> bool:
    """The sentence is a question. A mark with a word after it ("?fracture") is a doubt, not a question."""
    end = sentence.end
    return low[end : end + 1] == "?" and not low[end - 1].isspace() and not low[end + 1 : end + 2].isalnum()


def _cues(masked: Prose) -> list[_Cue]:
    return [_Cue(group, cue.start(), cue.end()) for group, cues in _groups().holding(masked) for cue in cues]


def _masked(prose: Prose) -> Prose:
    """The prose with those phrases blanked that hold a cue but deny nothing."""
    low = prose.low
    for found in _masks().find(prose, 0, len(low)):
        low = low[: found.start()] + re.sub(r"\S", "#", found.group()) + low[found.end() :]
    return Prose(low, like=prose)
