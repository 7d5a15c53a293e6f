"""report.html in a real browser: accessible, self-contained, searchable, printable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from made_review import HOSTILE_HTML, made_review
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tocsin.review.report import write_reports

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    write_reports(made_review(), out, formats=("html",))
    return out / "report.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1600, "height": 1100})
    opened.goto(report.as_uri())
    yield opened
    opened.close()


def shown(page: Page, selector: str) -> int:
    return page.locator(selector).locator("visible=true").count()


@pytest.mark.parametrize("width", [1600, 320])
def test_it_has_no_accessibility_violation(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1000})
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_it_asks_for_nothing_but_itself(browser: Browser, report: Path) -> None:
    opened = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: said.append(message.text))
    opened.goto(report.as_uri())
    opened.locator("#q").fill("bruise")
    opened.wait_for_timeout(300)
    opened.close()
    assert asked == [report.as_uri()]
    assert said == []


def test_its_policy_stops_a_script_that_got_in(page: Page) -> None:
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = \"document.title='hacked'\";"
        " document.body.append(s); }"
    )
    assert page.title() != "hacked"


def test_hostile_words_are_shown_as_words(page: Page) -> None:
    assert HOSTILE_HTML in (page.locator("#event-e0006").text_content() or "")
    assert "hacked" not in page.title()


def test_search_and_filters_work_by_keyboard(page: Page) -> None:
    everything = shown(page, ".chron tbody tr")
    page.locator("#q").focus()
    page.keyboard.type("toy box")
    expect(page.locator("#shown")).to_contain_text("events")
    assert 0 < shown(page, ".chron tbody tr") < everything
    assert "Page one still counts everything" in page.locator("#shown").inner_text()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.by") == "a"
    page.locator("button[type=reset]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#shown")).to_be_empty()
    assert shown(page, ".chron tbody tr") == everything


@pytest.mark.parametrize(
    ("field", "value", "selector", "count"),
    [
        ("#by-z", "withdrawn", "article.concern", 1),
        ("#by-c", "child-2", "article.concern", 3),
        ("#by-a", "police", ".chron tbody tr", 4),
        ("#by-k", "disclosure", ".chron tbody tr", 1),
    ],
)
def test_each_filter_leaves_what_fits(page: Page, field: str, value: str, selector: str, count: int) -> None:
    page.locator(field).select_option(value)
    expect(page.locator("body")).to_have_class("filtered")
    assert shown(page, selector) == count


def test_dates_filter_by_any_overlap(page: Page) -> None:
    page.locator("#from").fill("2024-05-10")
    page.locator("#to").fill("2024-05-12")
    rows = page.locator(".chron tbody tr").locator("visible=true")
    expect(rows).to_have_count(
        1
    )  # the event of "May 2024"; the page filters again a moment after each change


def test_a_link_to_something_filtered_away_shows_it_again(page: Page) -> None:
    page.locator("#q").fill("nothing has these words")
    expect(page.locator("body")).to_have_class("filtered")
    page.locator(".findings a").first.click()
    assert page.locator("#concern-c005").is_visible()


def test_a_concern_is_folded_until_it_is_asked_for(page: Page) -> None:
    folded = page.locator("#concern-c005 details")
    assert folded.get_attribute("open") is None
    page.locator(".findings a[href='#concern-c005']").first.click()
    expect(folded).to_have_attribute("open", "")


def test_every_link_inside_the_page_arrives(page: Page) -> None:
    lost = page.evaluate(
        "() => [...document.querySelectorAll('a')].map(a => (a.getAttribute('href') || a.href.baseVal))"
        ".filter(h => !document.getElementById(decodeURIComponent(h.slice(1))))"
    )
    assert lost == []
    assert page.locator("a[href='#event-e0011']").count() > 1
    assert page.locator("#event-e0011 a[href='#concern-c003']").count() == 1


def test_without_javascript_everything_can_be_read(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(report.as_uri())
    assert shown(opened, ".chron tbody tr") == len(made_review().events)
    assert shown(opened, "article.concern") == len(made_review().concerns)
    assert not opened.locator("#filter").is_visible()
    context.close()


@pytest.mark.parametrize("width", [1600, 800, 320])
def test_it_never_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_page_one_fits_one_screen(page: Page) -> None:
    box = page.locator("#page-one").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 1100


def test_it_prints_as_marked_a3_pages(page: Page) -> None:
    made = page.pdf(prefer_css_page_size=True, print_background=True)
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", made)
    assert sizes
    assert all(abs(float(w) - 1190.6) < 2 and abs(float(h) - 841.9) < 2 for w, h in sizes)


def test_headings_never_skip_a_level(page: Page) -> None:
    levels = page.evaluate("() => [...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
