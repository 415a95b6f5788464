"""Which values of a file does nobody know, and which of our codes may each be?

Asked of the rows that were turned away, so that what is understood anyway is not asked about.
"""

from dataclasses import dataclass
from pathlib import Path

from etl import publish, reference
from etl.column_names import folded
from etl.contract import Column
from etl.data_folder import DataFolder
from etl.mappings import Recognised
from etl.refusal import closest
from etl.sql import literal, name

MOST = 60  # distinct values of one column
# Kinds whose values can be translated, and the problems of which they were turned away
ASKED = {
    "choice": ["choice"],
    "reference": ["reference"],
    "period": ["not_a_period", "two_years"],
}


@dataclass(frozen=True)
class Unknown:
    """One column: its values that are none of ours, with rows and the code that may be meant."""

    column: str
    values: list[tuple[str, int, str]]
    codes: dict[str, list[str]]  # our codes and their names, Persian first; none of a period


def unknown(folder: DataFolder, rejected: Path | None, found: Recognised | None) -> list[Unknown]:
    """None where no row was turned away for a value that a mapping can translate."""
    if rejected is None or found is None or not rejected.is_file():
        return []
    con = publish.connect()
    try:
        reference.create_tables(con, folder)
        asked = [c for c in found.columns if c.kind in ASKED and c.name in found.positions]
        told = [_unknown(con, rejected, found.positions[c.name], c) for c in asked]
    finally:
        con.close()
    return [one for one in told if one.values]


def _unknown(con, rejected: Path, position: int, column: Column) -> Unknown:
    table = f"read_parquet({literal(rejected)})"
    # Headers may stand twice, the columns of rejected rows may not; the first is the line.
    header = name(con.execute(f"describe from {table}").fetchall()[1 + position][0])
    rows = con.execute(
        f"""select {header}, count(*) from {table}
            where {header} is not null and list_has_any(
                list_transform(problems, lambda p: p."column" || ':' || p.code), ?)
            group by all order by count(*) desc, 1 limit {MOST}""",
        [[f"{column.name}:{code}" for code in ASKED[column.kind]]],
    ).fetchall()
    codes = _codes(con, column) if rows else {}
    return Unknown(column.name, [(v, count, meant(v, codes)) for v, count in rows], codes)


def _codes(con, column: Column) -> dict[str, list[str]]:
    if column.kind == "period":
        return {}
    if column.kind == "choice":
        return {code: [] for code in column.allowed}
    there = [c[0] for c in con.execute(f"from {name(column.table)} limit 0").description]
    named = [each for each in ("name_fa", "name_en", "title_fa", "title_en") if each in there]
    rows = con.execute(
        f"select {', '.join(map(name, [column.name, *named]))} from {name(column.table)}"
    ).fetchall()
    return {code: names for code, *names in rows}


def meant(value: str, codes: dict[str, list[str]]) -> str:
    """The code that is called like the value, or nearly so.

    >>> meant("همراه", {"mobile_app": ["تأمین من (همراه)"], "ussd": ["همراه"]})
    'ussd'
    """
    called = {
        folded(word): code for code, names in codes.items() for word in (code, *names) if word
    }
    found = folded(value[:80])
    return called.get(found) or called.get(closest(found, list(called)), "")
