"""What do the words of a sender mean? Codes by any spelling, answers and periods in words.

The distinct cells of a column are few, so they are looked at in Python, once each, and what they
mean is written into the table `value_map`, which the row query joins. A spelling that two codes
share is not ours to guess: it becomes the code of that problem, with both.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl

from etl import periods
from etl.column_names import folded
from etl.contract import MEASURES, SEVERAL, Column
from etl.data_folder import DataFolder
from etl.joined_names import answer_of, code_of
from etl.mappings import Recognised
from etl.persian_text import normalised, normalised_sql
from etl.reading import Arrived
from etl.refusal import closest, wrong_setting
from etl.sql import literal, name
from etl.tables import read_table

TABLES = {  # table → its key, the columns that name it, the words that may stand before or after
    "provinces": ("province", ("name_fa", "name_en"), ("استان", "province")),
    "branches": ("branch", ("name_fa", "name_en"), ("شعبه", "branch")),
    "services": ("service", ("name_fa", "name_en"), ()),
    "channels": ("channel", ("name_fa", "name_en"), ()),
    "customer_groups": ("customer_group", ("name_fa", "name_en"), ()),
}
# Table of settings → its key; its lines are named by their titles.
TITLED = {
    "instruments": "instrument",
    "frameworks": "framework",
    "framework_statements": "statement",
}
ALSO = "also"  # the optional column of further spellings
# More different cells than that are no codes or answers, and nothing of them is worth knowing.
MOST_WORDS = 20_000
Meaning = Callable[[str], Iterable[str]]


def create_tables(con, folder: DataFolder) -> None:
    """The table `spellings`: every way in which a line of the reference tables may be named."""
    rows = [row for table in TABLES for row in _of_table(folder.reference, table)]
    rows += [
        (table, folded(said), code)
        for table, key in TITLED.items()
        for code, *said_all in con.execute(
            f"select {key}, {key}, title_fa, title_en from {table}"
        ).fetchall()
        for said in said_all
        if said
    ]
    _write(con, "spellings", ["of", "spelling", "code"], sorted(set(rows)))


def _write(con, table: str, columns: list[str], rows: Iterable[tuple]) -> None:
    """A temporary table of texts; row by row it would take seconds."""
    frame = pl.DataFrame(list(rows), schema=dict.fromkeys(columns, pl.String), orient="row")
    con.register("frame", frame)
    con.execute(f"create or replace temp table {table} as from frame")
    con.unregister("frame")


def _of_table(reference: Path, table: str) -> Iterable[tuple[str, str, str]]:
    key, names, around = TABLES[table]
    for row in read_table(reference / f"{table}.csv", [key, *names], (ALSO,)):
        also = (row.get(ALSO) or "").replace("؛", ";").split(";")
        for said in (row[key], *(row[column] for column in names), *also):
            for spelling in _with_and_without(folded(said or ""), around):
                yield table, spelling, row[key]


def _with_and_without(spelling: str, around: tuple[str, ...]) -> set[str]:
    """«استان خراسان رضوی» is «خراسان رضوی», and the other way round."""
    bare = spelling
    for word in around:
        bare = bare.removeprefix(folded(word)).removesuffix(folded(word))
    both = {spelling, bare}
    for word in around:
        both |= {folded(word) + bare, bare + folded(word)}
    return both - {"", *map(folded, around)}


class Words:
    """The words of one extract and what they mean."""

    def __init__(self, con, arrived: Arrived, found: Recognised):
        self.con, self.arrived, self.found = con, arrived, found
        self.means: dict[tuple[str, str], str] = {}  # (column, cell) → what it means

    def into_tables(self) -> dict[str, dict[str, str]]:
        """Fill `value_map`; of each column of which a word means something, word → meaning."""
        for column in self.found.columns:
            self._of_column(column)
        means = [(*key, becomes) for key, becomes in self.means.items()]
        _write(self.con, "value_map", ["column", "found", "becomes"], means)
        by_column = defaultdict(dict)
        for (column, cell), becomes in self.means.items():
            by_column[column][cell] = becomes
        return dict(by_column)

    def _of_column(self, column: Column) -> None:
        told = self._told(column)
        missing = {normalised(token): "" for token in self.found.mapping.missing}
        self.means |= {(column.name, cell): becomes for cell, becomes in (missing | told).items()}
        by_sound = {folded(found): becomes for found, becomes in told.items() if folded(found)}
        meaning = self._meaning(column)
        if not (by_sound or meaning):
            return
        for cell in self._cells(column):
            if (column.name, cell) not in self.means:
                self._take(column.name, cell, by_sound, meaning)

    def _take(self, column: str, cell: str, by_sound: dict[str, str], meaning) -> None:
        sound = folded(cell)
        codes = [by_sound[sound]] if sound in by_sound else meaning(cell) if meaning else ()
        if len(codes) == 1 and codes[0] != cell:
            self.means[column, cell] = codes[0]
        elif len(codes) > 1:
            self.means[column, cell] = SEVERAL + " or ".join(sorted(codes))

    def _told(self, column: Column) -> dict[str, str]:
        """What the mapping says of the words of a column; a code that nobody knows is its slip."""
        told = self.found.mapping.values.get(column.name, {})
        if column.kind not in ("reference", "choice") or not told:
            return told
        allowed = list(column.allowed) or [code for (code,) in self.con.execute(
            f"select {name(column.name)} from {name(column.table)}").fetchall()]  # fmt: skip
        for found, becomes in told.items():
            if becomes and becomes not in allowed:
                like = closest(becomes, allowed)
                raise wrong_setting(
                    f"mapping {self.found.mapping.name}",
                    f"values.{column.name}: {found!r} = {becomes!r}, which is no {column.name} "
                    "that is known",
                    f"perhaps {like}" if like else column.right,
                )
        return told

    def _meaning(self, column: Column) -> Meaning | None:
        """A function from a cell to the codes or values that it may mean."""
        if column.kind == "reference":
            codes, homes = self._codes(column.table), self._homes(column.table)
            return lambda cell: codes.get(folded(cell)) or code_of(cell, codes, homes)
        if column.kind == "choice":
            words = {folded(word): (word,) for word in column.allowed}
            return lambda cell: words.get(folded(cell), ())
        if column.kind == "month":
            return lambda cell: [month] if (month := periods.month_of(cell)) else ()
        if column.kind == "period":
            return _days
        if column.words:
            answers = {word: (number,) for word, number in column.words}
            numbers = dict(column.words)
            return lambda cell: answers.get(folded(cell)) or _one(answer_of(cell, numbers))
        return None

    def _codes(self, table: str) -> dict[str, list[str]]:
        codes = defaultdict(list)
        for spelling, code in self.con.execute(
            "select distinct spelling, code from spellings where of = ?", [table]
        ).fetchall():
            codes[spelling].append(code)
        return codes

    def _homes(self, table: str) -> dict[str, list[str]]:
        """Of branches: how the province that they lie in may be named."""
        if table != "branches":
            return {}
        return dict(
            self.con.execute("""
            select branch, list(spelling) from branches join spellings
            on code = province and of = 'provinces' group by branch
        """).fetchall()
        )

    def _cells(self, column: Column) -> list[str]:
        """The different cells of a column, but for codes as they should be and plain numbers."""
        position = self.found.positions.get(column.name)
        if position is None:
            given = self.found.mapping.constants.get(column.name)
            return [normalised(given)] if given else []
        known = "true"
        if column.kind == "reference":
            known = f"cell not in (select {name(column.name)} from {name(column.table)})"
        elif column.kind in MEASURES:
            known = "not regexp_full_match(cell, '[0-9]+')"
        read = f"read_parquet({literal(self.arrived.cells)})"
        ((different,),) = self.con.execute(
            f"select approx_count_distinct(c{position}) from {read}"
        ).fetchall()
        if different > MOST_WORDS:
            return []
        # A step of its own, or the condition would be asked of every line of the file.
        raw = f"select distinct c{position} as raw from {read}"
        self.con.execute(f"create or replace temp table different as {raw}")
        cells = self.con.execute(f"""
            select distinct {normalised_sql("raw")} as cell from different
            where cell is not null and {known}
        """).fetchall()
        return [cell for (cell,) in cells]

    def notes(self) -> list[str]:
        """What was taken for no value at all: how often, and where."""
        said = defaultdict(list)
        for column, cell in sorted(key for key, becomes in self.means.items() if not becomes):
            if times := self._times(column, cell):
                header = self.found.header_of(column)
                said[cell].append(f"{header} in {times:,} of {self.arrived.lines:,} rows")
        return [
            f"{cell!r} is no value, and not zero: {', '.join(where)}"
            for cell, where in said.items()
        ]

    def _times(self, column: str, cell: str) -> int:
        position = self.found.positions.get(column)
        if position is None:
            return 0
        return self.con.execute(
            f"select count(*) from read_parquet({literal(self.arrived.cells)}) "
            f"where {normalised_sql(f'c{position}')} = ?",
            [cell],
        ).fetchall()[0][0]


def _one(meaning: str) -> tuple[str, ...]:
    return (meaning,) if meaning else ()


def _days(cell: str) -> list[str]:
    days = periods.days_of(cell)
    return [f"{days[0]}/{days[1]}"] if days else []
