"""What does a version remember of how its waves were weighted, and how is it said?"""

from typing import NamedTuple

import polars as pl

from etl.wave_weights import BASE, CELLS, MARGINS, PROVINCES, Weighted

# `weighting`: one row per questionnaire × month that has respondents and a population; code: why
# the weights are coarser than the wave, where that is not for single cells.
# `weighting_cells`: one row per questionnaire × month × province × customer group that was heard or
# is counted; population: as the wave tells it; factor: of the base weights, null where nobody was
# heard; code: see `etl.wave_totals.Remark`.
TABLES = """
    create table if not exists weighting (
        instrument varchar, month varchar, surveys integer[], waves integer[], raked_to varchar,
        converged boolean, provinces integer, groups integer, cells integer, respondents bigint,
        population double, iterations integer, gap double, at_bound bigint, deff double,
        unit double, code varchar
    );
    create table if not exists weighting_cells (
        instrument varchar, month varchar, province varchar, customer_group varchar,
        respondents bigint, base double, population bigint, factor double, code varchar
    )
"""
FIGURES = ("raked_to", "provinces", "groups", "cells", "respondents", "population", "iterations",
           "gap", "at_bound", "deff", "unit")  # fmt: skip
CELL = {
    "instrument": pl.String, "month": pl.String, "province": pl.String,
    "customer_group": pl.String, "respondents": pl.Int64, "base": pl.Float64,
    "population": pl.Int64, "factor": pl.Float64, "code": pl.String,
}  # fmt: skip
WORDS = {
    "no_total": "answered, but not counted in the wave",
    "no_answer": "counted in the wave, but nobody answered",
    "disagree": "groups that do not add up to their province",
    "out_of_bounds": "would need a weight beyond the bounds",
}
NAMED = 3  # places named in a line; all of them stand in `weighting_cells`


class Wave(NamedTuple):
    """A questionnaire and month, with the loads that its weights come from."""

    instrument: str
    month: str
    surveys: tuple[int, ...]
    waves: tuple[int, ...]


def loads_by_wave(con, table: str, condition: str = "true") -> dict[tuple, tuple[int, ...]]:
    """(instrument, month) → the loads of which a mart has cells."""
    rows = con.execute(
        f"select instrument, month, list_sort(list(distinct load)) from {table} "
        f"where {condition} group by all"
    ).fetchall()
    return {(instrument, month): tuple(loads) for instrument, month, loads in rows}


def remembered(con) -> set[Wave]:
    rows = con.execute("select instrument, month, surveys, waves from weighting").fetchall()
    return {Wave(i, month, tuple(surveys), tuple(waves)) for i, month, surveys, waves in rows}


def forget(con, wave: Wave) -> None:
    for table in ("weighting", "weighting_cells"):
        con.execute(f"delete from {table} where instrument = ? and month = ?", wave[:2])


def remember(con, wave: Wave, cells, totals: dict, weighted: Weighted) -> None:
    codes = {(remark.province, remark.group): remark.code for remark in weighted.remarks}
    row = wave._asdict() | {key: getattr(weighted, key) for key in FIGURES}
    row |= {"converged": weighted.raked_to != BASE, "code": codes.pop((None, None), None)}
    row |= {"surveys": list(wave.surveys), "waves": list(wave.waves)}
    con.execute(
        f"insert into weighting by name select {', '.join(f'? as {key}' for key in row)}",
        list(row.values()),
    )
    heard = {cell[:2]: cell for cell in cells}
    rows = [
        (
            *wave[:2],
            *key,
            heard[key].respondents if key in heard else 0,
            heard[key].base if key in heard else 0.0,
            totals.get(key),
            weighted.factors.get(key),
            codes.get(key),
        )
        for key in sorted(heard.keys() | totals.keys() | codes.keys(), key=str)
    ]
    con.register("frame", pl.DataFrame(rows, schema=CELL, orient="row"))
    con.execute("insert into weighting_cells from frame")
    con.unregister("frame")


def told(con) -> dict[Wave, str]:
    """A line on each wave that was weighted or should have been, oldest month first.

    con: to a version, also one from before weights were raked; None: nothing is published.
    """
    tables = "select 1 from duckdb_tables() where table_name = 'weighting'"
    if con is None or not con.execute(tables).fetchall():
        return {}
    cursor = con.execute("from weighting order by month, instrument")
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    codes = con.execute("""
        select instrument, month, code, list(concat_ws(' ', province, customer_group)
            order by province, customer_group)
        from weighting_cells where code is not null group by all order by all
    """).fetchall()
    gaps: dict[tuple, list] = {}
    for instrument, month, code, places in codes:
        gaps.setdefault((instrument, month), []).append((code, places))
    return {
        Wave(*key, tuple(row["surveys"]), tuple(row["waves"])): _line(row, gaps.get(key, []))
        for row in rows
        for key in [(row["instrument"], row["month"])]
    }


def _line(row: dict, gaps: list[tuple[str, list[str]]]) -> str:
    provinces, groups = f"{row['provinces']} provinces", f"{row['groups']} groups"
    to = {
        CELLS: f"raked to {provinces} × {groups}",
        MARGINS: f"raked to {provinces} and {groups} over all of them",
        PROVINCES: f"raked to {provinces}",
        BASE: "not raked, the base weights stay",
    }[row["raked_to"]]
    parts = [f"weights of {row['instrument']}, {row['month']}: {to}"]
    if row["converged"]:
        parts[0] += (
            f", {row['iterations']} iterations, gap {row['gap']:.0e}, {row['at_bound']} at a "
            f"bound, deff {row['deff']:.2f}"
        )
    if row["code"]:
        parts.append(f"groups: {WORDS[row['code']]}")
    for code, places in gaps:
        more = f" and {len(places) - NAMED} more" if len(places) > NAMED else ""
        parts.append(f"{WORDS[code]}: {', '.join(places[:NAMED])}{more}")
    return "; ".join(parts)
