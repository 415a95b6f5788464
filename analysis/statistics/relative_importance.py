"""Which items carry the overall judgement? Shares of R² that do not depend on their order.

    LMG_j   average over all subsets S without j of R²(S ∪ j) − R²(S), each size of S with the same
            weight; all shares sum to R²
    ε_j     Johnson's relative weight Σ_k λ²_jk β²_k, where Λ is the root of the predictors'
            correlations and β = Λ⁻¹ r; they sum to R² too

Up to 16 predictors every subset is counted; beyond that orders are drawn at random, in pairs of an
order and its reverse, and the error of the draw is given.
Source: Lindeman, Merenda & Gold (1980), Introduction to Bivariate and Multivariate Analysis;
Grömping (2006), Journal of Statistical Software 17(1) (R package relaimpo, metric "lmg"); the
Shapley value of R², sampled as in Castro, Gómez & Tejada (2009), Computers & Operations Research
36, 1726–1730; Johnson (2000), Multivariate Behavioral Research 35(1), 1–19.
"""

from functools import cache
from math import comb
from typing import NamedTuple

import numpy as np

EXACT = 16
SINGULAR = 1e-12


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
    if not np.all(scale > 0) or np.linalg.eigvalsh(covariance[:p, :p])[0] < SINGULAR:
        raise ValueError("a predictor is constant or follows from the others")
    correlation = covariance / np.outer(scale, scale)
    return _exact(correlation, p) if p <= EXACT else _drawn(correlation, p, orders, seed)


def lmg_of_many(covariances) -> np.ndarray:
    """Shares (b, p) for a stack of covariances (b, p + 1, p + 1), the outcome last, p ≤ 16.

    For replicates of a bootstrap. A row of NaN where predictors are collinear or constant.

    >>> lmg_of_many([[[1, 0.5, 0.6], [0.5, 1, 0.3], [0.6, 0.3, 1]]]).round(3)
    array([[0.315, 0.045]])
    """
    correlations = _correlations(covariances)
    p = correlations.shape[1] - 1
    if p > EXACT:
        raise ValueError(f"{p} predictors: every subset is counted of at most {EXACT}")
    weight = _weights(p)
    found = np.empty((len(correlations), p))
    for row, correlation in enumerate(correlations):  # one by one: its subsets stay in the cache
        found[row] = np.einsum("s,sp->p", _explained(correlation), weight)
    return found


def relative_weights(covariances) -> np.ndarray:
    """Johnson's relative weights (b, p) for a stack of covariances (b, p + 1, p + 1), outcome last.

    Shares of R² too, near those of LMG, from one decomposition: for more predictors than subsets
    can be counted of. A row of NaN where predictors are collinear or constant.

    >>> relative_weights([[[1, 0.5, 0.6], [0.5, 1, 0.3], [0.6, 0.3, 1]]]).round(3)
    array([[0.315, 0.045]])
    """
    correlations, spread = _scaled(covariances)
    values, vectors = np.linalg.eigh(correlations[:, :-1, :-1])
    known = spread & (values[:, 0] > SINGULAR)
    root, turned = np.sqrt(np.where(known[:, None], values, 1)), vectors.transpose(0, 2, 1)
    # Orthogonal variables as near the predictors as can be; `loadings` of the predictors on them.
    loadings = (vectors * root[:, None, :]) @ turned
    slopes = (vectors / root[:, None, :]) @ (turned @ correlations[:, :-1, -1:])
    found = (loadings**2 @ slopes**2)[:, :, 0]
    return np.where(known[:, None], found, np.nan)


def _correlations(covariances):
    """The stack as correlations; NaN throughout where the predictors are collinear or constant."""
    correlations, spread = _scaled(covariances)
    known = spread & (np.linalg.eigvalsh(correlations[:, :-1, :-1])[:, 0] > SINGULAR)
    return np.where(known[:, None, None], correlations, np.nan)


def _scaled(covariances):
    """The stack as correlations, and where nothing in it is constant."""
    covariances = np.asarray(covariances, dtype=float)
    scale = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    spread = (scale > 0).all(axis=1)
    scale = np.where(scale > 0, scale, 1.0)
    return covariances / scale[:, :, None] / scale[:, None, :], spread


def _exact(correlation, p):
    explained = _explained(correlation)
    return Importance(explained @ _weights(p), float(explained[-1]), np.zeros(p))


def _explained(correlation):
    """R² of every subset of the predictors, (2^p,); bit j of the place: predictor j is in it.

    Each predictor in turn is either left out or swept out of what is left of the others, so that
    every subset costs one step and not a regression of its own.
    """
    left = correlation[:, :, None]
    for _ in range(len(correlation) - 1):
        column, kept = left[1:, 0], left[1:, 1:]
        swept = kept - column[:, None] * (column / left[0, 0])
        left = np.concatenate([kept, swept], axis=2)
    return 1 - left[0, 0]


@cache
def _weights(p):
    """What R² of each subset counts in the share of each predictor, (2^p, p)."""
    sets = np.arange(2**p)
    sizes = np.bitwise_count(sets).astype(int)
    gain = np.array([1 / (p * comb(p - 1, size)) for size in range(p)])
    inside = (sets[:, None] >> np.arange(p) & 1).astype(bool)
    added = gain[np.maximum(sizes - 1, 0)][:, None]
    taken = gain[np.minimum(sizes, p - 1)][:, None]
    return np.where(inside, added, -taken)


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
