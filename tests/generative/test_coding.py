"""It never fails on any words, quotes only what was written, and says yes to nothing that is denied."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.chronology.coding import Coding, Saved, Words, merge, propose, read_coding, write_coding
from tocsin.chronology.vocabulary import vocabulary

AGENCIES = ("social_care", "health_visiting", "health_hospital", "health_gp", "school", "police", "housing")
PIECES = (
    "home visit",
    "no",
    "bruise",
    "to left cheek",
    "mother said",
    "he fell",
    "if",
    "plan:",
    "strategy discussion held",
    "police",
    "was not brought",
    "to",
    "A&E",
    "and",
    "but",
    "Sibling had",
    ". ",
    ", ",
    "\n",
    "burn",
    "İstanbul",
    "’s",
    "not seen",
    "3 days ago",
    "(l)",
    "((",
    "\\",
    "\x00",
    "arrested",
    "CP plan ended",
    "new partner moved in",
    "—",
)
PROSE = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=14).map(" ".join)


@settings(deadline=None, max_examples=200)
@given(what=PROSE, action=PROSE, voice=PROSE, agency=st.sampled_from(AGENCIES))
def test_it_takes_any_words_and_quotes_only_them(what: str, action: str, voice: str, agency: str) -> None:
    words = Words(what=what, action=action, voice=voice)
    found = propose(words, agency=agency)
    assert sum(each.primary for each in found) == (1 if found else 0)
    for each in found:
        start, end = each.span
        assert 0 <= start < end <= len(words.text)
        assert all(quote in words.text for quote in each.because)
        assert all(vocabulary().has_attribute(each.type, name) for name in each.attributes)
        assert all(values and all(values) for values in each.attributes.values())


@settings(deadline=None, max_examples=60)
@given(what=PROSE, agency=st.sampled_from(AGENCIES))
def test_it_says_the_same_twice(what: str, agency: str) -> None:
    assert propose(Words(what=what), agency=agency) == propose(Words(what=what), agency=agency)


INJURIES = ("bruise", "bruising", "burns", "scald", "fracture", "bite marks", "black eye", "torn frenulum")
DENIALS = (
    "No {} seen.",
    "Nil {} noted.",
    "No evidence of {} on examination.",
    "Mother denied any {}.",
    "{} ruled out.",
    "If {} seen again mother will ring.",
    "At risk of {}.",
    "Examined without {} being found.",
    "History of {} in 2011.",
)


@pytest.mark.parametrize(("injury", "denial"), list(product(INJURIES, DENIALS)))
def test_no_injury_is_read_out_of_a_denial(injury: str, denial: str) -> None:
    found = propose(Words(what=denial.format(injury)), agency="health_visiting")
    assert "injury_seen" not in {each.type for each in found}


CODINGS = st.builds(
    Coding,
    record=st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True),
    event_type=st.sampled_from(["visit", "injury_seen", "referral"]),
    status=st.sampled_from(["proposed", "confirmed", "rejected"]),
    words=st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00\r"), max_size=30),
)


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(CODINGS, max_size=6, unique_by=lambda row: (row.record, row.event_type)))
def test_what_is_written_is_read_back_and_merging_again_changes_nothing(
    rows: list[Coding], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("coding") / "coding.csv"
    once = merge(rows, Saved())
    write_coding(path, once)
    saved = read_coding(path)
    assert saved.faults == ()
    assert [each.words for each in saved.codings] == [row.words for row in rows]
    assert merge(rows, saved) == once
