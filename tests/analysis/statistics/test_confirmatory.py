"""Confirmatory analysis: published loadings, reliabilities of semTools, HTMT counted by hand."""

import numpy as np
import pytest

from analysis.statistics.confirmatory import confirm, htmt, loading_errors
from analysis.statistics.factor_model import fit, moments
from tests.analysis.statistics.holzinger_swineford import ANSWERS, FACTOR_OF

FOUND = confirm(moments(ANSWERS), FACTOR_OF)


def test_standardised_loadings_and_correlations_of_lavaan():
    """lavaan's tutorial, columns Std.all; correlations of visual, textual and speed."""
    published = [0.772, 0.424, 0.581, 0.852, 0.855, 0.838, 0.570, 0.723, 0.665]
    assert FOUND.loading == pytest.approx(published, abs=6e-4)
    correlations = FOUND.correlations[np.tril_indices(3, -1)]
    assert correlations == pytest.approx([0.459, 0.471, 0.283], abs=6e-4)


def test_omega_of_semtools():
    """semTools::reliability on this model."""
    assert FOUND.omega == pytest.approx([0.625, 0.885, 0.688], abs=5e-4)
    assert FOUND.ave == pytest.approx(
        [np.mean(FOUND.loading[np.equal(FACTOR_OF, f)] ** 2) for f in range(3)]
    )


def test_standardised_loadings_have_the_variance_that_is_left():
    assert FOUND.loading**2 + FOUND.residual == pytest.approx(np.ones(9))


def test_errors_belong_to_the_loadings():
    """lavaan prints 0.081 for x1 with std.lv = TRUE, and 0.057 for x4."""
    errors = loading_errors(fit([moments(ANSWERS)], FACTOR_OF))
    assert errors[[0, 3]] == pytest.approx([0.081, 0.057], abs=1e-3)


def test_htmt_counted_by_hand():
    correlation = np.abs(np.corrcoef(ANSWERS.T))
    between = np.mean([correlation[i, j] for i in range(3) for j in range(3, 6)])
    visual = np.mean([correlation[0, 1], correlation[0, 2], correlation[1, 2]])
    textual = np.mean([correlation[3, 4], correlation[3, 5], correlation[4, 5]])
    found = htmt(np.cov(ANSWERS.T), FACTOR_OF)
    assert found[0, 1] == pytest.approx(between / np.sqrt(visual * textual))
    assert np.array_equal(found, found.T)


def test_htmt_of_a_factor_with_one_item_is_unknown():
    found = htmt(np.cov(ANSWERS[:, :4].T), [0, 0, 0, 1])
    assert np.isnan(found[0, 1])
