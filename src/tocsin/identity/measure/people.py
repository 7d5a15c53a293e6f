"""Rows of a register, of queries and of records to link, as what each states about who somebody is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from tocsin.errors import TableRefused
from tocsin.identity.measure.cells import columns_of, name_group_heading, read_date, read_sex, read_yes
from tocsin.identity.measure.tables import Table
from tocsin.identity.measure.troubles import Troubles
from tocsin.identity.stated import Home, Name, Stated

T = TypeVar("T")
FIELDS = ("first_name", "surname", "date_of_birth", "sex", "postcode", "address", "nhs_number")


@dataclass(frozen=True, slots=True)
class Query:
    """One record to find somebody for, with the truth. `truth` "": nobody in the register."""

    stated: Stated
    truth: str = ""
    twin: bool = False
    group: str = ""  # of names; "" where the file has none


def read_register(table: Table, troubles: Troubles) -> Iterator[Stated]:
    """One `Stated` a person, streaming; rows with the same person_id are its history, newest first.

    The rows of one person may lie apart: those people come last.
    """
    table.demand(columns_of("register").needed)
    apart = _lying_apart(table)
    scattered: dict[str, list[Stated]] = {}
    held: list[Stated] = []
    for stated in _register_rows(table, troubles):
        if held and stated.id != held[0].id:
            yield _person(held, table, troubles)
            held = []
        if stated.id in apart:
            scattered.setdefault(stated.id, []).append(stated)
        else:
            held.append(stated)
    if held:
        yield _person(held, table, troubles)
    yield from (_person(rows, table, troubles) for rows in scattered.values())


def _lying_apart(table: Table) -> set[str]:
    seen: set[str] = set()
    apart: set[str] = set()
    last = ""
    for _, (person,) in table.rows(("person_id",), Troubles()):
        if person != last and person in seen:
            apart.add(person)
        seen.add(person)
        last = person
    return apart


def _register_rows(table: Table, troubles: Troubles) -> Iterator[Stated]:
    for number, (person, household, *cells) in table.rows(("person_id", "household_id", *FIELDS), troubles):
        if not person:
            troubles.note(table.name, number, "row without a person_id, left out")
            continue
        yield stated_from(cells, of=(table.name, number), troubles=troubles, id=person, household=household)


def _person(rows: list[Stated], table: Table, troubles: Troubles) -> Stated:
    if len(rows) == 1:
        return rows[0]
    if len(set(rows)) < len(rows):
        troubles.note(table.name, 0, "person with the same row twice")
    sexes = [row.sex for row in rows if row.sex]
    if len(set(sexes)) > 1:
        troubles.note(table.name, 0, "person with two sexes, the first row's taken")
    return replace(
        rows[0],
        names=_each(name for row in rows for name in row.names),
        births=_each(born for row in rows for born in row.births),
        sex=sexes[0] if sexes else "",
        homes=_each(home for row in rows for home in row.homes),
        nhs_numbers=_each(number for row in rows for number in row.nhs_numbers),
        household=next((row.household for row in rows if row.household), ""),
    )


def _each(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def stated_from(
    cells: Sequence[str], *, of: tuple[str, int], troubles: Troubles, id: str, household: str = ""
) -> Stated:
    """`cells` in the order of `FIELDS`. What cannot be read is missing, and noted without its words."""
    first, surname, born, sex, postcode, address, nhs = cells
    return Stated(
        id=id,
        names=(Name(first, surname),) if first or surname else (),
        births=_births(born, of, troubles),
        sex=_sex(sex, of, troubles),
        homes=(Home(postcode, address),) if postcode or address else (),
        nhs_numbers=(nhs,) if nhs else (),
        household=household,
    )


def _births(text: str, of: tuple[str, int], troubles: Troubles) -> tuple[date, ...]:
    if not text:
        return ()
    born = read_date(text)
    if born is None:
        troubles.note(*of, "date_of_birth that is no date, taken as missing")
        return ()
    return (born,)


def _sex(text: str, of: tuple[str, int], troubles: Troubles) -> str:
    sex = read_sex(text)
    if sex is None:
        troubles.note(*of, "sex in words that are not known, taken as not stated")
    return sex or ""


def read_queries(table: Table, troubles: Troubles, *, known: Set[str], group: str = "") -> list[Query]:
    """`known`: the register's person ids. `group`: the column of name groups, if not the usual one."""
    wanted = columns_of("queries")
    table.demand(wanted.needed)
    heading = group or name_group_heading()
    if group:
        table.demand([group])
    queries, ids = [], set()
    columns = ("query_id", "true_person_id", "twin", heading, *FIELDS)
    for number, (query, truth, twin, names, *cells) in table.rows(columns, troubles):
        of = (table.name, number)
        if query and query in ids:
            troubles.note(*of, "query_id that stands twice, both rows judged")
        ids.add(query)
        stated = stated_from(cells, of=of, troubles=troubles, id=query or f"row {number}")
        queries.append(Query(stated, _truth(truth, known, of, troubles), _twin(twin, of, troubles), names))
    if not queries:
        raise TableRefused("It holds headings and no row.", where=table.name, do="Give at least one query.")
    return queries


def _truth(truth: str, known: Set[str], of: tuple[str, int], troubles: Troubles) -> str:
    if truth and truth not in known:
        troubles.note(*of, "true_person_id that the register does not hold, judged as absent from it")
        return ""
    return truth


def _twin(text: str, of: tuple[str, int], troubles: Troubles) -> bool:
    twin = read_yes(text)
    if twin is None:
        troubles.note(*of, "twin that is neither 0 nor 1, taken as 0")
    return bool(twin)


def read_records(table: Table, troubles: Troubles) -> Iterator[Stated]:
    """Records to link, without truth; streaming. Without record_id or query_id: "row 2" and so on."""
    table.demand(columns_of("records").needed)
    ids: set[str] = set()
    for number, (record, query, *cells) in table.rows(("record_id", "query_id", *FIELDS), troubles):
        id = record or query or f"row {number}"
        if id in ids:
            troubles.note(table.name, number, "record_id that stands twice, the second left out")
            continue
        ids.add(id)
        yield stated_from(cells, of=(table.name, number), troubles=troubles, id=id)
