"""`tocsin custody show`: when could release come, why, whom must I tell, by when?"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from shown_adults import CUSTODY, NAMES, adult, written
from typer.testing import CliRunner, Result

from tocsin.cli.commands import app

DAY = "2026-11-21"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path)


def shown(file: Path, *more: str, on: str = DAY) -> Result:
    return CliRunner().invoke(app, ["custody", "show", str(file), "--on", on, *more])


def part(text: str, title: str) -> str:
    return text.split(f"\n{title}\n", 1)[1].split("\n\n", 1)[0]


def test_the_answers_stand_first_on_one_screen(file: Path) -> None:
    lines = shown(file, "--adult", "serious").output.splitlines()
    asked = [line for line in lines[:45] if line.endswith("?")]
    assert asked == [
        "When could release come?",
        "Why?",
        "Whom to tell, by when?",
        "What to do next?",
        "What is not certain?",
    ]


def test_no_line_is_wider_than_80(file: Path) -> None:
    assert max(len(line) for line in shown(file).output.splitlines()) <= 80


def test_an_uncertain_answer_gives_both_days_and_why() -> None:
    when = " ".join(adult("serious").when)
    assert "9 March 2027" in when
    assert "15 May 2028" in when
    assert "act by the first" in when
    assert any("Not stated which holds" in line for line in adult("serious").unsure)


def test_no_date_releases_from_an_indeterminate_sentence() -> None:
    when = " ".join(adult("ipp", on=date(2013, 1, 1)).when)
    assert "No date releases. Earliest, only if the Parole Board directs it: 13 October 2016" in when
    assert "13 May 2017" in when
    assert "No date ends the sentence." in when


def test_a_review_that_is_open_says_its_next_step() -> None:
    assert any("3 February 2027" in line for line in adult("ipp").when)


def test_the_prisons_day_stands_beside_the_estimate() -> None:
    sled = next(one for one in adult("serious").dates if one.kind == "SLED")
    assert sled.official == sled.earliest == date(2031, 1, 14)
    assert any("our estimate agrees" in line for line in adult("serious").when)


def test_a_prisons_day_that_differs_is_a_question(tmp_path: Path) -> None:
    path = tmp_path / "custody.yaml"
    path.write_text(CUSTODY.replace("day: 2031-01-14", "day: 2031-01-20"), encoding="utf-8")
    told = " ".join(shown(path, "--adult", "serious").output.split())
    assert "20 January 2031. The prison's day; our estimate is 14 January 2031: ask which is right" in told


def test_each_line_of_the_working_names_its_law_or_the_courts_words(file: Path) -> None:
    told = " ".join(shown(file, "--adult", "serious").output.split())
    assert "Law: Criminal Justice Act 2003 s244ZA(4)" in told
    assert "confirmed" in told
    assert "“Eight years' imprisonment.”" in told
    line = CUSTODY.splitlines().index("      - ref: s1") + 1
    assert f"custody.yaml, line {line}" in told


def test_a_recall_is_said_and_no_first_release_is_promised_again() -> None:
    when = " ".join(adult("recalled").when)
    assert "Recalled to prison on 20 September 2026" in when
    assert "no release is recorded" not in when


def test_each_accusation_is_shown_for_what_it_is() -> None:
    found = {one.ref: one for one in adult("serious").offences}
    assert [found[ref].standing for ref in ("o1", "o2", "o3", "o4")] == [
        "convicted",
        "alleged",
        "spent",
        "acquitted",
    ]
    assert "did not have to decide who caused it" in found["o1"].part


def test_an_offence_asks_for_an_assessment_and_finds_no_risk() -> None:
    one = adult("serious")
    assert "asks for an assessment" in one.asks[0]
    assert one.risk == "Nobody has been asked to assess whether this person poses a risk to children."


def test_opinions_are_attributed_and_no_score_is_given() -> None:
    found = adult("ipp").reviews[0].opinions
    assert [(one.by, one.recommends) for one in found] == [
        ("psychologist", "does not support a move"),
        ("probation officer", "supports release"),
    ]
    assert adult("ipp").reviews[0].flags


def test_what_cannot_be_reckoned_is_said_and_nothing_is_guessed() -> None:
    one = adult("unclear")
    assert one.dates == []
    assert one.when[0] == "No day can be given: below is said why."
    assert one.unsure


def test_each_notice_says_whom_by_when_and_the_next_act() -> None:
    found = adult("serious").notices
    assert found
    assert all(one.to and one.due_on and one.state_words and one.key for one in found)
    assert all(one.next_act for one in found if one.state in ("running", "missed"))


def test_the_victims_side_and_public_protection_are_marked(file: Path) -> None:
    one = adult("serious")
    assert all(it.restricted for it in one.notices if it.side in ("victim", "public_protection"))
    restricted = " ".join(part(shown(file, "--adult", "serious").output, RESTRICTED).split())
    assert "category 2, level 1" in restricted
    assert "grandmother" in restricted


RESTRICTED = "Restricted: not to be copied or passed on"


def test_what_was_learned_later_is_not_shown_before() -> None:
    assert adult("ipp", on=date(2025, 1, 1)).reviews == []


def test_one_adult_can_be_asked_for(file: Path) -> None:
    told = shown(file, "--adult", "ipp").output
    assert NAMES[1] in told
    assert NAMES[0] not in told


def test_an_id_that_is_not_there_is_answered_without_the_ids(file: Path) -> None:
    result = shown(file, "--adult", "nobody")
    assert result.exit_code == 2
    assert "T240" in result.output
    assert "serious" not in result.output


def test_an_adult_that_cannot_be_read_is_named_by_line_and_the_others_shown(file: Path) -> None:
    result = shown(file)
    assert result.exit_code == 0
    assert "Left out: custody.yaml, line" in result.output
    assert "(T317)" in result.output


def test_it_takes_the_folder_too(file: Path) -> None:
    assert shown(file.parent).output == shown(file).output


def test_a_file_of_which_nothing_can_be_used_ends_with_status_3(tmp_path: Path) -> None:
    path = tmp_path / "custody.yaml"
    path.write_text("adults:\n  - id: a\n    born: never\n", encoding="utf-8")
    result = shown(path)
    assert result.exit_code == 3
    assert "Left out" in result.output


def test_json_is_the_same_for_programs(file: Path) -> None:
    told = json.loads(shown(file, "--json").output)
    assert [one["id"] for one in told["adults"]] == ["serious", "ipp", "recalled", "unclear", "acquitted"]
    assert told["adults"][1]["dates"][0]["working"]
    assert len(told["left_out"]) == 1


def test_the_page_is_written_and_said(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "deeper" / "page.html"
    result = shown(file, "--out", str(out))
    assert "The page is written" in result.output
    page = out.read_text(encoding="utf-8")
    assert "script-src" not in page
    assert "<b>on</b>" not in page
    assert all(name in page for name in NAMES)


def test_the_same_file_and_day_give_the_same_page(file: Path, tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        shown(file, "--out", str(tmp_path / name))
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
