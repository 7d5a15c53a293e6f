"""The band of a sentence and the calendar of releases: whole, in words, and told without colour."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tocsin.pictures.emf import emf_bytes
from tocsin.pictures.release_calendar import ReleaseCalendar, Step, release_calendar, release_calendar_text
from tocsin.pictures.sentence_band import (
    BandMark,
    SentenceBand,
    Stretch,
    sentence_band,
    sentence_band_text,
)

TODAY = date(2026, 11, 21)
BAND = SentenceBand(
    "Tamsin <Made-Up>",
    TODAY,
    (
        Stretch("custody", date(2023, 5, 15), date(2027, 3, 9)),
        Stretch("uncertain", date(2027, 3, 9), date(2028, 5, 15)),
        Stretch("licence", date(2028, 5, 15), date(2031, 1, 14)),
    ),
    (
        BandMark(date(2027, 3, 9), "release", "release", firm=False),
        BandMark(date(2031, 1, 14), "end of the sentence", "licence"),
    ),
)


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in etree.fromstring(svg.encode()).iter("{*}text")]


def test_an_uncertain_stretch_is_hatched_and_said_in_words() -> None:
    drawn = sentence_band(BAND, name="band")
    assert 'fill="url(#band-uncertain)"' in drawn
    assert "Not certain: one day or the other" in texts(drawn)
    assert any("9 March 2027 to 15 May 2028" in line for line in sentence_band_text(BAND))


def test_an_estimate_is_told_from_a_stated_day_without_colour() -> None:
    drawn = sentence_band(BAND, name="band")
    assert 'stroke-dasharray="4 3"' in drawn
    assert "9 March 2027: release (our estimate)." in sentence_band_text(BAND)


def test_a_sentence_that_no_date_ends_has_no_end() -> None:
    life = SentenceBand("A", TODAY, (Stretch("directed", date(2019, 5, 7), None),))
    assert any("with no date that ends it" in line for line in sentence_band_text(life))
    assert "url(#life-directed)" in sentence_band(life, name="life")


def test_todays_line_is_named() -> None:
    assert "As of 21 Nov 2026" in texts(sentence_band(BAND, name="band"))


def test_names_cannot_become_markup() -> None:
    assert "Sentence and licence of Tamsin <Made-Up>" in texts(sentence_band(BAND, name="band"))


days = st.dates(date(1990, 1, 1), date(2080, 1, 1))
kinds = st.sampled_from(["release", "if_directed", "review", "licence", "happened"])


@given(st.lists(st.tuples(days, st.text(max_size=90), kinds, st.booleans()), max_size=25), days)
def test_any_days_are_drawn_inside_the_picture(marks: list[tuple[date, str, str, bool]], start: date) -> None:
    data = SentenceBand(
        "A",
        TODAY,
        (Stretch("custody", start, start + timedelta(days=900)),),
        tuple(BandMark(*mark) for mark in marks),  # type: ignore[arg-type]
    )
    drawn = sentence_band(data, name="band", width=1200)
    tall = float(re.search(r'height="([\d.]+)"', drawn)[1])  # type: ignore[index]
    for one in etree.fromstring(drawn.encode()).iter("{*}text"):
        assert -1 <= float(one.get("x")) <= 1230
        assert 0 <= float(one.get("y")) <= tall


def calendar(*steps: Step) -> ReleaseCalendar:
    return ReleaseCalendar("A", date(2026, 11, 1), steps, 12)


def test_a_month_says_what_falls_in_it() -> None:
    drawn = release_calendar(calendar(Step(date(2027, 3, 9), "release", "release")), name="cal")
    assert "Mar 2027" in texts(drawn)
    assert "9: release" in texts(drawn)


def test_what_does_not_fit_is_counted() -> None:
    steps = [Step(date(2027, 3, day), f"step {day}", "review") for day in range(1, 9)]
    drawn = texts(release_calendar(calendar(*steps), name="cal"))
    shown = sum(one.startswith(tuple(f"{day}: step" for day in range(1, 9))) for one in drawn)
    more = next(int(found[1]) for one in drawn if (found := re.match(r"and (\d+) more", one)))
    assert shown + more == 8


def test_days_outside_the_months_are_counted_and_in_the_words() -> None:
    data = calendar(Step(date(2031, 1, 14), "end", "licence", firm=False))
    assert "1 further day outside these months: in the table." in texts(release_calendar(data, name="cal"))
    assert release_calendar_text(data) == ["14 January 2031: end (our estimate)."]


@pytest.mark.parametrize(
    "drawn",
    [
        sentence_band(BAND, name="band"),
        release_calendar(calendar(Step(date(2027, 3, 9), "release", "release")), name="cal"),
    ],
)
def test_a_document_can_hold_it(drawn: str) -> None:
    assert len(emf_bytes(drawn)) > 1000
