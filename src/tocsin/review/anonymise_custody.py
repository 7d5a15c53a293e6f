"""What an anonymised report may hold of what courts, prisons and probation said.

Public protection arrangements, the victim's side, courts, addresses and the council are left out; the days,
the law and what must be done stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from tocsin.custody.facts import Adult
from tocsin.review.custody_words import said
from tocsin.review.schema import EventOut, PersonOut, Review
from tocsin.review.schema_custody import CustodyOut, SentenceOut, StandingOut

HIDDEN = "[not shown]"
LEAST = 4  # letters; shorter words would hide much that names nothing


def known_people(review: Review) -> Iterator[PersonOut]:
    """Everybody of the review, each with all names that the custody file gives besides."""
    names = {one.person or own_id(one): one for one in review.custody}
    for person in [*review.people, *review.children]:
        further = names.pop(person.id).names if person.id in names else []
        yield msgspec.structs.replace(person, names=list(dict.fromkeys([*person.names, *further])))
    for identity, one in names.items():
        yield PersonOut(identity, "adult", one.label, list(one.names), [])


def own_id(one: CustodyOut) -> str:
    """Of an adult that is nobody of the review's people."""
    return f"custody/{one.id}"


def open_custody(adults: Iterable[CustodyOut]) -> list[CustodyOut]:
    """Without what is restricted, and without words that only say where."""
    return [_open(one) for one in adults]


def _open(one: CustodyOut) -> CustodyOut:
    return msgspec.structs.replace(
        one,
        names=[],
        restricted=[],
        notices=[it for it in one.notices if not it.restricted],
        tell=list(_tell(one)),
        next=list(_next(one)),
        dates=[msgspec.structs.replace(it, official_source="") for it in one.dates],
        sentences=[_sentence(it) for it in one.sentences],
        offences=[_standing(it) for it in one.offences],
        ties=[msgspec.structs.replace(it, source="") for it in one.ties],
    )


def _tell(one: CustodyOut) -> Iterator[str]:
    """Who is restricted is named in no line of the first screen."""
    told = {it.to for it in one.notices if not it.restricted}
    secret = {it.to for it in one.notices if it.restricted} - told
    for line in one.tell:
        for name in secret:
            line = line.replace(name, HIDDEN)
        yield line


def _next(one: CustodyOut) -> Iterator[str]:
    """Without what only those would do who are restricted: the act itself says what it is about."""
    secret = {
        f"{it.to[:1].upper()}{it.to[1:]}: {it.next_act.rstrip('.')}." for it in one.notices if it.restricted
    }
    yield from (line for line in one.next if line not in secret)


def open_events(events: Iterable[EventOut]) -> list[EventOut]:
    """That arrangements were made may be told; what they are may not."""
    return [_quiet(one) if _is_restricted(one) else one for one in events]


def _is_restricted(one: EventOut) -> bool:
    return one.type in said().restricted_events or "true" in one.attributes.get("restricted", ())


def _quiet(one: EventOut) -> EventOut:
    accounts = [msgspec.structs.replace(told, words=HIDDEN) for told in one.accounts]
    attributes = {"restricted": ["true"]}
    return msgspec.structs.replace(one, words=HIDDEN, action="", attributes=attributes, accounts=accounts)


def _sentence(one: SentenceOut) -> SentenceOut:
    return msgspec.structs.replace(one, court="")


def _standing(one: StandingOut) -> StandingOut:
    return msgspec.structs.replace(one, source="")


def relabelled(
    made: Sequence[CustodyOut], known: Sequence[CustodyOut], labels: Mapping[str, str]
) -> list[CustodyOut]:
    """The cleaned adults under their pseudonyms: an id may itself be a name."""
    return [
        msgspec.structs.replace(
            one,
            id=f"custody-{number}",
            label=labels.get(before.person or own_id(before), f"Adult {number}"),
        )
        for number, (one, before) in enumerate(zip(made, known, strict=True), 1)
    ]


def words_to_hide(adults: Iterable[Adult], authority: str) -> list[str]:
    """Addresses, councils, courts and case numbers of custody.yaml."""
    found = [authority]
    for adult in adults:
        found += [one.address for one in adult.addresses] + [one.authority for one in adult.addresses]
        found += [one.address for one in adult.movements] + [one.court for one in adult.sentences]
        found += [one.source for one in adult.offences] + [one.source for one in adult.official_dates]
        found += [one.source for one in adult.appeals]
        found += [victim.relation for victim in adult.victims]
    return list(dict.fromkeys(word for word in found if len(word) >= LEAST))


def hidden_pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    longest = sorted({word.strip() for word in words if len(word.strip()) >= LEAST}, key=len, reverse=True)
    spelled = [r"\s+".join(re.escape(part) for part in word.split()) for word in longest]
    return re.compile("|".join(rf"(?<!\w){one}(?!\w)" for one in spelled), re.IGNORECASE) if spelled else None
