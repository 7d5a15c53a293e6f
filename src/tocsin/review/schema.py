"""The shape of review.json, version by version. Every output of a review is drawn from it.

Dates are ISO days. An absent fact is null or "not_stated", never "no".
"""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import msgspec

from tocsin.review.schema_custody import CustodyOut

SCHEMA_VERSION = 1
Day: TypeAlias = date


class Interval(msgspec.Struct, frozen=True):
    start: date
    end: date
    precision: str
    uncertain: bool = False
    time: str | None = None  # HH:MM where a time of day was written
    note: str = ""


class Source(msgspec.Struct, frozen=True):
    file: str
    row: int
    cell: str = ""
    part: str = ""
    page: int | None = None


class PersonOut(msgspec.Struct, frozen=True):
    id: str
    kind: str
    label: str
    names: list[str]
    roles: list[str]
    born: Interval | None = None
    due: date | None = None
    died: date | None = None
    subject: bool = False
    markers: list[str] = []


class RelationshipOut(msgspec.Struct, frozen=True):
    person: str
    other: str
    kind: str
    since: Interval | None
    until: Interval | None
    asserted_by: str
    verified: str
    source: Source | None


class MembershipOut(msgspec.Struct, frozen=True):
    person: str
    since: Interval | None
    until: Interval | None
    asserted_by: str
    verified: str
    source: Source | None


class HouseholdOut(msgspec.Struct, frozen=True):
    id: str
    members: list[MembershipOut]


class LinkOut(msgspec.Struct, frozen=True):
    a: str
    b: str
    why: str
    strength: str


class KnownFrom(msgspec.Struct, frozen=True):
    agency: str
    date: Day
    assumed: bool
    until: Day | None = None


class AccountOut(msgspec.Struct, frozen=True):
    agencies: list[str]
    happened: Interval
    words: str
    source: Source
    differs: list[str] = []


class EventOut(msgspec.Struct, frozen=True):
    id: str
    type: str
    type_words: str  # the event type as a practitioner would say it
    happened: Interval
    recorded: date | None
    known_from: list[KnownFrom]
    agencies: list[str]
    child: str
    attributes: dict[str, list[str]]
    seen: str
    seen_alone: str
    seen_by: str
    how: list[str]
    people: list[str]
    words: str
    action: str
    voice: str  # the child's own words, where the record gives them
    analysis: str  # the agency's own opinion, kept apart from the fact
    source: Source
    accounts: list[AccountOut]
    proposed: bool
    because: list[str]
    derived_from: str
    knowable: bool


class EvidenceOut(msgspec.Struct, frozen=True):
    event: str
    role: str


class ResponseOut(msgspec.Struct, frozen=True):
    name: str
    words: str
    required: bool
    role: str
    round: int
    start_on: date
    due_on: date
    limit: str  # "1 working day", "24 hours"
    time_label: str  # law | guidance | common local policy | our judgement
    imprecise: bool
    status: str  # running | answered | late | missed | not_evidenced
    answered_on: date | None = None
    answered_by_event: str | None = None
    answered_by: str = ""  # agency or worker
    also_answers: int = 0
    holders: list[str] = []


class EscalationOut(msgspec.Struct, frozen=True):
    step: int
    role: str
    on: date
    happened: bool
    words: str  # "would have reached the team manager"


class ConcernOut(msgspec.Struct, frozen=True):
    id: str
    key: str
    indicator: str
    card_version: int
    title: str
    group: str
    strength: str
    certainty: str  # certain | possible
    child: str
    raised_on: date
    raised_earliest: date
    knowable_joined_on: date | None
    knowable_alone_on: date | None
    knowable_alone_by: list[str]
    rests_on_assumed_date: bool
    rests_on_proposed_coding: bool  # its evidence, or an answer that closes it
    state: str  # running | overdue | answered | stood_down | withdrawn
    ended_on: date | None
    owner: str
    evidence: list[EvidenceOut]
    anchors: list[str]
    extended_on: list[date]
    reason: str
    source_words: str  # the guidance the card stands on
    responses: list[ResponseOut]
    escalations: list[EscalationOut]
    next_change_on: date | None
    decision: str = ""
    withdrawn_why: str = ""
    possible_on: list[date] = []  # of a certain concern: days before raised_on on which it was only possible


class MissedOut(msgspec.Struct, frozen=True):
    concern: str
    response: str
    due_on: date
    status: str  # late | missed
    days_lost: int
    time_label: str
    words: str


class UndatedOut(msgspec.Struct, frozen=True):
    agencies: list[str]
    words: str
    date_words: str
    source: Source


class QuarantinedOut(msgspec.Struct, frozen=True):
    code: str
    reason: str
    remedy: str
    words: str
    source: Source


