"""The people of one agency as it wrote them down: `people.csv`, one record a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tocsin.errors import TableRefused
from tocsin.identity.measure.cells import read_date
from tocsin.identity.measure.people import FIELDS, stated_from
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.troubles import Troubles
from tocsin.identity.onboarding.settings import settings
from tocsin.identity.stated import Stated

ALSO = ("due_date", "mother_local_id", "withdrawn_on")
PEOPLE = "people.csv"


@dataclass(frozen=True, slots=True)
class Record:
    """`stated.id` is the agency's own id. `mother`: the agency's id of the mother, "" where it names none.

    `due`: of a child not yet born when this was written; `ordinal`: which of several, 0 where not said."""

    stated: Stated
    mother: str = ""
    due: date | None = None
    ordinal: int = 0

    @property
    def local(self) -> str:
        return self.stated.id


def agencies_of(town: Path) -> list[str]:
    """Whose files there are, the most trusted first."""
    sizes = {path.parent.name: path.stat().st_size for path in (town / "agencies").glob(f"*/{PEOPLE}")}
    if not sizes:
        raise TableRefused(
            f"It holds no agencies/<agency>/{PEOPLE}.", where=town.name, do="Name a town's folder."
        )
    first = [agency for agency in settings().first if agency in sizes]
    return first + sorted(sizes.keys() - set(first), key=lambda agency: (-sizes[agency], agency))


def read_people(town: Path, agency: str, troubles: Troubles) -> Iterator[Record]:
    """Without those withdrawn, whose ids may be given again; of two rows under one id the first. `troubles`
    counts what is left out."""
    table = Table(town / "agencies" / agency / PEOPLE)
    table.demand(("local_id", *FIELDS))
    ids: set[str] = set()
    for number, (local, *cells) in table.rows(("local_id", *ALSO, *FIELDS), troubles):
        due, mother, withdrawn, *fields = cells
        if not local or local in ids:
            reason = "local_id that stands twice, the second left out" if local else "row without a local_id"
            troubles.note(f"{agency}/{PEOPLE}", number, reason)
        elif withdrawn:
            troubles.note(f"{agency}/{PEOPLE}", number, "record that its agency withdrew, left out")
        else:
            ids.add(local)
            yield _record(local, due, mother, fields, (f"{agency}/{PEOPLE}", number), troubles)


def _record(
    local: str, due: str, mother: str, fields: Sequence[str], of: tuple[str, int], troubles: Troubles
) -> Record:
    stated = stated_from(fields, of=of, troubles=troubles, id=local)
    expected = read_date(due) if due and not stated.births else None
    if due and not stated.births and expected is None:
        troubles.note(*of, "due_date that is no date, taken as missing")
    return Record(stated, mother, expected, ordinal_of(fields[0]) if expected else 0)


def ordinal_of(first_name: str) -> int:
    """Which of several unborn children: "Twin 2" and "Baby B" are the second; 0 where it is not said."""
    words = re.findall(r"[a-z]+|[0-9]+", first_name.lower())
    return settings().ordinals.get(words[-1], 0) if len(words) > 1 else 0
