"""Where accounts do not agree: of one event, and of who lives in the home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.chronology.alikeness import rules
from tocsin.chronology.event import Event
from tocsin.chronology.parts import Difference
from tocsin.identity.names import role_code, roles_table


def differences_of(events: Sequence[Event]) -> tuple[Difference, ...]:
    return (*_of_accounts(events), *_said_once(_of_household(events)))


def _said_once(differences: Iterable[Difference]) -> Iterator[Difference]:
    """The same difference between two agencies' accounts is told at its first events."""
    told: set[tuple[str, str]] = set()
    for difference in differences:
        key = (difference.words, difference.events[0])
        if key not in told:
            told.add(key)
            yield difference


def _of_accounts(events: Sequence[Event]) -> Iterator[Difference]:
    for event in events:
        for account in event.accounts:
            for about in account.differs:
                first = event.accounts[0]
                words = f"{_names(first.agencies)} and {_names(account.agencies)} give a different {about}."
                words = words.replace("a different who was there", "different accounts of who was there")
                yield Difference(about, words, (event.id,), (*first.agencies, *account.agencies))


def _names(agencies: Sequence[str]) -> str:
    return " and ".join(agency.replace("_", " ") for agency in agencies)


@dataclass(frozen=True, slots=True)
class Claim:
    """An agency's account names these adults in the home; `whole` if it names everybody."""

    event: Event
    agencies: tuple[str, ...]
    on: date
    adults: frozenset[str]
    whole: bool


def _of_household(events: Sequence[Event]) -> Iterator[Difference]:
    """One account leaves out an adult whom another agency's account of that time puts in the home."""
    claims = [claim for event in events if (claim := _claim(event)) is not None]
    reach = timedelta(days=rules()["household"]["within_days"])
    for whole in (claim for claim in claims if claim.whole):
        for other in claims:
            missing = other.adults - whole.adults
            apart = abs(other.on - whole.on) <= reach and not set(other.agencies) & set(whole.agencies)
            if missing and apart:
                yield _household(whole, other, sorted(missing))


def _household(whole: Claim, other: Claim, missing: Sequence[str]) -> Difference:
    adults = ", ".join(role.replace("_", " ") for role in missing)
    one, two = _names(whole.agencies), _names(other.agencies)
    words = f"{two} place {adults} in the home; the account of {one} does not."
    events = (whole.event.id, other.event.id)
    return Difference("household", words, events, (*whole.agencies, *other.agencies))


def _claim(event: Event) -> Claim | None:
    table = rules()["household"]
    listed = event.attributes.get(table["whole"].get(event.type, ""), ())
    if listed:
        return _of(event, listed, whole=True)
    present = event.attributes.get(table["present"], ())
    joins = table["joins"].get(event.type, ())
    if set(joins) & set(event.attributes.get("change", ())):
        present = (*present, *event.attributes.get("person_role", ()))
    return _of(event, present, whole=False) if present else None


def _of(event: Event, listed: Sequence[str], *, whole: bool) -> Claim | None:
    roles = {role for word in listed if (role := role_code(word))} - set(roles_table()["child_roles"])
    adults = frozenset(roles)
    return Claim(event, event.agencies, event.when.start, adults, whole) if adults or whole else None
