"""What asking only some customers of a sampled branch adds to a variance with finite correction.

With n_h of N_h clusters sampled in stratum h and m_c of M_c customers of cluster c asked, the
variance of a linearised sum has a second part beside that of `linearisation`:

    V2 = Σ_h n_h/N_h · Σ_c (1 − m_c/M_c) · m_c/(m_c − 1) · Σ_i (z_i − z̄_c)²
    z_i = w_i · (y_i − m) / Σw  in the domain, 0 for the other respondents of the cluster

so that a stratum of which all branches take part keeps the error of having asked only some of
their customers. From sums: Σz_i² = (Σw²y² − 2m·Σw²y + m²·Σw²) / (Σw)².
A cluster with one respondent is centred on 0 and adds z²; M_c unknown (NaN): no correction inside;
N_h unknown: nothing is added, since the spread between clusters then holds both stages.
Source: Särndal, Swensson & Wretman, Model Assisted Survey Sampling, 1992, section 4.3; Cochran,
W. G., Sampling Techniques, 3rd ed. 1977, ch. 10–11.
Reference implementation: svy.Design(ssu=…, pop_size=svy.PopSize(…)).
"""

from typing import NamedTuple

import numpy as np

from analysis.statistics.cluster_sums import Cells, linearised
from analysis.statistics.linearisation import left_out


class Squares(NamedTuple):
    """Sums per domain × cluster, as often as you like: Σw², Σw²y and Σw²y²."""

    domain: np.ndarray
    cluster: np.ndarray
    weight: np.ndarray
    total: np.ndarray
    squares: np.ndarray


def within_clusters(
    cells: Cells, inner: Squares, domains: int, shares, respondents, customers
) -> np.ndarray:
    """V2 of each domain: (domains,), in the square of the answers' unit; `within` of `estimate`.

    shares: (clusters,) n_h/N_h of the cluster's stratum, as `sampled_shares` gives them;
    respondents: (clusters,) m_c, all of the cluster; customers: (clusters,) M_c, NaN unknown.
    ValueError where a cluster has fewer customers than respondents.

    >>> from analysis.statistics.cluster_sums import added_up
    >>> two = added_up([0, 0], [0, 1], [2, 2], [2, 2], [5, 7], [13, 25], [2, 2])
    >>> inner = Squares([0, 0], [0, 1], [2, 2], [5, 7], [13, 25])
    >>> round(float(within_clusters(two, inner, 1, [1, 1], [2, 2], [8, 8])[0]), 6)
    0.09375
    """
    respondents = np.asarray(respondents, dtype=float)
    single = np.maximum(respondents, 2) / np.maximum(respondents - 1, 1)
    scale = np.where(respondents > 1, single, 1.0) * np.asarray(shares, dtype=float)
    scale = scale * _asked_of(respondents, customers)
    own = np.bincount(inner.domain, _square_sums(cells, inner, domains) * scale[inner.cluster])
    z = linearised(cells, domains)
    centre = np.where(respondents > 1, 1 / np.maximum(respondents, 1), 0.0) * scale
    means = np.bincount(cells.domain, z**2 * centre[cells.cluster], domains)
    return np.pad(own, (0, domains - own.size)) - means


def sampled_shares(stratum, population) -> np.ndarray:
    """n_h / N_h for every sampled cluster; 0 where N_h is unknown.

    >>> sampled_shares([0, 0, 1], population=[8, float("nan")]).tolist()
    [0.25, 0.25, 0.0]
    """
    stratum = np.asarray(stratum, dtype=int)
    return 1 - left_out(np.bincount(stratum), population)[stratum]


def _square_sums(cells: Cells, inner: Squares, domains: int) -> np.ndarray:
    """Σz_i² of each entry."""
    weight, total = (np.bincount(cells.domain, sums, domains) for sums in cells[3:5])
    of = np.asarray(inner.domain, dtype=int)
    mean = total[of] / weight[of]
    squares, total, own = (np.asarray(sums, dtype=float) for sums in reversed(inner[2:]))
    return (squares - 2 * mean * total + mean**2 * own) / weight[of] ** 2


def _asked_of(respondents, customers) -> np.ndarray:
    """1 − m_c / M_c; 1 where M_c is unknown."""
    customers = np.asarray(customers, dtype=float)
    short = np.flatnonzero(customers < respondents)
    if short.size:
        raise ValueError(f"clusters {short.tolist()}: customers must not be below the respondents")
    return np.where(np.isnan(customers), 1.0, 1 - respondents / customers)
