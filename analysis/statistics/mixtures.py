"""Gaussian mixtures of 1 … MOST components, and how well each fits.

Each is fitted by EM twice: with a covariance of each component's own (full), and with the same one
for all (tied), which needs fewer respondents. Covariances without correlations are no candidates:
components would stand in for scales that only go together. Of a fitted mixture with q free
parameters, log-likelihood log L, and probabilities pᵢₖ that respondent i belongs to component k,

    BIC = −2 · log L + q · log n          ICL = BIC − 2 · Σᵢ log maxₖ pᵢₖ

so ICL asks besides that components do not overlap. EM begins at k-means, from several starts: a
mixture that misses a group would be followed by one component too many.
Source: Fraley, C. & Raftery, A. E. (2002), JASA 97, 611–631; covariances: Celeux, G. & Govaert, G.
(1995), Pattern Recognition 28, 781–793; ICL: Biernacki, C., Celeux, G. & Govaert, G. (2000), IEEE
Transactions on Pattern Analysis and Machine Intelligence 22, 719–725.
Reference implementation: scikit-learn's GaussianMixture, which fits them.
"""

from typing import Any, NamedTuple

import numpy as np

MOST = 6
COVARIANCES = ("full", "tied")
STARTS = 5
# Variance added in each direction: a score that hardly varies in a segment must not end the search
FLOOR = 1e-3


class Fit(NamedTuple):
    """model: a GaussianMixture; bic, icl: the less the better."""

    model: Any
    bic: float
    icl: float


def fits(x, slope: float = 0.0) -> list[Fit]:
    """Of 1, 2, … MOST components of x (n, d), with the covariance of the least BIC; slope: the
    logarithm of the slopes, summed, where x is transformed.

    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> apart = np.concatenate([rng.normal(0, 1, (200, 2)), rng.normal([3, -3], 1, (100, 2))])
    >>> count(fits(apart), "bic"), count(fits(apart), "icl")
    (2, 2)
    """
    return [
        min((_judged(fitted(x, k, kind), x, slope) for kind in COVARIANCES), key=lambda f: f.bic)
        for k in range(1, MOST + 1)
    ]


def count(found: list[Fit], criterion: str) -> int:
    """How many components have the least `criterion`, "bic" or "icl".

    >>> count([Fit(None, 5.0, 6.0), Fit(None, 4.0, 7.0)], "icl")
    1
    """
    return int(np.argmin([getattr(fit, criterion) for fit in found])) + 1


def fitted(x, k: int, covariance: str, starts: int = STARTS, seed: int = 0):
    """A GaussianMixture of k components.

    >>> fitted([[0.0], [1.0], [2.0], [5.0]], 1, "full").means_.round(3).tolist()
    [[2.0]]
    """
    # Most visits never ask for segments: what finds them takes a second to load
    from sklearn.mixture import GaussianMixture
    from threadpoolctl import threadpool_limits  # comes with scikit-learn

    how = {"covariance_type": covariance, "n_init": starts, "random_state": seed}
    # So few points are no work for several threads: they would mostly wait for each other
    with threadpool_limits(1):
        return GaussianMixture(k, reg_covar=FLOOR, **how).fit(x)


def _judged(model, x, slope) -> Fit:
    bic = float(model.bic(x)) - 2 * slope
    certain = np.log(model.predict_proba(x).max(axis=1)).sum()
    return Fit(model, bic, float(bic - 2 * certain))
