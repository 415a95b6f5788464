"""How many answers drawn one by one would tell as much of a unit as the answers that it has?

    size = n / deff      deff: design-based variance of the unit's mean ÷ that of n answers drawn
                         one by one; branches are clusters, provinces strata

A province of a few branches knows its design effect badly: such units steady each other
(`statistics.moderated`), and where too few of them tell, or a unit has one branch only, theirs is
what all units have in common, weighted by degrees of freedom. None is taken below what the weights
alone cost: customers of one branch do not differ more than those of many. A branch is a cluster by
itself: inside it answers count one by one, and weights cost what Kish says; so too where no design
effect is known at all. No finite population correction: units are compared beyond the months asked
for.
Source: Kish, L. (1965), Survey Sampling, p. 259; Kish, L. (1992), Journal of Official Statistics 8,
183–200.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from analysis.cluster_cells import cells_of, known_branches, placed
from analysis.statistics.cluster_sums import positive
from analysis.statistics.moderated import ENOUGH, steadied
from analysis.statistics.survey_design import estimate, simple_random


class Sizes(NamedTuple):
    """Per unit: answers, their mean, sd and effective number (0 where hidden), design effect; and
    the degrees of freedom of the design effects, None where answers count one by one."""

    n: np.ndarray
    mean: np.ndarray
    sd: np.ndarray
    size: np.ndarray
    deff: np.ndarray
    df: float | None


def unit_sizes(
    units: pl.DataFrame,
    by: Sequence[str],
    sums: pl.DataFrame,
    sampled: pl.DataFrame,
    clustered: bool,
) -> Sizes:
    """units: one row per unit, with by-columns and suppressed; sums: of `measure_sums` by unit and
    branch; sampled: of `cluster_cells`; clustered: whether the branches of a unit are clusters."""
    cells = cells_of(placed(units, by, sums, sampled))
    simple = simple_random(cells, units.height)
    shown = ~units["suppressed"].to_numpy() & (simple.n > 0)
    kish = simple.n / positive(simple.n_kish)
    deff, df = kish, None
    if clustered and "branch" not in by:
        found = estimate(cells, sampled["stratum"].to_numpy(), units.height)
        told = shown & (known_branches(cells, sampled, units.height) > 1)
        told &= (found.df > 0) & ~np.isnan(found.deff)
        if (found.deff[told] > 0).any():
            known, behind = np.where(told, found.deff, np.nan), np.where(told, found.df, 0.0)
            deff, df = _design_effects(known, behind, shown)
            deff = np.maximum(deff, kish)
    size = np.where(shown, simple.n / positive(deff), 0.0)
    return Sizes(simple.n, simple.mean, simple.sd, np.nan_to_num(size), deff, df)


def _design_effects(deff, df, shown) -> tuple[np.ndarray, float]:
    """A steadied one for every unit that is shown, and the fewest df behind any of them."""
    known = df > 0
    common = np.sum(df[known] * deff[known]) / df.sum()
    shared, behind = steadied(deff, df)
    few = known & (df < ENOUGH)
    alone = few & ~(behind[few] > df[few]).any()
    borrowing = shown & (~known | alone | ~(shared > 0))
    shared = np.where(borrowing, common, shared)
    behind = np.where(borrowing, df.sum(), behind)
    return shared, float(behind[shown].min())
