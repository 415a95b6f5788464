"""Which actions were taken, where and when? Entered by people, kept in `actions_taken.csv`.

The file is only ever added to: a withdrawal is a line of its own. A line carries the words of its
action, so that it still tells what was done when `actions.toml` has changed. Every version is made
with the file as it is then, so rebuild, backup and restore keep it. `etl.taking` writes it.
"""

import datetime as dt
import re

import duckdb
import jdatetime
import polars as pl

from etl.data_folder import DataFolder
from etl.events import EVENTS, MEASURES, read_events
from etl.persian_text import normalised
from etl.refusal import wrong_setting
from etl.tables import read_table

TAKEN, WITHDRAWN = "taken", "withdrawn"
COLUMNS = ["number", "what", "action", "title_fa", "title_en", "measure", "day", "province",
           "restarts", "by", "at"]  # fmt: skip
TABLE = {
    "number": pl.Int32, "action": pl.String, "title_fa": pl.String, "title_en": pl.String,
    "measure": pl.String, "day": pl.String, "month": pl.String, "province": pl.String,
    "restarts": pl.Boolean, "by": pl.String, "at": pl.Datetime, "withdrawn_by": pl.String,
    "withdrawn_at": pl.Datetime,
}  # fmt: skip
# Before the title on a trend, where events of every kind stand side by side.
CALLED = {"title_fa": "اقدام: ", "title_en": "Action: "}


def read_taken(folder: DataFolder) -> list[dict]:
    """The lines of the file, `number` as a whole number; none where there is no such file."""
    rows = read_table(folder.actions_taken, COLUMNS)
    for line, row in enumerate(rows, start=2):
        where = f"{folder.actions_taken.name}, line {line}"
        if not re.fullmatch(r"\d+", row["number"] or ""):
            raise wrong_setting(
                f"{where}: number", f"'{row['number'] or ''}' is no number", "1, 2, …"
            )
        row["number"] = int(row["number"])
        if row["what"] not in (TAKEN, WITHDRAWN):
            found, right = f"'{row['what'] or ''}' is not known", f"{TAKEN} or {WITHDRAWN}"
            raise wrong_setting(f"{where}: what", found, right)
        try:
            _moment(row["at"])
        except ValueError:
            found = f"'{row['at']}' is no moment"
            raise wrong_setting(f"{where}: at", found, "2026-09-25T08:30:00") from None
        if row["what"] == TAKEN:
            row["day"] = jalali_day(row["day"] or "", f"{where}: day")
    return rows


def create_tables(con: duckdb.DuckDBPyConnection, folder: DataFolder) -> None:
    """Write `actions_taken` and, beside the events of `events.csv`, those that follow from it."""
    taken = taken_table(folder)
    frames = {"actions_taken": taken, "events": pl.concat([read_events(folder), _events(taken)])}
    for table, frame in frames.items():
        con.register("frame", frame)
        con.execute(f"create or replace table {table} as from frame")
        con.unregister("frame")


def taken_table(folder: DataFolder) -> pl.DataFrame:
    """One row per action taken, oldest entry first, with who withdrew it and when, else null."""
    rows = read_taken(folder)
    withdrawn = {row["number"]: row for row in rows if row["what"] == WITHDRAWN}
    table = [
        row
        | {
            "month": row["day"][:7],
            "restarts": row["restarts"] == "yes",
            "at": _moment(row["at"]),
            "withdrawn_by": withdrawn.get(row["number"], {}).get("by"),
            "withdrawn_at": _moment(withdrawn.get(row["number"], {}).get("at")),
        }
        for row in rows
        if row["what"] == TAKEN
    ]
    return pl.DataFrame(table, schema=TABLE)


def _events(taken: pl.DataFrame) -> pl.DataFrame:
    """What counts of the actions taken, as events. A factor has no chart of its own: what acts on
    one is marked where the whole that it is part of is drawn, on satisfaction."""
    counts = taken.filter(pl.col("withdrawn_at").is_null())
    charted = pl.when(pl.col("measure").is_in(MEASURES)).then("measure")
    return counts.select(
        event=pl.lit("action-") + pl.col("number").cast(pl.String),
        month="month",
        province="province",
        measure=charted.otherwise(pl.lit("satisfaction")),
        **{key: pl.lit(called) + pl.col(key) for key, called in CALLED.items()},
        restarts="restarts",
    ).select(EVENTS)


def jalali_day(text: str, where: str) -> str:
    """The day as 1404-07-05, also from ۱۴۰۴/۷/۵; refused where it is none."""
    found = re.fullmatch(r"(1[34]\d\d)[-/](\d{1,2})[-/](\d{1,2})", normalised(text))
    try:
        day = jdatetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None:
        raise wrong_setting(where, f"'{text}' is no Jalali day", "1404-07-15")
    return f"{day.year}-{day.month:02d}-{day.day:02d}"


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
