"""How large are the loadings and factor covariances that a questionnaire's structure implies?

Maximum likelihood for factors that correlate, each item on one factor, in one or several groups:

    Σ = Λ Φ Λ' + Θ          μ = τ + Λ κ
    χ² = Σ_g n_g · [ln|Σ| + tr(S Σ⁻¹) − ln|S| − p + (m − μ)' Σ⁻¹ (m − μ)]
    step = −(2 I)⁻¹ ∂χ²     I = Σ_g n_g · [½ tr(Σ⁻¹ ∂Σ Σ⁻¹ ∂Σ) + ∂μ' Σ⁻¹ ∂μ]

S divided by n. Factors have variance 1 (and mean 0) in the first group, and in the others too
unless loadings (intercepts) are held equal. The only item of a factor has no residual of its own.
Residuals may come out negative (`admissible` says so): a boundary would hide that the model fails.
Source: Jöreskog (1969), Psychometrika 34, 183–202, and (1971), 36, 409–426; scoring by expected
information as in Lee & Jennrich (1979), 44, 99–113. Same χ² as lavaan with likelihood = "normal".
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from analysis.statistics.factor_slopes import (
    FACTOR,
    FACTOR_MEAN,
    INTERCEPT,
    LOADING,
    RESIDUAL,
    chi_square_of,
    implied,
    slopes,
)

LOADINGS, INTERCEPTS = "loadings", "intercepts"
STEPS, HALVINGS, FLAT = 200, 30, 1e-7
ROUNDING = 1e-12  # of χ²: of many respondents, near its least value it changes by less than that


class Moments(NamedTuple):
    """n respondents; mean (p,) and covariance (p, p), divided by n."""

    n: float
    mean: np.ndarray
    covariance: np.ndarray


class Fit(NamedTuple):
    """One entry per group (G, …): loadings (G, p, k), factors (G, k, k), residuals and intercepts
    (G, p), factor means (G, k), implied covariances (G, p, p). variance: of the free parameters,
    in the order of `places`. admissible: no negative residual, no impossible correlation."""

    loadings: np.ndarray
    factors: np.ndarray
    residuals: np.ndarray
    intercepts: np.ndarray
    factor_means: np.ndarray
    implied: np.ndarray
    chi_square: float
    df: int
    converged: bool
    admissible: bool
    variance: np.ndarray
    places: list


def moments(answers) -> Moments:
    """Of answers (n, p) without gaps. ValueError with fewer than two rows.

    >>> moments([[1, 2], [3, 6]]).covariance.tolist()
    [[1.0, 2.0], [2.0, 4.0]]
    """
    answers = np.asarray(answers, dtype=float)
    if answers.ndim != 2 or len(answers) < 2:
        raise ValueError("answers must have at least two rows and one column per item")
    covariance = np.cov(answers.T, bias=True).reshape(answers.shape[1], -1)
    return Moments(len(answers), answers.mean(axis=0), covariance)


def fit(groups: Sequence[Moments], factor_of: Sequence[int], equal: Sequence[str] = ()) -> Fit:
    """The model with item i on factor factor_of[i]; `equal` over groups: loadings, intercepts.

    ValueError where a covariance matrix is not positive definite (a constant item, items that
    repeat each other, fewer respondents than items).

    >>> one = Moments(100, np.zeros(3), np.array([[1, .42, .48], [.42, 1, .56], [.48, .56, 1]]))
    >>> fit([one], [0, 0, 0]).loadings[0, :, 0].round(3).tolist()
    [0.6, 0.7, 0.8]
    """
    factor_of = np.asarray(factor_of, dtype=int)
    for group in groups:
        _check(group, factor_of)
    places = _places(len(groups), factor_of, equal)
    values = np.array([_start(groups, places_of[0]) for places_of in places])
    with_means = INTERCEPTS in equal
    state = _state(groups, factor_of, places, values, with_means)
    chi_square = chi_square_of(groups, state)
    for _ in range(STEPS):
        gradient, information = slopes(groups, state, places)
        step = -_solved(2 * information, gradient)
        if np.abs(gradient @ step) < FLAT * 1e-3:
            break
        for halving in range(HALVINGS):
            tried = values + step / 2**halving
            new = _state(groups, factor_of, places, tried, with_means)
            now = chi_square_of(groups, new)
            if now <= chi_square + ROUNDING * abs(chi_square):
                break
        else:
            break
        values, state, chi_square = tried, new, now
    return _fitted(groups, factor_of, places, state, chi_square, with_means)


def _solved(information, gradient):
    """The step that a gradient asks for; the shortest one where parameters cannot be told apart."""
    try:
        return cho_solve(cho_factor(information), gradient)
    except LinAlgError:
        return np.linalg.lstsq(information, gradient, rcond=None)[0]


def _check(group, factor_of):
    p = len(factor_of)
    if group.covariance.shape != (p, p):
        raise ValueError(f"{p} items, but a covariance matrix of {group.covariance.shape}")
    if group.n <= p or not is_positive_definite(group.covariance):
        raise ValueError("the covariance matrix is not positive definite")


def is_positive_definite(matrix) -> bool:
    """Whether a matrix (p, p) can be a covariance matrix without redundant items.

    >>> is_positive_definite([[1, 0.5], [0.5, 1]]), is_positive_definite([[1, 1], [1, 1]])
    (True, False)
    """
    matrix = np.asarray(matrix, dtype=float)
    scale = np.sqrt(np.diag(matrix))
    if not np.all(scale > 0):
        return False
    return bool(np.linalg.eigvalsh(matrix / np.outer(scale, scale))[0] > 1e-10)


def _places(groups, factor_of, equal):
    """Per free parameter, the entries (kind, group, row, column) that it stands in."""
    every = range(groups)
    k = factor_of.max() + 1
    alone = np.bincount(factor_of)[factor_of] == 1
    loadings = [[(LOADING, g, i, f) for g in every] for i, f in enumerate(factor_of)]
    intercepts = [[(INTERCEPT, g, i, 0) for g in every] for i in range(len(factor_of))]
    free_variance = every[1:] if LOADINGS in equal else []
    places = loadings if LOADINGS in equal else [[one] for many in loadings for one in many]
    places += [[(FACTOR, g, a, b)] for g in every for a in range(k) for b in range(a)]
    places += [[(FACTOR, g, a, a)] for g in free_variance for a in range(k)]
    places += [[(RESIDUAL, g, i, 0)] for g in every for i in np.flatnonzero(~alone)]
    if INTERCEPTS in equal:
        places += intercepts
        places += [[(FACTOR_MEAN, g, a, 0)] for g in every[1:] for a in range(k)]
    return places


def _start(groups, place):
    kind, g, i, j = place
    spread = groups[g].covariance[i, i] if kind in (LOADING, RESIDUAL) else 0.0
    if kind == LOADING:
        return 0.7 * np.sqrt(spread)
    if kind == FACTOR:
        return 1.0 if i == j else 0.3
    return {RESIDUAL: 0.5 * spread, INTERCEPT: groups[0].mean[i], FACTOR_MEAN: 0.0}[kind]


def _state(groups, factor_of, places, values, with_means):
    """The model's matrices with the parameters in their places."""
    p, k = len(factor_of), factor_of.max() + 1
    shape = len(groups)
    matrices = (
        np.zeros((shape, p, k)),
        np.tile(np.eye(k), (shape, 1, 1)),
        np.zeros((shape, p, 1)),
        np.array([group.mean for group in groups], dtype=float)[:, :, None],
        np.zeros((shape, k, 1)),
    )
    if with_means:
        matrices[INTERCEPT][:] = 0.0
    for value, entries in zip(values, places, strict=True):
        for kind, g, i, j in entries:
            matrices[kind][g, i, j] = value
            if kind == FACTOR:
                matrices[kind][g, j, i] = value
    return matrices


def _fitted(groups, factor_of, places, state, chi_square, with_means):
    gradient, information = slopes(groups, state, places)
    p = len(factor_of)
    known = len(groups) * (p * (p + 1) // 2 + (p if with_means else 0))
    possible = state[RESIDUAL].min() >= 0 and all(
        np.linalg.eigvalsh(factors)[0] > 0 for factors in state[FACTOR]
    )
    step = _solved(2 * information, gradient)
    return Fit(
        loadings=state[LOADING],
        factors=state[FACTOR],
        residuals=state[RESIDUAL][:, :, 0],
        intercepts=state[INTERCEPT][:, :, 0],
        factor_means=state[FACTOR_MEAN][:, :, 0],
        implied=np.array([implied(state, g)[0] for g in range(len(groups))]),
        chi_square=max(chi_square, 0.0),
        df=known - len(places),
        converged=bool(np.abs(gradient @ step) < FLAT),
        admissible=bool(possible),
        variance=np.linalg.pinv(information),
        places=places,
    )
