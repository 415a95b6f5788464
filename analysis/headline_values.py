"""The value of a headline measure in one selection, or in each of its groups.

Asked of the questions that own the measures, so that a number is the same wherever it stands.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from analysis import channel_usage, coverage, factor_status, satisfaction_trends
from analysis.answer import Note
from analysis.cluster_cells import REQUESTS, sampled_branches
from analysis.evidence import EVIDENCE
from analysis.marts import Marts
from analysis.measure_sums import PLACE, log_counts, share_sums
from analysis.selection import Selection
from analysis.statistics.one_sample import FAVOURABLE
from analysis.survey_estimates import with_estimates, with_intervals

# Of each group: n is what the value is counted from (respondents, requests, persons invited).
FIGURES = ("n", "value", "low", "high")


def values(
    marts: Marts, selection: Selection, measure: str, by: Sequence[str] = ()
) -> tuple[list[dict], list[Note]]:
    """One dict per group with `by`, FIGURES, suppressed and weak; and remarks.

    low, high: the 95 % interval by the survey's design, of means and of shares of requests; None
    of medians, of counts of factors and of response rates.
    """
    by = tuple(by)
    if measure == "satisfaction":
        return _satisfaction(marts, selection, by)
    if measure == "favourable_factors":
        return _favourable(marts, selection, by)
    if measure == "response_rate":
        return _response(marts, selection, by)
    if measure == "median_hours":
        rows = channel_usage.ask(marts, selection, by=by).rows
        told = [(row, row["completed"], row["median_hours"]) for row in rows if row["completed"]]
        return [_row(by, row, n, value) for row, n, value in told], []
    return _share(marts, selection, measure, by), []


def _satisfaction(marts, selection, by):
    answer = satisfaction_trends.ask(marts, selection, by=by)
    found = [
        _row(by, row, row["n"], row["weighted_mean"], row["interval_low"], row["interval_high"])
        | {"suppressed": row["suppressed"], "weak": row["weak"]}
        for row in answer.rows
    ]
    return found, answer.notes


def _favourable(marts, selection, by):
    """n: the respondents to the most answered factor."""
    answer = factor_status.ask(marts, selection, by=by, rule=EVIDENCE)
    groups: dict[tuple, list[dict]] = {}
    for row in answer.rows:
        groups.setdefault(tuple(row[name] for name in by), []).append(row)
    return [_counted(by, rows) for rows in groups.values() if any(r["n"] != 0 for r in rows)], []


def _counted(by, rows: list[dict]) -> dict:
    """How many of a group's factors are favourable; hidden where all of them are."""
    shown = [row for row in rows if not row["suppressed"]]
    n = max((row["n"] for row in shown), default=None)
    value = sum(row["status"] == FAVOURABLE for row in shown) if shown else None
    weak = any(row["weak"] for row in shown)
    return _row(by, rows[0], n, value) | {"suppressed": not shown, "weak": weak}


def _response(marts, selection, by):
    if set(by) - {"month", "province", "customer_group"}:
        return [], []
    rates, notes = coverage.response_rates(marts, selection, by)
    found = [
        _row(by, row, row["invited"], row["response_rate"])
        | {"suppressed": row["suppressed"], "weak": row["weak"]}
        for row in rates.to_dicts()
    ]
    return found, notes


def _share(marts, selection, measure, by):
    keys = tuple(dict.fromkeys((*by, *PLACE)))
    sums = share_sums(log_counts(marts, selection, keys), keys, (measure,))
    if not sums.height:
        return []
    whole = sums.select(pl.col("n").sum()) if not by else sums.group_by(by).agg(pl.col("n").sum())
    sampled = sampled_branches(marts, selection, by, REQUESTS)
    rows, _ = with_estimates(whole, by, sums, sampled, 0.0)
    rows = with_intervals(rows).sort(by, nulls_last=True) if by else with_intervals(rows)
    return [
        _row(by, row, int(row["n"]), row["weighted_mean"], *_inside(row)) for row in rows.to_dicts()
    ]


def _inside(row) -> tuple[float | None, float | None]:
    """The interval of a share, which ends where shares end."""
    low, high = (row[end] for end in ("interval_low", "interval_high"))
    if low is None or high is None:
        return None, None
    return float(np.clip(low, 0, 1)), float(np.clip(high, 0, 1))


def _row(by, row, n, value, low=None, high=None) -> dict:
    group = {name: row[name] for name in by}
    figures = dict(zip(FIGURES, (n, value, low, high), strict=True))
    return group | figures | {"suppressed": False, "weak": False}
