"""Overdispersion of units around a target: how far do they differ beyond chance as such?

With z_i = (y_i − target) / s_i, s_i the standard error of unit i at the target, I units, w = 1/s²:

    winsorised z  the lowest and highest tenth set to the 10 % and 90 % quantiles, so that the units
                  which are to be found do not hide themselves by widening the funnel
    multiplicative  φ = Σz² / I                       s becomes  sqrt(φ) · s       where φ > 1
    additive        τ² = (I·φ − (I − 1)) / (Σw − Σw²/Σw)        sqrt(s² + τ²)      where τ² > 0

Additive is the default: units differ by circumstances that no number of answers removes, while φ
widens the funnel most where it is widest already (Spiegelhalter 2005b concludes likewise).
Winsorising makes φ of units that differ by chance alone fall below 1, so neither estimate widens
limits without need.
Source: Spiegelhalter (2005a), Funnel plots for comparing institutional performance, Statistics in
Medicine 24, 1185–1202, appendix; Spiegelhalter (2005b), Handling over-dispersion of
performance indicators, Quality and Safety in Health Care 14, 347–351; τ²: DerSimonian & Laird
(1986), Controlled Clinical Trials 7, 177–188.
"""

from typing import NamedTuple

import numpy as np

METHODS = ("none", "multiplicative", "additive")
WINSORISED = 0.1


class Dispersion(NamedTuple):
    """φ (1: as by chance; NaN without units) and τ² (in the squared unit of the values)."""

    phi: float
    tau_squared: float


def dispersion(z, se, winsorised: float = WINSORISED) -> Dispersion:
    """φ and τ² from z-scores and standard errors, (units,); units with NaN or se 0 are left out.

    No unit: φ NaN, τ² 0. One unit: its z² and 0, as nothing lies between units.

    >>> dispersion([-3.0, 3.0], [0.1, 0.1], winsorised=0)
    Dispersion(phi=9.0, tau_squared=0.17)
    """
    if not 0 <= winsorised < 0.5:
        raise ValueError(f"winsorised ({winsorised}) must lie in 0 … 0.5")
    z, se = np.asarray(z, dtype=float), np.asarray(se, dtype=float)
    used = ~np.isnan(z) & (se > 0)
    z, weight = z[used], se[used] ** -2.0
    if z.size == 0:
        return Dispersion(float("nan"), 0.0)
    phi = float(np.mean(np.clip(z, *np.quantile(z, [winsorised, 1 - winsorised])) ** 2))
    if z.size == 1:
        return Dispersion(phi, 0.0)
    spread = weight.sum() - (weight**2).sum() / weight.sum()
    tau_squared = (z.size * phi - (z.size - 1)) / spread
    return Dispersion(phi, max(0.0, float(tau_squared)))


def widening(se, found: Dispersion, method: str = "additive") -> np.ndarray:
    """By what factor limits at each standard error are to be widened about the target, ≥ 1.

    se: any shape, of units or of the points along a curve; where it is not above 0: 1.

    >>> widening([0.1, 0.2], Dispersion(phi=9.0, tau_squared=0.17)).round(3)
    array([4.243, 2.291])
    """
    if method not in METHODS:
        raise ValueError(f"method ({method!r}) must be one of {', '.join(map(repr, METHODS))}")
    se = np.asarray(se, dtype=float)
    if method == "none" or np.isnan(found.phi):
        return np.ones_like(se)
    if method == "multiplicative":
        return np.full_like(se, max(1.0, found.phi) ** 0.5)
    positive = se > 0
    return np.where(positive, np.sqrt(1 + found.tau_squared / np.where(positive, se, 1) ** 2), 1)
