"""custody.yaml: what people write, and how what cannot stand is answered."""

from __future__ import annotations

import contextlib
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.custody.facts import Duration
from tocsin.custody.reading import (
    custody_in,
    custody_of_folder,
    custody_of_text,
    lines_of,
    read_custody,
    with_lines,
)
from tocsin.errors import (
    CustodyDayWrong,
    CustodyError,
    CustodyFileRefused,
    CustodyKeyUnknown,
    CustodyLinkBroken,
    CustodyMissing,
    CustodyTwice,
    CustodyValueWrong,
)

TWO = """\
title: Made up
authority: Northfield
adults:
  - id: a1
    name: Sorcha Made-Up
    born: 04/05/1985
    sentences:
      - ref: s1
        kind: sds plus
        sentenced_on: 15 May 2023
        term: 8 years 3 months
        consecutive_to: s9
    adjustments:
      - {kind: Tagged bail, days: 20}
  - id: a2
    aliases: Sam
    sentences:
      - {ref: s1, kind: life, sentenced_on: 2020-03-02, minimum_term: {years: 6}}
"""


def sentence(more: str) -> str:
    return f"adults:\n  - id: a1\n    sentences:\n      - ref: s1\n        kind: SDS\n{more}"


def problem(text: str) -> tuple[str, int, str]:
    found = custody_of_text(text).problems
    assert len(found) == 1
    return found[0].code, found[0].place.row, f"{found[0].reason} {found[0].remedy}"


def test_it_reads_days_terms_and_kinds_as_people_write_them() -> None:
    first, second = custody_of_text(TWO).file.adults
    assert first.born == date(1985, 5, 4)
    assert first.sentences[0].kind == "SDS+"
    assert first.sentences[0].sentenced_on == date(2023, 5, 15)
    assert first.sentences[0].term == Duration(years=8, months=3)
    assert first.adjustments[0].kind == "tagged_bail"
    assert second.aliases == ("Sam",)
    assert second.sentences[0].minimum_term == Duration(years=6)


def test_yes_and_no_are_words_and_silence_is_not_no() -> None:
    text = "adults:\n - id: a\n   offences:\n    - {ref: o1, spent: yes, child_victim: true}\n    - {ref: o2}"
    one, two = custody_of_text(text).file.adults[0].offences
    assert (one.spent, one.child_victim) == ("yes", "yes")
    assert (two.spent, two.child_victim) == ("not_stated", "not_stated")


def test_it_knows_the_line_of_each_fact() -> None:
    lines = lines_of(TWO)
    assert lines["adults.0.sentences.0"] == 8
    assert lines["adults.0.sentences.0.term"] == 11
    assert lines["adults.1.sentences.0.minimum_term.years"] == 18


def test_a_bad_adult_is_left_out_and_the_lines_of_the_others_stay_theirs() -> None:
    text = TWO.replace("sds plus", "sausage")
    read = custody_of_text(text)
    assert [adult.id for adult in read.file.adults] == ["a2"]
    assert read.problems[0].place.row == 9
    assert "SDS, SDS+" in read.problems[0].remedy
    assert read.lines["adults.0.id"] == 15
    assert read.place("adults.0.sentences.0.court").row == 18


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        (sentence("        sentenced_on: 2020-02-30\n"), CustodyDayWrong, 6),
        (sentence("        sentenced_on: spring 2020\n"), CustodyDayWrong, 6),
        (sentence("        sentenced_on: 1520-01-01\n"), CustodyDayWrong, 6),
        (sentence("        term: 3 years\n"), CustodyMissing, 4),
        (sentence("        sentenced_on:\n"), CustodyMissing, 4),
        (sentence("        sentenced_in: 2020-01-02\n"), CustodyKeyUnknown, 6),
        (sentence("        sentenced_on: 2020-01-02\n        term: three years\n"), CustodyValueWrong, 7),
        (sentence("        sentenced_on: 2020-01-02\n        term: 300 years\n"), CustodyValueWrong, 7),
        (sentence("        sentenced_on: 2020-01-02\n        section_250: maybe\n"), CustodyValueWrong, 7),
        (sentence("        sentenced_on: 2020-01-02\n        kind: EDS\n"), CustodyTwice, 7),
        (sentence("        sentenced_on: 2020-01-02\n        offence: o7\n"), CustodyLinkBroken, 7),
        ("adults:\n - id: a\n   adjustments:\n    - {kind: remand, days: -3}", CustodyValueWrong, 4),
        ("adults:\n - id: a\n   adjustments:\n    - {kind: remand, days: [3]}", CustodyValueWrong, 4),
        (
            "adults:\n - id: a\n   mappa:\n    - {category: 1, from: 2020-02-01, to: 2020-01-01}",
            CustodyDayWrong,
            4,
        ),
        ("adults:\n - id: a\n   offences:\n    - ref: o1\n    - ref: o1", CustodyTwice, 5),
        ("adults:\n - id: a\n   offences: o1", CustodyValueWrong, 3),
        ("adults:\n - Sorcha", CustodyValueWrong, 2),
    ],
)
def test_a_fault_says_its_line(text: str, error: type[CustodyError], line: int) -> None:
    code, row, words = problem(text)
    assert (code, row) == (error.code, line)
    assert "left out until it is mended" in words


