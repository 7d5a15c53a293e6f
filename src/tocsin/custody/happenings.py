"""What is stated of an adult in the custody file -> dated happenings, in the vocabulary's words.

A conviction, a caution, an accusation and an acquittal are four things and stay so. A conviction that was
overturned ends on the day of that decision: what stood until then is kept, and marks nobody from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tocsin.custody.facts import Adult, Movement, Offence, RiskAssessment, Tie
from tocsin.custody.joining import agency_of, joined_table
from tocsin.custody.offences import trigger_of

Attributes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Happening:
    """`path` is where custody.yaml says it. `children` names those it is about where the fact itself does;
    otherwise they are found by who was near. `ended_on`: from that day the fact stands no more."""

    type: str
    on: date
    path: str
    words: str
    attributes: Attributes = field(default_factory=dict)
    known_from: date | None = None
    agency: str = ""
    ended_on: date | None = None
    address: str = ""
    near_on: date | None = None  # the day on which a child must be near, where it is not `on`
    children: tuple[str, ...] = ()


def said(**attributes: object) -> dict[str, tuple[str, ...]]:
    """Attributes with what is not stated left out."""
    return {name: (_as_words(value),) for name, value in attributes.items() if value not in (None, "")}


def _as_words(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def happenings_of(adult: Adult, path: str) -> list[Happening]:
    """Everything but what is reckoned from sentences, in the order of the file."""
    return [
        *_offences(adult, path),
        *_assessments(adult.assessments, path),
        *_earlier_children(adult, path),
        *_movements(adult, path),
        *_conditions(adult, path),
        *_parole(adult, path),
        *_mappa(adult, path),
        *_ties(adult, path),
        *_addresses(adult, path),
        *_pregnancies(adult, path),
    ]


# what was proved, and what was said -----------------------------------------------------------------


def _offences(adult: Adult, path: str) -> Iterator[Happening]:
    for n, offence in enumerate(adult.offences):
        where = f"{path}.offences.{n}"
        kinds = {"convicted": "conviction", "quashed": "conviction", "cautioned": "caution"}
        kind = kinds.get(offence.outcome, "acquittal" if offence.outcome == "acquitted" else "accusation")
        if kind == "conviction":
            yield from _conviction(adult, offence, where)
        elif offence.outcome_on:
            yield Happening(
                kind,
                offence.outcome_on,
                where,
                f"{_OUTCOME[offence.outcome]}: {_title(offence)}.",
                said(offence=_title(offence), outcome=offence.outcome, reference=offence.ref)
                | _of_child(offence),
                offence.known_from,
                agency_of(offence.source),
            )


_OUTCOME = {
    "cautioned": "Cautioned",
    "acquitted": "Acquitted",
    "charged": "Charged, with no verdict recorded",
    "alleged": "Accused, with no charge recorded",
    "no_further_action": "Accused; the police took no further action",
}


def _conviction(adult: Adult, offence: Offence, where: str) -> Iterator[Happening]:
    overturned, source = _overturned(adult, offence)
    on = _convicted_on(adult, offence)
    if on:
        spent = " Spent since; it may be weighed only where the law allows." if offence.spent == "yes" else ""
        part = _PART.get(offence.part, "")
        yield Happening(
            "conviction",
            on,
            where,
            f"Convicted: {_title(offence)}.{part}{spent}",
            said(
                offence=_title(offence),
                part=offence.part if offence.part != "not_stated" else "",
                spent=True if offence.spent == "yes" else "",
                reference=offence.ref,
            )
            | _of_child(offence),
            offence.known_from,
            agency_of(offence.source),
            overturned,
        )
    if overturned:
        words = f"Conviction overturned: {_title(offence)}. It counts for nothing from this day."
        yield Happening(
            "conviction_overturned",
            overturned,
            where,
            words,
            said(offence=_title(offence), reference=offence.ref),
            None,
            agency_of(source),
        )


_PART = {
    "caused": " The court found that this adult did the harm.",
    "allowed": " The court found that this adult did not prevent the harm.",
    "not_determined": " The court did not say whether this adult did the harm or did not prevent it.",
}


def _overturned(adult: Adult, offence: Offence) -> tuple[date | None, str]:
    sentences = {one.ref for one in adult.sentences if one.offence == offence.ref}
    for appeal in adult.appeals:
        about = appeal.offence == offence.ref or (not appeal.offence and appeal.sentence in sentences)
        if about and appeal.outcome == "conviction_quashed":
            return appeal.decided_on, appeal.source
    return (offence.outcome_on, offence.source) if offence.outcome == "quashed" else (None, "")


def _convicted_on(adult: Adult, offence: Offence) -> date | None:
    """The day stated; else that of the sentence, by which it had been proved."""
    days = [one.sentenced_on for one in adult.sentences if one.offence == offence.ref]
    stated = offence.outcome_on if offence.outcome == "convicted" else None
    return stated or min(days, default=None)


def _title(offence: Offence) -> str:
    return offence.title or offence.code or "offence not named"


def _of_child(offence: Offence) -> dict[str, tuple[str, ...]]:
    """As stated; else an offence that can only be one against a child says so by its name or code."""
    if offence.child_victim != "not_stated":
        return said(child_victim=offence.child_victim == "yes")
    return said(child_victim=True) if trigger_of(offence) else {}


def _assessments(assessments: Iterable[RiskAssessment], path: str) -> Iterator[Happening]:
    """Each stands until a later one says otherwise."""
    every = list(assessments)
    for n, one in enumerate(every):
        later = [other.on for other in every if other.on > one.on and other.outcome != one.outcome]
        yield Happening(
            "child_risk_assessed",
            one.on,
            f"{path}.assessments.{n}",
            f"Assessed for risk to children: {_RISK[one.outcome]} ({one.by}).",
            said(outcome=one.outcome, by_role=one.by, review_by=one.review_by),
            one.known_from,
            agency_of(one.by),
            min(later, default=None),
        )


_RISK = {
    "poses_risk": "assessed as posing a risk",
    "does_not": "assessed as posing none",
    "not_decided": "not decided",
}


def _earlier_children(adult: Adult, path: str) -> Iterator[Happening]:
    for n, one in enumerate(adult.earlier_children):
        yield Happening(
            "earlier_child",
            one.on,
            f"{path}.earlier_children.{n}",
            _EARLIER[one.what],
            said(outcome=one.what),
            one.known_from,
            agency_of(one.source),
        )


_EARLIER = {
    "removed": "An earlier child of this adult was taken into care by order of a court.",
    "died_unexplained": "An earlier child in this adult's care died, and the death was not explained.",
    "found_harmed": "A court found that an earlier child came to harm in this adult's care.",
}


# custody, licence, parole ---------------------------------------------------------------------------


def _movements(adult: Adult, path: str) -> Iterator[Happening]:
    for n, one in enumerate(adult.movements):
        kind, words = _MOVED.get(one.kind, ("", ""))
        if kind:
            yield Happening(
                kind,
                one.on,
                f"{path}.movements.{n}",
                f"{words}{_why(one)}.",
                said(
                    type=one.recall if one.kind == "recalled" else "",
                    legal_basis=one.kind if kind == "custody_started" else "",
                    reason=one.reason if kind != "custody_started" else "",
                    address=one.address,
                    until=one.until,
                ),
                one.known_from,
                address=one.address,
            )


_MOVED = {
    "remanded": ("custody_started", "Remanded in custody"),
    "received": ("custody_started", "Custody began"),
    "returned": ("custody_started", "Returned to custody"),
    "recaptured": ("custody_started", "Back in custody after being at large"),
    "released": ("custody_release", "Released from custody"),
    "temporary_release": ("temporary_release", "Temporary release"),
    "recalled": ("recall", "Recalled to custody"),
    "escaped": ("escape_from_custody", "Escaped, or did not return to custody"),
}


def _why(one: Movement) -> str:
    until = f" until {one.until:%-d %B %Y}" if one.until else ""
    return f"{until}: {one.reason.rstrip('.')}" if one.reason else until


def _conditions(adult: Adult, path: str) -> Iterator[Happening]:
    """Conditions that begin on one day are set together."""
    starts: dict[tuple[date, str], list[int]] = {}
    for n, one in enumerate(adult.conditions):
        day = one.first or _first_release(adult)
        if day:
            starts.setdefault((day, one.instrument), []).append(n)
    for (day, instrument), numbers in starts.items():
        held = [adult.conditions[n] for n in numbers]
        bars = any(one.about in joined_table()["no_contact"] for one in held)
        words = "; ".join(one.words or one.about.replace("_", " ") for one in held)
        yield Happening(
            "licence_conditions_set",
            day,
            f"{path}.conditions.{numbers[0]}",
            f"Conditions of the {instrument.replace('_', ' ')}: {words}.",
            {"condition": tuple(dict.fromkeys(one.about for one in held)), **said(no_contact=bars or "")},
        )


def _first_release(adult: Adult) -> date | None:
    return min((one.on for one in adult.movements if one.kind == "released"), default=None)


def _parole(adult: Adult, path: str) -> Iterator[Happening]:
    for n, one in enumerate(adult.parole):
        if one.decided_on and one.outcome:
            yet = " This is provisional and not yet final." if one.provisional == "yes" else ""
            yield Happening(
                "parole_decision",
                one.decided_on,
                f"{path}.parole.{n}",
                f"The Parole Board decided: {one.outcome.replace('_', ' ')}.{yet}",
                said(outcome=one.outcome, provisional=True if one.provisional == "yes" else ""),
                one.known_from,
            )


def _mappa(adult: Adult, path: str) -> Iterator[Happening]:
    """A category and a level are facts held restricted, and say nothing of what will happen."""
    for n, one in enumerate(adult.mappa):
        level = f", level {one.level}" if one.level else ""
        about = f"public protection arrangements, category {one.category}{level}"
        attributes = said(category=one.category, level=one.level, restricted=True)
        where = f"{path}.mappa.{n}"
        if one.first:
            yield Happening("mappa_management", one.first, where, f"Managed under the {about}.", attributes)
        if one.last:
            words = f"No longer managed under the {about}."
            yield Happening("mappa_management_ended", one.last, where, words, attributes)


# near a child ---------------------------------------------------------------------------------------


def _ties(adult: Adult, path: str) -> Iterator[Happening]:
    """Living with a child, or being a parent's partner, is a change of the home on the day it was known."""
    for n, one in enumerate(adult.ties):
        living = one.lives_with == "yes"
        if living or one.relation in joined_table()["partners"]:
            change = "adult_joined" if living else "new_partner"
            words = "Lives in the child's home" if living else "Partner of the child's parent"
            if day := one.first or one.known_from:
                yield _at_home(one, f"{path}.ties.{n}", day, change=change, words=words)
            if one.last:
                gone = "adult_left" if living else "partner_left"
                yield _at_home(one, f"{path}.ties.{n}", one.last, change=gone, words="That has ended")