class UnmappedOut(msgspec.Struct, frozen=True):
    field: str  # "event_type" or "injury_seen.site"
    value: str
    times: int
    first_event: str


class FileOut(msgspec.Struct, frozen=True):
    file: str
    sha256: str
    kind: str
    agencies: list[str]
    rows_read: int
    events: int
    further_accounts: int
    undated: int
    quarantined: int
    headers_and_blanks: int
    columns: dict[str, str]
    covers_from: date | None
    covers_to: date | None
    notes: list[str]


class RefusedOut(msgspec.Struct, frozen=True):
    file: str
    code: str
    reason: str
    remedy: str


class SwitchedOffOut(msgspec.Struct, frozen=True):
    """A card that the partnership switched off in its local file, and who signed for it."""

    card: str
    reason: str
    role: str
    on: str  # as signed
    title: str = ""


class LocalChangeOut(msgspec.Struct, frozen=True):
    """A card whose times or thresholds the partnership changed, and who signed for it."""

    card: str
    title: str
    what: list[str]  # each change in words, with what was shipped
    reason: str
    role: str
    on: str  # as signed


class PlanOut(msgspec.Struct, frozen=True):
    """A span in which something was in force for the child: a plan, an enquiry, an order."""

    child: str
    kind: str  # child_protection, child_in_need, s47, looked_after, police_protection ...
    words: str
    start: date
    end: date | None
    start_event: str
    end_event: str | None


class ComplianceOut(msgspec.Struct, frozen=True):
    """Something a plan or the law makes due, and whether it was done."""

    child: str
    what: str  # visit, core_group, conference, assessment, ...
    words: str
    due_on: date
    done_on: date | None
    event: str | None
    status: str  # done | late | missed | running | not_evidenced
    time_label: str


class SharedOut(msgspec.Struct, frozen=True):
    """Who told whom when."""

    from_agency: str
    to_agency: str
    on: date
    event: str
    what: str


class DifferenceOut(msgspec.Struct, frozen=True):
    """Two accounts of one thing differ: itself a fact."""

    about: str  # date, explanation, who was there, household
    words: str
    events: list[str]


class SeenGap(msgspec.Struct, frozen=True):
    child: str
    kind: str  # seen | seen_alone
    start: date
    end: date
    days: int


class Question(msgspec.Struct, frozen=True):
    agency: str
    words: str
    about_events: list[str]
    about_concerns: list[str]


class PlainFinding(msgspec.Struct, frozen=True):
    words: str
    concerns: list[str] = []
    events: list[str] = []


class Totals(msgspec.Struct, frozen=True):
    """One set of totals; given with and without coded prose."""

    events: int
    concerns: int
    possible: int
    answered_in_time: int
    late: int
    missed: int
    not_evidenced: int


class Counts(msgspec.Struct, frozen=True):
    rows_read: int
    events: int
    further_accounts: int
    undated: int
    quarantined: int
    headers_and_blanks: int
    derived_events: int
    proposed_events: int
    assumed_known_dates: int
    all: Totals
    without_proposals: Totals


class Review(msgspec.Struct, frozen=True, kw_only=True):
    schema_version: int = SCHEMA_VERSION
    tocsin_version: str
    catalogue_version: str  # hash of cards, local file and data tables
    calendar_version: str
    title: str
    as_of: date
    view: str  # "joined" or an agency code
    anonymised: bool
    period_start: date | None
    period_end: date | None
    harm_on: date | None  # first death or critical injury of a subject child, if any
    agencies_sent: list[str]
    agencies_expected_not_sent: list[str]
    findings: list[PlainFinding]  # five plain findings for page one
    questions: list[Question]
    children: list[PersonOut]
    people: list[PersonOut]
    relationships: list[RelationshipOut]
    households: list[HouseholdOut]
    link_proposals: list[LinkOut]
    events: list[EventOut]
    concerns: list[ConcernOut]
    missed: list[MissedOut]
    plans: list[PlanOut]
    compliance: list[ComplianceOut]
    shared: list[SharedOut]
    differences: list[DifferenceOut]
    seen_gaps: list[SeenGap]
    undated: list[UndatedOut]
    quarantine: list[QuarantinedOut]
    unmapped: list[UnmappedOut]
    files: list[FileOut]
    refused: list[RefusedOut]
    counts: Counts
    cards: dict[str, str] = {}  # indicator -> plain words of its card
    partnership: str = ""  # whose local times and thresholds were used
    switched_off: list[SwitchedOffOut] = []
    local_changes: list[LocalChangeOut] = []
    links_made: list[LinkOut] = []  # by the matching engine; `b` is now part of `a`; strength is "joined"
    analysis: dict[str, str] = {}  # event or concern id -> the panel's own words, kept over re-runs
    custody: list[CustodyOut] = []  # each adult of custody.yaml; left out where there is none
