"""The same review with stable pseudonyms: a child, her mother and a worker, and nobody's name.

Names are sought in every form met, in any case, accent and spacing, in all words of the review.
What is nobody's known name (a friend mentioned once, without a title) cannot be found; `redact`
takes such names, and a person still reads the result before it leaves the panel.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import count
from typing import Any

import msgspec
import yaml

from tocsin.review.anonymise_custody import (
    HIDDEN,
    hidden_pattern,
    known_people,
    open_custody,
    open_events,
    relabelled,
)
from tocsin.review.schema import EventOut, Interval, PersonOut, Review

FAMILY_NAME = "[family name]"
PARTNERSHIP = "[partnership]"  # its name says where the family lives
WHY_NOT_SHOWN = "[reason not shown: it stands in the partnership's own file]"
_LETTER = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTER}+(?:['’]{_LETTER}+)*")


class Rules(msgspec.Struct, frozen=True):
    not_names: frozenset[str]
    also_words: frozenset[str]
    not_short_forms: frozenset[str]
    not_initials: frozenset[str]
    common_words: frozenset[str]
    sounds: list[tuple[str, str]]
    titles: list[str]
    naming: list[str]
    third_party: str
    third_party_roles: list[str]
    person_fields: list[str]
    worker_roles: list[str]
    mother_roles: list[str]
    father_roles: list[str]
    patterns: list[tuple[str, str]]
    code_fields: list[str]
    code_shape: str


@lru_cache(maxsize=1)
def rules() -> Rules:
    text = files(__package__).joinpath("data/anonymise.yaml").read_text("utf-8")
    return msgspec.convert(yaml.safe_load(text), Rules)


def anonymise(review: Review, *, redact: Sequence[str] = (), hide: Sequence[str] = ()) -> Review:
    """`redact` are further names that become third parties; `hide` are addresses, courts and councils."""
    people = {person.id: person for person in known_people(review)}
    if review.custody:
        review = msgspec.structs.replace(
            review, custody=open_custody(review.custody), events=open_events(review.events)
        )
    labels = pseudonyms(list(people.values()))
    scrub = Scrubber(
        list(people.values()),
        labels,
        redact,
        records=record_words(review),
        partnership=review.partnership,
        hide=hide,
    )
    cleaner = _Cleaner(review, scrub, labels)
    made: Review = cleaner.value(review, "")
    children = [labels[child.id] for child in review.children if child.id in labels]
    return msgspec.structs.replace(
        made,
        anonymised=True,
        title=f"Anonymised review: {', '.join(children) or 'no child named'}",
        partnership=PARTNERSHIP if review.partnership else "",
        switched_off=[msgspec.structs.replace(one, reason=WHY_NOT_SHOWN) for one in made.switched_off],
        local_changes=[msgspec.structs.replace(one, reason=WHY_NOT_SHOWN) for one in made.local_changes],
        custody=relabelled(made.custody, review.custody, labels),
    )


def record_words(review: Review) -> frozenset[str]:
    """Every word the records write with a capital."""
    texts = [text for event in review.events for text in _texts(event)]
    texts += [*(item.words for item in review.undated), *(item.words for item in review.quarantine)]
    texts += [text for person in [*review.people, *review.children] for text in person.names]
    return frozenset(word for text in texts for word in _WORD.findall(text) if word[0].isupper())


def _texts(event: EventOut) -> list[str]:
    return [event.words, event.action, event.voice, event.analysis, *(told.words for told in event.accounts)]


# ---------------------------------------------------------------- pseudonyms


def pseudonyms(people: Sequence[PersonOut]) -> dict[str, str]:
    """Person id -> Child A, Mother, Adult 2, Worker 3: by order of id, so a re-run says the same."""
    ordered = sorted(people, key=lambda person: _natural(person.id))
    kinds = {person.id: _kind(person) for person in ordered}
    totals = {kind: list(kinds.values()).count(kind) for kind in kinds.values()}
    met: dict[str, int] = {}
    labels = {}
    for person, kind in kinds.items():
        met[kind] = met.get(kind, 0) + 1
        labels[person] = _label(kind, met[kind], totals[kind])
    return labels


def _natural(identity: str) -> list[tuple[int, str]]:
    parts = re.findall(r"\d+|\D+", identity)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _kind(person: PersonOut) -> str:
    said, roles = rules(), set(person.roles)
    if person.kind == "child":
        return "Child"
    for kind, wanted in (
        ("Worker", said.worker_roles),
        (said.third_party, said.third_party_roles),
        ("Mother", said.mother_roles),
        ("Father", said.father_roles),
    ):
        if roles & set(wanted):
            return kind
    return "Adult"


def _label(kind: str, number: int, of: int) -> str:
    if kind == rules().third_party:
        return kind
    if kind == "Child":
        return f"Child {_letters(number)}"
    return kind if of == 1 and kind in ("Mother", "Father") else f"{kind} {number}"


def _letters(number: int) -> str:
    """1 -> A, 26 -> Z, 27 -> AA."""
    word = ""
    while number:
        number, rest = divmod(number - 1, 26)
        word = chr(65 + rest) + word
    return word


# ---------------------------------------------------------------- names in words


def fold(words: str) -> tuple[str, list[int]]:
    """Lower case, without accents or invisible signs; and for each sign its place in `words`."""
    folded: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(words):
        for part in unicodedata.normalize("NFKD", sign).casefold():
            if not unicodedata.combining(part) and unicodedata.category(part) != "Cf":
                folded.append(part)
                places.append(place)
    return "".join(folded), places


def name_forms(name: str) -> tuple[set[str], set[str]]:
    """The forms of one written name: those that name the whole person, and its single words."""
    said = rules()
    words = [word for word in _WORD.findall(name) if fold(word)[0] not in said.not_names]
    singles = {word for word in words if len(word) > 1 or not word.isascii()}
    whole = {" ".join(words)} if len(words) > 1 else set()
    if len(words) > 1:
        whole |= {
            f"{words[0][0]} {words[-1]}",
            f"{words[0]} {words[-1]}",
            f"{words[-1]} {words[0]}",
            f"{words[0]} {words[-1][0]}",
        }
    return whole, singles


def initials(name: str) -> set[str]:
    words = [word for word in _WORD.findall(name) if fold(word)[0] not in rules().not_names]
    letters = [word[0].upper() for word in words]
    found = {"".join(letters), f"{letters[0]}{letters[-1]}"} if len(letters) > 1 else set()
    return {form for form in found if form.lower() not in rules().not_initials and form.isalpha()}


class Scrubber:
    """Words in, the same words without names, addresses, numbers or dates of birth out."""

    def __init__(
        self,
        people: Sequence[PersonOut],
        labels: dict[str, str],
        redact: Sequence[str],
        *,
        records: frozenset[str] = frozenset(),
        partnership: str = "",
        hide: Sequence[str] = (),
    ) -> None:
        self._hidden = hidden_pattern(hide)
        self._labels = sorted({label for label in labels.values() if label.isalpha()})
        self._stand_ins: dict[str, str] = {}
        self._capital_only: set[str] = set()
        self._initials: dict[str, str] = {}
        for name in redact:
            self._add(name, rules().third_party)
        for person in people:
            for name in person.names:
                self._add(name, labels[person.id])
        for person in people:  # a label may name another person: "father of ..."
            self._add_missing(person.label, labels[person.id])
        written = {fold(word)[0] for word in records}
        self._add_short_forms(written)
        self._add_misspelt(written)
        if partnership.strip():
            self._stand_ins[fold(" ".join(partnership.split()))[0]] = PARTNERSHIP
        self._names = self._compile()
        self._births = _birth_patterns(people)
        self._patterns = [(re.compile(pattern), stand_in) for pattern, stand_in in rules().patterns]
        self._strangers = _stranger_pattern()
        self.words: Callable[[str], str] = lru_cache(maxsize=65536)(self._words)

    def _add(self, name: str, label: str) -> None:
        whole, singles = name_forms(name)
        for form in whole | singles:
            key = fold(form)[0]
            other = self._stand_ins.get(key)
            shared = other is not None and other != label
            self._stand_ins[key] = FAMILY_NAME if shared else label
            if form in singles and key in rules().also_words:
                self._capital_only.add(key)
        for form in initials(name):
            other = self._initials.get(form)
            self._initials[form] = label if other in (None, label) else FAMILY_NAME

    def _add_missing(self, name: str, label: str) -> None:
        whole, singles = name_forms(name)
        for form in whole | singles:
            self._stand_ins.setdefault(fold(form)[0], label)

    def _add_short_forms(self, written: set[str]) -> None:
        """`Cal` for Callum: the beginning of a longer name that the records write with a capital."""
        for key, label in list(self._stand_ins.items()):
            beginnings = {key[:size] for size in range(3, len(key)) if len(key) >= 5 and key.isalpha()}
            for form in (beginnings & written) - never_names() - self._stand_ins.keys():
                self._stand_ins[form] = label
                self._capital_only.add(form)

    def _add_misspelt(self, written: set[str]) -> None:
        """A capitalised word one slip from a name, or of the same sound, is that name misspelt."""
        names = [key for key in self._stand_ins if key.isalpha() and len(key) >= LEAST_MISSPELT]
        likely = {word for word in written if len(word) >= LEAST_MISSPELT} - never_names()
        for word in likely - self._stand_ins.keys():
            near = {self._stand_ins[name] for name in names if misspelt(word, name)}
            if near:
                self._stand_ins[word] = near.pop() if len(near) == 1 else FAMILY_NAME
                self._capital_only.add(word)

    def _compile(self) -> re.Pattern[str] | None:
        forms = sorted(self._stand_ins, key=len, reverse=True)
        spelled = [_bounded(form) for form in forms if form]
        return re.compile("|".join(spelled)) if spelled else None

    def _words(self, words: str) -> str:
        if self._hidden is not None:
            words = self._hidden.sub(HIDDEN, words)
        for pattern, stand_in in self._births:
            words = pattern.sub(stand_in, words)
        for pattern, stand_in in self._patterns:
            words = pattern.sub(stand_in, words)
        words = self._strangers.sub(self._stranger, words)
        return self._once(self._without_initials(self._without_names(words)))

    def _once(self, words: str) -> str:
        """`Mother Mother` (a role and then her name) -> `Mother`."""
        for label in self._labels:
            words = re.sub(rf"\b{label}(?:\s+{label}\b)+", label, words, flags=re.IGNORECASE)
        return words

    def _stranger(self, found: re.Match[str]) -> str:
        """A title and a name; left to the next step where the name is of somebody known."""
        known = any(fold(word)[0] in self._stand_ins for word in _WORD.findall(found.group("name")))
        return found.group() if known else f"{found.group('before')}{rules().third_party}"

    def _without_names(self, words: str) -> str:
        if self._names is None:
            return words
        folded, places = fold(words)
        made, at = [], 0
        for found in self._names.finditer(folded):
            first, last = places[found.start()], places[found.end() - 1] + 1
            key = re.sub(r"[\W_]+", " ", found.group()).strip()
            if first < at or (key in self._capital_only and not words[first].isupper()):
                continue
            made += [words[at:first], self._stand_in(found.group(), key)]
            at = last
        return "".join([*made, words[at:]])

    def _stand_in(self, found: str, key: str) -> str:
        return self._stand_ins.get(key) or self._stand_ins.get(found) or FAMILY_NAME

    def _without_initials(self, words: str) -> str:
        for form, label in self._initials.items():
            spaced = r"[.\s-]{0,2}".join(form)
            words = re.sub(rf"(?<!{_LETTER}){spaced}\.?(?!{_LETTER})", label, words)
        return words


LEAST_MISSPELT = 4  # letters; shorter words are one slip from too much


@lru_cache(maxsize=1)
def never_names() -> frozenset[str]:
    said = rules()
    return said.not_short_forms | said.not_names | said.also_words | said.common_words


def misspelt(word: str, name: str) -> bool:
    """One letter left out, put in, changed or swapped; or the same sound and first letter."""
    heard, meant = sound(word), sound(name)
    return heard[:1] == meant[:1] and (heard == meant or _one_slip(word, name))


def _one_slip(word: str, name: str) -> bool:
    if abs(len(word) - len(name)) > 1:
        return False
    at = next(
        (n for n, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name))
    )
    left, right = word[at:], name[at:]
    swapped = left[:2] == right[:2][::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A rough key: letters that sound alike become one, doubled letters and inner vowels go."""
    for spelt, heard in rules().sounds:
        word = word.replace(spelt, heard)
    inner = re.sub(r"[aeiouyhw]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", word[:1] + inner) + f"{len(inner)}"


