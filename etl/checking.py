"""Every row of an extract against its contract, as it arrived: what is right, what is wrong where.

Reads the cells of an `Arrived`, writes `accepted.parquet` (typed) and `rejected.parquet` (the cells
as they came, with the problems). Each row lands in exactly one of the two.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.mappings import Recognised
from etl.moments import unusual_sql
from etl.reading import Arrived
from etl.returned import LINE
from etl.row_query import SEALED, RowQuery, cells_of, problem
from etl.spellings import Words
from etl.sql import literal, name


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
        self.notes: list[str] = []  # what is to be said of its words
        self.sealed = {found.positions[c] for c in SEALED if c in found.positions}

    def rows(self, period: str | None, today: dt.date) -> Places:
        """Fill the table `checked`: one row per line with typed values and its problems."""
        words = Words(self.con, self.arrived, self.found)
        query = RowQuery(self.arrived, self.found, words.into_tables(), self._unusual_dates()).sql(
            period, today
        )
        self.notes = words.notes()
        self.con.execute(f"create or replace temp table checked as {query}")
        self._of_long_lines()
        months = "list(distinct month)"
        if hasattr(self.found.source, "FIRST_MONTH_OF"):
            months = f"list_distinct({months} || list(distinct first_month))"
        return Places(
            *(
                sorted(found or [])
                for found in self.con.execute(f"""
            select {months}, list(distinct province) filter (province is not null)
            from checked where len(problems) = 0
        """).fetchone()
            )
        )

    def _unusual_dates(self) -> set[str]:
        """The columns in which a date may be spelled in another way than usual."""
        dates = {c.name for c in self.found.columns if c.kind == "moment" and not c.date_format}
        there = sorted(dates & self.found.positions.keys())
        told = (
            dates & self.found.mapping.constants.keys() | dates & self.found.mapping.values.keys()
        )
        if not there:
            return told
        asked = ", ".join(unusual_sql(f"c{self.found.positions[column]}") for column in there)
        (said,) = self.con.execute(f"select {asked} from {cells_of(self.arrived)}").fetchall()
        return told | {column for column, unusual in zip(there, said, strict=True) if unusual}

    def _of_long_lines(self) -> None:
        """What several lines of one respondent can only get wrong together."""
        if self.arrived.long:
            told = "{'column': p.\"column\", 'code': p.code}"
            self.con.execute(f"""
                update checked c set problems = c.problems || p.problems from (
                    select line, list({told}) as problems from long_problems p group by line
                ) p where p.line = c.line
            """)

    def shared_rows(self, accepted: Path) -> tuple[int, int, int]:
        """How many rows of an earlier load stand in this extract too, and how many it has.

        Last, how many of the shared ones are of another place here: two branches that both number
        their sheets from 1 have not sent the same sheets.
        """
        names, key = [column.name for column in self.found.columns], self.found.source.KEY
        places = [place for place in ("branch", "province") if place in names and place not in key]
        same = " and ".join(f"c.{name(k)} is not distinct from o.{name(k)}" for k in key)
        there = " and ".join([same, *(f"c.{p} is not distinct from o.{p}" for p in places)])
        shared, before, in_place = self.con.execute(f"""
            select count(*) filter (exists (from checked c where {same})), count(*),
                count(*) filter (exists (from checked c where {there}))
            from read_parquet({literal(accepted)}) o
        """).fetchall()[0]
        return shared, before, shared - in_place

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
        sent, lines = self._as_sent()
        cells = ", ".join(
            # A pseudonym would be salted a second time, were the row dropped again.
            f"{'null::varchar' if n in self.sealed else f'masked(a.c{n})'} as {name(header)}"
            for n, header in enumerate(unique(sent.headers))
        )
        self.con.execute(f"""
            copy (
                select a.sent as {name(LINE)}, {cells}, c.problems as problems
                from checked c join {lines} a using (line)
                where len(c.problems) > 0 order by 1
            ) to {literal(rejected)} (format parquet)
        """)
        return self.con.execute("""
            select count(*) filter (len(problems) = 0), count(*) filter (len(problems) > 0)
            from checked
        """).fetchone()

    def first_lines(self) -> dict[int, int]:
        """For each repeated line, the line on which its key stands first."""
        return dict(self.con.execute("select line, first_line from repeated").fetchall())

    def _as_sent(self) -> tuple[Arrived, str]:
        """The file as it came, and SQL of its lines: `line` of the row, `sent` of the file."""
        if not self.arrived.long:
            return self.arrived, f"(select *, line as sent from {cells_of(self.arrived)})"
        sent, behind = self.arrived.long.arrived, literal(self.arrived.long.lines_behind)
        rows = f"select distinct line, sent from read_parquet({behind})"
        return sent, (
            f"(select r.line, a.line as sent, a.* exclude (line) from {cells_of(sent)} a "
            f"join ({rows}) r on r.sent = a.line)"
        )


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Make room for what comes after the checks of a file."""
    con.execute("drop table if exists checked")


def unique(headers: list[str]) -> list[str]:
    """Headers may stand twice; Parquet columns may not."""
    seen: dict[str, int] = {}
    names = []
    for header in headers:
        seen[header] = seen.get(header, 0) + 1
        names.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
    return names
