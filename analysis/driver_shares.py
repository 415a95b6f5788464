"""What each scale contributes to the overall answer of complete sheets, and how sure that is."""

import numpy as np

from analysis.disclosure import WEAK
from analysis.driver_sheets import Observed
from analysis.statistics import cluster_bootstrap, collinearity
from analysis.statistics.clustered_regression import regression
from analysis.statistics.multiple import adjusted
from analysis.statistics.relative_importance import EXACT, lmg_of_many, relative_weights

ROLES = CARRIES, AGAINST, UNCLEAR = ("carries", "against", "unclear")
METHODS = LMG, RELATIVE = ("lmg", "relative_weights")
REPLICATES, SEED = 500, 1
DETERMINED = 1e-9  # a share of variance left over that is rounding only
PER_SCALE = 5  # sheets that each scale must have behind it at the least
FIGURES = ("share", "share_low", "share_high", "coefficient", "p", "p_adjusted", "role", "driver",
           "vif")  # fmt: skip
ABOUT = ("r_squared", "clusters", "condition", "collinearity", "method", *ROLES)


def needed(scales: int) -> int:
    """The complete sheets without which nothing is told."""
    return max(WEAK, PER_SCALE * scales)


def problem_of(table: np.ndarray) -> str | None:
    """Why sheets (n, p + 1) cannot be judged, None if they can."""
    scales = table.shape[1] - 1
    if scales < 2:
        return "one_scale"
    if len(table) < needed(scales):
        return "too_few"
    *constant, overall_constant = np.ptp(table, axis=0) == 0  # a variance may be a rounding error
    if overall_constant:
        return "constant_overall"
    covariance = np.cov(table.T)
    if any(constant) or not np.isfinite(collinearity.condition_number(covariance[:-1, :-1])):
        return "singular"
    slopes = np.linalg.solve(covariance[:-1, :-1], covariance[:-1, -1])
    rest = 1 - slopes @ covariance[:-1, -1] / covariance[-1, -1]
    return "determined" if rest < DETERMINED else None


def figures(observed: Observed, adjust: str, limits: bool = True) -> tuple[list[dict], dict]:
    """FIGURES of each scale, and ABOUT all of them; for sheets without a problem.

    limits: whether those of the shares are wanted, which take most of the time.
    """
    covariance = np.cov(observed.table.T)
    share, low, high, kind = _shares(observed, covariance, limits)
    coefficient, p, fit = _coefficients(observed)
    p_adjusted = adjusted(p, adjust)
    roles = [_role(*each) for each in zip(coefficient, p_adjusted, strict=True)]
    driver = np.where([role == CARRIES for role in roles], share, 0.0)
    vif = collinearity.inflation(covariance[:-1, :-1])
    columns = (share, low, high, coefficient, p, p_adjusted, roles, driver, vif)
    found = [
        dict(zip(FIGURES, map(_plain, each), strict=True)) for each in zip(*columns, strict=True)
    ]
    return found, {
        "r_squared": fit.r_squared,
        "clusters": fit.clusters,
        "condition": collinearity.condition_number(covariance[:-1, :-1]),
        "collinearity": collinearity.verdict(covariance[:-1, :-1]),
        "method": kind,
        **{role: roles.count(role) for role in ROLES},
    }


def _shares(observed, covariance, limits):
    """Shares of R² with their limits, and how they were computed."""
    few_enough = len(covariance) - 1 <= EXACT
    importance = lmg_of_many if few_enough else relative_weights
    (share,) = importance(covariance[None])
    kind, nothing = LMG if few_enough else RELATIVE, np.full(len(share), np.nan)
    if not limits:
        return share / share.sum(), nothing, nothing, kind
    others = cluster_bootstrap.covariances(observed.table, observed.cluster, REPLICATES, SEED)
    drawn = importance(others)
    low, high = cluster_bootstrap.percentile_interval(drawn / drawn.sum(axis=1, keepdims=True))
    return share / share.sum(), low, high, kind


def _coefficients(observed):
    """Standardised slopes with their p, and the regression they are from."""
    scaled = (observed.table - observed.table.mean(axis=0)) / observed.table.std(axis=0)
    design = np.column_stack([np.ones(len(scaled)), scaled[:, :-1]])
    fit = regression(design, scaled[:, -1], observed.cluster)
    return fit.estimate[1:], fit.p[1:], fit


def _role(coefficient, p_adjusted) -> str:
    if not p_adjusted < 0.05:  # NaN too
        return UNCLEAR
    return CARRIES if coefficient > 0 else AGAINST


def _plain(value):
    if isinstance(value, str):
        return value
    return float(value) if np.isfinite(value) else None
