"""Which columns has the table twin of a control chart?"""

from pages.parts import numbers, tables, variation, words
from pages.parts.tables import Column


def show(rows, written, caption, file_name):
    tables.show(columns(written), rows, caption, file_name)


def columns(written):
    """One row per month; values as `written` beside the figure, plain numbers in the download."""
    return [
        Column("month", _title("month"), lambda row: numbers.month(row["month"]), kind="text"),
        Column("n", _title("n"), lambda row: numbers.number(row["n"])),
        Column("value", _title("value"), lambda row: written(row["value"])),
        Column("centre", _title("centre"), lambda row: written(row["centre"])),
        Column("lower", _title("lower"), lambda row: written(row["lower"])),
        Column("upper", _title("upper"), lambda row: written(row["upper"])),
        Column("variation", _title("variation"), _variation, kind="text", plain=_variation),
        Column("causes", _title("causes"), variation.causes, kind="text", plain=variation.causes),
    ]


def _variation(row):
    if row["suppressed"]:
        return words.say("status.suppressed")
    return words.say(f"variation.{row['variation']}") if row["variation"] else ""


def _title(key):
    return words.say(f"process.column.{key}")
