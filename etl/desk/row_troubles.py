"""What is wrong with the rows that were turned away: which column, how often, where first?"""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from etl import publish, reference
from etl.contract import Column
from etl.data_folder import DataFolder
from etl.mappings import Recognised
from etl.refusal import closest
from etl.sql import literal, name

FIRST = 5  # rows that are shown of each
DISTINCT = 60  # values that a mapping assistant asks about

GROUPS = """
    select p."column", split_part(p.code, ':', 1) as code, any_value(p.code) as whole,
        count(*) as turned_away,
        list("line of the file" order by "line of the file")[:{first}] as lines
    from (select "line of the file", unnest(problems) as p from read_parquet({rejected}))
    group by all order by turned_away desc, 1, 2
"""


@dataclass(frozen=True)
class Trouble:
    """One kind of problem of one column, with how many rows have it."""

    column: str
    header: str  # as the sender calls the column
    code: str
    detail: str
    rows: int
    first: list[tuple[int, str | None, str]]  # line, value found, value that may be meant
    contract: Column | None
    values: list[tuple[str, int, str]] = field(default_factory=list)  # value, rows, may be meant


def troubles(folder: DataFolder, rejected: Path | None, found: Recognised | None) -> list[Trouble]:
    """Most frequent first; none where no row was turned away."""
    if rejected is None or found is None or not rejected.is_file():
        return []
    con = publish.connect()
    try:
        groups = con.execute(GROUPS.format(first=FIRST, rejected=literal(rejected))).fetchall()
        if groups:
            reference.create_tables(con, folder)
        return [_trouble(con, rejected, found, *group) for group in groups]
    finally:
        con.close()


def _trouble(con, rejected, found: Recognised, column, code, whole, rows, lines) -> Trouble:
    contract = next((c for c in found.columns if c.name == column), None)
    header, codes = _header(con, rejected, found, column), _codes(con, contract)
    cells = _cells(con, rejected, header, lines)
    given = found.mapping.constants.get(column)
    return Trouble(
        column,
        found.header_of(column),
        code,
        whole.partition(":")[2],
        rows,
        [(line, cells.get(line, given), _meant(cells.get(line), codes)) for line in lines],
        contract,
        _values(con, rejected, column, code, header, codes),
    )


def _header(con, rejected: Path, found: Recognised, column: str) -> str | None:
    """The column of the rejected rows, whose names are unique and begin with the line."""
    described = con.execute(f"describe from read_parquet({literal(rejected)})").fetchall()
    position = found.positions.get(column)
    return described[1 + position][0] if position is not None else None


def _codes(con: duckdb.DuckDBPyConnection, column: Column | None) -> list[str]:
    if column is None or column.kind == "choice":
        return list(column.allowed) if column else []
    if column.kind != "reference":
        return []
    return [code for (code,) in con.execute(f"select {name(column.name)} from {name(column.table)}")
            .fetchall()]  # fmt: skip


def _meant(value: str | None, codes: list[str]) -> str:
    return closest(value[:80], codes) if value and codes else ""


def _cells(con, rejected: Path, header: str | None, lines: list[int]) -> dict[int, str]:
    if header is None:
        return {}
    rows = con.execute(
        f'select "line of the file", {name(header)} from read_parquet({literal(rejected)}) '
        'where list_contains(?, "line of the file")',
        [lines],
    ).fetchall()
    return dict(rows)


def _values(con, rejected, column, code, header, codes) -> list[tuple[str, int, str]]:
    """The distinct values of a column of codes, which a mapping can translate."""
    if header is None or not codes or code not in ("choice", "reference"):
        return []
    rows = con.execute(
        f"""select {name(header)}, count(*) from read_parquet({literal(rejected)})
            where {name(header)} is not null and list_contains(problems,
                {{'column': {literal(column)}, 'code': {literal(code)}}})
            group by all order by count(*) desc, 1 limit {DISTINCT}"""
    ).fetchall()
    return [(value, count, _meant(value, codes)) for value, count in rows]
