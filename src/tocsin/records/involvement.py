"""Lists of who knows which family: one row a child, its last contact with one service."""

from __future__ import annotations

from datetime import date

from tocsin.errors import DateError, RowRefused, UndatedError
from tocsin.records.dates import parse_when
from tocsin.records.headings import heading_data, is_involvement, plain
from tocsin.records.raw import RawRow, RawTable, Value, words_of
from tocsin.records.reading import Reading, own_words
from tocsin.records.record import Record
from tocsin.records.when import When

_LATEST, _SINCE = "date of most recent interaction", "start date of last involvement"


class InvolvementTable:
    def __init__(self, reading: Reading, table: RawTable) -> None:
        self.reading = reading
        self.table = table
        self.headings: dict[str, int] = {}  # plain heading -> column
        self.names: dict[int, str] = {}

    def read(self) -> None:
        for row in self.table.rows:
            if self.reading.unusable(self.table, row):
                continue
            if is_involvement(row.cells):
                self._header(row)
            elif not self.headings or not own_words(row):
                self.reading.passed_over()
            else:
                self._child(row)

    def _header(self, row: RawRow) -> None:
        self.names = dict(own_words(row))
        self.headings = {plain(name): column for column, name in self.names.items()}
        self.reading.columns.update(dict.fromkeys(self.names.values(), ""))
        self.reading.columns[self.names[self.headings[_LATEST]]] = "date"
        self.reading.passed_over()

    def _value(self, row: RawRow, heading: str) -> Value:
        column = self.headings.get(heading, -1)
        return row.cells[column] if 0 <= column < len(row.cells) else None

    def _words(self, row: RawRow, heading: str) -> str:
        return words_of(self._value(row, heading))

    def _child(self, row: RawRow) -> None:
        try:
            when, date_words = self._when(row)
        except DateError as error:
            place = self.reading.place(self.table, row, self.headings[_LATEST])
            self.reading.refuse(error, place, self._words(row, _LATEST))
            return
        name = " ".join(filter(None, [self._words(row, "first name"), self._words(row, "last name")]))
        if not name:
            nameless = RowRefused("The row names no child.", do="Give the first and last name.")
            self.reading.refuse(nameless, self.reading.place(self.table, row))
            return
        self._note_order(row)
        self._state_cover(row)
        self._keep(row, name, when, date_words)

    def _when(self, row: RawRow) -> tuple[When | None, str]:
        """The latest contact, or else the start of the last involvement."""
        context = self.reading.context
        for heading in (_LATEST, _SINCE):
            value = self._value(row, heading)
            try:
                when = parse_when(
                    value, today=context.today, pivot=context.pivot, serials=self.reading.serials
                )
                return when, words_of(value)
            except UndatedError:
                continue
        return None, ""

    def _note_order(self, row: RawRow) -> None:
        day_of = self.reading.day_of
        latest, since = day_of(self._value(row, _LATEST), _LATEST), day_of(self._value(row, _SINCE), _SINCE)
        born = day_of(self._value(row, "date of birth"), "birth")
        if latest and since and since > latest:
            self.reading.counted["the last involvement starts after the most recent contact"] += 1
        if latest and born and latest < born:
            self.reading.counted["the most recent contact lies before the birth"] += 1

    def _state_cover(self, row: RawRow) -> None:
        day_of = self.reading.day_of
        first = day_of(self._value(row, "coverage start date"), "coverage start")
        last = day_of(self._value(row, "coverage end date"), "coverage end")
        if first and last and first <= last:
            before: tuple[date, date] = self.reading.states or (first, last)
            self.reading.states = (min(before[0], first), max(before[1], last))

    def _keep(self, row: RawRow, name: str, when: When | None, date_words: str) -> None:
        agency, organisation = self._agency(row)
        status = self._words(row, "service involvement")
        cells = {"what": status, "source": organisation}
        record = Record(
            id="",
            place=self.reading.place(self.table, row),
            seq=len(self.reading.records) + 1,
            ordered=False,
            agencies=agency,
            when=when,
            when_words=date_words,
            child=name,
            cells={slot: words for slot, words in cells.items() if words},
            extra={self.names[column]: words for column, words in own_words(row) if column in self.names},
            event_type="agency_involvement",
        )
        self.reading.keep(record, reference=self._words(row, "cms id"))

    def _agency(self, row: RawRow) -> tuple[tuple[str, ...], str]:
        for heading, code in heading_data().involvement.agency_by_heading.items():
            if words := self._words(row, heading):
                return self.reading.context.agencies or (code,), words
        return self.reading.context.agencies or ("unknown",), ""
