"""How sure is a share? Wilson's interval, also of a share from a survey with a design.

    low, high = (p + c²/2n ∓ c · √(p(1 − p)/n + c²/4n²)) / (1 + c²/n)

n: answers, or the effective answers of a design (n / deff); c: the quantile of Student's t with the
design's degrees of freedom, of the normal distribution where they are infinite. Unlike an interval
of plus and minus, it stays between 0 and 1, and says something of a share of 0 or of 1.
Degenerate input: no answers, or df below 1: NaN.
Source: Wilson, E. B. (1927), JASA 22, 209–212; with effective answers: Franco, Little, Louis & Slud
(2019), Journal of Survey Statistics and Methodology 7, 334–364.
Reference implementation: statsmodels' proportion_confint(method="wilson").
"""

import numpy as np
from scipy.special import ndtri, stdtrit


def wilson(share, n, df=np.inf, level=0.95) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit of each share (0 to 1); share, n, df: of shapes that broadcast.

    >>> low, high = wilson([0.5, 0.0], n=[10, 10])
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.2366, 0.0], [0.7634, 0.2775])
    """
    share, n, df = (np.asarray(values, dtype=float) for values in (share, n, df))
    n, df = np.where(n > 0, n, np.nan), np.where(df >= 1, df, np.nan)
    tail = (1 + level) / 2
    finite = np.where(np.isinf(df), 1.0, df)
    square = np.where(np.isinf(df), ndtri(tail), stdtrit(finite, tail)) ** 2 / n
    middle = share + square / 2
    half = np.sqrt(square) * np.sqrt(share * (1 - share) + square / 4)
    # Rounding must not leave the range in which shares are.
    return np.clip((middle - half) / (1 + square), 0, 1), np.clip(
        (middle + half) / (1 + square), 0, 1
    )