def _at_home(one: Tie, where: str, day: date, *, change: str, words: str) -> Happening:
    return Happening(
        "household_change",
        day,
        where,
        f"{words}{_by(one.source)}.",
        said(change=change, person_role=one.relation, verified=one.verified),
        one.known_from if day == (one.first or one.known_from) else None,
        agency_of(one.source),
        children=(one.child,),
    )


def _addresses(adult: Adult, path: str) -> Iterator[Happening]:
    changes = {"visits": "frequent_visitor", "home": "adult_joined"}
    for n, one in enumerate(adult.addresses):
        day = one.first or one.known_from
        if one.kind in changes and one.children and day:
            does = "Often visits" if one.kind == "visits" else "Lives at"
            yield Happening(
                "household_change",
                day,
                f"{path}.addresses.{n}",
                f"{does} an address where the child lives or visits{_by(one.source)}.",
                said(change=changes[one.kind], person_role=adult.role),
                one.known_from,
                agency_of(one.source),
                children=one.children,
            )


def _pregnancies(adult: Adult, path: str) -> Iterator[Happening]:
    for n, one in enumerate(adult.pregnancies):
        weeks = (280 - (one.due - one.known_from).days) // 7
        home = " and will live with the baby" if one.lives_with_mother == "yes" else ""
        role = one.relation.replace("_", " ") or "parent"
        yield Happening(
            "pregnancy_notified",
            one.known_from,
            f"{path}.pregnancies.{n}",
            f"A baby is due on {one.due:%-d %B %Y}; this adult is named as {role}{home}{_by(one.source)}.",
            said(person_role=one.relation, gestation_weeks=weeks if 0 < weeks <= 42 else ""),
            one.known_from,
            agency_of(one.source),
            children=(one.child,),
        )


def _by(source: str) -> str:
    return f" ({source.rstrip('.')})" if source else ""
