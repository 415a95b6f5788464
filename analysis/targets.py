"""Targets in force: which value should a measure have in a place and month (`data/targets.csv`)?

The province's own target where the selection is one province, else that of everywhere; of several
the one of the latest month that has begun.
"""

from collections.abc import Mapping

from analysis.marts import Marts
from analysis.selection import Selection


def in_force(
    marts: Marts, selection: Selection, months: Mapping[str, str | None]
) -> dict[str, float]:
    """Measure → target, of the measures that have one. months: measure → the month it is judged in.

    A version that was published before there were targets has none.
    """
    if "targets" not in marts.tables:
        return {}
    found = marts.query("select * from targets order by from_month").to_dicts()
    chosen = marts.provinces_of(selection)
    alone = chosen[0] if chosen is not None and len(chosen) == 1 else None
    targets = {}
    for place in dict.fromkeys((None, alone)):  # the province's own, last, takes its place
        for row in found:
            month = months.get(row["measure"])
            if row["province"] == place and month is not None and row["from_month"] <= month:
                targets[row["measure"]] = row["target"]
    return targets
