"""Completion times: how long do completed requests take, in classes a person would name?

From the counts of durations in buckets 5 % wide: a bucket counts in the class that holds its
geometric middle, so that an edge is met within 2.5 %. Events, not persons: nothing is suppressed.
- share: completed requests of the class ÷ completed requests of the group.
- reached: the same of this class and all shorter ones.
"""

import numpy as np
import polars as pl

from analysis.answer import Answer
from analysis.marts import Marts
from analysis.provenance import provenance
from analysis.selection import Selection, check_groups
from analysis.statistics.durations import RATIO

HOUR, DAY = 3600, 86400
# Class → where it ends, in seconds; an end belongs to the next class.
CLASSES = {
    "5_minutes": 300,
    "1_hour": HOUR,
    "8_hours": 8 * HOUR,
    "1_day": DAY,
    "3_days": 3 * DAY,
    "7_days": 7 * DAY,
    "14_days": 14 * DAY,
    "30_days": 30 * DAY,
    "longer": np.inf,
}


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = ("channel",)) -> Answer:
    """One row per group of `by` and class, also those of a group without requests in it."""
    by = check_groups(by)
    marts.check(selection)
    columns = "".join(f"{name}, " for name in by)
    cells = marts.query(
        f"""select {columns} bucket, sum(requests)::bigint as requests
            from request_durations group by all having sum(requests) > 0""",
        selection,
    )
    rows = _classes(cells, by)
    together = _classes(cells, ())
    total = int(cells["requests"].sum())
    return Answer(
        question="completion_times",
        rows=rows.to_dicts(),
        totals={"requests": total, "classes": together.to_dicts()},
        n=total,
        notes=[],
        **provenance(marts, "request_durations", selection),
    )


def class_of(bucket) -> np.ndarray:
    """The position of each bucket's class.

    >>> class_of([-1, 116, 117, 233]).tolist()    # 1.05 ** 117.5 = 309 seconds
    [0, 0, 1, 4]
    """
    middle = RATIO ** (np.asarray(bucket, dtype=float) + 0.5)
    return np.searchsorted(list(CLASSES.values()), middle, side="right")


def _classes(cells: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Counts, shares and running shares, a row per group and class, in this order."""
    names, keys = list(CLASSES), [*by, "position"]
    counted = (
        cells.with_columns(position=pl.Series(class_of(cells["bucket"]), dtype=pl.Int64))
        .group_by(keys)
        .agg(pl.col("requests").sum())
    )
    every = pl.DataFrame({"position": range(len(names)), "class": names})
    if by:
        every = counted.select(by).unique().join(every, how="cross")
    elif cells.is_empty():
        every = every.clear()
    rows = every.join(counted, on=keys, how="left", nulls_equal=True).sort(keys, nulls_last=True)
    requests = pl.col("requests").fill_null(0)
    whole = requests.sum().over(by) if by else requests.sum()
    running = requests.cum_sum().over(by) if by else requests.cum_sum()
    return rows.select(
        *by, "class", requests=requests, share=requests / whole, reached=running / whole
    )
