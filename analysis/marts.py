"""The one door for reading: what a reader may see of the version that is published now.

Every query, filter list and export goes through `Marts.query`, which applies the reader's
provinces and the selection; every answer about respondents through `Marts.suppress`, which applies
the rule of small numbers. Nothing else opens the warehouse.
"""

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from analysis import disclosure, scope
from analysis.kept import Kept
from analysis.parents import parents
from analysis.published import (
    NoSuchVersion,
    NoWarehouse,
    Published,
    published,
    published_as,
    unpublished,
)
from analysis.selection import FILTERS, Selection, check

__all__ = ["ALL", "EVERYONE", "Marts", "NoSuchVersion", "NoWarehouse", "People", "Reader",
           "open_candidate", "open_marts"]  # fmt: skip

ALL = Selection()


@dataclass(frozen=True)
class Reader:
    """Who asks, and the provinces he may see (None: the whole country)."""

    name: str = "everyone"
    provinces: tuple[str, ...] | None = None

    def __post_init__(self):
        if self.provinces is not None:
            object.__setattr__(self, "provinces", tuple(sorted(set(self.provinces))))


EVERYONE = Reader()


@dataclass(frozen=True)
class People:
    """How the respondents behind a figure are counted: a column of a mart, under a condition."""

    table: str
    count: str
    condition: str = "true"
    parameters: dict = field(default_factory=dict)


