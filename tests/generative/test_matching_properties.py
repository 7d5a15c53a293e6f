"""What holds of any register: nothing is lost in looking, and asking leaves nothing behind."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.identity.answer import Band
from tocsin.identity.matching.matcher import Matcher
from tocsin.identity.matching.model import Model
from tocsin.identity.matching.register import Register
from tocsin.identity.stated import Home, Name, Stated

NAMES = (
    "Aisha",
    "Ayesha",
    "Oliver",
    "Wai Ming",
    "Mohammed",
    "Muhammad",
    "Юлия",
    "Baby",
    "",
    "x" * 300,
    "李",
    "=cmd()",
)
SURNAMES = ("Rahman", "Whitcombe", "Chan", "Chen", "O'Neil", "Adeyemi-Cole", "", "Not known", "y" * 300)
NUMBERS = ("9434765919", "943 476 5919", "4010232137", "9434765918", "0000000000", "abc", "")
HOMES = (
    Home("KX1 2AB", "12 Mill Lane"),
    Home("", "12 Mill Lane"),
    Home("KX1 2AB", ""),
    Home("?", "☃" * 200),
    Home(),
)

QUAY = (Home("UX1 1AA", "3 Quay Row"),)
few = {"max_size": 3, "unique": True}
identities = st.builds(
    Stated,
    id=st.sampled_from([f"p{n}" for n in range(12)]),
    names=st.lists(st.builds(Name, st.sampled_from(NAMES), st.sampled_from(SURNAMES)), **few).map(tuple),
    births=st.lists(st.dates(date(2010, 1, 1), date(2012, 12, 31)), max_size=2, unique=True).map(tuple),
    sex=st.sampled_from(("f", "m", "", "x")),
    homes=st.lists(st.sampled_from(HOMES), **few).map(tuple),
    nhs_numbers=st.lists(st.sampled_from(NUMBERS), **few).map(tuple),
    household=st.sampled_from(("", "h1", "h2")),
)
registers = st.lists(identities, max_size=12, unique_by=lambda entry: entry.id)


@given(registers, st.lists(identities, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_one_question_and_many_have_the_same_answers(entries: list[Stated], asked: list[Stated]) -> None:
    matcher = Matcher(Register.build(entries), Model.shipped())
    assert matcher.find_all(asked) == [matcher.find(one) for one in asked]


@given(registers, identities)
@settings(max_examples=60, deadline=None)
def test_asking_leaves_nothing_behind(entries: list[Stated], asked: Stated) -> None:
    register = Register.build(entries)
    before = len(register.names.words), len(register.places.words), register.columns.size
    Matcher(register, Model.shipped()).find(asked)
    assert (len(register.names.words), len(register.places.words), register.columns.size) == before


@given(registers, identities)
@settings(max_examples=60, deadline=None)
def test_one_added_later_is_as_one_there_from_the_start(entries: list[Stated], asked: Stated) -> None:
    at_once = Matcher(Register.build(entries), Model.shipped())
    one_by_one = Matcher(Register.build(()), Model.shipped())
    for entry in entries:
        one_by_one.add(entry)
    assert one_by_one.find(asked) == at_once.find(asked)


@given(registers, identities)
@settings(max_examples=60, deadline=None)
def test_added_twice_is_there_once_and_removed_is_gone(entries: list[Stated], asked: Stated) -> None:
    matcher = Matcher(Register.build(entries), Model.shipped())
    for _ in range(2):
        matcher.add(asked)
    found = [candidate.person for candidate in matcher.find(asked).candidates]
    assert found.count(asked.id) <= 1
    matcher.register.remove(asked.id)
    assert asked.id not in [candidate.person for candidate in matcher.find(asked).candidates]


def test_a_day_with_thousands_of_births_loses_nobody() -> None:
    day = date(2020, 1, 1)
    crowd = [
        Stated(f"c{n}", (Name(f"Q{n:05d}x", "Zed"),), (day,), "f", (Home("KX9 9ZZ", "1 High Road"),))
        for n in range(5000)
    ]
    hers = Stated("hers", (Name("Aisha", "Rahman"),), (day,), "f", QUAY)
    matcher = Matcher(Register.build([*crowd, hers]), Model.shipped())
    moved = Stated("", (Name("Aisha", ""),), (day,))
    assert "hers" in matcher.candidates(moved)


def test_a_shared_number_is_always_looked_at() -> None:
    hers = Stated("hers", (Name("Aisha", "Rahman"),), (date(2020, 1, 1),), "f", (), ("9434765919",))
    matcher = Matcher(Register.build([hers]), Model.shipped())
    renamed = Stated("", (Name("Grace", "Whitcombe"),), (date(2011, 5, 6),), "", (), ("943-476-5919",))
    assert matcher.candidates(renamed) == ("hers",)


def test_thousands_of_one_surname_are_told_apart() -> None:
    many = [
        Stated(
            f"c{n}",
            (Name("Aisha" if n % 2 else "Omar", "Khan"),),
            (date(2005 + n % 15, 1 + n % 12, 1 + n % 28),),
        )
        for n in range(5000)
    ]
    hers = Stated(
        "hers", (Name("Zainab", "Khan"),), (date(2020, 2, 3),), "f", (Home("UX1 1AA", "3 Quay Row"),)
    )
    answer = Matcher(Register.build([*many, hers]), Model.shipped()).find(hers)
    assert answer.best is not None
    assert (answer.band, answer.best.person) == (Band.AUTO, "hers")
