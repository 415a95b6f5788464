"""What stands behind an answer: its months, its loads, its reader, its version."""

from analysis.marts import Marts
from analysis.selection import Selection

OF_A_SAMPLE_BRANCH = "branch in (select branch from branches where source = 'sample')"


def provenance(
    marts: Marts,
    table: str,
    selection: Selection,
    condition: str = "true",
    sample: str = OF_A_SAMPLE_BRANCH,
    **parameters,
) -> dict:
    """The fields of an Answer that name the source of the cells of `table` in the selection.

    sample: the condition under which a cell is invented.
    """
    sql = f"""
        with cells as (
            select load, bool_or({sample}) as sample
            from {table} where {condition} group by load)
        select load, file, loaded_at, kind, period, rows_taken, rows_refused,
            coalesce(sample, false) as sample
        from cells join loads using (load) order by load"""
    loads = marts.query(sql, selection, **parameters)
    return {
        "period": _period(marts.months(table, selection.instrument), selection),
        "loads": loads.drop("sample").to_dicts(),
        "sample": any(loads["sample"]),
        "reader": marts.reader.name,
        "version": marts.version,
        "selection": selection,
    }


def _period(months: list[str], selection: Selection) -> dict:
    """The months asked for, as far as there is data of this kind in them."""
    first, last = selection.first_month, selection.last_month
    inside = [month for month in months if (first or month) <= month <= (last or month)]
    return {"from": inside[0] if inside else first, "to": inside[-1] if inside else last}
