"""Quantiles of durations from counts in log-spaced buckets.

Bucket b holds the durations from 1.05^b up to, not including, 1.05^(b + 1) seconds; bucket −1 those
under one second. Buckets of different groups add up, so any selection has its quantiles:

    h = q · N;  the bucket where the cumulated count first reaches h;  f = (h − before) / count
    quantile = 1.05^(b + f)        (geometric interpolation; bucket −1: f seconds)

The result lies in the bucket of the exact quantile (numpy's method "inverted_cdf"), hence within
5 % of it. Source: DDSketch, Masson, Rim & Lee (2019), PVLDB 12(12), 2195–2205, which bounds the
error the same way.
"""

import numpy as np

RATIO = 1.05


def quantile(bucket, count, q: float) -> float:
    """The q-quantile in seconds of one group; NaN where there is no duration.

    bucket: whole numbers, ascending; count: durations in each.

    >>> round(quantile([0, 10], [1, 3], 0.5), 3)      # a third into bucket 10: 1.05 ** (10 + 1/3)
    1.656
    """
    group = np.zeros(len(bucket), dtype=int)
    return float(quantile_by_group(group, bucket, count, q, groups=1)[0])


def quantile_by_group(group, bucket, count, q: float, groups: int) -> np.ndarray:
    """The q-quantile in seconds of each group 0 … groups − 1; NaN for a group without durations.

    group, bucket, count: one entry per cell, ordered by group, then bucket; counts above 0.

    >>> quantile_by_group([0, 2], [14, 28], [1, 1], q=1.0, groups=3).round(3)
    array([2.079,   nan, 4.116])
    """
    if not 0 < q <= 1:
        raise ValueError(f"q ({q}) must lie above 0 and not above 1")
    group, bucket = np.asarray(group, dtype=int), np.asarray(bucket, dtype=float)
    count = np.asarray(count, dtype=float)
    if count.size == 0:
        return np.full(groups, np.nan)
    size = np.bincount(group, weights=count, minlength=groups)
    reached = np.cumsum(count)
    target = np.cumsum(size) - size + q * size
    cell = np.minimum(np.searchsorted(reached, target), count.size - 1)
    fraction = (target - (reached[cell] - count[cell])) / count[cell]
    seconds = np.where(bucket[cell] < 0, fraction, RATIO ** (bucket[cell] + fraction))
    return np.where(size > 0, seconds, np.nan)
