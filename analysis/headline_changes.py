"""How sure is the change of a headline measure between two months? Its 95 % interval.

By the survey's design, as `what_changed` tests it (branches are clusters, and those in both months
bring in their covariance), but each change by itself: adjusted for nothing.
"""

import dataclasses

import numpy as np
import polars as pl

from analysis import change_tests
from analysis.cluster_cells import REQUESTS, SHEETS, sampled_branches
from analysis.marts import Marts
from analysis.measure_sums import PLACE, answer_sums, in_months, log_counts, share_sums
from analysis.measures import LOGGED, Satisfaction
from analysis.selection import Selection
from analysis.statistics.student import interval

TESTED = ("satisfaction", *LOGGED)
KEYS = (*PLACE, "month")


def limits(
    marts: Marts, selection: Selection, satisfied: Satisfaction, measure: str, months
) -> tuple[float | None, float | None]:
    """The interval of the change of one of TESTED from the first of two months to the second.

    Not to be asked of a month that small numbers hide. None, None: too few branches.
    """
    wide = dataclasses.replace(selection, first_month=None, last_month=None)
    people = SHEETS if measure == "satisfaction" else REQUESTS
    sums = _sums(marts, wide, satisfied, measure, months)
    branches = sampled_branches(marts, wide, (), in_months(people, months))
    found = change_tests.estimated(sums, ("measure",), branches).to_dicts()
    if not found or found[0]["se"] is None or found[0]["df"] is None:
        return None, None
    low, high = interval(*(found[0][name] for name in ("change", "se", "df")))
    return (float(low), float(high)) if np.isfinite(low) and np.isfinite(high) else (None, None)


def _sums(marts, selection, satisfied, measure, months) -> pl.DataFrame:
    if measure == "satisfaction":
        reference = satisfied.measure.reference or 0.0
        people, value = satisfied.people, satisfied.value
        sums = answer_sums(marts, selection, KEYS, people, value, reference, months)
        sums = sums.with_columns(measure=pl.lit(measure))
    else:
        counts = log_counts(marts, selection, KEYS, months)
        sums = share_sums(counts, KEYS, (measure,))
    return sums.with_columns(period=(pl.col("month") == months[1]).cast(pl.Int64))
