"""How do the first rows of a file look, as they arrived and as they were understood?"""

from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from etl import publish
from etl.formats import content_of, rows_of, tables_of
from etl.formats.layout import Layout, Row
from etl.mappings import Recognised
from etl.personal_data import comment, masked
from etl.reading import headers_of
from etl.refusal import Refusal
from etl.sql import literal

ROWS = 8
LONGEST = 120  # letters of a cell
HIDDEN = {"client"}  # what the sender calls a person is not shown, even before it is salted
NOT_SHOWN = {"line"}


@dataclass(frozen=True)
class Preview:
    """headers and rows (line, cells) as they arrived; understood: line → our column → value."""

    headers: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    understood: dict[int, dict] = field(default_factory=dict)


NOTHING = Preview()


def preview(path: Path, found: Recognised | None, accepted: Path | None) -> Preview:
    """Of a file that was not recognised, its first rows without a header."""
    try:
        rows = _recognised_rows(path, found) if found else _first_rows(path)
    except (Refusal, OSError):
        return NOTHING  # why it can not be read is said by the refusal of its load
    headers = headers_of(rows.pop(0)[1]) if found and rows else []
    hidden = {found.positions[c] for c in HIDDEN & set(found.positions)} if found else set()
    free = found.free_text if found else frozenset()
    shown = [(line, _cells(cells, hidden, free)) for line, cells in rows]
    columns, understood = _understood(accepted, shown[-1][0] if shown else 0)
    return Preview(headers, shown, columns, understood)


def _recognised_rows(path: Path, found: Recognised) -> list[Row]:
    first = found.layout.header_row or 0
    with closing(rows_of(path, found.layout)) as rows:
        wanted = (row for row in rows if row[0] >= first and any(row[1]))
        return list(islice(wanted, ROWS + 1))


def _first_rows(path: Path) -> list[Row]:
    tables = [t for t in tables_of(content_of(path), Layout()) if not t.hidden]
    return [row for row in tables[0].first_rows if any(row[1])][:ROWS] if tables else []


def _cells(cells: list[str | None], hidden: set[int], free: frozenset[int]) -> list[str]:
    """free: the places of open answers, in which more is masked than in codes."""
    return [
        "•••"
        if place in hidden and cell
        else (comment if place in free else masked)(cell or "")[:LONGEST]
        for place, cell in enumerate(cells)
    ]


def _understood(accepted: Path | None, last: int) -> tuple[list[str], dict[int, dict]]:
    if accepted is None:
        return [], {}
    con = publish.connect()
    try:
        cursor = con.execute(
            f"from read_parquet({literal(accepted)}) where line <= ? order by line", [last]
        )
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    finally:
        con.close()
    filled = {name for name in names if any(row[name] is not None for row in rows)}
    columns = [name for name in names if name in filled - NOT_SHOWN]
    return columns, {row["line"]: _hidden(row) for row in rows}


def _hidden(row: dict) -> dict:
    return row | {name: "•••" for name in HIDDEN & row.keys() if row[name] is not None}
