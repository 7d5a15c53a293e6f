"""Raw tables -> one FileRead: finds what kind of table each is, under titles and repeated headers."""

from __future__ import annotations

from dataclasses import replace

from tocsin.errors import DateError, NoTable
from tocsin.records.agencies import agency_of_title
from tocsin.records.births import births_stated
from tocsin.records.coded import CodedTable
from tocsin.records.dates import parse_when
from tocsin.records.headings import Columns, heading_data, is_coded, is_header, is_involvement
from tocsin.records.involvement import InvolvementTable
from tocsin.records.prose import ProseTable
from tocsin.records.raw import RawFile, RawTable
from tocsin.records.reading import FileContext, Reading, own_words
from tocsin.records.record import FileRead
from tocsin.records.reference_data import limits


def read_tables(raw: RawFile, context: FileContext) -> FileRead:
    """Raises NoTable where no table of the file is a chronology; every row is counted once."""
    context, inferred = _with_agency(raw, context)
    reading = Reading(context, serials=raw.serials)
    reading.notes.extend([*raw.notes, *inferred])
    before: Columns | None = None
    for table in raw.tables:
        kind = kind_of(table, context)
        if not kind and before is not None and _goes_on(table, before, reading):
            kind = "chronology"
        elif kind == "chronology":
            before = None
        before = _read(kind, table, reading, before)
    if not reading.kinds:
        raise _no_table(raw)
    births = births_stated(
        raw, file=context.file, sha256=context.sha256, today=context.today, pivot=context.pivot
    )
    return replace(reading.finished(), births=tuple(births))


def kind_of(table: RawTable, context: FileContext) -> str:
    for row in table.rows[: limits().title_rows]:
        if is_coded(row.cells):
            return "coded"
        if is_involvement(row.cells):
            return "involvement"
        if is_header(row, stated=context.columns):
            return "chronology"
    return ""


def _read(kind: str, table: RawTable, reading: Reading, before: Columns | None) -> Columns | None:
    if kind:
        reading.kinds.append(kind)
    if kind == "chronology":
        return ProseTable(reading, table, before).read()
    if kind == "coded":
        CodedTable(reading, table).read()
    elif kind == "involvement":
        InvolvementTable(reading, table).read()
    else:
        _leave_out(table, reading)
    return None if kind else before


def _leave_out(table: RawTable, reading: Reading) -> None:
    reading.passed_over(len(table.rows))
    filled = sum(1 for row in table.rows if own_words(row))
    if filled:
        name = table.part or "the file"
        what = "is no chronology (no date and event columns)"
        reading.notes.append(f"{name[:1].upper()}{name[1:]} {what}: {filled} rows not read.")


def _goes_on(table: RawTable, before: Columns, reading: Reading) -> bool:
    """A table cut in two by a page or by hand: as wide as the one before, with dates in the same place."""
    rows = [row for row in table.rows if own_words(row)][:5]
    widths = {len(row.cells) for row in rows}
    dates = before.of("date")
    if not rows or widths != {len(before.names)} or not dates:
        return False
    for row in rows:
        cell = row.cells[dates[0]]
        try:
            parse_when(
                cell, today=reading.context.today, pivot=reading.context.pivot, serials=reading.serials
            )
            return True
        except DateError:
            continue
    return False


def _with_agency(raw: RawFile, context: FileContext) -> tuple[FileContext, list[str]]:
    """Whose file it is: the manifest, else the file's name, else the titles above its tables.

    The note stays where review.yaml only repeats what was inferred, so that a second run says the same.
    """
    if all(kind_of(table, context) in ("coded", "") for table in raw.tables):
        return context, []
    stem = context.file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    for place, texts in (("its name", [stem]), ("the titles above its tables", _titles(raw))):
        codes = {code for text in texts if (code := agency_of_title(text))}
        if len(codes) == 1:
            found = codes.pop()
            if context.agencies not in ((), (found,)):
                return context, []
            return replace(context, agencies=(found,)), [f"The file was taken to be {found}'s, from {place}."]
    return context, []


def _titles(raw: RawFile) -> list[str]:
    titles: list[str] = []
    for table in raw.tables:
        titles.extend(table.titles)
        for row in table.rows[: limits().title_rows]:
            own = own_words(row)
            if is_header(row, stated={}) or len(own) > 2:
                break
            titles.extend(words for _, words in own)
        titles.append(table.part)
    return [title for title in titles if title and len(title) <= 200]


def _no_table(raw: RawFile) -> NoTable:
    empty = not any(own_words(row) for table in raw.tables for row in table.rows)
    found = "The file is empty." if empty else "No table with a date column and a column of events was found."
    dates = ", ".join(heading_data().slots["date"][:3])
    return NoTable(
        found,
        do=f"Head one column Date (or {dates} ...) and one Event, or map its headings in review.yaml.",
    )
