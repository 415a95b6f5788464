"""The one door for writing: one writer at a time, and a version is swapped in whole.

A version is one DuckDB file, never changed once it is published. `current` is a symbolic link that
names the published one; replacing it is atomic, so a reader sees the old version or the new one.
"""

import fcntl
import getpass
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import duckdb

from etl import disk, reference, stopping
from etl.data_folder import DataFolder
from etl.refusal import Refusal
from etl.sql import literal

_worker = ContextVar("worker", default="")  # in a server several people are at work at once

# No extension may be fetched: everything works without internet.
OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


@contextmanager
def only_writer(folder: DataFolder) -> Iterator[None]:
    """Hold the one lock for writers; a second writer is told, not made to wait for ever."""
    folder.warehouse.mkdir(parents=True, exist_ok=True)
    with (folder.warehouse / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refusal(
                "warehouse",
                "another load is running, or an undo, a backup or the like",
                "try again when it is done",
            ) from error
        yield


def current(folder: DataFolder) -> Path | None:
    """The published version's real path, or nothing."""
    link = folder.warehouse / "current"
    return link.resolve() if link.is_symlink() and link.exists() else None


def connect(path: Path | None = None, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection in which `path` is the database in use; without one, a room in memory.

    The file is attached, not opened: DuckDB refuses to open one file twice in a process with
    different settings, and a page of the same process may be reading it.
    """
    con = duckdb.connect(config=OFFLINE)
    stopping.interruptible(con)
    con.execute("set timezone = 'UTC'")
    if path:
        try:
            con.execute(f"attach {literal(path)} as marts {'(read_only)' if read_only else ''}")
        except duckdb.IOException as error:
            if disk.told(error):
                raise
            right = "python -m etl rebuild, which makes it anew from the loads"
            raise Refusal(path.name, "cannot be opened, perhaps it is damaged", right) from error
        con.execute("use marts")
    return con


@contextmanager
def reading(folder: DataFolder) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """The published version, read-only; nothing where nothing is published yet."""
    path = current(folder)
    if path is None:
        yield None
        return
    con = connect(path, read_only=True)
    try:
        yield con
    finally:
        con.close()


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of it or nothing, also where it ends in a bug and the next file goes on."""
    con.execute("begin")
    try:
        yield
    except BaseException:
        con.execute("rollback")
        raise
    con.execute("commit")


def next_number(folder: DataFolder) -> int:
    """One more than any version had, also one that was lost: a number never means two things."""
    names = [os.readlink(link) for link in [folder.warehouse / "current"] if link.is_symlink()]
    names += [path.name for path in folder.warehouse.glob("marts_*.duckdb")]
    names += [path.name for path in folder.versions.glob("*.json")]
    return max((int(number) for n in names for number in re.findall(r"\d{6}", n)), default=0) + 1


@contextmanager
def working_as(name: str) -> Iterator[None]:
    """Write `name` beside what this thread does meanwhile."""
    before = _worker.set(name)
    try:
        yield
    finally:
        _worker.reset(before)


def user() -> str:
    """Who is at work, as it is written beside loads and versions."""
    return _worker.get() or os.environ.get("PAYESH_USER") or getpass.getuser()


def reference_changed(folder: DataFolder) -> bool:
    """Whether the published version has other names or holidays than the data folder."""
    with reading(folder) as con:
        if con is None:
            return False
        known = con.execute("select fingerprint from reference_state").fetchone()[0]
    return known != reference.fingerprint(folder)


def swap(folder: DataFolder, published: Path) -> None:
    """Make a finished version the current one, in one step."""
    fresh = folder.warehouse / "current.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(published.name)
    os.replace(fresh, folder.warehouse / "current")
    flush(folder.warehouse)


def flush(path: Path) -> None:
    """Have the kernel write a file, or a folder's entries, to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
