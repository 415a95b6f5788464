"""Which figures follow from the other figures that a study printed?

    implied n       (t · sd / (mean − reference))²           from t = (mean − reference) / (sd / √n)
    its range       the same at the ends of what rounds to the printed mean, sd and t
    reading of p    P(T ≥ t) or 2 · P(T ≥ |t|), n − 1 df, whichever is the printed p
    variance        mean of the squared loadings: what standardised loadings explain
    Bartlett        −(n − 1 − (2p + 5) / 6) · Σ_k ln|R_k|, R_k = λλ' + diag(1 − λ²) of component k:
                    the least that the loadings allow, since |R| ≤ Π |R_k| (Fischer)
    CFI             from χ²/df and df of the model and χ² of the baseline, which Bartlett's test is
                    but for its factor

Source: Student (1908), Biometrika 6, 1–25; Fischer (1908), Archiv der Mathematik und Physik 13,
32–40; Bartlett (1950), British Journal of Psychology, Statistical Section 3, 77–85; Bentler (1990),
Psychological Bulletin 107, 238–246. The idea of asking a table for its n: Brown & Heathers (2017),
Social Psychological and Personality Science 8, 363–369 (the GRIM test).
"""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from scipy.special import stdtr

ONE_SIDED, TWO_SIDED, EITHER = "one_sided", "two_sided", "either"
SMALLEST = 0.0001  # what a table prints for "next to nothing"


def implied_n(mean, sd, t, reference) -> np.ndarray:
    """The respondents that printed mean, deviation and t of a one-sample test require.

    NaN where no number of them would do: the mean is the reference but t is not 0, or t has the
    other sign. Any number would do where both are 0: NaN too.

    >>> implied_n([3.6, 3.0, 2.9], [0.94, 1.11, 1.0], [2.85, 1.99, 1.0], 3).round(1).tolist()
    [19.9, nan, nan]
    """
    distance = np.asarray(mean, dtype=float) - reference
    t = np.asarray(t, dtype=float)
    possible = distance * t > 0
    root = t * np.asarray(sd, dtype=float) / np.where(possible, distance, np.nan)
    return np.where(possible, root**2, np.nan)


def implied_range(mean, sd, t, reference, decimals: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Least and most respondents that could have been printed so, rounded to `decimals`.

    NaN where `implied_n` is; the most is infinite where the mean could be the reference.

    >>> [round(float(end), 1) for end in implied_range(3.6, 0.94, 2.85, 3)]
    [19.3, 20.6]
    """
    half = 0.5 * 10.0**-decimals
    distance = np.abs(np.asarray(mean, dtype=float) - reference)
    sd, size = np.asarray(sd, dtype=float), np.abs(np.asarray(t, dtype=float))
    least = (np.maximum(size - half, 0) * np.maximum(sd - half, 0) / (distance + half)) ** 2
    nearest = np.where(distance > half * (1 + 1e-9), distance - half, np.nan)
    most = ((size + half) * (sd + half) / nearest) ** 2
    known = ~np.isnan(implied_n(mean, sd, t, reference))
    return (
        np.where(known, least, np.nan),
        np.where(known, np.where(np.isnan(most), np.inf, most), np.nan),
    )


def p_values(t, n) -> tuple[np.ndarray, np.ndarray]:
    """One-sided (mean above the reference) and two-sided p of t with n − 1 df; NaN for n < 2.

    >>> [round(float(p), 4) for p in p_values(2.85, 20)]
    [0.0051, 0.0102]
    """
    n = np.asarray(n, dtype=float)
    df = np.where(n >= 2, n - 1, np.nan)
    t = np.asarray(t, dtype=float)
    return stdtr(df, -t), 2 * stdtr(df, -np.abs(t))


def reading(printed: float, t: float, sizes: Sequence[float], half: float = 0.005) -> str | None:
    """How a printed p was read from t: one_sided, two_sided, either; None if in neither way.

    sizes: the n that may stand behind it; half: t as printed may be off by so much. The p may have
    been rounded or cut off at its last digit, and 0.0001 or less stands for anything as small.

    >>> reading(0.01, 2.85, [384, 20]), reading(0.99, -3.56, [384]), reading(0.22, -1.39, [384])
    ('two_sided', 'one_sided', None)
    """
    unit = 10.0 ** Decimal(repr(float(printed))).as_tuple().exponent
    least = 0.0 if printed <= SMALLEST else printed - unit / 2
    known = [n for n in sizes if np.isfinite(n) and n >= 2]
    fits, off = [], []
    for side in (0, 1):
        ends = [sorted(float(p_values(t + h, n)[side]) for h in (-half, half)) for n in known]
        fits.append(any(high >= least and low <= printed + unit for low, high in ends))
        off.append(min((abs(float(p_values(t, n)[side]) - printed) for n in known), default=np.inf))
    if not any(fits):
        return None
    if all(fits) and abs(off[0] - off[1]) < unit / 10:
        return EITHER
    return ONE_SIDED if fits[0] and (not fits[1] or off[0] < off[1]) else TWO_SIDED


def variance_explained(loadings) -> float:
    """Share of the items' variance that standardised loadings explain, without cross-loadings.

    >>> round(variance_explained([0.6, 0.8]), 2)
    0.5
    """
    return float(np.mean(np.asarray(loadings, dtype=float) ** 2))


def bartlett_floor(loadings, factor_of, n: float) -> float:
    """The least χ² of Bartlett's test that loadings (p,) of items on components (p,) allow.

    >>> round(bartlett_floor([0.8, 0.8, 0.8], [0, 0, 0], 100), 1)
    118.5
    """
    loadings, factor_of = np.asarray(loadings, dtype=float), np.asarray(factor_of)
    p, log_determinant = len(loadings), 0.0
    for factor in np.unique(factor_of):
        square = loadings[factor_of == factor] ** 2
        log_determinant += np.log1p(-square).sum() + np.log1p((square / (1 - square)).sum())
    return float(-_bartlett_factor(p, n) * log_determinant)


def implied_cfi(ratio: float, df: int, bartlett: float, p: int, n: float) -> float:
    """Comparative fit index of a model with χ²/df `ratio`, from Bartlett's χ² of its p items.

    >>> round(implied_cfi(2.54, 813, 4177.859, 42, 384), 3)
    0.642
    """
    baseline = bartlett * n / _bartlett_factor(p, n) - p * (p - 1) / 2
    return float(1 - max(ratio * df - df, 0) / max(baseline, ratio * df - df))


def _bartlett_factor(p, n):
    return n - 1 - (2 * p + 5) / 6


def clusters(values, ratio: float = 2.0) -> list[tuple[float, float, int]]:
    """Positive values in groups as (least, most, how many); a step of `ratio` begins a new group.

    >>> clusters([20, 21, 220, float("nan"), 19])
    [(19.0, 21.0, 3), (220.0, 220.0, 1)]
    """
    values = np.asarray(values, dtype=float)
    known = np.sort(values[np.isfinite(values) & (values > 0)])
    if not known.size:
        return []
    groups = np.split(known, np.flatnonzero(known[1:] > ratio * known[:-1]) + 1)
    return [(float(group[0]), float(group[-1]), len(group)) for group in groups]
