"""Every row of an extract against its contract, as it arrived: what is right, what is wrong where.

Reads the cells of an `Arrived`, writes `accepted.parquet` (typed) and `rejected.parquet` (the cells
as they came, with the problems). Each row lands in exactly one of the two.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.mappings import Recognised
from etl.reading import Arrived
from etl.returned import LINE
from etl.row_query import RowQuery, cells_of, problem
from etl.sql import literal, name

SEALED = ("client",)  # columns of which only a pseudonym is kept


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
        self.sealed = {found.positions[c] for c in SEALED if c in found.positions}

    def rows(self, period: str | None, today: dt.date) -> Places:
        """Fill the table `checked`: one row per line with typed values and its problems."""
        self._value_map()
        query = RowQuery(self.arrived, self.found).sql(period, today)
        self.con.execute(f"create or replace temp table checked as {query}")
        return Places(*(sorted(found or []) for found in self.con.execute("""
            select list(distinct month), list(distinct province) filter (province is not null)
            from checked where len(problems) = 0
        """).fetchone()))

    def shared_rows(self, accepted: Path) -> tuple[int, int]:
        """How many rows of an earlier load stand in this extract too, and how many it has."""
        same = " and ".join(
            f"c.{name(key)} is not distinct from o.{name(key)}" for key in self.found.source.KEY
        )
        return self.con.execute(f"""
            select count(*) filter (exists (from checked c where {same})), count(*)
            from read_parquet({literal(accepted)}) o
        """).fetchall()[0]

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
        cells = ", ".join(
            # A pseudonym would be salted a second time, were the row dropped again.
            f"{'null::varchar' if n in self.sealed else f'masked(a.c{n})'} as {name(header)}"
            for n, header in enumerate(self._unique_headers())
        )
        self.con.execute(f"""
            copy (
                select a.line as {name(LINE)}, {cells}, c.problems as problems
                from checked c join {cells_of(self.arrived)} a using (line)
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

    def _unique_headers(self) -> list[str]:
        """Headers may stand twice; Parquet columns may not."""
        seen: dict[str, int] = {}
        unique = []
        for header in self.arrived.headers:
            seen[header] = seen.get(header, 0) + 1
            unique.append(header if seen[header] == 1 else f"{header} ({seen[header]})")
        return unique
