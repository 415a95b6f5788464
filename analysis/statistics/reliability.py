"""How consistently do the items of a scale measure one thing?

    α      k / (k − 1) · (1 − Σ s_ii / Σ s_ij)
           limits: 1 − (1 − α) · F at the percentiles of F(n − 1, (n − 1)(k − 1))
    ω      (Σλ)² / ((Σλ)² + Σθ) of one factor; limits by the delta method on ln(1 − ω)
    r_it   correlation of an item with the sum of the others

Source: Cronbach (1951), Psychometrika 16, 297–334; Feldt, Woodruff & Salih (1987), Applied
Psychological Measurement 11, 93–103 (limits of α); McDonald (1999), Test Theory; Raykov (2002),
Multivariate Behavioral Research 37, 89–103 (limits of ω; the logarithm keeps them below 1).
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import f as f_distribution
from scipy.stats import norm

from analysis.statistics.factor_model import LOADING, RESIDUAL, Moments, fit


class Reliability(NamedTuple):
    """NaN where there is nothing to say: one item, a constant one, items that repeat each other."""

    value: float
    low: float
    high: float


UNKNOWN = Reliability(np.nan, np.nan, np.nan)


def alpha(covariance, n: float, level: float = 0.95) -> Reliability:
    """Cronbach's α of k items from their covariance matrix (k, k) and n respondents.

    >>> [round(float(value), 3) for value in alpha([[1, 0.5], [0.5, 1]], 100)]
    [0.667, 0.505, 0.776]
    """
    covariance = np.asarray(covariance, dtype=float)
    k, total = len(covariance), covariance.sum()
    if k < 2 or total <= 0 or n < 2:
        return UNKNOWN
    value = k / (k - 1) * (1 - np.trace(covariance) / total)
    tails = np.array([(1 + level) / 2, (1 - level) / 2])
    low, high = 1 - (1 - value) * f_distribution.ppf(tails, n - 1, (n - 1) * (k - 1))
    return Reliability(float(value), float(low), float(high))


def omega(group: Moments, level: float = 0.95) -> Reliability:
    """McDonald's ω of the items as one factor; unknown below three items (no model to fit).

    >>> matrix = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    >>> [round(float(value), 3) for value in omega(Moments(200, np.zeros(4), matrix))]
    [0.8, 0.749, 0.841]
    """
    k = len(group.covariance)
    if k < 3:
        return UNKNOWN
    try:
        fitted = fit([group], [0] * k)
    except ValueError:  # not positive definite: no ω
        return UNKNOWN
    if not fitted.converged:
        return UNKNOWN
    shared, own = fitted.loadings[0].sum(), fitted.residuals[0].sum()
    value = shared**2 / (shared**2 + own)
    total = shared**2 + own
    slope = {LOADING: 2 * shared * own / total**2, RESIDUAL: -(shared**2) / total**2}
    gradient = np.array([slope[place[0][0]] for place in fitted.places])
    error = np.sqrt(gradient @ fitted.variance @ gradient)
    if value >= 1:
        return Reliability(float(value), np.nan, np.nan)
    wide = norm.ppf((1 + level) / 2) * error / (1 - value)
    return Reliability(
        float(value), float(1 - (1 - value) * np.exp(wide)), float(1 - (1 - value) / np.exp(wide))
    )


def item_rest(covariance) -> np.ndarray:
    """Correlation of each item with the sum of the others, (k,); NaN for one item or a constant.

    >>> item_rest([[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]]).round(3).tolist()
    [0.577, 0.577, 0.577]
    """
    covariance = np.asarray(covariance, dtype=float)
    with_rest = covariance.sum(axis=1) - np.diag(covariance)
    of_rest = covariance.sum() - 2 * covariance.sum(axis=1) + np.diag(covariance)
    scale = np.diag(covariance) * of_rest
    known = scale > 0
    return np.where(known, with_rest / np.sqrt(np.where(known, scale, 1.0)), np.nan)
