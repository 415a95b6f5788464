"""Do the same rows come by a second way? An extract beside those of another source.

Rows are known again by their key within one source. Two systems may name the same request or answer
sheet differently, or each may number its rows from 1, so across sources rows are the same when they
agree in all columns that both files have.
"""

from pathlib import Path
from typing import Protocol

from etl import history
from etl.checking import Places
from etl.data_folder import DataFolder
from etl.mappings import Recognised
from etl.refusal import Refusal
from etl.sql import literal, name

NOT_CONTENT = {"line"}
SAME = 0.5  # share of the smaller of two loads above which they hold the same rows


class Extract(Protocol):
    """What is asked of an extract on its way in."""

    room: Path
    found: Recognised
    places: Places
    source: str


def refuse_same_rows(
    con, folder: DataFolder, loads: list[dict], extract: Extract, file: str
) -> list[str]:
    """Refuse an extract whose rows a load of another source has; else remarks on such loads.

    loads: all so far; the accepted rows of the extract lie in its room.
    """
    beside, counted = [], {load.load for load in history.known(loads)}
    for entry in loads:
        if entry["load"] not in counted or not _meets(entry, extract):
            continue
        theirs = folder.loads / str(entry["load"]) / "accepted.parquet"
        shared, least = _shared(con, extract.room / "accepted.parquet", theirs)
        if shared > SAME * least:
            raise Refusal(
                file,
                f"{shared:,} of its rows are also in load {entry['load']} ({entry['file']}), which "
                f"came from another source ({entry['source']}): they would count twice",
                f"one of the two; for this one, python -m etl undo {entry['load']} first",
                code="second_source",
            )
        beside.append(
            f"{file}: stands beside load {entry['load']} ({entry['source']}), of the same months "
            f"and provinces; {shared:,} rows are the same in both"
        )
    return beside


def _meets(entry: dict, extract: Extract) -> bool:
    """The same kind (and questionnaire, the last part of a survey's source) from elsewhere."""
    kind, source = extract.found.source.KIND, extract.source
    if entry["kind"] != kind or entry["source"] == source:
        return False
    if kind == "survey" and entry["source"].split("/")[-1] != source.split("/")[-1]:
        return False
    months = history.overlap(entry["period"], extract.places.months)
    return months and bool(set(entry["scope"].split()) & set(extract.places.provinces))


def _shared(con, rows: Path, theirs: Path) -> tuple[int, int]:
    """How many rows stand in both, and how many the smaller of the two has."""
    ours, other = _columns(con, rows), _columns(con, theirs)
    common = sorted(ours & other - NOT_CONTENT)
    same = " and ".join(f"a.{name(c)} is not distinct from b.{name(c)}" for c in common)
    a, b = f"read_parquet({literal(rows)})", f"read_parquet({literal(theirs)})"
    return con.execute(f"""
        select (select count(*) from {a} a semi join {b} b on {same}),
            least((select count(*) from {a}), (select count(*) from {b}))
    """).fetchall()[0]


def _columns(con, rows: Path) -> set[str]:
    described = con.execute(f"describe from read_parquet({literal(rows)})").fetchall()
    return {row[0] for row in described}
