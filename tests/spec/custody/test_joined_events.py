"""What custody events say, when they ring, and what they never do."""

from __future__ import annotations

from pathlib import Path

import pytest
from joined_folders import CONVICTED, JOINS, adult, raised, reviewed, rung, told

LATER = "2026-07-01 school note - ada"
TIE = "  ties:\n  - {child: ada, relation: father, source: prison}\n"


@pytest.mark.parametrize(
    "outcome", ["acquitted", "charged", "alleged", "no_further_action", "cautioned"], ids=str
)
def test_an_accusation_is_no_conviction(tmp_path: Path, outcome: str) -> None:
    review = reviewed(
        tmp_path, [JOINS], adult(CONVICTED.replace("outcome: convicted", f"outcome: {outcome}"))
    )
    assert rung(review, "known_risk_adult_joins") == set()
    kinds = {"acquitted": "acquittal", "cautioned": "caution"}
    assert told(review, kinds.get(outcome, "accusation"))
    assert not told(review, "conviction")


def test_an_overturned_conviction_marks_nobody_from_that_day_and_its_history_stays(tmp_path: Path) -> None:
    quashed = "  appeals:\n  - {decided_on: 2026-08-03, outcome: conviction_quashed, offence: o1}\n"
    review = reviewed(tmp_path, [JOINS], adult(f"{CONVICTED}{quashed}"))
    (one,) = [one for one in review.concerns if one.indicator == "known_risk_adult_joins"]
    assert one.state == "withdrawn"
    assert str(one.ended_on) == "2026-08-03"
    again = [JOINS.replace("2026-05-11", "2026-08-04")]
    later = reviewed(tmp_path / "later", again, adult(f"{CONVICTED}{quashed}"))
    assert rung(later, "known_risk_adult_joins") == set()
    assert told(later, "conviction")
    assert told(later, "conviction_overturned")


def test_quashing_one_conviction_leaves_another(tmp_path: Path) -> None:
    more = CONVICTED + CONVICTED.replace("  offences:\n", "").replace("o1", "o2").lstrip("\n")
    quashed = "  appeals:\n  - {decided_on: 2016-08-03, outcome: conviction_quashed, offence: o1}\n"
    review = reviewed(tmp_path, [JOINS], adult(f"{more}{quashed}"))
    assert rung(review, "known_risk_adult_joins") == {("ada", "2026-05-11")}


def test_a_spent_conviction_is_shown_as_spent(tmp_path: Path) -> None:
    review = reviewed(
        tmp_path, [JOINS], adult(CONVICTED.replace("child_victim: yes", "child_victim: no, spent: yes"))
    )
    (one,) = told(review, "conviction")
    assert one.attributes["spent"] == ["true"]
    assert rung(review, "known_risk_adult_joins") == set()


def test_the_part_a_court_did_not_determine_is_not_filled_in(tmp_path: Path) -> None:
    review = reviewed(
        tmp_path,
        [JOINS],
        adult(CONVICTED.replace("child_victim: yes", "child_victim: yes, part: not_determined")),
    )
    (one,) = told(review, "conviction")
    assert "did not say whether" in one.words


def test_an_assessment_that_finds_no_risk_replaces_the_one_before(tmp_path: Path) -> None:
    assessed = """
  assessments:
  - {outcome: poses_risk, on: 2020-02-03, by: probation practitioner}
  - {outcome: does_not, on: 2024-02-05, by: probation practitioner}
"""
    assert rung(reviewed(tmp_path, [JOINS], adult(assessed)), "known_risk_adult_joins") == set()
    first = assessed.replace("  - {outcome: does_not, on: 2024-02-05, by: probation practitioner}\n", "")
    standing = reviewed(tmp_path / "standing", [JOINS], adult(first))
    assert rung(standing, "known_risk_adult_joins") == {("ada", "2026-05-11")}


