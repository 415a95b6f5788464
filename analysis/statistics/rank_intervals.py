"""Rank intervals: between which ranks does each unit stand, for all units at once?

Units i and j differ when |y_i − y_j| > q / √2 · sqrt(se_i² + se_j²), q the studentised range of k
units at `level` (Tukey–Kramer). Then, with rank 1 for the highest:

    first rank of i = 1 + the number of units above i that differ from it
    last rank of i  = k − the number of units below i that differ from it

With a chance of at least `level` all intervals hold together, so any unit may be picked out after
the fact. Chosen before simulated ranks, which fall far short of their level where units are close,
and depend on a seed (Al Mohamad et al.); and before Klein, Wright & Wieczorek (2020, JRSS A 183,
589–606), whose overlap of single intervals keeps the level too but is wider. For unequal standard
errors Tukey–Kramer errs on the safe side (Hayter 1984, Annals of Statistics 12, 61–75).
Source: Al Mohamad, Goeman & van Zwet (2022), Simultaneous confidence intervals for ranks with
application to ranking institutions, Biometrics 78, 238–247.
"""

from typing import NamedTuple

import numpy as np

from analysis.statistics.studentized_range import quantile

NO_END = 1e300  # and no infinity, which times no error would be nothing


class RankIntervals(NamedTuple):
    """First and last possible rank of each unit, whole numbers; NaN for a unit left out."""

    first: np.ndarray
    last: np.ndarray


def rank_intervals(
    estimate, se, level: float = 0.95, highest_first: bool = True, df: float = np.inf
) -> RankIntervals:
    """Simultaneous rank intervals of independent estimates, (units,).

    df: degrees of freedom of the standard errors, where they rest on a common deviation; with less
    than one only what is known exactly can be told apart.
    A unit whose estimate or se is NaN is left out of the ranking. One unit: rank 1 to 1.

    >>> rank_intervals([3.0, 3.1, 4.0], [0.1, 0.1, 0.1])
    RankIntervals(first=array([2., 2., 1.]), last=array([3., 3., 1.]))
    """
    if not 0 < level < 1:
        raise ValueError(f"level ({level}) must lie between 0 and 1")
    estimate, se = np.asarray(estimate, dtype=float), np.asarray(se, dtype=float)
    ranked = ~np.isnan(estimate) & ~np.isnan(se)
    y, variance = estimate[ranked], se[ranked] ** 2
    ahead = np.subtract.outer(y, y) * (1 if highest_first else -1)
    critical = _critical(y.size, df, level)
    margin = critical * np.sqrt(np.add.outer(variance, variance) / 2)
    first, last = np.full(estimate.shape, np.nan), np.full(estimate.shape, np.nan)
    first[ranked] = 1 + np.count_nonzero(ahead < -margin, axis=1)
    last[ranked] = y.size - np.count_nonzero(ahead > margin, axis=1)
    return RankIntervals(first, last)


def _critical(units: int, df: float, level: float) -> float:
    """The quantile of the range of `units` standardised values; 0 where there is no pair."""
    if units < 2:
        return 0.0
    return quantile(level, units, df) if df >= 1 else NO_END
