"""How does the misfit of a factor model change with each of its parameters?

    ∂χ² = Σ_g n_g · tr[(Σ⁻¹ − Σ⁻¹ (S + dd') Σ⁻¹) ∂Σ] − 2 n_g · ∂μ' Σ⁻¹ d       d = m − μ
    ∂Σ/∂λ_if = e_i (ΛΦ)_f' + (ΛΦ)_f e_i'      ∂Σ/∂φ_ab = λ_a λ_b' + λ_b λ_a'      ∂Σ/∂θ_i = e_i e_i'
    ∂μ/∂λ_if = κ_f e_i      ∂μ/∂τ_i = e_i      ∂μ/∂κ_f = λ_f

Each ∂Σ is u v' + v u', which gives both sums from vectors alone, without a matrix per parameter:

    tr[M ∂Σ] = 2 u' M v (M symmetric)
    ½ tr(Σ⁻¹ ∂Σ Σ⁻¹ ∂Σ*) = (u'Σ⁻¹u*)(v'Σ⁻¹v*) + (u'Σ⁻¹v*)(v'Σ⁻¹u*)

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
        here = {n: place for n, entries in enumerate(places) for place in entries if place[1] == g}
        first, second, of_mean = _slopes(state, g, here.values())
        one, other = first @ inverse, second @ inverse
        crossed = one @ second.T
        both = (one @ first.T) * (other @ second.T) + crossed * crossed.T
        both += of_mean @ inverse @ of_mean.T
        here = list(here)
        gradient[here] += 2 * group.n * np.einsum("ij,jk,ik->i", first, misfit, second)
        gradient[here] -= 2 * group.n * of_mean @ inverse @ apart
        information[np.ix_(here, here)] += group.n * both
    return gradient, information


def _slopes(state, g, entries):
    """u and v of ∂Σ = u v' + v u', and ∂μ, of each entry in group g; each (entries, p)."""
    loadings, factors, _, _, means = (matrix[g] for matrix in state)
    kind, _, row, column = np.array(list(entries), dtype=int).reshape(-1, 4).T
    unit, reach = np.eye(len(loadings)), loadings @ factors
    first, second, of_mean = np.zeros((3, len(kind), len(loadings)))
    own = kind == LOADING
    first[own], second[own] = unit[row[own]], reach.T[column[own]]
    of_mean[own] = unit[row[own]] * means[column[own]]
    own = kind == FACTOR
    # A variance stands in Σ once, a covariance twice.
    first[own] = loadings.T[row[own]] * np.where(row == column, 0.5, 1.0)[own, None]
    second[own] = loadings.T[column[own]]
    own = kind == RESIDUAL
    first[own], second[own] = unit[row[own]] / 2, unit[row[own]]
    of_mean[kind == INTERCEPT] = unit[row[kind == INTERCEPT]]
    of_mean[kind == FACTOR_MEAN] = loadings.T[row[kind == FACTOR_MEAN]]
    return first, second, of_mean
