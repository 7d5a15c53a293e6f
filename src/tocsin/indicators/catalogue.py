"""The catalogue: every card, the partnership's local file laid over it, and its tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from tocsin.chronology.vocabulary import Vocabulary, vocabulary
from tocsin.errors import CatalogueError
from tocsin.indicators.card import Card, read_card
from tocsin.indicators.durations import duration
from tocsin.indicators.language import BadCard, Compiler
from tocsin.indicators.operators import Events
from tocsin.indicators.reference import Rules
from tocsin.indicators.states import StateRule
from tocsin.plain_yaml import parse
from tocsin.working_days import Calendar


class BadLocalFile(CatalogueError):
    code = "T320"
    help = "The partnership's local file asks for something it may not: the message names the place."


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    card: str
    reason: str
    role: str
    on: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class LocalChange:
    """A card whose times or thresholds the partnership changed: each change in words."""

    card: str
    title: str
    what: tuple[str, ...]
    reason: str
    role: str
    on: str


@dataclass(frozen=True)
class Catalogue:
    """`version` is a hash of everything that decides what fires."""

    cards: tuple[Card, ...]
    states: tuple[StateRule, ...]
    markers: Mapping[str, Events]
    switched_off: tuple[SwitchedOff, ...]
    partnership: str
    version: str
    local_changes: tuple[LocalChange, ...] = ()

    def get(self, card_id: str) -> Card:
        for card in self.cards:
            if card.id == card_id:
                return card
        raise BadCard(f"there is no card `{card_id}`.", do="`tocsin catalogue list` names them all.")

    def rules(self, calendar: Calendar) -> Rules:
        return Rules(self.states, self.markers, calendar)


def table(name: str) -> Any:
    text = files("tocsin.indicators").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    return parse(text)


def card_files() -> Iterator[Traversable]:
    groups = files("tocsin.indicators").joinpath("cards").iterdir()
    for group in sorted((one for one in groups if one.is_dir()), key=lambda one: one.name):
        yield from sorted(
            (one for one in group.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name
        )


def load(local: Path | None = None) -> Catalogue:
    return shipped() if local is None else assemble(read_local(local))


@lru_cache(maxsize=1)
def shipped() -> Catalogue:
    return assemble({})


def assemble(local: Mapping[str, Any]) -> Catalogue:
    words = vocabulary()
    overrides = local.get("cards", {})
    texts = [parse(file.read_text(encoding="utf-8")) for file in card_files()]
    unknown = set(overrides) - {text["id"] for text in texts}
    if unknown:
        raise BadLocalFile(f"there is no card {sorted(unknown)}.", where="cards")
    kept = [overridden(text, overrides.get(text["id"], {})) for text in texts]
    tables = {name: table(name) for name in ("states", "markers", "timescales", "accounts")}
    return Catalogue(
        cards=tuple(compiled(text, words, tables["timescales"]) for text in kept if text),
        states=tuple(state_rule(row, words) for row in tables["states"]["states"]),
        markers=marker_rules(tables["markers"], words),
        switched_off=tuple(switched_off(overrides, titles={text["id"]: text["title"] for text in texts})),
        local_changes=tuple(
            local_change(text, overrides[text["id"]])
            for text in texts
            if overrides.get(text["id"], {}).get("set") and not overrides[text["id"]].get("off")
        ),
        partnership=str(local.get("partnership", "")),
        version=hashlib.sha256(repr((kept, tables)).encode()).hexdigest()[:12],
    )


def compiled(text: Mapping[str, Any], words: Vocabulary, timescales: Mapping[str, Any]) -> Card:
    compiler = Compiler(words, f"card {text.get('id', '?')}")
    limbs = list(text.get("trigger", []))
    if text.get("expand") == "timescales":
        limbs += timescales["limbs"]
    try:
        return read_card(text, compiler, limbs)
    except KeyError as missing:
        raise compiler.refuse(f"{missing} is missing.") from None


def state_rule(row: Mapping[str, Any], words: Vocabulary) -> StateRule:
    compiler = Compiler(words, f"state {row['name']}")
    return StateRule(
        name=row["name"],
        on=compiler.events(row["on"]),
        off=compiler.events(row["off"]) if row.get("off") else Events(()),
        lasts=duration(row["lasts"]) if row.get("lasts") else None,
        source=row["source"],
    )


def marker_rules(rows: Mapping[str, Any], words: Vocabulary) -> dict[str, Events]:
    return {
        row["marker"]: Compiler(words, f"marker {row['marker']}").events(row["on"]) for row in rows["markers"]
    }


# the partnership's local file ---------------------------------------------------------------


def read_local(path: Path) -> Mapping[str, Any]:
    try:
        given = parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise BadLocalFile("the file cannot be read as YAML.", where=path.name) from problem
    if not isinstance(given, Mapping) or set(given) - {"partnership", "cards"}:
        raise BadLocalFile("the file may hold only `partnership` and `cards`.", where=path.name)
    return given


def overridden(text: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """The card with the partnership's times and thresholds; empty where it is switched off."""
    where = f"cards.{text['id']}"
    if not change:
        return text
    if set(change) - {"off", "set", "reason", "signed"}:
        raise BadLocalFile("allowed: off, set, reason, signed.", where=where)
    signed = change.get("signed") or {}
    if not (change.get("reason") and signed.get("role") and signed.get("on")):
        raise BadLocalFile(
            "a change to a card needs a reason, and the role and date of who signed it.",
            where=where,
            do="Add `reason:` and `signed: {role: ..., on: YYYY-MM-DD}`.",
        )
    if change.get("off"):
        return {}
    changed = deepcopy(text)
    for path, value in (change.get("set") or {}).items():
        set_path(changed, str(path).split("."), value, where)
    return changed


