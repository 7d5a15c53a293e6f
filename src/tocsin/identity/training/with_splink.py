"""splink, given the specification: trained on two registers, then linking them in bulk.

splink and DuckDB are loaded when first needed: the live matcher does without them.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

from tocsin.errors import ModelError
from tocsin.identity.matching.model import Model
from tocsin.identity.matching.specification import Comparison, specification
from tocsin.identity.stated import Stated
from tocsin.identity.training import hard, sql
from tocsin.identity.training.tables import ASKED, REGISTER, key_pairs, load, settings_table, share_names
from tocsin.identity.training.weights import NEVER_MET, Level, Weights

if TYPE_CHECKING:
    import duckdb


_CALLED = {ASKED: "asked about", REGISTER: "in the register"}


class Link(NamedTuple):
    """A pair in bulk. `weight` is splink's and `score` the live model's, in natural log-odds."""

    asked: str
    held: str
    weight: float
    pattern: int
    score: float


@dataclass
class Bulk:
    """Two registers in one DuckDB: `asked` against `register`."""

    connection: duckdb.DuckDBPyConnection

    @classmethod
    def of(cls, asked: Iterable[Stated], register: Iterable[Stated], *, path: str = ":memory:") -> Bulk:
        bulk = cls(importlib.import_module("duckdb").connect(path))
        load(bulk.connection, asked, ASKED)
        load(bulk.connection, register, REGISTER)
        share_names(bulk.connection)
        return bulk

    def train(self, sources: tuple[str, str], *, seed: int = 1, random_pairs: int = 0) -> Weights:
        """u by pairs drawn at random, m by expectation and maximisation within blocks; no labels."""
        self._refuse_empty()
        figures = settings_table()
        linker = self._linker(settings())
        linker.training.estimate_probability_two_random_records_match(
            [_equal(rule) for rule in figures["sure"]["of"]], recall=float(figures["sure"]["recall"])
        )
        linker.training.estimate_u_using_random_sampling(
            max_pairs=random_pairs or figures["random_pairs"], seed=seed
        )
        for rule in figures["within"]:
            linker.training.estimate_parameters_using_expectation_maximisation(_equal(rule))
        return _weights(linker.misc.save_model_to_json(), sources)

    def link(self, weights: Weights, *, model: Model | None = None, least: float = 0.0) -> Iterator[Link]:
        """Pairs that share a key and weigh at least `least` (natural log-odds), by the asking record."""
        linker = self._linker(settings(weights))
        found = linker.inference.predict(threshold_match_weight=least / log(2))
        score = hard.score(model) if model is not None else "0"
        query = (
            f"SELECT unique_id_l, unique_id_r, match_weight * ln(2), {sql.pattern(specification())}, {score} "
            f"FROM {found.physical_name} ORDER BY 1, 3 DESC, 2"
        )
        cursor = self.connection.cursor().execute(query)
        while rows := cursor.fetchmany(10_000):
            yield from (Link(*row) for row in rows)

    def _linker(self, given: Mapping[str, Any]) -> Any:
        splink = importlib.import_module("splink")
        logging.getLogger("splink").addHandler(
            logging.NullHandler()
        )  # its advice is for those who write settings
        backend = importlib.import_module("splink.backends.duckdb")
        api = backend.DuckDBAPI(connection=self.connection)
        tables = [api.register(table, dataset_display_name=table) for table in (ASKED, REGISTER)]
        return splink.Linker(tables, dict(given), log_level=None)

    def _refuse_empty(self) -> None:
        for table in (ASKED, REGISTER):
            if not self.connection.execute(f"SELECT id FROM {table} LIMIT 1").fetchall():
                raise ModelError(fault=f"nothing to learn from: no record is {_CALLED[table]}")


def settings(weights: Weights | None = None) -> dict[str, Any]:
    """One comparison a field, its levels the specification's; the keys are the live blocks'."""
    return {
        "link_type": "link_only",
        "sql_dialect": "duckdb",
        "unique_id_column_name": "unique_id",
        "source_dataset_column_name": "source_dataset",
        "probability_two_random_records_match": weights.prior if weights else 1e-4,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
        "comparisons": [_comparison(comparison, weights) for comparison in specification().comparisons],
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"l.{asked} = r.{held}", "sql_dialect": "duckdb"} for asked, held in key_pairs()
        ],
    }


def _comparison(comparison: Comparison, weights: Weights | None) -> dict[str, Any]:
    levels = [
        {"sql_condition": sql.condition(level), "label_for_charts": level.name}
        | ({} if weights is None else _shares(weights.level(comparison.field, level.name)))
        for level in comparison.levels
    ]
    if sql.leaves_missing(comparison):
        levels[-1] = {"sql_condition": "ELSE", "label_for_charts": "missing", "is_null_level": True}
    return {
        "output_column_name": comparison.field,
        "comparison_description": comparison.field,
        "comparison_levels": levels,
    }


def _shares(level: Level) -> dict[str, float]:
    return {"m_probability": level.m, "u_probability": level.u}


def _equal(columns: list[str]) -> str:
    return " AND ".join(f"l.{column} = r.{column}" for column in columns)


def _weights(saved: Mapping[str, Any], sources: tuple[str, str]) -> Weights:
    fields = {
        said["output_column_name"]: {
            level["label_for_charts"]: Level(_share(level, "m"), _share(level, "u"))
            for level in said["comparison_levels"]
            if not level.get("is_null_level")
        }
        for said in saved["comparisons"]
    }
    return Weights(sources, float(saved["probability_two_random_records_match"]), fields)


def _share(level: Mapping[str, Any], kind: str) -> float:
    found = level.get(f"{kind}_probability")
    return max(float(found), NEVER_MET) if isinstance(found, int | float) else NEVER_MET
