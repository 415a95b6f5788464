"""What do all loads together count? The marts built anew from the loads, as if all came today.

For marts that were lost or damaged, or that another version of the program made.
"""

import json

from etl import history, publish, versions
from etl.candidate import Candidate
from etl.checks import remark
from etl.data_folder import DataFolder
from etl.refilling import refill
from etl.refusal import Refusal
from etl.sql import name
from etl.writer import writing


def rebuild(folder: DataFolder, progress=print, step: versions.Step = versions.no_step) -> str:
    """Publish marts counted anew from `loads/`; returns the number of the new version."""
    with writing(folder, also_lost=True):
        loads, undone = known(folder)
        if not loads and not undone:
            raise Refusal("warehouse", "there are no loads to build from", "python -m etl load")
        candidate = Candidate(folder, empty=True)
        try:
            fill_all(candidate, folder, loads, undone, progress)
            candidate.changed("rebuild")
            step("build")
            versions.make_current(folder, candidate, step)
        finally:
            candidate.discard()
    return f"{candidate.number:06d}"


def fill_all(candidate, folder: DataFolder, loads: list[dict], undone: list[dict], progress):
    """Bring loads and undone loads into an empty candidate."""
    con = candidate.con
    for table, entries in (("loads", loads), ("undone", undone)):
        for entry in entries:
            if table == "loads":
                remark.keep(con, entry["load"], entry.pop("remarks", []))
            columns = ", ".join(f"? as {name(key)}" for key in entry)
            con.execute(f"insert into {table} by name select {columns}", list(entry.values()))
    counted = {entry.load for entry in history.known(loads)}
    for entry in loads:
        if entry["load"] in counted:
            progress(f"load {entry['load']}: {entry['file']}")
            with publish.transaction(con):
                refill(con, folder, entry)


def known(folder: DataFolder) -> tuple[list[dict], list[dict]]:
    """The loads and the undone loads of the version published last, from its record.

    Where there is no record, as before there were any, every folder of a load counts.
    """
    rows = [row for row in versions.records(folder) if row["loads"] is not None]
    row = next((row for row in rows if row["current"]), rows[-1] if rows else None)
    if row is None:
        numbers = sorted(int(path.parent.name) for path in folder.loads.glob("*/load.json"))
        return [_entry(folder, number) for number in numbers], []
    return [_entry(folder, number) for number in row["loads"]], row["undone"]


def _entry(folder: DataFolder, load: int) -> dict:
    """The row of the table `loads` as it was written beside the rows."""
    path = folder.loads / str(load) / "load.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError) as error:
        what = f"{path} is gone or damaged"
        right = "the folder of the load from a backup (python -m etl restore)"
        raise Refusal(f"load {load}", what, right) from error
