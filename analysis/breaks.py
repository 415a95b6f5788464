"""Where branches or services appear, vanish or fall silent, and which branches are always there.

A share over all branches moves when branches join or leave; the marks show where, and the constant
panel (`panel="constant"`) shows the change without them. Counted from the service log.
"""

from dataclasses import replace

import numpy as np
import polars as pl

from analysis.marts import Marts
from analysis.selection import Selection, check_one_of
from analysis.statistics import series

PANELS = ("all", "constant")
UNITS = ("branch", "service")


def marks(marts: Marts, selection: Selection, months: list[str]) -> list[dict]:
    """One per break: month, unit, code, what (appears, vanishes, silent); in order of months.

    months: those of the series, in order, without gaps in the calendar.
    """
    found = []
    for unit in UNITS:
        codes, present = _presence(marts, selection, unit, "requests", months)
        for what, marked in series.breaks(present)._asdict().items():
            found += [
                {"month": months[month], "unit": unit, "code": codes[row], "what": what}
                for row, month in np.argwhere(marked).tolist()
            ]
    return sorted(found, key=lambda mark: tuple(mark.values()))


def on_panel(
    marts: Marts, selection: Selection, panel: str, table: str, months: list[str]
) -> Selection | None:
    """The selection, limited to the branches of `table` that are in every month with data.

    None where no branch is: nothing is left to follow. SelectionError for an unknown panel.
    """
    check_one_of("panel", panel, PANELS)
    if panel == "all":
        return selection
    codes, present = _presence(marts, selection, "branch", table, months)
    kept = np.flatnonzero(series.constant_panel(present))
    return replace(selection, branches=tuple(codes[row] for row in kept)) if kept.size else None


def _presence(marts, selection, unit, table, months) -> tuple[list[str], np.ndarray]:
    """Codes of the units, and units × months: was anything counted?"""
    seen = marts.query(
        f"select distinct {unit} as code, month from {table} where {unit} is not null", selection
    ).filter(pl.col("month").is_in(months))
    codes = sorted(set(seen["code"]))
    present = np.zeros((len(codes), len(months)), dtype=bool)
    row, column = ({v: i for i, v in enumerate(values)} for values in (codes, months))
    for code, month in seen.iter_rows():
        present[row[code], column[month]] = True
    return codes, present
