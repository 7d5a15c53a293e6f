"""Public sets as tables that `tocsin identity evaluate` reads. Read where they lie; nothing of them is kept.

FEBRL: records of the generator of the Australian National University. pseudopeople: simulated United
States households (Institute for Health Metrics and Evaluation). Neither has twins or NHS numbers as here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq

FIELDS = ("first_name", "surname", "date_of_birth", "sex", "postcode", "address", "nhs_number")
Row = dict[str, str]


def febrl_rows(path: Path) -> Iterator[tuple[str, Row]]:
    """(rec_id, fields). The social security number keeps its digits in the form of an NHS number."""
    with path.open(newline="", encoding="utf-8") as file:
        for raw in csv.DictReader(file, skipinitialspace=True):
            cell = {name.strip(): (value or "").strip() for name, value in raw.items()}
            address = " ".join(
                part
                for part in (cell["street_number"], cell["address_1"], cell["address_2"], cell["suburb"])
                if part
            )
            yield (
                cell["rec_id"],
                {
                    "first_name": cell["given_name"],
                    "surname": cell["surname"],
                    "date_of_birth": cell["date_of_birth"],
                    "sex": "",
                    "postcode": cell["postcode"],
                    "address": address,
                    "nhs_number": as_nhs_number(cell["soc_sec_id"]),
                },
            )


def as_nhs_number(digits: str) -> str:
    """Ten digits with a right check digit, one for one; "" where no check digit is possible."""
    if not digits.isdigit():
        return ""
    for lead in "98":
        nine = f"{lead}{digits:0>8}"[:9]
        check = (11 - sum((10 - place) * int(digit) for place, digit in enumerate(nine)) % 11) % 11
        if check < 10:
            return f"{nine}{check}"
    return ""


def person(rec_id: str) -> str:
    return "-".join(rec_id.split("-")[:2])


def febrl_link(data: Path, folder: Path) -> Path:
    """4a is the register, 4b the queries; FEBRL 2's originals and copies teach."""
    write(
        folder / "register.csv",
        ({"person_id": person(id), **row} for id, row in febrl_rows(data / "dataset4a.csv")),
    )
    asked(folder / "queries.csv", febrl_rows(data / "dataset4b.csv"))
    febrl_training(data, folder)
    return folder


def febrl_training(data: Path, folder: Path) -> None:
    rows = list(febrl_rows(data / "dataset2.csv"))
    write(
        folder / "train_register.csv",
        ({"person_id": person(id), **row} for id, row in rows if id.endswith("org")),
    )
    asked(folder / "train.csv", ((id, row) for id, row in rows if not id.endswith("org")))


def febrl_dedupe(data: Path, folder: Path) -> Path:
    """FEBRL 3: every record an entry of its own."""
    write(
        folder / "register.csv",
        ({"person_id": id, **row} for id, row in febrl_rows(data / "dataset3.csv")),
    )
    febrl_training(data, folder)
    return folder


def asked(path: Path, rows: Iterable[tuple[str, Row]]) -> None:
    write(path, ({"query_id": id, **row, "true_person_id": person(id), "twin": "0"} for id, row in rows))


def pseudopeople(data: Path, folder: Path) -> Path:
    """The census is the register, social security the queries; half of the people teach, half are asked."""
    census = pq.read_table(data / "decennial_census.parquet").to_pylist()
    security = pq.read_table(data / "social_security.parquet").to_pylist()
    known = {row["simulant_id"] for row in census}
    write(folder / "register.csv", map(census_row, sorted(census, key=lambda row: row["simulant_id"])))
    queries = [security_row(place, row, known) for place, row in enumerate(security)]
    halves: tuple[list[Row], list[Row]] = ([], [])
    for raw, row in zip(security, queries, strict=True):
        halves[int(raw["simulant_id"].split("_")[1]) % 2].append(row)
    write(folder / "queries.csv", iter(halves[0]))
    write(folder / "train.csv", iter(halves[1]))
    return folder


def census_row(row: dict[str, object]) -> Row:
    address = " ".join(
        str(row[name]) for name in ("unit_number", "street_number", "street_name", "city") if row[name]
    )
    return {
        "person_id": str(row["simulant_id"]),
        "household_id": str(row["household_id"] or ""),
        "first_name": f"{row['first_name'] or ''} {row['middle_initial'] or ''}".strip(),
        "surname": str(row["last_name"] or ""),
        "date_of_birth": str(row["date_of_birth"] or "")[:10],
        "sex": str(row["sex"] or ""),
        "postcode": str(row["zipcode"] or ""),
        "address": address,
        "nhs_number": "",
    }


def security_row(place: int, row: dict[str, object], known: set[object]) -> Row:
    truth = row["simulant_id"]
    return {
        "query_id": f"s{place}",
        "first_name": f"{row['first_name'] or ''} {row['middle_name'] or ''}".strip(),
        "surname": str(row["last_name"] or ""),
        "date_of_birth": str(row["date_of_birth"] or "")[:10],
        "sex": str(row["sex"] or ""),
        "postcode": "",
        "address": "",
        "nhs_number": "",
        "true_person_id": str(truth) if truth in known else "",
        "twin": "0",
    }


def write(path: Path, rows: Iterable[Row]) -> None:
    rows = iter(rows)
    first = next(rows)
    first.setdefault("household_id", "")
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.DictWriter(file, fieldnames=list(first), restval="")
        lines.writeheader()
        lines.writerow(first)
        lines.writerows(rows)