def test_it_is_for_life_and_not_only_on_licence(tmp_path: Path) -> None:
    served = """
  sentences:
  - {ref: s1, kind: SDS, sentenced_on: 2015-05-18, offence: o1, term: 2 years}
  movements:
  - {kind: received, on: 2015-05-18}
  - {kind: released, on: 2016-05-17}
"""
    review = reviewed(tmp_path, [JOINS], adult(f"{CONVICTED}{served}"))
    assert rung(review, "known_risk_adult_joins") == {("ada", "2026-05-11")}


def test_a_weekend_of_temporary_release_at_the_childs_address_rings_on_its_day(tmp_path: Path) -> None:
    out = """
  addresses:
  - {address: 3 Mill Lane, kind: visits, from: 2026-04-01, children: [ben], source: prison}
  movements:
  - {kind: temporary_release, on: 2026-04-10, until: 2026-04-12, address: 3 Mill Lane}
"""
    review = reviewed(tmp_path, [JOINS], adult(out, confirmed=False))
    assert rung(review, "release_to_child_address") == {("ben", "2026-04-10")}
    elsewhere = out.replace(
        "until: 2026-04-12, address: 3 Mill Lane", "until: 2026-04-12, address: 9 High Street"
    )
    quiet = reviewed(tmp_path / "quiet", [JOINS], adult(elsewhere, confirmed=False))
    assert rung(quiet, "release_to_child_address") == set()


SERVING = """
  sentences:
  - {ref: s1, kind: SDS, sentenced_on: 2024-02-05, offence: o1, term: 4 years}
  movements:
  - {kind: received, on: 2024-02-05}
  adjustments:
  - {kind: remand, days: 120, applies_from: 2024-02-05, known_from: 2024-05-13}
"""


def test_a_release_that_moved_earlier_must_be_told_again(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [JOINS], adult(f"{CONVICTED}{SERVING}{TIE}", confirmed=False))
    moved = [one for one in told(review, "release_expected") if "moved_earlier" in one.attributes]
    assert "2024-05-13" in {str(one.happened.start) for one in moved}
    assert all(one.attributes["date"][0] < one.attributes["was"][0] for one in moved)
    assert ("ada", "2024-05-15") in rung(review, "release_moved_earlier_not_told")


def test_told_again_the_next_day_it_stays_quiet(tmp_path: Path) -> None:
    rows = [JOINS, "2024-05-14 probation probation_notification to_agency=social_care ada"]
    review = reviewed(tmp_path, rows, adult(f"{CONVICTED}{SERVING}{TIE}", confirmed=False))
    assert ("ada", "2024-05-15") not in rung(review, "release_moved_earlier_not_told")


ON_LICENCE = """
  sentences:
  - {ref: s1, kind: SDS, sentenced_on: 2022-06-06, offence: o1, term: 4 years}
  movements:
  - {kind: received, on: 2022-06-06}
  - {kind: released, on: 2024-06-05}
"""


def test_a_licence_that_ran_out_with_no_handover_rings_and_one_handed_over_does_not(tmp_path: Path) -> None:
    custody = adult(f"{CONVICTED}{ON_LICENCE}{TIE}", confirmed=False)
    review = reviewed(tmp_path, [JOINS, LATER], custody)
    assert {str(one.happened.start) for one in told(review, "licence_ended")} == {"2026-06-05"}
    assert rung(review, "watch_not_handed_over") == {("ada", "2026-06-13")}
    rows = [JOINS, LATER, "2026-05-20 probation probation_notification to_agency=social_care ada"]
    handed = reviewed(tmp_path / "handed", rows, custody)
    assert rung(handed, "watch_not_handed_over") == set()


BARRED = """
  conditions:
  - {about: no_night_with_child, words: no nights in a home with a child under 16, from: 2026-01-05}
"""


def test_living_with_a_child_against_a_condition_is_a_sign_and_no_breach(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [JOINS], adult(f"{CONVICTED}{BARRED}"))
    (one,) = told(review, "breach_sign")
    assert (one.child, str(one.happened.start)) == ("ada", "2026-05-11")
    assert "nothing is found yet" in one.words
    assert rung(review, "condition_breach_near_child") == {("ada", "2026-05-11")}


