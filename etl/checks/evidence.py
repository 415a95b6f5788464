"""What do the checks of whole files look at? The rows of the file, and the months before it.

Earlier months are those of the same source, as the marts have them, before the first month of the
file; only places (branches, or provinces where no branch is known) that the file has count there,
so that a file of one province is compared with that province.
"""

from dataclasses import dataclass
from functools import cached_property

import duckdb

from etl.checking import Places
from etl.mappings import Recognised
from etl.reading import Arrived
from etl.sql import name

LOOK_BACK, RECENT = 12, 6  # months: the cost of a check must not grow with history
PLACE = "coalesce(branch, province, '')"
Volumes = dict[str, dict[str, float]]  # month → place → rows


@dataclass
class Evidence:
    """One file whose rows are checked; `con` has the tables `checked`, `branches`, `calendar`."""

    con: duckdb.DuckDBPyConnection
    marts: duckdb.DuckDBPyConnection | None  # the version before this file, if there is one
    found: Recognised
    arrived: Arrived
    places: Places
    loads: list[int]  # of the same source, without the one that this file corrects
    rows_taken: int
    rows_refused: int

    def given(self, column: str) -> bool:
        """Whether the file, or its mapping, has that column."""
        return column in self.found.positions or column in self.found.mapping.constants

    def rows(self, sql: str, parameters: tuple = ()) -> list[tuple]:
        """Ask the rows that are right: the table `good`."""
        good = "with good as (select * from checked where len(problems) = 0)"
        return self.con.execute(f"{good} {sql}", parameters).fetchall()

    @cached_property
    def volumes(self) -> Volumes:
        """Rows of this file."""
        if not self._counted or not self.rows_taken:
            return {}
        counted = f"select month, {PLACE}, sum({self.each})::double as n from good group by all"
        return _by_month(self.rows(f"select * from ({counted}) where n is not null"))

    @property
    def each(self) -> str:
        """SQL: how much a row counts; null where it is not of one month."""
        each = getattr(self.found.source, "each", None)
        return each([column.name for column in self.found.columns]) if each else "1"

    @cached_property
    def earlier(self) -> Volumes:
        """Rows of the months before, of the places of this file; months without any are absent."""
        return _by_month(
            row for row in self._earlier_rows if row[0] < self.first and row[1] in self.here
        )

    @cached_property
    def around(self) -> Volumes:
        """Rows of other loads, in the months before and those of this file, of all places."""
        return _by_month(self._earlier_rows)

    @property
    def here(self) -> set[str]:
        return {place for places in self.volumes.values() for place in places}

    @property
    def first(self) -> str:
        return self.places.months[0]

    @cached_property
    def working_days(self) -> dict[str, int]:
        """Month → the days on which offices work."""
        return dict(
            self.con.execute(
                "select month, count(*) filter (working_day) from calendar group by 1"
            ).fetchall()
        )

    @property
    def recent(self) -> list[str]:
        """The last months with rows, with which the values of columns are compared."""
        return sorted(self.earlier)[-RECENT:]

    def earlier_shares(self, column: str) -> dict:
        """Value → rows in the recent months."""
        if not self.recent:
            return {}
        found = self.marts.execute(
            f"select {name(column)}, sum(rows)::double from ({self._volumes(column)}) "
            f"where {self._loads} and month in (select unnest(?)) "
            f"and {PLACE} in (select unnest(?)) group by 1",
            [self.recent, sorted(self.here)],
        ).fetchall()
        return dict(found)

    @cached_property
    def earlier_answers(self) -> list[tuple]:
        """(battery, item, answer, respondents) of the recent months; reversed items are turned."""
        if not self.recent:
            return []
        return self.marts.execute(
            f"select battery, item, answer, sum(respondents)::double from answers "
            f"where {self._loads} and month in (select unnest(?)) "
            f"and {PLACE} in (select unnest(?)) group by all",
            [self.recent, sorted(self.here)],
        ).fetchall()

    @cached_property
    def _earlier_rows(self) -> list[tuple]:
        if self.marts is None or not self.loads or not self.volumes:
            return []
        since = _months_before(self.first, LOOK_BACK)
        return self.marts.execute(
            f"select month, {PLACE}, sum(rows)::double from ({self._volumes('')}) "
            f"where {self._loads} and month between ? and ? group by all",
            [since, self.places.months[-1]],
        ).fetchall()

    @property
    def _counted(self) -> bool:
        return hasattr(self.found.source, "volumes")

    def _volumes(self, column: str) -> str:
        return self.found.source.volumes(column)

    @property
    def _loads(self) -> str:
        return f"load in ({', '.join(map(str, self.loads))})"


def _by_month(rows) -> Volumes:
    volumes: Volumes = {}
    for month, place, count in rows:
        volumes.setdefault(month, {})[place] = count
    return volumes


def _months_before(month: str, back: int) -> str:
    """
    >>> _months_before("1404-03", 12), _months_before("1404-03", 3)
    ('1403-03', '1403-12')
    """
    year, number = map(int, month.split("-"))
    year, number = divmod(year * 12 + number - 1 - back, 12)
    return f"{year}-{number + 1:02d}"