SETTABLE = (
    "within",
    "at_least",
    "under",
    "over",
    "days",
    "agencies",
    "after",
    "to",
    "repeat_within",
    "required",
)


def set_path(text: Any, path: list[str], value: Any, where: str) -> None:
    """Times and thresholds only: a local file cannot make a card look at something else."""
    if path[-1] not in SETTABLE:
        raise BadLocalFile(
            f"`{'.'.join(path)}` cannot be set.", where=where, do=f"Settable: {', '.join(SETTABLE)}."
        )
    try:
        for step in path[:-1]:
            text = text[int(step)] if isinstance(text, list) else text[step]
        if path[-1] not in text:
            raise KeyError(path[-1])
    except (KeyError, IndexError, ValueError, TypeError):
        raise BadLocalFile(f"the card has no `{'.'.join(path)}`.", where=where) from None
    text[path[-1]] = value


def local_change(text: Mapping[str, Any], change: Mapping[str, Any]) -> LocalChange:
    what = [change_words(text, str(path).split("."), value) for path, value in change["set"].items()]
    signed = change["signed"]
    return LocalChange(
        text["id"], text["title"], tuple(what), change["reason"], signed["role"], str(signed["on"])
    )


def change_words(text: Mapping[str, Any], path: list[str], value: Any) -> str:
    """`See and speak to the child alone: within 5 working days (as shipped: 10 working days)`."""
    met: Any = text
    for step in path:
        above, met = met, met[int(step)] if isinstance(met, list) else met[step]
    of = above.get("words") or ("the sign itself" if path[0] == "trigger" else "")
    name = path[-1].replace("_", " ")
    return f"{of}{': ' if of else ''}{name} {value} (as shipped: {met})"


def switched_off(overrides: Mapping[str, Any], *, titles: Mapping[str, str]) -> Iterator[SwitchedOff]:
    for card_id, change in overrides.items():
        if change.get("off"):
            signed = change["signed"]
            yield SwitchedOff(
                card_id, change["reason"], signed["role"], str(signed["on"]), titles.get(card_id, "")
            )
