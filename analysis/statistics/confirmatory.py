"""Do the answers follow the questionnaire's own structure?

    standardised loading   λ sqrt(φ) / sqrt(σ_ii)
    AVE                    mean of the squared standardised loadings of a factor
    composite reliability  (Σλ)² / ((Σλ)² + Σθ), standardised loadings and residuals
    ω                      the same with unstandardised ones
    HTMT                   mean correlation between the items of two factors ÷ geometric mean of
                           the mean correlations within each

HTMT is undefined for a factor with one item, or where a mean correlation within is not positive.
Source: Fornell & Larcker (1981), Journal of Marketing Research 18, 39–50 (AVE, composite
reliability); McDonald (1999), Test Theory (ω); Henseler, Ringle & Sarstedt (2015), Journal of the
Academy of Marketing Science 43, 115–135 (HTMT, with absolute correlations).
"""

from typing import NamedTuple

import numpy as np

from analysis.statistics.factor_model import LOADING, Fit, Moments, fit
from analysis.statistics.fit_indices import Indices, baseline, indices, srmr


class Confirmed(NamedTuple):
    """loading, se and residual (p,), standardised; correlations (k, k) of the factors; per factor
    (k,) AVE, composite reliability and ω; htmt (k, k), NaN where undefined."""

    indices: Indices
    srmr: float
    loading: np.ndarray
    residual: np.ndarray
    correlations: np.ndarray
    ave: np.ndarray
    composite_reliability: np.ndarray
    omega: np.ndarray
    htmt: np.ndarray
    converged: bool
    admissible: bool


def confirm(group: Moments, factor_of) -> Confirmed:
    """Fit the structure in which item i belongs to factor factor_of[i].

    ValueError where the covariance matrix is not positive definite.

    >>> matrix = np.array([[1, .42, .48], [.42, 1, .56], [.48, .56, 1]])
    >>> found = confirm(Moments(200, np.zeros(3), matrix), [0, 0, 0])
    >>> found.loading.round(2).tolist(), float(found.ave[0].round(3))
    ([0.6, 0.7, 0.8], 0.497)
    """
    factor_of = np.asarray(factor_of, dtype=int)
    fitted = fit([group], factor_of)
    loading, residual = standardised(fitted, factor_of)
    of_factor = [np.flatnonzero(factor_of == f) for f in range(factor_of.max() + 1)]
    p = len(factor_of)
    chi_baseline, df_baseline = baseline([group.covariance], [group.n]) if p > 1 else (0.0, 0)
    raw = fitted.loadings[0][np.arange(p), factor_of]
    return Confirmed(
        indices=indices(fitted.chi_square, fitted.df, chi_baseline, df_baseline, group.n),
        srmr=srmr(group.covariance, fitted.implied[0]),
        loading=loading,
        residual=residual,
        correlations=fitted.factors[0],
        ave=np.array([np.mean(loading[items] ** 2) for items in of_factor]),
        composite_reliability=_composite(loading, residual, of_factor),
        omega=_composite(raw, fitted.residuals[0], of_factor),
        htmt=htmt(group.covariance, factor_of),
        converged=fitted.converged,
        admissible=fitted.admissible,
    )


def standardised(fitted: Fit, factor_of, g: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Standardised loadings (p,) and residual variances (p,) of group g.

    >>> matrix = np.array([[4, .84, .96], [.84, 1, .56], [.96, .56, 1]])
    >>> loading, residual = standardised(fit([Moments(200, np.zeros(3), matrix)], [0] * 3), [0] * 3)
    >>> loading.round(2).tolist(), residual.round(2).tolist()
    ([0.6, 0.7, 0.8], [0.64, 0.51, 0.36])
    """
    factor_of = np.asarray(factor_of, dtype=int)
    variance = np.diag(fitted.implied[g])
    spread = np.sqrt(np.diag(fitted.factors[g]))[factor_of]
    loading = fitted.loadings[g][np.arange(len(factor_of)), factor_of] * spread
    return loading / np.sqrt(variance), fitted.residuals[g] / variance


def htmt(covariance, factor_of) -> np.ndarray:
    """Heterotrait–monotrait ratios (k, k), ones on the diagonal.

    >>> matrix = np.full((4, 4), 0.3) + np.kron(np.eye(2), np.full((2, 2), 0.3))
    >>> np.fill_diagonal(matrix, 1)
    >>> float(htmt(matrix, [0, 0, 1, 1])[0, 1].round(2))
    0.5
    """
    covariance, factor_of = np.asarray(covariance, dtype=float), np.asarray(factor_of, dtype=int)
    scale = np.sqrt(np.diag(covariance))
    correlation = np.abs(covariance / np.outer(scale, scale))
    of_factor = [np.flatnonzero(factor_of == f) for f in range(factor_of.max() + 1)]
    within = np.array([_mean_within(correlation, items) for items in of_factor])
    ratios = np.eye(len(of_factor))
    for a, items in enumerate(of_factor):
        for b, others in enumerate(of_factor[:a]):
            between = correlation[np.ix_(items, others)].mean()
            ratios[a, b] = ratios[b, a] = between / np.sqrt(within[a] * within[b])
    return ratios


def loading_errors(fitted: Fit) -> np.ndarray:
    """Standard errors of the free loadings, in the order of the model's places.

    >>> matrix = np.array([[1, .42, .48], [.42, 1, .56], [.48, .56, 1]])
    >>> loading_errors(fit([Moments(301, np.zeros(3), matrix)], [0, 0, 0])).round(3).tolist()
    [0.061, 0.063, 0.064]
    """
    of_loading = [n for n, place in enumerate(fitted.places) if place[0][0] == LOADING]
    return np.sqrt(np.diag(fitted.variance)[of_loading])


def _mean_within(correlation, items):
    pairs = np.tril_indices(len(items), -1)
    within = correlation[np.ix_(items, items)][pairs]
    return within.mean() if within.size and within.mean() > 0 else np.nan


def _composite(loading, residual, of_factor):
    shared = np.array([loading[items].sum() ** 2 for items in of_factor])
    own = np.array([residual[items].sum() for items in of_factor])
    return shared / (shared + own)
