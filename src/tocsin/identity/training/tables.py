"""Records as DuckDB tables: one value per field (the newest), in the form in which they are compared.

A person's history is for the live matcher, which takes the best level of all values. In bulk, an older
value counts only where it is given as a record of its own.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tocsin.identity.matching.blocking import Block, blocks
from tocsin.identity.matching.standard import exchanged, home_parts, name_parts, nhs_parts
from tocsin.identity.names import data_table
from tocsin.identity.stated import Home, Name, Stated

if TYPE_CHECKING:
    import duckdb

# Splink puts the record whose table's name comes first in the alphabet on the left: the asking one.
ASKED, REGISTER = "asked", "register"
AT_ONCE = 50_000
FIGURES = ("born", "exchanged", "new_year", "year", "month", "day", "number", "valid_number")
KEPT = ("id", "household", "sex", *FIGURES)


def load(connection: duckdb.DuckDBPyConnection, entries: Iterable[Stated], table: str) -> None:
    """`table` is ASKED or REGISTER. The register's also has shares of names and who is born together."""
    arrow = importlib.import_module("pyarrow")
    schema = arrow.schema(
        [(name, arrow.int64() if name in FIGURES else arrow.string()) for name in _row(Stated(id=""))]
    )
    made = False
    for rows in _at_a_time(map(_row, entries)):
        connection.register("some_rows", arrow.Table.from_pylist(rows, schema=schema))
        how = f"INSERT INTO plain_{table}" if made else f"CREATE OR REPLACE TABLE plain_{table} AS"
        connection.execute(f"{how} SELECT * FROM some_rows")
        connection.unregister("some_rows")
        made = True
    if not made:
        connection.register("some_rows", arrow.Table.from_pylist([], schema=schema))
        connection.execute(f"CREATE OR REPLACE TABLE plain_{table} AS SELECT * FROM some_rows")
    _finish(connection, table)


def _row(entry: Stated) -> dict[str, Any]:
    name = entry.names[0] if entry.names else Name()
    home = entry.homes[0] if entry.homes else Home()
    number, valid = nhs_parts(entry.nhs_numbers[0]) if entry.nhs_numbers else (0, 0)
    born = entry.births[0] if entry.births else None
    turned = exchanged(born) if born else None
    return {
        "id": entry.id,
        "household": entry.household or None,
        "sex": entry.sex if entry.sex in ("f", "m") else None,
        "born": int(born.strftime("%Y%m%d")) if born else None,
        "exchanged": int(turned.strftime("%Y%m%d")) if turned else None,
        "new_year": 10_000 * born.year + 101 if born else None,
        "year": born.year if born else None,
        "month": born.month if born else None,
        "day": born.day if born else None,
        "number": number or None,
        "valid_number": valid or None,
        **_words(name_parts(name.first, name.surname)._asdict()),
        **_words(home_parts(home.postcode, home.address)._asdict()),
    }


def _words(parts: dict[str, str]) -> dict[str, str | None]:
    return {column: word or None for column, word in parts.items()}


def _finish(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Adds the shares of names, the mark of those born together, and the keys of blocks."""
    marks = _MARKS if table == REGISTER else _NO_MARKS
    keys = ", ".join(f"{_key(block)} AS {column}" for column, block in key_columns())
    connection.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT *, id AS unique_id, '{table}' AS source_dataset, "
        f"{marks}, {keys} FROM plain_{table}"
    )
    connection.execute(f"DROP TABLE plain_{table}")
    if table == REGISTER:
        _without_hot_keys(connection)


def share_names(connection: duckdb.DuckDBPyConnection) -> None:
    """How many of the register bear the names of the records asked about; both must be loaded."""
    for column in ("main", "surname"):
        connection.execute(
            f"UPDATE {ASKED} SET share_{column} = known.share FROM "
            f"(SELECT {column}, any_value(share_{column}) AS share FROM {REGISTER} GROUP BY 1) AS known "
            f"WHERE {ASKED}.{column} = known.{column}"
        )


_HOUSE = "coalesce(household, '|' || dwelling)"
_MARKS = f"""
  CASE WHEN main IS NULL THEN 0
    ELSE count(*) OVER (PARTITION BY main) / count(*) OVER () END AS share_main,
  CASE WHEN surname IS NULL THEN 0
    ELSE count(*) OVER (PARTITION BY surname) / count(*) OVER () END AS share_surname,
  CASE WHEN {_HOUSE} IS NOT NULL AND born IS NOT NULL AND count(*) OVER (PARTITION BY {_HOUSE}, born) > 1
    THEN 1 ELSE 0 END AS born_together"""
_NO_MARKS = "0.0::DOUBLE AS share_main, 0.0::DOUBLE AS share_surname, 0 AS born_together"


def _without_hot_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """As live: a key that more than `most` entries share is passed over, unless its block is `always`."""
    for column, block in key_columns():
        if not block.always and not block.asked_only:
            connection.execute(
                f"UPDATE {REGISTER} SET {column} = NULL WHERE {column} IN "
                f"(SELECT {column} FROM {REGISTER} GROUP BY 1 HAVING count(*) > {blocks().most})"
            )


def key_columns() -> Iterator[tuple[str, Block]]:
    for number, block in enumerate(blocks().blocks):
        yield f"key_{number}", block


def key_pairs() -> Iterator[tuple[str, str]]:
    """The asking record's key column and the register's, for every reading of every block."""
    stored = {block.name: column for column, block in key_columns() if not block.asked_only}
    for column, block in key_columns():
        yield column, stored[block.name]


def _key(block: Block) -> str:
    return " || '|' || ".join(f"CAST({column} AS VARCHAR)" for column in block.columns)


def _at_a_time(rows: Iterator[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def settings_table() -> dict[str, Any]:
    table: dict[str, Any] = data_table("training")
    return table
