"""Linkers in processes of their own, beside others on the same stream of records."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from stores_to_test import Place

from tocsin.identity.live import Linker
from tocsin.identity.matching.model import Model
from tocsin.identity.stated import Home, Name, Stated

ON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CHILDREN = 12
FIRST = (
    "Amira",
    "Bodhi",
    "Cerys",
    "Dylan",
    "Esme",
    "Farid",
    "Gwen",
    "Hamza",
    "Isla",
    "Jakub",
    "Keira",
    "Luca",
)
LAST = (
    "Haddad",
    "Pryce",
    "Okafor",
    "Nowak",
    "Singh",
    "Mercer",
    "Quayle",
    "Rossi",
    "Tierney",
    "Ueda",
    "Vance",
    "Yilmaz",
)


def numbered(n: int) -> str:
    """A valid NHS number: the tenth digit is the check."""
    for head in range(912_340_000 + 50 * n, 912_340_050 + 50 * n):
        check = 11 - sum(int(d) * w for d, w in zip(str(head), range(10, 1, -1), strict=True)) % 11
        if check != 10:
            return f"{head}{check % 11}"
    raise AssertionError(n)


def child(n: int) -> Stated:
    return Stated(
        f"child-{n}",
        (Name(FIRST[n], LAST[n]),),
        (date(2012, 1, 5) + timedelta(days=170 * n),),
        "fm"[n % 2],
        (Home(f"Z{'ABCDEFGHJKLM'[n]}{n} 4QT", f"{n + 3} {LAST[-n]} Road"),),
        (numbered(n),),
    )


def stream(agency: str) -> list[Stated]:
    """One record of each child from an agency: two agencies know most children by the same words."""
    return [replace(child(n), id=f"{agency}-{n}", agency=agency) for n in range(CHILDREN)]


def link_all(place: Place, agencies: tuple[str, ...], turn: int) -> dict[str, str]:
    """In a process of its own: every record of the stream, begun elsewhere by each."""
    store = place.fresh()
    try:
        linker = Linker(store, Model.shipped())
        records = [stated for agency in agencies for stated in stream(agency)]
        begun = turn * 7 % len(records)
        return {
            stated.id: linker.link(stated, on=ON).person for stated in (*records[begun:], *records[:begun])
        }
    finally:
        store.close()
