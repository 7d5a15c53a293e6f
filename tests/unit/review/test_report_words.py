"""What the report says once, says kindly, or leaves out."""

from __future__ import annotations

from datetime import date

import msgspec
from made_review import made_review

from tocsin.review.report import answers, family, page_one, rows, terms
from tocsin.review.report.picture_inputs import opens_on
from tocsin.review.report.reading import Reading
from tocsin.review.schema import Interval


def test_no_gap_of_being_seen_alone_begins_before_the_age_of_two() -> None:
    reading = Reading(made_review())
    alone = [gap for gap in family.gaps_shown(reading) if (gap.child, gap.kind) == ("child-1", "seen_alone")]
    assert [(gap.start, gap.days) for gap in alone] == [(date(2023, 6, 14), 307)]


def test_a_baby_is_not_asked_for_words() -> None:
    review = made_review()
    day = page_one.end_of(Reading(review))
    born = Interval(date(day.year - 1, 6, 1), date(day.year - 1, 6, 1), "day")
    young = [msgspec.structs.replace(child, born=born) for child in review.children]
    assert family.no_words(Reading(review)) == terms.terms().no_words
    baby = Reading(msgspec.structs.replace(review, children=young))
    assert family.no_words(baby) == terms.terms().no_words_baby


def test_codes_are_said_as_people_say_them() -> None:
    assert terms.capital("gp attendance") == "GP attendance"
    assert terms.attribute("oral_other") == "mouth injury"
    assert terms.attribute("absent") == "no explanation given"


def test_each_missed_response_has_one_row_and_its_grounds_stand_in_the_first() -> None:
    reading = Reading(made_review())
    items = answers.missed_by_concern(reading)
    assert sum(1 + len(item.again) for group in items for item in group) == len(reading.review.missed)
    assert len(rows.missed(reading)) == sum(map(len, items))


def test_the_timeline_opens_at_most_half_a_year_before_the_birth() -> None:
    reading = Reading(made_review())
    for child in reading.subjects:
        assert child.born is not None
        assert (child.born.start - opens_on(reading, child)).days <= 183
