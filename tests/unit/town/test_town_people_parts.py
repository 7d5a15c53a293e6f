"""The parts of the town: numbers, ids, slips, streams, and arguments that cannot be."""

from __future__ import annotations

import re
import tracemalloc
from datetime import date
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from tocsin.cli.commands import app
from tocsin.errors import TownTooLarge, UnknownTownSetting
from tocsin.town.addresses import streets
from tocsin.town.errors_in_records import error_setting
from tocsin.town.names import listed, name_book
from tocsin.town.nhs_numbers import PEOPLE, PER_FAMILY, is_valid, nhs_number
from tocsin.town.opaque import opaque
from tocsin.town.settings import Settings
from tocsin.town.slips import birth_slip, digit, postcode_slip, scan, typo
from tocsin.town.stream import Weighted, day_between, stream, zipf
from tocsin.town.write_town import chunks, town_chunk

POSTCODE = re.compile(r"[A-PR-UWYZ][A-HK-Y]\d{1,2} \d[ABD-HJLNP-UW-Z]{2}")


@pytest.mark.parametrize(
    ("number", "valid"), [("9434765919", True), ("9434765918", False), ("943476591", False)]
)
def test_a_check_digit_is_told(number: str, valid: bool) -> None:
    assert is_valid(number) is valid


def test_numbers_of_many_families_are_valid_unissued_and_unlike() -> None:
    numbers = [nhs_number(family, place) for family in range(1, 800_000, 37) for place in (0, 3, 23)]
    assert len(set(numbers)) == len(numbers)
    assert all(is_valid(number) and number[0] in "89" for number in numbers)


def test_past_the_range_there_are_no_more_numbers() -> None:
    with pytest.raises(TownTooLarge):
        nhs_number(PEOPLE // PER_FAMILY + 1, 0)


def test_ids_of_a_register_never_meet() -> None:
    ids = {opaque("police", number) for number in range(100, 3_000_000, 31)}
    assert len(ids) == len(range(100, 3_000_000, 31))
    assert opaque("police", 100) != opaque("school", 100)


def test_every_postcode_is_well_formed_in_an_area_not_in_use_and_its_own() -> None:
    made = [streets().postcode(index) for index in range(streets().postcodes)]
    assert len(set(made)) == len(made)
    assert all(POSTCODE.fullmatch(postcode) for postcode in made)
    assert {postcode[:2] for postcode in made} == {"UX", "YU", "KX"}


@pytest.mark.parametrize("code", list(name_book().groups))
def test_a_name_group_has_names_enough(code: str) -> None:
    group = name_book().groups[code]
    fewest = (300, 300, 600) if code == "british" else (60, 60, 100)
    sizes = (*(len(group.child[sex].all.values) for sex in "fm"), len(group.surnames.values))
    assert all(size >= few for size, few in zip(sizes, fewest, strict=True)), sizes
    assert group.nicknames


def test_spellings_of_one_name_stand_together() -> None:
    assert listed("Mohammed/Muhammad Ka_Wai/Ka-Wai") == [("Mohammed", "Muhammad"), ("Ka Wai", "Ka-Wai")]
    assert "Muhammad" in name_book().groups["pakistani"].spellings["Mohammed"]


@pytest.mark.parametrize("word", ["Olivia", "Al", "Ng", "Kowalczyk", "O'Brien"])
def test_a_slip_changes_a_word_a_little(word: str) -> None:
    for number in range(60):
        wrong = typo(Random(number), word)
        assert abs(len(wrong) - len(word)) <= 1
    assert any(typo(Random(number), word) != word for number in range(60))
    assert scan(Random(1), word)


def test_a_wrong_date_of_birth_is_still_a_date() -> None:
    for number in range(300):
        rng = Random(number)
        born = date(2008, 1, 1).fromordinal(date(2008, 1, 1).toordinal() + int(rng.random() * 5_000))
        for kind in ("day_month", "day", "month", "year", "first_of_january"):
            assert birth_slip(rng, born, kind)
        assert birth_slip(rng, born, "lost") is None
    assert birth_slip(Random(1), date(2012, 3, 7), "day_month") == date(2012, 7, 3)


def test_a_wrong_digit_is_one_wrong_digit() -> None:
    wrong = digit(Random(2), "9434765919")
    assert sum(one != other for one, other in zip(wrong, "9434765919", strict=True)) == 1
    assert postcode_slip(Random(3), "UX1 2AB") != "UX1 2AB"


def test_streams_of_purposes_and_families_are_apart() -> None:
    draws = {
        stream(1, number, purpose).random() for number in range(200) for purpose in ("family", "records")
    }
    assert len(draws) == 400


def test_a_common_name_is_drawn_more_often() -> None:
    drawn = [zipf(["a", "b", "c"], steepness=1).pick(Random(number)) for number in range(600)]
    assert drawn.count("a") > drawn.count("b") > drawn.count("c") > 0
    assert Weighted(["x"], [1]).pick(Random(1)) == "x"


def test_a_day_lies_between_its_ends() -> None:
    first, last = date(2020, 1, 1), date(2020, 1, 3)
    assert {day_between(Random(number), first, last) for number in range(60)} == {
        first,
        date(2020, 1, 2),
        last,
    }
    assert day_between(Random(1), last, first) == last


def test_a_setting_of_errors_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UnknownTownSetting, match="published, clean, poor, other"):
        error_setting("dreadful")


