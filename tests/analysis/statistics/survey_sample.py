"""A random clustered, stratified, weighted sample, its sums, and what svy says of it."""

from typing import NamedTuple

import numpy as np
import polars as pl
import svy

from analysis.statistics.cluster_sums import Cells, added_up


class Sample(NamedTuple):
    """One entry per respondent; `of` is the stratum of each cluster."""

    cluster: np.ndarray
    domain: np.ndarray
    answer: np.ndarray
    weight: np.ndarray
    of: np.ndarray

    def rows(self, used=slice(None)) -> Cells:
        """Respondents, one entry each."""
        w, y = self.weight[used], self.answer[used]
        return added_up(
            self.domain[used], self.cluster[used], np.ones(len(w)), w, w * y, w * y**2, w**2
        )

    def sums(self) -> Cells:
        """The same from one entry per domain × cluster × answer level, as marts hold them."""
        frame = pl.DataFrame(
            {"d": self.domain, "c": self.cluster, "y": self.answer, "w": self.weight}
        )
        cell = frame.group_by("d", "c", "y").agg(
            n=pl.len(), w=pl.col("w").sum(), w2=(pl.col("w") ** 2).sum()
        )
        d, c, y, n, w, w2 = (cell[name].to_numpy() for name in ("d", "c", "y", "n", "w", "w2"))
        return added_up(d, c, n, w, w * y, w * y**2, w2)

    def in_svy(self, population=None, **design) -> svy.Sample:
        frame = pl.DataFrame(
            {
                "stratum": self.of[self.cluster],
                "cluster": self.cluster,
                "domain": self.domain,
                "answer": self.answer,
                "weight": self.weight,
            }
        )
        if population is not None:
            frame = frame.with_columns(population=np.asarray(population)[self.of[self.cluster]])
            design["pop_size"] = "population"
        return svy.Sample(
            frame, svy.Design(stratum="stratum", psu="cluster", wgt="weight", **design)
        )


def drawn(seed, strata=(5, 8, 3, 6), domains=3, equal_weights=False, gaps=True) -> Sample:
    """Clusters of unequal size with an effect of their own; domains miss in some clusters."""
    chance = np.random.default_rng(seed)
    of = np.repeat(np.arange(len(strata)), strata)
    cluster = np.repeat(np.arange(of.size), chance.integers(4, 15, of.size))
    domain = chance.integers(0, domains, cluster.size)
    if gaps:  # the last domain is met in every other cluster only
        domain = np.where((domain == domains - 1) & (cluster % 2 == 1), 0, domain)
    effect = chance.normal(0, 0.7, of.size)[cluster] + 0.3 * of[cluster]
    answer = np.clip(np.round(2.8 + effect + chance.normal(0, 1, cluster.size)), 1, 5)
    weight = np.ones(cluster.size) if equal_weights else chance.uniform(0.3, 4, cluster.size)
    return Sample(cluster, domain, answer, weight, of)


def whole(sample: Sample) -> Sample:
    """Everybody in one domain."""
    return sample._replace(domain=np.zeros_like(sample.domain))
