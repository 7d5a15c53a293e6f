"""What a chronology is made of besides its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tocsin.chronology.event import Event
from tocsin.identity.people import People
from tocsin.records.record import Record


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A word outside the code lists: kept on its events as written, and listed here."""

    field: str  # "event_type" or "injury_seen.site"
    value: str
    times: int
    first_event: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Accounts of one thing that do not agree: itself a fact."""

    about: str  # "date", "explanation", "who was there", "household"
    words: str
    events: tuple[str, ...]
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about an event's date that a person should look at; the event stays."""

    event: str
    kind: str  # "before_birth" or "future"


@dataclass(frozen=True, slots=True)
class FileCounts:
    """rows_read = events + further_accounts + undated + quarantined + headers_and_blanks."""

    events: int
    further_accounts: int
    undated: int
    derived: int


@dataclass(frozen=True, slots=True)
class Chronology:
    """`people` is who was given, with the births that coded prose adds.

    `tellings` are the events before those of one happening were joined, each with one agency's account and
    what that account alone says; `joined_into` maps the id of one that became an account to its event's.
    """

    events: tuple[Event, ...]
    undated: tuple[Record, ...]
    unmapped: tuple[Unmapped, ...]
    differences: tuple[Difference, ...]
    counts: Mapping[str, FileCounts]  # by file
    assumed_known: int  # events of which some holder's first day of knowing is assumed
    flags: tuple[Flag, ...] = ()
    people: People = field(default_factory=lambda: People((), (), (), ()))
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by file: what was inferred
    rows: Mapping[str, str] = field(default_factory=dict)  # record id -> id of the event that tells of it
    tellings: tuple[Event, ...] = ()
    joined_into: Mapping[str, str] = field(default_factory=dict)
