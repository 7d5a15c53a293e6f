"""The evaluation: a register, and queries about people who are in it or are not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tocsin.town.asked_about import Evaluation, assign, pools_of
from tocsin.town.names import name_book
from tocsin.town.settings import Settings
from tocsin.town.write_queries import as_parquet, write_queries

CHILDREN, ASKED = 3_000, 1_500


def silent(stage: str, done: int, of: int) -> None:
    del stage, done, of


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def made(folder: Path, *, workers: int = 1, seed: int = 5, errors: str = "published") -> Path:
    evaluation = Evaluation(seed, ASKED, 0.25)
    write_queries(folder, evaluation, CHILDREN, Settings(errors=errors), workers=workers, told=silent)
    return folder


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("queries"))


def test_the_files_have_the_agreed_columns(files: Path) -> None:
    identity = "first_name,surname,date_of_birth,sex,postcode,address,nhs_number"
    heads = {name: (files / name).read_text().splitlines()[0] for name in ("register.csv", "queries.csv")}
    assert heads["register.csv"] == f"person_id,household_id,{identity}"
    assert heads["queries.csv"] == f"query_id,{identity},true_person_id,twin,name_group"
    assert (files / "train.csv").read_text().splitlines()[0] == heads["queries.csv"]


def test_a_person_stands_once_in_the_register(files: Path) -> None:
    ids = [row["person_id"] for row in rows(files / "register.csv")]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", ["queries.csv", "train.csv"])
def test_about_as_many_are_asked_as_wished_a_quarter_of_them_absent(files: Path, name: str) -> None:
    asked = rows(files / name)
    absent = [row for row in asked if not row["true_person_id"]]
    assert len(asked) == pytest.approx(ASKED, rel=0.03)
    assert len(absent) / len(asked) == pytest.approx(0.25, abs=0.03)


def test_who_is_asked_about_is_in_the_register_or_is_said_not_to_be(files: Path) -> None:
    registered = {row["person_id"] for row in rows(files / "register.csv")}
    asked = [row["true_person_id"] for row in rows(files / "queries.csv") if row["true_person_id"]]
    assert set(asked) <= registered


def test_training_and_queries_are_about_different_families(files: Path) -> None:
    household = {row["person_id"]: row["household_id"] for row in rows(files / "register.csv")}
    of = {
        name: {household[row["true_person_id"]] for row in rows(files / name) if row["true_person_id"]}
        for name in ("queries.csv", "train.csv")
    }
    assert not of["queries.csv"] & of["train.csv"]


def test_absent_twins_have_a_twin_in_the_register(files: Path) -> None:
    """A twin who is not registered shares the birth date and mostly the surname with somebody who is."""
    known = {(row["surname"].lower(), row["date_of_birth"]) for row in rows(files / "register.csv")}
    twins = [row for row in rows(files / "queries.csv") if row["twin"] == "1" and not row["true_person_id"]]
    assert len(twins) > 10
    assert sum((row["surname"].lower(), row["date_of_birth"]) in known for row in twins) / len(twins) > 0.6


def test_registered_twins_are_asked_about_too(files: Path) -> None:
    asked = rows(files / "queries.csv")
    assert sum(row["twin"] == "1" and bool(row["true_person_id"]) for row in asked) > 10


def test_fewer_than_half_of_the_queries_give_an_nhs_number(files: Path) -> None:
    asked = rows(files / "queries.csv")
    assert sum(bool(row["nhs_number"]) for row in asked) / len(asked) == pytest.approx(0.44, abs=0.04)


def test_the_same_seed_gives_the_same_bytes_with_two_workers(files: Path, tmp_path: Path) -> None:
    made(tmp_path, workers=2)
    for name in ("register.csv", "queries.csv", "train.csv"):
        assert (tmp_path / name).read_bytes() == (files / name).read_bytes()


def test_poor_records_differ_from_the_register_more_often_than_clean_ones(tmp_path: Path) -> None:
    shares = {}
    for errors in ("clean", "poor"):
        folder = made(tmp_path / errors, errors=errors)
        known = {row["person_id"]: row for row in rows(folder / "register.csv")}
        asked = [row for row in rows(folder / "queries.csv") if row["true_person_id"]]
        shares[errors] = sum(
            known[row["true_person_id"]]["surname"] != row["surname"] for row in asked
        ) / len(asked)
    assert shares["clean"] < 0.6 * shares["poor"]


def test_name_groups_can_be_asked_about_alike() -> None:
    pools = pools_of(5, 20_000)
    asked = assign(Evaluation(5, 600, 0.25, even_groups=True), pools)
    group_of = {number: group for group, numbers in pools.groups.items() for number in numbers}
    counts = dict.fromkeys(name_book().groups, 0)
    for number, one in asked.items():
        counts[group_of[number]] += sum(kind in ("child", "adult") for kind in one.kinds)
    assert min(counts.values()) > 0.4 * max(counts.values())


def test_a_parquet_copy_holds_the_same_rows(files: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    as_parquet(files)
    table = parquet.read_table(files / "queries.parquet")
    assert table.to_pylist() == rows(files / "queries.csv")
