"""How sure is the change of a headline measure between two months? Its 95 % interval.

By the survey's design, as `what_changed` tests it (branches are clusters, and those in both months
bring in their covariance), but each change by itself: adjusted for nothing.
"""

import dataclasses
from collections.abc import Mapping

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
    marts: Marts, selection: Selection, satisfied: Satisfaction, pairs: Mapping[str, tuple]
) -> dict[str, tuple[float, float]]:
    """Measure → the interval of its change; no entry where there are too few branches to tell.

    pairs: of TESTED → its two months, neither of which small numbers may hide.
    """
    wide = dataclasses.replace(selection, first_month=None, last_month=None)
    measures: dict[tuple, list[str]] = {}
    for measure, months in pairs.items():
        measures.setdefault((months, measure in LOGGED), []).append(measure)
    found = {}
    for (months, logged), names in measures.items():
        sums = (_of_requests if logged else _of_answers)(marts, wide, satisfied, names, months)
        sums = sums.with_columns(period=(pl.col("month") == months[1]).cast(pl.Int64))
        people = in_months(REQUESTS if logged else SHEETS, months)
        branches = sampled_branches(marts, wide, (), people)
        for row in change_tests.estimated(sums, ("measure",), branches).to_dicts():
            if row["se"] is not None and row["df"] is not None:
                ends = interval(*(row[name] for name in ("change", "se", "df")))
                found[row["measure"]] = tuple(float(end) for end in ends)
    return {measure: ends for measure, ends in found.items() if np.isfinite(ends).all()}


def _of_requests(marts, selection, satisfied, measures, months) -> pl.DataFrame:
    return share_sums(log_counts(marts, selection, KEYS, months), KEYS, measures)


def _of_answers(marts, selection, satisfied, measures, months) -> pl.DataFrame:
    reference = satisfied.measure.reference or 0.0
    people, value = satisfied.people, satisfied.value
    sums = answer_sums(marts, selection, KEYS, people, value, reference, months)
    return sums.with_columns(measure=pl.lit(measures[0]))
