"""Variances that rest on few degrees of freedom each, steadied by what many of them have in common.

A province with three branches has a design-based variance with two degrees of freedom: by itself it
can prove no change. Of G variances s_g² with d_g degrees of freedom (here design effects, so that
they are of one size), assume that the true ones scatter about s₀² as a scaled inverse χ² with d₀
degrees of freedom, and estimate both from the scatter:

    e_g   = ln s_g² − ψ(d_g/2) + ln(d_g/2)
    ψ′(d₀/2) = mean( (e_g − ē)² · G/(G − 1) − ψ′(d_g/2) )       d₀ = ∞ where it is not above 0
    s₀²   = exp( ē + ψ(d₀/2) − ln(d₀/2) )
    moderated s_g² = (d₀·s₀² + d_g·s_g²) / (d₀ + d_g),  with d₀ + d_g degrees of freedom

The more the true variances differ, the less is borrowed: d₀ falls, and each speaks for itself.
Where they differ by chance alone (d₀ = ∞), s₀² is their mean weighted by d_g, as in newer versions
of limma. d₀ is kept at or below G: limma takes d₀ and s₀² for known, which for few variances with
few degrees of freedom errs more often than its p says (see `benchmarks/false_alarms.py`).
Source: Smyth (2004), Linear models and empirical Bayes methods for assessing differential
expression, Statistical Applications in Genetics and Molecular Biology 3(1), article 3, section 6
(R package limma, fitFDist and squeezeVar).
"""

from typing import NamedTuple

import numpy as np
from scipy.special import polygamma, psi

# Below so many variances nothing can be said of their scatter.
FEWEST = 5
# From so many degrees of freedom on, a variance needs no help.
ENOUGH = 10


class Moderated(NamedTuple):
    """Per variance: the moderated one and its degrees of freedom; and what was borrowed."""

    variance: np.ndarray
    df: np.ndarray
    prior: float
    prior_df: float


def moderated(variance, df) -> Moderated:
    """Moderated variances, of the shape of `variance`; NaN, or df below 1, stay as they are.

    Variances of 0 are moderated, but tell nothing of the scatter. Fewer than 5 that tell: all stay
    as they are (prior NaN, prior_df 0).

    >>> found = moderated([1.0, 1.2, 0.8, 1.1, 0.9], [2] * 5)  # they scatter less than by chance
    >>> found.variance.round(3).tolist(), found.df.tolist()
    ([1.0, 1.057, 0.943, 1.029, 0.971], [7.0, 7.0, 7.0, 7.0, 7.0])
    """
    variance, df = np.asarray(variance, dtype=float), np.asarray(df, dtype=float)
    known = ~np.isnan(variance) & (df >= 1)
    telling = known & (variance > 0)
    if np.count_nonzero(telling) < FEWEST:
        return Moderated(variance, df, float("nan"), 0.0)
    prior, prior_df = _prior(variance[telling], df[telling])
    shared = (prior_df * prior + df * variance) / (prior_df + df)
    return Moderated(
        np.where(known, shared, variance), np.where(known, df + prior_df, df), prior, prior_df
    )


def steadied(variance, df) -> tuple[np.ndarray, np.ndarray]:
    """`moderated` variance and df of those with less than ENOUGH degrees of freedom; the others
    speak for themselves.

    >>> variance, df = steadied([1.0, 1.2, 0.8, 1.1, 0.9, 3.0], [2] * 5 + [38])
    >>> variance.round(3).tolist(), df.tolist()
    ([1.0, 1.057, 0.943, 1.029, 0.971, 3.0], [7.0, 7.0, 7.0, 7.0, 7.0, 38.0])
    """
    variance, df = np.array(variance, dtype=float), np.array(df, dtype=float)
    few = np.flatnonzero(df < ENOUGH)
    variance[few], df[few] = moderated(variance[few], df[few])[:2]
    return variance, df


def _prior(variance, df) -> tuple[float, float]:
    level = np.log(variance) - psi(df / 2) + np.log(df / 2)
    size = level.size
    scatter = np.mean((level - level.mean()) ** 2 * size / (size - 1) - polygamma(1, df / 2))
    if scatter <= 0:
        return float((df * variance).sum() / df.sum()), float(size)
    prior_df = min(2 * _trigamma_inverse(scatter), float(size))
    return float(np.exp(level.mean() + psi(prior_df / 2) - np.log(prior_df / 2))), prior_df


def _trigamma_inverse(value: float) -> float:
    """y with ψ′(y) = value, by Newton's method on 1/ψ′, which is convex (Smyth, appendix)."""
    y = 0.5 + 1 / value
    for _ in range(50):
        step = polygamma(1, y) * (1 - polygamma(1, y) / value) / polygamma(2, y)
        y += step
        if abs(step) < 1e-10 * y:
            break
    return float(y)
