"""It holds rules, details and injury kinds to the vocabulary, and every pattern to what can be read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tocsin.chronology.coding.details import details
from tocsin.chronology.coding.injuries import known_codes
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
