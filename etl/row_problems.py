"""Which checks did the rows of an extract fail, how often, and on which lines first?

Reads the table `checked` and the cells as they arrived.
"""

import duckdb

from etl.checks.catalogue import entry
from etl.checks.persian_right import MANY, right_fa
from etl.contract import Column
from etl.mappings import Recognised
from etl.reading import Arrived
from etl.refusal import closest
from etl.report import LONGEST, Counted, RowProblem
from etl.sql import literal, name

FIRST = 5  # lines that are told of each check; all of them lie in rejected.parquet
WIDTHS = ("cut", "too_many")
OF_NAMES = ("duplicate", "loaded")  # wrong is no one cell but the name of the row
WORDS = ("reference", "choice")  # checks of words, of which the different ones are told
MOST_VALUES = 12


def row_problems(
    con: duckdb.DuckDBPyConnection, arrived: Arrived, found: Recognised, first_lines: dict
) -> list[Counted]:
    """The checks that rows failed, by column, the most frequent first."""
    groups = con.execute(f"""
        select p."column", split_part(p.code, ':', 1) as code, count(*) as rows,
            min(line, {FIRST}), arg_min(p.code, line, {FIRST})
        from (select line, unnest(problems) as p from checked where len(problems) > 0)
        group by all order by rows desc, 1, 2
    """).fetchall()
    if not groups:
        return []
    told = Telling(con, arrived, found, first_lines, _cells(con, arrived, groups))
    return [
        Counted(
            arrived.file,
            code,
            found.header_of(column),
            rows,
            [told.problem(line, column, whole) for line, whole in zip(lines, wholes, strict=True)],
            _values(con, arrived, found, column, code) if rows > FIRST else {},
        )
        for column, code, rows, lines, wholes in groups
    ]


def _values(con, arrived: Arrived, found: Recognised, column: str, code: str) -> dict[str, int]:
    """Word → rows, the most frequent: a mapping that translates them wants them all at once."""
    position = found.positions.get(column)
    if code not in WORDS or position is None:
        return {}
    rows = con.execute(
        f"""
        select a.c{position}, count(*) as rows
        from checked join read_parquet({literal(arrived.cells)}) a using (line),
            unnest(problems) as u(p)
        where p."column" = ? and split_part(p.code, ':', 1) = ?
        group by 1 order by rows desc, 1 limit {MOST_VALUES}
        """,
        [column, code],
    ).fetchall()
    return dict(rows)


def _cells(con, arrived: Arrived, groups) -> dict[int, list]:
    """Line → its cells, of the lines that are told."""
    lines = sorted({line for *_, found, _ in groups for line in found})
    rows = con.execute(
        f"select * exclude (cells) from read_parquet({literal(arrived.cells)}) "
        "where line in (select unnest(?))",
        [lines],
    ).fetchall()
    return {line: cells for line, *cells in rows}


class Telling:
    """How one problem of one file is told."""

    def __init__(self, con, arrived, found, first_lines: dict, cells: dict):
        self.arrived, self.found, self.first_lines = arrived, found, first_lines
        self.cells, self.codes = cells, _codes(con, found)
        self.sent = _sent(con, arrived, cells)

    def problem(self, line: int, column: str, whole: str) -> RowProblem:
        code, _, detail = whole.partition(":")
        if code in WIDTHS:
            return self._wrong_width(line, code, int(detail))
        value = self._cell(line, column)
        if code in OF_NAMES:
            parts = (self._cell(line, key) for key in self.found.source.KEY)
            value = ", ".join(part.strip() for part in parts if part and part.strip())
        if code == "duplicate":
            detail = self.first_lines[line]
        right, persian = self._right(code, detail, column, value)
        header = self.found.header_of(column)
        line = self.sent.get((line, column), line)
        return RowProblem(
            self.arrived.file, line, header, value, right, code=code, right_fa=persian
        )

    def _cell(self, line: int, column: str) -> str | None:
        """What arrived, else what the mapping says for all rows."""
        position = self.found.positions.get(column)
        constant = self.found.mapping.constants.get(column)
        return self.cells[line][position] if position is not None else constant

    def _right(self, code: str, detail, of: str, value: str | None) -> tuple[str, str]:
        """In English and Persian: of the check, else what the contract of the column asks for."""
        check = entry(code)
        if check.right_en:
            return check.right_en.format(detail=detail), check.right_fa.format(detail=detail)
        column = next(c for c in self.found.columns if c.name == of)
        codes = self.codes.get(of, [])
        if column.kind != "reference" or value is None:
            return column.right, right_fa(column, codes)
        if 0 < len(codes) <= MANY:
            return "one of " + ", ".join(codes), right_fa(column, codes)
        like = closest(value[:LONGEST], codes)
        english = column.right + (f" (perhaps {like}?)" if like else "")
        return english, right_fa(column, codes, like)

    def _wrong_width(self, line: int, code: str, found: int) -> RowProblem:
        width = len(self.arrived.headers)
        last = min(found, width) - 1
        trouble = (
            f"is where the line ends, after {found} of {width} cells"
            if found < width
            else f"is followed by {found - width} more cells than the header has"
        )
        check = entry(code)
        return RowProblem(
            self.arrived.file, line, self.arrived.headers[last], self.cells[line][last],
            check.right_en.format(detail=width), trouble, code, check.right_fa.format(detail=width),
        )  # fmt: skip


def _sent(con, arrived: Arrived, cells: dict) -> dict[tuple[int, str], int]:
    """(line of the row, column) → the line of the file, where several lines make one row."""
    if not arrived.long:
        return {}
    rows = con.execute(
        'select line, "column", sent '
        f"from read_parquet({literal(arrived.long.lines_behind)}) "
        'where line in (select unnest(?)) and "column" is not null order by problem',
        [list(cells)],
    ).fetchall()
    return {(line, column): sent for line, column, sent in rows}


def _codes(con, found: Recognised) -> dict[str, list[str]]:
    """The allowed codes of every column that refers to a table."""
    return {column.name: _of_table(con, column) for column in found.columns if column.table}


def _of_table(con, column: Column) -> list[str]:
    rows = con.execute(f"select {name(column.name)} from {name(column.table)}").fetchall()
    return [code for (code,) in rows]
