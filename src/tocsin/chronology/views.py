"""The chronology as one agency alone held it, or as all together had it on one day.

What several agencies tell is joined anew from the accounts that the view holds: an agency that did not know
another's account knows neither its date nor what else it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tocsin.chronology.corroborate import corroborated
from tocsin.chronology.differences import differences_of
from tocsin.chronology.event import Event
from tocsin.chronology.knowing import FAMILY
from tocsin.chronology.parts import Chronology


def agencies_knowing(event: Event) -> tuple[str, ...]:
    """`family_public` is no agency: what only the family knew was not knowable."""
    if not event.knowable:
        return ()
    return tuple(dict.fromkeys(known.agency for known in event.known if known.agency != FAMILY))


def knew_by(event: Event, day: date) -> bool:
    return event.knowable and any(one.since <= day for one in event.known if one.agency != FAMILY)


def known_on(chronology: Chronology, day: date) -> Chronology:
    """What any agency knew on the evening of `day`; a withdrawal that came later has not happened."""
    return of_tellings(
        chronology, [_as_known(event, day) for event in tellings_of(chronology) if knew_by(event, day)]
    )


def _as_known(event: Event, day: date) -> Event:
    known = (one for one in event.known if one.since <= day)
    return replace(
        event, known=tuple(replace(k, until=None) if k.until and k.until > day else k for k in known)
    )


def held_alone(chronology: Chronology, agency: str) -> Chronology:
    """What one agency held or was told, its own words first where it wrote any."""
    mine = [event for event in tellings_of(chronology) if agency in agencies_knowing(event)]
    cut = of_tellings(chronology, mine)
    return replace(cut, events=tuple(_in_its_words(event, agency) for event in cut.events))


def _in_its_words(event: Event, agency: str) -> Event:
    own = [account for account in event.accounts if agency in account.agencies]
    if not own:
        return replace(event, known=tuple(one for one in event.known if one.agency == agency))
    told = [account for account in event.accounts if account not in own]
    return replace(event, accounts=(*own, *told), words=own[0].words or event.words)


def tellings_of(chronology: Chronology) -> tuple[Event, ...]:
    return chronology.tellings or chronology.events


def of_tellings(chronology: Chronology, tellings: Sequence[Event]) -> Chronology:
    """The chronology of these alone. A joint event keeps its id, whoever's account is left."""
    events, joined_into = corroborated(tellings)
    names = _names(events, joined_into, {event.id for event in tellings}, chronology)
    keys = {event.id: event.key for event in chronology.events}
    named = tuple(_named(event, names, keys) for event in events)
    kept = {event.id for event in named}
    return replace(
        chronology,
        events=named,
        tellings=tuple(tellings),
        unmapped=tuple(one for one in chronology.unmapped if one.first_event in kept),
        differences=differences_of(named),
        assumed_known=sum(any(known.assumed for known in event.known) for event in named),
        flags=tuple(one for one in chronology.flags if one.event in kept),
    )


def _names(
    events: Iterable[Event], joined_into: Mapping[str, str], told: set[str], chronology: Chronology
) -> Mapping[str, str]:
    """By id: the joint event's, for the one that holds its first account, else for the first that is left."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for event in events:
        whole = chronology.joined_into.get(event.id, event.id)
        holder = joined_into.get(whole, whole) if whole in told else event.id
        if holder == event.id and whole not in taken:
            taken.add(whole)
            names[event.id] = whole
    return names


def _named(event: Event, names: Mapping[str, str], keys: Mapping[str, str]) -> Event:
    name = names.get(event.id, event.id)
    row = names.get(event.derived_from, event.derived_from)
    if name == event.id and row == event.derived_from:
        return event
    return replace(event, id=name, key=keys.get(name, event.key), derived_from=row)
