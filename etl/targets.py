"""Targets (`targets.csv`): which value should a measure reach, where, and from which month on?

A target of one province stands in place of the target of everywhere; the latest month counts.
"""

import re
from pathlib import Path

import polars as pl

from etl.data_folder import DataFolder
from etl.events import MONTH
from etl.refusal import wrong_setting
from etl.tables import read_table

TARGETS = ["measure", "province", "target", "from_month"]
# Measure → the lowest and highest value that can be meant.
ANY = float("inf")
BOUNDS = {
    "satisfaction": (0.0, ANY),  # on the scale of its questionnaire, whichever that is
    "favourable_factors": (0.0, ANY),
    "digital_take_up": (0.0, 1.0),
    "completion_rate": (0.0, 1.0),
    "on_time_share": (0.0, 1.0),
    "median_hours": (0.0, ANY),
    "response_rate": (0.0, 1.0),
}


def read_targets(folder: DataFolder) -> pl.DataFrame:
    """The targets as a table, `target` as a number; none where there is no such file.

    A target that fits nothing by a slip of the pen would silently judge nothing: refused.
    """
    provinces = [row["province"] for row in read_table(folder.reference / "provinces.csv",
                                                       ["province"])]  # fmt: skip
    rows, lines = read_table(folder.targets, TARGETS), {}
    for line, row in enumerate(rows, start=2):
        _check(folder.targets, line, row, provinces)
        row["target"] = _number(folder.targets, line, row)
        key = (row["measure"], row["province"], row["from_month"])
        if key in lines:
            where = f"{folder.targets.name}, line {line}"
            what = f"the same measure, province and month as in line {lines[key]}"
            raise wrong_setting(where, what, "one target each")
        lines[key] = line
    schema = dict.fromkeys(TARGETS, pl.String) | {"target": pl.Float64}
    return pl.DataFrame(rows, schema=schema)


def _check(file: Path, line: int, row: dict, provinces: list[str]) -> None:
    allowed = {"measure": [*BOUNDS], "province": [None, *provinces]}
    for column, values in allowed.items():
        if row[column] not in values:
            said = ", ".join(value or "nothing" for value in values)
            raise _wrong(file, line, column, f"'{row[column] or ''}' is not known", said)
    if not re.fullmatch(MONTH, row["from_month"] or ""):
        what = f"'{row['from_month'] or ''}' is no month"
        raise _wrong(file, line, "from_month", what, "1404-07")


def _number(file: Path, line: int, row: dict) -> float:
    """The target as a number that its measure can have; a share lies between 0 and 1."""
    low, high = BOUNDS[row["measure"]]
    right = f"{low:g} to {high:g}, such as 0.9" if high < ANY else "a number such as 7.5"
    text = row["target"] or ""
    try:
        value = float(text)
    except ValueError:
        raise _wrong(file, line, "target", f"'{text}' is no number", right) from None
    if not low <= value <= high or value == ANY:
        raise _wrong(file, line, "target", f"'{text}' is no {row['measure']}", right)
    return value


def _wrong(file: Path, line: int, column: str, what: str, right: str):
    return wrong_setting(f"{file.name}, line {line}: {column}", what, right)
