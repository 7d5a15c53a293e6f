"""The data tables of this folder, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def table(name: str) -> dict[str, Any]:
    """One YAML file of `concerns/data`, by its name without the ending."""
    raw = files("tocsin.concerns").joinpath(f"data/{name}.yaml").read_bytes()
    content: dict[str, Any] = yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return content
