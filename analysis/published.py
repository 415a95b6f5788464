"""The published version of the marts, opened read-only. Used by `marts` alone.

`data/warehouse/current` names the version. It is resolved first and the real, versioned path
opened, because DuckDB returns the old database when a path is opened again while a connection to it
lives. The file is attached to a database in memory, and not opened as one: its settings would bind
everybody else in this process who opens the same file.
"""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from analysis import scope

# Only what the wheel holds: no extension is fetched, no file but the marts is read.
NO_EXTENSIONS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
CLOSED = "set enable_external_access = false; set lock_configuration = true"
# Those not asked for the longest are let go, and close when the last page that reads them is done.
KEPT_VERSIONS = 6

NUMBER = re.compile(r"\d{6}")

_open: dict[Path, "Published"] = {}
_lock = threading.Lock()


class NoWarehouse(RuntimeError):
    """There is no version to read, or no load counts in it."""

    def __init__(self, what: str):
        super().__init__(f"{what}; load an extract first (python -m etl load)")


class NoSuchVersion(NoWarehouse):
    """An earlier version that is not there any more, or that this program cannot read."""

    def __init__(self, version: str, why: str):
        RuntimeError.__init__(
            self, f"version {version} {why}; `python -m etl versions` lists what there is"
        )


@dataclass
class Published:
    """One version: its file, the connection to it, and what each reader sees of it."""

    path: Path
    connection: duckdb.DuckDBPyConnection
    marts: dict[str, list[str]]  # table → its columns, of the tables that count something
    tables: set[str]
    empty: bool  # no load counts: the only one was undone
    views: dict = field(default_factory=dict)


def data_folder() -> Path:
    """The folder that PAYESH_DATA names, else `data` beside the code."""
    named = os.environ.get("PAYESH_DATA")
    return Path(named) if named else Path(__file__).resolve().parent.parent / "data"


def published() -> Published:
    """The version that is published now; raises `NoWarehouse` if there is none."""
    link = data_folder() / "warehouse" / "current"
    with _lock:
        vanished = None
        while (path := Path(os.path.realpath(link))) != vanished:
            if path in _open:
                return _used(path)
            try:
                return _keep(_opened(path))
            except duckdb.IOException:
                if path.is_file():
                    raise
                # Replaced and removed between resolving and opening: resolve again.
                vanished = path
    raise NoWarehouse(f"nothing was published yet: {link} names no marts")


def published_as(version: str) -> Published:
    """An earlier version by its number; raises `NoSuchVersion` if it is not there any more."""
    number = version.zfill(6)
    if not NUMBER.fullmatch(number):
        raise NoSuchVersion(version, "is no number of a version")
    path = Path(os.path.realpath(data_folder() / "warehouse" / f"marts_{number}.duckdb"))
    with _lock:
        if path in _open:  # also when it was pruned since: who reads it may go on
            return _used(path)
        if not path.is_file():
            raise NoSuchVersion(number, "is not there, or not any more")
        return _keep(_opened(path))


@contextmanager
def unpublished(path: Path) -> Iterator[Published]:
    """A version that may never be published: read from its file, closed at the end, not kept."""
    version = _opened(path)
    try:
        yield version
    finally:
        version.connection.close()


def _opened(path: Path) -> Published:
    connection = _attached(path)
    tables = connection.execute(
        "select table_name from information_schema.tables where table_catalog = 'published'"
    ).fetchall()
    (loads,) = connection.execute(scope.COUNT_LOADS).fetchone()
    names = {name for (name,) in tables}
    return Published(path, connection, _marts(connection), names, loads == 0)


def _attached(path: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config=NO_EXTENSIONS)
    quoted = str(path).replace("'", "''")  # ATTACH takes no bound parameters
    connection.execute(f"attach '{quoted}' as published (read_only)")
    connection.execute(CLOSED)
    return connection


def _marts(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The tables whose rows belong to a load, a province and a month, found by those columns."""
    return dict(
        connection.execute("""
            select table_name, list(column_name) from information_schema.columns
            where table_catalog = 'published' group by table_name
            having list_has_all(list(column_name), ['load', 'province', 'month'])
            order by table_name
        """).fetchall()
    )


def _used(path: Path) -> Published:
    """An open version, moved to the end of the line of those to be let go."""
    _open[path] = _open.pop(path)
    return _open[path]


def _keep(version: Published) -> Published:
    while len(_open) >= KEPT_VERSIONS:
        del _open[next(iter(_open))]
    _open[version.path] = version
    return version
