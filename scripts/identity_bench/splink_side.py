"""splink 5 on DuckDB, as its tutorial uses it: stock comparisons, weights by expectation maximisation.

It gets the same files, lower-cased, stripped and with the first of several forenames. A person's history
rows are records of their own; the person's weight is the highest of theirs. Links go to the best person at
or above a weight (log2).
"""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.exceptions import EMTrainingException

THREADS = 2
FLOOR = -10.0  # match weight below which a pair is of no interest
READ = """
select {id} as unique_id, {person} as person,
  nullif(split_part(lower(trim(first_name)), ' ', 1), '') as first_name,
  nullif(lower(trim(surname)), '') as surname,
  coalesce(try_cast(trim(date_of_birth) as date), try_strptime(trim(date_of_birth), '%d/%m/%Y')::date,
    try_strptime(trim(date_of_birth), '%Y%m%d')::date) as dob,
  nullif(lower(substr(trim(sex), 1, 1)), '') as sex,
  nullif(upper(replace(postcode, ' ', '')), '') as postcode, nullif(lower(trim(address)), '') as address,
  nullif(regexp_replace(nhs_number, '[^0-9]', '', 'g'), '') as nhs_number
from read_csv('{path}', all_varchar=true, header=true, nullstr='')
"""


def rules() -> list[Any]:
    """As near to Tocsin's keys as equality allows."""
    return [
        block_on("nhs_number"),
        block_on("dob", "first_name"),
        block_on("dob", "surname"),
        block_on("dob", "postcode"),
        block_on("first_name", "surname", "postcode"),
        block_on("first_name", "surname", "substr(cast(dob as varchar), 1, 4)"),
        block_on("postcode", "first_name"),
        block_on("surname", "address"),
        block_on("dob", "substr(first_name, 1, 2)", "substr(surname, 1, 2)"),
    ]


