"""An anonymised review names nobody, in any form, in any output."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_review import FILES, made_review

from tocsin.review.anonymise import Scrubber, anonymise, fold, left_to_check, pseudonyms
from tocsin.review.report import write_reports
from tocsin.review.report.json_file import json_bytes
from tocsin.review.schema import Interval, LocalChangeOut, PersonOut, Review, SwitchedOffOut

NAMES = [
    "Zofia",
    "Zosia",
    "Sophia",
    "Hale",
    "Mensah",
    "Kwame",
    "Kwami",
    "Rowena",
    "Dmytro",
    "Boyko",
    "Dima",
    "Дмитро",
    "Бойко",
    "Kofi",
    "Patience",
    "Imogen",
    "Tarrant",
    "Mick",
    "H-M",
    "ZHM",
]


def scrubbed(words: str, *names: str, redact: tuple[str, ...] = (), roles: tuple[str, ...] = ()) -> str:
    people = [PersonOut("adult-1", "adult", names[0] if names else "x1", list(names), list(roles))]
    return Scrubber(people, pseudonyms(people), redact, records=frozenset(words.split())).words(words)


def test_people_are_called_by_their_place_in_the_family() -> None:
    labels = pseudonyms(made_review().people)
    assert labels["child-1"] == "Child A"
    assert labels["child-3"] == "Child C"
    assert labels["adult-1"] == "Mother"
    assert labels["adult-2"] == "Father"
    assert labels["adult-5"] == "Worker 1"


def test_a_second_run_says_the_same() -> None:
    assert anonymise(made_review()) == anonymise(made_review())


@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_left_in_the_review(name: str) -> None:
    text = json_bytes(anonymise(made_review())).decode()
    assert not re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", text, re.IGNORECASE)


def test_no_name_or_file_name_is_left_in_any_file(tmp_path: Path) -> None:
    for path in write_reports(anonymise(made_review()), tmp_path):
        for text in (path.name, *texts(path)):
            assert not [name for name in NAMES if re.search(rf"\b{re.escape(name)}\b", text)], path.name
            assert not [name for name in FILES.values() if name in text], path.name


def texts(path: Path) -> list[str]:
    content = path.read_bytes()
    if path.suffix not in (".xlsx", ".docx"):
        return [content.decode("utf-8")]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return [parts.read(name).decode("utf-8", "ignore") for name in parts.namelist()]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("ROWENA HALE rang", "Adult 1 rang"),
        ("rowena  hale's flat", "Adult 1's flat"),
        ("Hale, Rowena attended", "Adult 1 attended"),
        ("Seen with R. Hale and R Hale", "Seen with Adult 1 and Adult 1"),
        ("Rówena said", "Adult 1 said"),
        ("R\u200bowena said", "Adult 1 said"),
        ("Rowena_Hale@", "Adult 1@"),
        ("RH said; R.H. agreed", "Adult 1 said; Adult 1 agreed"),
        ("inhaled the whale", "inhaled the whale"),
    ],
)
def test_a_name_is_found_in_every_form(words: str, left: str) -> None:
    assert scrubbed(words, "Rowena Hale") == left


def test_a_name_that_is_also_a_word_goes_only_with_its_capital() -> None:
    assert (
        scrubbed("Will Rose will visit; the rose grew.", "Will Rose") == "Adult 1 will visit; the rose grew."
    )


def test_a_short_form_of_a_name_goes_where_it_has_its_capital() -> None:
    assert scrubbed("Cal called; a cal. of 5, Mon to Fri", "Callum Monford") == (
        "Adult 1 called; a cal. of 5, Mon to Fri"
    )


def test_what_may_still_be_a_name_is_listed_for_a_person_to_read() -> None:
    review = made_review(0)
    told = msgspec.structs.replace(review.events[0], words="Zofia played with Oluwaseun, then rested.")
    left = left_to_check(anonymise(msgspec.structs.replace(review, events=[told])))
    assert left == ["Oluwaseun"]


def test_a_script_without_spaces_is_searched_within() -> None:
    assert scrubbed("我见到王小明了", "王小明") == "我见到Adult 1了"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Lives at 12 Acacia Road, ZZ9 9ZZ.", "Lives at [address], [postcode]."),
        ("Ring 07700 900123 or (0117) 496 0123", "Ring [telephone] or [telephone]"),
        ("+44 7700 900 123", "[telephone]"),
        ("mail someone.else@example.org now", "mail [e-mail] now"),
        ("NHS no 999 000 0000", "NHS no [NHS number or telephone]"),
        ("a blue van, AB12 CDE", "a blue van, [vehicle]"),
        ("DOB: 03/02/2016.", "DOB: 03/02/2016.".replace("DOB: 03/02/2016", "[date of birth]")),
        ("at Larkhill Primary School", "at [place]"),
        ("Mrs Okonedo next door", "Mrs [third party] next door"),
        ("a man called Tariq Aziz-Ford", "a man called [third party]"),
        ("Seen on 03/02/2024 at 10:30 with 2 bruises", "Seen on 03/02/2024 at 10:30 with 2 bruises"),
    ],
)
def test_what_points_to_a_person_goes_too(words: str, left: str) -> None:
    assert scrubbed(words) == left


def test_names_the_user_gives_become_third_parties() -> None:
    assert scrubbed("Bluebell saw it", redact=("Bluebell",)) == "[third party] saw it"


def test_a_neighbour_is_a_third_party_and_not_numbered() -> None:
    assert scrubbed("Ines saw it", "Ines Doyle", roles=("neighbour",)) == "[third party] saw it"


def test_neither_the_partnership_s_name_nor_why_it_changed_a_card_is_left() -> None:
    why = "Agreed with Quillon Marsh after the Hartwell review"
    review = msgspec.structs.replace(
        made_review(),
        partnership="Zedbury  Safeguarding Partnership",
        title="For the Zedbury Safeguarding Partnership",
        switched_off=[SwitchedOffOut("encompass_not_sent", why, "head_of_service", "2026-01-05")],
        local_changes=[LocalChangeOut("a", "A", ["within 5 days"], why, "head_of_service", "2026-01-05")],
    )
    said = json_bytes(anonymise(review)).decode()
    assert not [word for word in ("Zedbury", "Quillon", "Hartwell") if word in said]
    assert "within 5 days" in said


def test_the_partnership_s_name_goes_from_the_records_too() -> None:
    scrub = Scrubber([], {}, [], partnership="Zedbury Safeguarding Partnership")
    assert scrub.words("Sent to zedbury safeguarding partnership.") == "Sent to [partnership]."


def test_dates_of_birth_become_months_everywhere() -> None:
    review = anonymise(made_review())
    assert review.children[0].born == Interval(date(2021, 6, 1), date(2021, 6, 30), "month")
    assert "2021-06-14" not in json_bytes(review).decode()
    birth = Interval(date(2016, 2, 3), date(2016, 2, 3), "day")
    born = [PersonOut("child-1", "child", "x", [], [], born=birth)]
    scrub = Scrubber(born, pseudonyms(born), ())
    for written in ("3.2.16", "03/02/2016", "3rd February 2016", "2016-02-03", "3 Feb 2016"):
        assert scrub.words(f"b. {written}") == "b. February 2016"


def test_codes_ids_and_counts_stay_as_they_were() -> None:
    before, after = made_review(), anonymise(made_review())
    assert [event.id for event in after.events] == [event.id for event in before.events]
    assert [event.type for event in after.events] == [event.type for event in before.events]
    assert after.counts == before.counts
    assert {event.source.file for event in after.events} <= {f"File {n}" for n in range(1, 8)}
    assert after.anonymised


LETTERS = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzéñøłåç"), min_size=3, max_size=9).map(
    str.capitalize
)
AROUND = st.sampled_from(
    ["{} came", "with {}.", "({})", "{}'s home", "saw {} and {}", "“{}”", "Ms {}", "x/{}/y"]
)
CASES = st.sampled_from([str.upper, str.lower, str.title, lambda words: words])


@settings(deadline=None)
@given(LETTERS, LETTERS, AROUND, CASES)
def test_no_form_of_any_name_survives(first: str, last: str, around: str, case: object) -> None:
    name = f"{first} {last}"
    for form in (name, first, last, f"{last}, {first}", f"{first}-{last}", f"{first[0]}. {last}"):
        words = around.replace("{}", case(form))  # type: ignore[operator]
        kept = made_review(0)
        person = PersonOut("adult-9", "adult", name, [name], ["lodger"])
        review = msgspec.structs.replace(
            kept,
            people=[*kept.people, person],
            children=[],
            events=[msgspec.structs.replace(kept.events[0], words=words, voice=words, action=words)],
        )
        folded, _ = fold(everything(anonymise(review)))
        for part in (first, last):
            if words_only_capital(part):
                continue
            assert not re.search(rf"(?<![^\W\d_]){re.escape(fold(part)[0])}(?![^\W\d_])", folded), words


def everything(review: Review) -> str:
    event = review.events[0]
    return "\n".join([event.words, event.voice, event.action, *(p.label for p in review.people)])


def words_only_capital(part: str) -> bool:
    from tocsin.review.anonymise import rules

    return fold(part)[0] in rules().also_words | rules().not_names | {"adult", "third", "party", "lodger"}


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("Call from a female occupant", "Call from a female occupant"),
        ("Cal was out", "Adult 1 was out"),
        ("Mr Strayke rang; Straek did not", "Mr Adult 1 rang; Adult 1 did not"),
        ("Kallum came", "Adult 1 came"),
        ("A stroke. Stroke ward.", "A stroke. Stroke ward."),
        ("PPN 00514 sent, CRN 12/3456", "[reference] sent, [reference]"),
        ("SW 2023, HV 03/2024, GP 111", "SW 2023, HV 03/2024, GP 111"),
    ],
)
def test_short_forms_and_misspellings_go_but_common_words_stay(words: str, left: str) -> None:
    assert scrubbed(words, "Callum Strake") == left


def test_a_role_and_its_name_make_one_word() -> None:
    assert scrubbed("Mother Rowena Hale rang", "Rowena Hale", roles=("mother",)) == "Mother rang"
