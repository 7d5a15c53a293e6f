"""The data files of this folder, read once: limits, file types, what is withheld."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec

from tocsin.plain_yaml import parse


def data_file(name: str) -> Any:
    """A YAML file of records/data."""
    return parse(files("tocsin.records").joinpath("data", name).read_text("utf-8"))


class Limits(msgspec.Struct, frozen=True):
    file_bytes: int
    unpacked_bytes: int
    xml_bytes: int
    unpacked_ratio: int
    ratio_from_bytes: int
    zip_entries: int
    rows: int
    columns: int
    grid_cells: int
    cell_characters: int
    title_rows: int
    repeated_rows: int
    files: int
    nested_tables: int


class FileTypes(msgspec.Struct, frozen=True):
    readers: dict[str, str]
    legacy: dict[str, str]
    aside: frozenset[str]
    own_files: frozenset[str]
    own_output: frozenset[str]
    system_files: frozenset[str]
    temporary_starts: tuple[str, ...]


class Withheld(msgspec.Struct, frozen=True):
    """Answers that a coded chronology may carry for measuring, never shown to the engine."""

    columns: frozenset[str]
    attributes: frozenset[str]
    running_total_rows: dict[str, str]


@lru_cache(maxsize=1)
def limits() -> Limits:
    return msgspec.convert(data_file("limits.yaml"), Limits)


@lru_cache(maxsize=1)
def file_types() -> FileTypes:
    return msgspec.convert(data_file("file_types.yaml"), FileTypes)


@lru_cache(maxsize=1)
def withheld() -> Withheld:
    return msgspec.convert(data_file("withheld.yaml"), Withheld)
