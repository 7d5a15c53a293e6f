"""A lock says which bytes to install and never where from: `make check`.

Every requirement has an exact version and a hash, no line holds an address or an option, and the
development lock agrees with the one people install.
"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
PINNED = re.compile(r"([a-z0-9][a-z0-9._-]*)==(\S+)(?: ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


def faults(text: str) -> list[str]:
    """What is wrong with one lock, a line each."""
    found = ["an address"] if "://" in text else []
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found += [f"not a pinned requirement or a hash: {line}" for line in lines if not allowed(line)]
    found += [
        f"no hash: {one}" for one, after in zip(lines, [*lines[1:], ""], strict=True) if bare(one, after)
    ]
    return found


def allowed(line: str) -> bool:
    return bool(PINNED.fullmatch(line) or HASH.fullmatch(line))


def bare(line: str, after: str) -> bool:
    return bool(PINNED.fullmatch(line)) and not HASH.fullmatch(after)


def versions(text: str) -> dict[str, str]:
    return dict(found.groups() for line in text.splitlines() if (found := PINNED.fullmatch(line)))  # type: ignore[misc]


def main() -> int:
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in LOCKS}
    found = [f"{name}: {fault}" for name, text in texts.items() for fault in faults(text)]
    run, develop = (versions(texts[name]) for name in LOCKS)
    found += [f"{name} differs between the locks" for name in run if run[name] != develop.get(name)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
