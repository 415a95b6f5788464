"""Moments over complete cases: those of numpy over the rows without a gap in the items."""

import numpy as np
import pytest

from analysis.statistics.complete_cases import CompleteCases, correlation


@pytest.fixture
def answers():
    random = np.random.default_rng(5)
    found = random.integers(1, 6, (300, 6)).astype(float)
    found[random.random(found.shape) < 0.05] = np.nan
    return found


@pytest.mark.parametrize("places", [[0, 1, 2], [5, 2], [3], list(range(6))])
def test_every_set_of_items_has_its_own_complete_cases(answers, places):
    own = answers[:, places]
    own = own[~np.isnan(own).any(axis=1)]
    found = CompleteCases(answers).moments(places)
    assert found.n == len(own) > CompleteCases(answers).n - 1
    np.testing.assert_allclose(found.mean, own.mean(axis=0))
    expected = np.cov(own.T, bias=True).reshape(len(places), -1)
    np.testing.assert_allclose(found.covariance, expected, atol=1e-12)


def test_correlations_are_those_of_numpy(answers):
    complete = answers[~np.isnan(answers).any(axis=1)]
    found = correlation(CompleteCases(answers).moments().covariance)
    np.testing.assert_allclose(found, np.corrcoef(complete.T), atol=1e-12)


def test_an_item_answered_alike_has_no_spread_at_all():
    found = CompleteCases(np.column_stack([np.full(1000, 3.7), np.arange(1000)])).moments()
    assert found.covariance[0].tolist() == [0, 0]
    assert np.isnan(correlation(found.covariance)[0]).all()


def test_without_a_complete_case_there_is_nothing_to_say():
    found = CompleteCases([[1, np.nan], [np.nan, 2]]).moments()
    assert found.n == 0 and np.isnan(found.covariance).all()
    assert CompleteCases(np.empty((0, 3))).moments().n == 0
