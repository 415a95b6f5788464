"""Weights that make a sample match known totals: iterative proportional fitting (raking).

Each cycle goes through the margins; within margin k every weight of a category j is multiplied by

    total_kj / Σ of the weights in j

and, after the cycle, held within bounds of its base weight: with b = w0 · T / Σw0 (T the sum of the
totals) low · b ≤ w ≤ high · b. It has converged when no margin is further from its total than

    gap = max over k, j of |Σw − total_kj| / total_kj  ≤  tolerance

Totals and weights in any unit of their own; the weights come out in the unit of the totals.
deff = n · Σw² / (Σw)² is the price of unequal weights, in variance.
Bounds, or cells of a cross-table without respondents, can make the totals unreachable: the answer
then has converged = False and the gap that is left, and it is for the caller to refuse it.
Source: Deming & Stephan (1940), Annals of Mathematical Statistics 11, 427–444; bounds: Deville,
Särndal & Sautory (1993), JASA 88, 1013–1020; deff of weights: Kish (1992), Journal of Official
Statistics 8, 183–200.
"""

from typing import NamedTuple

import numpy as np

# Relative: totals of two margins that differ by more are not of one population.
SAME = 1e-6


class EmptyCells(ValueError):
    """Categories with a total and no respondent; `cells` holds (margin, category) numbers."""

    def __init__(self, cells: list[tuple[int, int]]):
        self.cells = cells
        named = ", ".join(f"{margin}/{category}" for margin, category in cells)
        super().__init__(f"no weight to raise in margin/category {named}: merge or leave them out")


class Raked(NamedTuple):
    """Weights and how they were come by; `trimmed` counts the weights that lie at a bound."""

    weights: np.ndarray
    converged: bool
    iterations: int
    gap: float
    trimmed: int
    deff: float


def rake(weights, margins, totals, bounds=None, tolerance=1e-8, most: int = 200) -> Raked:
    """Weights raked to the margins; one list entry per margin in `margins` and `totals`.

    weights: (n,) base weights, none negative; margins: each (n,), the category of each respondent,
    whole numbers from 0; totals: each (categories,); bounds: (low, high), ratios around 1, or None.
    EmptyCells, and ValueError for totals that disagree or are 0 where somebody answered.

    >>> raked = rake([1, 1, 1, 1], margins=[[0, 0, 1, 1], [0, 1, 0, 1]], totals=[[6, 4], [7, 3]])
    >>> raked.weights.round(3).tolist(), raked.converged, round(raked.deff, 4)
    ([4.2, 1.8, 2.8, 1.2], True, 1.2064)
    """
    weights = np.asarray(weights, dtype=float)
    margins = [np.asarray(margin, dtype=int) for margin in margins]
    totals = [np.asarray(total, dtype=float) for total in totals]
    _check(weights, margins, totals, bounds)
    weights = weights * (totals[0].sum() / weights.sum())
    low, high = (bound * weights for bound in bounds or (0, np.inf))
    iterations, gap = 0, _gap(weights, margins, totals)
    while gap > tolerance and iterations < most:
        weights = np.clip(_cycle(weights, margins, totals), low, high)
        iterations, gap = iterations + 1, _gap(weights, margins, totals)
    trimmed = int((((weights <= low) | (weights >= high)) & (weights > 0)).sum())
    deff = weights.size * (weights**2).sum() / weights.sum() ** 2
    return Raked(weights, gap <= tolerance, iterations, gap, trimmed, float(deff))


def _cycle(weights, margins, totals):
    for margin, total in zip(margins, totals, strict=True):
        reached = np.bincount(margin, weights, total.size)
        weights = weights * (total / np.where(reached > 0, reached, 1))[margin]
    return weights


def _gap(weights, margins, totals) -> float:
    gaps = [
        np.abs(np.bincount(margin, weights, total.size) - total) / np.where(total > 0, total, 1)
        for margin, total in zip(margins, totals, strict=True)
    ]
    return float(max(gap.max() for gap in gaps))


def _check(weights, margins, totals, bounds) -> None:
    if bounds is not None and not 0 <= bounds[0] <= 1 <= bounds[1]:
        raise ValueError(f"bounds {tuple(bounds)} must lie around 1")
    if (weights < 0).any() or not weights.sum() > 0:
        raise ValueError("weights must not be negative, and not all zero")
    sums = [float(total.sum()) for total in totals]
    if any(abs(total - sums[0]) > SAME * sums[0] for total in sums):
        raise ValueError(f"the totals of the margins disagree: {sums}")
    empty = []
    for number, (margin, total) in enumerate(zip(margins, totals, strict=True)):
        reached = np.bincount(margin, weights, total.size)
        if reached.size > total.size or (total[reached > 0] <= 0).any():
            raise ValueError(f"margin {number}: a category of respondents has no total above 0")
        empty += [
            (number, int(category)) for category in np.flatnonzero((reached == 0) & (total != 0))
        ]
    if empty:
        raise EmptyCells(empty)
