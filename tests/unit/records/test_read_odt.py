"""OpenDocument text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from agency_files import HEAD, odt, read_one, refusal, what, with_part
from odf.table import CoveredTableCell, TableCell
from odf.text import P

ROW = ["22/05/2016", "Seen at home", "None"]


def test_it_reads_a_table(tmp_path: Path) -> None:
    one = read_one(tmp_path, "file1.odt", odt([HEAD, ROW], title="Housing association records"))
    assert what(one) == ["Seen at home"]
    assert one.agencies == ("housing",)
    assert one.records[0].place.part == "Chronology"


def test_merged_typed_and_repeated_cells(tmp_path: Path) -> None:
    typed = TableCell(valuetype="date", datevalue="2016-05-23", numberrowsspanned="2")
    typed.addElement(P(text="23 May"))
    rows = [HEAD, [typed, "first", ""], [CoveredTableCell(), "second", ""]]
    one = read_one(tmp_path, "police.odt", odt(rows))
    assert [record.when.start for record in one.records if record.when] == [date(2016, 5, 23)] * 2


def test_rows_repeated_without_end_are_cut(tmp_path: Path) -> None:
    def repeat(xml: bytes) -> bytes:
        bomb = (
            b'<table:table-row table:number-rows-repeated="900000000">'
            b'<table:table-cell table:number-columns-repeated="900000000"/></table:table-row>'
        )
        return xml.replace(b"</table:table>", bomb + b"</table:table>")

    one = read_one(tmp_path, "police.odt", with_part(odt([HEAD, ROW]), "content.xml", repeat))
    assert what(one) == ["Seen at home"]
    many = with_part(odt([HEAD, ROW]), "content.xml", lambda xml: [xml := repeat(xml) for _ in range(50)][-1])
    assert refusal(tmp_path, "police.odt", many) == "T114"


def test_deleted_words_comments_and_footnotes_are_left_out(tmp_path: Path) -> None:
    def mark(xml: bytes) -> bytes:
        marked = (
            b'Seen<office:annotation><text:p>a comment</text:p></office:annotation><text:s text:c="2"/>at'
            b"<text:tab/>home<text:note><text:note-body>"
            b"<text:p>a footnote</text:p></text:note-body></text:note>"
        )
        tracked = (
            b"<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted words</text:p>"
            b"</text:deletion></text:changed-region></text:tracked-changes>"
        )
        return xml.replace(b"Seen at home", marked).replace(b"<office:text>", b"<office:text>" + tracked)

    one = read_one(tmp_path, "police.odt", with_part(odt([HEAD, ROW]), "content.xml", mark))
    assert what(one) == ["Seen  at home"]
    assert any("Tracked changes" in note for note in one.notes)


def test_a_password_is_named(tmp_path: Path) -> None:
    locked = with_part(
        odt([HEAD, ROW]),
        "META-INF/manifest.xml",
        lambda xml: xml.replace(b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"),
    )
    assert refusal(tmp_path, "police.odt", locked) == "T111"


def test_a_table_inside_a_cell_is_words_of_the_cell_or_a_table_of_its_own(tmp_path: Path) -> None:
    def nest(xml: bytes) -> bytes:
        def table(*rows: tuple[str, str]) -> bytes:
            cells = "".join(
                "<table:table-row>"
                + "".join(f"<table:table-cell><text:p>{words}</text:p></table:table-cell>" for words in row)
                + "</table:table-row>"
                for row in rows
            )
            return f'<table:table table:name="inner">{cells}</table:table>'.encode()

        boxed = table(("Mother", "Health visitor"))
        own = table(("Date", "Event"), ("23/05/2016", "Nested"))
        return xml.replace(b"<text:p>one</text:p>", b"<text:p>one</text:p>" + boxed).replace(
            b"<text:p>two</text:p>", b"<text:p>two</text:p>" + own
        )

    rows = [HEAD, ["22/05/2016", "one", ""], ["24/05/2016", "two", ""]]
    one = read_one(tmp_path, "police.odt", with_part(odt(rows), "content.xml", nest))
    assert what(one) == ["one\nMother | Health visitor", "two", "Nested"]
