"""Targets in force: which value should a measure have in a place and month (`data/targets.csv`)?

The province's own target where the selection is one province, else that of everywhere; of several
the one of the latest month that has begun.
"""

from analysis.marts import Marts
from analysis.selection import Selection


def in_force(marts: Marts, selection: Selection) -> dict[str, float]:
    """Measure → target in the last month of the selection, of the measures that have one.

    A version that was published before there were targets has none.
    """
    if "targets" not in marts.tables:
        return {}
    last = selection.last_month or max(marts.months(), default="")
    chosen = marts.provinces_of(selection)
    alone = chosen[0] if chosen is not None and len(chosen) == 1 else None
    # The province's own target comes last, and so do later months: what comes last stays.
    found = marts.query(
        """select measure, target from targets
           where from_month <= $last and (province is null or province = $alone)
           order by province is not null, from_month""",
        last=last,
        alone=alone,
    )
    return dict(found.iter_rows())


def met(value: float | None, target: float | None, better: str) -> bool | None:
    """Whether a value reaches its target; None where either is missing."""
    if value is None or target is None:
        return None
    return value <= target if better == "lower" else value >= target
