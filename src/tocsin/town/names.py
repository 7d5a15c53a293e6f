"""Name groups: lists of first names and surnames with their spellings, and each group's naming habits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from random import Random
from typing import Any
from unicodedata import normalize

from tocsin.plain_yaml import parse
from tocsin.town.stream import Weighted, weighted, zipf

Spellings = tuple[str, ...]  # one name: the commonest spelling first
FIRST_SPELLING = 0.62


@dataclass(frozen=True, slots=True)
class Habits:
    """How a group forms and writes names. Shares are 0 to 1.

    `surname`: family, gendered, patronym, three_names, singh_kaur, spanish or portuguese.
    """

    surname: str = "family"
    family_first: float = 0.0  # written family name first by those who write the person down
    wife_keeps: float = 0.25
    middle: float = 0.3
    double: float = 0.0  # child gets both parents' surnames, hyphenated
    respelled: float = 0.0  # other spellings, beside all other slips: times their rate; our judgement
    english_first: float = 0.0  # child also or only has an English first name
    male_prefix: Spellings = ()
    male_prefix_share: float = 0.0
    female_surnames: Spellings = ()
    female_surname_share: float = 0.0
    female_middle: Spellings = ()
    male_middle: Spellings = ()
    endings: tuple[tuple[str, str], ...] = ()  # man's ending, woman's ending
    wifes_endings: tuple[tuple[str, str], ...] = ()  # man's ending, his wife's, where a daughter's is another


@dataclass(slots=True)
class FirstNames:
    """The first names of one sex, findable by initial and by ending for the naming of twins."""

    all: Weighted[Spellings]
    by_initial: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_ending: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for spellings in self.all.values:
            name = spellings[0]
            self.by_initial[name[0]].append(name)
            self.by_ending[name[-3:].lower()].append(name)

    def pick(self, rng: Random) -> str:
        return one_spelling(rng, self.all.pick(rng))


@dataclass(frozen=True, slots=True)
class NameGroup:
    code: str
    child: dict[str, FirstNames]  # by sex
    adult: dict[str, FirstNames]
    surnames: Weighted[Spellings]
    habits: Habits
    spellings: dict[str, Spellings]  # any spelling -> the other spellings of that name
    nicknames: dict[str, Spellings]
    spoken: dict[str, frozenset[str]]  # first name -> how it, its other spellings and short forms are spoken

    def one_name(self, one: str, other: str) -> bool:
        """Whether two first names are spellings or short forms of one. A prefix to both says nothing."""
        return bool(self._spoken(one) & self._spoken(other))

    def _spoken(self, name: str) -> frozenset[str]:
        words = name.split()
        if len(words) > 1 and words[0] in self.habits.male_prefix:
            name = " ".join(words[1:])
        return self.spoken.get(name) or frozenset((as_spoken(name),))

    def surname(self, rng: Random) -> str:
        return one_spelling(rng, self.surnames.pick(rng))


def one_spelling(rng: Random, spellings: Spellings) -> str:
    if len(spellings) == 1 or rng.random() < FIRST_SPELLING:
        return spellings[0]
    return spellings[1 + int(rng.random() * (len(spellings) - 1))]


_SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("ee", "i"),
    ("oo", "u"),
    ("ou", "u"),
    ("y", "i"),
    ("c", "k"),
    ("z", "s"),
)


def as_spoken(name: str) -> str:
    """Roughly: "Eshaal" and "Eshal" alike, "Isha" and "Nisha" not."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower() or name.lower()
    for written, spoken in _SOUNDS:
        plain = plain.replace(written, spoken)
    once = "".join(letter for letter, _ in groupby(plain) if letter.isalpha())
    return re.sub(r"(?<=[aeiou])h(?![aeiou])", "", once)


def _spoken(lines: Iterable[Spellings], nicknames: Mapping[str, Spellings]) -> dict[str, frozenset[str]]:
    """By every name that has more than one form."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for names in (*lines, *((name, *short) for name, short in nicknames.items())):
        for name in names:
            forms[name].update(map(as_spoken, names))
    return {name: frozenset(heard) for name, heard in forms.items()}


def listed(text: str) -> list[Spellings]:
    """ "Muhammad/Mohammed Ali_Reza" -> names in the file's order; `/` between spellings, `_` for a space."""
    return [tuple(word.replace("_", " ") for word in name.split("/")) for name in text.split()]


def _first_names(text: str, steepness: float) -> FirstNames:
    return FirstNames(zipf(listed(text), steepness=steepness))


def _other_spellings(texts: list[str]) -> dict[str, Spellings]:
    others: dict[str, Spellings] = {}
    for text in texts:
        for names in listed(text):
            for name in names:
                if len(names) > 1:
                    others[name] = tuple(other for other in names if other != name)
    return others


def group_of(data: dict[str, Any]) -> NameGroup:
    """One file of data/names as a group."""
    steep = data.get("steepness", {})
    first, last = steep.get("first", 0.6), steep.get("surname", 0.7)
    lists = {name: data[name] for name in ("female", "male", "surnames")}
    child = {"f": _first_names(data["female"], first), "m": _first_names(data["male"], first)}
    adult = {
        sex: _first_names(data[key], first) if key in data else child[sex]
        for sex, key in (("f", "female_adult"), ("m", "male_adult"))
    }
    nicknames = {name: tuple(short) for name, short in data.get("nicknames", {}).items()}
    firsts = [data[key] for key in ("female", "male", "female_adult", "male_adult") if key in data]
    return NameGroup(
        code=data["group"],
        child=child,
        adult=adult,
        surnames=zipf(listed(lists["surnames"]), steepness=last),
        habits=_habits(data.get("habits", {})),
        spellings=_other_spellings(
            [*lists.values(), data.get("female_adult", ""), data.get("male_adult", "")]
        ),
        nicknames=nicknames,
        spoken=_spoken((names for text in firsts for names in listed(text)), nicknames),
    )


def _habits(data: dict[str, Any]) -> Habits:
    fixed: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
    }
    for key in ("endings", "wifes_endings"):
        fixed[key] = tuple((pair[0], pair[1]) for pair in fixed.get(key, ()))
    return Habits(**fixed)


@dataclass(frozen=True, slots=True)
class NameBook:
    groups: dict[str, NameGroup]
    shares: Weighted[str]

    def pick(self, rng: Random) -> NameGroup:
        return self.groups[self.shares.pick(rng)]


@lru_cache(maxsize=1)
def name_book() -> NameBook:
    """Every group with its share of families, as data/name_groups.yaml and data/names say."""
    folder = files("tocsin.town") / "data"
    shares = parse((folder / "name_groups.yaml").read_text(encoding="utf-8"))["shares"]
    groups = {}
    for code in shares:
        groups[code] = group_of(parse((folder / "names" / f"{code}.yaml").read_text(encoding="utf-8")))
    return NameBook(groups, weighted(shares))
