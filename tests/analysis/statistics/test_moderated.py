"""Moderated variances: the model is recovered, and little is borrowed where they truly differ."""

import numpy as np
import pytest
from scipy.special import polygamma

from analysis.statistics.moderated import _trigamma_inverse, moderated


def drawn(rng, prior, prior_df, df, size):
    """Variances of the model: the true ones scaled inverse χ², the estimates χ² about them."""
    true = prior * prior_df / rng.chisquare(prior_df, size)
    return true, true * rng.chisquare(df, size) / df


def test_the_model_is_recovered():
    _, found = drawn(np.random.default_rng(1), prior=1.4, prior_df=6, df=3, size=20_000)
    shared = moderated(found, np.full(found.size, 3))
    assert (shared.prior, shared.prior_df) == (pytest.approx(1.4, rel=0.02), pytest.approx(6, 0.06))


def test_moderated_variances_lie_nearer_the_true_ones():
    true, found = drawn(np.random.default_rng(2), prior=1.0, prior_df=10, df=2, size=31)
    shared = moderated(found, np.full(31, 2)).variance
    assert np.abs(np.log(shared / true)).mean() < 0.6 * np.abs(np.log(found / true)).mean()


def test_never_more_is_borrowed_than_there_are_variances():
    found = np.random.default_rng(3).chisquare(2, 31) / 2  # all true variances are 1
    assert moderated(found, np.full(31, 2)).prior_df <= 31


def test_where_they_truly_differ_each_speaks_for_itself():
    found = 10.0 ** np.arange(-5, 5)
    shared = moderated(found, np.full(10, 20))
    assert shared.prior_df < 0.5
    assert shared.variance[2:-1] == pytest.approx(found[2:-1], rel=0.1)


def test_degenerate_input():
    nan = float("nan")
    few = moderated([1.0, 2.0, nan], [2, 2, 2])
    assert few.variance.tolist()[:2] == [1.0, 2.0] and few.prior_df == 0
    some = moderated([1.0, 1.1, 0.9, 1.2, 1.0, 0.0, nan, 5.0], [2, 2, 2, 2, 2, 2, 2, 0])
    assert some.variance[5] > 0  # equal changes of three branches are no proof
    assert np.isnan(some.variance[6]) and some.variance[7] == 5.0
    assert some.df.tolist() == [7] * 6 + [2, 0]


@pytest.mark.parametrize("value", [1e-4, 0.1, 1.0, 50.0])
def test_the_inverse_of_trigamma(value):
    assert polygamma(1, _trigamma_inverse(value)) == pytest.approx(value, rel=1e-9)
