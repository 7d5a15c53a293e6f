"""`tocsin identity link --bulk`: a whole file of records by splink, with the live levels and score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.cli.progress import Told
from tocsin.errors import UsageError
from tocsin.identity.answer import SHOWN, Answer, Band, Candidate
from tocsin.identity.measure.people import read_records, read_register
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.troubles import Troubles
from tocsin.identity.stated import Stated

if TYPE_CHECKING:
    from tocsin.cli.identity_link import Keeps
    from tocsin.identity.matching.model import Model
    from tocsin.identity.training.with_splink import Bulk, Link

LEAST = -6.0  # natural log-odds by splink's weights below which a pair is not looked at; own judgement
AT_ONCE = 5_000


def link_bulk(
    register: Path, records: Path, model: Model, keep: Sequence[Keeps], troubles: Troubles, told: Told
) -> Counter[Band]:
    """Counts by band. The newest value of each field is compared, not a person's history."""
    told("reading", 0, 1)
    bulk = loaded(
        read_records(Table(records), troubles), read_register(Table(register), troubles), records.name
    )
    told("training", 0, 1)
    weights = bulk.train((records.stem, register.stem))
    told("comparing", 0, 1)
    found = answers(bulk.link(weights, model=model, least=LEAST), model)
    counts, linked = Counter[Band](), dict(found)
    waiting = read_records(Table(records), Troubles())
    while some := list(islice(waiting, AT_ONCE)):
        answered = [(one, linked.get(one.id, NOBODY)) for one in some]
        counts.update(answer.band for _, answer in answered)
        for one in keep:
            one.take(answered)
        told("linking", counts.total(), counts.total() + AT_ONCE)
    return counts


NOBODY = Answer(Band.NEW, (), float("inf"), "nobody")


def loaded(asked: Iterable[Stated], register: Iterable[Stated], where: str) -> Bulk:
    try:
        from tocsin.identity.training.with_splink import Bulk

        return Bulk.of(asked, register)
    except ImportError:
        raise UsageError(
            "Linking in bulk needs splink and DuckDB, which are not installed.",
            where=where,
            do="Install them (pip install 'tocsin[bulk]'), or leave out --bulk.",
        ) from None


def answers(links: Iterable[Link], model: Model) -> Iterator[tuple[str, Answer]]:
    """By the live score and the live rules: splink's weights only led to the pairs."""
    from tocsin.identity.matching.bands import banded

    for asked, own in groupby(links, key=lambda link: link.asked):
        ranked = sorted(own, key=lambda link: (-link.score, link.held))[: max(SHOWN, 2)]
        candidates = tuple(Candidate(link.held, link.score, link.pattern) for link in ranked)
        yield asked, banded(candidates, model.thresholds, SHOWN)