def test_a_condition_that_had_ended_is_a_sign_of_nothing(tmp_path: Path) -> None:
    over = BARRED.replace("from: 2026-01-05", "from: 2025-01-05, to: 2026-01-05")
    review = reviewed(tmp_path, [JOINS], adult(f"{CONVICTED}{over}"))
    assert not told(review, "breach_sign")


def test_a_family_tie_alone_is_a_sign_of_nothing(tmp_path: Path) -> None:
    review = reviewed(tmp_path, [], adult(f"{CONVICTED}{BARRED}{TIE}", confirmed=False))
    assert not told(review, "breach_sign")
    assert review.concerns == []


def test_a_pregnancy_rings_on_the_child_expected_on_the_day_it_was_known(tmp_path: Path) -> None:
    expecting = """
  pregnancies:
  - {child: baby, due: 2026-12-20, known_from: 2026-06-15, relation: father, source: midwifery}
"""
    booked = "2026-06-01 midwifery antenatal_booking gestation_weeks=11 baby"
    review = reviewed(tmp_path, [booked], adult(f"{CONVICTED}{expecting}", confirmed=False))
    assert raised(review) == {("pregnancy_with_known_risk_adult", "baby", "2026-06-15")}


def test_an_earlier_child_removed_rings_with_the_pregnancy(tmp_path: Path) -> None:
    expecting = """
  earlier_children:
  - {what: removed, on: 2014-03-03, source: family court}
  pregnancies:
  - {child: baby, due: 2026-12-20, known_from: 2026-06-15, relation: father, source: midwifery}
"""
    review = reviewed(tmp_path, [JOINS], adult(expecting, confirmed=False))
    assert rung(review, "previous_child_removed") == {("baby", "2026-06-15")}
    assert rung(review, "pregnancy_with_known_risk_adult") == set()


def test_a_category_of_public_protection_is_held_by_those_who_manage_it(tmp_path: Path) -> None:
    managed = "  mappa:\n  - {category: 2, level: 1, from: 2026-03-02}\n"
    review = reviewed(tmp_path, [JOINS], adult(f"{CONVICTED}{managed}{TIE}", confirmed=False))
    (one,) = told(review, "mappa_management")
    assert one.attributes["restricted"] == ["true"]
    assert {known.agency for known in one.known_from} == {"probation", "police", "prison"}
    assert rung(review, "offender_stay_with_child") == set()


def test_an_agency_sees_only_what_it_was_told(tmp_path: Path) -> None:
    custody = adult(f"{CONVICTED}{SERVING}{TIE}", confirmed=False)
    seen = reviewed(tmp_path, [JOINS], custody, agency="health_visiting")
    assert {one.type for one in seen.events} == {"household_change"}
    prison = reviewed(tmp_path / "prison", [JOINS], custody, agency="prison")
    assert "release_expected" in {one.type for one in prison.events}


def test_what_lies_in_the_future_has_not_happened(tmp_path: Path) -> None:
    later = "  movements:\n  - {kind: temporary_release, on: 2026-12-24, until: 2026-12-27}\n"
    review = reviewed(tmp_path, [JOINS], adult(f"{later}{TIE}", confirmed=False))
    assert not told(review, "temporary_release")


def test_word_sent_by_the_custody_file_answers_the_concern(tmp_path: Path) -> None:
    custody = """
  addresses:
  - {address: 3 Mill Lane, kind: release, known_from: 2026-02-02, children: [ben], source: probation}
  sentences:
  - {ref: s1, kind: SDS, sentenced_on: 2025-06-02, term: 3 years}
"""
    review = reviewed(tmp_path, [JOINS], adult(custody, confirmed=False))
    (asked,) = [
        one
        for one in review.custody[0].notices
        if "proposed address" in one.what and one.to.startswith("front door")
    ]
    said = f"  told:\n  - {{notice: {asked.key}, on: 2026-02-03, by: probation practitioner}}\n"
    again = reviewed(tmp_path / "told", [JOINS], adult(f"{custody}{said}", confirmed=False))
    (word,) = told(again, "probation_notification")
    assert (word.child, str(word.happened.start)) == ("ben", "2026-02-03")
    (concern,) = [one for one in again.concerns if one.indicator == "release_to_child_address"]
    assert concern.responses[0].status == "answered"


