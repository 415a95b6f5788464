"""A self-assessment that was filled in on the page becomes an extract like any other.

A unit that has not filled in the round yet is an extract of its own. One that has stands in a load,
perhaps among other units: the extract is then that load's rows with those of this unit instead, and
so by the general rule its correction. Those rows are read under the lock of the writer: what
another unit saves at the same moment is among them, or comes after.
"""

import csv
import datetime as dt
import io
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from etl import publish
from etl.data_folder import DataFolder
from etl.desk import uploads
from etl.extract import IRAN
from etl.frameworks import read_frameworks
from etl.load import Loading
from etl.refusal import Refusal
from etl.report import Report
from etl.sources.self_assessment import KIND, MARTS, columns
from etl.sql import literal

COLUMNS = [column.name for column in columns()]
SAME = "framework = ? and {} = ? and province = ? and branch is not distinct from ?"
NONE_WRONG = 0.0  # a row of a neighbour that was turned away would be lost without a word


@dataclass(frozen=True)
class Sheet:
    """What one unit says in one round; branch None: the province as a whole.

    scores: statement → score; what is not in it was not judged. seen: the same of what stood there
    for this round when the form was opened.
    """

    framework: str
    month: str
    province: str
    branch: str | None
    scores: dict[str, int]
    seen: dict[str, int]


class SavedMeanwhile(Refusal):
    """What stands there for this round is not what the form was opened with."""


def fill_in(folder: DataFolder, sheet: Sheet) -> Report:
    """Load the sheet; raises `Refusal` where it can not be taken, with nothing changed."""
    if sheet.framework not in read_frameworks(folder):
        raise Refusal("self_assessment", f"'{sheet.framework}' is no framework", "data/frameworks")
    if not sheet.scores:
        raise Refusal("self_assessment", "no statement is judged", "a score of at least one")
    name = f"{KIND}_{sheet.framework}_{sheet.branch or sheet.province}_{sheet.month}.csv"
    work = _Filling(folder, NONE_WRONG, sheet=sheet)
    (report,) = work.load([Path(name)])
    if work.meanwhile:
        raise work.meanwhile
    if report.outcome != "loaded":
        what, _, right = report.message.partition("; right: ")
        raise Refusal(name, what, right, tuple(report.counts), report.code)
    return report


@dataclass
class _Filling(Loading):
    """The load of one sheet, whose file is written when nobody else can write."""

    sheet: Sheet = field(kw_only=True)
    meanwhile: SavedMeanwhile | None = field(default=None, kw_only=True)

    def _load(self, con, path: Path) -> Report:
        if _stands(self.folder, self.sheet) != self.sheet.seen:
            what = "this round was saved by somebody else after it was opened"
            self.meanwhile = SavedMeanwhile(path.name, what, "look at it again, then decide")
            raise self.meanwhile
        asked = {code: _statements(toml) for code, toml in read_frameworks(self.folder).items()}
        rows = _beside(self.folder, self.sheet, path.name)
        # A statement that was taken out of its framework could not be loaded again
        rows = [row for row in rows if row["statement"] in asked.get(row["framework"], ())]
        rows += _rows(self.sheet, asked[self.sheet.framework], this_second(rows))
        kept = uploads.keep(self.folder, path.name, [_csv(rows)])
        try:
            return super()._load(con, kept)
        finally:
            shutil.rmtree(kept.parent)


def _statements(toml: dict) -> list[str]:
    return [entry["statement"] for entry in toml["statements"]]


def _rows(sheet: Sheet, codes: list[str], now: dt.datetime) -> list[dict]:
    """One row per statement, also of those not judged: a correction may take a score back."""
    unit = {"province": sheet.province, "branch": sheet.branch, "filled_at": now}
    return [
        {"round": sheet.month, "framework": sheet.framework, **unit}
        | {"statement": code, "score": sheet.scores.get(code)}
        for code in codes
    ]


def this_second(beside: list[dict]) -> dt.datetime:
    """This second in Iran, or the first one after it that no neighbour has.

    By its moment alone is a sheet known as the one that was saved with its load.
    """
    now = dt.datetime.now(IRAN).replace(tzinfo=None, microsecond=0)
    taken = {row["filled_at"] for row in beside}
    while now in taken:
        now += dt.timedelta(seconds=1)
    return now


def _stands(folder: DataFolder, sheet: Sheet) -> dict[str, int]:
    """What the unit says in the round as it is published now: statement → score."""
    with publish.reading(folder) as con:
        if con is None or not _known(con):
            return {}
        rows = con.execute(
            f"select statement, score from self_assessments where {SAME.format('month')} "
            "and score is not null",
            _unit(sheet),
        )
        return dict(rows.fetchall())


def _beside(folder: DataFolder, sheet: Sheet, name: str) -> list[dict]:
    """The other rows of the load in which this unit has filled in the round before; none if it has
    not."""
    with publish.reading(folder) as con:
        if con is None or not _known(con):
            return []
        found = con.execute(
            "select distinct load, source, file from self_assessments join loads using (load) "
            f"where {SAME.format('month')} order by load",
            _unit(sheet),
        ).fetchall()
        if not found:
            return []
        if len(found) > 1 or found[0][1] != KIND:
            files = ", ".join(file for *_, file in found)
            right = "a corrected file by the data desk"
            raise Refusal(name, f"this round came with {files}", right)
        accepted = folder.loads / str(found[0][0]) / "accepted.parquet"
        rows = con.execute(
            f"select {', '.join(COLUMNS)} from read_parquet({literal(accepted)}) "
            f"where not coalesce({SAME.format('round')}, false)",
            _unit(sheet),
        )
        return [dict(zip(COLUMNS, row, strict=True)) for row in rows.fetchall()]


def _unit(sheet: Sheet) -> list:
    """The values of `SAME`."""
    return [sheet.framework, sheet.month, sheet.province, sheet.branch]


def _known(con) -> bool:
    """Whether this version knows self-assessments at all."""
    tables = con.execute("select table_name from duckdb_tables()").fetchall()
    return {name for (name,) in tables} >= set(MARTS)


def _csv(rows: list[dict]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
