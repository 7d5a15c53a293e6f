"""`tocsin identity`: measured, trained, asked and explained from the command line."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
import small_register
from click.testing import Result
from typer.testing import CliRunner

from tocsin.cli.commands import app
from tocsin.cli.waterfall import WIDTH, drawn, spoken, waterfall
from tocsin.identity.answer import Bar


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small_register.make(tmp_path_factory.mktemp("town"), count=240, asked=200)
    done = run("train", "--register", folder / "register.csv", "--train", folder / "train.csv",
               "--out", folder / "model.json")  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder


def run(*words: object, wide: bool = False) -> Result:
    return CliRunner(env={"COLUMNS": "160" if wide else "80"}).invoke(app, ["identity", *map(str, words)])


def plain(result: Result) -> str:
    return re.sub(r"\s+", " ", result.output)


def person(town: Path, number: int = 0) -> dict[str, str]:
    with (town / "register.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))[number]


def test_an_evaluation_prints_the_figures_beside_the_goals(town: Path) -> None:
    done = run("evaluate", "--town", town, "--model", town / "model.json", "--timed", 20, wide=True)
    assert done.exit_code == 0, done.output
    for words in (
        "right person linked automatically",
        "G1 one live match",
        "G6 absent twin",
        "By name group",
    ):
        assert words in plain(done)


def test_an_evaluation_is_written_for_others_to_check(town: Path) -> None:
    out = town / "out.json"
    files = (f"--{name}={town / name}.csv" for name in ("register", "queries", "train"))
    done = run("evaluate", *files, "--json", out, "--timed", 10, "--quiet")
    found = json.loads(out.read_text(encoding="utf-8"))
    assert (done.exit_code, done.output) == (0, "")
    assert found["n"] == 200
    assert found["recall_auto_or_review"] > 0.9
    assert set(found["name_groups"]) == {"one", "two"}
    assert found["answered_otherwise_singly"] == 0


def test_each_answer_can_be_had_beside_its_truth_without_names(town: Path) -> None:
    out = town / "answers.csv"
    run("evaluate", "--town", town, "--model", town / "model.json", "--timed", 0, "--answers", out)
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 200
    right = [row for row in rows if row["band"] == "auto" and row["best_person_id"] == row["true_person_id"]]
    assert all(row["rank_of_true"] == "1" for row in right)
    assert not any(name in out.read_text(encoding="utf-8") for name in small_register.LASTS)


def test_figures_for_another_program_stand_alone_on_standard_output(town: Path) -> None:
    done = run("evaluate", "--town", town, "--model", town / "model.json", "--timed", 0, "--json", "-")
    assert json.loads(done.stdout)["n"] == 200
    assert "Figures" in done.stderr


def test_queries_that_were_learnt_from_are_said(town: Path) -> None:
    files = (
        "--register",
        town / "register.csv",
        "--queries",
        town / "train.csv",
        "--train",
        town / "train.csv",
    )
    assert "400 x query that stands in the training file too" in plain(run("evaluate", *files, "--timed", 0))


@pytest.mark.parametrize(
    ("words", "said", "status"),
    [
        ([], "Which register?", 2),
        (["--town", "{town}", "--train", "x", "--model", "y"], "Give one", 2),
        (["--town", "{nowhere}"], "There is no register.csv", 3),
        (["--town", "{town}", "--name-group", "origin"], "origin is not there", 3),
    ],
)
def test_what_cannot_be_evaluated_is_answered_in_one_way(
    town: Path, tmp_path: Path, words: list[str], said: str, status: int
) -> None:
    done = run("evaluate", *(word.format(town=town, nowhere=tmp_path) for word in words))
    assert done.exit_code == status
    assert said in plain(done)


def test_a_person_is_found_with_the_evidence_drawn_within_eighty_columns(town: Path) -> None:
    ada = person(town)
    known = {
        "first-name": ada["first_name"],
        "surname": ada["surname"],
        "born": ada["date_of_birth"],
        "sex": ada["sex"],
        "postcode": ada["postcode"],
        "address": ada["address"],
        "nhs": ada["nhs_number"],
    }
    files = (f"--register={town / 'register.csv'}", f"--model={town / 'model.json'}")
    done = run("find", *files, *(f"--{name}={words}" for name, words in known.items()))
    assert done.exit_code == 0, done.output
    assert "The same person" in done.output
    assert ada["person_id"] in done.output
    assert "together" in done.output
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_evidence_is_told_in_lines_for_a_screen_reader(town: Path) -> None:
    ada = person(town)
    done = run("find", "--register", town / "register.csv", "--model", town / "model.json", "--plain",
               "--first-name", ada["first_name"], "--surname", ada["surname"])  # fmt: skip
    assert "Why not automatic" in done.output
    assert not re.search("[█▒─│━]", done.output)
    assert re.search(r"^\d+\.\d\d (for|against): ", done.output, re.MULTILINE)


def test_nobody_is_an_answer_too(town: Path) -> None:
    done = run("find", "--register", town / "register.csv", "--model", town / "model.json",
               "--first-name", "Zebedee", "--surname", "Quillfeather", "--born", "1931-01-02")  # fmt: skip
    assert "Nobody in the register." in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Nothing was given to go by"),
        (["--born", "31/02/2019"], "That is no date"),
        (["--surname", "Okoro", "--sex", "q"], "neither f nor m"),
    ],
)
def test_what_was_typed_is_never_repeated_in_an_error(town: Path, words: list[str], said: str) -> None:
    done = run("find", "--register", town / "register.csv", *words)
    assert done.exit_code == 2
    assert said in plain(done)
    assert "31/02" not in done.output
    assert "Okoro" not in done.output


def test_why_two_people_are_not_one_is_explained(town: Path) -> None:
    two = [f"--record={person(town, number)['person_id']}" for number in (0, 1)]
    done = run("explain", "--register", town / "register.csv", "--model", town / "model.json", *two)
    assert done.exit_code == 0, done.output
    assert "NHS number" in plain(done)
    assert "together" in done.output


def test_an_explanation_needs_two_people_of_the_register(town: Path) -> None:
    only = run("explain", "--register", town / "register.csv", "--record", "p0")
    unknown = run("explain", "--register", town / "register.csv", "--record", "nobody", "--record", "none")
    assert (only.exit_code, unknown.exit_code) == (2, 2)
    assert "Two different ids are needed" in plain(only)
    assert "no such person (id 1 and 2 of the two)" in plain(unknown)


def test_records_are_linked_in_bulk_and_only_links_fill_the_person(town: Path) -> None:
    out = town / "links.csv"
    done = run("link", "--register", town / "register.csv", "--records", town / "queries.csv",
               "--model", town / "model.json", "--out", out)  # fmt: skip
    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 200
    assert {row["band"] for row in rows if row["person_id"]} == {"auto"}
    assert all(row["why"] for row in rows if row["band"] != "auto")
    assert not out.with_name("links.csv.part").exists()


def test_a_link_needs_somewhere_to_go(town: Path) -> None:
    done = run("link", "--register", town / "register.csv", "--records", town / "queries.csv")
    assert done.exit_code == 2
    assert "Where should the links go?" in plain(done)


# the drawing ------------------------------------------------------------------------------------------

BARS = (Bar("a", "", -4.0, "start"), Bar("b", "", 6.0, "names"), Bar("c", "", 0.01, "sex"))


def test_each_bar_begins_where_the_one_before_ended() -> None:
    first = drawn(0.0, -4.0, -4.0, 2.0, blocks=True).plain
    second = drawn(-4.0, 2.0, -4.0, 2.0, blocks=True).plain
    assert first.strip() == "▒" * len(first.strip())
    assert second == "█" * (WIDTH - 1)
    assert len(first) == round(4 / 6 * (WIDTH - 1))


def test_the_drawing_says_for_and_against_without_colour_or_block_characters() -> None:
    assert set(drawn(0, 1, 0, 1, blocks=False).plain) == {"#"}
    assert set(drawn(1, 0, 0, 1, blocks=False).plain) == {"-"}


def test_what_weighs_next_to_nothing_is_one_line() -> None:
    assert list(spoken(BARS)) == [
        "6.00 for: names",
        "4.00 against: start",
        "0.01 for: 1 more, next to nothing",
        "Together +2.01.",
    ]
    assert waterfall(BARS).row_count == 4
