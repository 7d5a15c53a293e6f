"""Make the Word and Excel files of the second example family from the prose in scripts/kilncourt/.

    python scripts/make_kilncourt.py [--out examples/kilncourt]

The same prose gives the same bytes, as long as the writing libraries stay the same.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import yaml
from make_riverside import WRITERS

PROSE = Path(__file__).parent / "kilncourt"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "examples" / "kilncourt")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(PROSE.glob("*.yaml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        WRITERS[Path(told["file"]).suffix](out / told["file"], told)


if __name__ == "__main__":
    main()
