"""CSV and TSV: any usual encoding and separator, quoted cells of many lines whole."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator

from tocsin.errors import Damaged, TooLarge
from tocsin.records.raw import RawFile, RawRow, RawTable
from tocsin.records.reference_data import limits

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = ",;\t|"
_END = "\x00end of file\x00"
_SAVE_AS = "In Excel choose Save As, CSV UTF-8, and put the new copy in the folder."


def read_csv(data: bytes, *, known_headings: Callable[[list[str]], int]) -> RawFile:
    """`known_headings` counts the headings it knows in a row: it decides between separators."""
    text, note = decoded(data)
    stated, text = _stated_separator(text)
    separator = stated or _separator(text, known_headings)
    rows = tuple(_rows(text, separator, first=2 if stated else 1))
    notes = (note,) if note else ()
    return RawFile((RawTable("", rows),), notes=notes)


def decoded(data: bytes) -> tuple[str, str]:
    """(text, note). Windows-1252 only where the bytes are no UTF, and then said."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded_as(data, encoding), ""
    if data[:64].count(0) >= max(1, len(data[:64]) // 4):
        return _decoded_as(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"), "Read as UTF-16."
    try:
        text, note = data.decode("utf-8"), ""
    except UnicodeDecodeError:
        text, note = (
            data.decode("cp1252", errors="replace"),
            "Read as Windows-1252: check £ signs and accents.",
        )
    if "\0" in text or sum(ch < " " and ch not in "\t\r\n\f\v" for ch in text[:4096]) > 8:
        raise Damaged("The file is not text.", do=_SAVE_AS)
    return text, note


def _decoded_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding).replace("\0", "")
    except UnicodeDecodeError:
        raise Damaged("The file's letters cannot be read.", do=_SAVE_AS) from None


def _stated_separator(text: str) -> tuple[str, str]:
    first, _, rest = text.partition("\n")
    word = first.strip().strip('"')
    if len(word) == 5 and word.startswith("sep="):
        return word[4], rest
    return "", text


def _separator(text: str, known_headings: Callable[[list[str]], int]) -> str:
    sample = text[:65536]
    best, best_score = ",", (-1, -1)
    for separator in _SEPARATORS:
        rows = [cells for cells, _ in zip(_parsed(sample, separator), range(40), strict=False)]
        score = (max(map(known_headings, rows), default=0), max(map(len, rows), default=0))
        if score > best_score:
            best, best_score = separator, score
    return best


def _parsed(text: str, separator: str) -> Iterator[list[str]]:
    # The csv module's own limit is shared by the whole process and stops a file half-way; only ever
    # raised here, never lowered, and each cell is measured afterwards.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + len(_END) + 1))
    lines = io.StringIO(text, newline="")
    return csv.reader(_with_end(lines), delimiter=separator)


def _with_end(lines: Iterator[str]) -> Iterator[str]:
    """A last line of our own: if it comes back inside a cell, a quotation mark was never closed."""
    yield from lines
    yield _END


def _rows(text: str, separator: str, *, first: int) -> Iterator[RawRow]:
    bounds = limits()
    text = text if text.endswith(("\n", "\r")) else text + "\n"
    for number, cells in enumerate(_parsed(text, separator), start=first):
        if cells == [_END]:
            return
        if number > bounds.rows:
            raise TooLarge(f"The file has more than {bounds.rows} rows.", do="Split it into several files.")
        yield RawRow(number, tuple(cells[: bounds.columns]), refused=_why_refused(cells))


def _why_refused(cells: list[str]) -> str:
    if _END in cells[-1:] or (cells and cells[-1].endswith(_END)):
        return "A quotation mark in this row is never closed, so the rest of the file was taken as one cell."
    if len(cells) > limits().columns:
        return f"The row has more than {limits().columns} columns."
    return ""
