"""How much does a sum over sampled clusters vary? Its variance under stratified cluster sampling.

A statistic is linearised to one value z per cluster (its influence, summed over the cluster). With
n_h clusters sampled in stratum h, of N_h that exist, and z̄_h their mean:

    V = Σ_h (1 − n_h / N_h) · n_h / (n_h − 1) · Σ_c (z_hc − z̄_h)²

The sum runs over all sampled clusters of the stratum: those without an answer in the domain have
z = 0 and count. Strata without any answer in the domain contribute nothing, to V or to df.
A stratum with one sampled cluster has no spread of its own: it is centred on the grand mean of z,
which for a mean or a difference of means is 0, so it adds (1 − 1 / N_h) · z² and no degree of
freedom. That errs on the large side; `pooled_singletons` is the alternative.
Source: Woodruff, R. S. (1971), JASA 66, 411–414; Binder, D. A. (1983), International Statistical
Review 51, 279–292; lone clusters and domains as in Lumley, T. (2004), Journal of Statistical
Software 9(8), 1–19 (R package survey, lonely.psu = "adjust"), svy's singleton = "center".
"""

from typing import NamedTuple

import numpy as np

SAMPLED, ANSWERING = "sampled", "answering"


class Spread(NamedTuple):
    """Per domain: variance, clusters with an answer, sampled clusters and strata that count."""

    variance: np.ndarray
    answering: np.ndarray
    sampled: np.ndarray
    strata: np.ndarray

    def df(self, count: str = ANSWERING) -> np.ndarray:
        """Clusters − strata, of the strata with an answer; clusters as `count` says.

        "answering" (R survey, svy, Korn & Graubard): those with an answer in the domain. Where few
        clusters have one, the larger number of "sampled" ones makes intervals far too narrow.
        """
        if count not in (SAMPLED, ANSWERING):
            raise ValueError(f"count ({count!r}) must be {SAMPLED!r} or {ANSWERING!r}")
        return (self.sampled if count == SAMPLED else self.answering) - self.strata


def between_clusters(domain, cluster, z, stratum, domains: int, population=None) -> Spread:
    """Variance of Σz in each domain 0 … domains − 1.

    domain, cluster, z: one entry per domain × cluster with an answer, none twice; z in any unit
    (the variance is in its square). stratum: (clusters,) the stratum of every sampled cluster,
    whole numbers from 0. population: (strata,) clusters that exist, NaN where unknown (no
    correction). ValueError if fewer exist than were sampled.

    >>> spread = between_clusters([0, 0], [0, 1], [0.5, -0.5], stratum=[0, 0, 0], domains=1)
    >>> float(spread.variance[0]), spread.df().tolist(), spread.df("sampled").tolist()
    (0.75, [1.0], [2.0])
    """
    stratum = np.asarray(stratum, dtype=int)
    sampled, in_stratum = np.bincount(stratum), stratum[np.asarray(cluster, dtype=int)]
    part, of = np.unique(np.asarray(domain) * sampled.size + in_stratum, return_inverse=True)
    owner, stratum_of = np.divmod(part, max(sampled.size, 1))
    n, answering = sampled[stratum_of], np.bincount(of, minlength=part.size)
    factor = np.where(n > 1, n / np.maximum(n - 1, 1), 1.0)
    factor *= left_out(sampled, population)[stratum_of]
    parts = (factor * _squares(z, of, n, answering), answering, n, n > 0)
    return Spread(*(np.bincount(owner, values, domains) for values in parts))


def left_out(sampled, population=None) -> np.ndarray:
    """1 − n_h / N_h per stratum: the share of clusters not sampled; 1 where N_h is unknown.

    >>> left_out([5, 5, 5], population=[20, 5, float("nan")]).tolist()
    [0.75, 0.0, 1.0]
    """
    sampled = np.asarray(sampled, dtype=float)
    if population is None:
        return np.ones(sampled.shape)
    population = np.asarray(population, dtype=float)
    if population.shape != sampled.shape:
        raise ValueError(f"population has {population.size} strata, the sample {sampled.size}")
    short = np.flatnonzero(population < sampled)
    if short.size:
        raise ValueError(f"strata {short.tolist()}: population must not be below the clusters")
    return np.where(np.isnan(population), 1.0, 1 - sampled / population)


def pooled_singletons(stratum, sample=None) -> tuple[np.ndarray, np.ndarray]:
    """The strata of each sample made one where none of them has two clusters; and which were.

    Such a sample has no degree of freedom otherwise: it counts as one unstratified sample of
    clusters. stratum, sample: (clusters,), sample None: all are of one. New numbers start at 0
    without gaps.
    Source: collapsed strata, Cochran, W. G., Sampling Techniques, 3rd ed. 1977, section 5A.12.

    >>> strata, pooled = pooled_singletons([0, 1, 2, 2, 3], sample=[0, 0, 1, 1, 1])
    >>> strata.tolist(), pooled.tolist()
    ([2, 2, 0, 0, 1], [True, True, False, False, False])
    """
    stratum = np.asarray(stratum, dtype=int)
    sample = np.zeros_like(stratum) if sample is None else np.asarray(sample, dtype=int)
    several = np.bincount(stratum)[stratum] > 1
    pooled = np.bincount(sample, several)[sample] == 0
    strata = np.where(pooled, stratum.size + sample, stratum)
    return np.unique(strata, return_inverse=True)[1], pooled


def _squares(z, of, n, answering) -> np.ndarray:
    """Σ(z − z̄)² per part, with the sampled clusters without an answer at z = 0."""
    z = np.asarray(z, dtype=float)
    centre = np.where(n > 1, np.bincount(of, z, answering.size) / n, 0.0)
    return np.bincount(of, (z - centre[of]) ** 2, answering.size) + (n - answering) * centre**2
