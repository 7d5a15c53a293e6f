"""Word documents: the traps of real chronologies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from agency_files import HEAD, docx, read_one, refusal, run_xml, what, with_part, zipped
from docx.table import Table

ROW = ["22/05/2016", "Seen at home", "None"]


def test_it_reads_a_table_with_its_place(tmp_path: Path) -> None:
    one = read_one(tmp_path, "file1.docx", docx([HEAD, ROW], title="Health Visiting Service chronology"))
    (record,) = one.records
    assert record.agencies == ("health_visiting",)
    assert (record.place.part, record.place.row, record.place.cell) == ("table 1", 2, "column 2")
    assert record.cells == {"what": "Seen at home", "action": "None"}


def test_header_rows_repeated_on_each_page_are_no_events(tmp_path: Path) -> None:
    one = read_one(tmp_path, "police.docx", docx([HEAD, ROW, HEAD, ["23/05/2016", "Again", ""], HEAD]))
    assert what(one) == ["Seen at home", "Again"]
    assert one.headers_and_blanks == 3


def test_a_row_cut_by_a_page_is_one_event(tmp_path: Path) -> None:
    rows = [
        HEAD,
        ["22/05/2016", "Seen at home; the", "Call"],
        HEAD,
        ["", "house was cold", "to GP"],
        ["", "undated", ""],
    ]
    one = read_one(tmp_path, "police.docx", docx(rows))
    assert one.records[0].cells == {"what": "Seen at home; the\nhouse was cold", "action": "Call\nto GP"}
    assert one.records[1].when is None
    assert what(one)[1] == "undated"


def test_a_table_cut_in_two_goes_on(tmp_path: Path) -> None:
    rest = [["", "house was cold", ""], ["23/05/2016", "Again", ""]]
    one = read_one(tmp_path, "police.docx", docx([HEAD, ROW], rest))
    assert what(one) == ["Seen at home\nhouse was cold", "Again"]


def test_several_tables_each_have_their_own_headings(tmp_path: Path) -> None:
    other = [["Details", "When", "Who was seen"], ["Called in", "24/05/2016", "Child and mother"]]
    family = [["Name", "Relationship"], ["Ms Okafor", "Mother"]]
    one = read_one(tmp_path, "police.docx", docx([HEAD, ROW], family, other))
    assert what(one) == ["Seen at home", "Called in"]
    assert one.records[1].cells["child_seen"] == "Child and mother"
    assert any("Table 2 is no chronology" in note for note in one.notes)


def test_merged_cells_down_and_across(tmp_path: Path) -> None:
    def merge(tables: list[Table]) -> None:
        table = tables[0]
        table.cell(1, 0).merge(table.cell(2, 0))
        table.cell(3, 1).merge(table.cell(3, 2))

    rows = [HEAD, ["22/05/2016", "first", "a"], ["", "second", "b"], ["23/05/2016", "across", ""]]
    one = read_one(tmp_path, "police.docx", docx(rows, change=merge))
    assert what(one) == ["first", "second", "across"]
    assert [record.when.start.day for record in one.records if record.when] == [22, 22, 23]


def test_tracked_changes_are_read_as_accepted_and_comments_are_left_out(tmp_path: Path) -> None:
    def change(tables: list[Table]) -> None:
        cell = tables[0].cell(1, 1)._tc
        cell.append(
            run_xml(
                '<w:commentRangeStart w:id="0"/><w:r><w:t>Seen </w:t></w:r>'
                '<w:ins w:id="1"><w:r><w:t>well</w:t></w:r></w:ins>'
                '<w:del w:id="2"><w:r><w:delText>ill</w:delText></w:r></w:del>'
                '<w:moveFrom w:id="3"><w:r><w:t>moved away</w:t></w:r></w:moveFrom>'
                '<w:r><w:instrText>HYPERLINK</w:instrText></w:r><w:r><w:footnoteReference w:id="4"/></w:r>'
                '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
            )
        )
        row = tables[0].rows[2]._tr
        row.get_or_add_trPr().append(run_xml("<w:del w:id='9'/>")[0])

    one = read_one(
        tmp_path,
        "police.docx",
        docx([HEAD, ["22/05/2016", "", ""], ["23/05/2016", "deleted row", ""]], change=change),
    )
    assert what(one) == ["Seen well"]
    assert any("Tracked changes" in note for note in one.notes)


def test_a_table_inside_a_layout_table_is_read_once(tmp_path: Path) -> None:
    def nest(tables: list[Table]) -> None:
        inner = tables[0].cell(0, 0).add_table(rows=2, cols=2)
        for at, words in enumerate(["Date", "Event", "22/05/2016", "Nested"]):
            inner.cell(at // 2, at % 2).text = words
        listed = tables[1].cell(1, 1).add_table(rows=1, cols=2)
        listed.cell(0, 0).text, listed.cell(0, 1).text = "Mother", "Health visitor"

    one = read_one(tmp_path, "police.docx", docx([["", ""]], [HEAD, ROW], change=nest))
    assert what(one) == ["Nested", "Seen at home\nMother | Health visitor"]


def test_ticked_child_columns_make_one_record_for_all_ticked(tmp_path: Path) -> None:
    rows = [["Date", "Event", "Child A", "Child B", "Child seen"], ["22/05/2016", "both", "x", "✓", "Yes"],
            ["23/05/2016", "one", "", "Yes", ""], ["24/05/2016", "none", "no", "-", ""]]  # fmt: skip
    one = read_one(tmp_path, "police.docx", docx(rows))
    assert [record.child for record in one.records] == ["Child A+Child B", "Child B", ""]
    assert one.records[0].cells["child_seen"] == "Yes"


def test_a_document_type_or_entity_is_refused(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    evil = with_part(docx([HEAD, ROW]), "word/document.xml", lambda xml: bomb + xml[xml.index(b"?>") + 2 :])
    assert refusal(tmp_path, "police.docx", evil) == "T112"


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    assert refusal(tmp_path, "police.docx", zipped({"word/document.xml": b" " * 40_000_000})) == "T114"


def test_dates_and_pages_stay_with_their_rows(tmp_path: Path) -> None:
    def pages(tables: list[Table]) -> None:
        tables[0].cell(2, 0)._tc.insert(1, run_xml("<w:r><w:lastRenderedPageBreak/></w:r>"))

    one = read_one(tmp_path, "police.docx", docx([HEAD, ROW, ["23/05/2016", "Next page", ""]], change=pages))
    assert [record.when.start for record in one.records if record.when] == [
        date(2016, 5, 22),
        date(2016, 5, 23),
    ]
