"""Do predictors say the same? How much their likeness widens what is said of each.

    VIF_j      diagonal of R⁻¹ = 1 / (1 − R²_j), R²_j of predictor j on the others; R: correlations
    condition  sqrt(largest ÷ smallest eigenvalue of R)

A VIF of 5 makes an interval √5 ≈ 2.2 times as wide as it would be by itself. By usual rules
likeness is moderate from a VIF of 5 and high from 10 or a condition number of 30 on.
Source: Marquardt (1970), Technometrics 12, 591–612 (VIF); Belsley, Kuh & Welsch (1980), Regression
Diagnostics, chapter 3 (condition number); O'Brien (2007), Quality & Quantity 41, 673–690 (rules).
Reference implementation: statsmodels variance_inflation_factor.
"""

import numpy as np

LOW, MODERATE, HIGH = "low", "moderate", "high"
SINGULAR = 1e-10  # of an eigenvalue, whose mean is 1


def inflation(covariance) -> np.ndarray:
    """Variance inflation factors (p,) of predictors with this covariance (p, p); 1 is the least.

    Infinite throughout where a predictor is constant or follows from the others.

    >>> inflation([[1, 0.6], [0.6, 1]]).round(4)
    array([1.5625, 1.5625])
    """
    correlation, singular = _correlation(covariance)
    if singular:
        return np.full(len(correlation), np.inf)
    return np.diag(np.linalg.inv(correlation)).copy()


def condition_number(covariance) -> float:
    """1 for predictors that share nothing, infinite where one follows from the others.

    >>> round(condition_number([[1, 0.6], [0.6, 1]]), 3)
    2.0
    """
    correlation, singular = _correlation(covariance)
    if singular:
        return float("inf")
    values = np.linalg.eigvalsh(correlation)
    return float(np.sqrt(values[-1] / values[0]))


def verdict(covariance) -> str:
    """low, moderate or high.

    >>> verdict([[1, 0.6], [0.6, 1]]), verdict([[1, 0.96], [0.96, 1]])
    ('low', 'high')
    """
    widest = inflation(covariance).max()
    if widest >= 10 or condition_number(covariance) >= 30:
        return HIGH
    return MODERATE if widest >= 5 else LOW


def _correlation(covariance):
    """The correlations, and whether they have no inverse."""
    covariance = np.asarray(covariance, dtype=float)
    scale = np.sqrt(np.diag(covariance))
    if not np.all(scale > 0):
        return covariance, True
    correlation = covariance / np.outer(scale, scale)
    return correlation, bool(np.linalg.eigvalsh(correlation)[0] < SINGULAR)
