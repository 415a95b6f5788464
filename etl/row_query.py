"""One query over all lines of an extract: from text cells to typed values and problems.

The steps are common table expressions, to be read from top to bottom: named (our columns), worded
(our words), parsed and dated (numbers and days), valued (with what is wrong with each cell), placed
(province and month), and last what is wrong with the row.
"""

import datetime as dt

from etl import contract
from etl.contract import Column, code_sql, value_sql
from etl.mappings import Recognised
from etl.persian_text import normalised_sql
from etl.reading import Arrived
from etl.sql import literal, name

GIVEN = "given province"  # beside that of the branch


def problem(column: str, code_sql: str) -> str:
    """What is wrong with a row, as a struct: the column in our words, the code of the problem."""
    return f"{{'column': {literal(column)}, 'code': {code_sql}}}"


def cells_of(arrived: Arrived) -> str:
    return f"read_parquet({literal(arrived.cells)})"


class RowQuery:
    """The query for one extract; it reads the reference tables and the table `value_map`."""

    def __init__(self, arrived: Arrived, found: Recognised):
        self.arrived, self.found, self.columns = arrived, found, found.columns
        self.moments = [column for column in found.columns if column.kind == "moment"]

    def sql(self, period: str | None, today: dt.date) -> str:
        """One row per line with its values and the list of its problems."""
        values = ", ".join(f"{value_sql(c)} as {name(c.name)}" for c in self.columns)
        checks = {c.name: code_sql(c) for c in self.columns}
        codes = ", ".join(f"{code} as {name(f'{c} code')}" for c, code in checks.items())
        left_out = [f"{c} code" for c in checks]
        key, width = self.found.source.KEY[0], len(self.arrived.headers)
        return f"""
            with named as (select line, cells, {self._named()} from {cells_of(self.arrived)}),
            worded as (select {self._worded()} from named),
            parsed as (select *, {self._parts()} from worded),
            dated as ({self._dated()}),
            valued as (select line, cells, {codes}, {values} from dated),
            placed as ({self._placed()})
            select * exclude (cells, {", ".join(map(name, [GIVEN, *left_out]))}), case
                when cells < {width} then [{problem(key, "'cut:' || cells")}]
                when cells > {width} then [{problem(key, "'too_many:' || cells")}]
                else {self._problems(list(checks), period, today)} end as problems
            from placed
        """

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
            select {other}, coalesce(b.province, {province}) as province, {month} as month,
                {province} as {name(GIVEN)}
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

    def _future_checks(self, today: dt.date) -> list[tuple[str, str, str]]:
        """Days and months that have not come; what is due may be."""
        days = [column.name for column in self.moments if not column.future]
        last = f"{literal(str(today))}::date"
        checks = [
            (day, f"future:{today}", f"{name(day)}::date > {last}") for day in days
        ]
        month_of = self.found.source.MONTH_OF
        if month_of not in days:
            this = f"(select month from calendar where day = {last})"
            checks.append((month_of, f"future:{today}", f"month > {this}"))
        return checks

    def _place_check(self) -> list[tuple[str, str, str]]:
        if not {"branch", "province"} <= {column.name for column in self.columns}:
            return []
        return [("province", "branch_elsewhere", f"{name(GIVEN)} <> province")]

    def _problems(self, columns: list[str], period: str | None, today: dt.date) -> str:
        """The problems of a row; most rows have none, and that is decided first."""
        found = [(column, name(f"{column} code")) for column in columns]
        for column, code, condition in [
            *self.found.source.row_checks(),
            *self._period_check(period),
            *self._future_checks(today),
            *self._place_check(),
        ]:
            found.append((column, f"case when {condition} then {literal(code)} end"))
        listed = ", ".join(problem(column, code) for column, code in found)
        any_code = ", ".join(code for _, code in found)
        return (
            f"case when coalesce({any_code}) is null then [] "
            f"else list_filter([{listed}], lambda p: p.code is not null) end"
        )
