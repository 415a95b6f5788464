"""Days on which a daily count fell far below what is usual on that weekday.

For one series of counts x of days that are judged (working as usual), with the days of the same
weekday among the 8 weeks before and the 8 after:

    m = median of those days (at least 5), the usual level          d = (x − m) / √m
    s = max(1, 1.4826 · median |d − median d|)                      z = d / s
    low: z < −3 and x < m / 2

s is the factor by which the series varies more than a Poisson count would, as σ_z of a Laney chart,
here by the median absolute deviation, which an outage does not widen. Were d normal with this
spread, 1.35 days of 1,000 would have z < −3; x < m / 2 asks for an effect as well, so that the
share is smaller where counts are large. Days whose usual level is below 10 are not judged.
Source: Laney (2002), Quality Engineering 14(4), 531–537; Rousseeuw & Croux (1993), JASA 88,
1273–1283, for the deviation; the rule that joins them is our own.
"""

from typing import NamedTuple

import numpy as np

WEEKS, FEWEST_DAYS, LEAST_LEVEL = 8, 5, 10
LIMIT, PART = -3.0, 0.5
MAD_TO_SIGMA = 1.4826
FALSE_ALARMS = 0.00135  # Φ(−3): of judged days, at most


class Days(NamedTuple):
    """Arrays (series, days): the usual level and z (NaN where not judged), and what is low."""

    usual: np.ndarray
    z: np.ndarray
    low: np.ndarray


def judged(counts, usable) -> Days:
    """Judge every day of each series.

    counts: (series, days), consecutive days; usable: the same shape or (days,), whether a day is
    like others of its weekday.

    >>> counts = np.full((1, 70), 100.0)
    >>> counts[0, 30] = 20
    >>> np.flatnonzero(judged(counts, np.ones(70, dtype=bool)).low)
    array([30])
    """
    counts = np.asarray(counts, dtype=float)
    known = np.where(np.broadcast_to(usable, counts.shape), counts, np.nan)
    usual = usual_level(known)
    usual = np.where(np.isnan(known) | (usual < LEAST_LEVEL), np.nan, usual)
    distance = (known - usual) / np.sqrt(usual)
    middle = _median(distance)
    spread = np.fmax(MAD_TO_SIGMA * _median(np.abs(distance - middle)), 1.0)
    z = distance / spread
    with np.errstate(invalid="ignore"):
        return Days(usual, z, (z < LIMIT) & (known < PART * usual))


def only(days: Days, asked) -> Days:
    """The same, of the days asked for; of the others nothing is said. asked: (days,).

    >>> days = judged(np.full((1, 70), 100.0), np.ones(70, dtype=bool))
    >>> only(days, np.arange(70) == 30).usual[0, 29:31].tolist()
    [nan, 100.0]
    """
    blank = np.where(asked, 1.0, np.nan)
    return Days(days.usual * blank, days.z * blank, days.low & asked)


def usual_level(known: np.ndarray) -> np.ndarray:
    """The median of the same weekday in the weeks around, without the day itself; NaN: too few.

    known: (series, days), NaN where a day is not like others.

    >>> counts = np.tile([10.0, 20, 30, 40, 50, 60, 0], (1, 10))
    >>> usual_level(counts)[0, 28:31].tolist()
    [10.0, 20.0, 30.0]
    """
    series, days = known.shape
    weeks = -(-days // 7)
    padded = np.full((series, weeks * 7 + 2 * WEEKS * 7), np.nan)
    padded[:, WEEKS * 7 : WEEKS * 7 + days] = known
    by_week = padded.reshape(series, weeks + 2 * WEEKS, 7)
    around = np.lib.stride_tricks.sliding_window_view(by_week, 2 * WEEKS + 1, axis=1)
    others = np.delete(around, WEEKS, axis=3)  # (series, weeks, weekday, 2 · WEEKS)
    enough = (~np.isnan(others)).sum(axis=3) >= FEWEST_DAYS
    level = _median(np.where(enough[..., None], others, np.nan), axis=3)[..., 0]
    return level.reshape(series, weeks * 7)[:, :days]


def _median(values: np.ndarray, axis: int = 1) -> np.ndarray:
    """The median along an axis, which is kept; NaN where there is no value, without a warning."""
    ordered = np.sort(values, axis=axis)  # NaN last
    count = (~np.isnan(values)).sum(axis=axis, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum(count - 1, 0) // 2, axis=axis)
    high = np.take_along_axis(ordered, np.minimum(count // 2, values.shape[axis] - 1), axis=axis)
    return np.where(count > 0, (low + high) / 2, np.nan)
