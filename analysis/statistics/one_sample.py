"""One-sample t-test: does the mean of the answers lie above a reference?

    se = sd / √n          t = (mean − reference) / se          df = n − 1
    p  = P(T_df ≥ t)      one-sided, H1: μ > reference
    interval = mean ± t_df(0.975) · se      (two-sided, 95 %)
    effect size d = (mean − reference) / sd

Source: Student (1908), Biometrika 6, 1–25; d: Cohen (1988), Statistical Power Analysis, ch. 2.
Reference implementation: scipy.stats.ttest_1samp(answers, reference, alternative="greater").
Simple random sampling is assumed, as in the published study.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import stdtr, stdtrit

FAVOURABLE, UNFAVOURABLE = "favourable", "unfavourable"


class OneSample(NamedTuple):
    """The test per group, arrays of one shape; means and intervals in the unit of the answers."""

    se: np.ndarray
    t: np.ndarray
    df: np.ndarray
    p: np.ndarray
    ci_low: np.ndarray
    ci_high: np.ndarray
    effect_size: np.ndarray


def one_sample(n, mean, sd, reference, level: float = 0.95) -> OneSample:
    """The test from n, mean and standard deviation (n − 1) per group, against `reference`.

    Degenerate input has defined answers, not errors:
    n < 2: every value is NaN (nothing is known about the spread);
    sd = 0: se is 0 and the interval is the mean itself, while t, p and the effect size, which
    would be 0/0 or infinite, are NaN.

    >>> test = one_sample(n=4, mean=3.5, sd=1.0, reference=3)
    >>> [round(float(value), 3) for value in (test.t, test.p, test.ci_low, test.ci_high)]
    [1.0, 0.196, 1.909, 5.091]
    """
    if not 0 < level < 1:
        raise ValueError(f"level ({level}) must lie between 0 and 1")
    n, mean, sd, reference = np.broadcast_arrays(
        *(np.asarray(value, dtype=float) for value in (n, mean, sd, reference))
    )
    tested = n > 1
    varied = tested & (sd > 0)
    df = np.where(tested, n - 1, np.nan)
    se = np.where(tested, sd, np.nan) / np.sqrt(np.where(tested, n, 1))
    distance = np.where(varied, mean - reference, np.nan)
    t = distance / np.where(varied, se, 1)
    half = stdtrit(df, (1 + level) / 2) * se
    return OneSample(
        se=se,
        t=t,
        df=df,
        p=stdtr(df, -t),
        ci_low=mean - half,
        ci_high=mean + half,
        effect_size=distance / np.where(varied, sd, 1),
    )


def status_study(p, alpha: float = 0.05) -> np.ndarray:
    """The study's rule: favourable where the one-sided p is below `alpha`, else unfavourable.

    Where p is undefined (NaN) the status is None.
    Source: the rule of the study of 42 factors in Razavi Khorasan, H1: μ > 3.

    >>> status_study([0.01, 0.05, float("nan")]).tolist()
    ['favourable', 'unfavourable', None]
    """
    p = np.asarray(p, dtype=float)
    status = np.where(p < alpha, FAVOURABLE, UNFAVOURABLE).astype(object)
    return np.where(np.isnan(p), None, status)
