"""Which figures were there before a load? Undoing it publishes a version without it.

What it had replaced comes back. Its own files stay under `loads/` and it is remembered in the table
`undone`, so its number never means anything else; its extract may be loaded again.
"""

from dataclasses import dataclass, field

from etl import filling, history, publish, versions
from etl.candidate import Candidate
from etl.checks import remark
from etl.data_folder import DataFolder
from etl.refilling import accepted_rows, refill
from etl.refusal import Refusal
from etl.sources import all_sources
from etl.sql import literal, name
from etl.writer import writing

TAKE_BACK = "insert into undone by name select *, now()::timestamp as undone_at, ? as undone_by"


@dataclass(frozen=True)
class Undone:
    """What was taken back."""

    load: int
    file: str
    brought_back: int | None  # the load that it had replaced
    version: str
    remarks: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        back = f", load {self.brought_back} counts again" if self.brought_back else ""
        return f"load {self.load} ({self.file}) is undone{back}; version {self.version}"


def undo(folder: DataFolder, load: int, step: versions.Step = versions.no_step) -> Undone:
    """Publish a version without a load; refused where that would not be its predecessor's."""
    with writing(folder):
        loads = history.history(folder)
        entry = _undoable(loads, history.undone(folder), load)
        back = next((e for e in loads if e["load"] == entry["replaces"]), None)
        candidate = Candidate(folder)
        try:
            if back:
                _refuse_rows_twice(candidate.con, folder, back, loads, load)
            _take_back(candidate, folder, entry, back)
            remarks = _turned_away(candidate.con, folder, loads, load)
            step("build")
            versions.make_current(folder, candidate, step)
        finally:
            candidate.discard()
    number = f"{candidate.number:06d}"
    remarks += candidate.weights.values()
    return Undone(load, entry["file"], entry["replaces"], number, remarks)


def _undoable(loads: list[dict], undone: list[dict], load: int) -> dict:
    where = f"load {load}"
    for entry in undone:
        if entry["load"] == load:
            when = f"{entry['undone_at']:%Y-%m-%d %H:%M} UTC"
            right = "python -m etl load FILE, if it is to count again"
            raise Refusal(where, f"was undone on {when} by {entry['undone_by']}", right)
    entry = next((e for e in loads if e["load"] == load), None)
    if entry is None:
        raise Refusal(where, "there is no such load", "one that `python -m etl status` lists")
    for later in loads:
        if later["replaces"] == load:
            right = f"python -m etl undo {later['load']} first, which brings load {load} back"
            raise Refusal(where, f"was replaced by load {later['load']}", right)
    return entry


def _take_back(candidate, folder: DataFolder, entry: dict, back: dict | None) -> None:
    con = candidate.con
    with publish.transaction(con):
        for source in all_sources().values():
            filling.delete(con, source, entry["load"])
        con.execute(f"{TAKE_BACK} from loads where load = ?", [publish.user(), entry["load"]])
        con.execute("delete from loads where load = ?", [entry["load"]])
        remark.forget(con, entry["load"])
        if back:
            refill(con, folder, back)
    candidate.changed("undo", entry["load"])


def _refuse_rows_twice(con, folder: DataFolder, back: dict, loads: list[dict], load: int) -> None:
    """Rows that a third load took since, because they were not in the correction."""
    months = back["period"].split("/")
    keys = all_sources()[back["kind"]].KEY
    same = " and ".join(f"a.{name(k)} is not distinct from b.{name(k)}" for k in keys)
    for other in history.neighbours(history.known(loads), back["source"], months):
        if other in (load, back["load"]):
            continue
        theirs = accepted_rows(folder, other)
        (rows,) = con.execute(f"""
            select count(*) from read_parquet({literal(accepted_rows(folder, back["load"]))}) a
            semi join read_parquet({literal(theirs)}) b on {same}
        """).fetchone()
        if rows:
            raise Refusal(
                f"load {load}",
                f"undoing it brings load {back['load']} back, of which load {other} has "
                f"{rows:,} rows too",
                f"python -m etl undo {other} first",
            )


def _turned_away(con, folder: DataFolder, loads: list[dict], load: int) -> list[str]:
    """What to do about rows that other loads turned away because this one had them."""
    remarks = []
    for entry in history.known(loads):
        rejected = folder.loads / str(entry.load) / "rejected.parquet"
        if entry.load == load or not rejected.is_file():
            continue
        (rows,) = con.execute(
            f"select count(*) from read_parquet({literal(rejected)}) "
            "where list_contains(list_transform(problems, lambda p: p.code), ?)",
            [f"loaded:{load}"],
        ).fetchone()
        if rows:
            remarks.append(
                f"load {entry.load} turned {rows:,} rows away because load {load} had them: "
                f"undo load {entry.load} and load its file again to count them"
            )
    return remarks
