"""Do two measures rise together? Spearman's rank correlation with an interval.

rho is Pearson's correlation of the ranks, ties at their mean rank. The interval is Fisher's, with
the variance of z of Bonett & Wright:

    z = atanh(rho),  var(z) = (1 + rho² / 2) / (n − 3),  ends = tanh(z ∓ q · sqrt(var(z)))

Source: Bonett, D. G. & Wright, T. A. (2000), Sample size requirements for estimating Pearson,
Kendall and Spearman correlations, Psychometrika 65, 23–28.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import norm, rankdata

FEWEST = 10  # below, the interval is of no use: it reaches over most of −1 … 1


class RankCorrelation(NamedTuple):
    """rho with the ends of its interval; NaN where it cannot be told."""

    rho: float
    low: float
    high: float
    n: int


def rank_correlation(x, y, level: float = 0.95) -> RankCorrelation:
    """Of pairs (x, y), both (n,); pairs with a NaN are left out.

    NaN below 10 pairs, or where one of the two is the same everywhere.

    >>> rank_correlation(range(10), [0, 2, 1, 4, 3, 6, 5, 8, 7, 9]).rho.round(4)
    np.float64(0.9515)
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    known = ~np.isnan(x) & ~np.isnan(y)
    x, y, n = x[known], y[known], int(known.sum())
    if n < FEWEST or np.ptp(x) == 0 or np.ptp(y) == 0:
        return RankCorrelation(np.nan, np.nan, np.nan, n)
    rho = np.corrcoef(rankdata(x), rankdata(y))[0, 1].clip(-1, 1)
    if abs(rho) == 1:
        return RankCorrelation(rho, rho, rho, n)
    spread = norm.ppf((1 + level) / 2) * np.sqrt((1 + rho**2 / 2) / (n - 3))
    low, high = np.tanh(np.arctanh(rho) + spread * np.array([-1, 1]))
    return RankCorrelation(rho, low, high, n)
