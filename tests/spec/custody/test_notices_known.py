"""What was known on a day, and what a change says of itself."""

from __future__ import annotations

import pytest
from told_adult import Address, Tie, adult, d, family, key_date, reckoned, sentence

from tocsin.custody.changes import changes_in
from tocsin.custody.facts import Movement, OfficialDate, ParoleReview, Report
from tocsin.custody.notices.known import as_known, in_custody, learned, spell

WHO = adult(
    sentences=(sentence("2024-01-15"), sentence("2024-03-04", ref="s2", known_from=d("2024-06-03"))),
    official_dates=(OfficialDate(kind="CRD", day=d("2025-07-15"), stated_on=d("2024-04-01")),),
    movements=(Movement(kind="released", on=d("2025-07-15"), known_from=d("2025-07-20")),),
    parole=(
        ParoleReview(
            ref="p1",
            referred_on=d("2024-05-01"),
            decided_on=d("2024-11-04"),
            outcome="no_release",
            reports=(Report(by="psychologist", on=d("2024-08-01")),),
        ),
    ),
    victims=(family(asked_on=d("2024-02-12")),),
    ties=(Tie(child="c1", known_from=d("2024-09-02")),),
    addresses=(Address(address="4 Made Up Row", known_from=d("2025-07-21")),),
)


def test_what_was_learned_later_is_left_out() -> None:
    then = as_known(WHO, d("2024-06-02"))
    assert [s.ref for s in then.sentences] == ["s1"]
    assert (then.movements, then.ties, then.addresses) == ((), (), ())
    assert (len(then.official_dates), len(then.victims)) == (1, 1)
    assert then.offences == WHO.offences


def test_a_review_is_known_before_its_decision_and_its_reports_as_they_come() -> None:
    (before,) = as_known(WHO, d("2024-10-01")).parole
    assert (before.outcome, before.decided_on, len(before.reports)) == ("", None, 1)
    (after,) = as_known(WHO, d("2024-11-04")).parole
    assert after.outcome == "no_release"
    assert as_known(WHO, d("2024-04-30")).parole == ()


def test_all_is_known_in_the_end() -> None:
    assert as_known(WHO, d("2030-01-01")) == WHO


def test_every_day_on_which_something_was_learned_is_listed_once_for_each_thing() -> None:
    found = [(one.on.isoformat(), one.words) for one in learned(WHO, until=d("2024-06-03"))]
    assert found == [
        ("2024-01-15", "a sentence"),
        ("2024-01-15", "an offence"),
        ("2024-02-12", "a choice about victim contact"),
        ("2024-04-01", "the prison gave its CRD"),
        ("2024-05-01", "a parole review"),
        ("2024-06-03", "a sentence"),
    ]


@pytest.mark.parametrize(
    ("day", "inside", "stay"),
    [
        ("2024-01-14", False, "first"),
        ("2024-01-15", True, "first"),
        ("2025-07-15", False, "first"),
        ("2026-02-02", True, "2026-02-02"),
        ("2026-06-01", False, "2026-02-02"),
        ("2027-01-01", True, "2027-01-01"),
    ],
)
def test_each_stay_in_custody_has_its_own_name(day: str, inside: bool, stay: str) -> None:
    who = adult(
        sentences=(sentence("2024-01-15"), sentence("2027-01-01", ref="s2")),
        movements=(
            Movement(kind="released", on=d("2025-07-15")),
            Movement(kind="recalled", on=d("2026-02-02")),
            Movement(kind="returned", on=d("2026-02-05")),
            Movement(kind="released", on=d("2026-06-01")),
        ),
    )
    assert (in_custody(who, d(day)), spell(who, d(day))) == (inside, stay)


def test_a_day_that_comes_or_goes_is_said_so() -> None:
    history = [
        reckoned("2024-01-15", key_date("CRD", "2025-07-15")),
        reckoned("2024-04-01", key_date("CRD", "2025-07-15"), key_date("PED", "2025-01-15")),
        reckoned("2024-06-03", key_date("PED", "2025-01-15")),
    ]
    found = changes_in(history, adult=WHO)
    assert [(c.kind, c.direction, c.before, c.after) for c in found] == [
        ("PED", "new", None, d("2025-01-15")),
        ("CRD", "gone", d("2025-07-15"), None),
    ]


@pytest.mark.parametrize(
    ("back", "direction", "before"),
    [
        ("2025-06-15", "earlier", "2025-07-15"),
        ("2025-08-15", "later", "2025-07-15"),
        ("2025-07-15", "new", None),
    ],
)
def test_a_day_that_was_withheld_for_a_while_is_compared_with_the_last_one_given(
    back: str, direction: str, before: str | None
) -> None:
    history = [
        reckoned("2024-01-15", key_date("CRD", "2025-07-15")),
        reckoned("2024-04-01"),
        reckoned("2024-05-01"),
        reckoned("2024-06-03", key_date("CRD", back)),
    ]
    gone, again = changes_in(history, adult=WHO)
    assert gone.direction == "gone"
    assert (again.direction, again.before) == (direction, d(before) if before else None)


def test_a_change_that_nothing_explains_says_that_it_was_reckoned_anew() -> None:
    history = [
        reckoned("2024-02-13", key_date("CRD", "2025-07-15")),
        reckoned("2024-02-20", key_date("CRD", "2025-07-14")),
    ]
    (change,) = changes_in(history, adult=WHO)
    assert (change.direction, change.why) == ("earlier", "reckoned anew")
