"""How does the misfit of a factor model change with each of its parameters?

    ∂χ² = Σ_g n_g · tr[(Σ⁻¹ − Σ⁻¹ (S + dd') Σ⁻¹) ∂Σ] − 2 n_g · ∂μ' Σ⁻¹ d       d = m − μ
    ∂Σ/∂λ_if = e_i (ΛΦ)_f' + (ΛΦ)_f e_i'      ∂Σ/∂φ_ab = λ_a λ_b' + λ_b λ_a'      ∂Σ/∂θ_i = e_i e_i'
    ∂μ/∂λ_if = κ_f e_i      ∂μ/∂τ_i = e_i      ∂μ/∂κ_f = λ_f

`state` is (Λ (G, p, k), Φ (G, k, k), Θ's diagonal (G, p, 1), τ (G, p, 1), κ (G, k, 1)).
Source: Jöreskog (1971), Psychometrika 36, 409–426; Magnus & Neudecker, Matrix Differential
Calculus, for the derivatives.
"""

import numpy as np

LOADING, FACTOR, RESIDUAL, INTERCEPT, FACTOR_MEAN = range(5)


def implied(state, g):
    """Covariance (p, p) and mean (p,) that the matrices of `state` imply in group g.

    >>> loadings, factors = np.array([[[0.6], [0.8]]]), np.ones((1, 1, 1))
    >>> residuals = np.array([[[0.64], [0.36]]])
    >>> state = (loadings, factors, residuals, np.zeros((1, 2, 1)), np.zeros((1, 1, 1)))
    >>> implied(state, 0)[0].round(2).tolist()
    [[1.0, 0.48], [0.48, 1.0]]
    """
    loadings, factors, residuals, intercepts, means = (matrix[g] for matrix in state)
    covariance = loadings @ factors @ loadings.T + np.diag(residuals[:, 0])
    return covariance, (intercepts + loadings @ means)[:, 0]


def chi_square_of(groups, state):
    """χ² of all groups together; infinite where Σ is no covariance matrix.

    groups: with n, mean (p,) and covariance (p, p) each.

    >>> from types import SimpleNamespace
    >>> group = SimpleNamespace(n=100, mean=np.zeros(2), covariance=np.eye(2))
    >>> of_one, of_factor = np.zeros((1, 2, 1)), np.ones((1, 1, 1))
    >>> chi_square_of([group], (of_one, of_factor, of_one + 1, of_one, of_factor * 0))
    0.0
    """
    total = 0.0
    for g, group in enumerate(groups):
        covariance, mean = implied(state, g)
        sign, logarithm = np.linalg.slogdet(covariance)
        if sign <= 0 or np.linalg.eigvalsh(covariance)[0] <= 0:
            return np.inf
        apart = group.mean - mean
        within = group.covariance + np.outer(apart, apart)
        fitted = np.trace(np.linalg.solve(covariance, within))
        saturated = np.linalg.slogdet(group.covariance)[1] + len(mean)
        total += group.n * (logarithm + fitted - saturated)
    return float(total)


def slopes(groups, state, places):
    """Gradient (q,) of χ² and expected information (q, q), for the q parameters of `places`.

    >>> from types import SimpleNamespace
    >>> group = SimpleNamespace(n=100, mean=np.zeros(1), covariance=np.eye(1))
    >>> none, one = np.zeros((1, 1, 1)), np.ones((1, 1, 1))
    >>> of_residual = slopes([group], (none, one, one * 2, none, none), [[(RESIDUAL, 0, 0, 0)]])
    >>> [value.round(2).tolist() for value in of_residual]
    [[25.0], [[12.5]]]
    """
    gradient = np.zeros(len(places))
    information = np.zeros((len(places), len(places)))
    for g, group in enumerate(groups):
        covariance, mean = implied(state, g)
        inverse = np.linalg.inv(covariance)
        apart = group.mean - mean
        within = group.covariance + np.outer(apart, apart)
        misfit = inverse - inverse @ within @ inverse
        here = [n for n, entries in enumerate(places) if any(place[1] == g for place in entries)]
        slopes = [_slope(state, g, places[n]) for n in here]
        of_covariance = np.array([slope for slope, _ in slopes])
        of_mean = np.array([slope for _, slope in slopes])
        gradient[here] += group.n * np.einsum("jk,ikj->i", misfit, of_covariance)
        gradient[here] -= group.n * 2 * of_mean @ inverse @ apart
        turned = (inverse @ of_covariance).reshape(len(here), -1)
        back = (of_covariance @ inverse).reshape(len(here), -1)
        both = 0.5 * turned @ back.T + of_mean @ inverse @ of_mean.T
        information[np.ix_(here, here)] += group.n * both
    return gradient, information


def _slope(state, g, entries):
    """∂Σ (p, p) and ∂μ (p,) of one parameter in group g."""
    loadings, factors, _, _, means = (matrix[g] for matrix in state)
    p = len(loadings)
    of_covariance, of_mean = np.zeros((p, p)), np.zeros(p)
    for kind, group, i, j in entries:
        if group != g:
            continue
        if kind == LOADING:
            reach = loadings @ factors[:, j]
            of_covariance[i] += reach
            of_covariance[:, i] += reach
            of_mean[i] += means[j, 0]
        elif kind == FACTOR:
            cross = np.outer(loadings[:, i], loadings[:, j])
            of_covariance += cross if i == j else cross + cross.T
        elif kind == RESIDUAL:
            of_covariance[i, i] += 1.0
        elif kind == INTERCEPT:
            of_mean[i] += 1.0
        else:
            of_mean += loadings[:, i]
    return of_covariance, of_mean
