"""One dated thing in a child's life, with who knew it when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tocsin.records.record import Place
from tocsin.records.when import When


@dataclass(frozen=True, slots=True)
class Known:
    """This version of the fact was known to `agency` from one day until another.

    `until` is the day a correction or withdrawal closed the version; None means it stands.
    """

    agency: str
    since: date
    assumed: bool  # no date was stated: the record's, or the latest day it happened, stands in
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One agency's telling of the event."""

    record: str
    agencies: tuple[str, ...]
    when: When
    words: str
    source: Place
    differs: tuple[str, ...] = ()  # "date", "explanation", "who was there": where it differs
    told_in: str = ""  # prose: the cell it was read from, "what", "action" or "voice"
    told_at: int = -1  # prose: where in the row's words, so that what was done after can be told apart


@dataclass(frozen=True, slots=True)
class Event:
    """`key` survives a re-saved file: agency, source reference or sequence, happened, words.

    `attributes` maps a vocabulary attribute to one or more codes; a value outside the code lists
    stays as written and is listed as unmapped. `seen` and `seen_alone` are "yes", "no" or
    "not_stated". `knowable` is False for what no agency could have known at the time.
    """

    id: str
    key: str
    type: str  # vocabulary: event type; a word outside it is kept as written
    when: When
    agencies: tuple[str, ...]  # holding; the first acted
    child: str  # person id of the child the event is about
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: tuple[Known, ...] = ()
    recorded: date | None = None
    seq: int = 0  # total order among events of one day
    ordered_in: str = ""  # file whose stated order holds between its events; "" = no stated order
    seen: str = "not_stated"
    seen_alone: str = "not_stated"
    how: tuple[str, ...] = ()  # vocabulary: child_seen codes
    seen_by: str = ""
    people: tuple[str, ...] = ()  # person ids
    words: str = ""
    accounts: tuple[Account, ...] = ()
    proposed: bool = False  # coded from prose, not yet confirmed by the user
    because: tuple[str, ...] = ()  # the words of the record that led to the code
    derived_from: str = ""  # id of the event of the same row that it follows from
    knowable: bool = True
    told_in: str = ""  # prose: the cell it was read from, "what", "action" or "voice"
    told_at: int = -1  # prose: where in the row's words, so that what was done after can be told apart
