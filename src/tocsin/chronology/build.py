"""Records and people -> one chronology: events in order, each with who knew it when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from tocsin.chronology.births import with_births
from tocsin.chronology.coding.propose import propose
from tocsin.chronology.coding.words import Proposal
from tocsin.chronology.corroborate import corroborated
from tocsin.chronology.differences import differences_of
from tocsin.chronology.drafts import Draft, coded_drafts, prose_drafts, words_of
from tocsin.chronology.event import Account, Event
from tocsin.chronology.family_words import FamilyWords
from tocsin.chronology.home import with_memberships
from tocsin.chronology.knowing import Request, knowing_of
from tocsin.chronology.named_adults import NamedAdults, with_named_roles
from tocsin.chronology.naming import agencies_named, derivations
from tocsin.chronology.order import ids_of, in_order, keys_of
from tocsin.chronology.parts import Chronology
from tocsin.chronology.plan_children import with_the_plans_children
from tocsin.chronology.seen import Told, seen_of
from tocsin.chronology.tally import counts_of, flags_of, notes_of, unmapped_of
from tocsin.chronology.versions import closed
from tocsin.chronology.vocabulary import Vocabulary, data_table
from tocsin.identity.children import ChildIndex
from tocsin.identity.mentions import AdultIndex
from tocsin.identity.people import People
from tocsin.records.record import FileRead, Record

Codings = Mapping[str, Sequence[Proposal]]


def build(
    reads: Sequence[FileRead], people: People, *, codings: Codings, vocabulary: Vocabulary, today: date
) -> Chronology:
    """`codings` is what stands for a row of prose, by record id; a row not in it is proposed on."""
    records = [record for read in reads for record in read.records]
    named = NamedAdults(people)
    drafts = in_order(with_named_roles(_drafts(records, people, codings, vocabulary), named))
    events = closed(_events(drafts, people, vocabulary, named), drafts)
    kept, joined_into = corroborated(events)
    known = with_memberships(with_births(people, kept), kept, {record.id: record for record in records})
    return Chronology(
        events=kept,
        undated=tuple(sorted((record for record in records if record.when is None), key=_place)),
        unmapped=unmapped_of(drafts, events, joined_into),
        differences=differences_of(kept),
        counts=counts_of(reads, drafts, events, joined_into),
        assumed_known=sum(any(known.assumed for known in event.known) for event in kept),
        flags=flags_of(kept, known, today),
        people=known,
        notes=notes_of(drafts, known, named),
        tellings=tuple(events),
        joined_into=joined_into,
        rows={
            draft.record.id: joined_into.get(event.id, event.id)
            for draft, event in zip(drafts, events, strict=True)
            if not draft.step
        },
    )


def _place(record: Record) -> tuple[str, int, int]:
    return record.place.file, record.seq, record.place.row


def _drafts(
    records: Iterable[Record], people: People, codings: Codings, vocabulary: Vocabulary
) -> list[Draft]:
    family = FamilyWords(ChildIndex(people.persons))
    drafts: list[Draft] = []
    for record in records:
        if record.when is None:
            continue
        children = family.of_row(record)
        if record.event_type:
            drafts += coded_drafts(record, record.when, children=children, vocabulary=vocabulary)
            continue
        said = codings.get(record.id)
        if said is None:
            said = propose(words_of(record), agency=_agency(record))
        drafts += prose_drafts(record, record.when, children=children, proposals=said, named=family)
    return _without_repeats(with_the_plans_children(drafts, family))


def _agency(record: Record) -> str:
    return record.agencies[0] if record.agencies else "unknown"


def _without_repeats(drafts: list[Draft]) -> list[Draft]:
    """A plan that a conference names is not started twice where the file also has the plan's own row."""
    limits = {rule["event"]: rule["not_near"] for rule in derivations()["rules"] if "not_near" in rule}
    own = [draft for draft in drafts if draft.type in limits and not draft.step]
    return [draft for draft in drafts if not (draft.step and _repeats(draft, own, limits))]


