"""What a coded line may hold: the vocabulary's event types and the attributes of each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from tocsin.chronology.coding.patterns import load_data


@cache
def known_attributes() -> Mapping[str, frozenset[str]]:
    """Event type -> attributes, with those that any event may carry."""
    text = files("tocsin.chronology").joinpath("data", "vocabulary.yaml").read_text("utf-8")
    types = yaml.load(text, Loader=yaml.CSafeLoader)["event_types"]
    any_event = load_data("order.yaml")["any_event"]
    return {name: frozenset((*row["attributes"], *any_event)) for name, row in types.items()}
