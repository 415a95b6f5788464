"""How alike are the answers of one cluster? The intraclass correlation by analysis of variance.

    ICC    (MS_b − MS_w) / (MS_b + (n0 − 1) MS_w)
    n0     (N − Σ n_j² / N) / (k − 1)             of N answers in k clusters of n_j

MS_b, MS_w: mean squares between and within clusters, with k − 1 and N − k df. An estimate below 0
says that clusters differ less than chance would have them; it is given as it is.
Source: Fisher (1925), Statistical Methods for Research Workers, ch. 7; n0 for clusters of unequal
size: Donner (1986), International Statistical Review 54, 67–82. Same as R's ICC::ICCest.
"""

import numpy as np
from scipy.sparse import csr_array


def intraclass(answers, cluster) -> np.ndarray:
    """ICC of each item (p,), of answers (n, p) where NaN is no answer and clusters (n,) by name.

    NaN for fewer than two clusters, no cluster with two answers, or answers all the same.

    >>> answers = [[1, 3], [2, 3], [4, 3], [5, 3]]
    >>> intraclass(answers, ["a", "a", "b", "b"]).round(3).tolist()
    [0.895, nan]
    >>> intraclass([[3.3]] * 1000, list(range(10)) * 100).tolist()    # no binary fraction
    [nan]
    """
    answers = np.asarray(answers, dtype=float)
    if answers.size == 0:
        return np.full(answers.shape[1] if answers.ndim == 2 else 0, np.nan)
    _, member = np.unique(np.asarray(cluster, dtype=str), return_inverse=True)
    known = ~np.isnan(answers)
    # Clusters × answers, 1 where an answer is of the cluster: its product sums them all at once
    of_cluster = csr_array((np.ones(len(member)), (member, np.arange(len(member)))))
    sizes = of_cluster @ known.astype(float)
    total, k = sizes.sum(axis=0), (sizes > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(known, answers, 0.0).sum(axis=0) / total
        apart = np.where(known, answers - mean, 0.0)
        squares = ((of_cluster @ apart) ** 2 / np.where(sizes > 0, sizes, 1)).sum(axis=0)
        between = squares / (k - 1)
        everything = np.einsum("ij,ij->j", apart, apart)
        within = np.maximum(everything - squares, 0.0) / (total - k)
        n0 = (total - (sizes**2).sum(axis=0) / total) / (k - 1)
        value = (between - within) / (between + (n0 - 1) * within)
    highest = np.where(known, answers, -np.inf).max(axis=0)
    spread = highest > np.where(known, answers, np.inf).min(axis=0)
    return np.where((k > 1) & (total > k) & spread, value, np.nan)
