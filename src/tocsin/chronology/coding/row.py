"""One row while it is being coded: its text, the scope of each phrase, the people named."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.chronology.coding.patterns import Prose
from tocsin.chronology.coding.people import People
from tocsin.chronology.coding.reading import Reading, read
from tocsin.chronology.coding.scope import Scopes
from tocsin.chronology.coding.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    reading: Reading
    scopes: Scopes
    people: People

    @property
    def low(self) -> str:
        return self.reading.low

    @property
    def prose(self) -> Prose:
        return self.reading.prose

    def region(self, wide: str, at: tuple[int, int]) -> tuple[int, int]:
        """The stretch of text that is looked at for a phrase: match, clause, sentence, after, cell or row."""
        sentence = self.reading.sentence(at[0])
        if wide == "match":
            return at
        if wide == "clause":
            return sentence.clause(at[0])
        if wide == "after":
            return at[1], sentence.end
        if wide == "row":
            return 0, len(self.low)
        return sentence.start, sentence.end

    def quote(self, start: int, end: int) -> str:
        return self.reading.text[start:end].strip()


def row_of(words: Words, *, agency: str) -> Row:
    reading = read(words, agency=agency)
    return Row(reading, Scopes(reading), People(reading))
