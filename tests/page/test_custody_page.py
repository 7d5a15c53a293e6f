"""The page of `tocsin custody show --out`, and its section in a report, in a real browser."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from axe_playwright_python.sync_playwright import Axe
from made_review import made_review
from playwright.sync_api import Browser, Page, sync_playwright

from tocsin.review.report import write_reports
from tocsin.review.report.custody_page import page_bytes

sys.path.append(str(Path(__file__).parents[1] / "spec" / "custody"))

from shown_adults import NAMES, adults

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
QUIET += ["--disable-background-networking", "--disable-component-update"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """page.html of `custody show`, and report.html with the same adults."""
    out = tmp_path_factory.mktemp("out")
    (out / "page.html").write_bytes(page_bytes(adults(), on=date(2026, 11, 21), set_aside=["line 70: a day"]))
    write_reports(msgspec.structs.replace(made_review(), custody=adults()), out, formats=("html",))
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        chromium.close()


def opened(browser: Browser, path: Path, *, width: int = 1280) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 1000})
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("name", ["page.html", "report.html"])
@pytest.mark.parametrize("width", [1280, 320])
def test_it_has_no_accessibility_violation(browser: Browser, files: Path, name: str, width: int) -> None:
    page = opened(browser, files / name, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(page)
    page.close()
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_does_not_scroll_sideways(browser: Browser, files: Path, width: int) -> None:
    page = opened(browser, files / "page.html", width=width)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert wide <= width


def test_the_answers_stand_on_the_first_screen(browser: Browser, files: Path) -> None:
    page = opened(browser, files / "page.html")
    boxes = page.locator("#custody-1 .answer").all()
    below = [box.bounding_box() for box in boxes]
    page.close()
    assert len(below) == 5
    assert all(box and box["y"] + box["height"] <= 1000 for box in below)


def test_it_asks_for_nothing_and_runs_nothing(browser: Browser, files: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto((files / "page.html").as_uri())
    page.wait_for_timeout(200)
    scripts = page.locator("script").count()
    page.close()
    assert asked == [(files / "page.html").as_uri()]
    assert (said, scripts) == ([], 0)


def test_its_policy_stops_a_script_that_got_in(browser: Browser, files: Path) -> None:
    page = opened(browser, files / "page.html")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = \"document.title='hacked'\";"
        " document.body.append(s); }"
    )
    title = page.title()
    page.close()
    assert title != "hacked"


def test_words_of_the_file_are_shown_as_words(browser: Browser, files: Path) -> None:
    page = opened(browser, files / "page.html")
    shown = page.locator("#custody-1").text_content() or ""
    bold = page.locator("#custody-1 th b").count()
    page.close()
    assert "Assault <b>on</b> a partner" in shown
    assert bold == 0


def test_every_picture_has_its_words_and_its_table(browser: Browser, files: Path) -> None:
    page = opened(browser, files / "page.html")
    pictures = page.locator(".picture svg").count()
    worded = page.locator("details.in-words").count()
    tables = page.locator("table caption", has_text="Calendar").count()
    page.close()
    assert pictures == worded
    assert tables == len(NAMES)


def test_it_prints_on_paper_with_its_answers(browser: Browser, files: Path) -> None:
    page = opened(browser, files / "page.html")
    page.emulate_media(media="print")
    visible = page.locator("#custody-1 .answer").locator("visible=true").count()
    pdf = page.pdf()
    page.close()
    assert visible == 5
    assert pdf.startswith(b"%PDF")
