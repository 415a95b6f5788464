"""Special causes on a control chart: which points does the process not explain by itself?

Four rules, each with a direction (1 up, −1 down, 0 not fired) at every point of the pattern:

    outside     a point beyond a limit (3 sigma)
    shift       7 or more consecutive points on one side of the centre
    near_limit  of 3 consecutive points, all on one side of the centre, 2 in the outer third between
                the centre and that limit (beyond 2 sigma, not outside); those 2 are marked
    trend       7 or more consecutive points, each above (or each below) the one before: 6 steps

Lengths of 7 are those of NHS England's Making Data Count as its R package applies them; older
guides count 6. "Consecutive" means month after month in one baseline: a missing month, a new
baseline and a point on the centre end a run, equal neighbours end a trend. Patterns are marked as
a whole once they are complete, so earlier points of a run become special in hindsight.

Source: NHSRplotthedots (NHS-R community, for NHS England "Making Data Count"), functions
ptd_spc_standard and ptd_calculate_point_type; the rules go back to Western Electric (1956),
Statistical Quality Control Handbook. Other than in the package, the direction of a trend is that
of its movement, not the side of the centre it lies on.
"""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from analysis.statistics.process_control import Chart

RUN = 7
# Of the size of the centre: below this, a distance is rounding noise of values that are equal.
NOISE = 1e-12


class SpecialCauses(NamedTuple):
    """Per rule and point: 1 fired upwards, −1 downwards, 0 not fired.

    Where rules disagree, the first in this order speaks: where the process is comes before where
    it moves.
    """

    outside: np.ndarray
    shift: np.ndarray
    near_limit: np.ndarray
    trend: np.ndarray


def special_causes(values, chart: Chart) -> SpecialCauses:
    """The rules on `values` (NaN where missing) against the lines of their chart.

    Without limits (NaN) only shift and trend can fire; without values nothing does.

    >>> from analysis.statistics.process_control import xmr
    >>> series = [5, 6, 5, 6, 5, 6, 5, 12]
    >>> special_causes(series, xmr(series)).outside.tolist()
    [0, 0, 0, 0, 0, 0, 0, 1]
    """
    values = np.asarray(values, dtype=float)
    noise = NOISE * np.abs(chart.centre)
    side = _sign(values - chart.centre, noise)
    outside = np.maximum(_sign(values - chart.upper, noise), 0) + np.minimum(
        _sign(values - chart.lower, noise), 0
    )
    zone = np.where(outside == 0, side, 0)
    zone = np.where(np.abs(values - chart.centre) > 2 * chart.sigma + noise, zone, 0)
    return SpecialCauses(
        outside=outside,
        shift=_runs(side, chart.baseline, RUN),
        near_limit=_two_of_three(zone, side, chart.baseline),
        trend=_trend(values, chart.baseline, noise),
    )


def _sign(distance, noise) -> np.ndarray:
    """1, −1, or 0 within the noise and where undefined."""
    return (distance > noise).astype(int) - (distance < -noise)


def _runs(mark, baseline, length: int) -> np.ndarray:
    """The marks (1, −1, 0) that stand in an unbroken run of at least `length` equal ones."""
    if mark.size == 0:
        return mark
    begins = (np.diff(mark) != 0) | (np.diff(baseline) != 0)
    run = np.concatenate([[0], np.cumsum(begins)])
    return np.where(np.bincount(run)[run] >= length, mark, 0)


def _trend(values, baseline, noise) -> np.ndarray:
    step = np.zeros(values.size, dtype=int)
    step[1:] = np.where(np.diff(baseline) == 0, _sign(np.diff(values), noise[1:]), 0)
    long = _runs(step, baseline, RUN - 1)
    # A step joins two points; where one trend turns into another, the later one has the point.
    after = np.append(long[1:], 0)[: long.size]
    return np.where(after == 0, long, after)


def _two_of_three(zone, side, baseline) -> np.ndarray:
    if zone.size < 3:
        return np.zeros(zone.size, dtype=int)
    zones, sides, of = (sliding_window_view(array, 3) for array in (zone, side, baseline))
    together = (np.abs(sides.sum(axis=1)) == 3) & (of[:, 0] == of[:, 2])
    found = together & (np.count_nonzero(zones, axis=1) >= 2)
    return np.where(np.convolve(found, [1, 1, 1]) > 0, zone, 0)
