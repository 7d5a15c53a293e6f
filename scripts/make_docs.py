"""The reference pages, made from code and data: `make docs`, or `--check` to find a stale one.

The pages never differ by machine or day: nothing in them comes from a clock.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from reference_pages.answering import responses_page
from reference_pages.commands import cli_page
from reference_pages.faults import errors_page
from reference_pages.indicators import indicator_pages
from reference_pages.timing import states_page
from reference_pages.words import vocabulary_page

from tocsin.chronology.vocabulary import vocabulary
from tocsin.indicators.catalogue import load
from tocsin.review.report.json_file import schema_bytes, schema_page

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"


def pages() -> Iterator[tuple[str, str]]:
    """(path under docs/reference, text)."""
    catalogue = load()
    yield "cli.md", cli_page()
    yield "errors.md", errors_page()
    yield "vocabulary.md", vocabulary_page(vocabulary())
    yield "states-and-timescales.md", states_page(catalogue)
    yield "responses-and-roles.md", responses_page()
    yield "review-json.md", schema_page()
    yield "review.schema.json", schema_bytes().decode()
    for name, text in indicator_pages(catalogue):
        yield f"indicators/{name}", text


def stale(folder: Path = REFERENCE) -> list[str]:
    """Pages that differ from what code and data now say, and pages that nothing makes any more."""
    made = dict(pages())
    found = [f"{name} is stale" for name, text in made.items() if written(folder / name) != text]
    left = [path for path in (folder / "indicators").glob("*.md") if f"indicators/{path.name}" not in made]
    return found + [f"indicators/{path.name} is made by nothing" for path in left]


def written(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def write(folder: Path = REFERENCE) -> None:
    for name, text in pages():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def main() -> int:
    if "--check" in sys.argv[1:]:
        found = stale()
        print("\n".join([*found, "Run `make docs` and commit what it changes."] if found else []))
        return 1 if found else 0
    write()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
