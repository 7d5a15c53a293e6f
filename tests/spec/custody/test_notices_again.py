"""When a day moves: what changed, why, and who is told again."""

from __future__ import annotations

from datetime import date

import pytest
from told_adult import Tie, adult, d, family, key_date, reckoned, sentence, tell

from tocsin.concerns.notices import state_of
from tocsin.custody.answer import Dates
from tocsin.custody.changes import changes_of, days_to_recompute
from tocsin.custody.facts import Adjustment, Adult, Told
from tocsin.working_days import england

LAW = {d("2024-09-10"): ("sds40",), d("1990-01-01"): ("old",), d("2030-01-01"): ("later",)}
WHO = adult(
    sentences=(sentence("2024-02-05"),),
    adjustments=(Adjustment(kind="added_days", days=20, known_from=d("2024-11-04")),),
    victims=(family(),),
    ties=(Tie(child="c1"),),
)


def dates_of(_adult: Adult, *, on: date) -> Dates:
    """As scenario 7: half, then two fifths from 10 September 2024; later, added days."""
    if on < d("2024-09-10"):
        return reckoned(on.isoformat(), key_date("CRD", "2025-08-05"))
    if on < d("2024-11-04"):
        return reckoned(on.isoformat(), key_date("CRD", "2025-04-18"))
    return reckoned(on.isoformat(), key_date("CRD", "2025-05-08"))


HISTORY = [dates_of(WHO, on=d(day)) for day in ("2024-02-05", "2024-09-10", "2024-11-04")]


def test_it_recomputes_when_a_fact_or_a_law_becomes_known() -> None:
    days = days_to_recompute(WHO, until=d("2024-12-31"), law_days=LAW)
    assert days == (d("2024-02-05"), d("2024-09-10"), d("2024-11-04"))


def test_a_change_says_from_when_to_when_and_why() -> None:
    found = changes_of(WHO, until=d("2024-12-31"), dates_of=dates_of, law_days=LAW)
    assert [(c.on, c.before, c.after, c.direction, c.why) for c in found] == [
        (d("2024-09-10"), d("2025-08-05"), d("2025-04-18"), "earlier", "law: sds40"),
        (d("2024-11-04"), d("2025-04-18"), d("2025-05-08"), "later", "learned: added days"),
    ]


def test_nothing_changes_by_time_alone() -> None:
    assert changes_of(WHO, until=d("2024-09-09"), dates_of=dates_of, law_days=LAW) == ()


def test_a_day_that_moved_earlier_is_told_at_once_to_all_as_high_priority() -> None:
    found = tell(WHO, HISTORY, on="2024-09-10", rule="moved_earlier")
    assert {n.to.role for n in found} == {"probation_practitioner", "mash_manager", "victim_liaison_officer"}
    assert {(n.priority, n.raised_on, n.due) for n in found} == {("high", d("2024-09-10"), d("2024-09-10"))}
    front_door = next(n for n in found if n.to.role == "mash_manager")
    assert "CRD moved from 5 August 2025 to 18 April 2025" in front_door.why
    family_notice = next(n for n in found if n.side == "victim")
    assert family_notice.why == "Release is expected in April 2025."


def test_a_day_that_moved_later_is_no_alarm() -> None:
    assert {n.raised_on for n in tell(WHO, HISTORY, on="2024-12-31", rule="moved_earlier")} == {
        d("2024-09-10")
    }


# The window opens 8 months and 14 days before: 21 November 2024 for 5 August 2025, 4 August 2024 for
# 18 April 2025.


def test_before_anybody_was_told_the_notice_just_comes_earlier() -> None:
    found = tell(WHO, HISTORY[:2], on="2024-12-31", rule="release_automatic", to="mash_manager")
    assert [(n.raised_on, n.again_on) for n in found] == [(d("2024-09-10"), None)]


EARLY = [
    reckoned("2024-02-05", key_date("CRD", "2024-10-18")),
    reckoned("2024-09-10", key_date("CRD", "2024-09-27")),
]


def test_who_was_told_of_the_later_day_is_told_again_and_the_old_acknowledgement_does_not_count() -> None:
    old, new = tell(WHO, EARLY, on="2024-09-11", rule="release_automatic", to="mash_manager")
    assert old.replaced_by == new.key
    assert old.withdrawn_why == "The day moved earlier: it is told again."
    assert (new.raised_on, new.again_on, new.priority) == (d("2024-09-10"), d("2024-09-10"), "high")
    told = (Told(notice=old.id, on=d("2024-02-06"), by="Front door", what="acknowledged"),)
    assert state_of(old, told, on=d("2024-09-11"), calendar=england()).status == "answered"
    assert state_of(new, told, on=d("2024-09-11"), calendar=england()).status == "running"


def test_a_day_that_moves_later_within_the_window_keeps_the_notice_and_what_was_acknowledged() -> None:
    later = [
        reckoned("2024-02-05", key_date("CRD", "2024-09-18")),
        reckoned("2024-09-10", key_date("CRD", "2024-10-18")),
    ]
    (notice,) = tell(WHO, later, on="2024-09-11", rule="release_automatic", to="mash_manager")
    assert (notice.raised_on, notice.about) == (d("2024-02-05"), d("2024-10-18"))


def test_a_day_that_moves_beyond_the_window_is_withdrawn_and_told_again_when_it_opens() -> None:
    later = [
        reckoned("2024-02-05", key_date("CRD", "2024-09-18")),
        reckoned("2024-09-10", key_date("CRD", "2026-09-18")),
    ]
    found = tell(WHO, later, on="2026-12-31", rule="release_automatic", to="mash_manager")
    assert [(n.raised_on, n.withdrawn_on) for n in found] == [
        (d("2024-02-05"), d("2024-09-10")),
        (d("2026-01-04"), None),
    ]
    assert found[0].withdrawn_why == (
        "The day it is about moved later; it will be told again from 4 January 2026."
    )
    assert found[0].key != found[1].key


def test_the_key_does_not_change_when_the_same_duty_only_moves() -> None:
    on = {"on": "2024-12-31", "rule": "release_automatic", "to": "mash_manager"}
    one = tell(WHO, HISTORY[:1], **on)
    other = tell(WHO, [reckoned("2024-02-05", key_date("CRD", "2025-06-30"))], **on)
    assert one[0].key == other[0].key
    assert one[0].about != other[0].about


@pytest.mark.parametrize("known_on", ["2024-02-05", "2024-09-10"])
def test_what_is_to_come_can_be_asked_for_as_things_stood(known_on: str) -> None:
    found = tell(
        WHO, HISTORY, on="2025-12-31", rule="release_automatic", to="mash_manager", known_on=d(known_on)
    )
    expected = {"2024-02-05": d("2024-11-21"), "2024-09-10": d("2024-09-10")}
    assert [n.raised_on for n in found] == [expected[known_on]]
