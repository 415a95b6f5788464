"""How far would figures move with other branches? Clusters drawn anew, with replacement.

Of G clusters, G are drawn with replacement, each with all its rows: so the likeness of rows of one
cluster is kept. What is computed from means and covariances needs only the sums of each cluster:

    n = Σ m_c n_c    Σx = Σ m_c Σx_c    Σxx' = Σ m_c Σxx'_c      m_c: how often c was drawn

The interval is that of percentiles. With few clusters (below 20) it is too narrow.
Source: Davison & Hinkley (1997), Bootstrap Methods and their Application, sections 3.8 (clusters)
and 5.3 (percentiles); Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90,
414–427.
"""

import numpy as np


def covariances(table, cluster, replicates: int = 500, seed: int = 1) -> np.ndarray:
    """Covariance matrices (replicates, k, k), divisor n − 1, of a table (n, k) drawn by clusters.

    cluster: (n,) any labels. The same seed draws the same. ValueError for fewer than two clusters.

    >>> drawn = covariances([[1, 2], [2, 1], [3, 5], [4, 4]], ["a", "a", "b", "b"], replicates=3)
    >>> drawn.shape
    (3, 2, 2)
    """
    table = np.asarray(table, dtype=float)
    names, place = np.unique(cluster, return_inverse=True)
    if len(names) < 2:
        raise ValueError("one cluster cannot be drawn in another way")
    table = table - table.mean(axis=0)  # about the mean no digits are lost
    order = np.argsort(place, kind="stable")
    sizes = np.bincount(place)
    parts = np.split(table[order], np.cumsum(sizes)[:-1])
    sums = np.array([part.sum(axis=0) for part in parts])
    products = np.array([(part.T @ part).ravel() for part in parts])
    times = drawn_times(len(names), replicates, seed)
    n, total = times @ sizes, times @ sums
    squares = (times @ products).reshape(replicates, table.shape[1], -1)
    means = total / n[:, None]
    return (squares - n[:, None, None] * means[:, :, None] * means[:, None, :]) / (
        n[:, None, None] - 1
    )


def drawn_times(clusters: int, replicates: int, seed: int = 1) -> np.ndarray:
    """How often each cluster is drawn, (replicates, clusters); a row sums to the clusters.

    >>> drawn_times(3, 2).sum(axis=1).tolist()
    [3, 3]
    """
    random = np.random.default_rng(seed)
    return random.multinomial(clusters, np.full(clusters, 1 / clusters), size=replicates)


def percentile_interval(values, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit (p,) of the replicates (b, p), in their unit.

    Replicates with NaN are left out; NaN where less than half are known.

    >>> low, high = percentile_interval([[v] for v in range(101)])
    >>> low.round(6).tolist(), high.round(6).tolist()
    ([2.5], [97.5])
    """
    values = np.asarray(values, dtype=float)
    known = ~np.isnan(values).any(axis=1)
    if 2 * known.sum() < len(values) or not len(values):
        nothing = np.full(values.shape[1], np.nan)
        return nothing, nothing
    half = (1 - level) / 2
    low, high = np.quantile(values[known], [half, 1 - half], axis=0)
    return low, high
