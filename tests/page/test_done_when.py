"""The reports of the example and of three published cases, opened as a panel would open them.

The largest case, the smallest, and the one dated least precisely, beside the shipped example.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from playwright.sync_api import Browser, sync_playwright
from test_report_html import CHROMIUM, QUIET
from test_report_office import ALL_SHEETS, SOFFICE, TABLE

from tocsin.review.report.json_file import read_json
from tocsin.review.run import review_folder
from tocsin.review.schema import Review

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared" / "data" / "published_cases"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = ("example", "largest", "smallest", "least precise")

in_chromium = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]
in_office = [
    pytest.mark.office,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed"),
]


def rows(case: Path) -> list[dict[str, str]]:
    with case.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def imprecise(case: Path) -> float:
    """The share of its rows that name no day."""
    found = rows(case)
    return sum(row["date_precision"] != "day" for row in found) / len(found)


def chosen() -> dict[str, Path]:
    """Largest, smallest and least precisely dated: three cases, by what they hold and not by name."""
    by_size = sorted(CASES.glob("p*.csv"), key=lambda case: (len(rows(case)), case.name))
    if not by_size:
        return {}
    between = max(by_size[1:-1], key=lambda case: (imprecise(case), case.name))
    return {"largest": by_size[-1], "smallest": by_size[0], "least precise": between}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("done")
    shutil.copytree(ROOT / "examples" / "riverside", base / "example")
    for name, case in chosen().items():
        (base / name).mkdir()
        shutil.copy(case, base / name / "chronology.csv")
    for folder in sorted(base.iterdir()):
        review_folder(folder, out=base / f"{folder.name} report", today=date(2026, 11, 21))
    return base


def report(made: Path, name: str) -> Path:
    if name != "example" and not CASES.is_dir():
        pytest.skip("the data folder is not beside the project")
    return made / f"{name} report"


def review_of(out: Path) -> Review:
    return read_json((out / "review.json").read_bytes())


def marked(name: str) -> object:
    return name if name == "example" else pytest.param(name, marks=pytest.mark.shared)


each = pytest.mark.parametrize("name", [marked(name) for name in NAMES])


@pytest.mark.shared
def test_the_cases_opened_are_the_largest_the_smallest_and_the_least_precise(shared: Path) -> None:
    sizes = {case.name: len(rows(case)) for case in shared.glob("data/published_cases/p*.csv")}
    opened = chosen()
    assert len(rows(opened["largest"])) == max(sizes.values())
    assert len(rows(opened["smallest"])) == min(sizes.values())
    assert len(set(opened.values())) == 3


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield opened
        opened.close()


class TestInChromium:
    pytestmark = in_chromium

    @each
    def test_it_has_no_violation_and_asks_for_nothing_but_itself(
        self, chromium: Browser, made: Path, name: str
    ) -> None:
        file = report(made, name) / "report.html"
        page = chromium.new_page(viewport={"width": 1600, "height": 1100})
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(file.as_uri())
        assert asked == [file.as_uri()]
        assert said == []
        found = Axe().run(page)
        page.close()
        assert found.violations_count == 0, found.generate_report()

    @each
    def test_all_its_rows_are_there_without_javascript(
        self, chromium: Browser, made: Path, name: str
    ) -> None:
        out = report(made, name)
        review = review_of(out)
        context = chromium.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto((out / "report.html").as_uri())
        shown = {
            selector: page.locator(selector).locator("visible=true").count()
            for selector in (".chron tbody tr", "article.concern")
        }
        words = page.locator("body").inner_text()
        context.close()
        assert shown == {".chron tbody tr": len(review.events), "article.concern": len(review.concerns)}
        assert not [one.words for one in review.undated if one.words not in words]


@pytest.fixture(scope="module")
def converted(made: Path) -> Path:
    """Every report as LibreOffice writes it again: all books in one start, all documents in another."""
    for target, suffix in ((ALL_SHEETS, "xlsx"), ("odt", "docx")):
        files = []
        for out in sorted(made.glob("* report")):
            files.append(made / f"{out.name.replace(' ', '-')}.{suffix}")
            shutil.copy(out / f"report.{suffix}", files[-1])
        start = [str(SOFFICE), f"-env:UserInstallation=file://{made}/profile", "--headless"]
        command = [*start, "--convert-to", target, "--outdir", str(made), *map(str, files)]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
    return made


class TestInLibreOffice:
    pytestmark = in_office

    @each
    def test_each_sheet_of_the_book_keeps_its_rows(self, converted: Path, name: str) -> None:
        out = report(converted, name)
        book = openpyxl.load_workbook(out / "report.xlsx", read_only=True)
        for sheet in book.worksheets:
            with (converted / f"{out.name.replace(' ', '-')}-{sheet.title}.csv").open(
                encoding="utf-8", newline=""
            ) as stream:
                assert len(list(csv.reader(stream))) == len(list(sheet.iter_rows())), sheet.title
        book.close()

    @each
    def test_each_table_of_the_document_keeps_its_rows(self, converted: Path, name: str) -> None:
        out = report(converted, name)
        written = tables(out / "report.docx", "word/document.xml", f"{WORD}tbl", f"{WORD}tr")
        again = converted / f"{out.name.replace(' ', '-')}.odt"
        assert tables(again, "content.xml", f"{TABLE}table", f"{TABLE}table-row") == written
        review = review_of(out)
        assert len(review.events) + 1 in written

    @each
    def test_the_book_holds_each_event_and_concern_in_a_row(self, made: Path, name: str) -> None:
        out = report(made, name)
        review = review_of(out)
        book = openpyxl.load_workbook(out / "report.xlsx", read_only=True)
        counts = {sheet.title: len(list(sheet.iter_rows())) - 1 for sheet in book.worksheets}
        book.close()
        assert counts["Chronology"] == len(review.events)
        assert counts["Concerns"] == len(review.concerns)


def tables(path: Path, part: str, table: str, row: str) -> list[int]:
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read(part))
    return [len(list(one.iter(row))) for one in root.iter(table)]
