"""`tocsin identity link --ledger`, `review` and `split`: what waits for a person, and what she decides."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tocsin.cli.commands import app
from tocsin.cli.identity_ledger import Writer, opened
from tocsin.cli.identity_queue import Waiting, queue
from tocsin.identity.acts import found_by_engine
from tocsin.identity.answer import Answer, Band, Candidate
from tocsin.identity.measure.cells import read_date
from tocsin.identity.stated import Name, Stated

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NUMBERS = ("9434765919", "9434765870")  # valid, and different


def one(id: str, first: str, born: str = "2019-05-04", nhs: str = "") -> Stated:
    day = read_date(born)
    assert day is not None
    return Stated(id, (Name(first, "Okoro"),), (day,), nhs_numbers=(nhs,) if nhs else ())


def answer(band: Band, person: str, score: float, why: str = "") -> Answer:
    return Answer(band, (Candidate(person, score, 7),), 1.5, why)


REGISTER = (one("p1", "Ada"), one("p2", "Obi"), one("p3", "Cy", nhs=NUMBERS[0]))
ANSWERED = (
    (one("r1", "Ada"), answer(Band.AUTO, "p1", 9.0)),
    (one("r2", "Ada"), answer(Band.REVIEW, "p1", 8.0, "not_sure_enough")),
    (one("r3", "Adaeze"), answer(Band.REVIEW, "p2", 8.0, "another_nearly_as_good")),
    (one("r4", "Cy", nhs=NUMBERS[1]), answer(Band.REVIEW, "p3", 8.0, "two_nhs_numbers")),
    (one("r5", "Di"), answer(Band.NEW, "p2", -20.0, "nobody_near")),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    link(path)
    return path


def link(path: Path) -> None:
    with opened(path, must_exist=False) as (held, _):
        writer = Writer(held, source="gp", on=NOON)
        writer.take(ANSWERED)
        writer.finish(REGISTER)


def waiting(path: Path) -> list[Waiting]:
    with opened(path) as (held, store):
        return queue(held, store)


def person_of(path: Path, record: str) -> str | None:
    with opened(path) as (held, _):
        return held.state.person_of(record)


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["identity", *map(str, words)])


def plain(result: Result) -> str:
    return re.sub(r"\s+", " ", result.output)


def number(path: Path, record: str) -> int:
    return next(item.number for item in waiting(path) if item.a == record)


def decide(path: Path, record: str, decision: str, *more: str) -> Result:
    return run("review", "--ledger", path, "--number", number(path, record), "--decide", decision, *more)


SIGNED = ("--by", "A. Reader, social worker", "--reason", "Birth certificate seen.")


def test_an_automatic_link_joins_and_a_proposal_waits_whatever_its_score(ledger: Path) -> None:
    assert person_of(ledger, "gp/r1") == person_of(ledger, "register/p1")
    assert person_of(ledger, "gp/r2") != person_of(ledger, "register/p1")
    assert [item.a for item in waiting(ledger)] == ["gp/r2", "gp/r3", "gp/r4"]
    assert person_of(ledger, "gp/r5") is not None


def test_what_the_engine_found_is_kept_beside_the_link_without_personal_data(ledger: Path) -> None:
    with opened(ledger) as (held, _):
        told = [found for entry in held.state.journal if (found := found_by_engine(entry))]
        reasons = " ".join(entry.reason for entry in held.state.journal)
    assert [found.candidate.score for found in told] == [9.0, 8.0, 8.0, 8.0]
    assert not re.search("Ada|Okoro|2019", reasons)


def test_linking_the_same_records_again_leaves_one_of_each_waiting(ledger: Path) -> None:
    link(ledger)
    assert [item.a for item in waiting(ledger)] == ["gp/r2", "gp/r3", "gp/r4"]


def test_a_decision_joins_two_records_and_leaves_the_queue(ledger: Path) -> None:
    done = decide(ledger, "gp/r2", "same", *SIGNED)
    assert "one person" in plain(done)
    assert person_of(ledger, "gp/r2") == person_of(ledger, "register/p1")
    assert [item.a for item in waiting(ledger)] == ["gp/r3", "gp/r4"]


def test_a_decision_keeps_two_records_apart_and_leaves_the_queue(ledger: Path) -> None:
    assert "two people" in plain(decide(ledger, "gp/r3", "different", *SIGNED))
    assert [item.a for item in waiting(ledger)] == ["gp/r2", "gp/r4"]


def test_leaving_it_writes_nothing(ledger: Path) -> None:
    before = ledger.read_bytes()
    assert "nothing was written" in plain(decide(ledger, "gp/r2", "leave"))
    assert len(waiting(ledger)) == 3
    assert ledger.read_bytes() == before


@pytest.mark.parametrize("record", ["gp/r3", "gp/r4"])
def test_a_likely_twin_and_two_nhs_numbers_take_a_second_reviewer(ledger: Path, record: str) -> None:
    refused = decide(ledger, record, "same", *SIGNED)
    same_person = decide(ledger, record, "same", *SIGNED, "--second", "a. reader, SOCIAL worker")
    assert (refused.exit_code, same_person.exit_code) == (2, 2)
    assert "takes a second reviewer" in plain(refused)
    done = decide(ledger, record, "same", *SIGNED, "--second", "B. Looker, team manager")
    assert "one person" in plain(done)
    with opened(ledger) as (held, _):
        assert held.state.journal[held.state.seq].by.endswith("second reviewer B. Looker, team manager")


@pytest.mark.parametrize(
    ("more", "said"),
    [(("--reason", "Seen."), "Who decides?"), (("--by", "A. Reader"), "needs its reason")],
)
def test_a_decision_is_signed_and_has_a_reason(ledger: Path, more: tuple[str, ...], said: str) -> None:
    done = decide(ledger, "gp/r2", "same", *more)
    assert done.exit_code == 2
    assert said in plain(done)
    assert len(waiting(ledger)) == 3


def test_the_queue_is_listed_with_why_and_where_a_second_reviewer_is_needed(ledger: Path) -> None:
    drawn, told = run("review", "--ledger", ledger), run("review", "--ledger", ledger, "--plain")
    assert "3 waiting for a decision." in drawn.output
    assert "needed" in drawn.output
    assert told.output.count("A second reviewer is needed") == 2


def test_one_of_the_queue_is_shown_with_what_both_state(ledger: Path) -> None:
    done = run("review", "--ledger", ledger, "--number", number(ledger, "gp/r4"))
    assert done.exit_code == 0, done.output
    assert "different NHS numbers" in plain(done)
    assert "Cy Okoro" in plain(done)
    assert "together" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--number", "999"], "No such number waits"),
        (["--decide", "same"], "Which one is decided?"),
    ],
)
def test_what_does_not_wait_cannot_be_decided(ledger: Path, words: list[str], said: str) -> None:
    done = run("review", "--ledger", ledger, *words)
    assert done.exit_code == 2
    assert said in plain(done)


def test_a_ledger_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    done = run("review", "--ledger", tmp_path / "none.sqlite")
    assert done.exit_code == 2
    assert not (tmp_path / "none.sqlite").exists()


def test_a_person_is_parted_and_the_records_have_persons_of_their_own(ledger: Path) -> None:
    person = person_of(ledger, "gp/r1")
    done = run("split", "--ledger", ledger, "--person", person, "--records", "gp/r1", *SIGNED)
    assert done.exit_code == 0, done.output
    assert person_of(ledger, "gp/r1") != person_of(ledger, "register/p1")


@pytest.mark.parametrize("records", ["gp/r9", "gp/r1,register/p1", ""])
def test_only_some_of_a_persons_own_records_can_be_parted(ledger: Path, records: str) -> None:
    person = person_of(ledger, "gp/r1")
    done = run("split", "--ledger", ledger, "--person", person, "--records", records, *SIGNED)
    assert done.exit_code == 2
    assert "not all" in plain(done)
