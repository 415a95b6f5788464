"""Moving ranges of a series in baselines: how far do neighbouring months lie apart?

    mR_i = |x_i − x_{i−1}|        sigma of a normal process = mean(mR) / 1.128

A missing month has no moving range on either side: what lies between two values that are months
apart is not month-to-month variation. Pass a series at its own rhythm: a quarterly survey as
quarters, not as months with gaps. A baseline restarts at marked events, and no moving range
crosses it.

Screening: moving ranges at or above 3.267 · mean(mR), their upper limit, are left out once and
the mean is taken again, else an outage hides itself by widening the limits. Where only ranges of
zero would be left, nothing is screened. The Excel tools of NHS "Making Data Count" do not screen,
its R package NHSRplotthedots does by default; so do we.
Source: Wheeler (2000), Understanding Variation, 2nd ed., appendix; 1.128 and 3.267: d2 and D4 for
two values, Montgomery (2009), Introduction to Statistical Quality Control, 6th ed., appendix VI;
screening: Nelson (1982), Journal of Quality Technology 14(3), 172–173.
"""

import numpy as np

MEAN_RANGE_OF_TWO = 1.128
UPPER_RANGE_LIMIT = 3.267


def baselines(size: int, starts=()) -> np.ndarray:
    """The baseline of each of `size` points: 0 before the first of `starts`, then 1, and so on.

    >>> baselines(5, starts=[2, 4])
    array([0, 0, 1, 1, 2])
    """
    starts = np.unique(np.asarray(starts, dtype=int))
    if starts.size and not 0 <= starts[0] <= starts[-1] < size:
        raise ValueError(f"starts ({starts.tolist()}) must lie in 0 … {size - 1}")
    return np.searchsorted(starts[starts > 0], np.arange(size), side="right")


def moving_ranges(values, baseline) -> np.ndarray:
    """|x_i − x_{i−1}| at i; NaN at the first point, beside a gap and across baselines.

    values, baseline: (points,), values NaN where missing.

    >>> moving_ranges([1.0, 3.0, np.nan, 4.0, 9.0, 2.0], [0, 0, 0, 0, 0, 1])
    array([nan,  2., nan, nan,  5., nan])
    """
    values, baseline = np.asarray(values, dtype=float), np.asarray(baseline)
    ranges = np.full(values.size, np.nan)
    ranges[1:] = np.where(np.diff(baseline) == 0, np.abs(np.diff(values)), np.nan)
    return ranges


def mean_moving_range(values, baseline, screen: bool) -> np.ndarray:
    """Per point: the mean moving range of its baseline; NaN where the baseline has none.

    NaN too where all ranges are 0 while values differ, which only gaps allow: then nothing is
    known of month-to-month variation, and a sigma of 0 would call every point special.

    >>> mean_moving_range([1.0, 3.0, 2.0, 8.0], [0, 0, 0, 1], screen=True)
    array([1.5, 1.5, 1.5, nan])
    """
    ranges, baseline = moving_ranges(values, baseline), np.asarray(baseline)
    mean = mean_over_baseline(ranges, baseline)
    mean = np.where((mean == 0) & _differ(values, baseline), np.nan, mean)
    if not screen:
        return mean
    kept = np.where(ranges < UPPER_RANGE_LIMIT * mean, ranges, np.nan)
    screened = mean_over_baseline(kept, baseline)
    return np.where(screened > 0, screened, mean)


def mean_over_baseline(values, baseline) -> np.ndarray:
    """Per point: the mean of the values of its baseline that are not NaN; NaN without any.

    >>> mean_over_baseline(np.array([1.0, np.nan, 5.0, np.nan]), np.array([0, 0, 0, 1]))
    array([ 3.,  3.,  3., nan])
    """
    known = ~np.isnan(values)
    total = total_over_baseline(np.where(known, values, 0.0), baseline)
    return ratio(total, total_over_baseline(known, baseline))


def total_over_baseline(values, baseline) -> np.ndarray:
    """Per point: the sum of the values of its baseline.

    >>> total_over_baseline([1, 2, 5], np.array([0, 0, 1]))
    array([3., 3., 5.])
    """
    return np.bincount(baseline, weights=values, minlength=1)[baseline]


def ratio(total, size) -> np.ndarray:
    """total / size, NaN where size is 0.

    >>> ratio(np.array([1.0, 0.0]), np.array([4.0, 0.0]))
    array([0.25,  nan])
    """
    return np.divide(total, size, out=np.full(np.shape(total), np.nan), where=size > 0)


def _differ(values, baseline) -> np.ndarray:
    """Per point: are there two different values in its baseline?"""
    known = ~np.isnan(values)
    top = np.full(baseline.max(initial=0) + 1, -np.inf)
    bottom = -top
    np.maximum.at(top, baseline[known], np.asarray(values)[known])
    np.minimum.at(bottom, baseline[known], np.asarray(values)[known])
    return (top > bottom)[baseline]