def test_worse_settings_err_more() -> None:
    rates = [error_setting(name).of("police").surname for name in ("clean", "published", "poor")]
    assert rates == sorted(rates)
    assert error_setting("published").of("an agency of no data") == error_setting("published").base


def test_a_town_is_made_in_the_memory_of_a_chunk() -> None:
    """Twice the families, about the same peak: nothing is kept of a chunk when the next is made."""
    town_chunk(range(1, 5), seed=1, settings=Settings())
    peaks = []
    for last in (600, 1_200):
        tracemalloc.start()
        for numbers in chunks(last):
            town_chunk(numbers, seed=1, settings=Settings())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--children", "10"], "T230"),
        (["--children", "2000000"], "T230"),
        (["--children", "1000", "--seed", "-1"], "T232"),
        (["--children", "1000", "--workers", "0"], "T232"),
        (["--children", "1000", "--errors", "dreadful"], "T231"),
    ],
)
@pytest.mark.parametrize("command", ["make", "queries"])
def test_what_cannot_be_made_is_refused(
    tmp_path: Path, command: str, arguments: list[str], code: str
) -> None:
    answer = CliRunner().invoke(app, ["town", command, "--out", str(tmp_path / "new"), *arguments])
    assert answer.exit_code == 2
    assert code in answer.stderr


def test_a_share_above_one_is_refused(tmp_path: Path) -> None:
    arguments = ["town", "queries", "--children", "1000", "--absent", "1.5", "--out", str(tmp_path / "new")]
    answer = CliRunner().invoke(app, arguments)
    assert answer.exit_code == 2
    assert "T232" in answer.stderr


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me", encoding="utf-8")
    answer = CliRunner().invoke(app, ["town", "make", "--children", "1000", "--out", str(tmp_path)])
    assert answer.exit_code == 2
    assert "T233" in answer.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_commands_make_what_they_say(tmp_path: Path) -> None:
    run = CliRunner()
    town = run.invoke(
        app, ["town", "make", "--children", "1000", "--workers", "1", "--out", str(tmp_path / "t")]
    )
    assert town.exit_code == 0
    assert "made up" in town.stdout
    asked = ["town", "queries", "--children", "1000", "--queries", "100", "--workers", "1"]
    queries = run.invoke(app, [*asked, "--parquet", "--out", str(tmp_path / "q")])
    assert queries.exit_code == 0
    assert (tmp_path / "q/register.parquet").is_file()
