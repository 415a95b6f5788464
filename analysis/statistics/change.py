"""Has a mean or a share changed between two domains, and by how much?

    D = m_b − m_a        V(D) from the linearised values z_b − z_a, summed per cluster

so that branches which answered in both periods bring in their covariance by themselves: V(D) =
V(m_a) + V(m_b) − 2·Cov. Where the clusters of the two are different samples, give them cluster and
stratum numbers of their own: the variances then add up. A share is the mean of 0/1: total = squares
= Σw over the successes. No finite population correction: a change is asked of the process, not of
this list of branches (Cochran, section 2.14). df = clusters − strata, as in `linearisation`, over
the clusters with an answer in either domain.
Degenerate input: a domain without answers: all NaN; with answers from one cluster only: D alone.
All answers of each domain equal: se = 0, the interval is D itself, t and p NaN; so too where every
cluster changes by exactly the same. One cluster per stratum: df = 0, no t, no interval.
Source: Korn, E. L. & Graubard, B. I., Analysis of Health Surveys, 1999, ch. 2 and 5; linearisation
of differences: Woodruff (1971), JASA 66, 411–414; unequal variances: Welch (1947), Biometrika 34,
28–35; Cochran, W. G., Sampling Techniques, 3rd ed. 1977.
Reference implementations: svy's Estimate.contrast, scipy.stats.ttest_ind_from_stats.
"""

from typing import NamedTuple

import numpy as np

from analysis.statistics.cluster_sums import Cells, linearised, moments, positive
from analysis.statistics.linearisation import ANSWERING, between_clusters
from analysis.statistics.student import interval, t_value, two_sided

# Of the sum of both sd²/n: a variance below this is rounding noise.
NOISE = 1e-20


class Change(NamedTuple):
    """One entry per pair; difference, se and limits in the unit of the answers."""

    difference: np.ndarray
    se: np.ndarray
    df: np.ndarray
    t: np.ndarray
    p: np.ndarray
    ci_low: np.ndarray
    ci_high: np.ndarray


def change(
    cells: Cells, stratum, domains: int, before, after, level=0.95, count=ANSWERING
) -> Change:
    """The change from domain `before` to domain `after`, for many pairs at once.

    cells: of all domains, from `cluster_sums.added_up`; stratum: (clusters,); before, after:
    (pairs,) domain numbers. p is two-sided; adjust it over the family of pairs.

    >>> from analysis.statistics.cluster_sums import added_up
    >>> two, total, squares = [2] * 4, [4, 6, 5, 8], [8, 18, 13, 32]
    >>> waves = added_up([0, 0, 1, 1], [0, 1, 0, 1], two, two, total, squares, two)
    >>> found = change(waves, stratum=[0, 0], domains=2, before=[0], after=[1])
    >>> [round(float(value[0]), 3) for value in (found.difference, found.se, found.df, found.p)]
    [0.75, 0.25, 1.0, 0.205]
    """
    before, after = np.asarray(before, dtype=int), np.asarray(after, dtype=int)
    n, mean, sd, _ = moments(cells, domains)
    difference = mean[after] - mean[before]
    pair, cluster, z = _paired(cells, linearised(cells, domains), before, after)
    spread = between_clusters(pair, cluster, z, stratum, before.size)
    noise = NOISE * sum((sd**2 / positive(n))[period] for period in (before, after))
    variance = np.where((noise == 0) | (spread.variance <= noise), 0.0, spread.variance)
    answering = np.bincount(cells.domain, minlength=domains)
    known = np.where(np.minimum(answering[before], answering[after]) >= 2, 1.0, np.nan)
    return _tested(difference, known * np.sqrt(variance), known * spread.df(count), level)


def independent(before, after, level=0.95) -> Change:
    """The change between two estimates of unrelated samples, each (mean, se, df), of one shape.

    For comparison with published figures. df after Welch–Satterthwaite:
    (se_a² + se_b²)² / (se_a⁴/df_a + se_b⁴/df_b).

    >>> found = independent(before=(3.0, 0.3, 20), after=(4.0, 0.4, 30))
    >>> [round(float(value), 3) for value in (found.se, found.df, found.t)]
    [0.5, 49.669, 2.0]
    """
    (mean_a, se_a, df_a), (mean_b, se_b, df_b) = (
        (np.asarray(value, dtype=float) for value in estimate) for estimate in (before, after)
    )
    variance = se_a**2 + se_b**2
    spread = se_a**4 / np.where(df_a > 0, df_a, np.nan) + se_b**4 / np.where(df_b > 0, df_b, np.nan)
    df = np.where(spread > 0, variance**2 / np.where(spread > 0, spread, 1), df_a + df_b)
    return _tested(mean_b - mean_a, np.sqrt(variance), df, level)


def _tested(difference, se, df, level) -> Change:
    t = t_value(difference, se)
    return Change(difference, se, df, t, two_sided(t, df), *interval(difference, se, df, level))


def _paired(cells: Cells, z, before, after):
    """pair, cluster and z_b − z_a of each pair × cluster with an answer in either domain."""
    owner, entry = zip(_entries(cells, before), _entries(cells, after), strict=True)
    width = cells.cluster.max(initial=0) + 1
    keys = np.concatenate(owner) * width + cells.cluster[np.concatenate(entry)]
    joined, of = np.unique(keys, return_inverse=True)
    signed = np.concatenate([-z[entry[0]], z[entry[1]]])
    return *np.divmod(joined, width), np.bincount(of, signed, joined.size)


def _entries(cells: Cells, domain):
    """The place in `domain` and the number of each cell of those domains (cells are ordered)."""
    first = np.searchsorted(cells.domain, domain)
    size = np.searchsorted(cells.domain, domain, side="right") - first
    owner = np.repeat(np.arange(domain.size), size)
    return owner, np.arange(owner.size) + np.repeat(first - (np.cumsum(size) - size), size)
