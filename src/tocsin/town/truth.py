"""The truth about a family as rows of the files under `truth/`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product

from tocsin.town.agency_people import Held
from tocsin.town.family import Family
from tocsin.town.happenings.paths.unfold import Unfolded

HEADINGS: dict[str, tuple[str, ...]] = {
    "people": (
        "person", "family", "kind", "sex", "born", "died", "nhs_number", "former_nhs_number", "sealed_on",
        "name_group", "mother", "father", "twin_of", "markers",
    ),
    "names": ("person", "kind", "since", "first", "middle", "surname"),
    "stays": ("person", "household", "since", "until", "why", "address", "postcode", "refuge"),
    "ties": ("person", "other", "kind", "since", "until"),
    "records": ("agency", "local_id", "person"),
    "sealed": ("person", "agency_before", "local_id_before", "agency_after", "local_id_after"),
    "families": ("family", "path", "lookalikes", "residents"),
    "stories": ("family", "story", "child", "began", "harm_on"),
}  # fmt: skip
Row = tuple[str, ...]


def truth_rows(family: Family, held: Sequence[Held], stories: Iterable[Unfolded]) -> dict[str, list[Row]]:
    """Rows by file name, each as HEADINGS says."""
    return {
        "people": _people(family),
        "names": [
            (str(person.number), name.kind, name.since.isoformat(), name.first, name.middle, name.surname)
            for person in family.residents
            for name in person.names
        ],
        "stays": _stays(family),
        "ties": [
            (str(tie.person), str(tie.other), tie.kind, tie.since.isoformat(), _day(tie.until))
            for tie in family.ties
        ],
        "records": [(one.agency, one.local_id, str(one.person)) for one in held],
        "sealed": _sealed(held),
        "families": [
            (str(family.number), family.path, ";".join(family.lookalikes), str(len(family.residents)))
        ],
        "stories": [
            (str(family.number), one.name, str(one.child), one.began.isoformat(), _day(one.harm_on))
            for one in stories
        ],
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _people(family: Family) -> list[Row]:
    return [
        (
            str(person.number),
            str(family.number),
            person.kind,
            person.sex,
            person.born.isoformat(),
            _day(person.died),
            person.nhs_number,
            person.former_nhs_number,
            _day(person.sealed_on),
            person.name_group,
            str(person.mother or ""),
            str(person.father or ""),
            ";".join(map(str, person.twin_of)),
            ";".join(f"{marker} {since}" for marker, since in person.markers),
        )
        for person in family.residents
    ]


def _stays(family: Family) -> list[Row]:
    return [
        (
            str(stay.resident),
            stay.dwelling.household,
            stay.since.isoformat(),
            _day(stay.until),
            stay.why,
            stay.dwelling.address,
            stay.dwelling.postcode,
            str(int(stay.dwelling.refuge)),
        )
        for stay in family.stays
    ]


def _sealed(held: Sequence[Held]) -> list[Row]:
    """Each record from before an adoption with each from after it: only the truth may join them."""
    before = [one for one in held if one.sealed]
    return [
        (str(one.person), one.agency, one.local_id, other.agency, other.local_id)
        for one, other in product(before, held)
        if other.person == one.person and not other.sealed
    ]
