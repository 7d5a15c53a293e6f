"""Fuzz the readers by coverage, where atheris installs: `pip install atheris` into the environment first.

    python scripts/fuzz_readers.py -max_total_time=60

What the tests of the readers hold of any file holds here too: it is read with its rows counted, or refused
with an error of Tocsin's own. Anything else stops the run, and the input is kept in the folder it ran in.
"""

from __future__ import annotations

import io
import sys
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "generative"))
NO_ATHERIS = "atheris is not installed. `make test` fuzzes the readers with hypothesis without it."


def fuzz(atheris: Any) -> None:
    with atheris.instrument_imports(include=["tocsin.records"]):
        readers = import_module("test_readers")
    names = sorted(readers.VALID)

    def one(data: bytes) -> None:
        """The first byte says which kind of file, and whether the rest is the file or its table's part."""
        name, part = names[data[0] % len(names)] if data else names[0], readers.MAIN_PART
        inside = bool(data) and data[0] >= 128 and name in part
        rest = data[1:]
        readers._read(name, readers._with_part(readers.VALID[name], part[name], rest) if inside else rest)

    atheris.Setup([*sys.argv, str(seeds(readers, names))], one)
    atheris.Fuzz()


def seeds(readers: Any, names: list[str]) -> Path:
    """A valid file of each kind and the part of it that holds its table, to begin from."""
    folder = Path("seeds")
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(names):
        data = readers.VALID[name]
        (folder / f"{name}.file").write_bytes(bytes([number]) + data)
        if name in readers.MAIN_PART:
            inside = next(byte for byte in range(128, 256) if byte % len(names) == number)
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                part = package.read(readers.MAIN_PART[name])
            (folder / f"{name}.part").write_bytes(bytes([inside]) + part)
    return folder


def main() -> int:
    try:
        atheris = import_module("atheris")
    except ImportError:
        print(NO_ATHERIS, file=sys.stderr)
        return 1
    fuzz(atheris)
    return 0


if __name__ == "__main__":
    sys.exit(main())
