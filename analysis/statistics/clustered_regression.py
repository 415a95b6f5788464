"""What goes with an outcome, where rows of one branch are alike? Least squares, errors by cluster.

    b = (X'WX)⁻¹ X'Wy        Z = W^½X (X'WX)^−½                  e = W^½(y − Xb)
    V = Σ_c g_c g_c'         g_c = (X'WX)^−½ Z_c' A_c e_c        A_c = (I − Z_c Z_c')^−½   ("CR2")

tested by t with the degrees of freedom of Satterthwaite: of column j, with p_c the coefficients of
g_cj in W^½y and P their inner products (clusters × clusters),

    df_j = (tr P)² / tr(P²)

the working model being independent rows of variances 1/w. Without A_c ("CR1") a test of few
branches, or of a measure in which few of them stand out, says too much. A cluster that the design
fits whatever it answers has no part in A_c (Moore–Penrose). Weights are relative: their unit
changes nothing.
Source: Bell & McCaffrey (2002), Survey Methodology 28, 169–181; Imbens & Kolesár (2016), Review of
Economics and Statistics 98, 701–712; Pustejovsky & Tipton (2018), Journal of Business & Economic
Statistics 36, 672–683.
Reference implementations: statsmodels WLS(…).fit(cov_type="HC2") for clusters of one row, scipy
ttest_ind(equal_var=False) for clusters that are alike; R clubSandwich does all of it.
"""

from typing import NamedTuple

import numpy as np

from analysis.statistics.student import t_value, two_sided

FITTED = 1e-10  # of a row's variance: what is left of one that the design fits by itself


class Regression(NamedTuple):
    """estimate, se, p, df (k,), one per column of the design; clusters; r_squared: weighted."""

    estimate: np.ndarray
    se: np.ndarray
    p: np.ndarray
    df: np.ndarray
    clusters: int
    r_squared: float


def regression(design, outcome, cluster, weight=None) -> Regression:
    """design (n, k) with its constant, outcome (n,), cluster (n,) any labels, weight (n,) > 0.

    se, df and p are NaN with one cluster or no more rows than columns, and of a column about which
    no cluster can err. ValueError where a column of the design follows from the others.

    >>> group = np.repeat([1, 0], [3, 27])  # each of 30 its own cluster: 2.5 in Imbens & Kolesár
    >>> found = regression(np.column_stack([np.ones(30), group]), np.arange(30), np.arange(30))
    >>> found.estimate.round(3), found.df.round(1)
    (array([ 16., -15.]), array([26. ,  2.5]))
    """
    design, outcome = np.asarray(design, dtype=float), np.asarray(outcome, dtype=float)
    n, k = design.shape
    weight = np.ones(n) if weight is None else np.asarray(weight, dtype=float)
    weight = weight * n / weight.sum()
    root = _root(design, weight)
    frame = np.sqrt(weight)[:, None] * (design @ root)
    slopes = frame.T @ (np.sqrt(weight) * outcome)
    rest = np.sqrt(weight) * outcome - frame @ slopes
    middle = weight @ outcome / n
    r_squared = 1 - rest @ rest / (weight @ (outcome - middle) ** 2)
    clusters, se, df = _errors(frame, rest, root, cluster)
    if clusters < 2 or n <= k:
        se, df = np.full(k, np.nan), np.full(k, np.nan)
    estimate = root @ slopes
    p = two_sided(t_value(estimate, se), df)
    return Regression(estimate, se, p, df, clusters, float(r_squared))


def _root(design, weight) -> np.ndarray:
    """(X'WX)^−½ up to a rotation, (k, k): what makes the columns of the design orthonormal."""
    # Columns of one length: whether one follows from the others must not hang on their units.
    length = np.sqrt(weight @ design**2)
    length = np.where(length > 0, length, 1.0)
    scaled = design / length
    values, vectors = np.linalg.eigh(scaled.T @ (weight[:, None] * scaled))
    if values[0] < 1e-10:
        raise ValueError("a column of the design follows from the others")
    return vectors / np.sqrt(values) / length[:, None]


def _errors(frame, rest, root, cluster):
    """The number of clusters, and se and df of every column (k,)."""
    place = np.unique(cluster, return_inverse=True)[1]
    rows = np.split(np.argsort(place, kind="stable"), np.cumsum(np.bincount(place))[:-1])
    each = [_of_cluster(frame[own], rest[own], root) for own in rows]
    scores, own, shared = (np.array(part) for part in zip(*each, strict=True))
    # P is diagonal but for what the clusters share by the estimated slopes, of rank k.
    crossed = np.matmul(shared.transpose(1, 2, 0), shared.transpose(1, 0, 2))
    in_common = (shared**2).sum(axis=2)
    trace = own.sum(axis=0) - in_common.sum(axis=0)
    squares = (own**2 - 2 * own * in_common).sum(axis=0) + (crossed**2).sum(axis=(1, 2))
    known = trace > FITTED * (root**2).sum(axis=1)  # against the variance itself
    df = np.where(known, np.maximum(trace**2 / np.where(known, squares, 1), 1), np.nan)
    return len(rows), np.where(known, np.sqrt((scores**2).sum(axis=0)), np.nan), df


def _of_cluster(frame, rest, root):
    """Of every column: its score g_c (k,), p_c's own part (k,) and what it shares (k, k)."""
    leverage, directions = _directions(frame)
    left = np.where(1 - leverage > FITTED, 1 - leverage, np.inf)
    along = directions.T @ root.T  # directions × columns
    scores = along.T @ (directions.T @ (frame.T @ rest) / np.sqrt(left))
    own = (leverage / left) @ along**2
    return scores, own, (directions @ ((leverage / np.sqrt(left))[:, None] * along)).T


def _directions(frame):
    """Squared singular values of the cluster's rows (r,) and their right vectors (k, r)."""
    n, k = frame.shape
    if n >= k:
        return np.linalg.eigh(frame.T @ frame)
    values, vectors = np.linalg.eigh(frame @ frame.T)
    return values, frame.T @ vectors / np.sqrt(np.where(values > FITTED, values, np.inf))
