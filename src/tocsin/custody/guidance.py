"""Facts on legal aid for a worker to pass on. Guidance, never advice: a solicitor says what holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from tocsin.custody.notices.rules import data

Stage = Literal["conference", "pre_proceedings", "care_case"]
Party = Literal["parent", "parental_responsibility", "child", "partner"]

UNCONFIRMED = "not confirmed: check before relying on it"


@dataclass(frozen=True, slots=True)
class LegalAidFact:
    code: str
    stage: Stage
    parties: tuple[Party, ...]
    words: str
    source: str
    sure: str

    @property
    def label(self) -> str:
        return "confirmed" if self.sure == "confirmed" else UNCONFIRMED


def legal_aid(*, stage: Stage | None = None, party: Party | None = None) -> tuple[LegalAidFact, ...]:
    """In the order of `data/legal_aid.yaml`. Raises ValueError for a stage or party there is not."""
    if stage is not None and stage not in get_args(Stage):
        raise ValueError(f"no such stage: {stage}")
    if party is not None and party not in get_args(Party):
        raise ValueError(f"no such party: {party}")
    return tuple(
        fact for fact in _facts() if stage in (None, fact.stage) and (party is None or party in fact.parties)
    )


def _facts() -> list[LegalAidFact]:
    return [
        LegalAidFact(code, row["stage"], tuple(row["for"]), row["words"], row["source"], row["sure"])
        for code, row in data("legal_aid")["facts"].items()
    ]
