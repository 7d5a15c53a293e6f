"""Made-up people in CSV: households with twins, and records of them with everyday errors."""

from __future__ import annotations

import csv
import random
from pathlib import Path

FIRSTS = [
    "Amara",
    "Bilal",
    "Carys",
    "Daniel",
    "Esme",
    "Farah",
    "Gwen",
    "Hamza",
    "Iris",
    "Jakub",
    "Kiran",
    "Layla",
    "Marcin",
    "Nadia",
    "Owen",
    "Priya",
]
LASTS = [
    "Adeyemi",
    "Begum",
    "Cooper",
    "Dhillon",
    "Evans",
    "Farrell",
    "Gorski",
    "Hussain",
    "Iqbal",
    "Jones",
    "Kowalski",
    "Lamb",
    "Mensah",
    "Nowak",
]
STREETS = ["Mill Lane", "High Street", "Station Road", "Church Walk", "Park Avenue", "Canal Side"]
FIELDS = ("first_name", "surname", "date_of_birth", "sex", "postcode", "address", "nhs_number")
Row = dict[str, str]


def nhs_number(chance: random.Random) -> str:
    while True:
        nine = [9, *(chance.randrange(10) for _ in range(8))]
        check = (11 - sum((10 - place) * digit for place, digit in enumerate(nine)) % 11) % 11
        if check < 10:
            return "".join(map(str, [*nine, check]))


def people(count: int, seed: int) -> tuple[list[Row], set[str]]:
    """Rows of a register, and the ids of twins."""
    chance, rows, twins = random.Random(seed), [], set()
    while len(rows) < count:
        house = f"h{len(rows)}"
        home = {
            "household_id": house,
            "surname": chance.choice(LASTS),
            "postcode": f"LS{chance.randrange(1, 28)} {chance.randrange(1, 9)}{chance.choice('ABDEFGH')}J",
            "address": f"{chance.randrange(1, 180)} {chance.choice(STREETS)}",
        }
        born, together = day(chance), chance.random() < 0.15
        for number, first in enumerate(chance.sample(FIRSTS, 2)):
            id = f"p{len(rows)}"
            rows.append(
                {
                    **home,
                    "person_id": id,
                    "first_name": first,
                    "date_of_birth": born if together or not number else day(chance),
                    "sex": chance.choice("fm"),
                    "nhs_number": nhs_number(chance),
                }
            )
            if together:
                twins.add(id)
    return rows, twins


def day(chance: random.Random) -> str:
    return f"{chance.randrange(2008, 2024)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"


def queries(rows: list[Row], twins: set[str], count: int, seed: int) -> tuple[list[Row], set[str]]:
    """Records of the people, and the ids left out of the register so that some are absent from it."""
    chance = random.Random(seed)
    absent = {row["person_id"] for row in rows if random.Random(row["person_id"]).random() < 0.15}
    found = []
    for number in range(count):
        row = chance.choice(rows)
        asked = {"query_id": f"q{number}", **{name: row[name] for name in FIELDS}}
        spoil(asked, chance)
        asked["true_person_id"] = "" if row["person_id"] in absent else row["person_id"]
        asked["twin"] = str(int(row["person_id"] in twins))
        asked["name_group"] = "one" if row["surname"] < "H" else "two"
        found.append(asked)
    return found, absent


def spoil(asked: Row, chance: random.Random) -> None:
    if chance.random() < 0.6:
        asked["nhs_number"] = ""
    if chance.random() < 0.1:
        asked["postcode"] = asked["address"] = ""
    if chance.random() < 0.1:
        place = chance.randrange(1, len(asked["first_name"]))
        asked["first_name"] = asked["first_name"][:place] + asked["first_name"][place + 1 :]
    if chance.random() < 0.05:
        asked["surname"] = chance.choice(LASTS)
    if chance.random() < 0.03:
        asked["date_of_birth"] = day(chance)


def write(path: Path, rows: list[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.DictWriter(file, fieldnames=list(rows[0]))
        lines.writeheader()
        lines.writerows(rows)
    return path


def make(folder: Path, *, count: int = 600, asked: int = 500, seed: int = 1) -> Path:
    """register.csv, queries.csv and train.csv in the folder."""
    rows, twins = people(count, seed)
    wanted, absent = queries(rows, twins, asked, seed + 1)
    learnt, _ = queries(rows, twins, 2 * asked, seed + 2)
    write(folder / "register.csv", [row for row in rows if row["person_id"] not in absent])
    write(folder / "queries.csv", wanted)
    write(folder / "train.csv", learnt)
    return folder