def _repeats(draft: Draft, own: Sequence[Draft], limits: Mapping[str, int]) -> bool:
    return any(
        other.type == draft.type
        and other.child == draft.child
        and other.attributes.get("plan") == draft.attributes.get("plan")
        and abs((other.when.start - draft.when.start).days) <= limits[draft.type]
        for other in own
        if draft.type in limits
    )


def _events(
    drafts: Sequence[Draft], people: People, vocabulary: Vocabulary, named: NamedAdults
) -> list[Event]:
    keys = keys_of(drafts)
    ids = ids_of(keys)
    own = {draft.record.id: id_ for draft, id_ in zip(drafts, ids, strict=True) if not draft.step}
    requests = _requests(drafts, vocabulary)
    adults = AdultIndex(people.persons)
    unseen = {(draft.record.id, draft.child) for draft in drafts if _says_unseen(draft)}
    return [
        _event(
            draft,
            key=keys[n],
            id_=ids[n],
            seq=n,
            derived_from=own.get(draft.record.id, "") if draft.step else "",
            people=_people(draft, adults, named),
            requests=requests[draft.child],
            vocabulary=vocabulary,
            unseen=(draft.record.id, draft.child) in unseen,
        )
        for n, draft in enumerate(drafts)
    ]


def _people(draft: Draft, adults: AdultIndex, named: NamedAdults) -> tuple[str, ...]:
    """An adult's own history names that adult, however the file writes the name; prose, by first name too."""
    words = draft.record.cells.get("what", "")
    found = adults.mentioned(draft.attributes, words)
    if draft.told_in:
        found = tuple(dict.fromkeys((*found, *named.linked(words))))
    if draft.type in _about_an_adult():
        found = tuple(dict.fromkeys((*found, *adults.named_in_full(words))))
    return found


@lru_cache(maxsize=1)
def _about_an_adult() -> frozenset[str]:
    return frozenset(data_table("whose")["about_an_adult"])


def _says_unseen(draft: Draft) -> bool:
    cells = {} if draft.step else draft.record.cells
    return seen_of(draft.type, draft.attributes, cells).seen == "no"


def _event(
    draft: Draft,
    *,
    key: str,
    id_: str,
    seq: int,
    derived_from: str,
    people: tuple[str, ...],
    requests: Sequence[Request],
    vocabulary: Vocabulary,
    unseen: bool,
) -> Event:
    record = draft.record
    cells = {} if derived_from else record.cells
    told = Told(_agency(record), not record.event_type, record.cells.get("what", ""), unseen)
    seen = seen_of(draft.type, draft.attributes, cells, told=told)
    knowing = knowing_of(
        record,
        event_type=draft.type,
        when=draft.when,
        attributes={**record.attributes, **draft.attributes},
        requests=requests,
        vocabulary=vocabulary,
    )
    words = record.cells.get("what", "")
    return Event(
        id=id_,
        key=key,
        type=draft.type,
        when=draft.when,
        agencies=record.agencies,
        child=draft.child,
        attributes=draft.attributes,
        known=knowing.known,
        recorded=record.recorded,
        seq=seq,
        ordered_in=record.place.file if record.ordered else "",
        seen=seen.seen,
        seen_alone=seen.alone,
        how=seen.how,
        seen_by=seen.by,
        people=people,
        words=words,
        accounts=(_account(draft, words),),
        proposed=draft.proposed,
        because=draft.because,
        derived_from=derived_from,
        knowable=knowing.knowable,
        told_in=draft.told_in,
        told_at=draft.told_at,
    )


def _account(draft: Draft, words: str) -> Account:
    record = draft.record
    return Account(
        record.id,
        record.agencies,
        draft.when,
        words,
        record.place,
        told_in=draft.told_in,
        told_at=draft.told_at,
    )


def _requests(drafts: Sequence[Draft], vocabulary: Vocabulary) -> Mapping[str, list[Request]]:
    found: dict[str, list[Request]] = defaultdict(list)
    for draft in drafts:
        if draft.type == "information_request":
            named = [agencies_named(word, vocabulary) for word in draft.attributes.get("to_agency", ())]
            asked = tuple(agency for agencies in named for agency in agencies)
            found[draft.child].append(Request(draft.record.agencies, asked, draft.when.end))
    return found
