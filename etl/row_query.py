"""One query over all lines of an extract: from text cells to typed values and problems.

The steps are common table expressions, to be read from top to bottom: named (our columns), worded
(our words), parsed and dated (numbers and days), valued (with what is wrong with each cell), placed
(province and month), and last what is wrong with the row.
"""

import datetime as dt

from etl import contract, moments
from etl.contract import Column, code_sql, value_sql
from etl.date_formats import date_format
from etl.mappings import Recognised
from etl.no_rows import AGAIN, ALONE, MARKS, SUMS_UP, marks_sql
from etl.persian_text import normalised_sql
from etl.reading import Arrived
from etl.sql import literal, name

SEALED = ("client",)  # columns of which only a pseudonym is kept
GIVEN = "given province"  # beside that of the branch
FEW_WORDS = 50


def problem(column: str, code_sql: str) -> str:
    """What is wrong with a row, as a struct: the column in our words, the code of the problem."""
    return f"{{'column': {literal(column)}, 'code': {code_sql}}}"


def cells_of(arrived: Arrived) -> str:
    return f"read_parquet({literal(arrived.cells)})"


class RowQuery:
    """The query for one extract; it reads the reference tables and the table `value_map`.

    worded: of the columns of which `value_map` has words, word → meaning; unusual: the columns of
    dates that may be spelled in another way than usual.
    """

    def __init__(self, arrived: Arrived, found: Recognised, worded: dict, unusual: set[str]):
        self.arrived, self.found, self.columns = arrived, found, found.columns
        self.worded, self.unusual = worded, unusual
        self.first_month_of = getattr(found.source, "FIRST_MONTH_OF", "")
        self.moments = [column for column in found.columns if column.kind == "moment"]

    def sql(self, period: str | None, today: dt.date) -> str:
        """One row per line with its values and the list of its problems."""
        values = ", ".join(f"{value_sql(c)} as {name(c.name)}" for c in self.columns)
        checks = {c.name: code_sql(c) for c in self.columns}
        codes = ", ".join(f"{code} as {name(f'{c} code')}" for c, code in checks.items())
        left_out = [f"{c} code" for c in checks]
        marks = ", ".join(map(name, MARKS))
        read = [n for column, n in self.found.positions.items() if column not in SEALED]
        key, width = self.found.source.KEY[0], len(self.arrived.headers)
        return f"""
            with named as (
                select line, cells, {marks_sql(self.arrived.headers, read)}, {self._named()}
                from {cells_of(self.arrived)}
            ),
            worded as (select {self._worded()} from named),
            parsed as (select *, {self._parts()} from worded),
            respelled as (select {self._respelled()} from parsed),
            dated as ({self._dated()}),
            valued as (select line, cells, {marks}, {codes}, {values} from dated),
            derived as (select {self._derived()} from valued),
            placed as ({self._placed()})
            select * exclude (cells, {", ".join(map(name, [*MARKS, GIVEN, *left_out]))}), case
                when cells < {width} then [{problem(key, "'cut:' || cells")}]
                when cells > {width} then [{problem(key, "'too_many:' || cells")}]
                when {name(AGAIN)} then [{problem(key, literal("header_again"))}]
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
        """Words replaced by what they mean; an empty meaning is no value."""
        words = [
            f"nullif({self._meaning(column, meanings)}, '') as {name(column)}"
            for column, meanings in sorted(self.worded.items())
        ]
        return f"* replace ({', '.join(words)})" if words else "*"

    def _meaning(self, column: str, meanings: dict[str, str]) -> str:
        """Every look-up in a table sets memory aside, and a questionnaire has a hundred columns."""
        cell = name(column)
        if len(meanings) <= FEW_WORDS:
            cases = (f"when {literal(w)} then {literal(m)}" for w, m in meanings.items())
            return f"case {cell} {' '.join(cases)} else {cell} end"
        found = f'v."column" = {literal(column)} and v.found = named.{cell}'
        return f"coalesce((select becomes from value_map v where {found}), {cell})"

    def _parts(self) -> str:
        """Numbers, and the parts of dates in their usual spelling or in that of the mapping."""
        parts = [f"{_parts_sql(c)} as {name(c.name + ' parts')}" for c in self.moments] + [
            f"{contract.number_sql(c)} as {name(f'{c.name} {c.kind}')}"
            for c in self.columns
            if c.kind in contract.MEASURES
        ]
        return ", ".join(parts) or "1 as no_parts"

    def _respelled(self) -> str:
        """Dates in any other spelling; a step of its own, since most files need none of it."""
        spelled = []
        for column in (c for c in self.moments if c.name in self.unusual):
            parts, other = name(f"{column.name} parts"), moments.respelled_sql(name(column.name))
            usual = f"{name(column.name)} is null or {parts}.y <> ''"
            spelled.append(f"case when {usual} then {parts} else {other} end as {parts}")
        return f"* replace ({', '.join(spelled)})" if spelled else "*"

    def _dated(self) -> str:
        """Each date looked up in the calendar, which knows both its Jalali and Gregorian name."""
        found, joins = [], []
        for n, column in enumerate(self.moments):
            parts = name(f"{column.name} parts")
            moment = moments.moment_sql(parts, f"d{n}.day", column.calendar)
            if column.serials:
                moment = f"coalesce({moment}, {moments.serial_sql(name(column.name))})"
            found.append(f"{moment} as {name(column.name + ' moment')}")
            joins.append(
                f"left join calendar d{n} on d{n}.year = try_cast({parts}.y as smallint) "
                f"and d{n}.month_of_year = try_cast({parts}.m as smallint) "
                f"and d{n}.day_of_month = try_cast({parts}.d as smallint)"
            )
        listed = "".join(f", {moment}" for moment in found)
        return f"select respelled.*{listed} from respelled {' '.join(joins)}"

    def _derived(self) -> str:
        """Columns that follow from others, where they are empty themselves."""
        follow = getattr(self.found.source, "derived", dict)()
        made = [f"coalesce({name(c)}, {sql}) as {name(c)}" for c, sql in follow.items()]
        return f"* replace ({', '.join(made)})" if made else "*"

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
        first, first_of = "", ""
        if self.first_month_of:  # of a period that may be longer than a month
            first = ", f.month as first_month"
            first_of = f"left join calendar f on f.day = v.{name(self.first_month_of)}::date"
        return f"""
            select {other}, coalesce(b.province, {province}) as province, {month} as month{first},
                {province} as {name(GIVEN)}
            from derived v
            left join branches b on b.branch = {branch}
            left join calendar m on m.day = {day}
            {first_of}
        """

    def _period_check(self, period: str | None) -> list[tuple[str, str, str]]:
        month_of = self.found.source.MONTH_OF
        outside = f"month is null and {name(month_of)} is not null"
        checks = [(month_of, "outside_calendar", outside)]
        if first := self.first_month_of:
            outside = f"first_month is null and {name(first)} is not null"
            checks.append((first, "outside_calendar", outside))
        if period:
            checks.append((month_of, f"period:{period}", f"month <> {literal(period)}"))
        return checks

    def _future_checks(self, today: dt.date) -> list[tuple[str, str, str]]:
        """Days and months that have not come; what is due may be."""
        days = [column.name for column in self.moments if not column.future]
        last = f"{literal(str(today))}::date"
        checks = [(day, f"future:{today}", f"{name(day)}::date > {last}") for day in days]
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
        codes = dict(found)
        for column, code, condition in [
            *self.found.source.row_checks(),
            *self._period_check(period),
            *self._future_checks(today),
            *self._place_check(),
        ]:
            # A cell that is wrong in itself is said to be so once.
            first = f"{codes[column]} is null and " if column in codes else ""
            found.append((column, f"case when {first}({condition}) then {literal(code)} end"))
        listed = ", ".join(problem(column, code) for column, code in found)
        places = {at: column for column, at in self.found.positions.items()}
        first = places[min(places)] if places else self.found.source.KEY[0]
        any_code = ", ".join(code for _, code in found)
        return (
            f"case when coalesce({any_code}) is null then [] "
            f"when {name(SUMS_UP)} then [{problem(first, literal('total_line'))}] "
            f"when {name(ALONE)} then [{problem(first, literal('note_line'))}] "
            f"else list_filter([{listed}], lambda p: p.code is not null) end"
        )


def _parts_sql(column: Column) -> str:
    """The parts of a date as the mapping's date_format has them, else as they usually stand."""
    cell, told = name(column.name), column.date_format
    usual = moments.usual_sql(cell)
    if told in ("", moments.EXCEL):
        return usual
    parts = date_format(told, column.calendar).parts_sql(cell)
    if told.startswith("%Y"):
        return parts
    # A year that stands first and has four digits is no question, whatever the format; cells of a
    # workbook that are dates come like that.
    return f"case when {usual}.y <> '' then {usual} else {parts} end"