def test_a_parents_partner_counts_as_joining_from_the_day_it_was_known(tmp_path: Path) -> None:
    tie = "  ties:\n  - {child: ada, relation: mothers_partner, known_from: 2026-07-06, source: school}\n"
    review = reviewed(tmp_path, [LATER], adult(f"{CONVICTED}{tie}", confirmed=False))
    assert rung(review, "known_risk_adult_joins") == {("ada", "2026-07-06")}


def test_living_with_a_child_from_no_day_is_said(tmp_path: Path) -> None:
    tie = "  ties:\n  - {child: ada, relation: mothers_partner, lives_with: yes}\n"
    review = reviewed(tmp_path, [LATER], adult(f"{CONVICTED}{tie}", confirmed=False))
    assert any("a day that is not stated" in one.reason for one in review.quarantine)


@pytest.mark.parametrize(
    ("home", "reached"),
    [("3 Mill Lane, Aldermere", {("ben", "2026-04-10")}), ("33 Mill Lane", set())],
    ids=["town added", "another house"],
)
def test_an_address_may_go_on_to_the_town(tmp_path: Path, home: str, reached: set[tuple[str, str]]) -> None:
    out = f"""
  addresses:
  - {{address: "{home}", kind: visits, from: 2026-04-01, children: [ben]}}
  movements:
  - {{kind: temporary_release, on: 2026-04-10, address: 3 Mill Lane}}
"""
    review = reviewed(tmp_path, [JOINS], adult(out, confirmed=False))
    assert rung(review, "release_to_child_address") == reached


def test_somebody_let_out_without_an_address_goes_home(tmp_path: Path) -> None:
    custody = """
  movements:
  - {kind: received, on: 2026-01-12}
  - {kind: released, on: 2026-04-10}
  ties:
  - {child: ben, relation: father, from: 2017-06-01, lives_with: yes}
"""
    review = reviewed(tmp_path, [JOINS], adult(custody, confirmed=False))
    assert rung(review, "release_to_child_address") == {("ben", "2026-04-10")}


def test_no_date_releases_somebody_serving_life_and_the_words_say_so(tmp_path: Path) -> None:
    life = """
  sentences:
  - {ref: s1, kind: LIFE, sentenced_on: 2016-05-09, minimum_term: 12 years, minimum_term_net_of_remand: yes}
  movements:
  - {kind: received, on: 2016-05-09}
"""
    review = reviewed(tmp_path, [LATER], adult(f"{life}{TIE}", confirmed=False))
    (one,) = told(review, "release_expected")
    assert one.attributes["type"] == ["if_directed"]
    assert "only if the Parole Board directs it" in one.words
    assert not told(review, "licence_ended")


def test_a_baby_expected_by_a_mother_who_was_convicted_rings_on_the_baby(tmp_path: Path) -> None:
    expecting = """
  pregnancies:
  - {child: baby, due: 2026-12-20, known_from: 2026-06-15, relation: mother, source: midwifery}
"""
    review = reviewed(tmp_path, [LATER], adult(f"{CONVICTED}{expecting}", confirmed=False, name="Ana Lowe"))
    assert rung(review, "pregnancy_with_known_risk_adult") == {("baby", "2026-06-15")}
    (one,) = [one for one in review.concerns if one.child == "baby"]
    assert [str(answer.due_on) for answer in one.responses] == [
        "2026-06-15",
        "2026-06-17",
        "2026-08-02",  # 20 weeks
        "2026-11-08",  # 34 weeks
    ]
