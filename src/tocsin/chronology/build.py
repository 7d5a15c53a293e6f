"""Records and people -> one chronology: events in order, each with who knew it when."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time

from tocsin.chronology.births import with_births
from tocsin.chronology.coding.propose import propose
from tocsin.chronology.coding.words import Proposal
from tocsin.chronology.corroborate import corroborated
from tocsin.chronology.differences import differences_of
from tocsin.chronology.drafts import Draft, coded_drafts, prose_drafts, words_of
from tocsin.chronology.event import Account, Event
from tocsin.chronology.home import with_memberships
from tocsin.chronology.knowing import Request, knowing_of
from tocsin.chronology.naming import agencies_named, derivations
from tocsin.chronology.parts import Chronology, FileCounts, Flag, Unmapped
from tocsin.chronology.seen import living_child_types, seen_of
from tocsin.chronology.versions import closed
from tocsin.chronology.vocabulary import Vocabulary
from tocsin.identity.children import ChildIndex, labels_of
from tocsin.identity.mentions import AdultIndex
from tocsin.identity.people import People
from tocsin.records.record import FileRead, Record

Codings = Mapping[str, Sequence[Proposal]]

ID_LENGTH = 5  # letters and digits: thirty million ids, so two of a folder's events seldom share one


def build(
    reads: Sequence[FileRead], people: People, *, codings: Codings, vocabulary: Vocabulary, today: date
) -> Chronology:
    """`codings` is what the user confirmed for a row of prose, by record id; other rows are proposed on."""
    records = [record for read in reads for record in read.records]
    drafts = _in_order(_drafts(records, people, codings, vocabulary))
    events = closed(_events(drafts, people, vocabulary), drafts)
    kept, joined_into = corroborated(events, drafts)
    known = with_memberships(with_births(people, kept), kept, {record.id: record for record in records})
    return Chronology(
        events=kept,
        undated=tuple(record for record in records if record.when is None),
        unmapped=_unmapped(drafts, events, joined_into),
        differences=differences_of(kept),
        counts=_counts(reads, drafts, events, joined_into),
        assumed_known=sum(any(known.assumed for known in event.known) for event in kept),
        flags=_flags(kept, known, today),
        people=known,
        notes=_notes(drafts, known),
        rows={
            draft.record.id: joined_into.get(event.id, event.id)
            for draft, event in zip(drafts, events, strict=True)
            if not draft.step
        },
    )


def _drafts(
    records: Iterable[Record], people: People, codings: Codings, vocabulary: Vocabulary
) -> list[Draft]:
    index = ChildIndex(people.persons)
    drafts: list[Draft] = []
    for record in records:
        if record.when is None:
            continue
        children = index.child_of(record)
        if record.event_type:
            drafts += coded_drafts(record, record.when, children=children, vocabulary=vocabulary)
            continue
        confirmed = record.id in codings
        said = codings[record.id] if confirmed else propose(words_of(record), agency=_agency(record))
        drafts += prose_drafts(record, record.when, children=children, proposals=said, proposed=not confirmed)
    return _without_repeats(drafts)


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


def _in_order(drafts: list[Draft]) -> list[Draft]:
    """By day; within a day by the clock where one was written, then as the file has it."""
    by_row = sorted(drafts, key=lambda d: (d.record.place.file, d.record.seq, d.record.place.row))
    days, clocks = _days(by_row), _clocks(by_row)
    return sorted(drafts, key=lambda d: (days[d.record.id], clocks[d.record.id], *_in_file(d)))


def _in_file(draft: Draft) -> tuple[str, int, int, str, int]:
    record = draft.record
    return record.place.file, record.seq, record.place.row, record.id, draft.step


def _days(by_row: Sequence[Draft]) -> Mapping[str, date]:
    """First day; in a file that states its order, no earlier than the rows above if the date allows."""
    latest: dict[str, date] = {}
    days: dict[str, date] = {}
    for draft in by_row:
        day, file = draft.when.start, draft.record.place.file
        if draft.record.ordered:
            day = latest[file] = max(day, min(latest.get(file, day), draft.when.end))
        days[draft.record.id] = day
    return days


def _clocks(by_row: Sequence[Draft]) -> Mapping[str, time]:
    """A row without a time happened no earlier than the row above it of the same day."""
    latest: dict[tuple[str, date], time] = {}
    clocks: dict[str, time] = {}
    for draft in by_row:
        day = (draft.record.place.file, draft.when.start)
        own = draft.when.clock
        latest[day] = max(latest.get(day, time.min), own or time.min)
        clocks[draft.record.id] = latest[day] if own is None or draft.record.ordered else own
    return clocks


def _keys(drafts: Sequence[Draft]) -> list[str]:
    """Two rows alike in every way are told apart by their place in the order."""
    met: Counter[str] = Counter()
    keys = []
    for draft in drafts:
        met[draft.key] += 1
        keys.append(draft.key if met[draft.key] == 1 else f"{draft.key}#{met[draft.key]}")
    return keys


def _ids(keys: Sequence[str]) -> list[str]:
    """Short, and the same each time; the rare two that would share one are both made longer."""
    full = {key: base64.b32encode(hashlib.sha256(key.encode()).digest()).decode().rstrip("=") for key in keys}
    shared = Counter(code[:ID_LENGTH] for code in full.values())
    return [
        f"E-{code[:ID_LENGTH] if shared[code[:ID_LENGTH]] == 1 else code[: ID_LENGTH * 4]}"
        for code in (full[key] for key in keys)
    ]


def _events(drafts: Sequence[Draft], people: People, vocabulary: Vocabulary) -> list[Event]:
    keys = _keys(drafts)
    ids = _ids(keys)
    own = {draft.record.id: id_ for draft, id_ in zip(drafts, ids, strict=True) if not draft.step}
    requests = _requests(drafts, vocabulary)
    adults = AdultIndex(people.persons)
    return [
        _event(
            draft,
            key=keys[n],
            id_=ids[n],
            seq=n,
            derived_from=own.get(draft.record.id, "") if draft.step else "",
            people=adults.mentioned(draft.attributes, draft.record.cells.get("what", "")),
            requests=requests[draft.child],
            vocabulary=vocabulary,
        )
        for n, draft in enumerate(drafts)
    ]


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
) -> Event:
    record = draft.record
    cells = {} if derived_from else record.cells
    seen = seen_of(draft.type, draft.attributes, cells)
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
        accounts=(Account(record.id, record.agencies, draft.when, words, record.place),),
        proposed=draft.proposed,
        because=draft.because,
        derived_from=derived_from,
        knowable=knowing.knowable,
    )


def _requests(drafts: Sequence[Draft], vocabulary: Vocabulary) -> Mapping[str, list[Request]]:
    found: dict[str, list[Request]] = defaultdict(list)
    for draft in drafts:
        if draft.type == "information_request":
            named = [agencies_named(word, vocabulary) for word in draft.attributes.get("to_agency", ())]
            asked = tuple(agency for agencies in named for agency in agencies)
            found[draft.child].append(Request(draft.record.agencies, asked, draft.when.end))
    return found


def _unmapped(
    drafts: Sequence[Draft], events: Sequence[Event], joined_into: Mapping[str, str]
) -> tuple[Unmapped, ...]:
    times: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    for draft, event in zip(drafts, events, strict=True):
        for met in draft.unmapped:
            times[met] += 1
            first.setdefault(met, joined_into.get(event.id, event.id))
    return tuple(Unmapped(*met, times[met], first[met]) for met in sorted(times))


def _counts(
    reads: Sequence[FileRead],
    drafts: Sequence[Draft],
    events: Sequence[Event],
    joined_into: Mapping[str, str],
) -> Mapping[str, FileCounts]:
    kept: Counter[str] = Counter()
    further: Counter[str] = Counter()
    derived: Counter[str] = Counter()
    for draft, event in zip(drafts, events, strict=True):
        tally = derived if draft.step else further if event.id in joined_into else kept
        tally[draft.record.place.file] += not (draft.step and event.id in joined_into)
    return {
        read.file: FileCounts(
            events=kept[read.file],
            further_accounts=further[read.file],
            undated=sum(record.when is None for record in read.records),
            derived=derived[read.file],
        )
        for read in reads
    }


def _notes(drafts: Sequence[Draft], people: People) -> Mapping[str, tuple[str, ...]]:
    """A file about more than one child says so, and by what its rows were told apart."""
    about: dict[str, dict[str, bool]] = defaultdict(dict)
    for draft in drafts:
        known = about[draft.record.place.file]
        known[draft.child] = known.get(draft.child, False) or bool(labels_of(draft.record))
    return {file: (_mixed(known, people),) for file, known in about.items() if len(known) > 1}


def _mixed(children: Mapping[str, bool], people: People) -> str:
    names = ", ".join(people.get(child).label for child in sorted(children))
    by = "their child labels" if any(children.values()) else "the names in their words"
    return f"Rows are about {len(children)} children ({names}), told apart by {by}; the rest, the subject."


def _flags(events: Sequence[Event], people: People, today: date) -> tuple[Flag, ...]:
    born = {person.id: person.born.start for person in people.persons if person.born is not None}
    early = (
        Flag(event.id, "before_birth")
        for event in events
        if event.child in born
        and event.when.end < born[event.child]
        and (event.seen == "yes" or event.type in living_child_types())
    )
    late = (Flag(event.id, "future") for event in events if event.when.start > today)
    return (*early, *late)
