"""Word documents, walked cell by cell as stored: merged cells, nested tables, tracked changes.

Inserted text is kept and deleted text left out, as in the document with all changes accepted.
Comments, footnotes and field codes are no part of a cell's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from tocsin.errors import Damaged, TooLarge
from tocsin.records.packages import Package, parse_xml
from tocsin.records.raw import RawFile, RawRow, RawTable, Value
from tocsin.records.reference_data import limits

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}delInstrText",
             f"{_W}rPr", f"{_W}pPr", f"{_W}tcPr", f"{_W}trPr", f"{_W}tblPr", _FALLBACK}  # fmt: skip
_SIGNS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_TICKS = {"F0FC": "✓", "F0FE": "☑", "F0FB": "✗", "F0FD": "☒", "F0A8": "☐", "F06F": "☐"}
_SAVE_AGAIN = "Open it in Word, save it again as .docx, and put the new copy in the folder."

HeadingTest = Callable[[list[str]], int]


def read_docx(data: bytes, *, known_headings: HeadingTest) -> RawFile:
    """`known_headings` tells a table of its own inside a cell from a few boxed words."""
    package = Package(data)
    xml = package.part("word/document.xml")
    if not xml:
        raise Damaged("The file is no Word document.", do=_SAVE_AGAIN)
    root = parse_xml(xml.replace(_STRICT.encode(), _TRANSITIONAL.encode()))
    body = root.find(f"{_W}body")
    if body is None:
        raise Damaged("The Word document has no body.", do=_SAVE_AGAIN)
    return _Document(known_headings).read(body)


class _Document:
    def __init__(self, known_headings: HeadingTest) -> None:
        self.known_headings = known_headings
        self.tables: list[RawTable] = []
        self.titles: list[str] = []
        self.pages = 0
        self.changed = False

    def read(self, body: etree._Element) -> RawFile:
        for block in _blocks(body):
            if block.tag == f"{_W}tbl":
                self._table(block, depth=1)
                self.titles = []
            else:
                self._paragraph(block)
        notes = (
            ("Tracked changes: inserted words were kept, deleted words left out.",) if self.changed else ()
        )
        return RawFile(tuple(self.tables), notes=notes)

    def _paragraph(self, block: etree._Element) -> None:
        self.pages += _page_breaks(block)
        if words := _words(block).strip():
            self.titles = [*self.titles[-9:], words]

    def _table(self, table: etree._Element, *, depth: int) -> None:
        if depth > limits().nested_tables:
            raise TooLarge("Tables lie within tables too deep.", do=_SAVE_AGAIN)
        place, rows = len(self.tables), []
        self.tables.append(RawTable("", ()))
        above: dict[int, Value] = {}
        for number, row in enumerate(_rows_of(table), start=1):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                self.changed = True
                continue
            rows.append(self._row(row, number, above, depth=depth))
        self.tables[place] = RawTable(f"table {place + 1}", tuple(rows), tuple(self.titles))

    def _row(self, row: etree._Element, number: int, above: dict[int, Value], *, depth: int) -> RawRow:
        """`above` holds, by grid column, the value of a vertical merge that is still open."""
        cells: list[Value] = [None] * min(_number(row, f"{_W}trPr/{_W}gridBefore"), limits().columns)
        spread: dict[int, Value] = {}
        page = self.pages + 1 if self.pages else None
        for cell in _cells_of(row):
            column, merge = len(cells), cell.find(f"{_W}tcPr/{_W}vMerge")
            words = self._cell(cell, depth=depth)
            if merge is not None and merge.get(f"{_W}val", "continue") == "continue":
                spread[column] = above.get(column)
                words = None
            elif merge is not None:
                above[column] = words
            else:
                above.pop(column, None)
            width = max(1, _number(cell, f"{_W}tcPr/{_W}gridSpan"))
            cells.extend([words, *[None] * (width - 1)])
            if len(cells) > limits().columns:
                return RawRow(number, tuple(cells[:1]), refused="The row has too many columns.")
        return RawRow(number, tuple(cells), spread, page)

    def _cell(self, cell: etree._Element, *, depth: int) -> Value:
        self.pages += _page_breaks(cell, shallow=True)
        self.changed = self.changed or next(cell.iter(f"{_W}ins", f"{_W}del"), None) is not None
        lines = []
        for block in _blocks(cell):
            if block.tag != f"{_W}tbl":
                lines.append(_words(block))
            elif self._stands_alone(block):
                self._table(block, depth=depth + 1)
            else:
                lines.extend(_boxed_words(block))
        return "\n".join(lines).strip() or None

    def _stands_alone(self, table: etree._Element) -> bool:
        """A chronology inside a layout table is read as its own table, not as words of a cell."""
        rows = [[_words(cell).strip() for cell in _cells_of(row)] for row in _rows_of(table)][:5]
        deeper = any(inner is not table for inner in table.iter(f"{_W}tbl"))
        return deeper or any(self.known_headings(row) >= 2 for row in rows)


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml"):
            yield from _blocks(child)


def _rows_of(table: etree._Element) -> Iterator[etree._Element]:
    return _inside(table, f"{_W}tr")


def _cells_of(row: etree._Element) -> Iterator[etree._Element]:
    return _inside(row, f"{_W}tc")


def _inside(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _inside(child, wanted)


def _words(element: etree._Element) -> str:
    pieces: list[str] = []
    _gather(element, pieces)
    return "".join(pieces)


def _gather(element: etree._Element, pieces: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            pieces.append(child.text or "")
        elif tag in _LEFT_OUT:
            continue
        elif tag in _SIGNS:
            pieces.append(_SIGNS[tag])
        elif tag == f"{_W}sym":
            pieces.append(_TICKS.get((child.get(f"{_W}char") or "").upper(), ""))
        else:
            _gather(child, pieces)
            if tag == f"{_W}p":
                pieces.append("\n")


def _boxed_words(table: etree._Element) -> Iterator[str]:
    for row in _rows_of(table):
        yield " | ".join(" ".join(_words(cell).split()) for cell in _cells_of(row))


def _page_breaks(element: etree._Element, *, shallow: bool = False) -> int:
    """Page breaks as Word last laid them out: the only pages a document states."""
    inner = set(element.iter(f"{_W}tbl")) if shallow else set()
    breaks = element.iter(f"{_W}lastRenderedPageBreak")
    return sum(1 for mark in breaks if not inner or not inner.intersection(mark.iterancestors(f"{_W}tbl")))


def _number(element: etree._Element, path: str) -> int:
    found = element.find(path)
    written = found.get(f"{_W}val", "") if found is not None else ""
    return int(written) if written.isdecimal() and len(written) < 6 else 0
