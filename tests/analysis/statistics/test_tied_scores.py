"""Ties drawn apart: order, margins and correlation of the continuous scores behind few values."""

import numpy as np
import pytest
from scipy.special import ndtri

from analysis.statistics.tied_scores import normal_scores, untied


def latent(n, correlation, seed):
    rng = np.random.default_rng(seed)
    return rng.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], n)


def test_order_is_kept_and_margins_are_normal():
    x = np.digitize(latent(500, 0.6, 1), [-1, 0, 1])
    z = normal_scores(x, np.random.default_rng(1))
    for j in range(2):
        assert np.all(np.diff(x[np.argsort(z[:, j]), j]) >= 0)
        assert np.sort(z[:, j]) == pytest.approx(ndtri((np.arange(500) + 0.5) / 500))


def test_scores_without_ties_are_normal_scores_of_their_ranks():
    x = np.exp(latent(300, 0.3, 2))
    z = normal_scores(x, np.random.default_rng(1))
    wanted = ndtri((np.argsort(np.argsort(x, axis=0), axis=0) + 0.5) / 300)
    assert z == pytest.approx(wanted)


@pytest.mark.parametrize("correlation", [-0.5, 0.2, 0.7])
def test_the_correlation_behind_a_heap_is_found_again(correlation):
    """Half of all have the highest value of both: their ranks correlate by much less."""
    x = np.digitize(latent(4000, correlation, 3), [-1.2, 0])
    z = normal_scores(x, np.random.default_rng(1))
    assert np.corrcoef(z.T)[0, 1] == pytest.approx(correlation, abs=0.06)


def test_untied_scores_stay_between_the_values_beside_them():
    x = np.array([[1.0], [1.0], [2.0], [2.0], [2.0], [4.0], [4.0]])
    y = untied(x, normal_scores(x, np.random.default_rng(1)))[:, 0]
    assert y[:2].max() < 1.5 < y[2:5].min() and y[2:5].max() < 3 < y[5:].min()
    assert len(np.unique(y)) == 7
