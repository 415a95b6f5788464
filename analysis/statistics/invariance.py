"""Do two provinces, or two waves, understand the questions in the same way?

    configural   the same structure in every group
    metric       also equal loadings: differences between answers mean the same
    scalar       also equal intercepts: means can be compared

A step holds while CFI falls by no more than 0.01 and RMSEA rises by no more than 0.015 against the
step before, since in large samples the χ² of the difference calls any difference significant. Where
that χ² may be chance (p of 0.05 or more) it holds too: with few items or answers the indices jump.
Source: Meredith (1993), Psychometrika 58, 525–543; thresholds of Cheung & Rensvold (2002),
Structural Equation Modeling 9, 233–255, and Chen (2007), 14, 464–504.
"""

from collections.abc import Sequence
from typing import NamedTuple

from scipy.stats import chi2

from analysis.statistics.factor_model import INTERCEPTS, LOADINGS, Moments, fit
from analysis.statistics.fit_indices import Indices, baseline, indices

STEPS = {"configural": (), "metric": (LOADINGS,), "scalar": (LOADINGS, INTERCEPTS)}
CFI_FALL, RMSEA_RISE, CHANCE = 0.01, 0.015, 0.05
# Rounding noise of a fall that lies on the threshold
NOISE = 1e-9


class Step(NamedTuple):
    """One model; `cfi_change` and `rmsea_change` against the step before (None in the first),
    p_difference of the χ² difference, holds: whether this step and all before it hold."""

    level: str
    indices: Indices
    cfi_change: float | None
    rmsea_change: float | None
    p_difference: float | None
    converged: bool
    holds: bool | None


def steps(groups: Sequence[Moments], factor_of) -> list[Step]:
    """The three models, from the loosest to the strictest; `holds` of the first is None.

    ValueError for fewer than two groups or a covariance matrix that is not positive definite.

    >>> import numpy as np
    >>> matrix = np.full((4, 4), 0.4) + 0.6 * np.eye(4)
    >>> same = [Moments(200, np.zeros(4), matrix), Moments(300, np.zeros(4), matrix)]
    >>> [(step.level, step.holds) for step in steps(same, [0, 0, 0, 0])]
    [('configural', None), ('metric', True), ('scalar', True)]
    """
    if len(groups) < 2:
        raise ValueError("at least two groups are needed to compare them")
    covariances, sizes = [g.covariance for g in groups], [g.n for g in groups]
    chi_baseline, df_baseline = baseline(covariances, sizes)
    found: list[Step] = []
    for level, equal in STEPS.items():
        fitted = fit(groups, factor_of, equal)
        of_fit = indices(
            fitted.chi_square, fitted.df, chi_baseline, df_baseline, sum(sizes), len(groups)
        )
        found.append(_step(level, of_fit, fitted.converged, found[-1] if found else None))
    return found


def comparable(found: Sequence[Step]) -> str:
    """The strictest level that holds.

    >>> import numpy as np
    >>> matrix = np.full((4, 4), 0.4) + 0.6 * np.eye(4)
    >>> groups = [Moments(200, np.zeros(4), matrix), Moments(200, np.array([0, 0, 0, 2]), matrix)]
    >>> comparable(steps(groups, [0, 0, 0, 0]))
    'metric'
    """
    return [step.level for step in found if step.holds is not False][-1]


def _step(level, of_fit, converged, before):
    if before is None:
        return Step(level, of_fit, None, None, None, converged, None)
    fall = of_fit.cfi - before.indices.cfi
    rise = of_fit.rmsea - before.indices.rmsea
    further = of_fit.df - before.indices.df
    p = chi2.sf(max(of_fit.chi_square - before.indices.chi_square, 0.0), further)
    small = fall >= -CFI_FALL - NOISE and rise <= RMSEA_RISE + NOISE
    holds = converged and (small or p >= CHANCE) and before.holds is not False
    return Step(level, of_fit, fall, rise, float(p) if further else None, converged, bool(holds))
