"""What goes with an outcome, where rows of one branch are alike? Least squares, errors by cluster.

    b = (X'WX)⁻¹ X'Wy            u_c = Σ_i∈c x_i w_i e_i        e = y − Xb
    V = G/(G − 1) · (n − 1)/(n − k) · (X'WX)⁻¹ (Σ_c u_c u_c') (X'WX)⁻¹        ("CR1")

tested by t with G − 1 degrees of freedom, G the number of clusters. Weights are relative: their
unit changes nothing.
Source: Liang & Zeger (1986), Biometrika 73, 13–22; Cameron & Miller (2015), Journal of Human
Resources 50, 317–372, sections II and VI.
Reference implementation: statsmodels WLS(…).fit(cov_type="cluster", use_t=True).
"""

from typing import NamedTuple

import numpy as np

from analysis.statistics.student import t_value, two_sided


class Regression(NamedTuple):
    """estimate, se, p (k,), one per column of the design; df: clusters − 1; r_squared: weighted."""

    estimate: np.ndarray
    se: np.ndarray
    p: np.ndarray
    df: int
    r_squared: float


def regression(design, outcome, cluster, weight=None) -> Regression:
    """design (n, k) with its constant, outcome (n,), cluster (n,) any labels, weight (n,) > 0.

    se and p are NaN with one cluster or no more rows than columns. ValueError where a column of the
    design follows from the others.

    >>> found = regression([[1, 0], [1, 1], [1, 2], [1, 4]], [1, 2, 4, 7], ["a", "a", "b", "b"])
    >>> found.estimate.round(3), found.df
    (array([0.8  , 1.543]), 1)
    """
    design, outcome = np.asarray(design, dtype=float), np.asarray(outcome, dtype=float)
    n, k = design.shape
    weight = np.ones(n) if weight is None else np.asarray(weight, dtype=float)
    weight = weight * n / weight.sum()
    # Columns of one length: whether one follows from the others must not hang on their units.
    length = np.sqrt(weight @ design**2)
    scaled = design / np.where(length > 0, length, 1.0)
    normal = scaled.T @ (weight[:, None] * scaled)
    if np.linalg.eigvalsh(normal)[0] < 1e-10:
        raise ValueError("a column of the design follows from the others")
    bread = np.linalg.inv(normal)
    slopes = bread @ (scaled.T @ (weight * outcome))
    rest = outcome - scaled @ slopes
    clusters, errors = _spread(scaled * (weight * rest)[:, None], bread, cluster)
    middle = weight @ outcome / n
    r_squared = 1 - weight @ rest**2 / (weight @ (outcome - middle) ** 2)
    se = np.full(k, np.nan)
    if clusters > 1 and n > k:
        se = np.sqrt(errors * clusters / (clusters - 1) * (n - 1) / (n - k)) / length
    estimate = slopes / length
    p = two_sided(t_value(estimate, se), clusters - 1)
    return Regression(estimate, se, p, clusters - 1, float(r_squared))


def _spread(scores, bread, cluster):
    """The number of clusters and the diagonal of the sandwich, before its correction."""
    names, place = np.unique(cluster, return_inverse=True)
    sums = np.zeros((len(names), scores.shape[1]))
    np.add.at(sums, place, scores)
    return len(names), np.diag(bread @ (sums.T @ sums) @ bread)
