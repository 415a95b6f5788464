"""The loads so far: which are in the marts, and which of them a new extract corrects."""

import shutil
from dataclasses import dataclass

import duckdb

from etl import publish
from etl.data_folder import DataFolder


@dataclass(frozen=True)
class Known:
    """An earlier load whose rows are in the marts."""

    load: int
    sha256: str
    source: str
    period: str
    scope: str


def history(folder: DataFolder) -> list[dict]:
    """All published loads, oldest first, also those that a later one replaced."""
    with publish.reading(folder) as con:
        return [] if con is None else loads_of(con)


def loads_of(con: duckdb.DuckDBPyConnection) -> list[dict]:
    return _rows(con, "from loads order by load")


def undone(folder: DataFolder) -> list[dict]:
    """The loads that were taken back by hand, with `undone_at` and `undone_by`."""
    with publish.reading(folder) as con:
        return [] if con is None else undone_of(con)


def undone_of(con: duckdb.DuckDBPyConnection) -> list[dict]:
    if not con.execute("from duckdb_tables() where table_name = 'undone'").fetchall():
        return []  # published before loads could be undone
    return _rows(con, "from undone order by load")


def _rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict]:
    cursor = con.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def known(loads: list[dict]) -> list[Known]:
    """The loads whose rows are in the marts: those that no other replaced."""
    replaced = {entry["replaces"] for entry in loads}
    keys = ("load", "sha256", "source", "period", "scope")
    return [Known(*(e[key] for key in keys)) for e in loads if e["load"] not in replaced]


def already_loaded(loads: list[dict], sha256: str) -> str:
    """Which load took this very file, if one did.

    Also one that was replaced since: a file and its correction may lie in the inbox side by side,
    and the older one must not come back.
    """
    for entry in loads:
        if entry["sha256"] == sha256:
            later = [other["load"] for other in loads if other["replaces"] == entry["load"]]
            since = f", which load {later[0]} replaced" if later else ""
            return f"already loaded as load {entry['load']}{since}"
    return ""


def next_load(loads: list[dict]) -> int:
    """One more than any load had, those that were undone included."""
    return max((entry["load"] for entry in loads), default=0) + 1


def predecessors(loads: list[Known], source: str, period: str, scope: str) -> list[int]:
    """The loads that an extract may correct: of the same source, period and scope."""
    return [k.load for k in loads if (k.source, k.period, k.scope) == (source, period, scope)]


def neighbours(loads: list[Known], source: str, months: list[str]) -> list[int]:
    """The loads in which a row of these months could already stand."""
    return [k.load for k in loads if k.source == source and overlap(k.period, months)]


def period_of(months: list[str]) -> str:
    """A month, or the first and the last of several.

    >>> period_of(["1404-05", "1404-06", "1404-07"])
    '1404-05/1404-07'
    """
    return "/".join(dict.fromkeys([months[0], months[-1]])) if months else ""


def overlap(period: str, months: list[str]) -> bool:
    first, _, last = period.partition("/")
    return bool(months) and first <= months[-1] and (last or first) >= months[0]


def clean(folder: DataFolder) -> None:
    """Take away what a writer that died left behind; nothing of it was ever published."""
    shutil.rmtree(folder.staging, ignore_errors=True)
    published = publish.current(folder)
    for version in folder.warehouse.glob("marts_*.duckdb*"):
        if published is None or version.name > published.name:
            version.unlink()
    listed = {str(entry["load"]) for entry in history(folder) + undone(folder)}
    for kept in folder.loads.glob("*"):
        if kept.name not in listed:
            shutil.rmtree(kept)
