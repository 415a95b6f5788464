"""Funnels: which branches or provinces differ from the target by more than chance?

    z = (value − target) / s       s = sqrt(target · (1 − target) / n) for shares, sd / sqrt(n)
                                   for means: the standard error if the unit were on target
    flag   inside the 95 % limits, between them and the 99.8 % limits, or outside
    limits of analysis/statistics/funnel_limits.py, moved away from the target by the factor of
    analysis/statistics/overdispersion.py (for normal limits this is sqrt(s² + τ²) exactly)

Source: Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in
Medicine 24, 1185–1202; widening of exact limits about the target: appendix.
"""

from typing import NamedTuple

import numpy as np

from analysis.statistics.funnel_limits import (
    Limits,
    mean_limits,
    share_limits,
    standard_error,
    widened,
)
from analysis.statistics.overdispersion import dispersion, widening

INSIDE, BETWEEN, OUTSIDE = "inside", "between", "outside"
LEVELS = (0.95, 0.998)
# Of the target: below this, a distance is rounding noise.
NOISE = 1e-12


class Funnel(NamedTuple):
    """Per unit: value, z without widening, 95 % (inner) and 99.8 % limits (outer), flag, and side
    (1 above, −1 below the target). φ and τ² of all units are given also where not used."""

    target: float
    value: np.ndarray
    z: np.ndarray
    inner: Limits
    outer: Limits
    flag: list
    side: np.ndarray
    phi: float
    tau_squared: float


def share_funnel(
    count,
    n,
    target: float | None = None,
    method: str = "exact",
    overdispersed: str = "additive",
    df: float | None = None,
) -> Funnel:
    """Funnel of the shares count / n about `target`, by default the share of all units together.

    df: where n are effective answers, of their design effects (see `share_limits`);
    overdispersed: none, multiplicative, additive. n = 0 or count NaN: value NaN, flag None.
    A single unit is its own target, hence inside. No unit with cases: target NaN.

    >>> share_funnel([2, 5, 10, 15, 18], [20] * 5, method="normal", overdispersed="none").flag
    ['outside', 'between', 'inside', 'between', 'outside']
    """
    count, n = np.asarray(count, dtype=float), np.asarray(n, dtype=float)
    if (count < 0).any() or (count > n).any():
        raise ValueError("count must lie in 0 … n")
    n = np.where(np.isnan(count), 0, n)
    count = np.where(n > 0, count, 0)
    target = _target(count.sum(), n.sum()) if target is None else target
    value = np.divide(count, n, out=np.full(n.shape, np.nan), where=n > 0)
    se = standard_error(n, np.sqrt(target * (1 - target)))
    limits = [share_limits(n, target, level, method, df) for level in LEVELS]
    return _funnel(value, se, target, limits, overdispersed, (0, 1))


def mean_funnel(
    n, mean, sd, target=None, df=None, overdispersed="additive", bounds=(-np.inf, np.inf)
) -> Funnel:
    """Funnel of unit means about `target`, by default the mean of all answers; sd within units.

    n: answers, or effective answers. Degenerate input as in share_funnel; sd = 0: the limits are
    the target, and no flag is given.

    >>> mean_funnel([25, 25, 100], [3.0, 3.5, 3.6], sd=1.0, target=3.5, overdispersed="none").flag
    ['between', 'inside', 'inside']
    """
    n, mean = np.asarray(n, dtype=float), np.asarray(mean, dtype=float)
    mean = np.where(n > 0, mean, np.nan)
    target = _target(np.nansum(n * mean), n[~np.isnan(mean)].sum()) if target is None else target
    se = standard_error(n, sd)
    # Answers that are all equal say nothing of the spread: no flag, though the limits are drawn.
    value = np.where(se > 0, mean, np.nan)
    limits = [mean_limits(n, target, sd, level, df) for level in LEVELS]
    found = _funnel(value, se, target, limits, overdispersed, bounds)
    return found._replace(value=mean)


def _funnel(value, se, target, limits, overdispersed, bounds) -> Funnel:
    z = np.divide(value - target, se, out=np.full(value.shape, np.nan), where=se > 0)
    found = dispersion(z, se)
    factor = widening(se, found, overdispersed)
    inner, outer = (widened(limit, target, factor, bounds) for limit in limits)
    flag = np.where(_beyond(value, inner, target), BETWEEN, INSIDE).astype(object)
    flag[_beyond(value, outer, target)] = OUTSIDE
    flag[np.isnan(value - outer.lower)] = None
    distance = np.nan_to_num(value - target)
    side = np.where(np.abs(distance) > NOISE * abs(target), np.sign(distance), 0).astype(int)
    return Funnel(target, value, z, inner, outer, flag.tolist(), side, *found)


def _beyond(value, limits: Limits, target: float) -> np.ndarray:
    noise = NOISE * abs(target)
    return (value < limits.lower - noise) | (value > limits.upper + noise)


def _target(total: float, size: float) -> float:
    return float(total / size) if size > 0 else float("nan")
