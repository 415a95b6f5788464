"""How far do experts agree that a factor matters?

    CVR   (n_e − n / 2) / (n / 2)       n_e of n experts call the item essential
    CVI   share of experts who rate the item relevant (the two highest of four levels)
    κ     (CVI − p_c) / (1 − p_c)       CVI without chance, p_c = C(n, a) / 2ⁿ for a who agree
    W     12 Σ (R_i − R̄)² / (m² (k³ − k) − m Σ T)      Kendall's W of m experts over k items, with
          T = Σ (t³ − t) over the ties of each expert; χ² = m (k − 1) W with k − 1 df

Source: Lawshe (1975), Personnel Psychology 28, 563–575; Lynn (1986), Nursing Research 35, 382–385;
Kendall & Babington Smith (1939), Annals of Mathematical Statistics 10, 275–287; Siegel & Castellan
(1988), Nonparametric Statistics, for ties; Ayre & Scally (2014), Measurement and Evaluation in
Counseling and Development 47, 79–86, for the exact critical CVR, in place of Lawshe's table, which
has errors; Polit, Beck & Owen (2007), Research in Nursing & Health 30, 459–467, for κ.
"""

import functools
from math import comb
from typing import NamedTuple

import numpy as np
from scipy.stats import binom, chi2, rankdata


class Concordance(NamedTuple):
    w: float
    chi_square: float
    df: int
    p: float


def content_validity_ratio(essential, n):
    """CVR of items that `essential` of n experts call essential; −1 … 1, NaN without experts.

    >>> content_validity_ratio([10, 5, 0], 10).tolist()
    [1.0, 0.0, -1.0]
    """
    essential, n = np.asarray(essential, dtype=float), np.asarray(n, dtype=float)
    half = np.where(n > 0, n / 2, np.nan)
    return (essential - half) / half


@functools.cache  # all items of a panel have nearly the same n
def critical_ratio(n: int, alpha: float = 0.05) -> float:
    """The least CVR of n experts that chance reaches with a probability of at most alpha.

    Exact one-sided binomial test of one half; NaN where not even all n suffice (n < 5).

    >>> critical_ratio(10), critical_ratio(20), critical_ratio(5)
    (0.8, 0.5, 1.0)
    """
    enough = np.flatnonzero(binom.sf(np.arange(n + 1) - 1, n, 0.5) <= alpha)
    return float((enough[0] - n / 2) / (n / 2)) if n and enough.size else np.nan


def modified_kappa(relevant: int, n: int) -> float:
    """CVI of `relevant` of n experts without the agreement that chance gives; NaN without experts.

    >>> round(modified_kappa(2, 3), 2), round(modified_kappa(4, 5), 2)
    (0.47, 0.76)
    """
    if n == 0:
        return np.nan
    chance = comb(n, relevant) / 2**n
    return (relevant / n - chance) / (1 - chance)


def content_validity_index(relevant, n):
    """CVI of items that `relevant` of n experts rate relevant; 0 … 1, NaN without experts.

    >>> content_validity_index([9, 6], 10).tolist()
    [0.9, 0.6]
    """
    n = np.asarray(n, dtype=float)
    return np.asarray(relevant, dtype=float) / np.where(n > 0, n, np.nan)


def kendall_w(ratings) -> Concordance:
    """Concordance of m experts (rows) over k items (columns); NaN where nobody distinguishes.

    ValueError for fewer than two experts or items.

    >>> found = kendall_w([[1, 2, 3], [1, 2, 3], [2, 1, 3]])
    >>> round(found.w, 3), found.df
    (0.778, 2)
    """
    ratings = np.asarray(ratings, dtype=float)
    m, k = ratings.shape
    if m < 2 or k < 2:
        raise ValueError("at least two experts and two items are needed")
    ranks = np.array([rankdata(row) for row in ratings])
    totals = ranks.sum(axis=0)
    ties = sum(float((c**3 - c).sum()) for c in (_tied(row) for row in ratings))
    greatest = m**2 * (k**3 - k) - m * ties
    if greatest <= 0:
        return Concordance(np.nan, np.nan, k - 1, np.nan)
    w = 12 * float(((totals - totals.mean()) ** 2).sum()) / greatest
    chi_square = m * (k - 1) * w
    return Concordance(w, chi_square, k - 1, float(chi2.sf(chi_square, k - 1)))


def _tied(row):
    return np.unique(row, return_counts=True)[1].astype(float)
