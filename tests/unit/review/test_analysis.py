"""The panel's own words survive every run."""

from __future__ import annotations

import csv
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_review import made_review

from tocsin.errors import InputError
from tocsin.review.analysis import FILE, GONE, Entry, read_analysis, with_analysis, write_analysis
from tocsin.review.report.html import html_bytes
from tocsin.review.report.reading import Reading


def rows_of(out: Path) -> list[dict[str, str]]:
    with (out / FILE).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_first_run_offers_a_row_for_each_concern(tmp_path: Path) -> None:
    review = made_review()
    write_analysis(review, read_analysis(tmp_path), tmp_path)
    assert [row["id"] for row in rows_of(tmp_path)] == [concern.id for concern in review.concerns]
    assert "Bruise to the face" in rows_of(tmp_path)[2]["about"]
    assert with_analysis(review, read_analysis(tmp_path)).analysis == {}


def test_what_the_panel_wrote_is_read_and_kept(tmp_path: Path) -> None:
    review = made_review()
    entries = [Entry("e0011", "Two accounts,\none day", "Chair", "1 May"), Entry("c003", "=2+2")]
    write_analysis(review, entries, tmp_path)
    again = read_analysis(tmp_path)
    assert [entry for entry in again if entry.words] == entries
    shown = with_analysis(review, again).analysis
    assert shown == {"e0011": "Two accounts,\none day (Chair, 1 May)", "c003": "=2+2"}
    assert any(row["words"] == "'=2+2" for row in rows_of(tmp_path))


def test_words_for_something_that_is_gone_are_kept_last_and_shown(tmp_path: Path) -> None:
    review = made_review()
    entries = [Entry("an-old-id", "Keep this"), Entry("e0011", "And this")]
    write_analysis(review, entries, tmp_path)
    last = rows_of(tmp_path)[-1]
    assert (last["id"], last["words"], last["about"]) == ("an-old-id", "Keep this", GONE)
    page = html_bytes(Reading(with_analysis(review, read_analysis(tmp_path)))).decode()
    assert "Keep this" in page.split('id="quality"')[1]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("utf-8", "naïve"), ("utf-8-sig", "naïve"), ("utf-16", "Дмитро"), ("cp1252", "naïve")],
)
def test_it_reads_what_spreadsheets_save(tmp_path: Path, encoding: str, words: str) -> None:
    (tmp_path / FILE).write_text(f"ID,Words\ne0011,{words}\n", encoding=encoding)
    assert read_analysis(tmp_path) == [Entry("e0011", words)]


def test_a_file_without_its_headings_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("what,else\n1,2\n")
    with pytest.raises(InputError, match="id and words"):
        read_analysis(tmp_path)
    assert (tmp_path / FILE).read_text() == "what,else\n1,2\n"


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Zs")), min_size=1, max_size=20
)
IDS = st.sampled_from(["e0011", "c003", "gone-1", "gone-2"])


@given(st.lists(st.builds(Entry, id=IDS, words=WORDS, author=WORDS), max_size=8))
def test_no_run_loses_a_word(entries: list[Entry]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        for review in (made_review(0), msgspec.structs.replace(made_review(0), concerns=[])):
            write_analysis(review, entries, out)
            kept = read_analysis(out)
            assert all(entry in kept for entry in entries)
