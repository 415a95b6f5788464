"""Which of many tests hold when they are read together, and intervals that say the same.

A family is one row: the last axis of the arrays holds its tests, and rows are adjusted apart.
Of a family of m tests with p_(1) ≤ … ≤ p_(m), at a rate α (0.05 unless told):

    bh    (Benjamini–Hochberg)  p'_(i) = min over j ≥ i of  m · p_(j) / j       false discovery rate
    holm  (Holm)                p'_(i) = max over j ≤ i of  (m − j + 1) · p_(j)  family-wise error
    none                        p' = p

A test is *selected* when p' < α; R of them are. The interval of a test has level 1 − a, where

    bh    selected: a = R · α / m           others: a = (R + 1) · α / m
    holm  selected at rank i: a = α / (m − i + 1)  (ties: the smallest rank)
          others: a = α / (m − R)
    none  a = α

and excludes the reference exactly when the test is selected: a selected p lies below its a; any
other lies at or above it, or it would have been selected as well. For those not selected, a is thus
the level at which they would be next. For `bh` the intervals of those selected are the
FCR-adjusted ones of Benjamini & Yekutieli (of the selected intervals, an expected share of at most
α misses its value); for `holm` they are the step-down intervals of Serlin. Neither set covers all
values at once: only wider, Bonferroni intervals do, and those contradict the decisions.
Tests without a p (NaN) stay NaN and are not counted in m.
Source: Benjamini & Hochberg (1995), JRSS B 57, 289–300; Holm (1979), Scandinavian Journal of
Statistics 6, 65–70; Benjamini & Yekutieli (2005), JASA 100, 71–81; Serlin (1993), Journal of
Experimental Education 61, 350–360.
Reference implementations: statsmodels multipletests, scipy.stats.false_discovery_control.
"""

from typing import NamedTuple

import numpy as np

from analysis.statistics.student import interval, t_value, two_sided

METHODS = ("bh", "holm", "none")


class Family(NamedTuple):
    """The tests, arrays of one shape; limits in the unit of the estimates."""

    t: np.ndarray
    p: np.ndarray
    p_adjusted: np.ndarray
    level: np.ndarray
    ci_low: np.ndarray
    ci_high: np.ndarray


def adjusted(p, method: str = "bh") -> np.ndarray:
    """Adjusted p, of the shape of `p`: (…, tests); NaN stays NaN and is not counted.

    >>> adjusted([0.01, 0.04, float("nan"), 0.03], "bh").round(3)
    array([0.03, 0.04,  nan, 0.04])
    >>> adjusted([[0.01, 0.04, 0.03], [0.01, 0.04, float("nan")]], "holm").round(3)
    array([[0.03, 0.06, 0.06],
           [0.02, 0.04,  nan]])
    """
    if method not in METHODS:
        raise ValueError(f"method ({method!r}) must be one of {', '.join(map(repr, METHODS))}")
    p = np.array(p, dtype=float)
    if method == "none":
        return p
    # A few lines of our own: scipy and statsmodels take one family per call, and none with NaN.
    order = np.argsort(p, axis=-1, kind="stable")  # NaN last
    ordered, tests = np.take_along_axis(p, order, -1), _tests(p)
    rank = np.arange(1, p.shape[-1] + 1)
    if method == "bh":
        steps = np.fmin.accumulate((ordered * tests / rank)[..., ::-1], axis=-1)[..., ::-1]
    else:
        steps = np.maximum.accumulate(ordered * (tests - rank + 1), axis=-1)
    steps = np.where(np.isnan(ordered), np.nan, np.minimum(steps, 1))
    return np.take_along_axis(steps, np.argsort(order, axis=-1, kind="stable"), -1)


def error_rates(p, method: str = "bh", alpha: float = 0.05) -> np.ndarray:
    """a of each interval (its level is 1 − a), of the shape of `p`; NaN where p is NaN.

    >>> error_rates([0.01, 0.04, float("nan"), 0.2], "bh").round(4)
    array([0.0167, 0.0333,    nan, 0.0333])
    >>> error_rates([0.01, 0.04, float("nan"), 0.2], "holm").round(4)
    array([0.0167, 0.025 ,    nan, 0.025 ])
    """
    return _rates(np.asarray(p, dtype=float), adjusted(p, method), method, alpha)


def judged_together(
    estimate, se, df, reference=0.0, method: str = "bh", alpha: float = 0.05
) -> Family:
    """Two-sided t-tests of one family with adjusted p and the intervals that agree with them.

    estimate, se, df, reference: of shapes that broadcast to (…, tests). Where there is no p, the
    level is 1 − alpha; the interval is the estimate itself for se = 0, and NaN for df below 1.

    >>> family = judged_together([3.5, 3.1], se=[0.1, 0.1], df=50, reference=3)
    >>> family.p_adjusted.round(4).tolist(), family.ci_low.round(3).tolist()
    ([0.0, 0.3221], [3.269, 2.899])
    """
    estimate, se, df, reference = np.broadcast_arrays(
        *(np.asarray(value, dtype=float) for value in (estimate, se, df, reference))
    )
    t = t_value(estimate, se, reference)
    p = two_sided(t, df)
    p_adjusted = adjusted(p, method)
    rates = _rates(p, p_adjusted, method, alpha)
    rates = np.where(np.isnan(p), alpha, rates)
    low, high = interval(estimate, se, df, 1 - rates)
    low, high = _agreeing(low, high, p_adjusted < alpha, estimate, reference)
    return Family(t, p, p_adjusted, 1 - rates, low, high)


def _rates(p, p_adjusted, method, alpha) -> np.ndarray:
    if not 0 < alpha < 1:
        raise ValueError(f"alpha ({alpha}) must lie between 0 and 1")
    selected, tests = p_adjusted < alpha, _tests(p)
    chosen = np.count_nonzero(selected, axis=-1, keepdims=True)
    if method == "bh":
        rates = np.where(selected, chosen, chosen + 1) * alpha / np.maximum(tests, 1)
    elif method == "holm":
        rates = alpha / np.maximum(tests - np.where(selected, _below(p), chosen), 1)
    else:
        rates = np.full(p.shape, alpha)
    return np.where(np.isnan(p), np.nan, rates)


def _tests(p) -> np.ndarray:
    return np.count_nonzero(~np.isnan(p), axis=-1, keepdims=True)


def _below(p) -> np.ndarray:
    """How many p of its family lie below each."""
    order = np.argsort(p, axis=-1, kind="stable")
    ordered = np.take_along_axis(p, order, -1)
    new = np.diff(ordered, axis=-1, prepend=-1) > 0
    first = np.maximum.accumulate(np.where(new, np.arange(p.shape[-1]), 0), axis=-1)
    return np.take_along_axis(first, np.argsort(order, axis=-1, kind="stable"), -1)


def _agreeing(low, high, selected, estimate, reference):
    """Where a limit is the reference but for rounding, put it on the side of the decision."""
    above, below = selected & (estimate > reference), selected & (estimate < reference)
    undecided = ~selected & (low != high)
    low = np.where(above, np.maximum(low, np.nextafter(reference, np.inf)), low)
    high = np.where(below, np.minimum(high, np.nextafter(reference, -np.inf)), high)
    low = np.where(undecided, np.minimum(low, reference), low)
    return low, np.where(undecided, np.maximum(high, reference), high)
