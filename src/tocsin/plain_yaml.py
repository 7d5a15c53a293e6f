"""YAML as people mean it: only true and false are booleans, so `on`, `off`, `yes` and `no` are words."""

from __future__ import annotations

import re
from typing import Any

import yaml

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PlainLoader(_Base):  # type: ignore[misc]
    """YAML 1.2's idea of a boolean, on the safe loader."""


PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def parse(text: str) -> Any:
    """Plain data only: no tags, no objects. Raises yaml.YAMLError with line and column."""
    return yaml.load(text, Loader=PlainLoader)
