"""What the court, the prison, probation and the police say of one adult: the facts, before any reckoning.

The same structures are the form of `custody.yaml`. Every list is in the order of the file. A fact that a
source does not state is None or "not_stated", never "no".
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

Stated = Literal["yes", "no", "not_stated"]
SentenceKind = Literal["SDS", "SDS+", "EDS", "SOPC", "IPP", "DPP", "LIFE", "WHOLE_LIFE", "YOUTH"]
Outcome = Literal["convicted", "cautioned", "acquitted", "quashed", "charged", "alleged", "no_further_action"]


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class Duration(Fact, frozen=True):
    """A term as the court said it. Nothing stated is a term of zero, which is refused."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0


class Offence(Fact, frozen=True):
    """What became of an accusation. `outcome` keeps apart what was proved from what was said."""

    ref: str
    title: str = ""
    code: str = ""  # the offence code of the courts, as given
    committed_from: date | None = None
    committed_to: date | None = None
    outcome: Outcome = "convicted"
    outcome_on: date | None = None
    spent: Stated = "not_stated"
    child_victim: Stated = "not_stated"
    victim_relation: str = ""
    part: Literal["caused", "allowed", "not_determined", "not_stated"] = "not_stated"  # DVCVA 2004 s5(2)
    source: str = ""  # the court's or the force's own words
    known_from: date | None = None


class Sentence(Fact, frozen=True):
    ref: str
    kind: SentenceKind
    sentenced_on: date
    offence: str = ""  # ref of the offence
    offence_on: date | None = None  # where no offence is listed
    offence_code: str = ""
    term: Duration = Duration()  # custodial term only; empty for life and IPP
    extension: Duration = Duration()
    automatic_release: Stated = "not_stated"  # EDS before 13 April 2015: at two-thirds without the Board
    minimum_term: Duration = Duration()
    minimum_term_net_of_remand: Stated = "not_stated"
    consecutive_to: str = ""  # ref of the sentence this one follows; "" is concurrent or first
    exclusions: tuple[str, ...] = ()  # codes of law.yaml: sexual, violent, domestic_abuse ...
    section_250: bool = False  # Sentencing Code s250: detention of a child or young person
    serious_now: bool = False  # would be a serious sentence if passed under the law now in force
    court: str = ""
    words: str = ""  # the court's own words
    known_from: date | None = None


class Adjustment(Fact, frozen=True):
    """Days that move dates: remand and tagged bail forward; added days and days at large back."""

    kind: Literal["remand", "tagged_bail", "added_days", "restored_days", "unlawfully_at_large"]
    days: int = 0
    first: date | None = msgspec.field(default=None, name="from")
    last: date | None = msgspec.field(default=None, name="to")
    applies_from: date | None = None  # the day of sentence from which it counts
    known_from: date | None = None


class Appeal(Fact, frozen=True):
    """A decision that changes the past: what stood until `decided_on` is kept beside what stands since."""

    decided_on: date
    outcome: Literal["dismissed", "conviction_quashed", "sentence_changed"]
    sentence: str = ""  # ref
    offence: str = ""  # ref
    becomes: Sentence | None = None  # the sentence as it now stands; keeps its ref
    source: str = ""


class OfficialDate(Fact, frozen=True):
    """A date that the prison gave. It stands before ours; a difference opens a question."""

    kind: str  # code of dates.yaml: CRD, ARD, PED, TED, SLED ...
    day: date
    stated_on: date
    source: str = ""


class Movement(Fact, frozen=True):
    """Something that happened to the adult in or out of custody."""

    kind: Literal[
        "remanded",
        "received",
        "released",
        "temporary_release",
        "returned",
        "recalled",
        "escaped",
        "recaptured",
        "died",
    ]
    on: date
    until: date | None = None
    reason: str = ""
    address: str = ""
    recall: Literal["", "standard", "fixed_term"] = ""
    known_from: date | None = None


class Report(Fact, frozen=True):
    """An opinion given to the Board, with its author's role. Words, never a score."""

    by: str  # psychologist, community offender manager, prison offender manager ...
    on: date
    finding: str = ""
    about: str = ""  # children, a known child, a partner ...
    level: str = ""  # in the author's word
    tool: str = ""
    recommends: Literal["", "release", "open_conditions", "stay"] = ""


