"""The scripts that make pages and check locks, for tests to call."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from check_locks import LOCKS, faults, versions  # noqa: E402
from make_docs import pages, stale  # noqa: E402
from reference_pages.commands import commands  # noqa: E402
from reference_pages.faults import every_error  # noqa: E402

__all__ = ["LOCKS", "ROOT", "commands", "every_error", "faults", "pages", "stale", "versions"]
