"""May this decision end a concern? The answer is empty, or says why it is refused and what would do."""

from __future__ import annotations

from tocsin.concerns.concern import Decision
from tocsin.concerns.grouping import Anchor
from tocsin.concerns.roles import acting_agency, level, resolve, role_words, roles
from tocsin.indicators.terms import CardTerms

# A first-line manager: below that nobody ends a concern alone.
MANAGER = 2


def needed_level(terms: CardTerms, anchor: Anchor) -> int:
    agency = acting_agency(anchor.event.agencies if anchor.event else ())
    return max(MANAGER, level(resolve(terms.escalate_to, agency)))


def has_authority(decision: Decision, terms: CardTerms, *, anchor: Anchor) -> bool:
    role = roles().get(decision.role)
    return role is not None and role.stands_down and role.level >= needed_level(terms, anchor)


def has_reason(decision: Decision) -> bool:
    return bool(decision.reason.strip())


def is_in_time(decision: Decision, anchor: Anchor) -> bool:
    """Nobody can stand down what is not yet known."""
    return decision.on >= anchor.on


def refusal(decision: Decision, terms: CardTerms, *, anchor: Anchor) -> str:
    """One sentence; "" when the decision ends the concern from this anchor on."""
    if decision.decision != "stand_down":
        return f'"{decision.decision}" ends no concern; only "stand_down" does.'
    if not has_reason(decision):
        return "A decision without a reason ends nothing. Write the reason."
    if not has_authority(decision, terms, anchor=anchor):
        return f"The role {_named(decision.role)} may not stand this concern down. {_who_may(terms, anchor)}"
    if not is_in_time(decision, anchor):
        return "The decision is dated before the concern was raised. Check its date."
    return ""


def _named(role: str) -> str:
    return f'"{role_words(role)}"' if role in roles() else f'"{role}" (not in the list of roles)'


def _who_may(terms: CardTerms, anchor: Anchor) -> str:
    agency = acting_agency(anchor.event.agencies if anchor.event else ())
    return f"It takes a {role_words(resolve(terms.escalate_to, agency))} or a role of that level or above."
