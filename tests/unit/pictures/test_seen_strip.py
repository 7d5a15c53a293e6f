"""The strip of days seen."""

from __future__ import annotations

from datetime import date
from typing import Any

from tocsin.pictures.seen_strip import Gap, SeenDay, SeenStrip, seen_strip, seen_strip_text

START, END = date(2023, 1, 1), date(2024, 1, 1)


def strip() -> SeenStrip:
    days = (
        SeenDay("e1", date(2023, 2, 1), date(2023, 2, 1), "seen", "Health visiting"),
        SeenDay("e2", date(2023, 5, 1), date(2023, 5, 31), "seen_alone", "Children’s social care"),
        SeenDay("e3", date(2023, 9, 1), date(2023, 9, 1), "not_seen", "School"),
    )
    gaps = (
        Gap("seen", date(2023, 2, 1), date(2023, 5, 1), 89),
        Gap("seen_alone", date(2023, 6, 1), END, 214),
        *(Gap("seen", date(2023, 7, n), date(2023, 7, n + 1), n) for n in range(1, 9)),
    )
    return SeenStrip("Amara", START, END, days, gaps)


def test_it_links_every_day_once(read: Any, links: Any) -> None:
    assert sorted(links(read(seen_strip(strip(), name="s")))) == ["#event-e1", "#event-e2", "#event-e3"]


def test_it_labels_the_longest_gaps_in_days(read: Any, words: Any) -> None:
    root = read(seen_strip(strip(), name="s"))
    assert "89 days" in words(root)
    assert "214 days" in words(root)
    assert len([each for each in root.iter() if each.get("class") == "gap"]) == 4


def test_it_counts_a_child_seen_alone_as_seen() -> None:
    assert seen_strip_text(strip())[:2] == [
        "Last recorded as seen some time in May 2023.",
        "Last recorded as seen alone some time in May 2023.",
    ]


def test_it_says_all_it_shows_in_words() -> None:
    text = "\n".join(seen_strip_text(strip()))
    assert "1 September 2023: tried, not seen by School." in text
    assert "Not recorded as seen alone for 214 days, 1 June 2023 to 1 January 2024." in text


def test_it_says_so_where_nobody_saw_the_child(read: Any, words: Any) -> None:
    empty = SeenStrip("Amara", START, END)
    assert "never recorded" in words(read(seen_strip(empty, name="s")))
    assert seen_strip_text(empty)[0] == "Not once recorded as seen."


def test_it_lets_no_label_become_markup(read: Any, hostile: str) -> None:
    read(
        seen_strip(
            SeenStrip(hostile, START, START, (SeenDay(hostile, START, END, hostile, hostile),)), name="s"
        )
    )
    read(
        seen_strip(
            SeenStrip(hostile, START, START, (SeenDay(hostile, START, END, "seen", hostile),)), name="s"
        )
    )
