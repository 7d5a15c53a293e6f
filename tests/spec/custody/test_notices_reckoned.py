"""The same scenarios from the court's words to who is told: dates reckoned, and the law as it came."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import msgspec
import pytest
from told_adult import Duration, Tie, adult, d, family, offence, sentence, tell

from tocsin.custody.changes import changes_of, history_of
from tocsin.custody.facts import Adjustment, Adult, Appeal, Movement, OfficialDate, ParoleReview
from tocsin.custody.notice import Notice
from tocsin.custody.reading import custody_of_text
from tocsin.custody.reckon import dates_of
from tocsin.review.custody_law import law_days


def told(who: Adult, *, on: str, rule: str = "", to: str = "") -> tuple[Notice, ...]:
    history = history_of(who, until=d(on), dates_of=dates_of, law_days=law_days())
    return tell(who, history, on=on, rule=rule, to=to)


SCENARIO_3 = adult(
    offences=(
        offence(
            title="causing or allowing the death of a child",
            committed_from=d("2022-09-01"),
            committed_to=d("2022-09-01"),
        ),
    ),
    sentences=(sentence("2023-05-15", kind="SDS+", term=Duration(years=8)),),
    adjustments=(Adjustment(kind="remand", days=120, applies_from=d("2023-05-15")),),
    victims=(family(),),
    ties=(Tie(child="c1"),),
)


def test_scenario_3_under_the_law_of_the_day_of_sentence() -> None:
    found = told(SCENARIO_3, on="2023-05-15")
    assert {(n.rule, n.due) for n in found} == {
        ("sentence_assessment", d("2023-05-15")),
        ("victim_referral", d("2023-05-30")),
        ("victim_first_contact", d("2023-06-27")),
    }


def test_scenario_3_moves_earlier_on_the_day_the_progression_model_becomes_known_and_all_are_told() -> None:
    found = told(SCENARIO_3, on="2026-11-22", rule="moved_earlier")
    assert {(n.to.role, n.raised_on, n.priority) for n in found} == {
        ("probation_practitioner", d("2026-01-22"), "high"),
        ("mash_manager", d("2026-01-22"), "high"),
        ("victim_liaison_officer", d("2026-01-22"), "high"),
    }
    assert {n.about for n in found if n.side != "victim"} == {d("2027-03-09")}
    assert {n.say for n in found if n.side == "victim"} == {"Release is expected in March 2027."}


def test_scenario_3_then_counts_the_time_before_release_from_the_earlier_day() -> None:
    assert {n.raised_on for n in told(SCENARIO_3, on="2026-11-22", rule="release_automatic")} == {
        d("2026-06-25")
    }


def test_scenario_7_moves_earlier_with_the_law_and_says_which() -> None:
    who = adult(
        offences=(
            offence(title="cruelty to a child", committed_from=d("2023-01-01"), committed_to=d("2023-02-01")),
        ),
        sentences=(sentence("2024-02-05", term=Duration(years=3)),),
    )
    (change,) = [
        c
        for c in changes_of(who, until=d("2025-12-31"), dates_of=dates_of, law_days=law_days())
        if c.direction == "earlier"
    ]
    assert (change.kind, change.before, change.after) == ("CRD", d("2025-08-05"), d("2025-04-18"))
    assert any("sds40" in law for law in change.laws)
    assert {n.about for n in told(who, on="2025-12-31", rule="moved_earlier")} == {d("2025-04-18")}


SCENARIO_11 = adult(
    sentences=(
        sentence(
            "2012-05-14",
            kind="IPP",
            term=Duration(),
            minimum_term=Duration(years=5),
            minimum_term_net_of_remand="no",
        ),
    ),
    adjustments=(Adjustment(kind="remand", days=212, applies_from=d("2012-05-14")),),
    parole=(
        ParoleReview(
            ref="p1",
            referred_on=d("2020-01-20"),
            hearing_on=d("2020-07-07"),
            decided_on=d("2020-07-21"),
            outcome="release",
            provisional="yes",
        ),
    ),
    movements=(Movement(kind="released", on=d("2020-08-24")),),
)
RECALLED = msgspec.structs.replace(
    SCENARIO_11,
    movements=(
        *SCENARIO_11.movements,
        Movement(kind="recalled", on=d("2024-03-04")),
        Movement(kind="released", on=d("2024-09-02")),
    ),
)


@pytest.mark.parametrize(
    ("rule", "raised"),
    [
        ("release_indeterminate", "2013-10-13"),
        ("direction_provisional", "2020-07-21"),
        ("direction_final", "2020-08-11"),
        ("released", "2020-08-24"),
        ("licence_ends", "2025-05-23"),
    ],
)
def test_scenario_11_from_the_minimum_term_to_the_end_of_the_licence(rule: str, raised: str) -> None:
    assert [n.raised_on for n in told(SCENARIO_11, on="2026-11-22", rule=rule, to="mash_manager")] == [
        d(raised)
    ]


def test_scenario_11_a_recall_moves_the_end_of_the_licence_and_nobody_is_told_of_the_old_day() -> None:
    (ends,) = told(RECALLED, on="2026-11-22", rule="licence_ends")
    assert (ends.raised_on, ends.about) == (d("2026-06-01"), d("2026-09-01"))


def test_scenario_11_no_date_ever_releases() -> None:
    for day in (date(2013, 10, 13), date(2019, 1, 1)):
        found = told(SCENARIO_11, on=day.isoformat())
        assert not [n for n in found if n.standing == "is"]


def test_the_prisons_day_is_told_when_it_comes_and_an_earlier_one_is_told_again() -> None:
    who = adult(
        sentences=(sentence("2021-03-08", kind="EDS", term=Duration(years=6), extension=Duration(years=3)),),
        official_dates=(
            OfficialDate(kind="CRD", day=d("2027-02-01"), stated_on=d("2026-05-11")),
            OfficialDate(kind="CRD", day=d("2026-12-07"), stated_on=d("2026-09-07")),
        ),
    )
    rounds = told(who, on="2026-09-08", rule="release_fixed", to="mash_manager")
    assert [(n.raised_on, n.about, n.priority) for n in rounds] == [
        (d("2026-05-11"), d("2027-02-01"), "normal"),
        (d("2026-09-07"), d("2026-12-07"), "high"),
    ]
    assert rounds[0].replaced_by == rounds[1].key
    moved = told(who, on="2026-09-08", rule="moved_earlier", to="mash_manager")
    assert [(n.raised_on, n.about) for n in moved] == [
        (d("2026-05-11"), d("2027-02-01")),
        (d("2026-09-07"), d("2026-12-07")),
    ]


def test_an_appeal_that_shortens_the_sentence_is_told_on_the_day_it_is_decided() -> None:
    shorter = sentence("2024-02-05", kind="EDS", term=Duration(years=4), extension=Duration(years=2))
    who = adult(
        sentences=(sentence("2024-02-05", kind="EDS", term=Duration(years=6), extension=Duration(years=2)),),
        appeals=(
            Appeal(decided_on=d("2025-03-03"), outcome="sentence_changed", sentence="s1", becomes=shorter),
        ),
    )
    moved = told(who, on="2025-12-31", rule="moved_earlier", to="mash_manager")
    assert {n.raised_on for n in moved} == {d("2025-03-03")}
    assert {n.about for n in moved} == {d("2028-02-04"), d("2026-10-05")}
    assert all("an appeal: sentence changed" in n.why for n in moved)


PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "who-must-be-told.md"


def test_what_the_manual_says_to_write_of_who_was_told_can_be_read() -> None:
    (block,) = re.findall(r"```\n(told:.+?)```", PAGE.read_text(encoding="utf-8"), re.S)
    indented = "\n".join(f"  {line}" for line in block.splitlines())
    file = custody_of_text(f"adults:\n- id: a1\n{indented}\n").file
    assert [one.what for one in file.adults[0].told] == ["sent", "acknowledged", "not_needed"]