def test_a_slip_in_a_key_is_answered_with_the_key_that_was_meant() -> None:
    _, _, words = problem(sentence("        sentenced_in: 2020-01-02\n"))
    assert "Did you mean `sentenced_on`?" in words


def test_the_second_of_two_adults_with_one_id_is_left_out() -> None:
    read = custody_of_text("adults:\n - id: a\n - id: a\n - id: b")
    assert [adult.id for adult in read.file.adults] == ["a", "b"]
    assert read.problems[0].code == CustodyTwice.code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing but a remark",
        "- a list",
        "adults:",
        "adults: []",
        "title: only this",
        "adults:\n  - id: [",
        "adults: &a [1]",
        "adults: *a",
        "adults: !!python/object/apply:os.system [ls]",
        "%YAML 1.1\n---\nadults: [{id: a}]",
        "adults: [{id: a}]\n---\nadults: [{id: b}]",
        "adults: " + "[" * 40,
        "adults: [{id: a}]\nprison: HMP",
        "adults: [{id: a}]\nadults: [{id: b}]",
    ],
)
def test_a_file_that_is_no_custody_file_is_refused_whole(text: str) -> None:
    with pytest.raises(CustodyError):
        custody_of_text(text)


def test_no_answer_quotes_the_file() -> None:
    secret = "Sorcha"
    for text in (
        f"adults:\n - id: a\n   born: {secret}",
        f"adults:\n - id: a\n   {secret}: x",
        f"adults:\n - id: a\n   offences:\n    - {{ref: a, outcome: {secret}}}",
        f"adults:\n - id: a\n   {secret}",
        f"adults:\n - id: a\n   name: &{secret} x",
    ):
        try:
            found = " ".join(f"{one.reason} {one.remedy}" for one in custody_of_text(text).problems)
        except CustodyError as error:
            found = str(error)
        assert found
        assert secret not in found


@given(st.text(alphabet="adults: -{}[]\n#&*!'\"ix029", max_size=60))
def test_any_text_is_read_or_answered(text: str) -> None:
    with contextlib.suppress(CustodyError):
        assert len(custody_of_text(text).file.adults) <= text.count("\n") + text.count("{") + 1


# ---------------------------------------------------------------- files


def test_a_folder_without_a_custody_file_has_none(tmp_path: Path) -> None:
    assert custody_of_folder(tmp_path) == (None, ())


def test_a_folder_says_what_it_could_not_use(tmp_path: Path) -> None:
    (tmp_path / "custody.yaml").write_text(TWO.replace("life", "lief"), encoding="utf-8")
    file, problems = custody_of_folder(tmp_path)
    assert file is not None
    assert [adult.id for adult in file.adults] == ["a1"]
    assert [one.code for one in problems] == [CustodyValueWrong.code]


def test_a_file_that_is_unusable_is_set_aside_and_nothing_stops(tmp_path: Path) -> None:
    (tmp_path / "custody.yaml").write_bytes(b"\xff\xfe\x00")
    read, problems = custody_in(tmp_path)
    assert read is None
    assert problems[0].code == CustodyFileRefused.code
    assert "Nothing of the file is used" in problems[0].reason


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yaml"
    elsewhere.write_text(TWO, encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "custody.yaml").symlink_to(elsewhere)
    assert custody_of_folder(folder)[0] is None


def test_a_far_too_large_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "custody.yaml"
    path.write_text("#" * 2_000_001, encoding="utf-8")
    with pytest.raises(CustodyFileRefused):
        with_lines(path)


def test_read_custody_raises_at_the_first_fault(tmp_path: Path) -> None:
    path = tmp_path / "custody.yaml"
    path.write_text(TWO.replace("15 May 2023", "15 Mai 2023"), encoding="utf-8")
    with pytest.raises(CustodyDayWrong) as caught:
        read_custody(path)
    assert "line 10" in caught.value.where


def test_what_the_page_shows_can_be_read() -> None:
    page = (Path(__file__).parents[3] / "docs/how-to/write-custody-yaml.md").read_text(encoding="utf-8")
    first, *further = re.findall(r"```yaml\n(.+?)```", page, re.S)
    assert len(further) >= 2
    for text in (first, *(first + more for more in further)):
        assert custody_of_text(text).problems == ()
