"""Funnel limits: how far from the target may a unit of n cases lie by chance?

    shares, exact   lower = (r − α) / n,  r the smallest count with P(R ≤ r) ≥ p,
                    α = (P(R ≤ r) − p) / P(R = r),  R binomial(n, target);  the upper limit is
                    the mirror image: 1 − the lower limit of the complement
    shares, normal  target ± z_{1−p} · sqrt(target · (1 − target) / n)
    means           target ± z_{1−p} · sd / sqrt(n), or t_df in place of z
                    p = 0.025 for 95 %, 0.001 for 99.8 %, two-sided
    clustered       n is an effective one, n / deff; where deff rests on df degrees of freedom, n is
                    multiplied by (z_{1−p} / t_{df, 1−p})², which makes normal limits those of t_df,
                    and rounded down for exact ones

The interpolation by α makes the exact limits a smooth curve. Spiegelhalter takes the upper limit
from the same formula with 1 − p, which lies one whole count lower than the mirror image: at a
target of 0.95 a branch with 20 of 20 completed would stand above the 99.8 % limit, while chance
alone gives that in 36 % of cases. Mirrored, at most p lies beyond either limit.
Source: Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in
Medicine 24, 1185–1202, section 3 and appendix; effective n in exact limits: Korn & Graubard (1998),
Confidence intervals for proportions with small expected number of positive counts estimated from
survey data, Survey Methodology 24, 193–201.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtri, stdtrit
from scipy.stats import binom


class Limits(NamedTuple):
    """Lower and upper limit, in the unit of the values."""

    lower: np.ndarray
    upper: np.ndarray


def share_limits(n, target: float, level: float, method: str = "exact", df=None) -> Limits:
    """Limits of a share of n cases, within 0 … 1; n = 0: NaN. Exact limits need whole n.

    df: n is an effective one, and these are the degrees of freedom of its design effect.

    >>> limits = share_limits([20, 200], target=0.5, level=0.95)
    >>> limits.lower.round(3), limits.upper.round(3)
    (array([0.256, 0.428]), array([0.744, 0.572]))
    """
    n, tail = np.asarray(n, dtype=float), _tail(level)
    if method not in ("exact", "normal"):
        raise ValueError(f"method ({method!r}) must be one of 'exact', 'normal'")
    if df is not None:
        n = n * (ndtri(tail) / stdtrit(df, tail)) ** 2
        n = np.floor(n) if method == "exact" else n
    if method == "normal":
        limits = mean_limits(n, target, (target * (1 - target)) ** 0.5, level)
        return Limits(*(np.clip(limit, 0, 1) for limit in limits))
    if (n % 1 > 0).any():
        raise ValueError("exact limits need whole numbers n; for weighted n use method='normal'")
    return Limits(_exact_lower(n, target, tail), 1 - _exact_lower(n, 1 - target, tail))


def mean_limits(n, target: float, sd, level: float, df=None) -> Limits:
    """Limits of a mean of n answers with deviation `sd` within units (one, or one per unit).

    n need not be whole (an effective number of answers, where the design is not simple random
    sampling). df: degrees of freedom of sd, for t limits; None: normal limits. n = 0: NaN.

    >>> limits = mean_limits([4, 100], target=3.5, sd=1.0, level=0.95)
    >>> limits.lower.round(3), limits.upper.round(3)
    (array([2.52 , 3.304]), array([4.48 , 3.696]))
    """
    tail = _tail(level)
    half = (-ndtri(tail) if df is None else -stdtrit(df, tail)) * standard_error(n, sd)
    return Limits(target - half, target + half)


def widened(limits: Limits, target: float, factor, bounds=(-np.inf, np.inf)) -> Limits:
    """The limits moved away from the target by `factor`, clipped to `bounds`.

    >>> widened(Limits(0.5, 0.8), 0.6, 2.0, bounds=(0, 1))
    Limits(lower=np.float64(0.4), upper=np.float64(1.0))
    """
    return Limits(*(np.clip(target + factor * (limit - target), *bounds) for limit in limits))


def _exact_lower(n, target, tail) -> np.ndarray:
    known = n > 0
    size = np.where(known, n, 1)
    r = binom.ppf(tail, size, target)
    alpha = (binom.cdf(r, size, target) - tail) / binom.pmf(r, size, target)
    return np.where(known, np.clip((r - alpha) / size, 0, 1), np.nan)


def standard_error(n, sd) -> np.ndarray:
    """sd / sqrt(n); NaN where n = 0.

    >>> standard_error([4, 0], 1.0)
    array([0.5, nan])
    """
    n = np.asarray(n, dtype=float)
    return np.where(n > 0, sd, np.nan) / np.sqrt(np.where(n > 0, n, 1))


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"level ({level}) must lie between 0 and 1")
    return (1 - level) / 2
