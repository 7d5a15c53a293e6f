"""The children of a folder: from the manifest, else from the labels the files use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from tocsin.identity.names import plain, roles_table
from tocsin.identity.people import People, Person
from tocsin.records.record import FileRead, Record
from tocsin.records.when import Precision, When

if TYPE_CHECKING:
    from tocsin.records.manifest import Manifest

CHILD_ATTRIBUTES = ("child", "who")
MONTH = 30.4369  # days, the mean of the Gregorian calendar


def labels_of(record: Record) -> tuple[str, ...]:
    """The child labels of a row as written: its own column, else a coded attribute that names a child."""
    if record.child.strip():
        return _split(record.child)
    stated = [value for name in CHILD_ATTRIBUTES for value in record.attributes.get(name, ())]
    return tuple(value for value in stated if is_other(value) or value in record.attributes.get("child", ()))


def _split(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;,/&+]|\band\b", words) if part.strip())


def is_other(label: str) -> bool:
    """ "baby", "sibling_7": another child of the home."""
    words = re.sub(r"\s*\d+$", "", plain(label))
    return words in roles_table()["other_child_words"]


def is_subject(label: str) -> bool:
    return plain(label) in roles_table()["subject_words"]


def children_of(reads: Sequence[FileRead], manifest: Manifest | None) -> tuple[Person, ...]:
    records = [record for read in reads for record in read.records]
    found = _declared(manifest) if manifest is not None else ()
    labels = [label for record in records for label in labels_of(record)]
    found = (*found, *_labelled(labels, found, unlabelled=any(not labels_of(record) for record in records)))
    return _with_births(found or (_subject("the child"),), records)


def _declared(manifest: Manifest) -> tuple[Person, ...]:
    subject = manifest.subject if isinstance(manifest.subject, str) else ""
    return tuple(
        Person(
            id=child.id or f"child-{number}",
            kind="child",
            label=child.name or child.id,
            names=tuple(dict.fromkeys(name for name in (child.name, *child.aliases, *child.labels) if name)),
            born=_as_when(child.born),
            due=child.due,
            subject=not subject or plain(subject) in {plain(child.id), plain(child.name)},
        )
        for number, child in enumerate(manifest.children, start=1)
    )


def _as_when(born: date | When | None) -> When | None:
    return When(born, born) if isinstance(born, date) else born


def _subject(label: str, names: tuple[str, ...] = ()) -> Person:
    return Person(id="child-1", kind="child", label=label, names=names, subject=True)


def _labelled(labels: Sequence[str], declared: tuple[Person, ...], *, unlabelled: bool) -> tuple[Person, ...]:
    known = {plain(name) for person in declared for name in (person.id, *person.names)}
    counted = Counter(plain(label) for label in labels if plain(label) not in known and not is_subject(label))
    written = {plain(label): label for label in sorted(labels, reverse=True)}
    own = sorted(
        (label for label in counted if not is_other(label)), key=lambda label: (-counted[label], label)
    )
    others = sorted(label for label in counted if is_other(label))
    found = (
        [] if declared else [_subject(written[own[0]], (written[own[0]],)) if own else _subject("the child")]
    )
    rest = [*own[0 if declared else 1 :], *others]
    for number, label in enumerate(rest, start=len(declared) + len(found) + 1):
        alone = not unlabelled and not declared and label in own
        found.append(_child(number, written[label], subject=alone))
    return tuple(found)


def _child(number: int, label: str, *, subject: bool) -> Person:
    roles = ("sibling",) if is_other(label) else ()
    shown = label.replace("_", " ")
    return Person(
        id=f"child-{number}", kind="child", label=shown, names=(label,), roles=roles, subject=subject
    )


def _with_births(children: tuple[Person, ...], records: Sequence[Record]) -> tuple[Person, ...]:
    index = ChildIndex(children)
    told: dict[str, list[Record]] = {child.id: [] for child in children}
    for record in records:
        if record.event_type or record.attributes:
            told[index.child_of(record)[0]].append(record)
    return tuple(_dated(child, told[child.id]) for child in children)


def _dated(child: Person, records: Sequence[Record]) -> Person:
    """A birth row always sets the date of birth; without one, ages stated narrow it down."""
    births = sorted(_whens(records, "birth"), key=lambda when: (when.end - when.start, when.start))
    deaths = sorted(when.end for when in _whens(records, "death"))
    born = births[0] if births else child.born or _from_ages(records)
    return replace(child, born=born, died=deaths[0] if deaths else None)


def _whens(records: Iterable[Record], event_type: str) -> list[When]:
    return [record.when for record in records if plain(record.event_type) == event_type and record.when]


def _from_ages(records: Sequence[Record]) -> When | None:
    spans = [span for record in records if (span := _span(record)) is not None]
    if not spans:
        return None
    first, last = max(span[0] for span in spans), min(span[1] for span in spans)
    if first > last:  # the ages stated do not agree: keep what the earliest statement allows
        first, last = spans[0]
    return When(first, last, Precision.RANGE, uncertain=True, note="worked out from ages in the records")


def _span(record: Record) -> tuple[date, date] | None:
    if record.when is None:
        return None
    for names, days in ((roles_table()["age_months"], MONTH), (roles_table()["age_weeks"], 7.0)):
        for name in names:
            for value in record.attributes.get(name, ()):
                if value.strip().isdigit():
                    return _born_between(record.when, int(value), days)
    return None


def _born_between(when: When, age: int, days: float) -> tuple[date, date]:
    return when.start - timedelta(days=round((age + 1) * days)), when.end - timedelta(days=round(age * days))


@dataclass
class ChildIndex:
    """Which child a row is about: its label, else the one other child its words name, else the subject."""

    persons: Sequence[Person]
    _known: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._known = {
            plain(name): person.id
            for person in reversed(self.children)
            for name in (person.id, person.label, *person.names)
            if plain(name)
        }

    @cached_property
    def children(self) -> tuple[Person, ...]:
        return tuple(person for person in self.persons if person.kind == "child")

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        return tuple(person.id for person in self.children if person.subject) or (self.children[0].id,)

    @cached_property
    def _named(self) -> re.Pattern[str] | None:
        names = [name for child in self.children for name in child.names if not is_other(name)]
        words = sorted({re.escape(name) for name in names if len(name) > 2}, key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) if words else None

    def child_of(self, record: Record) -> tuple[str, ...]:
        labels = labels_of(record)
        known = dict.fromkeys(self._known[plain(label)] for label in labels if plain(label) in self._known)
        if known or labels:
            return tuple(known) or self.subjects
        return self._in_words(record) or self.subjects

    def _in_words(self, record: Record) -> tuple[str, ...]:
        if len(self.children) < 2 or self._named is None or record.event_type:
            return ()
        words = record.cells.get("what", "")
        found = tuple(dict.fromkeys(self._known[plain(match)] for match in self._named.findall(words)))
        return found if not set(found) & set(self.subjects) else ()


def child_of(record: Record, people: People) -> list[str]:
    """Ids of the children a record is about; the subject where it does not say."""
    return list(ChildIndex(people.persons).child_of(record))
