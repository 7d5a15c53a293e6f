"""What to do next: the work before a birth, what was missed or counts for nothing, a release fixed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from joined_folders import adult as folder_adult
from joined_folders import reviewed, told
from msgspec.structs import replace
from typer.testing import CliRunner

from tocsin.cli.commands import app
from tocsin.cli.custody import shown
from tocsin.custody.reading import custody_of_text
from tocsin.review.anonymise_custody import open_custody
from tocsin.review.schema_custody import CustodyOut

KILNCOURT = Path(__file__).parents[3] / "examples" / "kilncourt"
INSIDE = """\
authority: Northfield
adults:
- id: a1
  name: Leanne Marsh
  offences:
  - {ref: o1, title: cruelty to a child, outcome: convicted, outcome_on: 2020-02-10, child_victim: yes}
  sentences:
  - {ref: s1, kind: SDS, sentenced_on: 2020-03-02, offence: o1, term: 3 years}
  movements:
  - {kind: received, on: 2020-03-02}
"""
OUT = "  - {kind: released, on: 2021-08-31}\n"


def adult(text: str, on: str) -> CustodyOut:
    return shown(custody_of_text(text), 0, date.fromisoformat(on))


def example(on: str) -> CustodyOut:
    return shown(custody_of_text((KILNCOURT / "custody.yaml").read_text("utf-8")), 0, date.fromisoformat(on))


def test_the_work_before_a_birth_stands_with_its_weeks_and_what_became_of_each_step() -> None:
    (plan,) = example("2026-09-16").prebirth
    assert "13 weeks and 2 days" in plan.now
    found = {one.words: one.state for one in plan.steps}
    assert found["Referral by 5 October 2026 (16 weeks)"] == "done"
    assert found["Strategy discussion by 17 September 2026"] == "due"
    assert found["Earliest day for an application, if one is needed: 22 March 2027"] == "fact"


def test_a_day_past_is_not_called_missed_where_no_record_could_show_it() -> None:
    one = example("2026-11-17")
    assert {step.state for step in one.prebirth[0].steps} == {"done", "not_known", "due", "fact"}
    assert any("Ask whether it was done" in line for line in one.next)
    assert any("assessment of 20 October 2025" in line for line in one.next)


def test_legal_aid_stands_with_a_pregnancy_and_says_how_sure_each_line_is() -> None:
    one = example("2026-11-17")
    assert any(line.sure == "confirmed" for line in one.legal_aid)
    assert any(line.sure.startswith("not confirmed") for line in one.legal_aid)
    assert example("2026-08-25").legal_aid == []


def test_a_notice_names_no_child_who_was_not_known_of_when_it_was_raised() -> None:
    parole = [one for one in example("2026-11-17").notices if "parole review" in one.what]
    assert parole
    assert {one.child for one in parole} <= {"kit", ""}


def test_what_a_release_has_overtaken_stays_missed_and_is_not_to_be_told_as_if_to_come() -> None:
    one = adult(f"{INSIDE}{OUT}", "2021-09-06")
    (late, *_) = [it for it in one.notices if it.overtaken_on]
    assert late.state == "missed"
    assert "release came on 31 August 2021 before anybody had been told" in late.state_words
    assert late.next_act.startswith("Tell them now that it has come")
    assert late.next_on is None


def test_what_is_written_of_no_notice_is_said_with_its_line() -> None:
    told_of = "  told:\n  - {notice: N-00000000, on: 2020-03-03, by: Duty manager, what: acknowledged}\n"
    one = adult(f"{INSIDE}{told_of}", "2020-03-10")
    assert one.next[0].startswith("custody.yaml, line 12: N-00000000 counts for nothing")


def test_what_was_refused_says_why() -> None:
    key = next(it.key for it in adult(INSIDE, "2020-03-10").notices if "offender manager" in it.to)
    early = f"  told:\n  - {{notice: {key}, on: 2019-03-03, by: Duty manager, what: acknowledged}}\n"
    assert "dated before the notice was raised" in adult(f"{INSIDE}{early}", "2020-03-10").next[0]


def test_an_entry_that_no_date_rests_on_is_left_out_alone() -> None:
    bad = "  ties:\n  - {child: ada, lives_with: sometimes}\n  - {child: ben}\n"
    read = custody_of_text(f"{INSIDE}{bad}")
    (one,) = read.file.adults
    assert [tie.child for tie in one.ties] == ["ben"]
    (problem,) = read.problems
    assert problem.place.row == 12
    assert problem.reason.endswith("the rest of this adult stands.")
    assert read.place("adults.0.ties.0").row == 13


def test_a_direction_and_a_day_that_is_fixed_are_releases_expected(tmp_path: Path) -> None:
    life = """
  sentences:
  - {ref: s1, kind: LIFE, sentenced_on: 2016-05-09, minimum_term: 4 years, minimum_term_net_of_remand: yes}
  movements:
  - {kind: received, on: 2016-05-09}
  - {kind: released, on: 2026-11-16, known_from: 2026-10-12}
  parole:
  - {ref: p1, kind: further, referred_on: 2026-03-02, decided_on: 2026-09-01, outcome: release}
  ties:
  - {child: ada, relation: father, source: prison}
"""
    review = reviewed(tmp_path, ["2026-11-17 school note - ada"], folder_adult(life, confirmed=False))
    found = [(one.attributes["type"], one.attributes["date"]) for one in told(review, "release_expected")]
    assert found[-2:] == [(["directed"], ["2026-09-22"]), (["fixed"], ["2026-11-16"])]


def test_several_adults_are_answered_shortly_and_the_page_is_there_before_anything_is_printed(
    tmp_path: Path,
) -> None:
    page = tmp_path / "page.html"
    run = CliRunner().invoke(
        app, ["custody", "show", str(KILNCOURT), "--on", "2026-11-17", "--out", str(page)]
    )
    assert page.exists()
    assert "What the answers rest on, every notice and its number: add --working" in run.output
    assert "The dates and how each was worked out" not in run.output
    assert "Baby Bello: Initial conference" in run.output
    whole = CliRunner().invoke(app, ["custody", "show", str(KILNCOURT), "--on", "2026-11-17", "--working"])
    assert whole.output.count("what the answers rest on") == 4


def test_an_anonymised_report_tells_no_act_of_the_victims_side() -> None:
    one = adult(INSIDE, "2020-03-10")
    acts = [it for it in one.notices if it.side == "victim" and it.state == "running"]
    assert acts
    (open_one,) = open_custody([replace(one, next=[f"Victim liaison officer: {acts[0].next_act}", "Ask."])])
    assert open_one.next == ["Ask."]
