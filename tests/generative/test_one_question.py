"""One question at a time goes another way than many at once, and comes to the same."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.identity.answer import SHOWN, Answer
from tocsin.identity.live_index import PersonIndex, stored_keys
from tocsin.identity.matching.blocking import blocks
from tocsin.identity.matching.index import Index
from tocsin.identity.matching.ladders import digits_apart, one_edit
from tocsin.identity.matching.matcher import Asker, Matcher, Question
from tocsin.identity.matching.model import Model
from tocsin.identity.matching.register import Register
from tocsin.identity.matching.shortlist import shortlist
from tocsin.identity.stated import Home, Name, Stated

FIRST = (
    *("Aisha", "Ayesha", "Alisha", "Oliver", "Olivia", "Oli", "Wai Ming", "Ming Wai", "Mohammed", "Muhammad"),
    *(
        "Юлия",
        "Baby",
        "",
        "Ann Marie",
        "Anne",
        "Hannah",
        "Jayden",
        "Kayden",
        "Tom",
        "Thomas James",
        "李",
        "O.",
    ),
)
LAST = (
    "Rahman",
    "Raman",
    "Whitcombe",
    "Chan",
    "Chen",
    "O'Neil",
    "Adeyemi-Cole",
    "Adeyemi",
    "",
    "Oliver",
    "Ming",
)
NUMBERS = ("9434765919", "943 476 5919", "9434765870", "4010232137", "9434765918", "0000000000", "abc")
POSTCODES = ("KX1 2AB", "KX1 2BA", "KX1 2AC", "UX7 1AA", "KX1", "")
ADDRESSES = (
    "12 Mill Lane",
    "12 Mill Ln, Stowbeck",
    "12 Mile Lane",
    "21 Mill Lane",
    "3 Quay Row",
    "",
    "unknown",
)


def entries(size: int, *, seed: int) -> list[Stated]:
    """Many who share names, homes and days of birth, some with several of each."""
    chance = random.Random(seed)

    def several(make: object, most: int = 3) -> tuple[object, ...]:
        many = chance.choice((0, *[1] * 8, 2, most))
        return tuple(dict.fromkeys(make() for _ in range(many)))  # type: ignore[operator]

    return [
        Stated(
            f"p{number}",
            names=several(lambda: Name(chance.choice(FIRST), chance.choice(LAST))),  # type: ignore[arg-type]
            births=several(
                lambda: date(2010 + chance.randrange(2), chance.randrange(1, 4), chance.randrange(1, 4))
            ),  # type: ignore[arg-type]
            sex=chance.choice(("f", "m", "")),
            homes=several(lambda: Home(chance.choice(POSTCODES), chance.choice(ADDRESSES))),  # type: ignore[arg-type]
            nhs_numbers=several(lambda: chance.choice(NUMBERS), 2) if chance.random() < 0.5 else (),  # type: ignore[arg-type]
            household=chance.choice(("", "h1", "h2")),
        )
        for number in range(size)
    ]


def one_value(entry: Stated) -> Stated:
    return replace(
        entry,
        names=entry.names[:1],
        births=entry.births[:1],
        homes=entry.homes[:1],
        nhs_numbers=entry.nhs_numbers[:1],
    )


@pytest.fixture(scope="module", params=["one value of each field", "several"])
def matcher(request: pytest.FixtureRequest) -> Matcher:
    held = entries(300, seed=1)
    if request.param == "one value of each field":
        held = [one_value(entry) for entry in held]
    matcher = Matcher(Register.build(held[:250]), Model.shipped())
    for entry in held[250:]:
        matcher.add(entry)
    for gone in ("p3", "p77", "p260"):
        matcher.register.remove(gone)
    return matcher


ASKED = [*entries(40, seed=2), *map(one_value, entries(40, seed=3))]


def test_asked_one_by_one_as_asked_together(matcher: Matcher) -> None:
    together = matcher.find_all(ASKED, most=20)
    assert max(len(answer.candidates) for answer in together) == shortlist().most
    assert [matcher.find(one, most=20) for one in ASKED] == together


def test_everybody_under_a_key_is_compared_alike(matcher: Matcher) -> None:
    """Not only the nearest: every level of every field is met by some pair."""
    for one in ASKED[::2]:
        question = Question(matcher.register, [one])
        askers, rows = matcher.sharing(question)
        expected = matcher.compared(question, askers, rows).tolist()
        assert Asker(matcher.register, one).patterns(rows) == expected


def test_the_same_keys_are_sought(matcher: Matcher) -> None:
    for one in ASKED:
        question = Question(matcher.register, [one])
        expected = set(zip(question.keys.tolist(), question.most.tolist(), strict=True))
        assert set(Asker(matcher.register, one).keys) == expected


@given(st.lists(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 9)), max_size=60), st.data())
@settings(max_examples=60, deadline=None)
def test_a_key_leads_to_its_entries_wherever_it_lies(
    pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    index = Index()
    keys, rows = [key for key, _ in pairs], [row for _, row in pairs]
    index.stage(np.array(keys, dtype=np.uint64), np.array(rows, dtype=np.int32))
    index.sort()
    asked = data.draw(st.lists(st.sampled_from([*keys, 0, 2**64 - 1]), unique=True, max_size=8))
    most = blocks().most
    expected = sorted({row for key, row in pairs if key in asked})
    assert index.sought([(key, most) for key in asked]).tolist() == expected


days = st.dates(date(2009, 1, 1), date(2012, 12, 31)).map(lambda day: int(f"{day:%Y%m%d}"))


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        (20110312, 20110312, True),
        (20110312, 20110313, True),
        (20110312, 20110321, True),
        (20110312, 20111302, False),
        (20110312, 20120313, False),
        (20110312, 21010312, True),
    ],
)
def test_one_edit_of_a_date(one: int, other: int, *, near: bool) -> None:
    assert one_edit(one, other) is near
    assert one_edit(other, one) is near


@given(st.integers(0, 10**10 - 1), st.integers(0, 10**10 - 1))
def test_digits_that_differ(one: int, other: int) -> None:
    expected = sum(one // 10**n % 10 != other // 10**n % 10 for n in range(10))
    assert digits_apart(one, other) == expected


def live(matcher: Matcher) -> PersonIndex:
    index = PersonIndex(matcher.model, ())
    index.matcher = matcher
    return index


def everybody(matcher: Matcher, asked: Stated) -> list[tuple[float, str]]:
    """Whoever shares a key, best first."""
    question = Question(matcher.register, [asked])
    askers, rows = matcher.sharing(question)
    scores = matcher.model.scores[matcher.compared(question, askers, rows)].tolist()
    persons = [matcher.register.persons[row] for row in rows.tolist()]
    return sorted(zip(scores, persons, strict=True), key=lambda found: -found[0])


def test_the_live_index_compares_the_nearest_and_keys_as_a_whole_register_does(
    matcher: Matcher,
) -> None:
    index = live(matcher)
    shared: list[int] = []
    for one in ASKED:
        expected = everybody(matcher, one)
        shared.append(len(expected))
        shown = [(c.score, c.person) for c in index.find(one, hidden=nobody).candidates]
        assert [it for it in expected if it in shown] == shown
        if len(expected) <= shortlist().most_of_ledger:
            assert shown == expected[:SHOWN]
    assert min(shared) <= shortlist().most_of_ledger < max(shared)
    assert [index.keys(one) for one in ASKED] == stored_keys(ASKED)


def test_the_live_index_leaves_people_out_as_if_they_were_not_there() -> None:
    held = entries(300, seed=1)
    here = Matcher(Register.build(held), Model.shipped())
    one = next(one for one in ASKED if len(everybody(here, one)) > shortlist().most_of_ledger)
    (_, first), (_, second), *_ = everybody(here, one)
    without = Matcher(Register.build([it for it in held if it.id not in (first, second)]), Model.shipped())
    found = live(here).find(one, without=[first, "unknown"], hidden=lambda person: person == second)
    assert people_in(found) == people_in(live(without).find(one, hidden=nobody))


def people_in(answer: Answer) -> list[str]:
    return [one.person for one in answer.candidates]


def nobody(person: str) -> bool:
    del person
    return False
