"""Chronology tables in prose: rows of an agency's own words under its own headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date

from tocsin.errors import DateError, RowWithoutWords, UndatedError
from tocsin.records.agencies import agencies_in, agency_codes
from tocsin.records.clock import parse_clock
from tocsin.records.dates import combine, parse_when
from tocsin.records.headings import (
    Columns,
    columns_of,
    heading_data,
    is_header,
    plain,
)
from tocsin.records.raw import RawRow, RawTable, Value, words_of
from tocsin.records.reading import Reading, own_words
from tocsin.records.record import Place, Record
from tocsin.records.when import Precision, When

_CELLS = ("what", "action", "analysis", "voice", "source", "impact", "child_seen", "seen_alone", "seen_by")
_DATES = ("date", "time", "end_date", "end_time")
_KEPT = frozenset({*_CELLS, *_DATES, "child"})


class ProseTable:
    """Reads one table. `columns` carries a header over from the table before, on a page break."""

    def __init__(self, reading: Reading, table: RawTable, columns: Columns | None) -> None:
        self.reading = reading
        self.table = table
        self.columns = columns
        self.after_break = columns is not None  # the next row may be the rest of the row before
        self.own = reading.context.columns
        headers = [row for row in table.rows if is_header(row, stated=self.own)]
        self.header_rows = {row.row for row in headers}
        self.title_rows = set(self._titles())

    def read(self) -> Columns | None:
        for row in self.table.rows:
            if not self.reading.unusable(self.table, row):
                self._row(row)
        return self.columns

    def _titles(self) -> Iterator[int]:
        """Lone words right above a header row: a title, not a fact."""
        rows = list(self.table.rows)
        for index, row in enumerate(rows):
            if row.row in self.header_rows:
                above = index - 1
                while above >= 0 and len(own_words(rows[above])) <= 1:
                    if rows[above].row in self.header_rows or not own_words(rows[above]):
                        break
                    yield rows[above].row
                    above -= 1

    def _row(self, row: RawRow) -> None:
        if row.row in self.header_rows:
            self._header(row)
        elif self.columns is None or row.row in self.title_rows or not own_words(row):
            self.reading.passed_over()
        elif self.after_break and self._goes_on(row):
            self._join(row)
        else:
            self._fact(row)
            self.after_break = False

    def _header(self, row: RawRow) -> None:
        again = self.columns is not None
        labels = self.reading.context.child_labels
        self.columns = columns_of(row, stated=self.own, child_labels=labels)
        self.reading.columns.update(self.columns.as_written)
        self.reading.passed_over()
        self.after_break = again or bool(self.reading.records)

    def _goes_on(self, row: RawRow) -> bool:
        """The rest of a row cut by a page: words, but no date, agency or reference of its own."""
        assert self.columns is not None
        named = (*_DATES, "agency", "reference", "child")
        dated = any(column in row.spread for column in self.columns.of("date"))
        filled = [slot for slot in named if any(words_of(_own(row, at)) for at in self.columns.of(slot))]
        return bool(self.reading.records) and not filled and not dated

    def _join(self, row: RawRow) -> None:
        before = self.reading.records[-1]
        self.reading.records[-1] = replace(
            before,
            cells=_added(before.cells, self._cells(row)),
            extra=_added(before.extra, self._extra(row)),
        )
        self.after_break = False
        self.reading.counted["the rest of a row cut by a page was joined to it"] += 1
        self.reading.passed_over()

    def _fact(self, row: RawRow) -> None:
        assert self.columns is not None
        own = own_words(row)
        if len(own) == 1 and own[0][0] in self.columns.of("date") and len(self.columns.names) > 2:
            self._lone(row, own[0][1])
            return
        try:
            when = self._when(row)
        except UndatedError:
            when = None
        except DateError as error:
            self._refuse_date(row, error)
            return
        self._keep(row, when)

    def _when(self, row: RawRow) -> When:
        context = self.reading.context
        day, clock, end = (self._value(row, slot) for slot in ("date", "time", "end_date"))
        return combine(
            day, clock, end, today=context.today, pivot=context.pivot, serials=self.reading.serials
        )

    def _lone(self, row: RawRow, words: str) -> None:
        """A row with nothing but its date cell: a year as a divider, a heading, a date without words."""
        try:
            when = self._when(row)
        except UndatedError:
            self.reading.passed_over()
        except DateError:
            self._keep(row, None, words=words)
        else:
            if when.precision is Precision.YEAR:
                self.reading.passed_over()
                return
            error = RowWithoutWords(
                "The row holds a date and nothing else.", do="Add the words, or delete it."
            )
            self.reading.refuse(error, self._place_of(row, "date"), words)

    def _refuse_date(self, row: RawRow, error: DateError) -> None:
        words = " ".join(words_of(self._value(row, slot)) for slot in _DATES).strip()
        self.reading.refuse(error, self._place_of(row, "date"), words)

    def _place_of(self, row: RawRow, slot: str) -> Place:
        assert self.columns is not None
        columns = self.columns.of(slot)
        return self.reading.place(self.table, row, columns[0] if columns else None)

    def _keep(self, row: RawRow, when: When | None, *, words: str = "") -> None:
        cells = {"what": words} if words else self._cells(row)
        extra = self._extra(row)
        if not cells and not extra:
            error = RowWithoutWords(
                "The row holds a date and nothing else.", do="Add the words, or delete it."
            )
            self.reading.refuse(error, self._place_of(row, "date"), "")
            return
        reading = self.reading
        record = Record(
            id="",
            place=self._place_of(row, "what"),
            seq=len(reading.records) + 1,
            ordered=False,
            agencies=self._agencies(row, cells.get("source", "")),
            when=when,
            when_words=self._date_words(row) if not words else "",
            recorded=reading.day_of(self._value(row, "recorded"), "recorded"),
            known_from=reading.day_of(self._value(row, "known_from"), "known from"),
            child=self._child(row),
            cells=cells,
            extra=extra,
        )
        reading.keep(record, reference=words_of(self._value(row, "reference")))

    def _value(self, row: RawRow, slot: str) -> Value:
        assert self.columns is not None
        columns = self.columns.of(slot)
        return self._at(row, columns[0], slot) if columns else None

    def _at(self, row: RawRow, column: int, slot: str) -> Value:
        value = _own(row, column)
        if value is None and row.spread and slot in heading_data().spread:
            return row.spread.get(column)
        return value

    def _cells(self, row: RawRow) -> dict[str, str]:
        assert self.columns is not None
        cells: dict[str, str] = {}
        for slot in _CELLS:
            if columns := self.columns.of(slot):
                words = [words_of(self._at(row, column, slot)) for column in columns]
                cells[slot] = "\n".join(filter(None, words))
        return {slot: words for slot, words in cells.items() if words}

    def _extra(self, row: RawRow) -> dict[str, str]:
        """Every filled cell that is in no other field of the record, under its heading."""
        assert self.columns is not None
        extra = {}
        for column, words in own_words(row):
            if self.columns.slots.get(column) in _KEPT:
                continue
            if column in self.columns.children and words.casefold() in _ticks_and_blanks():
                continue
            name = self.columns.names[column] if column < len(self.columns.names) else ""
            extra[name or f"column {column + 1}"] = words
        return extra

    def _date_words(self, row: RawRow) -> str:
        day, clock, end, end_clock = (self._as_dated(self._value(row, slot), slot) for slot in _DATES)
        first, last = f"{day} {clock}".strip(), f"{end} {end_clock}".strip()
        return f"{first} to {last}" if last else first

    def _as_dated(self, value: Value, slot: str) -> str:
        """A workbook's day number as the date that Excel would show."""
        if isinstance(value, float) and self.reading.serials:
            if slot in ("time", "end_time"):
                clock = parse_clock(value) if 0 <= value < 1 else None
                return f"{clock:%H:%M}" if clock else words_of(value)
            with suppress(DateError):
                when = parse_when(value, today=date.max, serials=True)
                return words_of(when.start) if when.exact else words_of(value)
        return words_of(value)

    def _child(self, row: RawRow) -> str:
        assert self.columns is not None
        ticked = [name for column, name in self.columns.children.items() if _ticked(_own(row, column))]
        named = words_of(self._value(row, "child"))
        return "+".join(dict.fromkeys(filter(None, [named, *ticked]))) or self.reading.context.child

    def _agencies(self, row: RawRow, source: str) -> tuple[str, ...]:
        context, written = self.reading.context, words_of(self._value(row, "agency"))
        if written:
            return self._named_agencies(written)
        if context.agencies:
            return context.agencies
        if found := agencies_in(source):
            self.reading.counted["the agency was taken from the source column"] += 1
            return found
        self.reading.counted["no agency is named: say whose file it is in review.yaml"] += 1
        return ("unknown",)

    def _named_agencies(self, written: str) -> tuple[str, ...]:
        stated = self.reading.context.agency_names.get(plain(written))
        if stated in agency_codes():
            return (stated,)
        found = agencies_in(written)
        short = written if len(written) <= 60 else written[:57] + "..."
        if not found:
            self.reading.counted[f"the agency '{short}' is not known; give its code in review.yaml"] += 1
            return ("unknown",)
        self.reading.counted[f"the agency '{short}' was read as {'+'.join(found)}"] += 1
        return found


def _own(row: RawRow, column: int) -> Value:
    return row.cells[column] if column < len(row.cells) else None


def _ticked(value: Value) -> bool:
    return words_of(value).casefold() not in heading_data().not_ticks


def _ticks_and_blanks() -> frozenset[str]:
    return heading_data().ticks | heading_data().not_ticks


def _added(before: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    return {
        **before,
        **{name: "\n".join(filter(None, [before.get(name), words])) for name, words in more.items()},
    }
