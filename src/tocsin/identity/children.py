"""The children of a folder: from the manifest, else from the labels the files use."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from tocsin.errors import DateError
from tocsin.identity.children_in_words import ChildrenInWords, is_other
from tocsin.identity.names import plain, roles_table
from tocsin.identity.people import People, Person
from tocsin.records.dates import parse_when
from tocsin.records.record import FileRead, Record
from tocsin.records.when import Precision, When

if TYPE_CHECKING:
    from tocsin.records.manifest import ChildEntry, Manifest

CHILD_ATTRIBUTES = ("child", "who")
MONTH = 30.4369  # days, the mean of the Gregorian calendar


def labels_of(record: Record) -> tuple[str, ...]:
    """The child labels of a row as written: its own column, else a coded attribute that names a child."""
    if record.child.strip():
        return _split(record.child)
    stated = [value for name in CHILD_ATTRIBUTES for value in record.attributes.get(name, ())]
    return tuple(value for value in stated if is_other(value) or value in record.attributes.get("child", ()))


@lru_cache(maxsize=4096)
def _day(words: str) -> date | None:
    try:
        when = parse_when(words, today=date.max)
    except DateError:
        return None
    return when.start if when.exact else None


def birth_of(record: Record) -> date | None:
    """The date of birth that the row itself gives beside the child's name."""
    headings = roles_table()["birth_headings"]
    found = (_day(words) for heading, words in record.extra.items() if plain(heading) in headings)
    return next((day for day in found if day is not None), None)


def _split(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;,/&+]|\band\b", words) if plain(part))


def is_subject(label: str) -> bool:
    return plain(label) in roles_table()["subject_words"]


def children_of(reads: Sequence[FileRead], manifest: Manifest | None) -> tuple[Person, ...]:
    records = [record for read in reads for record in read.records]
    declared = _declared(manifest) if manifest is not None else ()
    found = (*declared, *_labelled(records, declared))
    return _with_births(found, records)


def _declared(manifest: Manifest) -> tuple[Person, ...]:
    """The manifest's children. Its `subject` is an id, a name or a label, or several with commas between;
    without one, all are subjects."""
    wanted = {plain(part) for part in (manifest.subject, *manifest.subject.split(","))} - {""}
    entries = [(child, {plain(word) for word in _words(child)}) for child in manifest.children]
    chosen = [child for child, words in entries if wanted & words]
    declared = tuple(
        Person(
            id=child.id or f"child-{number}",
            kind="child",
            label=child.name or child.id or f"child {number}",
            names=tuple(
                dict.fromkeys(name for name in (child.name, *child.aliases) if name and not is_subject(name))
            ),
            labels=tuple(dict.fromkeys(label for label in child.labels if label)),
            born=_as_when(child.born),
            due=child.due,
            roles=() if child in chosen or not chosen else ("sibling",),
            subject=child in chosen or not chosen,
        )
        for number, child in enumerate(manifest.children, start=1)
    )
    return declared or ((_subject(manifest.subject),) if wanted else ())


def _words(child: ChildEntry) -> tuple[str, ...]:
    return child.id, child.name, *child.aliases, *child.labels


def _as_when(born: date | None) -> When | None:
    return When(born, born) if born is not None else None


def _subject(label: str) -> Person:
    return Person(
        id="child-1", kind="child", label=label, names=() if label == "the child" else (label,), subject=True
    )


Label = tuple[str, date | None]  # as written, and the date of birth where the row gives one


def _labelled(records: Sequence[Record], declared: tuple[Person, ...]) -> tuple[Person, ...]:
    """A child for each label; two of one name and different births are two children."""
    known = ChildIndex(declared) if declared else None
    met = Counter(_label(word, record) for record in records for word in labels_of(record))
    written = {(plain(word), born): word for word, born in sorted(met, key=str, reverse=True)}
    counted: Counter[Label] = Counter()
    for (word, born), times in met.items():
        if not is_subject(word) and not (known and known.named(word, born)):
            counted[plain(word), born] += times
    own = sorted((key for key in counted if not is_other(key[0])), key=lambda key: (-counted[key], str(key)))
    others = sorted((key for key in counted if is_other(key[0])), key=str)
    alone = not declared and all(labels_of(record) for record in records)
    first = [] if declared or own else [_subject("the child")]
    found = [
        _child(
            number,
            written[key],
            born=key[1],
            subject=not declared and (number == 1 or (alone and key in own)),
        )
        for number, key in enumerate([*own, *others], start=len(declared) + len(first) + 1)
    ]
    return (*first, *found)


def _label(word: str, record: Record) -> Label:
    return word, birth_of(record)


def _child(number: int, label: str, *, born: date | None, subject: bool) -> Person:
    return Person(
        id=f"child-{number}",
        kind="child",
        label=label.replace("_", " "),
        names=(label,),
        roles=("sibling",) if is_other(label) else (),
        born=_as_when(born),
        subject=subject,
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
    _known: Mapping[str, list[Person]] = field(init=False)

    def __post_init__(self) -> None:
        known: dict[str, list[Person]] = defaultdict(list)
        for person in self.children:
            for name in dict.fromkeys(
                plain(name) for name in (person.id, person.label, *person.names, *person.labels)
            ):
                known[name].append(person)
        self._known = known

    def named(self, label: str, born: date | None) -> str:
        """Id of the child of that name; a different date of birth is a different child."""
        held = self._known.get(plain(label), [])
        fits = [p for p in held if born is None or p.born is None or p.born.start <= born <= p.born.end]
        same = [p for p in fits if born is not None and p.born is not None and p.born.exact]
        return next((person.id for person in (*same, *fits)), "")

    @cached_property
    def children(self) -> tuple[Person, ...]:
        return tuple(person for person in self.persons if person.kind == "child")

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        return tuple(person.id for person in self.children if person.subject) or (self.children[0].id,)

    @cached_property
    def in_words(self) -> ChildrenInWords:
        return ChildrenInWords(self.children)

    def child_of(self, record: Record) -> tuple[str, ...]:
        labels = labels_of(record)
        born = birth_of(record) if labels else None
        known = tuple(dict.fromkeys(person for label in labels if (person := self.named(label, born))))
        if known or labels:
            return known or self.subjects[:1]
        if len(self.children) < 2 or record.event_type:
            return self.subjects
        on = record.when.end if record.when else None
        return self.in_words.about(record.cells.get("what", ""), self.subjects, on=on) or self.subjects


def child_of(record: Record, people: People) -> list[str]:
    """Ids of the children a record is about; the subject where it does not say."""
    return list(ChildIndex(people.persons).child_of(record))
