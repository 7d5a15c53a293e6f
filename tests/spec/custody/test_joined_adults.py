"""Which adult is meant, which children are near, and what is shown and never counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from joined_folders import CONVICTED, FAMILY, JOINS, adult, reviewed, rung, told


def test_an_adult_whom_a_person_confirmed_brings_the_history_to_the_child(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [JOINS], adult(CONVICTED))
    assert rung(review, "known_risk_adult_joins") == {("ada", "2026-05-11")}
    assert [one.people for one in told(review, "conviction")] == [["marlow"]]
    assert not review.link_proposals


def test_the_same_name_alone_is_a_question_and_rings_nothing(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [JOINS], adult(CONVICTED, confirmed=False))
    assert [(one.a, one.b) for one in review.link_proposals] == [("marlow", "a1")]
    assert rung(review, "known_risk_adult_joins") == set()
    assert not told(review, "conviction")


@pytest.mark.parametrize(
    ("said", "links"), [("confirmed_links", 1), ("rejected_links", 0)], ids=["confirmed", "rejected"]
)
def test_a_pair_in_review_yaml_has_the_last_word(tmp_path: Path, said: str, links: int) -> None:
    review = reviewed(
        tmp_path, [JOINS], adult(CONVICTED, confirmed=False), review=f"{FAMILY}{said}:\n- [a1, Dean Marlow]\n"
    )
    assert len(rung(review, "known_risk_adult_joins")) == links
    assert not review.link_proposals


def test_a_different_date_of_birth_is_a_different_person_whatever_was_confirmed(tmp_path: Path) -> None:
    family = FAMILY.replace("name: Dean Marlow,", "name: Dean Marlow, born: 1990-01-30,")
    review = reviewed(tmp_path, [JOINS], adult(CONVICTED), review=family)
    assert rung(review, "known_risk_adult_joins") == set()
    assert any("birth date that agrees" in one.reason for one in review.quarantine)


def test_an_unconfirmed_namesake_takes_nothing_from_the_adult_of_the_files(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [JOINS], adult(CONVICTED, confirmed=False))
    joined = next(one for one in review.events if one.type == "household_change")
    assert joined.people == ["marlow"]


def test_a_tie_stated_with_its_source_needs_no_match_of_names(tmp_path: Path) -> None:
    tie = "  ties:\n  - {child: ben, relation: father, source: prison}\n"
    review = reviewed(tmp_path, [JOINS], adult(f"{CONVICTED}{tie}", name="Karl Ott", confirmed=False))
    assert {one.child for one in told(review, "conviction")} == {"ben"}
    assert rung(review, "known_risk_adult_joins") == set()


def test_a_child_whom_the_folder_does_not_know_is_said_and_not_guessed(tmp_path: Path) -> None:
    tie = "  ties:\n  - {child: Clara, relation: father}\n"
    review = reviewed(tmp_path, [JOINS], adult(f"{CONVICTED}{tie}", name="Karl Ott", confirmed=False))
    (one,) = [row for row in review.quarantine if row.source.file == "custody.yaml"]
    assert one.reason.startswith("No child of the folder has this name")
    assert "Clara" not in one.reason + one.remedy


def test_a_tie_that_ended_stays_ended(tmp_path: Path) -> None:
    tie = "  ties:\n  - {child: ben, relation: stepfather, from: 2012-01-01, to: 2014-06-30}\n"
    review = reviewed(tmp_path, [JOINS], adult(f"{CONVICTED}{tie}", name="Karl Ott", confirmed=False))
    assert not told(review, "conviction")


def test_somebody_who_left_is_near_no_more(tmp_path: Path) -> None:
    left = "2026-06-01 health_visiting household_change change=adult_left;person_role=mothers_partner ada"
    late = "  movements:\n  - {kind: recalled, on: 2026-07-01, recall: standard}\n"
    rows = [JOINS, left]
    related = FAMILY.replace(", role: mothers_partner", "")
    gone = reviewed(tmp_path / "gone", rows, adult(late), review=related)
    here = reviewed(tmp_path / "here", rows[:1], adult(late))
    assert not told(gone, "recall")
    assert [one.child for one in told(here, "recall")] == ["ada"]


def test_what_concerns_one_child_does_not_ring_on_another(tmp_path: Path) -> None:
    custody = """
  addresses:
  - {address: 3 Mill Lane, kind: release, known_from: 2026-02-02, children: [ben]}
  sentences:
  - {ref: s1, kind: SDS, sentenced_on: 2025-06-02, term: 3 years}
"""
    review = reviewed(tmp_path, [JOINS], adult(custody, confirmed=False))
    assert rung(review, "release_to_child_address") == {("ben", "2026-02-02")}
