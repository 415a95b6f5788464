"""How a typed value is written as the text of a cell, so that every format reads alike."""

import datetime as dt
import re
from decimal import Decimal

MIDNIGHT = " 00:00:00"
# Excel counts days from here; a time without a day, and a duration, stand at its beginning.
DURATION = re.compile(r"(1899|1900)-(\d\d)-(\d\d) (\d\d):(\d\d:\d\d)")
DAY_ZERO = dt.date(1899, 12, 31)


def text_of(value) -> str | None:
    """A number without needless fraction, a day in ISO form, nothing for what is missing.

    >>> text_of(5.0), text_of(0.25), text_of(dt.datetime(2025, 9, 25)), text_of(None)
    ('5', '0.25', '2025-09-25', None)
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _of_float(value)
    if isinstance(value, dt.datetime):
        return str(value.replace(microsecond=0)).removesuffix(MIDNIGHT)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _of_float(value: float) -> str | None:
    if value != value:  # not a number: how many programs write a missing one
        return None
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def of_excel(cells: list[str | None]) -> list[str | None]:
    """Cells as the reader of workbooks writes them: days lose their midnight, times their day."""
    return [_of_moment(cell) if cell and cell[-3:-2] == ":" else cell for cell in cells]


def _of_moment(cell: str) -> str:
    if found := DURATION.fullmatch(cell):
        year, month, day, hours, rest = found.groups()
        # Excel believes that 1900 was a leap year; no duration reaches its end of February.
        days = (dt.date(int(year), int(month), int(day)) - DAY_ZERO).days
        return f"{days * 24 + int(hours):02}:{rest}"
    return cell.removesuffix(MIDNIGHT)
