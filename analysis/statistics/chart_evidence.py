"""Is there anything in a control chart that chance does not explain, as a whole?

The rules of special causes judge point by point: of 24 months of pure noise about one chart in six
breaks one of them. For many charts at once that is too many; here the chart as a whole is tested,
once against a month that stands out and once against a level that changed:

    z_i    = (x_i − centre) / sigma_i                          per point of a baseline of n points
    spike  = max |z_i| · sqrt(n / (n − 1)),          t with 0.605 · (n − 1) degrees of freedom
    step   = max over k of the two-sample t of z until k and after k, at least 2 points on either
             side,                                   t with n − 2 degrees of freedom
    p      = 2 · min( n · P(|t| > spike), (n − 3) · P(|t| > step) ),   at most 1

Of shares, z_i is the normal deviate of the count's binomial probability (mid-p), over σ_z of the p′
chart: shares near 0 or 1 are skewed, and so far out that makes a tenfold difference.
The spike is measured by the moving ranges, which a change of level does not widen, and 0.605 of a
standard deviation's degrees of freedom are what these are worth; the step by the variance within
its two sides. Both maxima, and the choice between the tests, are paid for by Bonferroni, which errs
on the safe side. A slow trend shows as a step. That p keeps its promise, also with screened ranges,
is shown by `benchmarks/special_months.py`.
Source: efficiency of the moving range: Cryer & Ryan (1990), The estimation of sigma for an X chart,
Journal of Quality Technology 22(3), 187–192; a change of level at an unknown place: Worsley (1979),
On the likelihood ratio test for a shift in location of normal populations, JASA 74, 365–367.
"""

import numpy as np
from scipy import stats
from scipy.special import ndtri_exp

from analysis.statistics.process_control import Chart

EFFICIENCY = 0.605
FEWEST_POINTS = 4  # two on either side of a step
NOISE = 1e-12


def chart_evidence(values, chart: Chart, n=None) -> np.ndarray:
    """p of the baseline that each point belongs to, shape of `values`, which are NaN where missing.

    n: of shares, what they are shares of. Fewer than 4 points in the baseline, or no limits: NaN.
    All values equal: 1. A process that never varied, and then did: 0.

    >>> from analysis.statistics.process_control import xmr
    >>> steady = [5, 6, 5, 7, 6, 5, 6, 7, 5, 6, 6, 5]
    >>> [round(float(chart_evidence(s, xmr(s))[0]), 4) for s in (steady, [*steady[:-1], 19])]
    [1.0, 0.0001]
    """
    values = np.asarray(values, dtype=float)
    p = np.full(values.shape, np.nan)
    known = ~np.isnan(values) & ~np.isnan(chart.sigma)
    z = np.zeros(values.shape)
    at = values[known], chart.centre[known], chart.sigma[known]
    z[known] = _distances(*at) if n is None else _of_shares(*at, np.asarray(n, float)[known])
    for baseline in np.unique(chart.baseline):
        of = chart.baseline == baseline
        if np.count_nonzero(of & known) >= FEWEST_POINTS:
            p[of] = _p(z[of & known])
    return p


def _distances(values, centre, sigma) -> np.ndarray:
    """In sigmas; a process that never varied is left by any distance."""
    distance = values - centre
    away = np.where(distance == 0, 0.0, np.copysign(np.inf, distance))
    return np.divide(distance, sigma, out=away, where=sigma > 0)


def _of_shares(share, centre, sigma, n) -> np.ndarray:
    """Counts as normal deviates of their binomial distribution, over the chart's σ_z."""
    z = _distances(share, centre, sigma)
    varied = np.isfinite(z) & (sigma > 0)
    count, n, centre = np.rint(share * n)[varied], n[varied], centre[varied]
    half = stats.binom.logpmf(count, n, centre) - np.log(2)
    below = np.logaddexp(stats.binom.logcdf(count - 1, n, centre), half)
    above = np.logaddexp(stats.binom.logsf(count, n, centre), half)
    deviate = np.where(below < above, ndtri_exp(below), -ndtri_exp(above))
    z[varied] = deviate * np.sqrt(centre * (1 - centre) / n) / sigma[varied]
    return z


def _p(z: np.ndarray) -> float:
    if np.isinf(z).any():
        return 0.0
    n = z.size
    spike = np.abs(z).max() * np.sqrt(n / (n - 1))
    both = (n * _two_sided(spike, EFFICIENCY * (n - 1)), (n - 3) * _two_sided(_step(z), n - 2))
    return float(min(1.0, 2 * min(both)))


def _step(z: np.ndarray) -> float:
    """The largest two-sample t, by the variance within: what a split leaves of the squares."""
    until = np.arange(2, z.size - 1)
    left = z.size - until
    before = np.cumsum(z)[until - 1]
    difference = (z.sum() - before) / left - before / until
    between = difference**2 / (1 / until + 1 / left)
    within = np.sum((z - z.mean()) ** 2) - between
    # What rounding leaves of no variance is none.
    within = np.where(within > NOISE * between, within, 0) / (z.size - 2)
    t = np.divide(between, within, out=np.where(between > 0, np.inf, 0.0), where=within > 0)
    return float(np.sqrt(t.max()))


def _two_sided(distance: float, df: float) -> float:
    return float(2 * stats.t.sf(distance, df))
