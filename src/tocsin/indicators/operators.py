"""The closed set of operators every card is compiled to. Frozen, typed, no behaviour.

Each has one meaning, given by `reference.py`. A condition is asked at one anchor.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from tocsin.indicators.durations import Duration

Clue: TypeAlias = tuple[str, ...]  # an event's type; or its type, an attribute and one of its codes


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """One attribute compared. `absent_fires`: not stated counts as met, where the source says so.

    Tests and selectors are compared by identity: the compiler makes equal ones once, and each is judged once.
    """

    attribute: str
    values: frozenset[str] = frozenset()
    negated: bool = False
    at_least: float | None = None
    under: float | None = None
    absent_fires: bool = False
    codes: frozenset[str] = frozenset()  # the code list; a value outside it is unknown to a negation
    plain: bool = False  # whether any of `values` is said decides it


@dataclass(frozen=True, slots=True, eq=False)
class Selector:
    type: str
    tests: tuple[Test, ...] = ()
    clues: frozenset[Clue] = frozenset()  # an event that meets it says one of these


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """1. Events of one of these kinds. Compared by identity, as tests are."""

    of: tuple[Selector, ...]
    clues: frozenset[Clue] = frozenset()  # of any of them: where a view holds none, no event is met


@dataclass(frozen=True, slots=True)
class Age:
    """2. The child's age on the anchor day, in calendar months; None leaves that side open."""

    at_least: int | None = None
    under: int | None = None
    absent_fires: bool = False
    unborn: bool | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """3. So many in the window ending on the anchor day. `days` None: without limit."""

    of: Events
    at_least: int
    days: int | None
    distinct: str = ""
    agencies: int = 1

    @property
    def bare(self) -> bool:
        """Each event counts once, whoever acted."""
        return not self.distinct and self.agencies <= 1


@dataclass(frozen=True, slots=True)
class Run:
    """4. So many one after another up to the anchor, unbroken (the operator `prev`)."""

    of: Events
    at_least: int
    broken_by: Events
    days: int | None
    same_agency: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """4. One before the anchor in tie order; `same_adult`: about the adult the anchor is about."""

    of: Events
    days: int | None
    same_adult: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """5. None in the interval around the anchor; falls due when `after` has passed."""

    of: Events
    before: int | None  # days; None: ever
    searches_before: bool
    after: Duration | None


@dataclass(frozen=True, slots=True)
class Due:
    """5. Nothing that answers the anchor by the limit."""

    by: Events
    limit: Duration


@dataclass(frozen=True, slots=True)
class State:
    """6. One of these states of the child, a sibling, or an order is in force."""

    names: tuple[str, ...]
    whose: Literal["child", "sibling", "order"] = "child"
    at_due: bool = False


@dataclass(frozen=True, slots=True)
class Adult:
    """7. An adult of the household, or the adult the anchor is about, carries a marker then."""

    markers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """8. Accounts of different agencies differ, within so many days."""

    about: str
    days: int
    agencies: int


@dataclass(frozen=True, slots=True, eq=False)
class FindingTest:
    """Findings of a lower stratum. Compared by identity, as tests are."""

    strengths: frozenset[str]
    groups: frozenset[str] = frozenset()
    not_groups: frozenset[str] = frozenset()
    not_kind: int = 0
    not_expecting: str = ""


@dataclass(frozen=True, slots=True)
class CountFindings:
    """3, over findings."""

    of: FindingTest
    at_least: int
    days: int | None
    distinct: str = ""  # group or indicator
    agencies: int = 1


@dataclass(frozen=True, slots=True)
class All:
    """9. Every one of these, on the same anchor."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """9. One of these, on the same anchor."""

    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """9. Not this, on the same anchor; unknown stays unknown."""

    of: Condition


Condition: TypeAlias = (
    Age | Count | Run | Earlier | Absent | State | Adult | Conflict | CountFindings | All | Any | Not
)


@dataclass(frozen=True, slots=True)
class Limb:
    """Anchor, conditions on it, and perhaps a deadline. Any one limb fires its card.

    `on_the_day` and `at_due` are `also` in two: asked of the anchor's day, and of the day the limit passes.
    """

    reason: str
    strength: str
    anchor: Events | FindingTest
    also: tuple[Condition, ...] = ()
    due: Due | None = None
    on_the_day: tuple[Condition, ...] = field(init=False, repr=False, compare=False)
    at_due: tuple[State, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        at_due = tuple(one for one in self.also if isinstance(one, State) and one.at_due)
        object.__setattr__(self, "at_due", at_due)
        object.__setattr__(self, "on_the_day", tuple(one for one in self.also if one not in at_due))