class ParoleReview(Fact, frozen=True):
    ref: str
    kind: Literal["pre_tariff", "on_tariff", "eligibility", "further", "after_recall"] = "further"
    referred_on: date | None = None
    hearing_on: date | None = None
    decided_on: date | None = None
    outcome: Literal["", "release", "open_conditions", "no_release", "adjourned", "set_aside"] = ""
    provisional: Stated = "not_stated"
    next_review_by: date | None = None  # as the Secretary of State set it
    reports: tuple[Report, ...] = ()
    known_from: date | None = None


class Condition(Fact, frozen=True):
    """A condition of a licence or an order. `about` is a code of conditions.yaml."""

    about: str
    words: str = ""
    first: date | None = msgspec.field(default=None, name="from")
    last: date | None = msgspec.field(default=None, name="to")
    under_age: int | None = None
    instrument: str = "licence"


class MappaRecord(Fact, frozen=True):
    """Category and level under the public protection arrangements: a fact, held restricted."""

    category: int
    level: int | None = None
    first: date | None = msgspec.field(default=None, name="from")
    last: date | None = msgspec.field(default=None, name="to")


class RiskAssessment(Fact, frozen=True):
    """Whether this adult was assessed as posing a risk to children, by whom; an offence only asks for it."""

    outcome: Literal["poses_risk", "does_not", "not_decided"]
    on: date
    by: str
    review_by: date | None = None
    known_from: date | None = None


class VictimContact(Fact, frozen=True):
    """A person whom the scheme may tell, by relation only. Nothing is said to who has not asked for it."""

    ref: str
    relation: str
    opted_in: Stated = "not_stated"
    asked_on: date | None = None
    channel: str = ""
    not_to_be_told: tuple[str, ...] = ()


class Address(Fact, frozen=True):
    """Where the adult lives, is to live or visits. `children` are those known to live or visit there."""

    address: str
    kind: Literal["home", "release", "visits", "approved_premises"] = "home"
    first: date | None = msgspec.field(default=None, name="from")
    last: date | None = msgspec.field(default=None, name="to")
    authority: str = ""
    children: tuple[str, ...] = ()
    source: str = ""
    known_from: date | None = None


class Tie(Fact, frozen=True):
    """How the adult is tied to a child of the folder; it lasts for life unless `to` is given."""

    child: str  # id or name of the child as review.yaml has it
    relation: str = ""  # code of the vocabulary's relationships
    first: date | None = msgspec.field(default=None, name="from")
    last: date | None = msgspec.field(default=None, name="to")
    lives_with: Stated = "not_stated"
    verified: str = ""
    source: str = ""
    known_from: date | None = None


class Pregnancy(Fact, frozen=True):
    """A pregnancy in which this adult is, or is thought to be, a parent or will live with the baby."""

    child: str  # id of the unborn child as review.yaml has it
    due: date
    known_from: date
    relation: str = ""
    lives_with_mother: Stated = "not_stated"
    source: str = ""


class EarlierChild(Fact, frozen=True):
    """What became of a child who was in this adult's care before: a recorded outcome, never a suspicion."""

    what: Literal["removed", "died_unexplained", "found_harmed"]
    on: date
    source: str = ""
    known_from: date | None = None


class Told(Fact, frozen=True):
    """Somebody was told, or acknowledged it. `notice` is the key that `custody show` prints."""

    notice: str
    on: date
    by: str
    what: Literal["sent", "acknowledged", "not_needed"] = "sent"
    reason: str = ""


class Adult(Fact, frozen=True):
    id: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    born: date | None = None
    role: str = ""
    offences: tuple[Offence, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    official_dates: tuple[OfficialDate, ...] = ()
    movements: tuple[Movement, ...] = ()
    parole: tuple[ParoleReview, ...] = ()
    conditions: tuple[Condition, ...] = ()
    mappa: tuple[MappaRecord, ...] = ()
    assessments: tuple[RiskAssessment, ...] = ()
    victims: tuple[VictimContact, ...] = ()
    addresses: tuple[Address, ...] = ()
    ties: tuple[Tie, ...] = ()
    pregnancies: tuple[Pregnancy, ...] = ()
    earlier_children: tuple[EarlierChild, ...] = ()
    told: tuple[Told, ...] = ()
    early_allocation: Stated = "not_stated"  # to the community manager, earlier than is usual
    confirmed_same_person: bool = False  # a person confirmed that this is the adult of the agencies' files


class CustodyFile(Fact, frozen=True):
    """`custody.yaml`. `authority` is the council whose children these are."""

    adults: tuple[Adult, ...]
    title: str = ""
    authority: str = ""
