"""OpenDocument text: the tables of content.xml, without tracked deletions, comments or footnotes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

from lxml import etree

from tocsin.errors import Damaged, PasswordProtected, TooLarge
from tocsin.records.packages import Package, parse_xml
from tocsin.records.raw import RawFile, RawRow, RawTable, Value
from tocsin.records.reference_data import limits

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LEFT_OUT = {f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TABLE}table",
             f"{_OFFICE}forms"}  # fmt: skip
_LINES = {f"{_TEXT}p", f"{_TEXT}h"}
_SAVE_AGAIN = "Open it in LibreOffice or Word, save it again, and put the new copy in the folder."


HeadingTest = Callable[[list[Value]], int]


def read_odt(data: bytes, *, known_headings: HeadingTest) -> RawFile:
    """`known_headings` tells a table of its own inside a cell from a few boxed words."""
    package = Package(data)
    if b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise PasswordProtected("The file is protected by a password.", do="Remove it and save again.")
    xml = package.part("content.xml")
    if not xml:
        raise Damaged("The file is no OpenDocument text.", do=_SAVE_AGAIN)
    root = parse_xml(xml)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise Damaged("The file is no OpenDocument text.", do=_SAVE_AGAIN)
    tables = tuple(_tables(body, known_headings))
    tracked = body.find(f"{_TEXT}tracked-changes") is not None
    notes = ("Tracked changes: inserted words were kept, deleted words left out.",) if tracked else ()
    return RawFile(tables, notes=notes)


def _tables(body: etree._Element, known_headings: HeadingTest) -> Iterator[RawTable]:
    titles: list[str] = []
    wanted = (f"{_TABLE}table", *_LINES)
    for element in body.iter(*wanted):
        if element.tag in _LINES:
            if not _within(element, body):
                titles = [*titles[-9:], *filter(None, [_words(element).strip()])]
            continue
        depth = sum(1 for _ in element.iterancestors(f"{_TABLE}table"))
        if depth >= limits().nested_tables:
            raise TooLarge("Tables lie within tables too deep.", do=_SAVE_AGAIN)
        rows = tuple(_rows(element, known_headings))
        if depth and not _stands_alone(element, known_headings):
            continue  # a few boxed words: part of the cell they stand in
        yield RawTable(element.get(f"{_TABLE}name") or "table", rows, tuple(titles))
        titles = []


def _within(element: etree._Element, body: etree._Element) -> bool:
    """True inside a table, a deletion or a comment: no title."""
    for ancestor in element.iterancestors():
        if ancestor is body:
            return False
        if ancestor.tag in _LEFT_OUT:
            return True
    return False


def _rows(table: etree._Element, known: HeadingTest) -> Iterator[RawRow]:
    number = spanned = 0
    above: dict[int, tuple[int, Value]] = {}
    for row in _row_elements(table):
        first = _row(row, number + 1, above, known)
        for repeat in range(_repeats(row, "number-rows-repeated")):
            number += 1
            spanned += len(first.cells)
            if number > limits().rows or spanned > limits().grid_cells:
                raise TooLarge(f"A table has more than {limits().rows} rows.", do=_SAVE_AGAIN)
            again = repeat and any(left for left, _ in above.values())
            yield _row(row, number, above, known) if again else replace(first, row=number)


def _row_elements(table: etree._Element) -> Iterator[etree._Element]:
    groups = {f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"}
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child
        elif child.tag in groups:
            yield from _row_elements(child)


def _row(row: etree._Element, number: int, above: dict[int, tuple[int, Value]], known: HeadingTest) -> RawRow:
    """`above`: by column, how many more rows a merged cell covers, and its value."""
    cells: list[Value] = []
    spread: dict[int, Value] = {}
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        repeats = min(_repeats(cell, "number-columns-repeated"), limits().columns - len(cells))
        value = None if cell.tag == f"{_TABLE}covered-table-cell" else _value(cell, known)
        below = _count(cell.get(f"{_TABLE}number-rows-spanned")) - 1
        for column in range(len(cells), len(cells) + repeats):
            left, carried = above.get(column, (0, None))
            if left:
                above[column] = (left - 1, carried)
                spread[column] = carried
            elif below:
                above[column] = (below, value)
            cells.append(None if left else value)
    return RawRow(number, tuple(cells), spread)


def _repeats(element: etree._Element, name: str) -> int:
    return min(_count(element.get(f"{_TABLE}{name}")), limits().repeated_rows)


def _count(written: str | None) -> int:
    return max(1, int(written)) if written and written.isdecimal() and len(written) < 10 else 1


def _value(cell: etree._Element, known: HeadingTest) -> Value:
    stated = cell.get(f"{_OFFICE}date-value")
    words = "\n".join(_lines(cell, known)).strip()
    if cell.get(f"{_OFFICE}value-type") == "date" and stated:
        return _typed(stated) or words or None
    return words or None


def _typed(stated: str) -> date | datetime | None:
    try:
        return datetime.fromisoformat(stated) if "T" in stated else date.fromisoformat(stated)
    except ValueError:
        return None


def _lines(cell: etree._Element, known: HeadingTest) -> Iterator[str]:
    """The paragraphs of a cell in order, also inside lists, sections and boxed tables."""
    for child in cell:
        if child.tag in _LINES:
            yield _words(child)
        elif child.tag == f"{_TABLE}table":
            if not _stands_alone(child, known):
                yield from _boxed_words(child, known)
        elif child.tag not in _LEFT_OUT:
            yield from _lines(child, known)


def _stands_alone(table: etree._Element, known: HeadingTest) -> bool:
    """A chronology inside a layout table is read as its own table, not as words of a cell."""
    for row, _ in zip(_row_elements(table), range(5), strict=False):
        cells = row.iterchildren(f"{_TABLE}table-cell")
        if (
            known(
                [
                    " ".join("".join(map(str, line.itertext())) for line in cell.iterchildren(*_LINES))
                    for cell in cells
                ]
            )
            >= 2
        ):
            return True
    return any(inner is not table for inner in table.iter(f"{_TABLE}table"))


def _boxed_words(table: etree._Element, known: HeadingTest) -> Iterator[str]:
    for row in _row_elements(table):
        cells = row.iterchildren(f"{_TABLE}table-cell")
        yield " | ".join(" ".join("\n".join(_lines(cell, known)).split()) for cell in cells)


def _words(element: etree._Element) -> str:
    pieces: list[str] = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            pieces.append(" " * min(_count(child.get(f"{_TEXT}c")), 80))
        elif child.tag == f"{_TEXT}tab":
            pieces.append(" ")
        elif child.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif child.tag not in _LEFT_OUT:
            pieces.append(_words(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
