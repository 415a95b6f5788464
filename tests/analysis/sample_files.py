"""The log of the sample as its files have it, for a count in which no part of etl takes part."""

from functools import cache
from pathlib import Path

import jdatetime
import polars as pl


@cache
def log(root: Path) -> pl.DataFrame:
    """All requests: at (datetime), seconds to completion, month, province, remote and the rest."""
    files = sorted((root / "inbox").glob("service_log_*.csv"))
    rows = pl.concat([pl.read_csv(f, infer_schema=False).with_columns(
        month=pl.lit(f.stem[-7:])) for f in files])  # fmt: skip
    branches = pl.read_csv(root / "reference" / "branches.csv").select("branch", "province")
    channels = pl.read_csv(root / "reference" / "channels.csv").select("channel", "remote")
    return (
        rows.with_columns(at=_moment(rows["submitted_at"]), done_at=_moment(rows["completed_at"]))
        .with_columns(seconds=(pl.col("done_at") - pl.col("at")).dt.total_seconds())
        .join(branches, on="branch", how="left")
        .join(channels, on="channel", how="left")
    )


def chosen(rows: pl.DataFrame, filters: dict) -> pl.DataFrame:
    """The rows that a selection with these fields asks for."""
    for field, code in filters.items():
        if field == "first_month":
            rows = rows.filter(pl.col("month") >= code)
        elif field == "last_month":
            rows = rows.filter(pl.col("month") <= code)
        else:
            column = {"branches": "branch"}.get(field, field.removesuffix("s"))
            rows = rows.filter(pl.col(column) == code)
    return rows


def _moment(written: pl.Series) -> pl.Series:
    days = written.drop_nulls().str.slice(0, 10).unique().to_list()
    known = {day: jdatetime.date(*map(int, day.split("-"))).togregorian() for day in days}
    day = written.str.slice(0, 10).replace_strict(known, default=None, return_dtype=pl.Date)
    clock = pl.col("clock").str.strptime(pl.Time, "%H:%M:%S")
    both = pl.DataFrame({"day": day, "clock": written.str.slice(11)})
    return both.select(pl.col("day").dt.combine(clock))["day"]
