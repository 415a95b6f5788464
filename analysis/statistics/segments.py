"""Do respondents fall into groups whose answers differ in kind, and how many? Gaussian mixtures.

A mixture of normal distributions has more of them than there are groups where groups are skewed,
and where a scale has few values; so groups are looked for in the scores twice, ties drawn apart
(`tied_scores`), and only what both need is a segment:
- by ranks: as normal scores. Scores that only go together, more or less content throughout, are one
  normal distribution whatever their scales; shuffled answers are one as well. But groups that lie
  far apart are no longer normal by ranks, and would be divided further.
- by scores: on their own scales, each raised to the power by which it is most normal within groups
  (`group_powers`): within those of the ranks, or those found by scores as they are, whichever has
  the least BIC. Groups far apart stay normal. But a scale that no power makes normal could be
  divided.
Of each, mixtures of k = 1 … MOST are fitted (`mixtures`). The segments are as many as have the
least BIC by ranks or by scores, whichever are fewer; but no fewer than have the least ICL by
scores, if by very strong evidence: groups that hardly overlap are seen without doubt, and may leave
no trace in ranks where they differ on one scale alone. Who is in which is said by the mixture of
the scores.
Stability: the mean adjusted Rand index between the segments found and those that a mixture with the
same k, fitted to a bootstrap sample, gives the same respondents; 1 agrees wholly, 0 by chance.
Source: of mixtures, ranks and powers, see there; mixtures of powers: Zhu, X. & Melnykov, V. (2017),
The R Journal 9 (2), 176–197; evidence: Kass, R. E. & Raftery, A. E. (1995), JASA 90, 773–795;
stability: Hennig, C. (2007), Computational Statistics & Data Analysis 52, 258–271; adjusted Rand
index: Hubert, L. & Arabie, P. (1985), Journal of Classification 2, 193–218.
How often it errs: `benchmarks.segments`.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import yeojohnson

from analysis.statistics.group_powers import log_slope, powers
from analysis.statistics.mixtures import Fit, count, fits, fitted
from analysis.statistics.tied_scores import normal_scores, untied

VERY_STRONG = 10  # difference of a criterion
REPLICATES = 20
STABLE = 0.6  # below, another sample of the same people would be divided otherwise
SEED = 1404
# More respondents take longer and tell no more; the others are given their segments afterwards.
FITTED = 2000


class Segments(NamedTuple):
    """by_ranks, by_scores: BIC of 1, 2, … segments; apart: ICL of them by scores; found: how many;
    segment: (n,) 0 … found − 1, the largest first; stability: None where there is one."""

    by_ranks: list[float]
    by_scores: list[float]
    apart: list[float]
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
    # The deviation of equal scores such as 3.3 is a rounding error, not 0.
    if len(x) < least(x.shape[1]) or (np.ptp(x, axis=0) == 0).any():
        raise ValueError(f"scores must be at least {least(x.shape[1])}, none of them constant")
    rng = np.random.default_rng(SEED)
    sample = rng.permutation(len(x))[:FITTED]
    normal = normal_scores(x, rng)
    ranks = fits(normal[sample])
    group = ranks[count(ranks, "bic") - 1].model.predict(normal[sample])
    y, own = _by_scores(_standard(untied(x, normal), sample), sample, group)
    found = _number(ranks, own)
    model = own[found - 1].model
    stability = None if found == 1 else _stability(y[sample], model, rng)
    criteria = [fit.bic for fit in ranks], [fit.bic for fit in own], [fit.icl for fit in own]
    return Segments(*criteria, found, _by_size(_alike(x, model.predict_proba(y))), stability)


def least(dimensions: int) -> int:
    """The fewest respondents that may be divided.

    >>> least(4)
    80
    """
    return 20 * dimensions


class _Scores(NamedTuple):
    """y: scores by their powers (n, d); fits: mixtures of the sample's."""

    y: np.ndarray
    fits: list[Fit]

    @property
    def best(self) -> Fit:
        return min(self.fits, key=lambda fit: fit.bic)


def _by_scores(x, sample, group) -> _Scores:
    """Of three choices of powers that with the least BIC."""
    tried = [_powered(x, sample, np.ones(x.shape[1]))]
    tried.append(_powered(x, sample, powers(x[sample], group)))
    best = min(tried, key=lambda one: one.best.bic)
    group = best.best.model.predict(best.y[sample])
    tried.append(_powered(x, sample, powers(x[sample], group)))
    return min(tried, key=lambda one: one.best.bic)


def _powered(x, sample, power) -> _Scores:
    y = np.column_stack([yeojohnson(*each) for each in zip(x.T, power, strict=True)])
    slope = sum(log_slope(*each) for each in zip(x[sample].T, power, strict=True))
    slope -= len(sample) * np.log(y[sample].std(axis=0)).sum()
    y = _standard(y, sample)
    return _Scores(y, fits(y[sample], slope))


def _standard(x, sample) -> np.ndarray:
    return (x - x[sample].mean(axis=0)) / x[sample].std(axis=0)


def _number(ranks, own) -> int:
    both, apart = min(count(ranks, "bic"), count(own, "bic")), count(own, "icl")
    return max(both, apart) if own[both - 1].icl - own[apart - 1].icl > VERY_STRONG else both


def _stability(x, model, rng) -> float:
    from sklearn.metrics import adjusted_rand_score

    own, agreements = model.predict(x), []
    for replicate in range(REPLICATES):
        drawn = x[rng.integers(len(x), size=len(x))]
        how = {"starts": 1, "seed": replicate}
        again = fitted(drawn, model.n_components, model.covariance_type, **how)
        agreements.append(adjusted_rand_score(own, again.predict(x)))
    return float(np.mean(agreements))


def _alike(x, probability) -> np.ndarray:
    """Segments (n,): whoever has the same scores is in the same, wherever ties were drawn."""
    _, place = np.unique(x, axis=0, return_inverse=True)
    together = np.zeros((place.max() + 1, probability.shape[1]))
    np.add.at(together, place.ravel(), probability)
    return together.argmax(axis=1)[place.ravel()]


def _by_size(segment) -> np.ndarray:
    sizes = np.bincount(segment)
    place = np.empty(sizes.size, dtype=int)
    place[np.argsort(-sizes, kind="stable")] = np.arange(sizes.size)
    return place[segment]
