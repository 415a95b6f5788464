"""Do respondents fall into groups whose answers differ in kind, and how many? Gaussian mixtures.

Of scores x (n, d), each brought to the normal scores of its ranks, Φ⁻¹((rank − ½) / n), a mixture
of k normal distributions, each with a covariance of its own, is fitted by EM for k = 1 … MOST; k is
the one with the least

    BIC = −2 · log L + q · log n        q = k · (d + d(d + 1)/2) + k − 1

One segment is a candidate: scores that only go together, more or less content throughout, are one
normal distribution with a covariance, and no segments. Shuffled answers are one as well. Without
ranks, a scale that is skewed by its ends alone would be divided into high and low.
Stability: the mean adjusted Rand index between the segments found and those that a mixture with the
same k, fitted to a bootstrap sample, gives the same respondents; 1 agrees wholly, 0 by chance.
Source: Fraley, C. & Raftery, A. E. (2002), JASA 97, 611–631; stability: Hennig, C. (2007),
Computational Statistics & Data Analysis 52, 258–271; adjusted Rand index: Hubert, L. & Arabie, P.
(1985), Journal of Classification 2, 193–218.
Reference implementation: scikit-learn's GaussianMixture, which fits it, and adjusted_rand_score.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

MOST = 6
STARTS = 3
REPLICATES = 20
STABLE = 0.6  # below, another sample of the same people would be divided otherwise
SEED = 1404
# Variance added in each direction: a score that hardly varies in a segment must not end the search
FLOOR = 1e-3
# More respondents take longer and tell no more; the others are given their segments afterwards.
FITTED = 2000


class Segments(NamedTuple):
    """bic: of 1, 2, … segments; found: how many are least; segment: (n,) 0 … found − 1, the largest
    first; stability: None where there is one."""

    bic: list[float]
    found: int
    segment: np.ndarray
    stability: float | None


def segments(scores) -> Segments:
    """The segments of `scores` (n, d), without gaps; ValueError for fewer than `least`, or where a
    score is constant.

    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> apart = np.concatenate([rng.normal(0, 1, (200, 2)), rng.normal([3, -3], 1, (100, 2))])
    >>> segments(apart).found, segments(rng.normal(size=(300, 2))).found
    (2, 1)
    """
    x = np.asarray(scores, dtype=float)
    if len(x) < least(x.shape[1]) or (x.std(axis=0) == 0).any():
        raise ValueError(f"scores must be at least {least(x.shape[1])}, none of them constant")
    x = ndtri((rankdata(x, axis=0) - 0.5) / len(x))
    rng = np.random.default_rng(SEED)
    sample = x[rng.permutation(len(x))[:FITTED]]
    models = [_fitted(sample, k) for k in range(1, MOST + 1)]
    bic = [float(model.bic(sample)) for model in models]
    found = int(np.argmin(bic)) + 1
    stability = None if found == 1 else _stability(sample, models[found - 1], rng)
    return Segments(bic, found, _by_size(models[found - 1].predict(x)), stability)


def least(dimensions: int) -> int:
    """The fewest respondents that may be divided.

    >>> least(4)
    80
    """
    return 20 * dimensions


def _fitted(x, k: int, starts: int = STARTS, seed: int = SEED):
    # Most visits never ask for segments: what finds them takes a second to load
    from sklearn.mixture import GaussianMixture
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    # So few points are no work for several threads: they would mostly wait for each other
    with threadpool_limits(1):
        return GaussianMixture(k, n_init=starts, random_state=seed, reg_covar=FLOOR).fit(x)


def _stability(x, model, rng) -> float:
    from sklearn.metrics import adjusted_rand_score

    own, agreements = model.predict(x), []
    for replicate in range(REPLICATES):
        drawn = x[rng.integers(len(x), size=len(x))]
        again = _fitted(drawn, model.n_components, starts=1, seed=replicate)
        agreements.append(adjusted_rand_score(own, again.predict(x)))
    return float(np.mean(agreements))


def _by_size(segment) -> np.ndarray:
    sizes = np.bincount(segment)
    place = np.empty(sizes.size, dtype=int)
    place[np.argsort(-sizes, kind="stable")] = np.arange(sizes.size)
    return place[segment]
