"""No concern goes quiet unanswered, whatever the history and whatever the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest
from concern_histories import FIRST, SPAN, TERMS, History, history
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_of_concerns import MAY_STAND_DOWN, Sign, concerns_on, could_answer

from tocsin.concerns import answers, authority, rounds, state
from tocsin.concerns.concern import Concern
from tocsin.concerns.grouping import Anchor, Group
from tocsin.concerns.state import concerns_at
from tocsin.working_days import england

DAYS = [FIRST + timedelta(days=n) for n in range(SPAN + 8)]
SEEDS = range(60)


def view(of: History, at: date) -> tuple[Concern, ...]:
    return concerns_at(
        of.findings,
        events=of.events,
        terms=TERMS,
        calendar=england(),
        at=at,
        decisions=of.decisions,
        coverage=of.coverage,
    )


def summary(concern: Concern) -> tuple[object, ...]:
    found = [(r.name, r.start_on, r.due_on, r.status, r.answered_on) for r in concern.responses]
    lines = sorted(found, key=str)
    steps = [(step.step, step.on) for step in concern.escalations]
    return (concern.key, concern.state, lines, sorted(steps))


def check_against_the_model(of: History) -> None:
    for at in DAYS:
        told = {t.key: (t.key, t.state, t.responses, sorted(t.steps)) for t in concerns_on(of, at, england())}
        seen = {concern.key: summary(concern) for concern in view(of, at)}
        assert seen == told, at


def check_nothing_is_quiet_and_unanswered(of: History) -> None:
    for at in DAYS:
        said = of.until(at)
        shown = view(of, at)
        for finding in said.findings:
            mine = [
                c
                for c in shown
                if c.indicator == finding.indicator
                and c.child == finding.child
                and _holds(c, finding.raised_latest)
            ]
            if finding.withdrawn_on is None:
                assert mine, "a sign that stands is in no concern"
                assert all(c.state != "withdrawn" for c in mine)
            if finding.withdrawn_on is None and finding.certain:
                assert all(c.certain and c.raised_latest <= finding.raised_latest for c in mine)
        for concern in shown:
            _has_ground_for_its_end(concern, said)


def _holds(concern: Concern, day: date) -> bool:
    return day == concern.raised_latest or day in (*concern.possible_on, *concern.extended_on)


def _has_ground_for_its_end(concern: Concern, said: History) -> None:
    events = {event.id: event for event in said.events}
    standing = [
        f
        for f in said.findings
        if f.indicator == concern.indicator
        and f.child == concern.child
        and f.anchor in concern.anchors
        and f.withdrawn_on is None
    ]
    if concern.state == "withdrawn":
        assert not standing
    if concern.state not in ("answered", "stood_down"):
        return
    needed = [e for e in TERMS[concern.indicator].expected if e.required and not e.only]
    for finding in standing:
        sign = Sign([finding], events[finding.anchor], finding.raised_latest)
        stood_down = [
            d
            for d in said.decisions
            if d.decision == "stand_down"
            and d.reason.strip()
            and d.role in MAY_STAND_DOWN[concern.indicator]
            and d.on >= finding.raised_latest
        ]
        for expected in needed:
            assert stood_down or any(could_answer(e, expected, sign) for e in said.events)
        assert stood_down or any(r.answered_by for r in concern.responses)


def check_order_of_arrival_and_re_running(of: History) -> None:
    for at in DAYS[::5]:
        assert view(of, at) == view(of, at)
        assert view(of.shuffled(1), at) == view(of.shuffled(2), at) == view(of, at)


def check_later_facts_change_nothing(of: History) -> None:
    for at in DAYS[::2]:
        assert view(of, at) == view(of.until(at), at)


def check_next_change_is_exact(of: History) -> None:
    """With no new fact, a concern looks the same until the day it named, and differs on that day."""
    for at in DAYS[::5]:
        said = of.until(at)
        for concern in view(said, at):
            change = concern.next_change_on
            until = change or at + timedelta(days=60)
            for later in {at + timedelta(days=1), until - timedelta(days=1)}:
                if at < later < until:
                    assert _same(concern, view(said, later))
            if change is not None:
                assert change > at
                assert not _same(concern, view(said, change))


def _same(concern: Concern, later: tuple[Concern, ...]) -> bool:
    (then,) = [c for c in later if c.key == concern.key]
    return summary(then) == summary(concern)


CHECKS = (
    check_against_the_model,
    check_nothing_is_quiet_and_unanswered,
    check_order_of_arrival_and_re_running,
    check_later_facts_change_nothing,
    check_next_change_is_exact,
)


@pytest.mark.parametrize("check", CHECKS)
def test_it_holds_over_fixed_histories(check: Callable[[History], None]) -> None:
    check_each(check, SEEDS)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(min_value=1000, max_value=10**9))
def test_it_holds_over_random_histories(seed: int) -> None:
    made = history(seed)
    check_against_the_model(made)
    check_nothing_is_quiet_and_unanswered(made)
    check_next_change_is_exact(made)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(min_value=1000, max_value=10**9))
def test_it_loses_no_sign_when_two_children_prove_to_be_one(seed: int) -> None:
    merged = history(seed).merged()
    check_nothing_is_quiet_and_unanswered(merged)
    check_against_the_model(merged)


def yes(*_: object, **__: object) -> bool:
    return True


def no(*_: object, **__: object) -> bool:
    return False


def _any_required(duty: list[rounds.Round]) -> bool:
    return any(found.ended_on is not None for found in duty)


def _no_refusal(*_: object, **__: object) -> str:
    return ""


def _always_running(*_: object, **__: object) -> str:
    return "running"


def _every_anchor(group: Group, _: date) -> list[Anchor]:
    return list(group.anchors)


def _none_once_one_is_withdrawn(group: Group, at: date) -> list[Anchor]:
    days = [f.withdrawn_on for anchor in group.anchors for f in anchor.findings]
    return [] if any(day is not None and day <= at for day in days) else list(group.anchors)


def check_each(check: Callable[[History], None], seeds: Iterable[int]) -> None:
    for seed in seeds:
        check(history(seed))


MUTANTS = {
    "one required response is enough": (state, "is_ended", _any_required),
    "anybody may stand down": (authority, "has_authority", yes),
    "a stand-down needs no reason": (authority, "has_reason", yes),
    "any decision stands down": (authority, "refusal", _no_refusal),
    "a stand-down covers later signs": (rounds, "starts_anew", no),
    "one withdrawn finding withdraws all": (
        state,
        "standing_anchors",
        _none_once_one_is_withdrawn,
    ),
    "a withdrawn finding still stands": (state, "standing_anchors", _every_anchor),
    "the anchor answers itself": (answers, "own_row", no),
    "an earlier event answers": (answers, "before", no),
    "the file's order does not matter": (answers, "_earlier_in_the_file", no),
    "another child's event answers": (answers, "same_child", yes),
    "any event answers": (answers, "satisfies", yes),
    "a video call is seeing": (answers, "was_seen", yes),
    "a missed response is never held": (state, "status_of", _always_running),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_it_notices_when_an_exit_check_is_dropped(mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, weaker = MUTANTS[mutant]
    monkeypatch.setattr(module, name, weaker)
    with pytest.raises(AssertionError):
        check_each(check_against_the_model, SEEDS)


QUIET = (
    "one required response is enough",
    "anybody may stand down",
    "a stand-down needs no reason",
    "a stand-down covers later signs",
    "one withdrawn finding withdraws all",
    "the anchor answers itself",
    "an earlier event answers",
    "another child's event answers",
)


@pytest.mark.parametrize("mutant", QUIET)
def test_it_notices_each_way_to_go_quiet_without_the_model(
    mutant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name, weaker = MUTANTS[mutant]
    monkeypatch.setattr(module, name, weaker)
    with pytest.raises(AssertionError):
        check_each(check_nothing_is_quiet_and_unanswered, range(400))
