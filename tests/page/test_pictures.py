"""All pictures on one page in a real browser: read by axe, drawn without a request, kept in bounds."""

from __future__ import annotations

import html
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tocsin.pictures.body_map import BodyMap, Injury, body_map, body_map_text
from tocsin.pictures.genogram import Couple, Genogram, ParentLink, Person, Resident, genogram, genogram_text
from tocsin.pictures.matrix import Agency, Matrix, Told, matrix, matrix_text
from tocsin.pictures.seen_strip import Gap, SeenDay, SeenStrip, seen_strip, seen_strip_text
from tocsin.pictures.timeline import (
    ConcernBar,
    Incident,
    Lane,
    Mark,
    PlanBar,
    Timeline,
    Voice,
    timeline,
    timeline_text,
)

CHROMIUM = Path("/usr/bin/chromium")
POLICY = "default-src 'none'; base-uri 'none'"  # no script, no style, no image, no font
START = date(2023, 1, 1)
DAYS = tuple(START + timedelta(days=23 * index) for index in range(24))
KINDS = ("injury", "seen", "missed", "process", "household", "police", "other")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]


def a_timeline() -> Timeline:
    lanes = (Lane("social_care", "Children’s social care"), Lane("school", "שרה · 孙小美 · Ysgol"))
    both = ("social_care", "school")
    marks = tuple(
        Mark(f"e{i}", day, day + timedelta(days=30 * (i % 4 == 0)), both[i % 2 :], KINDS[i % 7], f"Event {i}")
        for i, day in enumerate(DAYS)
    )
    concerns = tuple(
        ConcernBar(f"c{i}", f"Concern {i}", strength, day, day, day + timedelta(days=5), ended, state)
        for i, (day, strength, ended, state) in enumerate(
            [
                (DAYS[2], "suspect", None, "overdue"),
                (DAYS[5], "consider", DAYS[6], "answered"),
                (DAYS[7], "context", DAYS[9], "stood_down"),
                (DAYS[8], "context", DAYS[9], "withdrawn"),
            ]
        )
    )
    return Timeline(
        "Amara",
        START,
        DAYS[-1],
        lanes,
        marks,
        (Voice("e3", DAYS[3], DAYS[3], "I want to stay with Nan"),),
        (PlanBar("child_protection", "Child protection plan", DAYS[4], None),),
        concerns,
        Incident(DAYS[20], "Critical injury"),
        DAYS[1],
    )


def a_family() -> Genogram:
    return Genogram(
        (
            Person("m", "Mother", "female", DAYS[0].replace(year=1995), DAYS[0].replace(year=1995)),
            Person("f", "Father", "male", verified=False),
            Person("a", "Amara", "female", DAYS[1], DAYS[1], subject=True, child=True),
        ),
        (Couple("m", "f", "cohabiting"),),
        (ParentLink("a", ("m", "f")),),
        (Resident("m"), Resident("a")),
    )


def pictures() -> dict[str, tuple[str, list[str]]]:
    days = tuple(
        SeenDay(f"e{i}", day, day, ("seen", "seen_alone", "not_seen")[i % 3]) for i, day in enumerate(DAYS)
    )
    strip = SeenStrip("Amara", START, DAYS[-1], days, (Gap("seen", DAYS[2], DAYS[3], 23),))
    body = BodyMap(
        "Amara",
        tuple(
            Injury(f"e{i}", day, day, "bruise", "cheek", recorded_by="School") for i, day in enumerate(DAYS)
        ),
        8,
    )
    told = Matrix((Agency("a", "School"), Agency("b", "Police")), (Told("a", "b", DAYS[3]),))
    day = DAYS[20]
    return {
        "timeline": (timeline(a_timeline(), name="timeline"), timeline_text(a_timeline())),
        "strip": (seen_strip(strip, name="strip"), seen_strip_text(strip)),
        "genogram": (genogram(a_family(), at=day, name="genogram"), genogram_text(a_family(), at=day)),
        "body": (body_map(body, name="body"), body_map_text(body)),
        "matrix": (matrix(told, name="matrix"), matrix_text(told)),
    }


def page_of(drawn: dict[str, tuple[str, list[str]]]) -> str:
    sections = "".join(
        f"<section><h2>{name}</h2>{picture}<details><summary>{name} as text</summary><ul>"
        + "".join(f"<li>{html.escape(sentence)}</li>" for sentence in sentences)
        + "</ul></details></section>"
        for name, (picture, sentences) in drawn.items()
    )
    targets = "".join(f'<li id="event-e{i}">event {i}</li>' for i in range(len(DAYS)))
    targets += "".join(f'<li id="concern-c{i}">concern {i}</li>' for i in range(4))
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Pictures</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"></head>'
        f"<body><main><h1>Pictures</h1>{sections}<ul>{targets}</ul></main></body></html>"
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    args += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.fspath(CHROMIUM), args=args)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    written = tmp_path / "pictures.html"
    written.write_text(page_of(pictures()), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=False)
    opened = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: complaints.append(message.text))
    opened.goto(written.as_uri())
    opened.asked, opened.complaints = asked, complaints
    yield opened
    context.close()


def test_it_has_no_accessibility_violation(page: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_it_asks_for_nothing_and_obeys_the_strictest_policy(page: Any) -> None:
    assert [url for url in page.asked if not url.startswith("file:")] == []
    assert len(page.asked) == 1
    assert page.complaints == []


def test_it_keeps_every_word_within_its_picture(page: Any) -> None:
    outside = page.evaluate(
        """() => [...document.querySelectorAll('svg text')].filter(words => {
            const inner = words.getBoundingClientRect();
            const outer = words.closest('svg').getBoundingClientRect();
            return inner.left < outer.left || inner.right > outer.right
                || inner.top < outer.top || inner.bottom > outer.bottom;
        }).map(words => words.textContent)"""
    )
    assert outside == []


def test_it_leads_from_a_mark_to_its_event(page: Any) -> None:
    page.locator("#timeline a.event path").first.click()
    assert page.url.endswith("#event-e0")
    page.locator("#timeline a.concern text").first.click()
    assert "#concern-c" in page.url


def test_it_gives_every_link_words_of_its_own(page: Any) -> None:
    names = page.eval_on_selector_all("svg a", "links => links.map(a => a.getAttribute('aria-label'))")
    assert all(names)


def test_it_writes_nothing_smaller_than_eleven_pixels(page: Any) -> None:
    sizes = page.eval_on_selector_all(
        "svg text", "all => all.map(words => parseFloat(getComputedStyle(words).fontSize))"
    )
    assert min(sizes) >= 11
