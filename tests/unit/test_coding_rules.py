"""It holds rules, details and injury kinds to the vocabulary, and every pattern to what can be read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tocsin.chronology.coding import Words, propose
from tocsin.chronology.coding.details import details
from tocsin.chronology.coding.patterns import Pattern, Prose, compile_pattern, lexicon, load_data
from tocsin.chronology.coding.rules import Rule, rules
from tocsin.chronology.vocabulary import vocabulary
from tocsin.errors import CatalogueError


def _codes(rule: Rule) -> Iterator[tuple[str, str]]:
    yield from rule.sets.items()
    for name in rule.take:
        for code in details()[name].codes:
            yield details()[name].attribute, code


def _listed(event_type: str, attribute: str, code: str) -> bool:
    name = vocabulary().code_list(event_type, attribute)
    if name in ("words", "number", "date"):
        return True
    return code in (("true", "false") if name == "boolean" else vocabulary().codes[name])


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.type}-{rule.id}")
def test_a_rule_gives_only_what_the_vocabulary_lists(rule: Rule) -> None:
    assert rule.type in vocabulary().event_types
    for attribute, code in _codes(rule):
        assert vocabulary().has_attribute(rule.type, attribute)
        assert _listed(rule.type, attribute, code), (attribute, code)


def known_codes() -> Iterator[tuple[str, str]]:
    """Every attribute and code an injury can be given."""
    data = load_data("injuries.yaml")
    for kind in data["kinds"]:
        yield "kind", kind["kind"]
        yield from kind.get("set", {}).items()
    yield from (("site", code) for code, _ in data["sites"])
    for name in data["take"]:
        yield from ((details()[name].attribute, code) for code in details()[name].codes)


def test_injuries_give_only_what_the_vocabulary_lists() -> None:
    for attribute, code in known_codes():
        assert vocabulary().has_attribute("injury_seen", attribute)
        assert _listed("injury_seen", attribute, code), (attribute, code)


def test_every_named_type_and_person_is_known() -> None:
    order = load_data("order.yaml")
    named = {*order["instead_of"], *(less for lesser in order["instead_of"].values() for less in lesser)}
    assert named <= set(vocabulary().event_types)
    for group in ("carers", "adults", "lay", "services"):
        assert set(lexicon()[group]) <= set(lexicon()["people"])
    assert set(lexicon()["source_of_person"].values()) <= set(vocabulary().codes["referral_source"])


def test_every_pattern_of_every_rule_can_be_read() -> None:
    for rule in rules():
        for patterns in (rule.says, rule.with_sentence, rule.with_row, rule.unless, rule.unless_row):
            assert all(pattern.regex.pattern for pattern in patterns.each)


@pytest.mark.parametrize("plain", ["home(?: visit", "{nobody} came"])
def test_a_pattern_that_cannot_be_read_is_refused(plain: str) -> None:
    with pytest.raises(CatalogueError):
        compile_pattern(plain).first(Prose("home visit"), 0, 10)


@pytest.mark.parametrize(
    ("plain", "words"),
    [
        ("home ~ visit", "home and garden visit"),
        ("(?:un-?)?announced", "unannounced"),
        ("bruis(?:e|es|ing)", "bruising"),
        ("(?:cp|child protection) plan", "child protection plan"),
        ("no (?:answer|reply)", "no  reply"),
        ("x{0,2}yes", "yes"),
        ("colou?r", "color"),
    ],
)
def test_looking_first_for_a_literal_never_hides_a_match(plain: str, words: str) -> None:
    pattern: Pattern = compile_pattern(plain)
    assert pattern.first(Prose(words), 0, len(words)) is not None


def _every_pattern() -> list[Pattern]:
    says = [rule_says for rule in rules() for rule_says in (rule.says, rule.unless, rule.with_sentence)]
    says += [patterns for detail in details().values() for patterns in detail.codes.values()]
    return [pattern for patterns in says for pattern in patterns.each]


def _sentences() -> list[str]:
    tables = sorted((Path(__file__).parents[1] / "spec" / "coding").glob("*.yaml"))
    return [row[1].lower() for table in tables for row in yaml.safe_load(table.read_text("utf-8"))]


def test_no_pattern_is_passed_over_in_a_row_that_holds_it() -> None:
    rows = [Prose(words) for words in _sentences()[::8]]
    for pattern in _every_pattern():
        hidden = [row.low for row in rows if pattern.absent(row) and pattern.regex.search(row.low)]
        assert not hidden, pattern.body


@pytest.mark.parametrize(
    ("plain", "words"),
    [("fta|was not brought", "was not brought"), ("back(?= *[.,)])", "to his back.")],
)
def test_bare_alternatives_and_classes_are_read_as_written(plain: str, words: str) -> None:
    assert compile_pattern(plain).first(Prose(words), 0, len(words)) is not None


CallsOf = Callable[[Callable[[], object]], int]


@pytest.mark.parametrize("agency", ["school", "social_care", "health_hospital"])
def test_a_row_twice_as_long_takes_at_most_about_twice_the_steps(calls_of: CallsOf, agency: str) -> None:
    """It also ends, on words it looks for again and again: a pattern that backtracks without end does not."""
    rows = ["She told teacher that mother said " * times for times in (30, 60)]
    propose(Words(what=rows[0][:100]), agency=agency)  # compiles what it needs
    short, long = (calls_of(lambda row=row: propose(Words(what=row), agency=agency)) for row in rows)
    assert long <= 2.5 * short


@pytest.mark.parametrize(
    "phrase",
    [
        "bruise on the left arm and mother said she fell ",
        "no bruise seen and not brought to the appointment, ",
        "bruise reported from nursery and he said that he fell ",
    ],
)
def test_a_sentence_of_ten_thousand_letters_takes_about_twice_the_steps_of_half(
    calls_of: CallsOf, phrase: str
) -> None:
    propose(Words(what=phrase), agency="social_care")  # compiles what it needs
    sentence = (phrase * 10_000)[:10_000]
    half = calls_of(lambda: propose(Words(what=sentence[:5_000]), agency="social_care"))
    assert calls_of(lambda: propose(Words(what=sentence), agency="social_care")) <= 2.5 * half
    assert propose(Words(what=sentence), agency="social_care")


def test_coding_nothing_compiles_nothing() -> None:
    code = (
        "import tocsin.chronology.coding.rules as r, tocsin.chronology.coding.details as d;"
        "import tocsin.chronology.coding;"
        "assert not r.rules.cache_info().currsize and not d.details.cache_info().currsize"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