_INSIDE_A_SENTENCE = re.compile(r"(?<=[a-z,;] )[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,}")


def left_to_check(review: Review) -> list[str]:
    """Words with a capital inside a sentence: a person looks whether any is still a name."""
    own = {"Child", "Adult", "Mother", "Father", "Worker", *rules().titles}
    words = [text for event in review.events for text in (event.words, event.action, event.voice)]
    found = {word for text in words for word in _INSIDE_A_SENTENCE.findall(text)}
    known = never_names() - rules().also_words
    return sorted(word for word in found - own if word.lower() not in known)


def _bounded(form: str) -> str:
    """A form between edges of words. Scripts written without spaces have no such edges."""
    spelled = r"[\W_]{1,3}".join(re.escape(part) for part in re.split(r"[\W_]+", form) if part)
    cased = any(sign.lower() != sign.upper() for sign in form)
    return rf"(?<!{_LETTER}){spelled}(?!{_LETTER})" if cased else spelled


def _birth_patterns(people: Iterable[PersonOut]) -> list[tuple[re.Pattern[str], str]]:
    """An exact date of birth in words, however written -> its month."""
    patterns = []
    for born in {
        person.born.start for person in people if person.born and person.born.start == person.born.end
    }:
        patterns.append((re.compile(_written(born), re.IGNORECASE), f"{born:%B %Y}"))
    return patterns


