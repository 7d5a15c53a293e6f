"""The words people use in dates, read once from data/dates.yaml and made into patterns."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from tocsin.records.reference_data import data_file


class DateWords(msgspec.Struct, frozen=True):
    two_digit_year_pivot: int
    earliest_year: int
    undated: frozenset[str]
    open_ended: tuple[str, ...]
    about: tuple[str, ...]
    months: dict[str, int]
    weekdays: dict[str, int]
    parts_of_month: dict[str, tuple[int, int]]
    parts_of_year: dict[str, tuple[int, int]]
    seasons: dict[str, tuple[int, int]]
    parts_of_day: tuple[str, ...]


def one_of(words: object) -> str:
    """A pattern that matches the longest of the words first."""
    assert hasattr(words, "__iter__")
    longest_first = sorted((str(word) for word in words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in longest_first) + ")"


@lru_cache(maxsize=1)
def date_words() -> DateWords:
    return msgspec.convert(data_file("dates.yaml"), DateWords)


class DatePatterns:
    """Every shape a written date may have. Digits are 0-9 only; the text is lower case."""

    def __init__(self, words: DateWords) -> None:
        month, weekday = one_of(words.months), one_of(words.weekdays)
        nth, part = "(?:st|nd|rd|th)?", one_of(words.parts_of_month)
        self.undated = words.undated
        self.day_month_year = _full(r"(\d{1,2})(?: ?[/.-] ?(\d{1,2}) ?[/.-] ?| (\d{1,2}) )(\d{4}|\d{2})")
        self.year_month_day = _full(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
        self.day_word_year = _full(rf"(\d{{1,2}}) ?{nth}(?: of)?[ /.-]*({month})[ /.-]*'?(\d{{4}}|\d{{2}})")
        self.word_day_year = _full(rf"({month})[ .]*(\d{{1,2}}) ?{nth} (\d{{4}})")
        self.word_year = _full(rf"({month})(?:\.? (\d{{4}})|[-/. ]*'(\d{{2}})|[-/.](\d{{2}}|\d{{4}}))")
        self.month_year = _full(r"(\d{1,2})[/.-](\d{4})")
        self.year_month = _full(r"(\d{4})-(\d{1,2})")
        self.year = _full(r"(\d{4})")
        self.eight_digits = _full(r"\d{8}")
        self.part = _full(rf"(?:the )?({part})(?: of| in)?[ -](?:the )?(.+)")
        self.season = _full(rf"({one_of(words.seasons)}) (?:of )?(\d{{4}})")
        self.week = _full(r"(?:w/c|w/b|wc|week commencing|week beginning|week starting|week of) ?(.+)")
        self.day_alone = _full(rf"(\d{{1,2}}) ?{nth}")
        self.day_and_month = _full(rf"(\d{{1,2}}) ?{nth}(?: of)?[ ./-]*({month})")
        self.day_slash_month = _full(r"(\d{1,2})[/.](\d{1,2})")
        self.month_alone = _full(rf"({month})\.?")
        self.weekday_first = re.compile(rf"({weekday})\b\.? *(?:the )?")
        self.weekday_last = re.compile(rf"(?: +\(?|\()({weekday})\)?$")
        self.day_part_last = re.compile(rf"(?: +(?:in the )?\(?|\()({one_of(words.parts_of_day)})\)?$")
        self.about_first = re.compile(rf"(?:{one_of(words.about)})(?:\.| |(?=\d)) *")
        self.about_last = re.compile(rf"(?: +\(?|\()(?:{one_of(words.about)})\.?\)?$")
        self.open_ended = re.compile(rf" *(?:-|to|until)? *\b({one_of(words.open_ended)})$")
        self.filler_first = re.compile(r"(?:on|in|during|dated?|from|between) +")


def _full(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(r"\d", "[0-9]") + r"\Z")


@lru_cache(maxsize=1)
def patterns() -> DatePatterns:
    return DatePatterns(date_words())
