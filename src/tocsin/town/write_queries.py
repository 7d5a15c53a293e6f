"""Writes register.csv, queries.csv and train.csv, a chunk of families at a time."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path
from random import Random

from tocsin.town.asked_about import Asked, Evaluation, assign, pools_of
from tocsin.town.in_order import in_order
from tocsin.town.queries import QUERY, REGISTER, Row, family_rows
from tocsin.town.settings import Settings

CHUNK = 400  # families
Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Task:
    first: int
    last: int
    asked: dict[int, Asked]


@dataclass(frozen=True, slots=True)
class Made:
    families: int
    register: str  # CSV text without a heading
    people: int
    queries: list[tuple[bool, Row]]


def chunk_of(task: Task, *, seed: int, settings: Settings) -> Made:
    text, queries, people = StringIO(), [], 0
    writer = csv.writer(text, lineterminator="\n")
    for number in range(task.first, task.last + 1):
        rows = family_rows(seed, number, settings, task.asked.get(number))
        writer.writerows(rows.register)
        queries += rows.queries
        people += len(rows.register)
    return Made(task.last - task.first + 1, text.getvalue(), people, queries)


def tasks(families: int, asked: dict[int, Asked]) -> Iterator[Task]:
    for first in range(1, families + 1, CHUNK):
        last = min(first + CHUNK - 1, families)
        yield Task(first, last, {n: asked[n] for n in range(first, last + 1) if n in asked})


def write_queries(
    folder: Path, evaluation: Evaluation, children: int, settings: Settings, *, workers: int, told: Told
) -> dict[str, int]:
    """Counts of what was written. The register is streamed; the queries are kept and shuffled."""
    pools = pools_of(evaluation.seed, children)
    asked = assign(evaluation, pools)
    folder.mkdir(parents=True, exist_ok=True)
    work = partial(chunk_of, seed=evaluation.seed, settings=settings)
    queries: list[tuple[bool, Row]] = []
    done = people = 0
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as register:
        register.write(",".join(REGISTER) + "\n")
        for made in in_order(work, tasks(pools.families, asked), workers=workers):
            register.write(made.register)
            queries += made.queries
            done, people = done + made.families, people + made.people
            told("families", done, pools.families)
    counts = {"families": done, "people": people}
    for name, train in (("queries", False), ("train", True)):
        rows = [row for is_train, row in queries if is_train == train]
        Random(evaluation.seed).shuffle(rows)
        write_rows(folder / f"{name}.csv", name[0].upper(), rows)
        counts[name] = len(rows)
    return counts


def write_rows(path: Path, letter: str, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(QUERY)
        writer.writerows((f"{letter}{number:06d}", *row) for number, row in enumerate(rows, start=1))


def as_parquet(folder: Path) -> None:
    """A Parquet copy beside each CSV file, every column as text. Needs pyarrow."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv
    from pyarrow import parquet

    for name, columns in (("register", REGISTER), ("queries", QUERY), ("train", QUERY)):
        text = arrow_csv.ConvertOptions(column_types={column: pa.string() for column in columns})
        reader = arrow_csv.open_csv(folder / f"{name}.csv", convert_options=text)
        with reader, parquet.ParquetWriter(folder / f"{name}.parquet", reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)
