"""Sums per domain and cluster: what a survey estimate needs of the answers, and no more.

Marts give, for a cluster c (a branch) in a domain (a province, a month, an item, or all three):
n_c answers of weight above 0, W_c = Σw, T_c = Σwy, Σwy² and Σw². From them, over a domain:

    m      = ΣT_c / ΣW_c
    z_c    = (T_c − m · W_c) / ΣW_c      linearised value: what the cluster adds to the error of m
    n_kish = (Σw)² / Σw²                 answers of equal weight that would tell as much

Weights enter divided by their sum in the domain: their unit changes nothing.
Source: Woodruff, R. S. (1971), JASA 66, 411–414 (z); Kish, L. (1992), Journal of Official
Statistics 8, 183–200 (n_kish).
"""

from typing import NamedTuple

import numpy as np

from analysis.statistics.moments import from_sums


class Cells(NamedTuple):
    """Sums per domain × cluster, each pair once: answers, Σw, Σwy, Σwy² and Σw²."""

    domain: np.ndarray
    cluster: np.ndarray
    n: np.ndarray
    weight: np.ndarray
    total: np.ndarray
    squares: np.ndarray
    weight_squared: np.ndarray


def added_up(domain, cluster, n, weight, total, squares, weight_squared) -> Cells:
    """Entries of the same domain and cluster added up; those with weight 0 left out.

    One entry per row of a mart, or per respondent (n = 1, weight = w, total = wy, squares = wy²,
    weight_squared = w²). domain, cluster: whole numbers from 0. ValueError on a negative weight.

    >>> added = added_up([0, 0], [3, 3], [1, 1], [2, 1], [8, 3], [32, 9], [4, 1])
    >>> added.cluster.tolist(), added.weight.tolist(), added.total.tolist()
    ([3], [3.0], [11.0])
    """
    weight = np.asarray(weight, dtype=float)
    if (weight < 0).any():
        raise ValueError(f"weights must not be negative; the lowest is {weight.min()}")
    domain, cluster = (np.asarray(ids, dtype=int)[weight > 0] for ids in (domain, cluster))
    width = cluster.max(initial=0) + 1
    pair, of = np.unique(domain * width + cluster, return_inverse=True)
    sums = (
        np.bincount(of, np.asarray(values, dtype=float)[weight > 0], pair.size)
        for values in (n, weight, total, squares, weight_squared)
    )
    return Cells(*np.divmod(pair, width), *sums)


def linearised(cells: Cells, domains: int) -> np.ndarray:
    """z of each cell for the mean of its domain; its sum over a domain is 0.

    >>> cells = added_up([0, 0], [0, 1], [1, 1], [1, 1], [2, 4], [4, 16], [1, 1])
    >>> linearised(cells, domains=1).tolist()
    [-0.5, 0.5]
    """
    weight, total = (np.bincount(cells.domain, sums, domains) for sums in cells[3:5])
    mean = total[cells.domain] / weight[cells.domain]
    return (cells.total - mean * cells.weight) / weight[cells.domain]


def moments(cells: Cells, domains: int):
    """n, mean, sd and Kish's n of each domain; NaN where undefined.

    >>> cells = added_up([0, 0], [0, 1], [1, 1], [1, 1], [2, 4], [4, 16], [1, 1])
    >>> [round(float(value[0]), 3) for value in moments(cells, domains=1)]
    [2.0, 3.0, 1.414, 2.0]
    """
    n, weight, total, squares, kish = (np.bincount(cells.domain, v, domains) for v in cells[2:])
    return *from_sums(n, total, squares, weight), weight**2 / positive(kish)


def positive(values) -> np.ndarray:
    """The values above 0, else NaN: a divisor that leaves 0/0 undefined.

    >>> positive(np.array([2.0, 0.0])).tolist()
    [2.0, nan]
    """
    return np.where(values > 0, values, np.nan)
