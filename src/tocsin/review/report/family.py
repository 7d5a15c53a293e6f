"""The child's story as the records tell it: seen or not, her words, her home, her injuries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from tocsin.review.report import page_one, terms
from tocsin.review.report.reading import Reading, from_until, further_accounts, place
from tocsin.review.schema import EventOut, Interval, MembershipOut, PersonOut, SeenGap


@dataclass(frozen=True)
class LastSeen:
    child: str
    seen: EventOut | None
    alone: EventOut | None


@dataclass(frozen=True)
class Sibling:
    person: PersonOut
    age: str
    relations: list[str]
    lived: list[str]
    events: int
    concerns: int


@dataclass(frozen=True)
class Stay:
    who: str
    role: str
    when: str
    account: str
    checked: str
    source: str
    markers: list[str]


@dataclass(frozen=True)
class Explanation:
    who: str
    when: str
    agencies: str
    words: str
    event: str
    how: str  # why it stands beside this injury
    code: str = ""


@dataclass(frozen=True)
class Injury:
    event: EventOut
    number: int
    what: str
    explanations: list[Explanation]


def last_seen(reading: Reading) -> list[LastSeen]:
    rows = []
    for child in reading.subjects:
        mine = [event for event in reading.events if event.child == child.id]
        seen = [event for event in mine if event.seen == "yes"]
        alone = [event for event in mine if event.seen_alone == "yes"]
        rows.append(LastSeen(child.label, seen[-1] if seen else None, alone[-1] if alone else None))
    return rows


def longest_gaps(reading: Reading, shown: int = 10) -> list[SeenGap]:
    return sorted(gaps_shown(reading), key=lambda gap: (-gap.days, gap.start))[:shown]


def gaps_shown(reading: Reading) -> list[SeenGap]:
    """Nobody talks alone with a baby: the time before the age of `seen_alone_from` is no gap."""
    cut = (_from_age(reading, gap) for gap in reading.review.seen_gaps)
    return [gap for gap in cut if gap.days > 0]


def _from_age(reading: Reading, gap: SeenGap) -> SeenGap:
    child = reading.person_by_id.get(gap.child)
    if gap.kind != "seen_alone" or child is None or child.born is None:
        return gap
    old = _birthday(child.born.start, terms.terms().seen_alone_from)
    if gap.start >= old:
        return gap
    return msgspec.structs.replace(gap, start=old, days=(gap.end - old).days)


def _birthday(born: date, years: int) -> date:
    """A child born on 29 February comes of an age on 1 March."""
    leap = (born.month, born.day) == (2, 29)
    return date(born.year + years, 3, 1) if leap else born.replace(year=born.year + years)


def no_words(reading: Reading) -> str:
    """What is said where no record holds a child's own words: a baby has none."""
    said, end = terms.terms(), page_one.end_of(reading)
    born = [child.born.end for child in reading.subjects if child.born]
    young = [day for day in born if end < _birthday(day, said.own_words_from)]
    return said.no_words_baby if born and len(young) == len(reading.subjects) else said.no_words


def own_words(reading: Reading) -> list[EventOut]:
    return [event for event in reading.events if event.voice]


def siblings(reading: Reading) -> list[Sibling]:
    review = reading.review
    last = review.harm_on or review.period_end or review.as_of
    return [_sibling(reading, child, terms.age(child.born, last)) for child in review.children]


def _sibling(reading: Reading, child: PersonOut, age: str) -> Sibling:
    review = reading.review
    relations = [
        f"{terms.relationship(r.kind)} of {reading.person(r.other)}"
        for r in review.relationships
        if r.person == child.id
    ]
    stays = [m for home in review.households for m in home.members if m.person == child.id]
    return Sibling(
        child,
        age or (f"expected {terms.day(child.due)}" if child.due else "age not stated"),
        relations,
        [f"{from_until(m.since, m.until)} ({terms.agency(m.asserted_by)})" for m in stays],
        sum(event.child == child.id for event in reading.events),
        sum(concern.child == child.id for concern in reading.concerns),
    )


def homes(reading: Reading) -> list[tuple[str, list[Stay]]]:
    """Each household with every stay anybody asserted, adults first."""
    named = []
    for number, home in enumerate(reading.review.households, 1):
        members = sorted(
            home.members, key=lambda m: (_is_child(reading, m), m.since.start.toordinal() if m.since else 0)
        )
        named.append((f"Home {number}", [_stay(reading, member) for member in members]))
    return named


def _is_child(reading: Reading, member: MembershipOut) -> bool:
    person = reading.person_by_id.get(member.person)
    return person is not None and person.kind == "child"


