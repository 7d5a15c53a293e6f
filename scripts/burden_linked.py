"""A town already written, and who its records were linked to: the rows a review of one family is given."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tocsin.town.family import Family
from tocsin.town.happenings.write_events import COLUMNS, Row
from tocsin.town.settings import Settings

Record = tuple[str, str]  # agency, local id
ID_COLUMNS = ("person_id", "person", "cluster_id")


@dataclass(frozen=True)
class Given:
    """One family's rows by agency, and whom each record was taken for."""

    rows: dict[str, list[Row]]
    person_of: dict[Record, str]


@dataclass(frozen=True)
class Written:
    """A town's folder. `seed`, `children` and `settings` are those it was made with."""

    folder: Path
    seed: int
    children: int
    settings: Settings


def read_town(folder: Path) -> Written:
    said = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    settings = Settings(
        since=date.fromisoformat(said["since"]),
        until=date.fromisoformat(said["until"]),
        errors=said["errors"],
    )
    return Written(folder, int(said["seed"]), int(said["children"]), settings)


def truth_of(folder: Path) -> dict[Record, str]:
    with (folder / "truth" / "records.csv").open(encoding="utf-8", newline="") as file:
        return {(row["agency"], row["local_id"]): row["person"] for row in csv.DictReader(file)}


def links_of(path: Path) -> dict[Record, str]:
    """Columns `agency`, `local_id` (or one `record_id`, agency/local_id) and `person_id`. A record that was
    linked to nobody is left out."""
    found: dict[Record, str] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            person = next((row[name] for name in ID_COLUMNS if row.get(name)), "")
            agency, local = row.get("agency", ""), row.get("local_id", "")
            if "record_id" in row and not local:
                agency, _, local = row["record_id"].replace(":", "/", 1).partition("/")
            if person:
                found[agency, local] = person
    return found


def given_for(
    families: Iterable[Family], *, written: Written, truth: Mapping[Record, str], links: Mapping[Record, str]
) -> dict[int, Given]:
    """All that was linked to the person who holds most of a member's records: what was linked elsewhere is
    lost, and what is truly another's comes with it."""
    taken: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for record, person in links.items():
        taken[person][truth.get(record, "")] += 1
    best: dict[str, tuple[int, str]] = {}  # true person -> the linked one that holds most of them
    for linked, true in taken.items():
        person, held = true.most_common(1)[0]
        if held > best.get(person, (0, ""))[0]:
            best[person] = held, linked
    family_of = {str(one.number): family.number for family in families for one in family.residents}
    wanted = {best[person][1]: person for person in family_of if person in best}
    given = {number: Given({}, {}) for number in dict.fromkeys(family_of.values())}
    for record, linked in links.items():
        if linked in wanted:
            given[family_of[wanted[linked]]].person_of[record] = wanted[linked]
    _add_rows(written.folder, given)
    return given


def _add_rows(folder: Path, given: Mapping[int, Given]) -> None:
    whose = {record: one for one in given.values() for record in one.person_of}
    for path in sorted((folder / "agencies").glob("*/events.csv")):
        agency = path.parent.name
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if one := whose.get((agency, row["local_id"])):
                    one.rows.setdefault(agency, []).append(tuple(row[name] for name in COLUMNS))
