"""Made-up streets in made-up places. The postcode areas are well formed and not in use."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from random import Random
from typing import Any

from tocsin.plain_yaml import parse
from tocsin.town.stream import Weighted, weighted

_UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # C I K M O V are never used in the second half
_SCATTER = 7919  # a prime: neighbouring postcodes get unlike streets
UNITS = len(_UNIT_LETTERS) ** 2


class Streets:
    """All postcodes of the authority. A postcode is part of one street; a street has several."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.first_words: list[str] = data["first_words"].split()
        self.last_words: list[str] = data["last_words"].split()
        self.places: list[str] = data["places"]
        self.houses: list[str] = data["houses"]
        self.blocks: list[str] = data["blocks"]
        self.areas: list[str] = data["areas"]
        self.districts: int = data["districts"]
        self.postcodes: int = data["postcodes"]
        self.kinds: Weighted[str] = weighted(data["kinds"])

    def postcode(self, index: int) -> str:
        rest, area = divmod(index, len(self.areas))
        rest, district = divmod(rest, self.districts)
        rest, sector = divmod(rest, 9)
        unit = rest * 37 % UNITS
        letters = _UNIT_LETTERS[unit // 20] + _UNIT_LETTERS[unit % 20]
        return f"{self.areas[area]}{district + 1} {sector + 1}{letters}"

    def street(self, index: int) -> str:
        """The street and its place; three postcodes of one district to a street, on average."""
        district = index % (len(self.areas) * self.districts)
        place = self.places[district % len(self.places)]
        road = (index // (len(self.areas) * self.districts)) // 3 * _SCATTER + district * 101
        first = self.first_words[road % len(self.first_words)]
        last = self.last_words[road // len(self.first_words) % len(self.last_words)]
        return f"{first} {last}, {place}"

    def home(self, rng: Random) -> tuple[str, str]:
        """Address and postcode of one home."""
        index = int(rng.random() * self.postcodes)
        return f"{self._front(rng)}{self.street(index)}", self.postcode(index)

    def _front(self, rng: Random) -> str:
        kind = self.kinds.pick(rng)
        number = 1 + int(rng.random() * 140)
        if kind == "flat":
            return f"Flat {1 + int(rng.random() * 40)}, {number} "
        if kind == "lettered_flat":
            return f"{number}{'ABCD'[int(rng.random() * 4)]} "
        if kind == "block":
            return f"{1 + int(rng.random() * 90)} {self.blocks[int(rng.random() * len(self.blocks))]}, "
        if kind == "named_house":
            return f"{self.houses[int(rng.random() * len(self.houses))]}, "
        return f"{number} "


@lru_cache(maxsize=1)
def streets() -> Streets:
    return Streets(parse((files("tocsin.town") / "data" / "streets.yaml").read_text(encoding="utf-8")))
