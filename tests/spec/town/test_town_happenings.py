"""What befalls the made-up town: in the vocabulary's words, at published rates, the same for a seed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from tocsin.chronology.vocabulary import UNLISTED, vocabulary
from tocsin.town.family import Family, Happening
from tocsin.town.happenings import happenings, load_rates, stories, with_story
from tocsin.town.happenings.counts import Counts
from tocsin.town.happenings.diary import age_days
from tocsin.town.happenings.paths.choose import spells
from tocsin.town.happenings.paths.story import Stage, lookalikes, paths
from tocsin.town.make_family import make_family
from tocsin.town.settings import Settings

SETTINGS = Settings()
WINDOW = (SETTINGS.since, SETTINGS.until)
RATES = load_rates()
FAMILIES = 9_000  # some 50,000 child-years: conferences, the rarest, come in some 150 families
SEED = 9


def family_of(number: int, *, seed: int = SEED, share: float | None = None) -> Family:
    return with_story(make_family(seed, number, SETTINGS), window=WINDOW, seed=seed, share=share)


def told_of(family: Family, *, seed: int = SEED) -> list[Happening]:
    return happenings(family, rates=RATES, window=WINDOW, seed=seed)


@pytest.fixture(scope="module")
def counts() -> Counts:
    found = Counts(WINDOW)
    for number in range(1, FAMILIES + 1):
        family = family_of(number)
        found.add(family, told_of(family))
    return found


@pytest.mark.parametrize("name", sorted(RATES.published))
def test_a_town_is_held_to_the_published_rate(counts: Counts, name: str) -> None:
    stated = RATES.published[name]
    assert counts.rate(name) == pytest.approx(stated.value, rel=stated.within)


def test_every_figure_names_a_source_that_is_listed_or_says_that_it_is_ours() -> None:
    for name, figure in {**RATES.figures, **RATES.published, **RATES.deeds}.items():
        letters = {
            word for word in figure.source.replace(",", " ").replace(";", " ").split() if word.isupper()
        }
        assert letters <= set(RATES.sources), name
        assert letters or "ours" in figure.source, name


def wrong_words(told: list[Happening]) -> list[str]:
    words, found = vocabulary(), []
    for one in told:
        if one.event_type not in words.event_types:
            found.append(one.event_type)
        found += [agency for agency in one.agency.split("+") if agency not in words.codes["agency"]]
        for name, value in one.attributes:
            if not words.has_attribute(one.event_type, name) or not fits(one.event_type, name, value):
                found.append(f"{one.event_type} {name}={value}")
    return found


def fits(event_type: str, name: str, value: str) -> bool:
    listed = vocabulary().code_list(event_type, name)
    if listed == "boolean":
        return value in ("true", "false", "yes", "no")
    if listed == "number":
        return value.isdigit()
    return listed in UNLISTED or value in vocabulary().codes[listed]


def test_every_word_is_the_vocabularys() -> None:
    told = [one for number in range(1, 600) for one in told_of(family_of(number, share=0.5))]
    assert wrong_words(told) == []
    assert all(one.detail for one in told)


@pytest.mark.parametrize("name", sorted({**paths(), **lookalikes()}))
def test_every_value_a_story_may_draw_is_the_vocabularys(name: str) -> None:
    story = {**paths(), **lookalikes()}[name]
    assert wrong_words([one for stage in story.stages for one in every_value_of(stage)]) == []
    assert any(stage.harm for stage in story.stages) is (name in paths())


def every_value_of(stage: Stage) -> list[Happening]:
    found = []
    for name, value in stage.with_.items():
        for one in value if isinstance(value, list) else [value]:
            said = str(one).lower() if isinstance(one, bool) else str(one)
            found.append(
                Happening(stage.by, 1, WINDOW[0], "day", WINDOW[0], stage.what, "words", ((name, said),))
            )
    return found


def test_the_same_family_is_told_the_same_whatever_was_made_before() -> None:
    alone = told_of(family_of(77))
    for number in range(70, 77):
        told_of(family_of(number))
    assert told_of(family_of(77)) == alone
    assert told_of(family_of(77, seed=SEED + 1), seed=SEED + 1) != alone


def test_happenings_are_in_order_and_none_is_written_down_before_it_happened_or_after_the_window() -> None:
    for number in range(1, 200):
        told = told_of(family_of(number))
        assert all(one.happened <= other.happened for one, other in pairwise(told))
        assert all(one.happened <= one.recorded <= WINDOW[1] for one in told)


def test_only_a_case_that_was_open_when_the_window_began_is_told_from_before_it() -> None:
    early = Counter(
        one.event_type
        for number in range(1, 1_500)
        for one in told_of(family_of(number))
        if one.happened < WINDOW[0]
    )
    assert early["referral"] > 20
    assert not {"gp_attendance", "birth", "school_absence", "was_not_brought", "health_review"} & set(early)


def test_nobody_is_written_about_before_they_could_be() -> None:
    before_birth = {"antenatal_booking", "antenatal_contact"}
    for number in range(1, 400):
        family = family_of(number)
        children = {child.number: child for child in family.children}
        for one in told_of(family):
            if one.resident in children and one.event_type in ("visit", "injury_seen", "gp_attendance"):
                assert one.happened >= children[one.resident].born
            if one.event_type in before_birth:
                assert -280 <= age_days(children[one.resident], one.happened) < 0


def test_a_path_ends_in_harm_inside_the_window_and_the_truth_says_when() -> None:
    found = Counter()
    for number in range(1, 500):
        family = family_of(number, share=1.0)
        for story in stories(family, rates=RATES, window=WINDOW, seed=SEED):
            found[story.name] += 1
            assert story.harm_on is not None
            assert WINDOW[0] <= story.began < story.harm_on <= WINDOW[1]
            harmed = [one for one in told_of(family) if one.happened == story.harm_on]
            assert any(one.resident == story.child for one in harmed)
    assert set(found) == set(paths())


def test_few_families_are_on_a_path_and_more_have_a_look_alike() -> None:
    families = [family_of(number) for number in range(1, 4_000)]
    on_path = [family for family in families if family.path]
    assert 3 <= len(on_path) <= 25  # 0.3% of 4,000, and room for chance
    assert sum(bool(family.lookalikes) for family in families) > 10 * len(on_path)
    assert not any(family.lookalikes for family in on_path)


def test_a_story_that_no_child_fits_is_not_told() -> None:
    window = (date(2023, 1, 1), date(2023, 1, 20))  # too short for any path
    family = replace(family_of(5), path="neglect_and_missed_care")
    assert not spells(family, paths()[family.path], window)
    assert stories(family, rates=RATES, window=window, seed=SEED) == []
