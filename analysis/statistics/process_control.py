"""Control charts of a monthly series: which variation does the process itself produce?

    XmR : centre = mean(x)       sigma = mean(mR) / 1.128        mR_i = |x_i − x_{i−1}|
    p   : centre = Σcount / Σn   sigma_i = sqrt(centre · (1 − centre) / n_i)
    p′  : z_i = (p_i − centre) / sigma_i of the p chart;  σ_z = mean(mR of z) / 1.128
          sigma_i = σ_z · sigma_i of the p chart; with σ_z = 1 it is the p chart
    limits = centre ± 3 · sigma                    (3 / 1.128 = 2.66: the natural process limits)

Gaps, restarting baselines and screened ranges: see analysis/statistics/moving_ranges.py.
Screening (`screen`) also takes the centre again, once, without the points outside these trial
limits: else one outage pulls it down, and all other months lie "above the centre". Where more than
a quarter of a baseline lies outside, it is not one process; all points count, and the remedy is a
new baseline. Without screening a chart is the textbook one.
Source: XmR: Wheeler (2000), Understanding Variation, 2nd ed., appendix, and NIST/SEMATECH
e-Handbook of Statistical Methods, 6.3.2.2; p chart: the same, 6.3.3.2; p′: Laney (2002), Improved
control charts for attributes, Quality Engineering 14(4), 531–537, and Mohammed, Panesar, Laney &
Wilson (2013), BMJ Quality & Safety 22(4), 362–368; trial limits: Montgomery (2009), Introduction
to Statistical Quality Control, 6th ed., 6.2.
"""

from typing import NamedTuple

import numpy as np

from analysis.statistics.moving_ranges import (
    MEAN_RANGE_OF_TWO,
    baselines,
    mean_moving_range,
    mean_over_baseline,
    ratio,
    total_over_baseline,
)

# Below so many points of a baseline its limits are provisional (as NHSRplotthedots warns).
FEWEST_POINTS = 12
MOST_OUTLYING = 0.25


class Chart(NamedTuple):
    """One entry per point, in the unit of the series; NaN where nothing can be said.

    moving_range: the mean moving range behind sigma (for p′ that of z, for p NaN);
    baseline: 0, 1, …; points: how many values the centre and limits rest on.
    """

    centre: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    sigma: np.ndarray
    moving_range: np.ndarray
    baseline: np.ndarray
    points: np.ndarray


def xmr(values, starts=(), screen: bool = True, bounds=(-np.inf, np.inf)) -> Chart:
    """XmR chart of `values` (one per month, NaN where missing); limits clipped to `bounds`.

    starts: positions at which a new baseline begins. A missing month still has a centre and
    limits. One value, or no two neighbours: a centre without limits. All equal: both limits are
    the centre. A baseline without values: NaN.

    >>> chart = xmr([1, 3, 2, 4], screen=False)
    >>> [round(float(line[0]), 2) for line in (chart.lower, chart.centre, chart.upper)]
    [-1.93, 2.5, 6.93]
    """
    values = np.asarray(values, dtype=float)
    baseline = baselines(values.size, starts)
    moving = mean_moving_range(values, baseline, screen)

    def chart(used):
        centre = mean_over_baseline(np.where(used, values, np.nan), baseline)
        return _chart(centre, moving / MEAN_RANGE_OF_TWO, moving, baseline, used, bounds)

    return _without_outlying(values, chart, ~np.isnan(values), screen)


def p_chart(count, n, starts=()) -> Chart:
    """p chart of the shares count / n, limits clipped to 0 … 1.

    n = 0 or missing, or a missing count: no share and no limits there, but the centre.
    A baseline without any share: NaN.

    >>> chart = p_chart([10, 20], [100, 100])
    >>> chart.centre.round(3), chart.lower.round(3), chart.upper.round(3)
    (array([0.15, 0.15]), array([0.043, 0.043]), array([0.257, 0.257]))
    """
    count, n = _counts(count, n)
    baseline = baselines(n.size, starts)
    centre, sigma = _binomial(count, n, baseline, n > 0)
    return _chart(centre, sigma, np.full(n.size, np.nan), baseline, n > 0, (0, 1))


def p_prime_chart(count, n, starts=(), screen: bool = True) -> Chart:
    """p′ chart (Laney): the p chart with sigma times σ_z = moving_range / 1.128.

    Degenerate input as in p_chart; besides, a single share has no σ_z, hence no limits, and
    shares that are all equal have both limits at the centre.

    >>> chart = p_prime_chart([10, 20, 12], [100, 100, 100])
    >>> (chart.moving_range / MEAN_RANGE_OF_TWO).round(3), chart.upper.round(3)
    (array([2.299, 2.299, 2.299]), array([0.379, 0.379, 0.379]))
    """
    count, n = _counts(count, n)
    baseline = baselines(n.size, starts)
    share = ratio(count, n)

    def chart(used):
        centre, sigma = _binomial(count, n, baseline, used)
        # All shares are 0, or all are 1: no distance, and no deviation to measure it by.
        z = np.where(sigma == 0, 0.0, ratio(share - centre, sigma))
        moving = mean_moving_range(z, baseline, screen)
        return _chart(centre, sigma * moving / MEAN_RANGE_OF_TWO, moving, baseline, used, (0, 1))

    return _without_outlying(share, chart, n > 0, screen)


def _without_outlying(values, chart, known, screen: bool) -> Chart:
    """The chart, its centre taken again without the points outside, unless they are too many."""
    trial = chart(known)
    if not screen:
        return trial
    outlying = known & ((values > trial.upper) | (values < trial.lower))
    share = mean_over_baseline(np.where(known, outlying, np.nan), trial.baseline)
    return chart(known & ~(outlying & (share <= MOST_OUTLYING)))


def _counts(count, n) -> tuple[np.ndarray, np.ndarray]:
    """Both as arrays, and both 0 where there is no share."""
    count, n = np.broadcast_arrays(np.asarray(count, dtype=float), np.asarray(n, dtype=float))
    if (count < 0).any() or (count > n).any():
        raise ValueError("count must lie in 0 … n")
    shared = (n > 0) & ~np.isnan(count)
    return np.where(shared, count, 0.0), np.where(shared, n, 0.0)


def _binomial(count, n, baseline, used) -> tuple[np.ndarray, np.ndarray]:
    """The pooled share of each point's baseline, and the deviation of a share of n around it."""
    centre = ratio(
        total_over_baseline(count * used, baseline), total_over_baseline(n * used, baseline)
    )
    return centre, np.sqrt(ratio(centre * (1 - centre), n))


def _chart(centre, sigma, moving_range, baseline, used, bounds) -> Chart:
    lower, upper = (np.clip(centre + side * 3 * sigma, *bounds) for side in (-1, 1))
    points = total_over_baseline(used, baseline).astype(int)
    return Chart(centre, lower, upper, sigma, moving_range, baseline, points)
