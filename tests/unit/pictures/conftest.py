"""Reading a picture back: as XML, with no entity, script, style sheet or reference to elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]><!-- &amp; &bogus; '",
    "\x00\x08\ufffe\ud800 null",
    "\u202egnirts desrever\u202c",
    "javascript:alert(1)",
    "שרה בת אברהם",
    "محمّد عبد الله",
    "孙小美 " * 30,
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3,
    "",
)
ALLOWED = {"svg", "title", "desc", "defs", "pattern", "g", "a", "text"}
ALLOWED |= {"rect", "line", "circle", "ellipse", "path"}


def read_picture(drawn: str) -> Any:
    """The root of a picture that keeps every promise all pictures make."""
    root = etree.fromstring(drawn.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") in ("img", "group")
    assert root.get("aria-labelledby") == f"{root.get('id')}-title"
    ids = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert all(each == root.get("id") or each.startswith(f"{root.get('id')}-") for each in ids)
    assert bool(list(root.iter(f"{SVG}a"))) == (root.get("role") == "group")
    for each in root.iter():
        _is_harmless(each)
    return root


def _is_harmless(each: Any) -> None:
    assert etree.QName(each).localname in ALLOWED
    for name, value in each.attrib.items():
        assert not name.startswith("on")
        assert name != "style"
        if name == "href":
            assert value.startswith(("#event-", "#concern-"))
        if value.startswith("url("):
            assert value.startswith("url(#")
    if each.tag == f"{SVG}text":
        assert float(each.get("font-size")) >= 11


def picture_links(root: Any) -> list[str]:
    return [each.get("href") for each in root.iter(f"{SVG}a")]


def picture_words(root: Any) -> str:
    return " ".join("".join(each.itertext()) for each in root.iter(f"{SVG}text"))


@pytest.fixture
def read() -> Callable[[str], Any]:
    return read_picture


@pytest.fixture
def links() -> Callable[[Any], list[str]]:
    return picture_links


@pytest.fixture
def words() -> Callable[[Any], str]:
    return picture_words


@pytest.fixture(params=HOSTILE, ids=[f"words-{index}" for index in range(len(HOSTILE))])
def hostile(request: pytest.FixtureRequest) -> str:
    return str(request.param)
