"""The one door for writing: builds the next version of the marts, checks it, swaps it in.

A version is one DuckDB file, never changed once it is published. `current` is a symbolic link that
names the published one; replacing it is atomic, so a reader sees the old version or the new one.
"""

import fcntl
import getpass
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import duckdb

from etl import (
    actions_taken,
    disk,
    filling,
    layout,
    next_contacts,
    reference,
    stopping,
    weighting,
    weighting_tables,
)
from etl.data_folder import DataFolder
from etl.mappings import Recognised
from etl.refusal import Refusal
from etl.sql import literal, name

_worker = ContextVar("worker", default="")  # in a server several people are at work at once

# No extension may be fetched: everything works without internet.
OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
LOADS = """
    create table if not exists loads (
        load integer primary key, file varchar, sha256 varchar, bytes bigint, kind varchar,
        source varchar, period varchar, scope varchar, rows_taken bigint, rows_refused bigint,
        loaded_at timestamp, loaded_by varchar, replaces integer
    )
"""
# Taken back by hand; their files stay, since an undone load may be what somebody asks for tomorrow.
UNDONE = """
    create table if not exists undone as
    select *, null::timestamp as undone_at, null::varchar as undone_by from loads limit 0
"""
# One row. changes: what it has that the version before it had not.
VERSION = """
    create or replace table version as select ?::varchar as version,
        now()::timestamp as published_at, ?::varchar as published_by,
        ?::struct(what varchar, load integer)[] as changes
"""


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


class Candidate:
    """The next version before it is published: a copy of the current one, to be changed.

    empty: to be filled anew from all loads instead; number: its own, else the next one.
    """

    def __init__(self, folder: DataFolder, empty: bool = False, number: int | None = None):
        self.folder = folder
        self.began = time.monotonic()
        self.weights: dict[weighting_tables.Wave, str] = {}  # wave → what is to be said of it
        self.changes: list[dict] = []  # what, and of which load
        base = None if empty else current(folder)
        self.number = number or next_number(folder)
        self.path = folder.staging / f"marts_{self.number:06d}.duckdb"
        folder.staging.mkdir(parents=True, exist_ok=True)
        if base:
            shutil.copyfile(base, self.path)
        self.con = connect(self.path)
        self._refuse_other_layout()
        self.con.execute(LOADS)
        self.con.execute(UNDONE)
        filling.create_marts(self.con)
        self._refresh_reference()
        actions_taken.create_tables(self.con, folder)

    def _refuse_other_layout(self) -> None:
        fresh = connect()
        try:
            layout.refuse_other_layout(self.con, fresh)
        finally:
            fresh.close()

    def changed(self, what: str, load: int | None = None) -> None:
        self.changes.append({"what": what, "load": load})

    def _refresh_reference(self) -> None:
        fingerprint = reference.fingerprint(self.folder)
        self.con.execute("create table if not exists reference_state (fingerprint varchar)")
        known = self.con.execute("from reference_state").fetchall()
        if known != [(fingerprint,)]:
            reference.create_tables(self.con, self.folder)
            self.con.execute(
                "create or replace table reference_state as select ? as fingerprint", [fingerprint]
            )
            if known:
                self.changed("reference")

    def fill(self, found: Recognised, accepted: Path, entry: dict) -> None:
        """Replace the cells that a load touches, and see that none of its rows got lost."""
        con = self.con
        with transaction(con):
            filling.delete(con, found.source, entry["replaces"])
            filling.accept(con, entry["load"], accepted)
            filling.insert(con, found.source, found.instrument)
            columns = ", ".join(f"? as {name(key)}" for key in entry)
            con.execute(f"insert into loads by name select {columns}", list(entry.values()))
            filling.refuse_loss(con, found.source, entry)
        self.changed("load", entry["load"])

    def discard(self) -> None:
        """Give it up: nothing of it was ever published."""
        self.con.close()
        self.path.unlink(missing_ok=True)

    def weigh(self) -> None:
        """Give every wave the weights of the loads that are there now; `finish` does it at last."""
        with transaction(self.con):  # a wave is weighted in all its cells or in none
            waves = weighting.settle(self.con, self.folder)
        told = weighting_tables.told(self.con)
        self.weights |= {wave: told[wave] for wave in waves}

    def finish(self) -> Path:
        """Settle, close, flush to disk, move beside the published versions; not yet current."""
        with transaction(self.con):
            next_contacts.settle(self.con, self.folder)
        self.weigh()
        self.con.execute(VERSION, [f"{self.number:06d}", user(), self.changes])
        self.con.execute("checkpoint marts")
        self.con.close()
        published = self.folder.warehouse / self.path.name
        flush(self.path)
        os.replace(self.path, published)
        flush(self.folder.warehouse)
        return published


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
