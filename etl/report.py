"""What is said of an extract: what it was taken for, every problem with its place, the outcome."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from etl.mappings import Recognised
from etl.national_number import masked
from etl.reading import Arrived
from etl.refusal import closest
from etl.sql import literal, name

SHOWN = 40  # problems said on the terminal; all of them lie in rejected.parquet

# code of a problem → what would be right; the codes not listed here are kinds of columns
RIGHT = {
    "empty": "a value",
    "completed_without_time": "the time of completion, since the status is completed",
    "pending_with_time": "no time of completion, since the status is pending",
    "completed_before_submitted": "a time not before the time of submission",
    "no_place": "a branch, or a province where no branch is known",
    "outside_calendar": "a day from 1390-01-01 to 1420-12-30",
    "more_answered_than_invited": "at most the number of persons invited",
}


@dataclass(frozen=True)
class RowProblem:
    """One cell that is wrong: file, line, column, the value found and what would be right."""

    file: str
    line: int
    column: str
    value: str | None
    right: str
    trouble: str = ""  # where the value alone does not say what is wrong

    def __str__(self) -> str:
        found = "empty" if self.value in (None, "") else f"'{masked(self.value)}'"
        said = f"{found} {self.trouble}; right: " if self.trouble else f"{found} is not "
        return f"{self.file}, line {self.line}: {self.column}: {said}{self.right}"


@dataclass
class Report:
    """The outcome for one file."""

    file: str
    outcome: str  # loaded, checked, unchanged, refused
    kind: str = ""
    message: str = ""
    load: int | None = None
    replaces: int | None = None
    rows_taken: int = 0
    rows_refused: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    rejected: Path | None = None  # the rows turned away, while the load is not yet forgotten

    @property
    def failed(self) -> bool:
        return self.outcome == "refused"

    def lines(self) -> Iterator[str]:
        yield from (str(problem) for problem in self.problems)
        more = self.rows_refused - len({problem.line for problem in self.problems})
        if more > 0:
            yield f"{self.file}: … and {more:,} more lines turned away"
        yield f"{self.file}: {self.outcome}" + (f": {self.message}" if self.message else "")
        yield from self.remarks


def row_problems(
    con: duckdb.DuckDBPyConnection, arrived: Arrived, found: Recognised, first_lines: dict
) -> list[RowProblem]:
    """The first problems of the table `checked`, in the order of the lines."""
    rows = con.execute(f"""
        select c.line, p."column" as "column", p.code as code, a.*
        from (select line, problems from checked where len(problems) > 0 order by line
              limit {SHOWN}) c, unnest(c.problems) as u(p)
        join read_parquet({literal(arrived.cells)}) a on a.line = c.line
        order by c.line
    """).fetchall()
    codes = _codes(con, found) if rows else {}
    return [
        _problem(arrived, found, codes, first_lines, line, column, code, cells)
        for line, column, code, _, _, *cells in rows
    ]


def _problem(arrived, found: Recognised, codes, first_lines, line, column, code, cells):
    code, _, detail = code.partition(":")
    if code in ("cut", "too_many"):
        return _wrong_width(arrived, line, int(detail), cells)
    position = found.positions.get(column)
    value = cells[position] if position is not None else found.mapping.constants.get(column)
    if code == "duplicate":
        right = f"a name of its own: line {first_lines[line]} has the same"
    elif code == "loaded":
        right = f"new: load {detail} of the same period already has it"
    elif code == "period":
        right = f"in {detail}, the month that the file's name gives"
    elif code in RIGHT:
        right = RIGHT[code]
    else:
        right = _right(found, codes, column, value)
    return RowProblem(arrived.file, line, found.header_of(column), value, right)


def _wrong_width(arrived: Arrived, line: int, found: int, cells: list) -> RowProblem:
    width = len(arrived.headers)
    last = min(found, width) - 1
    trouble = (
        f"is where the line ends, after {found} of {width} cells"
        if found < width
        else f"is followed by {found - width} more cells than the header has"
    )
    right = f"a whole line of {width} cells"
    return RowProblem(arrived.file, line, arrived.headers[last], cells[last], right, trouble)


def _codes(con, found: Recognised) -> dict[str, list[str]]:
    """The allowed codes of every column that refers to a table."""
    codes = {}
    for column in found.columns:
        if column.kind == "reference":
            rows = con.execute(f"select {name(column.name)} from {name(column.table)}").fetchall()
            codes[column.name] = [code for (code,) in rows]
    return codes


def _right(found: Recognised, codes: dict, of: str, value: str | None) -> str:
    column = next(c for c in found.columns if c.name == of)
    if column.kind != "reference" or value is None:
        return column.right
    allowed = codes[of]
    if 0 < len(allowed) <= 12:
        return "one of " + ", ".join(allowed)
    like = closest(value, allowed)
    return column.right + (f" (perhaps {like}?)" if like else "")
