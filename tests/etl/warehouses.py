"""Small warehouses with a past, made by the real commands, and how to look into them."""

import os
import shutil
from pathlib import Path

from etl.__main__ import main
from etl.data_folder import DataFolder
from etl.history import history, undone
from etl.load import Loading
from etl.publish import reading
from etl.report import Report
from tests.conftest import PROJECT, copy_of_data
from tests.etl.extracts import request, write_log

# Told by their columns, so that a mart of tomorrow is compared too.
CHANGED_BY_LOADS = """
    select table_name from duckdb_columns() where database_name = 'marts' and not internal
    group by 1 having list_contains(list(column_name), 'load') or table_name like 'weighting%'
"""


def run(folder: DataFolder, *words) -> int:
    """The command line, in this process."""
    before = os.environ.get("PAYESH_DATA")
    os.environ["PAYESH_DATA"] = str(folder.root)
    try:
        return main([str(word) for word in words])
    finally:
        if before is None:
            del os.environ["PAYESH_DATA"]
        else:
            os.environ["PAYESH_DATA"] = before


def fresh(root: Path) -> DataFolder:
    folder = copy_of_data(root)
    folder.inbox.mkdir()
    return folder


def bare(root: Path) -> DataFolder:
    """A few branches, no questionnaires or actions: to read them takes a third of a load."""
    folder = DataFolder(root)
    shutil.copytree(PROJECT / "data" / "reference", folder.reference)
    branches = folder.reference / "branches.csv"
    title, *lines = branches.read_text(encoding="utf-8").splitlines(keepends=True)
    few = [line for line in lines if line.startswith("B09")]
    branches.write_text("".join([title, *few]), encoding="utf-8")
    folder.inbox.mkdir()
    return folder


def copy_of(folder: DataFolder, root: Path) -> DataFolder:
    shutil.copytree(folder.root, root, symlinks=True)
    return DataFolder(root)


def log(folder: DataFolder, name: str, numbers, **changes) -> Path:
    """A service log of a few branches in the inbox."""
    rows = [request(n, branch=f"B09{n % 5 + 1:02d}", **changes) for n in numbers]
    return write_log(folder.inbox / name, rows)


def marts(folder: DataFolder, loads_too: bool = True) -> dict[str, list]:
    """The rows of every table that a load changes, in one order."""
    left_out = {"undone"} if loads_too else {"undone", "loads"}
    with reading(folder) as con:
        if con is None:
            return {}
        tables = {name for (name,) in con.execute(CHANGED_BY_LOADS).fetchall()}
        return {
            name: con.execute(f'from "{name}" order by all').fetchall()
            for name in sorted(tables - left_out)
        }


def in_order(folder: DataFolder) -> None:
    """Nothing half done is left: no staging, no spill, no folder of a load that is not known."""
    assert not folder.spill.exists()
    assert not list(folder.staging.glob("*"))
    assert not (folder.warehouse / "restoring").exists()
    known = {str(entry["load"]) for entry in history(folder) + undone(folder)}
    assert {path.name for path in folder.loads.glob("*")} == known
    for entry in history(folder):
        inside = sorted(path.name for path in (folder.loads / str(entry["load"])).iterdir())
        assert inside == ["accepted.parquet", "load.json", "rejected.parquet"]


def load(folder: DataFolder, *paths: Path, limit=0.05) -> list[Report]:
    return list(Loading(folder, limit).load(list(paths)))


def requests_of(folder: DataFolder) -> dict[int, int]:
    """Load → its requests, as they are published."""
    with reading(folder) as con:
        return dict(con.execute("select load, sum(requests) from requests group by 1").fetchall())


def taken(folder: DataFolder, path: Path) -> None:
    """Load a file that must be taken."""
    (report,) = load(folder, path)
    assert report.outcome == "loaded", list(report.lines())
