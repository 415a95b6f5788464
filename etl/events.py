"""Marked events (`events.csv`): what happened that a reader of the trends should know?

An event that restarts a baseline says: from this month on the process is another one.
"""

import re

import polars as pl

from etl.data_folder import DataFolder
from etl.refusal import Refusal
from etl.tables import read_keyed, read_table

EVENTS = ["event", "month", "province", "measure", "title_fa", "title_en", "restarts"]
MEASURES = ("satisfaction", "digital_take_up", "completion_rate", "on_time_share",
            "requests_per_working_day")  # fmt: skip
MONTH = r"1[34]\d\d-(0[1-9]|1[0-2])"


def read_events(folder: DataFolder) -> pl.DataFrame:
    """The events as a table, `restarts` as a boolean; none where there is no such file.

    An event that fits nothing by a slip of the pen would silently restart nothing: refused.
    """
    provinces = read_table(folder.reference / "provinces.csv", ["province"])
    allowed = {
        "province": [None, *(row["province"] for row in provinces)],
        "measure": [None, *MEASURES],
        "restarts": ["yes", "no"],
    }
    rows = read_keyed(folder.events, EVENTS)
    for line, row in enumerate(rows, start=2):
        where = f"{folder.events.name}, line {line}"
        if not re.fullmatch(MONTH, row["month"] or ""):
            raise Refusal(
                f"{where}: month", f"'{row['month'] or ''}' is no month", "1404-07", code="settings"
            )
        for column, values in allowed.items():
            if row[column] not in values:
                said = ", ".join(value or "nothing" for value in values)
                raise Refusal(
                    f"{where}: {column}",
                    f"'{row[column] or ''}' is not known",
                    said,
                    code="settings",
                )
    schema = dict.fromkeys(EVENTS, pl.String)
    return pl.DataFrame(rows, schema=schema).with_columns(pl.col("restarts") == "yes")
