"""Who is named near a phrase: who says it, and whose body or visit it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tocsin.chronology.coding.patterns import expand, grammar, lexicon, load_data
from tocsin.chronology.coding.reading import Reading, Sentence


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


class People:
    """The people named in one row, found sentence by sentence."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._mentions: dict[tuple[int, int], list[Mention]] = {}

    def between(self, start: int, end: int) -> list[Mention]:
        if (start, end) not in self._mentions:
            pattern, roles = _everyone()
            self._mentions[start, end] = [
                Mention(roles[int((found.lastgroup or "p0")[1:])], found.start(), found.end())
                for found in pattern.finditer(self._reading.low, start, end)
            ]
        return self._mentions[start, end]

    def speaker(self, start: int) -> Mention | None:
        """Who is said, in this sentence, to have told what begins at `start`."""
        if start >= self._reading.voice_at:
            return Mention("child", start, start)
        sentence = self._reading.sentence(start)
        verbs = list(_speech().finditer(self._reading.low, sentence.start, start))
        for verb in reversed(verbs):
            if verb["by"]:
                named = [m for m in self.between(verb.end(), start) if m.start - verb.end() < 30]
                if named and verb["by"] != "from":
                    return named[0]
                continue
            return self._teller(sentence, verb.start())
        return None

    def _teller(self, sentence: Sentence, at: int) -> Mention | None:
        low = self._reading.low
        named = [m for m in self.between(sentence.start, at) if len(low[m.end : at].split()) <= 4]
        if named and not low[named[-1].end :].startswith("'s "):
            return named[-1]
        found = re.search(
            r"\b(he|she|they|[a-z][a-z'-]+)(?: +(?:then|also|later|has|had|again))* *$",
            low[sentence.start : at],
        )
        if not found:
            own_words = self._reading.agency in lexicon()["quotes_children"] and at - sentence.start < 2
            return Mention("child", at, at) if own_words else None
        start = sentence.start + found.start(1)
        return self._stood_for(found[1], start, start + len(found[1]))

    def _stood_for(self, word: str, start: int, end: int) -> Mention | None:
        if word in ("he", "she", "they"):
            kin = load_data("grammar.yaml")["pronouns"][word]
            earlier = [m for m in self.between(0, start) if m.role in kin]
            return Mention(earlier[-1].role if earlier else "child", start, end)
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
