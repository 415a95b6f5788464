"""What stands behind an answer: its months, its loads, its reader, its version."""

from collections.abc import Container

from analysis.marts import Marts
from analysis.selection import Selection

OF_A_SAMPLE_BRANCH = "branch in (select branch from branches where source = 'sample')"
# Mart → a smaller one with a cell of every load and branch that the mart has one of
ALL_BRANCHES_IN = {
    "request_durations": "requests",
    "answers": "respondents",
    "scores": "respondents",
}


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
    invented = _invented(marts, table, sample)
    # Of a load that is invented as a whole or not at all, cells need not be asked again.
    asked = f"bool_or({sample})" if None in invented.values() else "null"
    behind = marts.query(
        f"""select load, {asked} as sample from {table}
            where {condition} group by load order by load""",
        selection,
        **parameters,
    )
    found = behind.rows()
    return {
        "period": _period(marts.months(table, selection.instrument), selection),
        "loads": _loads(marts, dict(found)),
        "sample": any(cells if invented[load] is None else invented[load] for load, cells in found),
        "reader": marts.reader.name,
        "version": marts.version,
        "selection": selection,
    }


def _invented(marts: Marts, table: str, sample: str) -> dict[int, bool | None]:
    """Load → whether its cells in `table` are invented; None where some are and others are not."""
    if sample == OF_A_SAMPLE_BRANCH:
        table = ALL_BRANCHES_IN.get(table, table)
    rows = marts.query(
        f"""select load, coalesce(bool_or({sample}), false) as some,
                   bool_and(coalesce({sample}, false)) as every
            from {table} group by load"""
    )
    return {load: some if some == every else None for load, some, every in rows.iter_rows()}


def _loads(marts: Marts, behind: Container[int]) -> list[dict]:
    every = marts.query(
        """select load, file, loaded_at, kind, period, rows_taken, rows_refused
           from loads order by load"""
    )
    return [load for load in every.iter_rows(named=True) if load["load"] in behind]


def _period(months: list[str], selection: Selection) -> dict:
    """The months asked for, as far as there is data of this kind in them."""
    first, last = selection.first_month, selection.last_month
    inside = [month for month in months if (first or month) <= month <= (last or month)]
    return {"from": inside[0] if inside else first, "to": inside[-1] if inside else last}
