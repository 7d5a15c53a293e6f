"""`tocsin identity link --town`: whole registers of several agencies, and which records are one person's."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tocsin.cli.progress import Told
from tocsin.identity.answer import Band
from tocsin.identity.measure.troubles import Troubles

if TYPE_CHECKING:
    from tocsin.identity.matching.model import Model
    from tocsin.identity.onboarding.linking import Link, Onboarding

HEADINGS = ("agency", "local_id", "person_id", "band", "score", "nearest_person_id", "why")


def link_town(
    town: Path, out: Path, model: Model, *, workers: int, troubles: Troubles, told: Told
) -> Counter[Band]:
    """Writes a row a record to `out`, and returns how many are in each band."""
    from tocsin.identity.onboarding.linking import Onboarding, counted
    from tocsin.identity.onboarding.records import agencies_of

    onboarding = Onboarding(model, workers=workers, told=told)
    agencies = agencies_of(town)
    for place, agency in enumerate(agencies):
        told("agencies", place, len(agencies))
        _take(onboarding, town, agency, troubles)
    onboarding.finish()
    with written_whole(out) as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(HEADINGS)
        lines.writerows(_rows(onboarding.links.values()))
    return counted(onboarding.links.values())


def _take(onboarding: Onboarding, town: Path, agency: str, troubles: Troubles) -> None:
    from tocsin.identity.onboarding.records import read_people

    onboarding.take(agency, list(read_people(town, agency, troubles)))


def _rows(links: Iterable[Link]) -> Iterator[tuple[str, ...]]:
    for link in links:
        score = "" if link.score is None else f"{link.score:.3f}"
        yield link.agency, link.local, link.person, link.band.value, score, link.nearest, link.why


@contextmanager
def written_whole(path: Path) -> Iterator[IO[str]]:
    """Under its name only when the last row is in it."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", newline="", encoding="utf-8") as file:
            yield file
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def summary(counts: Counter[Band]) -> str:
    return (
        f"{counts.total():,} records: {counts[Band.AUTO]:,} linked to a person met before, "
        f"{counts[Band.NEW]:,} of persons not met before, {counts[Band.REVIEW]:,} kept apart for a person "
        "to decide."
    )
