"""Mean and standard deviation from sums that can be added up over groups and divided last.

Marts hold counts per answer level, so every mean and deviation of any selection is a function of a
few sums: n = Σ1, W = Σw, Σwx and Σwx². Without weights w = 1 and W = n.

    mean = Σwx / W
    sd   = sqrt( (n / (n − 1)) · (Σwx² / W − mean²) )

The second line is the sample deviation (n − 1) with the weights first scaled to a mean of one, so
that weights in any unit give the same deviation and never pass for case counts.
Source: Cochran, W. G., Sampling Techniques, 3rd ed. 1977, ch. 2; scaling of weights:
Pfeffermann et al. (1998), JRSS B 60, 23–40.
"""

from typing import NamedTuple

import numpy as np

# Of the mean square: below this, a variance is rounding noise of answers that are all equal.
NOISE = 1e-12


class Moments(NamedTuple):
    """Number of answers, mean and standard deviation (n − 1), in the unit of the answers."""

    n: np.ndarray
    mean: np.ndarray
    sd: np.ndarray


def from_sums(n, total, squares, weight=None) -> Moments:
    """Moments from n, Σwx, Σwx² and W = Σw (all of one shape; `weight` absent: unweighted).

    Sums taken about a point near the mean (Σw(x − c)) lose the least to rounding; the mean is then
    relative to c too. n = 0, or W = 0: all NaN; n = 1: sd NaN.

    >>> from_sums(3, total=6, squares=14)         # the answers 1, 2, 3
    Moments(n=array(3.), mean=array(2.), sd=array(1.))
    """
    n, total, squares = (np.asarray(value, dtype=float) for value in (n, total, squares))
    weight = n if weight is None else np.asarray(weight, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(weight > 0, total / weight, np.nan)
        square = squares / weight
        variance = square - mean**2
        variance = np.where(variance <= NOISE * square, 0.0, variance)
        sd = np.where((n > 1) & (weight > 0), np.sqrt(variance * n / (n - 1)), np.nan)
    return Moments(n, mean, sd)


def from_levels(levels, counts, weights=None) -> Moments:
    """Moments from counts (and summed weights) per answer level, along the last axis.

    levels: (k,); counts, weights: (…, k). The result has the shape of what is left.

    >>> from_levels([1, 2, 3], counts=[2, 0, 2])
    Moments(n=array(4.), mean=array(2.), sd=array(1.15470054))
    """
    levels, counts = np.asarray(levels, dtype=float), np.asarray(counts, dtype=float)
    if levels.shape[-1:] != counts.shape[-1:]:
        raise ValueError(f"counts has {counts.shape[-1]} levels, levels has {levels.shape[-1]}")
    weights = counts if weights is None else np.asarray(weights, dtype=float)
    return from_sums(
        counts.sum(-1),
        (weights * levels).sum(-1),
        (weights * levels**2).sum(-1),
        weights.sum(-1),
    )
