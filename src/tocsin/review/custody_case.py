"""All that is known of one adult on one day, before it is put in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tocsin.custody.answer import Dates
from tocsin.custody.facts import Adult, Condition, Movement
from tocsin.custody.offences import Standing
from tocsin.custody.standing import sentences_on
from tocsin.review import schema_custody as out
from tocsin.review.custody_words import said


def same(words: str) -> str:
    return words


@dataclass(frozen=True)
class Case:
    """`law` says a row of the law in words, by its id; `place` where a fact stands, by its path."""

    adult: Adult
    dates: Dates
    person: str = ""
    notices: tuple[out.NoticeOut, ...] = ()
    stages: Mapping[str, tuple[out.ReadingOut, ...]] = field(default_factory=dict)  # by ref of the review
    steps: tuple[out.CustodyDayOut, ...] = ()  # of the calendar, beside what the dates themselves give
    flags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wanted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    standings: Mapping[str, Standing] = field(default_factory=dict)  # by ref of the offence
    risk: str = ""
    asks: tuple[str, ...] = ()
    licence: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    changes: tuple[str, ...] = ()
    ties: tuple[out.CustodyTieOut, ...] = ()  # from all records; without them those of the file
    prebirth: tuple[out.PrebirthOut, ...] = ()
    not_counted: tuple[str, ...] = ()  # what is written under `told` and ends nothing, with why
    child: Callable[[str], str] = same
    law: Callable[[str], str] = same
    law_short: Callable[[str], str] = same
    place: Callable[[str], str] = same
    numbers: Mapping[str, int] = field(default_factory=dict)  # of each sentence in the file, by ref

    def place_of_sentence(self, ref: str) -> str:
        """Counted in the whole file: `adult` holds only what was known by the day."""
        return self.place(f"sentences.{self.numbers.get(ref, 0)}")

    @property
    def on(self) -> date:
        return self.dates.on

    @property
    def children(self) -> list[str]:
        """Every child near this adult, as the page calls them."""
        own = [*(one.child for one in self.adult.ties), *(one.child for one in self.adult.pregnancies)]
        there = [child for one in self.adult.addresses for child in one.children]
        return [*(one.child for one in self.ties), *(self.child(one) for one in (*own, *there))]

    @property
    def movements(self) -> tuple[Movement, ...]:
        """What had happened by the day, oldest first."""
        past = [one for one in self.adult.movements if one.on <= self.on]
        return tuple(sorted(past, key=lambda one: one.on))

    @property
    def last_movement(self) -> Movement | None:
        return self.movements[-1] if self.movements else None

    @property
    def at_large(self) -> bool:
        """Whether the last thing recorded is a release; nothing recorded is not a release."""
        last = self.last_movement
        return bool(last and last.kind == "released")

    @property
    def recalled(self) -> bool:
        """Back in custody after a release."""
        last = self.last_movement
        before = {one.kind for one in self.movements}
        return "released" in before and bool(last and last.kind in said().in_custody)

    @property
    def died(self) -> Movement | None:
        return next((one for one in self.movements if one.kind == "died"), None)

    @property
    def sentenced(self) -> bool:
        """Whether a sentence stands, as then known: an appeal may have taken it away."""
        return bool(sentences_on(self.adult, on=self.on))

    @property
    def no_date_releases(self) -> bool:
        """A sentence stands that only a direction ends, or the whole of life is ordered."""
        kinds = {one.kind for one in sentences_on(self.adult, on=self.on)}
        return bool(kinds & {*said().no_release_kinds, "WHOLE_LIFE"})
