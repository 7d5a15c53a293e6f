"""The part of review.json that holds each adult's sentences, dates and what follows from them."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import msgspec

Day: TypeAlias = date


class WorkingOut(msgspec.Struct, frozen=True):
    """One line of how a day was worked out. `law` and `fact` say what it stands on."""

    words: str
    day: Day | None = None
    law: str = ""  # section, since when, and how sure
    fact: str = ""  # the court's or the prison's own statement


class ReadingOut(msgspec.Struct, frozen=True):
    """One way to read what was stated, and the day it gives."""

    words: str
    day: Day


class CustodyDateOut(msgspec.Struct, frozen=True):
    """`earliest` and `latest` differ where the answer is not certain; `why` then says what is unknown.

    The earliest day drives notices, the latest drives nothing. `official` is the prison's own day, which
    stands before the estimate.
    """

    kind: str  # CRD, PED, TED, SLED ...
    words: str
    earliest: Day
    latest: Day
    effect: str  # releases | may_be_released_if_directed | ends_sentence | ends_licence | marks
    effect_words: str
    why: str = ""
    labelled: list[ReadingOut] = []
    official: Day | None = None
    official_source: str = ""
    working: list[WorkingOut] = []
    sentence: str = ""


class CustodyDayOut(msgspec.Struct, frozen=True):
    """A line of the calendar of releases and reviews."""

    on: Day
    until: Day  # the latest day it may be; the same where it is certain
    words: str
    kind: str  # release | if_directed | review | licence | notice | happened
    firm: str  # happened | official | estimate | not certain | set by the Board | due


class NoticeOut(msgspec.Struct, frozen=True):
    """Somebody who must be told. `key` is what `told:` in custody.yaml names."""

    key: str
    to: str
    what: str
    due_on: Day
    state: str  # to_come | running | answered | late | missed | not_needed | withdrawn
    state_words: str
    owner: str = ""
    next_act: str = ""
    next_on: Day | None = None
    why: str = ""
    basis: str = ""  # law or local rule, and how sure
    child: str = ""
    side: str = ""  # offender | children | victim | public_protection
    restricted: bool = False  # for the one told, and never in an anonymised report
    opens_on: Day | None = None  # the day from which it stands
    overtaken_on: Day | None = None  # what it was to come before has come, and nobody had been told


class StandingOut(msgspec.Struct, frozen=True):
    """What became of one accusation, shown for what it is."""

    ref: str
    title: str
    standing: str  # convicted, spent, cautioned, overturned, acquitted, charged, alleged, no_further_action
    name: str
    words: str  # what it is
    is_not: str
    on: Day | None = None
    committed: str = ""
    part: str = ""
    source: str = ""


class SentenceOut(msgspec.Struct, frozen=True):
    ref: str
    words: str  # kind and terms, as passed
    sentenced_on: Day
    offence: str = ""
    court: str = ""
    court_words: str = ""
    place: str = ""  # file and line


class OpinionOut(msgspec.Struct, frozen=True):
    """A report to the Board: whose opinion, of what. Never a score."""

    by: str
    on: Day
    subject: str  # whom or what it is about
    finding: str
    recommends: str = ""
    tool: str = ""


class BoardReviewOut(msgspec.Struct, frozen=True):
    ref: str
    words: str
    outcome: str
    stages: list[ReadingOut] = []  # each step with its day
    flags: list[str] = []  # what a person must look at, such as views that differ
    wanted: list[str] = []  # reports that are not on file
    opinions: list[OpinionOut] = []


class CustodyTieOut(msgspec.Struct, frozen=True):
    """How the adult is tied to a child, and why the child is told of here."""

    child: str
    how: str
    when: str
    why: str
    source: str = ""


class ConditionOut(msgspec.Struct, frozen=True):
    about: str
    words: str
    when: str = ""


class PrebirthStepOut(msgspec.Struct, frozen=True):
    """`state`: done | late | due | missed | not_known (past its day, and this file cannot show it) | fact."""

    words: str
    on: Day | None
    state: str
    state_words: str
    source: str = ""  # whose time it is, and how sure
    done_on: Day | None = None


class PrebirthOut(msgspec.Struct, frozen=True):
    """The work before the birth of one expected child, by this area's weeks."""

    child: str
    birth_due: Day
    now: str  # the week of the pregnancy
    doubt: str = ""
    steps: list[PrebirthStepOut] = []


class LegalAidOut(msgspec.Struct, frozen=True):
    """Guidance to pass on, never advice."""

    stage: str
    words: str
    source: str
    sure: str


class StretchOut(msgspec.Struct, frozen=True):
    """A stage of the sentence. `end` is null where no date ends it."""

    stage: str  # custody | directed (release only if the Board directs it) | uncertain | licence
    start: Day
    end: Day | None
    words: str = ""


class CustodyOut(msgspec.Struct, frozen=True):
    """One adult's sentences, dates and what follows, as known on `on`."""

    id: str
    person: str  # id in `people`, or "" where nobody of the files is known to be this adult
    label: str
    on: Day
    when: list[str]  # the answers of the first screen
    why: list[str]
    tell: list[str]
    unsure: list[str]
    dates: list[CustodyDateOut]
    calendar: list[CustodyDayOut]
    names: list[str] = []  # every name on file; none where the report is anonymised
    sentences: list[SentenceOut] = []
    adjustments: list[str] = []
    history: list[CustodyDayOut] = []
    notices: list[NoticeOut] = []
    offences: list[StandingOut] = []
    risk: str = ""  # whether assessed as posing a risk to children, by whom
    asks: list[str] = []  # offences that ask for an assessment, and no more
    reviews: list[BoardReviewOut] = []
    licence: list[str] = []
    stretches: list[StretchOut] = []
    conditions: list[ConditionOut] = []
    ties: list[CustodyTieOut] = []
    restricted: list[str] = []  # public protection arrangements and victim contact
    changes: list[str] = []
    problems: list[str] = []
    notes: list[str] = []
    next: list[str] = []  # what to do next, of the first screen
    prebirth: list[PrebirthOut] = []
    legal_aid: list[LegalAidOut] = []
