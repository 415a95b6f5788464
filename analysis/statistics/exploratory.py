"""How many factors do the answers themselves show, and which items lie on each?

    scree               eigenvalues of the correlation matrix R
    parallel analysis   factors = leading eigenvalues above the 95th percentile of those of
                        uncorrelated normal answers of the same n and p
    ml                  minimises ln|Σ| + tr(R Σ⁻¹) − ln|R| − p; χ² with Bartlett's factor
                        n − 1 − (2p + 5) / 6 − 2m / 3 and ((p − m)² − p − m) / 2 df
    principal_axis      eigenvectors of R with communalities on the diagonal, repeated
    varimax, promax     with Kaiser's normalisation; promax with power 4; oblimin with γ = 0

Random covariances come from Bartlett's decomposition of the Wishart distribution.
Source: Horn (1965), Psychometrika 30, 179–185; Lawley & Maxwell (1971), Factor Analysis as a
Statistical Method; Kaiser (1958), Psychometrika 23, 187–200; Hendrickson & White (1964), British
Journal of Statistical Psychology 17, 65–70; Jennrich & Sampson (1966), Psychometrika 31, 313–323.
Extraction and varimax, oblimin by statsmodels, which is imported where it is used: that takes a
second, and every question of the command line would wait for it. Same values as R's factanal.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import chi2

EXTRACTIONS = {"ml": "ml", "principal_axis": "pa"}
ROTATIONS = ("none", "varimax", "promax", "oblimin")
PROMAX_POWER = 4
START = 0  # of statsmodels' random starting values: the same answers give the same figures


class Factors(NamedTuple):
    """loadings (p, m), the strongest factor first, each mostly positive; uniqueness (p,);
    correlations (m, m) of the factors; χ², df, p of the ml model (NaN of others)."""

    loadings: np.ndarray
    uniqueness: np.ndarray
    correlations: np.ndarray
    chi_square: float
    df: int
    p: float


class Parallel(NamedTuple):
    """eigenvalues and chance (p,) in falling order; factors: how many stand out."""

    eigenvalues: np.ndarray
    chance: np.ndarray
    factors: int


def eigenvalues(correlation) -> np.ndarray:
    """Eigenvalues (p,) in falling order.

    >>> eigenvalues([[1, 0.5], [0.5, 1]]).tolist()
    [1.5, 0.5]
    """
    return np.linalg.eigvalsh(np.asarray(correlation, dtype=float))[::-1]


def parallel_analysis(correlation, n: int, draws: int = 200, seed: int = 1) -> Parallel:
    """Compare the scree with that of `draws` random samples of n respondents.

    ValueError for fewer respondents than items.

    >>> matrix = np.full((6, 6), 0.5) + 0.5 * np.eye(6)
    >>> parallel_analysis(matrix, 200).factors
    1
    """
    found = eigenvalues(correlation)
    p = len(found)
    if n <= p:
        raise ValueError(f"{n} respondents are too few for {p} items")
    random = np.random.default_rng(seed)
    drawn = np.empty((draws, p))
    for row in range(draws):
        triangle = np.tril(random.standard_normal((p, p)), -1)
        triangle += np.diag(np.sqrt(random.chisquare(n - 1 - np.arange(p))))
        covariance = triangle @ triangle.T
        scale = np.sqrt(np.diag(covariance))
        drawn[row] = eigenvalues(covariance / np.outer(scale, scale))
    chance = np.quantile(drawn, 0.95, axis=0)
    below = found <= chance
    return Parallel(found, chance, int(np.argmax(below)) if below.any() else p)


def explore(correlation, n: float, factors: int, extraction="ml", rotation="promax") -> Factors:
    """Extract and rotate. ValueError for more factors than the items can identify.

    >>> matrix = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    >>> explore(matrix, 200, 1, rotation="none").loadings.round(3).ravel().tolist()
    [0.707, 0.707, 0.707, 0.707]
    """
    from statsmodels.multivariate.factor import Factor

    correlation = np.asarray(correlation, dtype=float)
    p = len(correlation)
    df = ((p - factors) ** 2 - p - factors) // 2
    if factors < 1 or df < 0:
        raise ValueError(f"{factors} factors cannot be told from {p} items")
    extracted = Factor(corr=correlation, n_factor=factors, method=EXTRACTIONS[extraction], nobs=n)
    plain = np.asarray(extracted.fit(rng=START).loadings)
    uniqueness = 1 - (plain**2).sum(axis=1)
    chi_square, level = np.nan, np.nan
    if extraction == "ml":
        chi_square = _misfit(correlation, plain) * (n - 1 - (2 * p + 5) / 6 - 2 * factors / 3)
        level = float(chi2.sf(chi_square, df)) if df else np.nan
    loadings, correlations = rotate(plain, rotation)
    loadings, correlations = _in_order(loadings, correlations)
    return Factors(loadings, uniqueness, correlations, float(chi_square), df, level)


def rotate(loadings, rotation: str) -> tuple[np.ndarray, np.ndarray]:
    """Rotated loadings (p, m) and the correlations (m, m) of the factors.

    >>> rotated, _ = rotate([[0.7, 0.4], [0.6, 0.5], [0.7, -0.4], [0.6, -0.5]], "varimax")
    >>> np.abs(rotated).max(axis=1).round(2).tolist()
    [0.78, 0.78, 0.78, 0.78]
    """
    from statsmodels.multivariate.factor_rotation import rotate_factors

    loadings = np.asarray(loadings, dtype=float)
    if rotation not in ROTATIONS:
        raise ValueError(f"rotation ({rotation!r}) must be one of {', '.join(ROTATIONS)}")
    m = loadings.shape[1]
    if m == 1 or rotation == "none":
        return loadings, np.eye(m)
    # Loadings that lie symmetrically are a saddle, where no rotation would find its way out
    loadings = loadings @ np.linalg.qr(np.random.default_rng(1).standard_normal((m, m)))[0]
    if rotation == "oblimin":
        rotated, turn = rotate_factors(loadings, "quartimin")
        return rotated, turn.T @ turn
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    normal = loadings / np.where(length > 0, length, 1)
    varimax = rotate_factors(normal, "varimax")[0] * length
    return (varimax, np.eye(m)) if rotation == "varimax" else _promax(varimax)


def _promax(varimax):
    wished = varimax * np.abs(varimax) ** (PROMAX_POWER - 1)
    turn = np.linalg.lstsq(varimax, wished, rcond=None)[0]
    turn = turn * np.sqrt(np.diag(np.linalg.inv(turn.T @ turn)))
    back = np.linalg.inv(turn)
    return varimax @ turn, back @ back.T


def _misfit(correlation, loadings):
    implied = loadings @ loadings.T
    np.fill_diagonal(implied, 1.0)
    difference = np.linalg.slogdet(implied)[1] - np.linalg.slogdet(correlation)[1]
    return difference + np.trace(np.linalg.solve(implied, correlation)) - len(correlation)


def _in_order(loadings, correlations):
    order = np.argsort(-(loadings**2).sum(axis=0), kind="stable")
    loadings, correlations = loadings[:, order], correlations[np.ix_(order, order)]
    sign = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    return loadings * sign, correlations * np.outer(sign, sign)
