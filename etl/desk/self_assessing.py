"""A self-assessment that was filled in on the page becomes an extract like any other.

A unit that has not filled in the round yet is an extract of its own. One that has stands in a load,
perhaps among other units: the extract is then that load's rows with those of this unit instead, and
so by the general rule its correction.
"""

import csv
import datetime as dt
import io
from dataclasses import dataclass

from etl import publish
from etl.data_folder import DataFolder
from etl.desk import uploads
from etl.extract import IRAN
from etl.frameworks import read_frameworks
from etl.load import LIMIT, Loading
from etl.refusal import Refusal
from etl.report import Report
from etl.sources.self_assessment import KIND, columns
from etl.sql import literal

COLUMNS = [column.name for column in columns()]


@dataclass(frozen=True)
class Sheet:
    """What one unit says in one round; branch None: the province as a whole.

    scores: statement → score; what is not in it was not judged.
    """

    framework: str
    month: str
    province: str
    branch: str | None
    scores: dict[str, int]


def fill_in(folder: DataFolder, sheet: Sheet) -> Report:
    """Load the sheet; raises `Refusal` where it can not be taken, with nothing changed."""
    toml = read_frameworks(folder).get(sheet.framework)
    if toml is None:
        raise Refusal("self_assessment", f"'{sheet.framework}' is no framework", "data/frameworks")
    if not sheet.scores:
        raise Refusal("self_assessment", "no statement is judged", "a score of at least one")
    codes = [entry["statement"] for entry in toml["statements"]]
    rows = _beside(folder, sheet) + _rows(sheet, codes)
    name = f"{KIND}_{sheet.framework}_{sheet.branch or sheet.province}_{sheet.month}.csv"
    path = uploads.keep(folder, name, [_csv(rows)])
    try:
        (report,) = Loading(folder, LIMIT).load([path])
    finally:
        path.unlink()
        path.parent.rmdir()
    if report.outcome != "loaded":
        what, _, right = report.message.partition("; right: ")
        raise Refusal(name, what, right, tuple(report.counts), report.code)
    return report


def _rows(sheet: Sheet, codes: list[str]) -> list[dict]:
    """One row per statement, also of those not judged: a correction may take a score back."""
    now = dt.datetime.now(IRAN).strftime("%Y-%m-%d %H:%M:%S")
    unit = {"province": sheet.province, "branch": sheet.branch, "filled_at": now}
    return [
        {"round": sheet.month, "framework": sheet.framework, **unit}
        | {"statement": code, "score": sheet.scores.get(code)}
        for code in codes
    ]


def _beside(folder: DataFolder, sheet: Sheet) -> list[dict]:
    """The other rows of the load in which this unit has filled in the round before; none if it has
    not."""
    unit = [sheet.framework, sheet.month, sheet.province, sheet.branch]
    same = "framework = ? and {} = ? and province = ? and branch is not distinct from ?"
    with publish.reading(folder) as con:
        if con is None or not _known(con):
            return []
        found = con.execute(
            "select distinct load, source, file from self_assessments join loads using (load) "
            f"where {same.format('month')} order by load",
            unit,
        ).fetchall()
        if not found:
            return []
        if len(found) > 1 or found[0][1] != KIND:
            files = ", ".join(file for *_, file in found)
            right = "a corrected file by the data desk"
            raise Refusal("self_assessment", f"this round came with {files}", right)
        accepted = folder.loads / str(found[0][0]) / "accepted.parquet"
        rows = con.execute(
            f"select {', '.join(COLUMNS)} from read_parquet({literal(accepted)}) "
            f"where not coalesce({same.format('round')}, false)",
            unit,
        )
        return [dict(zip(COLUMNS, row, strict=True)) for row in rows.fetchall()]


def _known(con) -> bool:
    """Whether this version knows self-assessments at all."""
    tables = con.execute("select table_name from duckdb_tables()").fetchall()
    return ("self_assessments",) in tables


def _csv(rows: list[dict]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
