"""How well and how fast people are told apart, beside splink 5 in the same run, and beside the goals.

    python scripts/bench_identity.py [--quick] [--people N] [--queries N] [--retrain] [--only PART,PART]

Makes two towns (other seeds and other errors for training than for testing), asks about one of them, and
prints each goal with its measure. Absolute times are this machine's; the ratios were taken in turn in one
process. Everything printed, and more, goes to a JSON file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from identity_bench.printed import print_all  # noqa: E402
from identity_bench.towns import Sizes, make_towns  # noqa: E402

PARTS = ("accuracy", "bulk", "bulk_shared", "live", "splink", "splink_levels", "durable", "ledger", "public")


class Run:
    def __init__(self, options: argparse.Namespace) -> None:
        self.work = Path(options.work)
        self.work.mkdir(parents=True, exist_ok=True)
        self.sizes = Sizes.of(quick=options.quick, people=options.people, queries=options.queries)
        self.shared = Path(options.shared)
        self.test, self.learnt = make_towns(self.work, self.sizes, train=options.retrain)
        self.model = self.trained() if self.learnt else ""

    def trained(self) -> str:
        out = self.work / "model.json"
        files = [f"--{name}={self.learnt}/{name}.csv" for name in ("register", "train")]
        subprocess.run(
            [sys.executable, "-m", "tocsin", "identity", "train", *files, f"--out={out}"], check=True
        )
        return str(out)

    def accuracy(self) -> dict[str, Any]:
        """By the public command, so that anybody can do the same."""
        out = self.work / "evaluation.json"
        command = ["identity", "evaluate", f"--town={self.test}", f"--json={out}", "--quiet"]
        command += [f"--model={self.model}"] if self.model else []
        used = watched([sys.executable, "-m", "tocsin", *command])
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return {**found, **used}

    def bulk(self) -> dict[str, Any]:
        return self.child("bulk")

    def bulk_shared(self) -> dict[str, Any]:
        return self.child("bulk_shared")

    def splink_levels(self) -> dict[str, Any]:
        return self.child("splink_levels")

    def splink(self) -> dict[str, Any]:
        return self.child("splink_bulk")

    def live(self) -> dict[str, Any]:
        return self.child("live")

    def durable(self) -> dict[str, Any]:
        return self.child("durable")

    def ledger(self) -> dict[str, Any]:
        return self.child("ledger")

    def public(self) -> dict[str, Any]:
        if not (self.shared / "febrl").is_dir():
            return {"left_out": "the folder of public sets is not there"}
        from identity_bench.public import public_sets_compared

        return public_sets_compared(self.shared)

    def child(self, part: str) -> dict[str, Any]:
        """A process of its own; its peak memory is the operating system's count of it."""
        out = self.work / f"{part}.json"
        used = watched([sys.executable, __file__, "--child", part, str(self.test), self.model, str(out)])
        return {**json.loads(out.read_text(encoding="utf-8")), **used}


def watched(command: list[str]) -> dict[str, float]:
    start = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed with {process.returncode}")
    return {"process_seconds": time.perf_counter() - start, "peak_gib": usage.ru_maxrss / 1024**2}


def machine() -> dict[str, Any]:
    packages = ("splink", "duckdb", "numpy", "rapidfuzz", "tocsin")
    return {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load_before": os.getloadavg()[0],
        "versions": {name: version(name) for name in packages},
    }


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fifty thousand people")
    parser.add_argument("--people", type=int, default=0, help="in the register; a million if not said")
    parser.add_argument("--queries", type=int, default=0)
    parser.add_argument(
        "--retrain", action="store_true", help="train on a second town, not the shipped model"
    )
    parser.add_argument("--only", default=",".join(PARTS), help=f"of {', '.join(PARTS)}")
    parser.add_argument("--work", default=str(ROOT / "out" / "bench-identity"), help="folder for the towns")
    parser.add_argument(
        "--shared", default=str(ROOT.parent / "shared" / "data"), help="folder of public sets"
    )
    parser.add_argument("--json", default="", help="where the figures go; in the work folder if not said")
    return parser.parse_args()


def main() -> int:
    if sys.argv[1:2] == ["--child"]:
        from identity_bench.children import main as child

        child(*sys.argv[2:6])
        return 0
    chosen = options()
    run = Run(chosen)
    found: dict[str, Any] = {"machine": machine(), "sizes": vars(run.sizes), "model": run.model or "shipped"}
    for part in PARTS:
        if part in chosen.only.split(","):
            print(f"... {part}", file=sys.stderr, flush=True)
            step: Callable[[], dict[str, Any]] = getattr(run, part)
            found[part] = step()
    out = Path(chosen.json) if chosen.json else run.work / "figures.json"
    out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print_all(found)
    print(f"\nEverything: {out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
