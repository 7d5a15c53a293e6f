"""What a trigger looks at, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tocsin.custody.answer import Dates, KeyDate
from tocsin.custody.changes import Change
from tocsin.custody.counting import in_words
from tocsin.custody.facts import Adult
from tocsin.custody.notice import Standing

How = Literal["lives_with", "visits", "pregnancy", "tie"]


@dataclass(frozen=True, slots=True)
class Link:
    """How a child's household and the adult are joined, from one day on, as known from another."""

    child: str
    how: How
    known_from: date
    since: date | None = None
    until: date | None = None
    place: str = ""
    uncertain: str = ""
    lives_with_mother: bool = False  # pregnancy
    birth_due: date | None = None


@dataclass(frozen=True, slots=True)
class View:
    """All that is known from `on` until something else is learned. `adult` holds nothing learned later."""

    adult: Adult
    on: date
    dates: Dates
    changes: tuple[Change, ...] = ()
    links: tuple[Link, ...] = ()
    authority: str = ""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A rule's trigger is met. `opens_on` may lie in the future; `starts_on` is where its clock starts."""

    anchor: str
    opens_on: date
    why: str
    standing: Standing = "fact"
    starts_on: date | None = None
    about: date | None = None
    child: str = ""
    children: tuple[str, ...] = ()
    authority: str = ""  # council expected to act, where it is not the file's own
    place: str = ""
    uncertain: str = ""
    month: str = ""  # "in May 2028", for those who are told a month only
    overtaken_on: date | None = None  # the Board's decision, for what was to come before it
    lasting: bool = False  # true until release: who may be told only later is told of it then

    def is_past(self, day: date) -> bool:
        """Whether it is over for somebody who may be told only from `day` on."""
        return not self.lasting and max(self.opens_on, self.about or self.opens_on) < day


def month_of(day: date) -> str:
    return f"in {day:%B} {day.year}"


def driving(key_date: KeyDate) -> date:
    """The prison's own day where it gave one; else the earliest: the latest day drives nothing."""
    return key_date.official or key_date.earliest


def doubt(key_date: KeyDate) -> str:
    if key_date.official or key_date.certain:
        return ""
    readings = "; ".join(f"{in_words(day)} if {words}" for words, day in key_date.labelled)
    span = readings or f"between {in_words(key_date.earliest)} and {in_words(key_date.latest)}"
    return f"Not certain: {span}. {key_date.why}".strip()


def children_of(view: View) -> tuple[str, ...]:
    """Every child tied to this adult, licence over or not."""
    return tuple(dict.fromkeys(link.child for link in view.links))
