"""Do the items share enough for a factor analysis?

    KMO        Σ r_ij² / (Σ r_ij² + Σ q_ij²) over i ≠ j; per item over j ≠ i
               q: partial correlation of two items given all others, from the inverse of R
    Bartlett   χ² = −(n − 1 − (2p + 5) / 6) · ln|R|, df = p (p − 1) / 2, of H0: R is the identity

Source: Kaiser & Rice (1974), Educational and Psychological Measurement 34, 111–117; Bartlett
(1950), British Journal of Psychology, Statistical Section 3, 77–85.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import chi2


class Bartlett(NamedTuple):
    chi_square: float
    df: int
    p: float


def kmo(correlation) -> tuple[float, np.ndarray]:
    """Overall and per item (p,). ValueError for a singular matrix or fewer than two items.

    >>> overall, per_item = kmo([[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]])
    >>> round(overall, 3), per_item.round(3).tolist()
    (0.692, [0.692, 0.692, 0.692])
    """
    correlation = _checked(correlation)
    inverse = np.linalg.inv(correlation)
    scale = np.sqrt(np.diag(inverse))
    partial = inverse / np.outer(scale, scale)
    apart = ~np.eye(len(correlation), dtype=bool)
    shared, own = correlation**2 * apart, partial**2 * apart
    total = shared.sum(axis=0) + own.sum(axis=0)
    per_item = np.where(total > 0, shared.sum(axis=0) / np.where(total > 0, total, 1), np.nan)
    both = shared.sum() + own.sum()
    return float(shared.sum() / both) if both else np.nan, per_item


def bartlett(correlation, n: float) -> Bartlett:
    """Test of sphericity for n respondents. ValueError as `kmo`.

    >>> found = bartlett([[1, 0.5], [0.5, 1]], 100)
    >>> round(found.chi_square, 2), found.df
    (28.05, 1)
    """
    correlation = _checked(correlation)
    p = len(correlation)
    chi_square = -(n - 1 - (2 * p + 5) / 6) * np.linalg.slogdet(correlation)[1]
    df = p * (p - 1) // 2
    return Bartlett(float(chi_square), df, float(chi2.sf(chi_square, df)))


def _checked(correlation):
    correlation = np.asarray(correlation, dtype=float)
    if len(correlation) < 2:
        raise ValueError("at least two items are needed")
    if not np.isfinite(correlation).all() or np.linalg.eigvalsh(correlation)[0] < 1e-10:
        raise ValueError("the correlation matrix is singular")
    return correlation