def _stay(reading: Reading, member: MembershipOut) -> Stay:
    person = reading.person_by_id.get(member.person)
    return Stay(
        who=reading.person(member.person),
        role=role_words(person),
        when=from_until(member.since, member.until),
        account=terms.agency(member.asserted_by),
        checked=checked_words(reading, member.person, member.verified),
        source=place(member.source),
        markers=[terms.plain(marker) for marker in person.markers] if person else [],
    )


def checked_words(reading: Reading, person: str, verified: str) -> str:
    """Adults are checked; of a child it is said only where a record does."""
    known = reading.person_by_id.get(person)
    unsaid = (
        terms.verified(verified) == terms.verified("not_stated")
        and known is not None
        and known.kind == "child"
    )
    return "" if unsaid else terms.verified(verified)


def role_words(person: PersonOut | None) -> str:
    if person is None or not person.roles:
        return "role not stated"
    return ", ".join(terms.relationship(role) for role in person.roles)


def homeless_adults(reading: Reading) -> list[PersonOut]:
    """Adults of the records whom nobody places in a home; workers are not among them."""
    placed = {member.person for home in reading.review.households for member in home.members}
    adults = [p for p in reading.review.people if p.kind == "adult" and p.id not in placed]
    return [person for person in adults if "professional" not in person.roles]


def homeless_words(reading: Reading) -> list[tuple[str, int]]:
    """Each such adult in words, and how many entries say the same."""
    said = Counter(_adult_words(adult) for adult in homeless_adults(reading))
    return sorted(said.items())


def _adult_words(adult: PersonOut) -> str:
    role = role_words(adult)
    said = adult.label if adult.label.lower() == role.lower() else f"{adult.label} ({role})"
    markers = ", ".join(terms.plain(marker) for marker in adult.markers)
    return terms.capital(f"{said}: {markers}" if markers else said)


def injuries(reading: Reading) -> list[Injury]:
    kinds = terms.terms().injury_types
    hurt = [event for event in reading.events if event.type in kinds]
    beside = _explanations(reading, hurt)
    return [Injury(event, n, injury_words(event), beside[event.id]) for n, event in enumerate(hurt, 1)]


def injury_words(event: EventOut) -> str:
    """`bruise: cheek (right)`."""
    found = event.attributes
    what = terms.listed([terms.attribute(code) for code in found.get("kind", [])]) or event.type_words
    where = terms.listed([terms.attribute(code) for code in found.get("site", [])])
    side = f" ({', '.join(found['side'])})" if found.get("side") else ""
    return terms.capital(f"{what}: {where}{side}" if where else f"{what}{side}")


def _explanations(reading: Reading, hurt: list[EventOut]) -> dict[str, list[Explanation]]:
    beside: dict[str, list[Explanation]] = {event.id: _own(event) for event in hurt}
    for told in reading.events:
        if told.type in terms.terms().explanation_types:
            event, how = _told_about(told, hurt)
            if event is not None:
                beside[event.id].append(_explanation(told, how))
    return beside


def _own(event: EventOut) -> list[Explanation]:
    """What the injury's own record says, then each further account that tells it otherwise."""
    found = event.attributes
    code = terms.listed([terms.attribute(value) for value in found.get("explanation", [])])
    who = terms.listed([terms.plain(value) for value in found.get("explanation_source", [])])
    said = [
        Explanation(
            who or "as recorded",
            terms.span(event.happened),
            terms.agencies(event.agencies),
            event.words,
            event.id,
            "the record of the injury",
            code,
        )
    ]
    for account in further_accounts(event):
        said.append(
            Explanation(
                "as recorded",
                terms.span(account.happened),
                terms.agencies(account.agencies),
                account.words,
                event.id,
                "another account of it",
            )
        )
    return said


def _explanation(told: EventOut, how: str) -> Explanation:
    who = terms.listed([terms.plain(by) for by in told.attributes.get("by", [])])
    code = terms.listed([terms.attribute(value) for value in told.attributes.get("explanation", [])])
    changed = told.attributes.get("changed_from", [])
    more = f" (said to have changed from: {terms.plain(', '.join(changed))})" if changed else ""
    return Explanation(
        who or "not stated by whom",
        terms.span(told.happened),
        terms.agencies(told.agencies),
        told.words + more,
        told.id,
        how,
        code,
    )


def _told_about(told: EventOut, hurt: list[EventOut]) -> tuple[EventOut | None, str]:
    named = {told.derived_from, *told.attributes.get("about_event", [])}
    for event in hurt:
        if event.id in named:
            return event, "names this injury"
    latest = told.happened.end
    span = timedelta(days=terms.terms().explanation_days)
    before = [e for e in hurt if e.child == told.child and _within(e.happened, latest, span)]
    return (before[-1], "the latest injury before it") if before else (None, "")


def _within(happened: Interval, latest: date, span: timedelta) -> bool:
    return happened.start <= latest <= happened.end + span
