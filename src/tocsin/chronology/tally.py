"""What is counted, listed and noted of a chronology beside its events."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from tocsin.chronology.drafts import Draft
from tocsin.chronology.event import Event
from tocsin.chronology.named_adults import NamedAdults
from tocsin.chronology.parts import FileCounts, Flag, Unmapped
from tocsin.chronology.seen import living_child_types
from tocsin.identity.children import labels_of
from tocsin.identity.people import People
from tocsin.records.record import FileRead


def unmapped_of(
    drafts: Sequence[Draft], events: Sequence[Event], joined_into: Mapping[str, str]
) -> tuple[Unmapped, ...]:
    times: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], str] = {}
    for draft, event in zip(drafts, events, strict=True):
        for met in draft.unmapped:
            times[met] += 1
            first.setdefault(met, joined_into.get(event.id, event.id))
    return tuple(Unmapped(*met, times[met], first[met]) for met in sorted(times))


def counts_of(
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


def notes_of(drafts: Sequence[Draft], people: People, named: NamedAdults) -> Mapping[str, tuple[str, ...]]:
    """A file about more than one child says so, and by what its rows were told apart; so does a name that
    two people bear."""
    about: dict[str, dict[str, bool]] = defaultdict(dict)
    unclear: dict[str, dict[str, None]] = defaultdict(dict)
    for draft in drafts:
        file = draft.record.place.file
        known = about[file]
        known[draft.child] = known.get(draft.child, False) or bool(labels_of(draft.record))
        if not draft.step and not draft.record.event_type:
            unclear[file] |= dict.fromkeys(named.unclear(draft.record.cells.get("what", "")))
    mixed = {file: (_mixed(known, people),) for file, known in about.items() if len(known) > 1}
    twice = {file: (_twice(list(names)),) for file, names in unclear.items() if names}
    return {file: (*mixed.get(file, ()), *twice.get(file, ())) for file in (*mixed, *twice)}


def _twice(names: Sequence[str]) -> str:
    said = ", ".join(f"“{name}”" for name in names)
    return f"More than one of the people listed is called {said}: nobody was linked by that name."


def _mixed(children: Mapping[str, bool], people: People) -> str:
    names = ", ".join(people.get(child).label for child in sorted(children))
    by = "their child labels" if any(children.values()) else "the names in their words"
    return f"Rows are about {len(children)} children ({names}), told apart by {by}; the rest, the subject."


def flags_of(events: Sequence[Event], people: People, today: date) -> tuple[Flag, ...]:
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
