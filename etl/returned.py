"""Is this a file of rejected rows that comes back corrected, and what did its cells say?

Rejected rows leave as a table for a spreadsheet, in which no cell may act as a formula: an
apostrophe is put before such text. When the table comes back, that one apostrophe is taken away
again, so the values are those that were sent.
"""

import re
from collections.abc import Iterator

LINE, REASONS = "line of the file", "reasons"
SUFFIX = ".rejected.csv"  # after the name of the file that the rows came from
OURS = frozenset({LINE, REASONS})
# What a spreadsheet takes for the beginning of a formula, also in the wide forms of East Asia.
FORMULA = re.compile(r"[\s'\"]*[=+\-@\t\r＝＋－＠|%]")
Row = tuple[int, list[str | None]]
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*")


def is_returned(headers: list[str]) -> bool:
    """Whether a header is that of rejected rows."""
    return LINE in headers


def sent_as(file: str) -> str:
    """The name of the file that rejected rows came from; any other name is its own.

    >>> sent_as("log_1404-07.xlsx.rejected.csv"), sent_as("log.csv")
    ('log_1404-07.xlsx', 'log.csv')
    """
    while file.endswith(SUFFIX):
        file = file.removesuffix(SUFFIX)
    return file


def inert(cell):
    """The cell, with an apostrophe before text that a spreadsheet could take for a formula.

    >>> inert("=1+1"), inert("'=1+1"), inert("-5"), inert("ali")
    ("'=1+1", "''=1+1", '-5', 'ali')
    """
    if isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def restored(cell: str | None) -> str | None:
    """The cell as it was before `inert`.

    >>> restored("'=1+1"), restored("''=1+1"), restored("-5"), restored("'ali")
    ('=1+1', "'=1+1", '-5', "'ali")
    """
    if cell and cell.startswith("'") and FORMULA.match(cell):
        return cell[1:]
    return cell


def restored_header(cells: list[str | None]) -> list[str | None]:
    return [restored(cell) for cell in cells] if is_returned(cells) else cells


def restored_rows(rows: Iterator[Row]) -> Iterator[Row]:
    """A header and rows; those of any other file are left as they are."""
    header = next(rows, None)
    if header is None:
        return
    yield header
    ours = is_returned(header[1])
    for line, cells in rows:
        yield line, [restored(cell) for cell in cells] if ours else cells
