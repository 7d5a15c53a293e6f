"""Names as people write them: order, accents and romanisation put aside, to propose and never to link."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml
from rapidfuzz import fuzz


def data_table(name: str) -> Any:
    """A YAML table of this package's `data` folder."""
    text = files("tocsin.identity").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@lru_cache(maxsize=1)
def roles_table() -> Mapping[str, Any]:
    table: dict[str, Any] = data_table("roles")
    return table


@lru_cache(maxsize=1)
def role_words() -> Mapping[str, str]:
    """ "mum s partner" -> "mothers_partner"; codes stand for themselves."""
    words = {plain(code): code for code in roles_table()["roles"]}
    return words | {plain(word): code for code, said in roles_table()["roles"].items() for word in said}


@lru_cache(maxsize=1 << 14)
def plain(words: str) -> str:
    """Lower case, no accents, one blank between words."""
    letters = unicodedata.normalize("NFKD", words.replace("ł", "l").replace("Ł", "L"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
    return " ".join(re.sub(r"[^\w]+|_", " ", bare.replace("'", "").replace("’", "")).split())


def role_code(words: str) -> str | None:
    return role_words().get(plain(words))


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Order-free and without titles: "KOWALCZYK, Mr Marek" -> "kowalczyk marek"."""
    titles = roles_table()["titles"]
    return " ".join(sorted(word for word in plain(name).split() if word not in titles))


@lru_cache(maxsize=1)
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(find), write) for find, write in data_table("romanisation")["spellings"])


@lru_cache(maxsize=1)
def _limits() -> tuple[float, int]:
    table = data_table("romanisation")
    return float(table["alike"]), int(table["skeleton"])


@lru_cache(maxsize=4096)
def sound(name: str) -> str:
    """The order-free key with spellings of one sound made one: "Iusuf" and "Yousef" come close."""
    words = name_key(name)
    for find, write in _spellings():
        words = find.sub(write, words)
    return " ".join(sorted(words.split()))


@lru_cache(maxsize=4096)
def skeleton(name: str) -> str:
    return re.sub(r"[aeiou\s]", "", sound(name))


def alike(a: str, b: str) -> bool:
    """One name may be the other misspelt, reordered or romanised differently."""
    limit, consonants = _limits()
    if len(skeleton(a)) >= consonants and skeleton(a) == skeleton(b):
        return True
    return fuzz.token_sort_ratio(sound(a), sound(b)) >= limit


def part_of(a: str, b: str) -> bool:
    """Every word of the shorter name is in the longer: "M Kowalczyk" and "Marek Kowalczyk"."""
    short, long = sorted((sound(a).split(), sound(b).split()), key=len)
    whole = any(len(one) > 1 and any(_spelt(one, other) for other in long) for one in short)
    return whole and all(any(_word_fits(one, other) for other in long) for one in short)


def _word_fits(one: str, other: str) -> bool:
    """The same word, spelt alike, or an initial of it."""
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return _spelt(one, other)


def _spelt(one: str, other: str) -> bool:
    bare = re.sub(r"[aeiou]", "", one)
    return one == other or (len(bare) >= _limits()[1] and bare == re.sub(r"[aeiou]", "", other))


def title_side(name: str) -> str:
    """ "m" or "w" where the title says so."""
    men, women = roles_table()["apart"]
    words = set(plain(name).split())
    return "m" if words & set(men) else "w" if words & set(women) else ""


def apart(a: str, b: str) -> bool:
    """A man's title in one name and a woman's in the other."""
    return {title_side(a), title_side(b)} == {"m", "w"}


@lru_cache(maxsize=1)
def _first_names_apart() -> tuple[Mapping[str, str], Mapping[str, frozenset[int]]]:
    """Class of a name, and the numbers of the lines that keep a class from others."""
    table = data_table("nicknames")
    classes = {name: line[0] for line in table["first"] for name in line}
    lines: dict[str, set[int]] = {}
    for number, line in enumerate(table["apart"]):
        for name in line:
            lines.setdefault(classes.get(name, name), set()).add(number)
    return classes, {name: frozenset(numbers) for name, numbers in lines.items()}


def names_apart(a: str, b: str) -> bool:
    """First names that are two people's, brothers' above all, however alike: "Hasan", "Hussein"."""
    (one, kept), (other, away) = _first_class(a), _first_class(b)
    return one != other and bool(kept & away) and name_key(a) != name_key(b)


@lru_cache(maxsize=1 << 14)
def _first_class(name: str) -> tuple[str, frozenset[int]]:
    """The class of the first name, which stands before the last word or after the comma; and its lines."""
    classes, lines = _first_names_apart()
    last, comma, first = name.partition(",")
    words = [word for word in plain(first if comma else last).split() if word not in roles_table()["titles"]]
    own = classes.get(words[0], words[0]) if words else ""
    return own, lines.get(own, frozenset())
