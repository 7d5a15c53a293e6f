"""What a report says, and in which words."""

from __future__ import annotations

import re
from datetime import date

import msgspec
import pytest
from made_review import concern, day, made_review, response

from tocsin.review.report import answers, family, page_one, terms
from tocsin.review.report.html import html_bytes, policy
from tocsin.review.report.links import marked
from tocsin.review.report.reading import Reading, place
from tocsin.review.schema import Interval, PersonOut, Review, Source


def page_of(review: Review) -> str:
    return html_bytes(Reading(review)).decode()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2024-03-05", "5 March 2024"),
        ("2024-03-05T15:40", "5 March 2024, 15:40"),
        ("2024-03", "in March 2024"),
        ("2024", "in 2024"),
        ("2024-03-05/2024-03-09", "5 March 2024 to 9 March 2024"),
        ("~2024-03-10", "about 10 March 2024 (3 March 2024 to 17 March 2024)"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_was_written(written: str, said: str) -> None:
    assert terms.span(day(written)) == said


def test_an_uncertain_date_says_so() -> None:
    assert terms.span(day("2024-03-05", uncertain=True)) == "5 March 2024, uncertain"
    unknown = Interval(date(2024, 1, 1), date(2024, 1, 9), "unknown")
    assert terms.span(unknown) == "not stated; some time 1 January 2024 to 9 January 2024"


@pytest.mark.parametrize(
    ("born", "on", "said"),
    [
        ("2021-06-14", date(2021, 6, 24), "10 days"),
        ("2021-06-14", date(2021, 8, 13), "1 month"),
        ("2021-06-14", date(2024, 6, 13), "2 years 11 months"),
        ("2021-06-14", date(2024, 6, 14), "3 years"),
        ("2020-02-29", date(2021, 2, 28), "11 months"),
        ("2021-06", date(2024, 7, 1), "about 3 years 1 month"),
        ("2021-06-14", date(2021, 6, 13), ""),
    ],
)
def test_an_age_is_said_in_years_and_months(born: str, on: date, said: str) -> None:
    assert terms.age(day(born), on) == said


def test_the_sections_stand_in_the_order_a_panel_looks_for_them() -> None:
    found = re.findall(r'<section id="([\w-]+)"', page_of(made_review()))
    assert found == [
        "page-one",
        "seen",
        "own-words",
        "timeline",
        "siblings",
        "home",
        "injuries",
        "plan",
        "told",
        "missed",
        "answered",
        "apart",
        "unknown",
        "questions",
        "chronology",
        "quality",
        "how-to-read",
    ]


def test_page_one_says_who_when_and_who_sent_nothing() -> None:
    page = page_one.page_one(Reading(made_review()))
    assert page.children[0].words == "aged 3 years 2 months at the end (born 14 June 2021)"
    assert page.period == "14 June 2021 to 30 September 2024"
    assert page.harm == "11 September 2024: critical injury"
    assert page.not_sent == ["Midwifery", "Probation"]
    assert len(page.findings) == 5
    assert [name for name, _, _ in page.asks] == ["School", "GP practice", "Midwifery", "Police"]


def test_page_one_bears_its_marks_versions_and_hashes() -> None:
    page = page_of(made_review()).split('<section id="seen"')[0]
    for words in ("DRAFT — CONFIDENTIAL", "3f9a0c77d1e2", "8d1b2c3a4e5f", "0.1.0", "010101010101"):
        assert words in page


@pytest.mark.parametrize(
    ("made", "pile"),
    [
        (
            concern(
                1, "2024-01-01", "a", "overdue", "e0001", responses=[response("x", "2024-01-02", "missed")]
            ),
            "missed",
        ),
        (
            concern(
                1, "2024-01-01", "a", "answered", "e0001", responses=[response("x", "2024-01-02", "late")]
            ),
            "missed",
        ),
        (
            concern(
                1, "2024-01-01", "a", "answered", "e0001", responses=[response("x", "2024-01-02", "answered")]
            ),
            "answered",
        ),
        (concern(1, "2024-01-01", "a", "running", "e0001"), "running"),
        (concern(1, "2024-01-01", "a", "withdrawn", "e0001"), "withdrawn"),
        (concern(1, "2024-01-01", "a", "stood_down", "e0001"), "stood_down"),
        (
            concern(
                1,
                "2024-01-01",
                "a",
                "overdue",
                "e0001",
                responses=[response("x", "2024-01-02", "not_evidenced")],
            ),
            "unknown",
        ),
        (
            concern(
                1,
                "2024-01-01",
                "a",
                "overdue",
                "e0001",
                certainty="possible",
                responses=[response("x", "2024-01-02", "missed")],
            ),
            "possible",
        ),
    ],
)
def test_each_concern_stands_in_one_place_and_a_possible_one_never_as_missed(made: object, pile: str) -> None:
    assert answers.pile_of(made) == pile  # type: ignore[arg-type]


def test_every_concern_and_event_is_on_the_page_once() -> None:
    review = made_review()
    page = page_of(review)
    for item in review.concerns:
        assert page.count(f'id="concern-{item.id}"') == 1
    for item in review.events:
        assert page.count(f'id="event-{item.id}"') == 1


def test_each_late_or_missed_response_says_who_set_its_time() -> None:
    section = page_of(made_review()).split('<section id="missed"')[1].split("<article")[0]
    for label in ("law", "guidance", "common local policy", "our judgement"):
        assert f">{label}</td>" in section


def test_what_was_done_in_time_is_shown_as_plainly() -> None:
    section = page_of(made_review()).split('<section id="answered"')[1].split("<article")[0]
    assert "In time" in section
    assert "See the child" in section


def test_the_words_that_led_to_a_code_are_marked_and_nothing_else_becomes_markup() -> None:
    assert marked("Bruise to <b>left</b> shin", ["left", "Bruise to"]) == (
        "<mark>Bruise to</mark> &lt;b&gt;<mark>left</mark>&lt;/b&gt; shin"
    )
    assert marked("words", []) == "words"
    assert marked("a.c abc", ["a.c"]) == "<mark>a.c</mark> abc"


def test_every_explanation_of_an_injury_stands_beside_it() -> None:
    bruise = family.injuries(Reading(made_review()))[1]
    assert [told.who for told in bruise.explanations] == ["as recorded", "mother", "partner of parent"]


def test_an_explanation_that_names_no_injury_goes_to_the_latest_before_it() -> None:
    review = made_review()
    loose = [
        msgspec.structs.replace(event, attributes={"by": ["mother"]}) if event.id == "e0013" else event
        for event in review.events
    ]
    bruise = family.injuries(Reading(msgspec.structs.replace(review, events=loose)))[1]
    assert bruise.explanations[-1].how == "the latest injury before it"


def test_every_stay_says_by_whose_account_and_whether_it_was_checked() -> None:
    stays = dict(family.homes(Reading(made_review())))["Home 1"]
    told = [(stay.account, stay.checked) for stay in stays if stay.who.startswith("Dmytro")]
    assert told == [("Police", "Not checked"), ("Housing", "Not checked")]


def test_a_place_names_file_part_page_row_and_cell() -> None:
    assert place(Source("a.docx", 4, "column 2", "table 1", 6)) == "a.docx, table 1, page 6, row 4, column 2"
    assert place(None) == "not stated"


def test_counts_add_up_in_words() -> None:
    said = "77 rows read = 62 events + 6 further accounts of them + 1 undated + 1 not usable"
    assert f"{said} + 12 headings and blanks." in page_of(made_review())


def test_an_empty_review_still_makes_every_section() -> None:
    full = made_review()
    lists = {field: [] for field in full.__struct_fields__ if isinstance(getattr(full, field), list)}
    empty = msgspec.structs.replace(
        full, **lists, harm_on=None, period_start=None, period_end=None, analysis={}
    )
    page = page_of(empty)
    assert page.count("<section ") == 17
    assert "No dated event was found." in page


def test_an_unborn_child_has_a_due_date_and_no_age() -> None:
    review = made_review()
    unborn = PersonOut("child-9", "child", "Baby", [], [], due=date(2024, 12, 2), subject=True)
    page = page_one.page_one(Reading(msgspec.structs.replace(review, children=[unborn])))
    assert page.children[0].words == "unborn, expected 2 December 2024"


def test_the_page_forbids_everything_but_its_own_style_and_script() -> None:
    assert policy().startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy()
    page = page_of(made_review())
    assert " style=" not in page
    assert not re.search(r"\son\w+=", re.sub(r"<script>.*?</script>", "", page, flags=re.S))
    assert not re.search(r"""(?:src|href)=["'](?!#)""", page)


def test_families_are_spoken_of_with_respect() -> None:
    review = made_review()
    said = page_of(msgspec.structs.replace(review, events=[], concerns=[], undated=[], questions=[])).lower()
    for words in ("dna'd", "did not attend", "disguised compliance", "failed to engage", "hard to reach"):
        assert words not in said
