"""Who is named near a phrase: who says it, and whose body or visit it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tocsin.chronology.coding.patterns import expand, grammar, lexicon, load_data
from tocsin.chronology.coding.reading import Reading, Sentence

LONGEST = 200  # characters of a phrase that names a person or says who spoke, generously


@dataclass(frozen=True, slots=True)
class Mention:
    role: str
    start: int
    end: int


@cache
def _everyone() -> tuple[re.Pattern[str], tuple[str, ...]]:
    people = lexicon()["people"]
    branches = [f"(?P<p{at}>{'|'.join(map(expand, words))})" for at, words in enumerate(people.values())]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(branches)})(?![\w-])"), tuple(people)


@cache
def _speech() -> re.Pattern[str]:
    say = expand("{say}")
    by = grammar("told_by").pattern
    return re.compile(rf"(?<![\w-])(?:(?P<say>{say})|(?P<by>{by}))(?!\w)")


class Marks:
    """Where a pattern stands in a row's text, looked for backwards from some place.

    A sentence can run to thousands of words: what lies far before the place is found once for all places.
    """

    def __init__(self, pattern: re.Pattern[str], low: str) -> None:
        self._pattern = pattern
        self._low = low
        self._found: dict[tuple[int, int], list[re.Match[str]]] = {}

    def before(self, at: int, *, within: tuple[int, int]) -> Iterator[re.Match[str]]:
        """Those from the start of the stretch up to the place, as if the text ended there; the last first."""
        start, end = within
        if at - start <= 2 * LONGEST:
            yield from reversed(self._between(start, at))
            return
        known = self._between(start, end)
        far = bisect_right(known, at - LONGEST, key=lambda match: match.end())
        near = min(at - LONGEST, known[far].start() if far < len(known) else at)
        yield from reversed(self._between(near, at))
        for number in range(far - 1, -1, -1):
            yield known[number]

    def _between(self, start: int, end: int) -> list[re.Match[str]]:
        found = self._found.get((start, end))
        if found is None:
            found = self._found[start, end] = list(self._pattern.finditer(self._low, start, end))
        return found


def _mention(found: re.Match[str]) -> Mention:
    _, roles = _everyone()
    return Mention(roles[int((found.lastgroup or "p0")[1:])], found.start(), found.end())


class People:
    """The people named in one row, found sentence by sentence."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._mentions: dict[tuple[int, int], list[Mention]] = {}
        self._everyone = Marks(_everyone()[0], reading.low)
        self._speech = Marks(_speech(), reading.low)

    def between(self, start: int, end: int) -> list[Mention]:
        if (start, end) not in self._mentions:
            pattern, _ = _everyone()
            self._mentions[start, end] = [
                _mention(found) for found in pattern.finditer(self._reading.low, start, end)
            ]
        return self._mentions[start, end]

    def speaker(self, start: int) -> Mention | None:
        """Who is said, in this sentence, to have told what begins at `start`."""
        if start >= self._reading.voice_at:
            return Mention("child", start, start)
        sentence = self._reading.sentence(start)
        for verb in self._speech.before(start, within=(sentence.start, sentence.end)):
            if verb["by"]:
                told_by = self._named_after(verb.end(), start) if verb["by"] != "from" else None
                if told_by:
                    return told_by
                continue
            return self._teller(sentence, verb.start())
        return None

    def _named_after(self, start: int, end: int) -> Mention | None:
        pattern, _ = _everyone()
        found = pattern.search(self._reading.low, start, min(end, start + 30 + LONGEST))
        return _mention(found) if found and found.start() - start < 30 else None

    def _teller(self, sentence: Sentence, at: int) -> Mention | None:
        low = self._reading.low
        last = next(self._everyone.before(at, within=(sentence.start, sentence.end)), None)
        if last and not low.startswith("'s ", last.end()) and len(low[last.end() : at].split(None, 5)) <= 4:
            return _mention(last)
        begin = max(sentence.start, at - LONGEST)
        found = re.search(
            r"\b(he|she|they|[a-z][a-z'-]+)(?: +(?:then|also|later|has|had|again))* *$",
            low[begin:at],
        )
        if not found:
            own_words = self._reading.agency in lexicon()["quotes_children"] and at - sentence.start < 2
            return Mention("child", at, at) if own_words else None
        start = begin + found.start(1)
        return self._stood_for(found[1], start, start + len(found[1]))

    def _stood_for(self, word: str, start: int, end: int) -> Mention | None:
        if word in ("he", "she", "they"):
            kin = load_data("grammar.yaml")["pronouns"][word]
            earlier = map(_mention, self._everyone.before(start, within=(0, len(self._reading.low))))
            return Mention(next((m.role for m in earlier if m.role in kin), "child"), start, end)
        if self._reading.text[start].isupper():
            return Mention("child", start, end)
        return None

    def holder(self, start: int, end: int) -> str:
        """Whose injury it is: "child", "sibling", or the adult's role."""
        sentence = self._reading.sentence(start)
        low = self._reading.low
        after = grammar("on_somebody").match(low[end : sentence.end])
        if after:
            at = end + after.end()
            for mention in self.between(sentence.start, sentence.end):
                if mention.start == at:
                    return mention.role
        clause_start, _ = sentence.clause(start)
        named = [
            m
            for m in self.between(sentence.start, sentence.end)
            if clause_start <= m.start and m.end <= start
        ]
        named = [m for m in named if m.role not in lexicon()["services"]]
        return self._possessor(named[-1], start) if named else "child"

    def _possessor(self, mention: Mention, start: int) -> str:
        low = self._reading.low
        if (
            low[: mention.start].endswith(("by ", "to ", "with ", "from ", "and ", "'s "))
            and mention.role != "sibling"
        ):
            return "child"
        between = low[mention.end : start]
        having = grammar("owned").match(between) or (
            grammar("having").match(between) and not grammar("noticing").search(between)
        )
        if having and not grammar("child_between").search(between):
            return mention.role
        return "child"

    def subject(self, start: int) -> str:
        """The adult who does, or undergoes, the act beginning at `start`; "" if not an adult alone."""
        sentence = self._reading.sentence(start)
        low = self._reading.low
        whole = low[sentence.start : sentence.end]
        named = [m for m in self.between(sentence.start, sentence.end) if m.end <= start]
        if not named or not grammar("doing").match(low[named[-1].end : start]):
            return ""
        if low[: named[-1].start].endswith(("by ", "with ", "and ")) or grammar("child_between").search(
            whole
        ):
            return ""
        if grammar("with_name").search(self._reading.text[sentence.start : sentence.end]):
            return ""
        return named[-1].role
