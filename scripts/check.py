"""Every check of the house, all run before failing: `make check`.

Format, lint, types, import order, stale reference pages, the indicator cards, and locks without
addresses. Prints what each found, then one line each, and exits 1 if any failed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON_FOLDERS = ("src", "tests", "scripts")

CHECKS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", *PYTHON_FOLDERS],
    "lint": [str(BIN / "ruff"), "check", *PYTHON_FOLDERS],
    "types": [sys.executable, "-m", "mypy"],
    "import order": [str(BIN / "lint-imports"), "--no-cache"],
    "reference pages": [sys.executable, "scripts/make_docs.py", "--check"],
    "indicator cards": [str(BIN / "tocsin"), "catalogue", "lint"],
    "locks": [sys.executable, "scripts/check_locks.py"],
}


def run(name: str, command: list[str]) -> tuple[bool, float]:
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"--- {name}\n{done.stdout}{done.stderr}", flush=True)
    return done.returncode == 0, time.monotonic() - begun


def main() -> int:
    results = {name: run(name, command) for name, command in CHECKS.items()}
    for name, (passed, seconds) in results.items():
        print(f"{'ok    ' if passed else 'FAILED'} {name} ({seconds:.1f} s)")
    return 0 if all(passed for passed, _ in results.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
