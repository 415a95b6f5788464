"""Which items carry the overall judgement? Shares of R² that do not depend on their order.

    LMG_j   average over all subsets S without j of R²(S ∪ j) − R²(S), each size of S with the same
            weight; all shares sum to R²

Up to 16 predictors every subset is counted; beyond that orders are drawn at random, in pairs of an
order and its reverse, and the error of the draw is given.
Source: Lindeman, Merenda & Gold (1980), Introduction to Bivariate and Multivariate Analysis;
Grömping (2006), Journal of Statistical Software 17(1) (R package relaimpo, metric "lmg"); the
Shapley value of R², sampled as in Castro, Gómez & Tejada (2009), Computers & Operations Research
36, 1726–1730.
"""

from math import comb
from typing import NamedTuple

import numpy as np

EXACT = 16


class Importance(NamedTuple):
    """share (p,) sums to r_squared; error (p,): standard error of drawn orders, 0 where exact."""

    share: np.ndarray
    r_squared: float
    error: np.ndarray


def lmg(covariance, orders: int = 1000, seed: int = 1) -> Importance:
    """Shares of the predictors; covariance (p + 1, p + 1), the outcome last.

    orders, seed: only beyond 16 predictors. ValueError where predictors are collinear.

    >>> found = lmg([[1, 0.5, 0.6], [0.5, 1, 0.3], [0.6, 0.3, 1]])
    >>> found.share.round(3).tolist(), round(found.r_squared, 3)
    ([0.315, 0.045], 0.36)
    """
    covariance = np.asarray(covariance, dtype=float)
    p = len(covariance) - 1
    scale = np.sqrt(np.diag(covariance))
    if not np.all(scale > 0) or np.linalg.eigvalsh(covariance[:p, :p])[0] < 1e-12:
        raise ValueError("a predictor is constant or follows from the others")
    correlation = covariance / np.outer(scale, scale)
    return _exact(correlation, p) if p <= EXACT else _drawn(correlation, p, orders, seed)


def _exact(correlation, p):
    explained = np.zeros(2**p)
    for size in range(1, p + 1):
        sets = [s for s in range(2**p) if s.bit_count() == size]
        members = np.array([[j for j in range(p) if s >> j & 1] for s in sets])
        within = correlation[members[:, :, None], members[:, None, :]]
        with_outcome = correlation[members, p]
        weights = np.linalg.solve(within, with_outcome[:, :, None])[:, :, 0]
        explained[sets] = (weights * with_outcome).sum(axis=1)
    every = np.arange(2**p)
    sizes = np.array([int(s).bit_count() for s in every])
    weight = np.array([1 / (p * comb(p - 1, size)) if size < p else 0.0 for size in sizes])
    share = np.empty(p)
    for j in range(p):
        without = every[(every >> j & 1) == 0]
        gained = explained[without | 1 << j] - explained[without]
        share[j] = (weight[without] * gained).sum()
    return Importance(share, float(explained[-1]), np.zeros(p))


def _drawn(correlation, p, orders, seed):
    drawn = np.random.default_rng(seed).permuted(np.tile(np.arange(p), (orders // 2, 1)), axis=1)
    pairs = np.stack([_gains(correlation, p, drawn), _gains(correlation, p, drawn[:, ::-1])])
    each = pairs.mean(axis=0)
    error = each.std(axis=0, ddof=1) / np.sqrt(len(each))
    return Importance(each.mean(axis=0), float(each[0].sum()), error)


def _gains(correlation, p, orders):
    """What each predictor adds in each order, (orders, p): squares of one triangular solution."""
    gains = np.empty(orders.shape)
    for row, order in enumerate(orders):
        triangle = np.linalg.cholesky(correlation[np.ix_(order, order)])
        gains[row, order] = np.linalg.solve(triangle, correlation[order, p]) ** 2
    return gains
