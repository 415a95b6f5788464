"""Funnels of branches, whose answers and requests count one by one, from one row per answer."""

import numpy as np
from scipy import stats

LEVELS = {"95": 0.025, "998": 0.001}


def of_means(units: dict, low: float, high: float) -> dict:
    """{unit: figures}; units: {unit: (answers, weights)} of those that may be shown."""
    told = {}
    for unit, (y, w) in units.items():
        n, mean = len(y), np.average(y, weights=w)
        sd = np.sqrt(np.average((y - mean) ** 2, weights=w) * n / (n - 1)) if n > 1 else np.nan
        told[unit] = (n, mean, sd, w.sum() ** 2 / np.sum(w**2))
    n, mean, sd, size = np.array(list(told.values())).T
    df = np.where(n > 1, n - 1, 0)
    inside = np.sqrt(np.sum(df * np.nan_to_num(sd) ** 2) / df.sum())
    y, w = (np.concatenate([unit[i] for unit in units.values()]) for i in (0, 1))
    aim, se = np.average(y, weights=w), inside / np.sqrt(size)
    limits = {k: [aim + s * stats.norm.isf(p) * se for s in (-1, 1)] for k, p in LEVELS.items()}
    return _drawn(list(units), (n, size), mean, aim, se, limits, (low, high), se)


def of_shares(units: dict) -> dict:
    """The same of shares; units: {unit: (count, size)}. Exact binomial limits, interpolated."""
    count, size = np.array(list(units.values()), dtype=float).T
    aim, share = count.sum() / size.sum(), count / size
    limits = {k: [_lower(size, aim, p), 1 - _lower(size, 1 - aim, p)] for k, p in LEVELS.items()}
    near = (count + 2) / (size + 4)
    ranked = np.sqrt(near * (1 - near) / (size + 4))
    se = np.sqrt(aim * (1 - aim) / size)
    return _drawn(list(units), (size, size), share, aim, se, limits, (0, 1), ranked)


def _lower(size, aim, tail):
    r = stats.binom.ppf(tail, size, aim)
    reached = stats.binom.cdf(r, size, aim)
    part = (reached - tail) / stats.binom.pmf(r, size, aim)
    return np.clip((r - part) / size, 0, 1)


def _drawn(names, counted, value, aim, se, limits, bounds, ranked) -> dict:
    varied = bool((se > 0).all())
    factor = _widening((value - aim) / se, se) if varied else 1.0
    flagged = varied or bounds == (0, 1)  # means that are all equal say nothing of the spread
    wide = {
        k: [np.clip(aim + factor * (limit - aim), *bounds) for limit in pair]
        for k, pair in limits.items()
    }
    first, last = _ranks(value, ranked)
    noise = 1e-12 * abs(aim)
    beyond = {k: (value < lo - noise) | (value > hi + noise) for k, (lo, hi) in wide.items()}
    flag = np.where(beyond["998"], "outside", np.where(beyond["95"], "between", "inside"))
    return {
        name: {
            "n": int(counted[0][i]),
            "n_effective": float(counted[1][i]),
            "value": float(value[i]),
            **{f"{side}_{k}": float(pair[j][i]) for k, pair in wide.items()
               for j, side in enumerate(("lower", "upper"))},
            "flag": str(flag[i]) if flagged else None,
            "first_rank": int(first[i]),
            "last_rank": int(last[i]),
        }
        for i, name in enumerate(names)
    }  # fmt: skip


def _widening(z, se):
    """Additive overdispersion (DerSimonian & Laird) of winsorised z, as Spiegelhalter does."""
    phi = np.mean(np.clip(z, *np.quantile(z, [0.1, 0.9])) ** 2)
    if z.size == 1:
        return 1.0
    w = se**-2.0
    tau = (z.size * phi - (z.size - 1)) / (w.sum() - (w**2).sum() / w.sum())
    return np.sqrt(1 + max(0.0, tau) / se**2)


def _ranks(value, se):
    """Tukey–Kramer: the ranks that a unit may have, all at once with 95 %."""
    units = value.size
    critical = stats.studentized_range.ppf(0.95, units, np.inf) if units > 1 else 0.0
    margin = critical * np.sqrt(np.add.outer(se**2, se**2) / 2)
    ahead = np.subtract.outer(value, value)
    return 1 + np.sum(ahead < -margin, axis=1), units - np.sum(ahead > margin, axis=1)
