"""t, two-sided p and interval of an estimate that has a standard error and degrees of freedom.

    t = (estimate − reference) / se        p = 2 · P(T_df ≥ |t|)
    interval = estimate ± t_df(1 − (1 − level) / 2) · se

Serves any estimate with a standard error, whatever its design (`survey_design`, `change`).
Degenerate input has defined answers: df below 1 or se NaN: all NaN; se = 0: the interval is the
estimate itself, t and p, which would be 0/0 or infinite, are NaN.
Source: Student (1908), Biometrika 6, 1–25; use with design-based standard errors: Korn, E. L. &
Graubard, B. I. (1990), The American Statistician 44, 270–276.
Reference implementation: scipy.stats.t.
"""

import numpy as np
from scipy.special import stdtr, stdtrit


def t_value(estimate, se, reference=0.0) -> np.ndarray:
    """Distance from the reference in standard errors; NaN where se is 0 or NaN.

    estimate, se, reference: of shapes that broadcast, in one unit.

    >>> t_value([3.5, 4.0], se=[0.25, 0.0], reference=3)
    array([ 2., nan])
    """
    estimate, se = np.asarray(estimate, dtype=float), np.asarray(se, dtype=float)
    return (estimate - reference) / np.where(se > 0, se, np.nan)


def two_sided(t, df) -> np.ndarray:
    """P(|T_df| ≥ |t|); NaN where df is below 1.

    >>> two_sided([2.0, -2.0], df=[10, 0]).round(4)
    array([0.0734,    nan])
    """
    return 2 * stdtr(_known(df), -np.abs(np.asarray(t, dtype=float)))


def interval(estimate, se, df, level=0.95) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit, in the unit of the estimate; NaN where df is below 1.

    level: one, or one per estimate. ValueError if a level is not between 0 and 1.

    >>> low, high = interval(3.5, se=0.25, df=10)
    >>> round(float(low), 3), round(float(high), 3)
    (2.943, 4.057)
    """
    level = np.asarray(level, dtype=float)
    if not np.all((level > 0) & (level < 1) | np.isnan(level)):
        raise ValueError(f"level ({level}) must lie between 0 and 1")
    # Of the lower tail: (1 + level) / 2 would lose the digits of a level near one.
    half = -stdtrit(_known(df), (1 - level) / 2) * np.asarray(se, dtype=float)
    return np.asarray(estimate - half), np.asarray(estimate + half)


def _known(df) -> np.ndarray:
    df = np.asarray(df, dtype=float)
    return np.where(df >= 1, df, np.nan)
