"""Limits of process charts, written out for series as short as the sample's.

The sample has three months, so that nothing may be called special: a chart needs four for that.
"""

import numpy as np

RANGES_OF_TWO, UPPER_RANGE = 1.128, 3.267


def xmr(values, low=-np.inf, high=np.inf) -> list[dict]:
    """centre, lower, upper of each month; values None where there is none."""
    x = np.array([np.nan if value is None else value for value in values], dtype=float)
    centre = np.nanmean(x) if (~np.isnan(x)).any() else np.nan
    return _limits(x, np.full(x.shape, centre), _sigma(x) * np.ones(x.shape), low, high)


def p_prime(counts, sizes) -> list[dict]:
    """The same of shares; counts and sizes None where there is none."""
    n = np.array([size or np.nan for size in sizes], dtype=float)
    count = np.array([np.nan if c is None else c for c in counts], dtype=float)
    centre = np.nansum(count) / np.nansum(n)
    binomial = np.sqrt(centre * (1 - centre) / n)
    z = np.where(binomial == 0, 0.0, (count / n - centre) / np.where(binomial == 0, 1, binomial))
    return _limits(count / n, np.full(n.shape, centre), _sigma(z) * binomial, 0, 1)


def _sigma(x) -> float:
    """From the mean of the moving ranges, without those above their own upper limit."""
    ranges = np.abs(np.diff(x))
    ranges = ranges[~np.isnan(ranges)]
    if not ranges.size:
        return np.nan
    kept = ranges[ranges < UPPER_RANGE * ranges.mean()]
    if ranges.mean() == 0 and np.nanmax(x) > np.nanmin(x):
        return np.nan
    return (kept if kept.size and kept.mean() > 0 else ranges).mean() / RANGES_OF_TWO


def _limits(x, centre, sigma, low, high) -> list[dict]:
    lower, upper = np.clip(centre - 3 * sigma, low, high), np.clip(centre + 3 * sigma, low, high)
    outside = (x > upper) | (x < lower)
    assert not outside.any(), "a month outside its limits asks for a second centre: not known here"
    steady = ~np.isnan(x) & ~np.isnan(sigma)
    return [
        {
            "centre": _known(c),
            "lower": _known(low),
            "upper": _known(high),
            "variation": "common_cause" if said else None,
        }
        for c, low, high, said in zip(centre, lower, upper, steady, strict=True)
    ]


def _known(value):
    return None if np.isnan(value) else float(value)
