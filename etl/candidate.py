"""The next version of the marts before it is published: built, weighted, checked, finished."""

import os
import shutil
import time
from pathlib import Path

from etl import (
    actions_taken,
    filling,
    layout,
    memory,
    next_contacts,
    publish,
    reference,
    theme_counts,
    weighting,
    weighting_tables,
)
from etl.data_folder import DataFolder
from etl.mappings import Recognised
from etl.publish import connect, flush, transaction
from etl.sql import name

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


class Candidate:
    """A copy of the current version, to be changed.

    empty: to be filled anew from all loads instead; number: its own, else the next one.
    """

    def __init__(self, folder: DataFolder, empty: bool = False, number: int | None = None):
        self.folder = folder
        self.began = time.monotonic()
        self.weights: dict[weighting_tables.Wave, str] = {}  # wave → what is to be said of it
        self.changes: list[dict] = []  # what, and of which load
        base = None if empty else publish.current(folder)
        self.number = number or publish.next_number(folder)
        self.path = folder.staging / f"marts_{self.number:06d}.duckdb"
        folder.staging.mkdir(parents=True, exist_ok=True)
        if base:
            shutil.copyfile(base, self.path)
        self.con = connect(self.path)
        memory.limit(self.con, folder.spill / "marts")
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
        with transaction(self.con):
            theme_counts.settle(self.con)
        self.con.execute(VERSION, [f"{self.number:06d}", publish.user(), self.changes])
        self.con.execute("checkpoint marts")
        self.con.close()
        published = self.folder.warehouse / self.path.name
        flush(self.path)
        os.replace(self.path, published)
        flush(self.folder.warehouse)
        return published
