"""Quantiles of the studentised range, in milliseconds.

scipy's are the reference (tests), but take it 0.1 to 0.4 s for each pair of units and degrees of
freedom, and every selection has another. Here both integrals are sums over fixed nodes:

    F(q) = ∫ f(s) R(q s) ds,   R(w) = k ∫ φ(z) (Φ(z) − Φ(z − w))^(k−1) dz

with s the standard deviation of df degrees of freedom over its true value.
Source: Copenhaver & Holland (1988), Journal of Statistical Computation and Simulation 30, 1–15.
"""

from functools import cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri
from scipy.stats import chi2

HIGHEST = 1 - 1e-6
NODES = 96
FINE = 768  # of s below 5 degrees of freedom, whose distribution is wide beside a steep R
FARTHEST = 9.0  # standard deviations; what lies beyond is below 1e-18
LEFT_OUT = 1e-14  # of the distribution of s, on either side
MANY = 1e5  # degrees of freedom, from which on s is 1 (scipy takes it so too)


def quantile(level: float, units: int, df: float = np.inf) -> float:
    """The value that the range of `units` standardised values stays below with a chance `level`.

    level: above 0, at most 0.999999; units: at least 2; df: at least 1. Within 1e-6 of scipy's.

    >>> round(quantile(0.95, 3, 10), 3)
    3.877
    """
    if not 0 < level <= HIGHEST or units < 2 or not df >= 1:
        raise ValueError(f"level ({level}), units ({units}) or df ({df}) is out of range")
    s, chance = _spread(df)
    # z is the highest of all: none is below that with a chance worth counting
    z, density = _between(ndtri(LEFT_OUT ** (1 / (units - 1))), FARTHEST)
    density = density * units * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    below = ndtr(z)

    def missing(q):
        inside = below - ndtr(z - q * s[:, None])
        return chance @ (inside ** (units - 1) @ density) - level

    high = 8.0
    while missing(high) < 0:
        high *= 2
    return float(brentq(missing, 0.0, high, xtol=1e-10))


def _spread(df: float) -> tuple[np.ndarray, np.ndarray]:
    """Values of s, and what each weighs."""
    if df >= MANY:
        return np.ones(1), np.ones(1)
    ends = np.sqrt(chi2.isf([1 - LEFT_OUT, LEFT_OUT], df) / df)
    s, weight = _between(*ends, nodes=NODES if df >= 5 else FINE)
    chance = weight * chi2.pdf(df * s**2, df) * 2 * df * s
    return s, chance / chance.sum()


def _between(low: float, high: float, nodes: int = NODES) -> tuple[np.ndarray, np.ndarray]:
    """The nodes between two ends, and their weights (Gauss and Legendre)."""
    place, weight = _nodes(nodes)
    half = (high - low) / 2
    return low + half * (place + 1), half * weight


@cache
def _nodes(number: int) -> tuple[np.ndarray, np.ndarray]:
    return np.polynomial.legendre.leggauss(number)
