"""The published version of the marts, opened read-only. Used by `marts` alone.

`data/warehouse/current` names the version. It is resolved first and the real, versioned path
opened, because DuckDB returns the old database when a path is opened again while a connection to it
lives. The file is attached to a database in memory, and not opened as one: its settings would bind
everybody else in this process who opens the same file.
"""

import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

# Only what the wheel holds: no extension is fetched, no file but the marts is read.
NO_EXTENSIONS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
CLOSED = "set enable_external_access = false; set lock_configuration = true"
# Older ones are let go, and close when the last page that reads them is done.
KEPT_VERSIONS = 3

_open: dict[Path, "Published"] = {}
_lock = threading.Lock()


class NoWarehouse(RuntimeError):
    """Nothing was published yet: there is no version to read."""

    def __init__(self, link: Path):
        super().__init__(
            f"nothing was published yet: {link} names no marts; load an extract first "
            "(python -m etl load)"
        )


@dataclass
class Published:
    """One version: its file, the connection to it, and what each reader sees of it."""

    path: Path
    connection: duckdb.DuckDBPyConnection
    marts: dict[str, list[str]]  # table → its columns, of the tables that count something
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
                return _open[path]
            try:
                connection = _attached(path)
                return _keep(Published(path, connection, _marts(connection)))
            except duckdb.IOException:
                if path.is_file():
                    raise
                # Replaced and removed between resolving and opening: resolve again.
                vanished = path
    raise NoWarehouse(link)


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


def _keep(version: Published) -> Published:
    while len(_open) >= KEPT_VERSIONS:
        del _open[next(iter(_open))]
    _open[version.path] = version
    return version
