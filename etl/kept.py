"""What stays of one load: a folder of its rows and the row of the table `loads`."""

import datetime as dt
import json
import os
import shutil
import time
from pathlib import Path

from etl import publish
from etl.data_folder import DataFolder
from etl.extract import Extract
from etl.report import Report


def empty_room(folder: DataFolder) -> Path:
    """Where an extract is read and checked, before any of it is kept."""
    leave_room(folder)
    room = _room(folder)
    room.mkdir(parents=True)
    return room


def leave_room(folder: DataFolder) -> None:
    """Of a file that was refused nothing stays: on a full disk it would be in the way."""
    shutil.rmtree(_room(folder), ignore_errors=True)


def _room(folder: DataFolder) -> Path:
    return folder.staging / "extract"


def keep(folder: DataFolder, room: Path, entry: dict) -> Path:
    """Move the Parquet files to their place; the cells as they arrived are not kept."""
    for arrived in room.glob("arrived*.parquet"):
        arrived.unlink()
    (room / "load.json").write_text(json.dumps(entry, ensure_ascii=False, indent=1))
    for part in room.iterdir():
        publish.flush(part)
    kept = folder.loads / str(entry["load"])
    kept.parent.mkdir(parents=True, exist_ok=True)
    os.replace(room, kept)
    publish.flush(kept.parent)
    return kept


def set_rejected_aside(folder: DataFolder) -> Path | None:
    """The rows for which a file was refused, readable until the next writer begins."""
    rows = _room(folder) / "rejected.parquet"
    if not rows.exists():
        return None
    aside = folder.staging / f"rejected_{time.monotonic_ns()}.parquet"
    os.replace(rows, aside)
    return aside


def entry_of(load: int, extract: Extract, report: Report) -> dict:
    """The row of the table `loads`."""
    return {
        "load": load,
        "file": extract.path.name,
        "sha256": extract.arrived.sha256,
        "bytes": extract.arrived.bytes,
        "kind": report.kind,
        "source": extract.source,
        "period": extract.period,
        "scope": extract.places.scope,
        "rows_taken": report.rows_taken,
        "rows_refused": report.rows_refused,
        "loaded_at": dt.datetime.now(dt.UTC).replace(tzinfo=None).isoformat(timespec="seconds"),
        "loaded_by": publish.user(),
        "replaces": report.replaces,
    }


def said(entry: dict) -> str:
    """What the report says of it."""
    replaces = f", replaces load {entry['replaces']}" if entry["replaces"] else ""
    return (
        f"load {entry['load']} ({entry['source']}, {entry['period']}): "
        f"{entry['rows_taken']:,} rows taken, {entry['rows_refused']:,} refused{replaces}"
    )
