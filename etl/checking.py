"""Every row of an extract against its contract, as it arrived: what is right, what is wrong where.

Reads the cells of an `Arrived`, writes `accepted.parquet` (typed) and `rejected.parquet` (the cells
as they came, with the problems). Each row lands in exactly one of the two.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl import contract
from etl.contract import Column, code_sql, value_sql
from etl.mappings import Recognised
from etl.persian_text import normalised_sql
from etl.reading import Arrived
from etl.sql import literal, name


def problem(column: str, code_sql: str) -> str:
    """What is wrong with a row, as a struct: the column in our words, the code of the problem."""
    return f"{{'column': {literal(column)}, 'code': {code_sql}}}"


@dataclass(frozen=True)
class Places:
    """The months and provinces of the rows that are right in themselves."""

    months: list[str]
    provinces: list[str]

    @property
    def scope(self) -> str:
        return " ".join(self.provinces)


class Check:
    """The checks of one extract; `con` has the reference tables and the function `masked`."""

    def __init__(self, con: duckdb.DuckDBPyConnection, arrived: Arrived, found: Recognised):
        self.con, self.arrived, self.found = con, arrived, found
        self.columns = found.columns
        self.moments = [column for column in found.columns if column.kind == "moment"]

    def rows(self, period: str | None) -> Places:
        """Fill the table `checked`: one row per line with typed values and its problems."""
        self._value_map()
        values = ", ".join(f"{value_sql(c)} as {name(c.name)}" for c in self.columns)
        checks = {c.name: code_sql(c) for c in self.columns}
        codes = ", ".join(f"{code} as {name(f'{c} code')}" for c, code in checks.items())
        key, width = self.found.source.KEY[0], len(self.arrived.headers)
        self.con.execute(f"""
            create or replace temp table checked as
            with named as (select line, cells, {self._named()} from {self._cells()}),
            worded as (select {self._worded()} from named),
            parsed as (select *, {self._parts()} from worded),
            dated as ({self._dated()}),
            valued as (select line, cells, {codes}, {values} from dated),
            placed as ({self._placed()})
            select * exclude (cells, {", ".join(name(f"{c} code") for c in checks)}), case
                when cells < {width} then [{problem(key, "'cut:' || cells")}]
                when cells > {width} then [{problem(key, "'too_many:' || cells")}]
                else {self._problems(list(checks), period)} end as problems
            from placed
        """)
        return Places(*(sorted(found or []) for found in self.con.execute("""
            select list(distinct month), list(distinct province) filter (province is not null)
            from checked where len(problems) = 0
        """).fetchone()))

    def duplicates(self, others: list[tuple[int, Path]]) -> None:
        """Turn away rows whose key stands earlier in the file or in a load of the same period."""
        key = ", ".join(name(column) for column in self.found.source.KEY)
        first_key = self.found.source.KEY[0]
        twice = f"problems || [{problem(first_key, literal('duplicate'))}]"
        self.con.execute(f"""
            create or replace temp table repeated as
            select line, first_line from (
                select line, first_value(line) over (partition by {key} order by line) first_line
                from checked where len(problems) = 0
            ) where line <> first_line
        """)
        self.con.execute(
            f"update checked set problems = {twice} where line in (select line from repeated)"
        )
        for load, accepted in others:
            loaded = f"c.problems || [{problem(first_key, literal('loaded:' + str(load)))}]"
            same = " and ".join(
                f"c.{name(k)} is not distinct from o.{name(k)}" for k in self.found.source.KEY
            )
            self.con.execute(f"""
                update checked c set problems = {loaded}
                from read_parquet({literal(accepted)}) o where {same} and len(c.problems) = 0
            """)

    def write(self, folder: Path) -> tuple[int, int]:
        """Write both files; rows taken and rows refused, together all lines of the file."""
        accepted, rejected = folder / "accepted.parquet", folder / "rejected.parquet"
        self.con.execute(f"""
            copy (select * exclude (problems) from checked where len(problems) = 0 order by line)
            to {literal(accepted)} (format parquet)
        """)
        headers = enumerate(self._unique_headers())
        cells = ", ".join(f"masked(a.c{n}) as {name(header)}" for n, header in headers)
        self.con.execute(f"""
            copy (
                select a.line as "line of the file", {cells}, c.problems as problems
                from checked c join {self._cells()} a using (line)
                where len(c.problems) > 0 order by line
            ) to {literal(rejected)} (format parquet)
        """)
        return self.con.execute("""
            select count(*) filter (len(problems) = 0), count(*) filter (len(problems) > 0)
            from checked
        """).fetchone()

    def first_lines(self) -> dict[int, int]:
        """For each repeated line, the line on which its key stands first."""
        return dict(self.con.execute("select line, first_line from repeated").fetchall())

    # The pieces of the query above, in the order in which it uses them.

    def _problems(self, columns: list[str], period: str | None) -> str:
        """The problems of a row; most rows have none, and that is decided first."""
        found = [(column, name(f"{column} code")) for column in columns]
        for column, code, condition in [
            *self.found.source.row_checks(),
            *self._period_check(period),
        ]:
            found.append((column, f"case when {condition} then {literal(code)} end"))
        listed = ", ".join(problem(column, code) for column, code in found)
        any_code = ", ".join(code for _, code in found)
        return (
            f"case when coalesce({any_code}) is null then [] "
            f"else list_filter([{listed}], lambda p: p.code is not null) end"
        )

    def _cells(self) -> str:
        return f"read_parquet({literal(self.arrived.cells)})"

    def _value_map(self) -> None:
        self.con.execute(
            "create or replace temp table value_map "
            "(\"column\" varchar, found varchar, becomes varchar)"
        )
        rows = [
            (column, found, becomes)
            for column, words in self.found.mapping.values.items()
            for found, becomes in words.items()
        ]
        if rows:
            self.con.executemany("insert into value_map values (?, ?, ?)", rows)

    def _named(self) -> str:
        return ", ".join(f"{self._cell(c)} as {name(c.name)}" for c in self.columns)

    def _cell(self, column: Column) -> str:
        mapping = self.found.mapping
        if column.name in self.found.positions:
            return normalised_sql(f"c{self.found.positions[column.name]}")
        if column.name == mapping.line_number:
            return "line::varchar"
        return f"{literal(mapping.constants.get(column.name) or None)}::varchar"

    def _worded(self) -> str:
        """The mapping's words replaced by ours."""
        becomes = "(select becomes from value_map v where v.\"column\" = {} and v.found = {})"
        words = [
            f"coalesce({becomes.format(literal(c), f'named.{name(c)}')}, {name(c)}) as {name(c)}"
            for c in self.found.mapping.values
        ]
        return f"* replace ({', '.join(words)})" if words else "*"

    def _parts(self) -> str:
        parts = [
            f"{contract.moment_parts_sql(c)} as {name(c.name + ' parts')}" for c in self.moments
        ] + [
            f"{contract.number_sql(c)} as {name(f'{c.name} {c.kind}')}"
            for c in self.columns
            if c.kind in contract.NUMBERS
        ]
        return ", ".join(parts) or "1 as no_parts"

    def _dated(self) -> str:
        """Each date looked up in the calendar, which knows both its Jalali and Gregorian name."""
        moments, joins = [], []
        for n, column in enumerate(self.moments):
            parts = name(f"{column.name} parts")
            moment = contract.moment_sql(column, parts, f"d{n}.day")
            moments.append(f"{moment} as {name(column.name + ' moment')}")
            joins.append(
                f"left join calendar d{n} on d{n}.year = try_cast({parts}.y as smallint) "
                f"and d{n}.month_of_year = try_cast({parts}.m as smallint) "
                f"and d{n}.day_of_month = try_cast({parts}.d as smallint)"
            )
        listed = "".join(f", {moment}" for moment in moments)
        return f"select parsed.*{listed} from parsed {' '.join(joins)}"

    def _placed(self) -> str:
        """The province of the branch and the Jalali month of the row."""
        names = [column.name for column in self.columns]
        province = "v.province" if "province" in names else "null"
        branch = "v.branch" if "branch" in names else "null"
        other = "v.* exclude (province)" if "province" in names else "v.*"
        month_of = name(self.found.source.MONTH_OF)
        is_month = self.found.source.MONTH_OF not in [moment.name for moment in self.moments]
        day = "null::date" if is_month else f"v.{month_of}::date"
        month = f"v.{month_of}" if is_month else "m.month"
        return f"""
            select {other}, coalesce(b.province, {province}) as province, {month} as month
            from valued v
            left join branches b on b.branch = {branch}
            left join calendar m on m.day = {day}
        """

    def _period_check(self, period: str | None) -> list[tuple[str, str, str]]:
        month_of = self.found.source.MONTH_OF
        outside = f"month is null and {name(month_of)} is not null"
        checks = [(month_of, "outside_calendar", outside)]
        if period:
            checks.append((month_of, f"period:{period}", f"month <> {literal(period)}"))
        return checks

    def _unique_headers(self) -> list[str]:
        """Headers may stand twice; Parquet columns may not."""
        seen: dict[str, int] = {}
        unique = []
        for header in self.arrived.headers:
            seen[header] = seen.get(header, 0) + 1
            unique.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
        return unique
