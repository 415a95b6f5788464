"""Is the change from the first to the last month of an answer more than chance?

Tested by the survey's design, two-sided and by itself (one question, so nothing to adjust for):
branches are clusters and provinces strata, and branches that answered in both months bring in their
covariance (`analysis.statistics.change`). Where a month's mean rests on respondents who count one
by one, so does the change: the two months are then unrelated samples.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from analysis.cluster_cells import cells_of, known_branches
from analysis.measure_sums import PLACE
from analysis.statistics.change import Change, change, independent
from analysis.statistics.linearisation import pooled_singletons

ALPHA = 0.05
MONTHLY = ("weighted_mean", "se_design", "df_design")


def first_to_last(
    monthly: Sequence[dict], sums: pl.DataFrame, sampled: pl.DataFrame, one_by_one: bool = False
) -> dict | None:
    """first and last month, difference, ci_low, ci_high, p and direction; None below two months.

    monthly: the months that may be shown, in order, with MONTHLY; sums: of `measure_sums`, by month
    and branch; sampled: of `cluster_cells`, by month; one_by_one: answers drawn by themselves.
    direction: up or down where p < 0.05, else level; p is None where there is no test (one branch
    in a month, or no spread at all): then it is level, for nothing proves the contrary.
    """
    told = [row for row in monthly if row["month"] and row["weighted_mean"] is not None]
    if len(told) < 2:
        return None
    first, last = told[0], told[-1]
    found = None if one_by_one else _by_branches(sums, sampled, first["month"], last["month"])
    if found is None:
        before, after = ([_number(row[name]) for name in MONTHLY] for row in (first, last))
        found = independent(before, after)
    values = {name: float(np.ravel(getattr(found, name))[0]) for name in Change._fields}
    known = {name: None if np.isnan(value) else value for name, value in values.items()}
    proven = known["p"] is not None and known["p"] < ALPHA
    return {
        "first": first["month"],
        "last": last["month"],
        **{name: known[name] for name in ("difference", "ci_low", "ci_high", "p")},
        "direction": ("up" if known["difference"] > 0 else "down") if proven else "level",
    }


def _by_branches(sums, sampled, first: str, last: str) -> Change | None:
    """The change by the survey's design; None where it has fewer than two branches to compare."""
    months = pl.DataFrame({"month": [first, last]})
    branches = sampled.filter(pl.col("month").is_in([first, last])).select(PLACE).unique()
    branches = branches.sort(PLACE, nulls_last=True).with_row_index("cluster")
    branches = branches.with_columns(stratum=pl.col("province").rank("dense").cast(pl.Int64) - 1)
    cells = cells_of(months, ("month",), sums, branches)
    if known_branches(cells, branches, 2).min() < 2:
        return None
    stratum = branches["stratum"].to_numpy()
    alone = np.bincount(stratum).max(initial=0) < 2
    return change(cells, pooled_singletons(stratum) if alone else stratum, 2, [0], [1])


def _number(value) -> float:
    return np.nan if value is None else value
