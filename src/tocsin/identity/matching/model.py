"""A trained model: what each level weighs, alone and with others, and the thresholds of the three bands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.errors import ModelError
from tocsin.identity.matching.specification import Specification, specification


class Thresholds(msgspec.Struct, frozen=True):
    """In natural log-odds.

    Automatic only at `auto` or more and `margin` above the second person; from `review` up a person
    decides; below, nobody in the register.
    """

    auto: float
    margin: float
    review: float


class Model(msgspec.Struct, frozen=True, dict=True):
    """`alone[field][level]` and `together["a & b"]["group & group"]`: log-odds, summed with `bias`."""

    bias: float
    alone: Mapping[str, Mapping[str, float]]
    together: Mapping[str, Mapping[str, float]]
    thresholds: Thresholds
    trained_on: str = ""
    version: int = 1

    @classmethod
    def shipped(cls) -> Model:
        text = files("tocsin.identity").joinpath("data/model.json").read_bytes()
        return cls._decoded(text)

    @classmethod
    def read(cls, path: Path) -> Model:
        return cls._decoded(path.read_bytes())

    @classmethod
    def _decoded(cls, text: bytes) -> Model:
        try:
            model = msgspec.json.decode(text, type=cls)
        except msgspec.DecodeError as fault:
            raise ModelError(fault=str(fault)) from fault
        missing = [c.field for c in specification().comparisons if c.field not in model.alone]
        if missing:
            raise ModelError(fault=f"it has no weights for {', '.join(missing)}")
        return model

    def write(self, path: Path) -> None:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n")

    @cached_property
    def scores(self) -> NDArray[np.float64]:
        """The score of every pattern there can be, in the order of their numbers."""
        spec = specification()
        total = np.full(spec.sizes, self.bias)
        for place, comparison in enumerate(spec.comparisons):
            weights = [self.alone[comparison.field].get(level.name, 0.0) for level in comparison.levels]
            total = total + _along(np.array(weights), (place,), len(spec.sizes))
        for fields in spec.together:
            total = total + self._joint(spec, fields)
        return total.ravel()

    def _joint(self, spec: Specification, fields: tuple[str, ...]) -> NDArray[np.float64]:
        held = self.together.get(" & ".join(fields), {})
        places = tuple(spec.place[field] for field in fields)
        groups = [[level.group for level in spec.comparisons[place].levels] for place in places]
        table = np.array([held.get(" & ".join(combined), 0.0) for combined in product(*groups)])
        return _along(table.reshape([len(names) for names in groups]), places, len(spec.sizes))


def _along(table: NDArray[Any], places: tuple[int, ...], dimensions: int) -> NDArray[Any]:
    """A table over some fields, shaped to be added to the table over all."""
    order = np.argsort(places)
    turned = table.transpose(order)
    shape = [1] * dimensions
    for place, size in zip(sorted(places), turned.shape, strict=True):
        shape[place] = size
    return turned.reshape(shape)
