"""Measures of requests, each counted from its rows."""

import math

import numpy as np
import polars as pl

from tests.pages.walk import control, funnels
from tests.pages.walk.comparing import Between, Expected, Table
from tests.pages.walk.exempt import CAUSES, FUNNEL_OF_PROVINCES

# Share → the requests that count, and those of them that have it
SHARES = {
    "digital_take_up": ("known", "is_remote"),
    "completion_rate": ("any", "done"),
    "on_time_share": ("due_known", "on_time"),
}
ENDS = ("completed", "failed", "abandoned", "pending")
RATIO = 1.05  # of the buckets that durations are counted in


def share(rows: pl.DataFrame, measure: str):
    """(count, size) of a share."""
    whole, part = SHARES[measure]
    counted = rows.filter(pl.col(whole).fill_null(False))
    return int(counted[part].sum()), counted.height


def ratio(part, whole):
    return part / whole if whole else None


def quantile(rows: pl.DataFrame, q: float):
    """Hours to completion: the exact quantile lies in the same bucket as the page's."""
    seconds = np.sort(rows["seconds"].drop_nulls().to_numpy())
    if not seconds.size:
        return None
    exact = float(np.quantile(seconds, q, method="inverted_cdf"))
    low, high = (0, 1) if exact < 1 else (exact / RATIO, exact * RATIO)
    return Between(low / 3600, high / 3600)


def measures(rows: pl.DataFrame, days: int) -> dict:
    """All that the tables of requests show of a group."""
    counted = {end: rows.filter(status=end).height for end in ENDS}
    shares = {name: ratio(*share(rows, name)) for name in SHARES}
    return counted | shares | {
        "requests": rows.height,
        "on_time_n": share(rows, "on_time_share")[1],
        "median_hours": quantile(rows, 0.5),
        "p90_hours": quantile(rows, 0.9),
        "working_days": days,
        "requests_per_working_day": rows.height / days,
    }  # fmt: skip


def chart(world, filters, measure: str):
    """The months asked for of a process chart of requests, from the first with data to the last.

    Its limits rest on every month up to the last.
    """
    months, rows = world.months(filters.history), filters.history.of(world.requests)
    of = {month: rows.filter(month=month) for month in months}
    if measure == "requests_per_working_day":
        n = [of[month].height or None for month in months]
        days = [world.files.working_days(month) for month in months]
        values = [one and one / day for one, day in zip(n, days, strict=True)]
        limits = control.xmr(values, 0, math.inf)
    else:
        counted = [share(of[month], measure) for month in months]
        n = [size or None for _, size in counted]
        counts = [count if size else None for count, size in counted]
        if not any(n):
            return []
        values = [c / s if s else None for c, s in zip(counts, n, strict=True)]
        limits = control.p_prime(counts, n)
    found = [
        limit | {"month": month, "n": size, "value": value}
        for month, size, value, limit in zip(months, n, values, limits, strict=True)
        if month >= filters.first
    ]
    seen = [i for i, row in enumerate(found) if row["value"] is not None]
    return found[seen[0] : seen[-1] + 1] if seen else []


def chart_table(rows) -> Table:
    return Table(("month",), rows, CAUSES)


def funnel(world, filters, unit, measure, caption) -> Expected:
    """A share of each branch between the limits of its funnel; of provinces its values."""
    rows = filters.of(world.requests)
    units = {key[0]: share(part, measure) for key, part in
             rows.partition_by([unit], as_dict=True).items()}  # fmt: skip
    units = {code: one for code, one in units.items() if one[1]}
    if len(units) < 3:
        return Expected()
    drawn = funnels.of_shares(units) if unit == "branch" else {}
    told = [
        {unit: code, "n": n, "value": count / n} | drawn.get(code, {})
        for code, (count, n) in units.items()
    ]
    n = sum(size for _, size in units.values())
    loose = FUNNEL_OF_PROVINCES if unit == "province" else frozenset()
    return Expected({caption: Table((unit,), told, loose)}, {}, {("comparison", n)})
