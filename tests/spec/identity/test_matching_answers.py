"""Who is this? Three bands, what keeps an answer from the first, and what asking never loses."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from tocsin.identity.answer import Answer, Band
from tocsin.identity.matching.bands import barred_by
from tocsin.identity.matching.explain import bars_of, explain, explained
from tocsin.identity.matching.matcher import Matcher
from tocsin.identity.matching.model import Model
from tocsin.identity.matching.register import Register
from tocsin.identity.matching.specification import specification
from tocsin.identity.stated import Home, Name, Stated

HOME = Home("KX1 2AB", "12 Mill Lane, Stowbeck")
BORN = date(2021, 3, 14)
NUMBER, OTHER_NUMBER = "9434765919", "4010232137"


def child(first: str = "Aisha", surname: str = "Rahman", **said: object) -> Stated:
    usual: dict[str, object] = {
        "id": "aisha",
        "names": (Name(first, surname),),
        "births": (BORN,),
        "sex": "f",
        "homes": (HOME,),
        "household": "h1",
    }
    return Stated(**{**usual, **said})  # type: ignore[arg-type]


AISHA = child(nhs_numbers=(NUMBER,))
NEIGHBOURS = tuple(
    child("Oliver", "Whitcombe", id=f"n{n}", births=(BORN + timedelta(n),), sex="m", household=f"n{n}")
    for n in range(50)
)


def register(*entries: Stated) -> Matcher:
    return Matcher(Register.build((*entries, *NEIGHBOURS)), Model.shipped())


def asked(stated: Stated, *entries: Stated) -> Answer:
    return register(*(entries or (AISHA,))).find(stated)


def test_a_child_told_the_same_way_is_linked() -> None:
    answer = asked(child())
    assert (answer.band, answer.best and answer.best.person) == (Band.AUTO, "aisha")


def test_a_moved_child_with_a_nickname_and_her_number_is_linked() -> None:
    moved = child("Ayesha", homes=(Home("UX7 1AA", "3 Quay Row"),), nhs_numbers=(NUMBER,))
    assert asked(moved).band is Band.AUTO


def test_a_stranger_is_nobody_in_the_register() -> None:
    stranger = child(
        "Kwame", "Boateng", births=(date(2014, 11, 2),), sex="m", homes=(Home("UX7 1AA", "3 Quay Row"),)
    )
    assert asked(stranger).band is Band.NEW


def test_an_empty_register_answers_nobody() -> None:
    assert Matcher(Register.build(()), Model.shipped()).find(child()).band is Band.NEW


@pytest.mark.parametrize("first", ["Maryam", "Bilal", "Zainab"])
def test_a_twin_who_is_not_in_the_register_is_not_her_sister(first: str) -> None:
    assert asked(child(first)).band is not Band.AUTO


def test_of_twins_in_the_register_the_right_one_is_linked() -> None:
    twin = child("Maryam", id="maryam")
    answer = asked(child("Maryam"), AISHA, twin)
    assert (answer.band, answer.best and answer.best.person) == (Band.AUTO, "maryam")


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        (child(nhs_numbers=(OTHER_NUMBER,)), "two_nhs_numbers"),
        (child(births=()), "birth_date_missing"),
        (child(births=(date(1984, 6, 2),)), "birth_dates_differ"),
        (child("Baby"), "first_name_missing"),
        (child(births=(date(2012, 3, 14),)), "birth_dates_differ"),
        (child(births=(date(2021, 3, 15),), homes=()), "only_names_agree"),
        (child("Grace", births=(date(1990, 1, 2),), nhs_numbers=(NUMBER,)), "number_of_another"),
    ],
)
def test_what_is_never_linked_without_somebody_looking(stated: Stated, why: str) -> None:
    answer = asked(stated)
    assert answer.band is not Band.AUTO
    assert answer.why in (why, "nobody_near")


def test_names_exchanged_are_linked_but_never_to_the_other_sex() -> None:
    chan = child("Wai Ming", "Chan", id="chan", sex="m")
    assert asked(child("Chan", "Wai Ming", sex="m"), chan).band is Band.AUTO
    other = asked(child("Chan", "Wai Ming", sex="f"), chan)
    assert (other.band, other.why) == (Band.REVIEW, "exchanged_and_other_sex")


def test_without_a_surname_a_near_birth_date_is_not_enough() -> None:
    answer = asked(child(surname="", births=(date(2021, 3, 15),)))
    assert (answer.band, answer.why) in {(Band.REVIEW, "surname_missing"), (Band.NEW, "nobody_near")}
    near = child(surname="", births=(date(2021, 3, 15),))
    best = Matcher(Register.build((AISHA, *NEIGHBOURS)), Model.shipped()).find(near).best
    assert best is not None
    assert barred_by(best.pattern) == "surname_missing"


@pytest.mark.parametrize("names", [("Rahman", "Aisha"), ("Rehmann", "Ayeshah"), ("Xyz", "Q")])
def test_the_same_number_never_begins_a_new_person(names: tuple[str, str]) -> None:
    far = {"homes": (Home("UX7 1AA", "3 Quay Row"),), "births": (date(2014, 11, 2),), "sex": "m"}
    assert asked(child(*names, nhs_numbers=(NUMBER,), **far)).band is not Band.NEW


def test_a_father_and_son_of_one_name_are_two_people() -> None:
    father = child("Piotr", "Nowak", id="father", births=(date(1988, 5, 1),), sex="m")
    assert asked(child("Piotr", "Nowak", sex="m"), father).band is not Band.AUTO


def test_two_who_fit_alike_go_to_a_person() -> None:
    again = child(id="again")
    answer = asked(child(), child(), again)
    assert answer.band is Band.REVIEW
    assert answer.why == "another_nearly_as_good"
    assert {candidate.person for candidate in answer.candidates[:2]} == {"aisha", "again"}


def test_an_old_name_and_an_old_home_are_remembered() -> None:
    history = child(
        names=(Name("Aisha", "Whitcombe"), Name("Aisha", "Rahman")),
        homes=(Home("UX7 1AA", "3 Quay Row"), HOME),
    )
    assert asked(child(), history).band is Band.AUTO


def test_a_missing_number_is_no_mismatch() -> None:
    with_none, with_hers = asked(child()), asked(child(nhs_numbers=(NUMBER,)))
    assert with_none.best is not None
    assert with_hers.best is not None
    assert with_hers.best.score > with_none.best.score


def test_the_explanation_adds_up_to_the_score_and_names_nobody() -> None:
    matcher = register(AISHA)
    stated = child("Aishah", homes=(Home("UX7 1AA", "3 Quay Row"),))
    answer = matcher.find(stated)
    assert answer.best is not None
    told = explain(matcher, stated, answer.best, margin=answer.margin)
    assert sum(bar.weight for bar in told.bars) == pytest.approx(answer.best.score, abs=1e-6)
    assert told.sentence.startswith("For the same person: ")
    assert not any(word in told.sentence for word in ("Aisha", "Rahman", "Stowbeck", "2021"))


def test_a_refusal_is_explained_too() -> None:
    answer = asked(child("Maryam"))
    assert answer.best is not None
    told = explained(Model.shipped(), answer.best, margin=answer.margin)
    assert "Against: " in told.sentence
    assert "different first names" in told.sentence


def test_the_table_of_scores_is_the_sum_of_the_weights() -> None:
    model = Model.shipped()
    for pattern in np.random.default_rng(1).integers(0, len(model.scores), 200).tolist():
        assert model.scores[pattern] == pytest.approx(sum(bar.weight for bar in bars_of(model, pattern)))


def test_every_level_of_the_specification_has_words_and_a_group() -> None:
    for comparison in specification().comparisons:
        assert comparison.levels[-1].when == ()
        assert all(level.words for level in comparison.levels)
        assert all(level.when for level in comparison.levels[:-1])


def test_somebody_taken_out_is_nobodys_twin() -> None:
    matcher = register(AISHA, child("Maryam", id="maryam"))
    with_both = matcher.find(child())
    matcher.register.remove("maryam")
    alone = matcher.find(child())
    place = specification().place["born_together"]
    levels = [specification().levels_of(answer.candidates[0].pattern)[place] for answer in (with_both, alone)]
    named = [specification().comparisons[place].levels[level].name for level in levels]
    assert named == ["yes", "no"]