class Marts:
    """One published version as one reader sees it. Kept open until whoever asks is done."""

    def __init__(self, version: Published, reader: Reader):
        self._connection, self.path, self.reader = version.connection, version.path, reader
        self._scope, self._marts = reader.provinces, version.marts
        self.tables = version.tables
        self._months: dict[tuple, list[str]] = {}
        self._kept = Kept()

    def query(self, sql: str, selection: Selection = ALL, **parameters) -> pl.DataFrame:
        """The result of `sql`, in which every table holds only what may be seen and was asked for.

        Tables are named bare, key words in lower case, values bound as $name.
        """
        chosen = self.provinces_of(selection)
        limited, bound = scope.scoped(sql, selection, self._scope, chosen, self._marts)
        parameters |= bound
        key = (limited, repr(sorted(parameters.items())))
        return self._kept.get(key, lambda: self._asked(limited, parameters))

    def keep(self, key: tuple, ask: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """What `ask` finds in this version for this reader, kept as results of queries are.

        key: whose it is, a name of its own first, and all that it depends on.
        """
        return self._kept.get(key, ask)

    def sums_of(self, table: str, level: str, named: str, selection: Selection) -> str | None:
        """The table to ask for sums of `level` where it has them already (`scope.sums_of`)."""
        return scope.sums_of(table, level, named, selection, self._marts)

    def _asked(self, sql: str, parameters: dict) -> pl.DataFrame:
        # A cursor of its own: pages are drawn by several threads at once.
        return self._connection.cursor().sql(sql, params=parameters or None).pl()

    def check(self, selection: Selection) -> None:
        """Raise `SelectionError` if the selection names anything unknown to this reader."""
        check(selection, self.known, self.regions, self.months(), self._scope is not None)

    def provinces_of(self, selection: Selection) -> tuple[str, ...] | None:
        """The provinces of the selection that the reader may see; None: no limit."""
        limits = [set(selection.provinces)] if selection.provinces else []
        if selection.region is not None:
            limits.append(set(self.regions.get(selection.region, ())))
        if self._scope is not None:
            limits.append(set(self._scope))
        elif limits and set.intersection(*limits) >= set(self.known["province"]):
            return None  # the whole country: cells without a province are part of it
        return tuple(sorted(set.intersection(*limits))) if limits else None

    def months(self, table: str | None = None, instrument: str | None = None) -> list[str]:
        """The months with data, of one table (and questionnaire) or of any kind of the service."""
        if table is None:
            served = {m for mart in self._marts.keys() - scope.JUDGED for m in self.months(mart)}
            return sorted(served or {m for mart in self._marts for m in self.months(mart)})
        if (table, instrument) not in self._months:
            sql = f"select distinct month from {table} where month is not null order by month"
            found = self.query(sql, Selection(instrument=instrument))
            self._months[table, instrument] = found["month"].to_list()
        return self._months[table, instrument]

    def suppress(
        self,
        rows: pl.DataFrame,
        figures: Sequence[str],
        selection: Selection,
        by: Sequence[str],
        people: People,
        answers: People | None = None,
        part: Selection | None = None,
    ) -> tuple[pl.DataFrame, int | None, list[str]]:
        """`rows` without the figures that small numbers forbid, with `suppressed` and `weak`.

        rows: have the columns `by` and n; with `answers` also `item`, whose rows are judged by the
        respondents to each item too (items do not add up to a total, groups do).
        people: the respondents of the groups; part: a part of the selection whose total is shown
        too, so that what its groups would give away is hidden as well. Also returns how many there
        are in all, or None if that may not be said, and a remark where something is suppressed.
        """
        groups = disclosure.withheld(
            self._count(people, selection, by),
            functools.partial(self._count, people, keys=by),
            self._parents(selection),
            self._axes(by),
        )
        keys = ("item", *by) if answers else tuple(by)
        unseen = groups.keys | (self._hidden(people, part, by) if part else set())
        hidden = unseen
        if answers:
            finer = disclosure.withheld(
                disclosure.counts_of(rows, keys),
                functools.partial(self._count, answers, keys=keys),
                groups.near,
                self._axes(keys),
            )
            items = rows["item"].unique().to_list()
            hidden = finer.keys | {(item, *key) for item in items for key in unseen}
        if groups.everything:
            hidden = set(disclosure.counts_of(rows, keys))
        rows = disclosure.blank(rows, keys, hidden, figures)
        return rows, None if groups.everything else groups.n, disclosure.remarks(groups, rows)

    def _hidden(self, people: People, selection: Selection, by: Sequence[str]) -> set[tuple]:
        """The groups of another selection that must not be shown."""
        own = self._count(people, selection, by)
        count = functools.partial(self._count, people, keys=by)
        found = disclosure.withheld(own, count, self._parents(selection), self._axes(by))
        return set(own) if found.everything else found.keys

    @functools.cached_property
    def version(self) -> str:
        return self.query("select version from version").item()

    @functools.cached_property
    def regions(self) -> dict[str, list[str]]:
        """Region → its provinces; to a reader of limited scope, only regions wholly inside it."""
        rows = self.query(
            "select region, list(province) from regions group by region order by min(position), 1"
        )
        return {region: sorted(provinces) for region, provinces in rows.iter_rows()}

    @functools.cached_property
    def known(self) -> dict[str, list[str]]:
        """The codes that this reader may name, by dimension."""
        lists = FILTERS | {"instrument": "instruments"}
        return {"region": list(self.regions)} | {
            name: self.query(f"select {name} from {table} order by all")[name].to_list()
            for name, table in lists.items()
        }

    @functools.cached_property
    def _province_of(self) -> dict[str, str]:
        return dict(self.query("select branch, province from branches").iter_rows())

    def _axes(self, columns: Sequence[str]) -> list[disclosure.Axis]:
        return disclosure.axes_of(columns, self.regions, self._province_of)

    def _parents(self, selection: Selection):
        return parents(
            selection,
            self.regions,
            self._province_of,
            self.provinces_of(selection),
            self.known["province"],
        )

    def _count(self, people: People, selection: Selection, keys: Sequence[str]) -> dict:
        columns = "".join(f"{key}, " for key in keys)
        sql = f"""select {columns} sum({people.count})::bigint as n
                  from {people.table} where {people.condition} group by all"""
        rows = self.query(sql, selection, **people.parameters).iter_rows()
        return {row[:-1]: row[-1] for row in rows if row[-1]}


def open_marts(reader: Reader = EVERYONE, version: str | None = None) -> Marts:
    """What `reader` sees of the version published now, or of an earlier one by its number.

    Raises `NoWarehouse` if nothing counts in it, and of an earlier one `NoSuchVersion`.
    """
    opened = published() if version is None else _earlier(version)
    if opened.empty:
        raise NoWarehouse("nothing is loaded: every load was undone")
    return opened.views.setdefault(reader, Marts(opened, reader))


@contextmanager
def open_candidate(path: Path, reader: Reader = EVERYONE) -> Iterator[Marts]:
    """What `reader` would see of a version that is not published: the figures before a decision."""
    with unpublished(path) as version:
        yield Marts(version, reader)


def _earlier(number: str) -> Published:
    """Refused where this program would miss a table or column that the version of now has."""
    version, now = published_as(number), published()
    needed = (now.tables & set(scope.TABLES) | now.marts.keys()) - scope.YOUNG
    columns = all(set(now.marts[mart]) <= set(version.marts[mart]) for mart in
                  now.marts.keys() & version.marts.keys())  # fmt: skip
    if not (needed <= version.tables and columns):
        raise NoSuchVersion(version.path.stem[-6:], "was published by another version of Payesh")
    return version
