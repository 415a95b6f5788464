"""How well does a factor model fit?

    CFI    1 − max(χ² − df, 0) / max(χ²_b − df_b, χ² − df, 0)
    TLI    (χ²_b / df_b − χ² / df) / (χ²_b / df_b − 1)
    RMSEA  sqrt(max(χ² − df, 0) · G / (df · n)); limits where χ² lies at the 95th and 5th percentile
           of a non-central χ² (a 90 % interval, as is usual)
    SRMR   root mean square of (s_ij − σ_ij) / sqrt(s_ii s_jj), diagonal included

Baseline b: items without any covariance, χ²_b = −Σ_g n_g · ln|R_g|. n: all respondents of G groups.
Source: Bentler (1990), Psychological Bulletin 107, 238–246; Tucker & Lewis (1973), Psychometrika
38, 1–10; Steiger (1990), Multivariate Behavioral Research 25, 173–180, and (1998) for G groups;
Browne & Cudeck (1993) for the limits; SRMR as in Bentler (1995). Same values as lavaan.
"""

from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2, ncx2


class Indices(NamedTuple):
    """NaN where df = 0 leaves nothing to judge."""

    chi_square: float
    df: int
    p: float
    cfi: float
    tli: float
    rmsea: float
    rmsea_low: float
    rmsea_high: float


def indices(chi_square: float, df: int, baseline: float, df_baseline: int, n, groups=1) -> Indices:
    """All indices of a model from its χ² and that of the baseline.

    >>> found = indices(85.306, 24, 918.852, 36, 301)
    >>> [round(float(value), 3) for value in found[3:]]
    [0.931, 0.896, 0.092, 0.071, 0.114]
    """
    if df <= 0:
        return Indices(chi_square, df, *[np.nan] * 6)
    excess, excess_baseline = max(chi_square - df, 0.0), max(baseline - df_baseline, 0.0)
    greatest = max(excess, excess_baseline)
    ratio = baseline / df_baseline
    low, high = rmsea_limits(chi_square, df, n, groups)
    return Indices(
        chi_square=chi_square,
        df=df,
        p=float(chi2.sf(chi_square, df)),
        cfi=1 - excess / greatest if greatest else 1.0,
        tli=(ratio - chi_square / df) / (ratio - 1) if ratio != 1 else np.nan,
        rmsea=rmsea(chi_square, df, n, groups),
        rmsea_low=low,
        rmsea_high=high,
    )


def rmsea(chi_square: float, df: int, n: float, groups: int = 1) -> float:
    """Root mean square error of approximation.

    >>> round(rmsea(2.54 * 813, 813, 384), 3)
    0.063
    """
    return float(np.sqrt(max(chi_square - df, 0.0) * groups / (df * n)))


def rmsea_limits(chi_square: float, df: int, n: float, groups: int = 1, level: float = 0.9):
    """Interval of the RMSEA: (low, high), zero where χ² is small.

    >>> [round(limit, 3) for limit in rmsea_limits(85.306, 24, 301)]
    [0.071, 0.114]
    """
    tails = (1 + level) / 2, (1 - level) / 2

    def limit(tail):
        if chi2.cdf(chi_square, df) < tail:
            return 0.0
        beyond = 3 * chi_square + 100
        found = brentq(lambda λ: ncx2.cdf(chi_square, df, λ) - tail, 1e-12, beyond)
        return float(np.sqrt(found * groups / (df * n)))

    return limit(tails[0]), limit(tails[1])


def baseline(covariances, sizes) -> tuple[float, int]:
    """χ² and df of items without covariance; covariances (G, p, p), sizes (G,).

    >>> found, df = baseline([[[1, 0.5], [0.5, 1]]], [100])
    >>> round(found, 3), df
    (28.768, 1)
    """
    total, df = 0.0, 0
    for covariance, n in zip(covariances, sizes, strict=True):
        covariance = np.asarray(covariance, dtype=float)
        scale = np.sqrt(np.diag(covariance))
        total -= n * np.linalg.slogdet(covariance / np.outer(scale, scale))[1]
        df += len(scale) * (len(scale) - 1) // 2
    return float(total), df


def srmr(observed, implied) -> float:
    """Standardised root mean square residual of two covariance matrices (p, p).

    >>> srmr([[1, 0.5], [0.5, 1]], [[1, 0.2], [0.2, 1]]).__round__(4)
    0.1732
    """
    observed, implied = np.asarray(observed, dtype=float), np.asarray(implied, dtype=float)
    scale = np.sqrt(np.diag(observed))
    residual = (observed - implied) / np.outer(scale, scale)
    return float(np.sqrt(np.mean(residual[np.tril_indices(len(scale))] ** 2)))
