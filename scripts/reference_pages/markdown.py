"""Tables and words in Markdown that any viewer shows alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MADE = "\n*This page is made from {source} by `make docs`; do not edit it by hand.*\n"


def page(title: str, *parts: str, source: str) -> str:
    return "\n".join([f"# {title}\n", *parts, MADE.format(source=source)])


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(headings)} |", f"|{'|'.join('---' for _ in headings)}|"]
    lines += [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def cell(value: object) -> str:
    """One line, with bars kept out of the way; values that hold mark-up come ready."""
    return " ".join(str(value).split()).replace("|", "\\|")


def code(value: object) -> str:
    return f"`{value}`" if str(value) else ""


def codes(values: Iterable[object]) -> str:
    return ", ".join(code(value) for value in values)


def spaced(name: str) -> str:
    return name.replace("_", " ")


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