def settings(link_type: str = "link_only") -> SettingsCreator:
    return SettingsCreator(
        link_type=link_type,
        comparisons=[
            cl.NameComparison("first_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("dob", input_is_string=False),
            cl.ExactMatch("sex"),
            cl.PostcodeComparison("postcode"),
            cl.JaroWinklerAtThresholds("address", [0.9, 0.7]),
            cl.ExactMatch("nhs_number"),
        ],
        blocking_rules_to_generate_predictions=rules(),
        additional_columns_to_retain=["person"],
    )


@dataclass
class Found:
    """Best and second person of each query, by match weight (log2)."""

    best: dict[str, tuple[str, float]] = field(default_factory=dict)
    second: dict[str, float] = field(default_factory=dict)
    candidates: dict[str, set[str]] = field(default_factory=dict)
    seconds: float = 0.0


class SplinkSide:
    def __init__(self, register: Path, training: Path) -> None:
        warnings.simplefilter("ignore")
        logging.getLogger("splink").setLevel(logging.ERROR)
        self.connection = duckdb.connect()
        self.connection.execute(f"set threads to {THREADS}")
        self._table("register", register, id="row_number() over ()", person="person_id")
        self._table("training", training, id="query_id", person="''")
        self.api = DuckDBAPI(self.connection)
        self.register = self.api.register("register")
        self.training = self.api.register("training")
        start = time.perf_counter()
        self.linker = self._trained()
        self.seconds_training = time.perf_counter() - start

    def _table(self, name: str, path: Path, *, id: str, person: str) -> None:
        text = READ.format(id=id, person=person, path=str(path).replace("'", "''"))
        self.connection.execute(
            f"create or replace table {name} as "
            f"select * replace (cast(unique_id as varchar) as unique_id) from ({text})"
        )

    def _trained(self) -> Linker:
        return trained(Linker([self.register, self.training], settings(), log_level=logging.ERROR))

    def bulk(self, queries: Path) -> Found:
        self._table("queries", queries, id="query_id", person="''")
        asked = self.api.register("queries")
        start = time.perf_counter()
        predicted = self._between(asked)
        found = Found(seconds=time.perf_counter() - start)
        self._fill(found, predicted.physical_name)
        predicted.drop_table_from_database_and_remove_from_cache()
        return found

    def _between(self, asked: Any) -> Any:
        return self.linker.inference.predict_between(
            self.register, asked, threshold_match_weight=FLOOR, warning_mode="never"
        )

    def _fill(self, found: Found, table: str) -> None:
        names = [column[0] for column in self.connection.execute(f"describe {table}").fetchall()]
        asked, person = ("unique_id_r", "person_l") if "person_l" in names else ("unique_id_r", "unique_id_l")
        rows = self.connection.execute(
            f"select {asked}, {person}, max(match_weight) w from {table} group by 1, 2 order by w desc"
        ).fetchall()
        for query, who, weight in rows:
            found.candidates.setdefault(query, set()).add(who)
            if query not in found.best:
                found.best[query] = (who, weight)
            else:
                found.second.setdefault(query, weight)

    def live(self, queries: Path, *, times: int) -> list[float]:
        """Milliseconds of one record against the register, one call after another, the reading included."""
        self._table("queries", queries, id="query_id", person="''")
        took = []
        for place in range(times + 2):
            self.connection.execute(
                f"create or replace table one_{place} as select * from queries limit 1 offset {place}"
            )
            asked = self.api.register(f"one_{place}")
            start = time.perf_counter()
            predicted = self._between(asked)
            self.connection.execute(f"select * from {predicted.physical_name}").fetchall()
            took.append((time.perf_counter() - start) * 1000)
            predicted.drop_table_from_database_and_remove_from_cache()
        return sorted(took[2:])


def trained(linker: Linker) -> Linker:
    sure = [block_on("nhs_number"), block_on("first_name", "surname", "dob")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for rule in (block_on("dob"), block_on("first_name", "surname"), block_on("postcode", "first_name")):
        with suppress(ValueError, EMTrainingException):  # it refuses a level that a small table never meets
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
    for column in ("first_name", "surname"):
        linker.table_management.compute_tf_table(column)
    return linker


def dedupe(register: Path) -> dict[tuple[str, str], float]:
    """Every pair of a table's records that its keys lead to, with its weight (log2)."""
    warnings.simplefilter("ignore")
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect()
    connection.execute(f"set threads to {THREADS}")
    text = READ.format(id="person_id", person="person_id", path=register)
    connection.execute(f"create table records as {text}")
    api = DuckDBAPI(connection)
    linker = trained(Linker(api.register("records"), settings("dedupe_only"), log_level=logging.ERROR))
    predicted = linker.inference.predict(threshold_match_weight=FLOOR)
    rows = connection.execute(
        f"select unique_id_l, unique_id_r, match_weight from {predicted.physical_name}"
    ).fetchall()
    return {(min(a, b), max(a, b)): weight for a, b, weight in rows}


def shares_at(
    found: Found, truths: Sequence[tuple[str, str, bool]], weight: float, margin: float = 0.0
) -> dict[str, tuple[int, int]]:
    """`truths`: query, person or "", twin. Counts as in Tocsin's figures."""
    counts = {
        name: [0, 0]
        for name in (
            "recall_auto",
            "wrong_auto",
            "absent_linked",
            "absent_twin_linked",
            "twin_first",
            "blocking_recall",
        )
    }

    def count(name: str, met: bool) -> None:
        counts[name][0] += met
        counts[name][1] += 1

    for query, truth, twin in truths:
        who, best = found.best.get(query, ("", float("-inf")))
        linked = best >= weight and best - found.second.get(query, float("-inf")) >= margin
        if truth:
            count("recall_auto", linked and who == truth)
            count("wrong_auto", linked and who != truth)
            count("blocking_recall", truth in found.candidates.get(query, ()))
            if twin:
                count("twin_first", who == truth)
        else:
            count("absent_linked", linked)
            if twin:
                count("absent_twin_linked", linked)
    return {name: (met, of) for name, (met, of) in counts.items()}
