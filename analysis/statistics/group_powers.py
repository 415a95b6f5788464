"""The power by which each score is most normal within groups, not over all respondents together.

Skewed groups would each be fitted by several normal distributions. Yeo and Johnson's powers of x,

    ((x + 1)^λ − 1) / λ   for x ≥ 0,   −((1 − x)^(2 − λ) − 1) / (2 − λ)   below

(logarithms where the denominator is 0) take skewness away on either side and, being smooth, leave
groups that lie apart where they are. λ has the highest likelihood of Box and Cox, with a mean for
each group and one variance within:

    −n/2 · log(within-group variance of the transformed) + (λ − 1) · Σ sign(x) · log(1 + |x|)

Source: Yeo, I.-K. & Johnson, R. A. (2000), Biometrika 87, 954–959; Box, G. E. P. & Cox, D. R.
(1964), Journal of the Royal Statistical Society B 26, 211–252.
Reference implementation of the likelihood in one group: scipy.stats.yeojohnson_llf.
"""

import numpy as np
from scipy.stats import yeojohnson

POWERS = np.arange(-1, 3.01, 0.25)


def powers(scores, group) -> np.ndarray:
    """λ (d,), of `POWERS`, for standardised `scores` (n, d) of respondents in `group` (n,).

    >>> import numpy as np
    >>> apart = np.repeat([0.0, 4.0], 200)
    >>> x = np.exp((apart + np.random.default_rng(1).normal(size=400)) / 5)
    >>> float(powers((x[:, None] - x.mean()) / x.std(), apart > 2)[0])
    0.25
    """
    x, (_, group) = np.asarray(scores, dtype=float), np.unique(group, return_inverse=True)
    found = [[log_likelihood(column, power, group) for power in POWERS] for column in x.T]
    return POWERS[np.argmax(found, axis=1)]


def log_likelihood(x, power: float, group) -> float:
    """Of one score (n,), but for a constant; group: (n,) of 0, 1, ….

    >>> round(log_likelihood([-1.0, 0.0, 2.0], 1.0, [0, 0, 0]), 3)
    -0.663
    """
    x, group = np.asarray(x, dtype=float), np.asarray(group)
    y = yeojohnson(x, power)
    within = y - (np.bincount(group, y) / np.bincount(group))[group]
    return float(-len(x) / 2 * np.log(within.var()) + log_slope(x, power))


def log_slope(x, power: float) -> float:
    """Sum of the logarithms of dy/dx, by which likelihoods of different powers are comparable.

    >>> round(log_slope([-3.0, 0.0, 2.0], 0.0), 3)
    0.288
    """
    x = np.asarray(x, dtype=float)
    return float((power - 1) * (np.sign(x) * np.log1p(np.abs(x))).sum())