def _written(day: date) -> str:
    year = rf"(?:{day.year}|{day:%y})"
    month = rf"(?:0?{day.month}|{day:%B}|{day:%b})"
    number = rf"0?{day.day}(?:st|nd|rd|th)?"
    between = r"[\s./,-]+(?:of\s+)?"
    british = f"{number}{between}{month}{between}{year}"
    american = f"{month}{between}{number}{between}{day.year}"
    return rf"(?<!\d)(?:{british}|{day.isoformat()}|{american})(?!\d)"


def _stranger_pattern() -> re.Pattern[str]:
    titles = "|".join(map(re.escape, rules().titles))
    naming = "|".join(word.replace(" ", r"\s+") for word in rules().naming)
    name = r"(?P<name>[^\W\d_a-z][\w'’-]*(?:\s+[^\W\d_a-z][\w'’-]*)?)"
    return re.compile(rf"(?P<before>\b(?:(?i:{naming})\s+[“\"']?|(?:{titles})\.?\s+)){name}")


# ---------------------------------------------------------------- the whole review


class _Cleaner:
    """Goes through every field of a review once."""

    def __init__(self, review: Review, scrub: Scrubber, labels: dict[str, str]) -> None:
        self._scrub = scrub
        self._labels = labels
        names = [item.file for item in review.files] + [item.file for item in review.refused]
        self._files = {name: f"File {n}" for n, name in enumerate(dict.fromkeys(names), 1)}
        people = [*review.people, *review.children]
        self._births = {p.born.start for p in people if p.born and p.born.start == p.born.end}
        self._ids = neutral_ids(people)
        self._codes = frozenset(rules().code_fields)
        self._shape = re.compile(rules().code_shape)

    def value(self, value: Any, field: str) -> Any:
        if isinstance(value, str):
            return self._text(value, field)
        if isinstance(value, date):
            return value.replace(day=1) if value in self._births else value
        if isinstance(value, list):
            return [self.value(item, field) for item in value]
        if isinstance(value, dict):
            return {self._key(key, field): self.value(item, field) for key, item in value.items()}
        return self._struct(value) if isinstance(value, msgspec.Struct) else value

    def _key(self, key: str, field: str) -> str:
        return key if field in ("analysis", "cards") else self._scrub.words(key)

    def _text(self, value: str, field: str) -> str:
        if field == "file":
            return self._file(value)
        if field == "key":  # may hold the words of its record
            return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()[:16]
        if field in rules().person_fields and value in self._ids:
            return self._ids[value]
        if field in self._codes and self._shape.fullmatch(value):
            return value
        return self._scrub.words(value)

    def _file(self, name: str) -> str:
        return self._files.setdefault(name, f"File {len(self._files) + 1}") if name else name

    def _struct(self, value: msgspec.Struct) -> msgspec.Struct:
        if isinstance(value, PersonOut):
            return self._person(value)
        if isinstance(value, Interval) and value.start == value.end and value.start in self._births:
            return msgspec.structs.replace(month_of(value.start), note=self._scrub.words(value.note))
        fields = {name: self.value(getattr(value, name), name) for name in value.__struct_fields__}
        return type(value)(**fields)

    def _person(self, person: PersonOut) -> PersonOut:
        label = self._labels[person.id]
        born = self.value(person.born, "born") if person.born else None
        own = self._ids[person.id]
        return msgspec.structs.replace(person, id=own, label=label, names=[label], born=born)


def neutral_ids(people: Iterable[PersonOut]) -> dict[str, str]:
    """Person id -> one that says nothing: review.yaml may give a name as an id."""
    kept = {one.id for one in people if re.fullmatch(r"(child|adult)-\d+", one.id)}
    found = {own: own for own in kept}
    for one in sorted(people, key=lambda person: _natural(person.id)):
        free = (f"{one.kind}-{n}" for n in count(1))
        if one.id not in found:
            found[one.id] = next(own for own in free if own not in found.values())
    return found


def month_of(day: date) -> Interval:
    return Interval(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]), "month")
