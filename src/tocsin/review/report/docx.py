"""report.docx: A3 landscape, marks on each page, the pictures, tables whose header row repeats.

python-docx takes milliseconds a cell and lxml some kilobytes, and a chronology has thousands of
rows: so the document is saved with a mark for each table, and the tables go in as text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import count
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from tocsin.review.report import custody_tables, page_one, picture_inputs, tables, terms
from tocsin.review.report.docx_pictures import add_picture
from tocsin.review.report.reading import Reading
from tocsin.review.report.safe import clean

PAGE = (Mm(420), Mm(297))  # A3, landscape
MARGIN = Mm(14)
_MARK = re.compile("<!--tocsin table (\\d+)-->")
BESIDE = {"Adults": "genogram", "Injuries": "body_map", "Shared": "matrix"}  # a table's own picture
EARLIEST = (1980, 1, 1, 0, 0, 0)  # a ZIP counts from here; the hour of writing is in no file
TEXT_WIDTH = 22_226  # twentieths of a point between the margins
# The columns of each table that a printed page has room for.
SHOWN = {
    "Missed": (
        "No",
        "Due",
        "Response expected",
        "Status",
        "Days lost",
        "Time set by",
        "Concern",
        "Title",
        "Child",
        "Could first be seen all records together",
        "Could first be seen by one service alone",
        "Answered",
        "Evidence",
    ),
    "Concerns": (
        "No",
        "Raised",
        "Concern",
        "Child",
        "Strength",
        "State",
        "Why",
        "Could first be seen all records together",
        "Could first be seen by one service alone",
        "Owner",
        "Evidence",
        "Panel's analysis",
    ),
    "Responses": (
        "Concern",
        "Title",
        "Response expected",
        "By whom",
        "Due",
        "Time set by",
        "Status",
        "Answered",
        "Answered by",
    ),
    "Chronology": (
        "No",
        "Date in words",
        "Agency",
        "Child",
        "What was recorded",
        "Action",
        "Child's own words",
        "Seen",
        "Source",
        "Marks",
        "Concerns",
        "Panel's analysis",
    ),
}


def docx_bytes(reading: Reading) -> bytes:
    document = Document()
    made: list[str] = []
    _page_setup(document, reading.review.as_of)
    _first_page(document, reading)
    pictures = picture_inputs.draw(reading)
    numbers = count(1)
    _pictures(document, "Timeline", pictures.timeline, numbers)
    _pictures(document, "When seen, and by whom", pictures.seen_strip, numbers)
    for table, heading in _chosen(reading):
        document.add_heading(heading, level=1)
        beside = getattr(pictures, BESIDE.get(table.name, ""), ())
        for drawn in (*beside, *custody_tables.pictures(reading, table)):
            add_picture(document, drawn, next(numbers))
        document.add_paragraph(terms.count(len(table.rows), "row") + ".")
        document.element.body.insert(-1, etree.Comment(_mark_of(len(made))))
        made.append(_table(table))
    stream = io.BytesIO()
    document.save(stream)
    return _with_tables(stream, made)


def _pictures(
    document: Any, heading: str, drawn: Sequence[picture_inputs.Drawn], numbers: Iterator[int]
) -> None:
    if drawn:
        document.add_heading(heading, level=1)
    for each in drawn:
        add_picture(document, each, next(numbers))


def _mark_of(number: int) -> str:
    return f"tocsin table {number}"


def _with_tables(saved: io.BytesIO, made: Sequence[str]) -> bytes:
    """The saved document with each table in the place of its mark."""
    whole = io.BytesIO()
    with (
        zipfile.ZipFile(saved) as source,
        zipfile.ZipFile(whole, "w") as out,
    ):
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "word/document.xml":
                pieces = _MARK.split(data.decode("utf-8"))
                tables_in_turn = (made[int(piece)] if n % 2 else piece for n, piece in enumerate(pieces))
                data = "".join(tables_in_turn).encode("utf-8")
            dated = zipfile.ZipInfo(part.filename, EARLIEST)
            out.writestr(dated, data, zipfile.ZIP_DEFLATED, 1)
    return whole.getvalue()


def _chosen(reading: Reading) -> list[tuple[tables.Table, str]]:
    return [
        (_only(tables.missed_by_concern(reading)), "Missed opportunities"),
        (_only(tables.concerns(reading)), "Concerns, answered and not"),
        (_only(tables.responses(reading)), "Responses expected, and what came"),
        (tables.adults(reading), "Adults and homes"),
        (tables.injuries(reading), "Injuries and every explanation given"),
        (tables.compliance(reading), "Plan: due and done"),
        (tables.shared(reading), "Who told whom, when"),
        (tables.questions(reading), "Questions for each agency's author"),
        (_only(tables.chronology(reading)), "Joined chronology"),
        *_custody(reading),
        *_local(reading),
        (tables.undated(reading), "Undated rows"),
        (tables.quarantine(reading), "Rows that could not be used"),
        (tables.input_files(reading), "Files"),
    ]


def _custody(reading: Reading) -> list[tuple[tables.Table, str]]:
    """Only where the folder has facts of custody."""
    made = custody_tables.tables(reading)
    return [(table, f"Courts, prisons and probation: {table.name.split(maxsplit=1)[1]}") for table in made]


def _local(reading: Reading) -> list[tuple[tables.Table, str]]:
    """Only where a partnership changed anything."""
    table = tables.local(reading)
    return [(table, "Signs switched off or changed locally")] if table.rows else []


def _only(table: tables.Table) -> tables.Table:
    wanted = SHOWN[table.name]
    places = [n for n, column in enumerate(table.columns) if column.heading in wanted]
    columns = tuple(table.columns[n] for n in places)
    return tables.Table(table.name, columns, [[row[n] for n in places] for row in table.rows])


def _page_setup(document: Any, as_of: date) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    section.header_distance = section.footer_distance = Mm(6)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    document.core_properties.title = "Tocsin review"
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = datetime.combine(as_of, time())
    document.core_properties.comments = page_one.DRAFT
    document.core_properties.language = "en-GB"
    for name in ("Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = "Arial", RGBColor(0x17, 0x41, 0x4A)
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
        del style.element.rPr.rFonts.attrib[qn("w:asciiTheme")]
    _mark(section.header.paragraphs[0], page_one.DRAFT)
    _mark(section.footer.paragraphs[0], f"{page_one.DRAFT} · page ", number=True)


def _mark(paragraph: Any, words: str, *, number: bool = False) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(words).bold = True
    if number:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)


def _first_page(document: Any, reading: Reading) -> None:
    page = page_one.page_one(reading)
    document.add_heading(clean(page.title), level=0)
    for name, words in _opening(page):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(clean(words))
    document.add_heading("Five plain findings", level=1)
    _lines(document, (finding.words for finding in page.findings), "List Number")
    document.add_heading("Whom to ask what", level=1)
    _lines(document, (f"{name}: {ask.words}" for name, ask, _ in page.asks), "List Bullet")
    document.add_heading("Counts", level=1)
    _lines(
        document,
        [f"{words}: {all_:,} ({without:,} without proposed coding)" for words, all_, without in page.totals],
    )
    _lines(document, page.facts)
    document.add_page_break()


def _opening(page: page_one.PageOne) -> list[tuple[str, str]]:
    rows = [("Child", f"{child.name}, {child.words}") for child in page.children]
    rows += [("Period", page.period), ("View", page.view)]
    rows += [("Serious incident", page.harm or "none recorded")]
    rows += [("Sent a file", terms.listed(page.sent) or "none")]
    rows += [("Expected, sent no file", terms.listed(page.not_sent) or "none")]
    rows += [("Version", "; ".join(f"{name} {value}" for name, value in page.versions))]
    hashes = [f"{name} {sign}" for name, sign in page.inputs]
    return [
        *rows,
        ("Input hashes", "; ".join(hashes) + (f"; {page.more_inputs} more" if page.more_inputs else "")),
    ]


def _lines(document: Any, lines: Iterable[str], style: str = "List Bullet") -> None:
    for line in lines:
        document.add_paragraph(clean(line), style=style)


def _table(table: tables.Table) -> str:
    total = sum(column.width for column in table.columns)
    widths = [round(TEXT_WIDTH * column.width / total) for column in table.columns]
    head = _row([column.heading for column in table.columns], widths, head=True)
    body = "".join(_row(row, widths) for row in table.rows)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl>{_TABLE_STYLE}<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="9AA8AB"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE_STYLE = (
    f'<w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="70" w:type="dxa"/>'
    '<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)


def _row(cells: Iterable[tables.Cell], widths: list[int], *, head: bool = False) -> str:
    kept = "<w:cantSplit/><w:tblHeader/>" if head else "<w:cantSplit/>"
    made = "".join(_cell(cell, width, head) for cell, width in zip(cells, widths, strict=True))
    return f"<w:tr><w:trPr>{kept}</w:trPr>{made}</w:tr>"


def _cell(cell: tables.Cell, width: int, head: bool) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="E3ECEE"/>' if head else ""
    style = '<w:rPr><w:b/><w:sz w:val="17"/></w:rPr>' if head else '<w:rPr><w:sz w:val="17"/></w:rPr>'
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{part}</w:t>' for part in _words(cell).split("\n"))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="20" w:after="20"/></w:pPr><w:r>{style}{lines}</w:r></w:p></w:tc>'
    )


def _words(cell: tables.Cell) -> str:
    if cell is None:
        return ""
    words = terms.day(cell) if isinstance(cell, date) else f"{cell:,}" if isinstance(cell, int) else cell
    return escape(clean(words))
