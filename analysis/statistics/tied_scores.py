"""Scores on few values as the continuous ones that they stand for: ties are drawn apart.

A mean of answers 1 … 5 has few values, and many respondents may share the highest. A mixture would
take such a heap for a group. So each score is read as saying only between which others it lies:
of values v₁ < v₂ < …, reached by shares F₁, F₂, … of the respondents, score vₘ stands for some
z between Φ⁻¹(Fₘ₋₁) and Φ⁻¹(Fₘ), unbounded at both ends. z is drawn by Gibbs sampling from the
normal distribution of which nothing but these bounds is known, its correlations R taken from the
z of the sweep before: zⱼ given the others is normal with mean −Σ Pⱼₗ zₗ / Pⱼⱼ over l ≠ j and
variance 1 / Pⱼⱼ, P = R⁻¹, cut off at its bounds.
So one population stays one normal distribution, however few its values and however skewed; where
scores hardly tie, z are the normal scores of their ranks, whatever the population.
Source: Hoff, P. D. (2007), Annals of Applied Statistics 1, 265–283.
"""

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import rankdata

SWEEPS = 20
TINY = 1e-300  # Φ⁻¹(0) would be infinite
TIED = 1e-6  # two scales may say the same


def normal_scores(scores, rng: np.random.Generator) -> np.ndarray:
    """Normal scores (n, d) in the order of `scores` (n, d), in which none tie.

    >>> import numpy as np
    >>> z = normal_scores([[1], [2], [2], [5]], np.random.default_rng(1))
    >>> np.sort(z[:, 0]).round(2).tolist(), np.argsort(z[:, 0])[[0, 3]].tolist()
    ([-1.15, -0.32, 0.32, 1.15], [0, 3])
    """
    x = np.asarray(scores, dtype=float)
    shares = (rankdata(x, "min", axis=0) - 1) / len(x), rankdata(x, "max", axis=0) / len(x)
    bounds = ndtri(shares[0]), ndtri(shares[1])
    z = ndtri(shares[0] + (shares[1] - shares[0]) * rng.random(x.shape))
    for _ in range(SWEEPS if x.shape[1] > 1 else 0):
        precision = np.linalg.inv(np.corrcoef(z.T) + TIED * np.eye(x.shape[1]))
        for j, own in enumerate(np.diag(precision)):
            mean = z[:, j] - z @ precision[j] / own
            z[:, j] = _between(mean, own**-0.5, bounds[0][:, j], bounds[1][:, j], rng)
    return ndtri((rankdata(z, axis=0) - 0.5) / len(z))


def _between(mean, deviation, low, high, rng) -> np.ndarray:
    """Drawn from normal distributions that are cut off at `low` and `high`."""
    low, high = (low - mean) / deviation, (high - mean) / deviation
    side = np.where(low > 0, -1.0, 1.0)  # in the upper tail Φ is 1 to the last digit
    ends = ndtr(np.where(side < 0, -high, low)), ndtr(np.where(side < 0, -low, high))
    drawn = ends[0] + (ends[1] - ends[0]) * rng.random(len(mean))
    return mean + deviation * side * ndtri(np.clip(drawn, TINY, 1 - 1e-16))


def untied(scores, normal) -> np.ndarray:
    """`scores` (n, d) with ties apart in the order of their `normal` scores (n, d).

    Between two neighbouring values v lies the border (vₘ + vₘ₊₁) / 2, at Φ⁻¹(Fₘ) of the normal
    scores; between borders the way is straight, beyond the outermost one goes by the deviation of
    the scores for each of the normal scores.

    >>> untied([[1.0], [2.0], [2.0], [5.0]], [[-1.0], [-0.1], [0.1], [1.0]]).round(2).tolist()
    [[1.01], [2.35], [2.65], [3.99]]
    """
    x, z = np.asarray(scores, dtype=float), np.asarray(normal, dtype=float)
    columns = [_untied(x[:, j], z[:, j]) for j in range(x.shape[1])]
    return np.column_stack(columns)


def _untied(x, z) -> np.ndarray:
    values, counts = np.unique(x, return_counts=True)
    places, borders = ndtri(np.cumsum(counts)[:-1] / len(x)), (values[1:] + values[:-1]) / 2
    beyond = np.maximum(z - places[-1], 0) - np.maximum(places[0] - z, 0)
    return np.interp(z, places, borders) + x.std() * beyond
