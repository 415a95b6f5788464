"""Is the change from the first to the last month of an answer more than chance?

Tested by the survey's design, two-sided and by itself (one question, so nothing to adjust for):
branches are clusters and provinces strata, and branches that answered in both months bring in their
covariance (`analysis.statistics.change`). Where the respondents of a month count one by one (see
`survey_estimates`), the two months are unrelated samples. A change is asked of the process, not of
the customers of these months: no finite population correction.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from analysis.cluster_cells import cells_of, known_branches, placed, pooled_strata
from analysis.measure_sums import PLACE
from analysis.statistics.change import Change, change, independent
from analysis.statistics.survey_design import estimate, simple_random
from analysis.survey_estimates import SIMPLE, one_by_one

ALPHA = 0.05


def first_to_last(
    monthly: Sequence[dict], sums: pl.DataFrame, sampled: pl.DataFrame, design: str
) -> dict | None:
    """first and last month, difference, ci_low, ci_high, p and direction; None below two months.

    monthly: month and weighted_mean of those that may be shown, in order; sums: of `measure_sums`,
    by month and branch; sampled: of `cluster_cells`, by month; design: survey or simple.
    direction: up or down where p < 0.05, else level; p is None where there is no test (no spread at
    all, or one answer): then it is level, for nothing proves the contrary.
    """
    told = [row for row in monthly if row["month"] and row["weighted_mean"] is not None]
    if len(told) < 2:
        return None
    first, last = told[0], told[-1]
    found = _changed(sums, sampled, first["month"], last["month"], design)
    values = {name: float(np.ravel(getattr(found, name))[0]) for name in Change._fields}
    known = {name: None if np.isnan(value) else value for name, value in values.items()}
    proven = known["p"] is not None and known["p"] < ALPHA
    return {
        "first": first["month"],
        "last": last["month"],
        **{name: known[name] for name in ("difference", "ci_low", "ci_high", "p")},
        "direction": ("up" if known["difference"] > 0 else "down") if proven else "level",
    }


def _changed(sums, sampled, first: str, last: str, design) -> Change:
    months = pl.DataFrame({"month": [first, last]})
    branches = sampled.filter(pl.col("month").is_in([first, last])).select(PLACE).unique()
    branches = branches.sort(PLACE, nulls_last=True).with_row_index("cluster")
    branches = branches.with_columns(stratum=pl.struct("province").rank("dense").cast(pl.Int64) - 1)
    cells = cells_of(placed(months, ("month",), sums, branches))
    if design == SIMPLE:
        return _unrelated(simple_random(cells, 2))
    strata, _ = pooled_strata(branches)
    lone = known_branches(cells, branches, 2) < 2
    if not lone.any():
        return change(cells, strata, 2, [0], [1])
    each = zip(one_by_one(cells, 2), estimate(cells, strata, 2), strict=True)
    return _unrelated([np.where(lone, one, all_) for one, all_ in each])


def _unrelated(found) -> Change:
    """The change between two months of which each has its own estimate."""
    _, mean, _, se, df, *_ = found
    before, after = zip(mean, se, df, strict=True)
    return independent(before, after)
