"""Words on their way into a file: nothing executable, nothing a format forbids."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tocsin.errors import UsageError
from tocsin.records.live_cells import GUARD, LIVE

# Signs XML forbids, and the overrides with which words could be shown in another order.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def clean(words: str) -> str:
    return _FORBIDDEN.sub("", words)


def inert(words: str) -> str:
    """The words as a spreadsheet may hold them: what would be a formula gets a leading apostrophe."""
    cleaned = clean(words)
    return GUARD + cleaned if cleaned.startswith(LIVE) else cleaned


def bare(words: str) -> str:
    """The words of a cell that `inert` guarded, without the guard."""
    return words[1:] if words.startswith(GUARD) and words[1:].startswith(LIVE) else words


def within(out: Path, *parts: str) -> Path:
    """A path below `out`; refused where a link would lead it elsewhere."""
    path = out.joinpath(*parts)
    if not path.parent.resolve().is_relative_to(out.resolve()):
        raise UsageError(
            "A folder inside the output folder leads outside it.",
            where="/".join(parts),
            do="Remove the link or choose another output folder.",
        )
    return path


def write_whole(path: Path, content: bytes) -> Path:
    """Write beside the target, then put it in its place, so a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """UTF-8 with a byte-order mark, so that Excel reads names in every script."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([inert(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")
