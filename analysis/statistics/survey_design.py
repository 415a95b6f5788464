"""Mean of a domain, its standard error and design effect under stratified cluster sampling.

From sums per domain × cluster (W_c = Σw, T_c = Σwy, n_c), over the clusters of a domain:

    mean m = ΣT_c / ΣW_c                       a ratio: the domain's weight is itself random
    z_c    = (T_c − m · W_c) / ΣW_c            linearised value; V = se² of Σz as in `linearisation`
    sd     = sqrt( n/(n − 1) · Σw(y − m)²/Σw )
    deff   = V / (sd² / n)                     against simple random sampling with the same n, with
                                               replacement (R survey deff = "replace", svy "wr")
    n_effective = n / deff                     n_kish = (Σw)² / Σw²: the loss by weights alone
    df     = clusters with an answer − strata  of strata with an answer (see `linearisation`)

Weights enter divided by their sum in the domain, so their unit changes nothing and they never pass
for case counts. A share is the mean of 0/1: T_c = Σwy² = the weight of the successes.
Degenerate input has defined answers, not errors:
  no answer, or all weights zero        n = 0, all else NaN (answers of weight 0 are not counted)
  one answer                            mean; sd, se, deff NaN
  answers from one cluster only         mean and sd; se, deff NaN: clusters cannot be compared
  all answers equal                     sd = se = 0; deff and n_effective NaN (0/0)
  equal cluster means, unequal answers  se = deff = 0; n_effective NaN (n/0)
  one cluster per stratum               se centred on the grand mean; df = 0: no t, no interval
  a stratum with one respondent         counts like any other cluster
The correction 1 − n_h/N_h alone is right only if every customer of a sampled cluster was asked: it
is 0 where all clusters take part. Where customers are a sample too, leave `population` out (the
error is then overstated) or add the second stage (`second_stage`).
Source: Särndal, Swensson & Wretman, Model Assisted Survey Sampling, 1992, sections 5.6–5.8; design
effect: Kish, L. (1965), Survey Sampling, p. 258; n_kish: Kish, L. (1992), Journal of Official
Statistics 8, 183–200; df: Korn, E. L. & Graubard, B. I., Analysis of Health Surveys, 1999, ch. 5.
Reference implementation: svy.Sample(…).estimation.mean(…, deff="wr").
"""

from typing import NamedTuple

import numpy as np

from analysis.statistics.cluster_sums import Cells, linearised, moments, positive
from analysis.statistics.linearisation import ANSWERING, between_clusters

# Of sd²/n: a variance below this is rounding noise of clusters with equal means.
NOISE = 1e-20


class Estimate(NamedTuple):
    """Arrays of shape (domains,); mean, sd, se in the unit of the answers, all else counts."""

    n: np.ndarray
    mean: np.ndarray
    sd: np.ndarray
    se: np.ndarray
    df: np.ndarray
    deff: np.ndarray
    n_effective: np.ndarray
    n_kish: np.ndarray
    answering: np.ndarray
    sampled: np.ndarray
    strata: np.ndarray


def estimate(
    cells: Cells, stratum, domains: int, population=None, count=ANSWERING, within=0.0
) -> Estimate:
    """The estimate in each domain 0 … domains − 1, all in one pass.

    cells: from `cluster_sums.added_up`; stratum: (clusters,) of every sampled cluster, also of
    those without an answer; population: (strata,) clusters that exist; count: of df, "answering"
    or "sampled"; within: (domains,) variance of the second stage, added to V.

    >>> from analysis.statistics.cluster_sums import added_up
    >>> two = added_up([0, 0], [0, 1], [2, 2], [2, 2], [5, 7], [13, 25], [2, 2])
    >>> answer = estimate(two, stratum=[0, 0], domains=1)
    >>> [round(float(value[0]), 3) for value in (answer.mean, answer.se, answer.df, answer.deff)]
    [3.0, 0.5, 1.0, 1.5]
    """
    n, mean, sd, n_kish = moments(cells, domains)
    z = linearised(cells, domains)
    spread = between_clusters(cells.domain, cells.cluster, z, stratum, domains, population)
    simple = sd**2 / positive(n)
    variance = spread.variance + within
    variance = np.where((sd == 0) | (variance <= NOISE * simple), 0.0, variance)
    variance[(spread.answering < 2) | (n < 2)] = np.nan
    deff = variance / positive(simple)
    df, se = np.where(n > 0, spread.df(count), np.nan), np.sqrt(variance)
    return Estimate(n, mean, sd, se, df, deff, n / positive(deff), n_kish, *spread[1:])


def simple_random(cells: Cells, domains: int) -> Estimate:
    """The same as if every answer were drawn by itself: se = sd/√n, df = n − 1, deff = 1.

    As in the study and `one_sample`; of the weights, only what they do to mean and sd counts.

    >>> from analysis.statistics.cluster_sums import added_up
    >>> two = added_up([0, 0], [0, 1], [2, 2], [2, 2], [5, 7], [13, 25], [2, 2])
    >>> [round(float(value[0]), 3) for value in simple_random(two, domains=1)[:5]]
    [4.0, 3.0, 0.816, 0.408, 3.0]
    """
    n, mean, sd, n_kish = moments(cells, domains)
    known, answering = np.where(n > 1, n, np.nan), np.bincount(cells.domain, minlength=domains)
    one, se = np.where(sd > 0, 1.0, np.nan), sd / np.sqrt(known)
    clusters = (answering, answering, 0 * answering)  # without a meaning here: no strata
    return Estimate(n, mean, sd, se, known - 1, one, n * one, n_kish, *clusters)
