"""Is a factor favourable, unfavourable, or not yet decided, and how many answers would decide it?

`evidence` rule, from a two-sided test adjusted over its family (`multiple`):

    adjusted p < α and mean above the reference: favourable;  below it: unfavourable
    else: undetermined;  no p: None

(The one-sided `study` rule is `one_sample.status_study`.)

Answers that would decide: the n at which the present effect d = (mean − reference) / sd is
significant at the two-sided level a with probability `power`,

    n = deff · (δ / d)²      δ: P(T'_df(δ) > t_df(1 − a/2)) = power, T' noncentral t

The far tail, of about 1e-5 or less, is left out. deff and df are taken as they are: the new answers
are thought to come like the present ones. d itself is an estimate, so n tells an order of size.
Source: Cohen, J., Statistical Power Analysis for the Behavioral Sciences, 2nd ed. 1988, pp. 24–27
(words of d) and ch. 2 (power of t); deff as the factor of n: Kish, L. (1965), Survey Sampling,
p. 259. Reference implementation: statsmodels TTestPower.solve_power (deff = 1, df = n − 1).
"""

import numpy as np
from scipy.special import nctdtrinc, stdtrit

from analysis.statistics.one_sample import FAVOURABLE, UNFAVOURABLE

UNDETERMINED = "undetermined"
# |d| from which each word holds. Cohen names three sizes; below the smallest: negligible.
SIZES = ((0.0, "negligible"), (0.2, "small"), (0.5, "medium"), (0.8, "large"))
# Beyond this many further answers a number helps nobody.
MOST = 10_000


def status_evidence(p_adjusted, distance, alpha: float = 0.05) -> np.ndarray:
    """Status of each factor; None where p is undefined (NaN).

    p_adjusted: two-sided and adjusted; distance: mean − reference, of the same shape.

    >>> status_evidence([0.01, 0.01, 0.05, float("nan")], [0.4, -0.4, 0.3, 0.0]).tolist()
    ['favourable', 'unfavourable', 'undetermined', None]
    """
    p_adjusted, distance = np.asarray(p_adjusted, dtype=float), np.asarray(distance, dtype=float)
    side = np.where(distance > 0, FAVOURABLE, UNFAVOURABLE)
    status = np.where((p_adjusted < alpha) & (distance != 0), side, UNDETERMINED).astype(object)
    return np.where(np.isnan(p_adjusted), None, status)


def effect_word(d) -> np.ndarray:
    """Word for the size of Cohen's d, whatever its sign; None where d is NaN.

    >>> effect_word([0.1, -0.2, 0.5, -1.3, float("nan")]).tolist()
    ['negligible', 'small', 'medium', 'large', None]
    """
    d = np.abs(np.asarray(d, dtype=float))
    edges, words = zip(*SIZES, strict=True)
    place = np.searchsorted(edges, np.nan_to_num(d), side="right") - 1
    return np.where(np.isnan(d), None, np.array(words, dtype=object)[place])


def deciding_n(d, level, deff=1.0, df=None, power: float = 0.8) -> np.ndarray:
    """Answers in all at which an effect of `d` is significant at `level` with `power`; a float.

    d: effect size; level: two-sided error rate a of its test; deff, df: of the design (df absent:
    n − 1, simple random sampling). All broadcast. d = 0: infinite. NaN in, NaN out.

    >>> deciding_n([0.2, -0.2], level=[0.05, 0.01], df=60).round(1)
    array([202.7, 308.9])
    """
    if not 0 < power < 1:
        raise ValueError(f"power ({power}) must lie between 0 and 1")
    d, level, deff = (np.asarray(value, dtype=float) for value in (d, level, deff))
    if df is not None:
        return deff * _needed(d, level, np.asarray(df, dtype=float), power)
    n = _needed(d, level, 1e6, power)
    for _ in range(60):  # n sets df, and df sets n; the geometric mean keeps it from swinging
        n = np.sqrt(n * _needed(d, level, np.maximum(n - 1, 1), power))
    return deff * n


def further_answers(n, d, level, deff=1.0, df=None, power: float = 0.8) -> np.ndarray:
    """Answers beyond the present `n` that would decide; whole numbers as floats, 0 at least.

    More than MOST (10,000): infinite. NaN where d is 0 (no number would decide) or undefined.
    The result is for undetermined factors; the others are decided.

    >>> further_answers(n=[120, 120, 120], d=[0.2, 0.01, 0.0], level=0.05, deff=1.5, df=60)
    array([185.,  inf,  nan])
    """
    more = np.ceil(deciding_n(d, level, deff, df, power) - np.asarray(n, dtype=float))
    more = np.where(more > MOST, np.inf, np.maximum(more, 0))
    return np.where(np.asarray(d, dtype=float) == 0, np.nan, more)


def _needed(d, level, df, power: float) -> np.ndarray:
    """(δ / d)²; δ is slow, and all undetermined tests of a family have the same but for df."""
    known = np.where(np.asarray(df) >= 1, df, np.nan)
    shape = np.broadcast_shapes(np.shape(d), np.shape(level), known.shape)
    of = np.stack([np.broadcast_to(known, shape).ravel(), np.broadcast_to(level, shape).ravel()])
    (each_df, each_level), place = np.unique(of, axis=1, return_inverse=True)
    delta = nctdtrinc(each_df, 1 - power, -stdtrit(each_df, each_level / 2))
    with np.errstate(divide="ignore"):
        return (delta[place.ravel()].reshape(shape) / d) ** 2
