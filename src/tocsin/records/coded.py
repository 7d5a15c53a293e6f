"""Coded chronologies: one event a row, already in the vocabulary's terms. Details are never coded."""

from __future__ import annotations

from tocsin.errors import DateError, RowRefused, UndatedError
from tocsin.records.agencies import split_codes
from tocsin.records.dates import parse_when, widen
from tocsin.records.headings import is_coded, plain
from tocsin.records.raw import RawRow, RawTable, Value, words_of
from tocsin.records.reading import Reading, own_words
from tocsin.records.record import Record
from tocsin.records.reference_data import withheld
from tocsin.records.when import Precision, When

_KNOWN = {
    "seq": "reference",
    "date happened": "date",
    "date precision": "precision",
    "date note": "note",
    "agency": "agency",
    "event type": "event_type",
    "detail": "what",
    "attributes": "attributes",
    "known from": "known_from",
    "recorded": "recorded",
    "child": "child",
    "withdrawn on": "withdrawn_on",
}
Attributes = dict[str, tuple[str, ...]]


class CodedTable:
    def __init__(self, reading: Reading, table: RawTable) -> None:
        self.reading = reading
        self.table = table
        self.slots: dict[str, int] = {}
        self.others: dict[str, int] = {}

    def read(self) -> None:
        for row in self.table.rows:
            if self.reading.unusable(self.table, row):
                continue
            if is_coded(row.cells):
                self._header(row)
            elif not self.slots or not own_words(row):
                self.reading.passed_over()
            else:
                self._fact(row)

    def _header(self, row: RawRow) -> None:
        self.slots, self.others = {}, {}
        for column, name in own_words(row):
            slot = _KNOWN.get(plain(name), "")
            if plain(name) in withheld().columns:
                self.reading.notes.append(f"Column '{name}' holds answers for measuring and was left out.")
                continue
            if slot:
                self.slots.setdefault(slot, column)
            else:
                self.others[name] = column
            self.reading.columns[name] = slot
        self.reading.passed_over()

    def _words(self, row: RawRow, slot: str) -> str:
        return words_of(self._value(row, slot))

    def _value(self, row: RawRow, slot: str) -> Value:
        column = self.slots.get(slot, -1)
        return row.cells[column] if 0 <= column < len(row.cells) else None

    def _fact(self, row: RawRow) -> None:
        attributes = self._attributes(row)
        try:
            when: When | None = self._when(row, attributes)
        except UndatedError:
            when = None
        except DateError as error:
            self._refuse(error, row, "date")
            return
        if not self._words(row, "event_type"):
            self._refuse(
                RowRefused("The row has no event type.", do="Give one in the vocabulary."), row, "event_type"
            )
            return
        self._keep(row, when, attributes)

    def _refuse(self, error: RowRefused, row: RawRow, slot: str) -> None:
        place = self.reading.place(self.table, row, self.slots.get(slot))
        self.reading.refuse(error, place, self._words(row, slot))

    def _when(self, row: RawRow, attributes: Attributes) -> When:
        context = self.reading.context
        when = parse_when(
            self._value(row, "date"), today=context.today, pivot=context.pivot, serials=self.reading.serials
        )
        stated = self._words(row, "precision").casefold()
        if stated and stated not in set(Precision):
            self.reading.counted["the stated precision is not one of Tocsin's and was left out"] += 1
            stated = ""
        when = widen(when, stated)
        note = "; ".join(filter(None, [when.note, self._words(row, "note")]))
        doubtful = when.uncertain or attributes.get("date_uncertain") == ("yes",)
        return When(when.start, when.end, when.precision, doubtful, when.clock, note)

    def _keep(self, row: RawRow, when: When | None, attributes: Attributes) -> None:
        reading, event_type = self.reading, self._words(row, "event_type")
        if _is_running_total(attributes):
            event_type, attributes = "running_total", {}
            reading.counted["a figure for many incidents, kept as a running total"] += 1
        reference = self._words(row, "reference")
        record = Record(
            id="",
            place=reading.place(self.table, row, self.slots.get("what")),
            seq=int(reference) if reference.isdecimal() and len(reference) < 10 else len(reading.records) + 1,
            ordered=True,
            agencies=self._agencies(row),
            when=when,
            when_words=self._words(row, "date"),
            recorded=reading.day_of(self._value(row, "recorded"), "recorded"),
            known_from=reading.day_of(self._value(row, "known_from"), "known from"),
            child=self._words(row, "child") or "+".join(attributes.get("child", ())) or reading.context.child,
            cells={"what": words} if (words := self._words(row, "what")) else {},
            extra=self._extra(row),
            event_type=event_type,
            attributes={
                name: values for name, values in attributes.items() if name not in withheld().attributes
            },
            withdrawn_on=reading.day_of(self._value(row, "withdrawn_on"), "withdrawn on"),
        )
        reading.keep(record, reference=reference)

    def _agencies(self, row: RawRow) -> tuple[str, ...]:
        written = self._words(row, "agency")
        return (split_codes(written) if written else ()) or self.reading.context.agencies or ("unknown",)

    def _extra(self, row: RawRow) -> dict[str, str]:
        cells = {name: row.cells[column] for name, column in self.others.items() if column < len(row.cells)}
        return {name: words for name, cell in cells.items() if (words := words_of(cell))}

    def _attributes(self, row: RawRow) -> Attributes:
        """`key=value;key=a,b`. A part without "=" is a yes."""
        found: dict[str, list[str]] = {}
        for part in self._words(row, "attributes").split(";"):
            name, _, values = part.partition("=")
            if name.strip():
                listed = [value.strip() for value in values.split(",") if value.strip()]
                found.setdefault(name.strip(), []).extend(listed or ["yes"] * ("=" not in part))
        return {name: tuple(dict.fromkeys(values)) for name, values in found.items() if values}


def _is_running_total(attributes: Attributes) -> bool:
    return any(value in attributes.get(name, ()) for name, value in withheld().running_total_rows.items())
