"""KMO and Bartlett: the definitions by a second route, and matrices that have none."""

import numpy as np
import pytest
from scipy.stats import chi2

from analysis.statistics.sampling_adequacy import bartlett, kmo
from tests.analysis.statistics.holzinger_swineford import ANSWERS

CORRELATION = np.corrcoef(ANSWERS.T)


def residual(column, others):
    """What a regression on the others leaves of a column."""
    design = np.column_stack([np.ones(len(others)), others])
    return column - design @ np.linalg.lstsq(design, column, rcond=None)[0]


def test_kmo_from_partial_correlations_of_regressions():
    """The partial correlation of two items is that of their residuals given all others."""
    partial = np.zeros((9, 9))
    for i in range(9):
        for j in range(i):
            others = np.delete(ANSWERS, [i, j], axis=1)
            left = [residual(ANSWERS[:, item], others) for item in (i, j)]
            partial[i, j] = partial[j, i] = np.corrcoef(*left)[0, 1]
    plain = CORRELATION - np.eye(9)
    overall, per_item = kmo(CORRELATION)
    expected = (plain**2).sum() / ((plain**2).sum() + (partial**2).sum())
    assert overall == pytest.approx(expected, abs=1e-10)
    each = (plain**2).sum(axis=0) / ((plain**2).sum(axis=0) + (partial**2).sum(axis=0))
    assert per_item == pytest.approx(each, abs=1e-10)


def test_bartlett_from_eigenvalues():
    found = bartlett(CORRELATION, 301)
    by_eigenvalues = -(300 - 23 / 6) * np.log(np.linalg.eigvalsh(CORRELATION)).sum()
    assert found.chi_square == pytest.approx(by_eigenvalues)
    assert found.df == 36
    assert found.p == pytest.approx(chi2.sf(by_eigenvalues, 36))


def test_unrelated_items_pass_as_often_as_chance():
    random = np.random.default_rng(5)
    drawn = (np.corrcoef(random.standard_normal((200, 6)).T) for _ in range(500))
    p = np.array([bartlett(correlation, 200).p for correlation in drawn])
    assert 0.02 <= (p < 0.05).mean() <= 0.08


@pytest.mark.parametrize("matrix", [[[1.0]], [[1, 1], [1, 1]], [[1, np.nan], [np.nan, 1]]])
def test_no_answer_for_a_singular_matrix(matrix):
    for asked in (kmo, lambda matrix: bartlett(matrix, 100)):
        with pytest.raises(ValueError, match="singular|two items"):
            asked(matrix)
