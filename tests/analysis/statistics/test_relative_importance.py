"""LMG: a worked example by hand, all orders one by one, and drawn orders against counted ones.

Johnson's relative weights: his own route over orthogonal variables, by regressions on raw answers.
"""

from itertools import permutations

import numpy as np
import pytest

from analysis.statistics.relative_importance import _drawn, lmg, lmg_of_many, relative_weights
from tests.analysis.statistics.holzinger_swineford import ANSWERS

COVARIANCE = np.cov(ANSWERS.T)


def r_squared(predictors, outcome):
    if not predictors:
        return 0.0
    design = np.column_stack([np.ones(len(ANSWERS)), ANSWERS[:, list(predictors)]])
    fitted = design @ np.linalg.lstsq(design, outcome, rcond=None)[0]
    return np.var(fitted) / np.var(outcome)


def test_two_predictors_by_hand():
    """r1 = 0.6, r2 = 0.3, r12 = 0.5: R² = (0.36 + 0.09 − 0.18) / 0.75 = 0.36;
    the first alone 0.36, after the second 0.27: (0.36 + 0.27) / 2; the second 0.09 and 0."""
    found = lmg([[1, 0.5, 0.6], [0.5, 1, 0.3], [0.6, 0.3, 1]])
    assert found.share == pytest.approx([0.315, 0.045])
    assert found.r_squared == pytest.approx(0.36)


def test_every_order_of_four_predictors():
    """The definition itself, by regressions on the raw answers."""
    outcome, gains = ANSWERS[:, 8], np.zeros(4)
    orders = list(permutations(range(4)))
    for order in orders:
        for place, item in enumerate(order):
            with_it = r_squared(order[: place + 1], outcome)
            gains[item] += with_it - r_squared(order[:place], outcome)
    found = lmg(COVARIANCE[np.ix_([0, 1, 2, 3, 8], [0, 1, 2, 3, 8])])
    assert found.share == pytest.approx(gains / len(orders), abs=1e-12)
    assert found.share.sum() == pytest.approx(r_squared(range(4), outcome))


def test_drawn_orders_agree_with_all_orders_within_their_error():
    scale = np.sqrt(np.diag(COVARIANCE))
    drawn = _drawn(COVARIANCE / np.outer(scale, scale), 8, orders=2000, seed=1)
    exact = lmg(COVARIANCE)
    assert np.all(np.abs(drawn.share - exact.share) < 4 * drawn.error)
    assert drawn.error.max() < 0.001
    assert drawn.share.sum() == pytest.approx(exact.r_squared)


def test_more_predictors_than_can_be_counted():
    random = np.random.default_rng(9)
    answers = random.standard_normal((500, 20))
    outcome = answers[:, 0] + 0.5 * answers[:, 1] + random.standard_normal(500)
    found = lmg(np.cov(np.column_stack([answers, outcome]).T))
    assert list(np.argsort(-found.share)[:2]) == [0, 1]
    assert found.share.sum() == pytest.approx(found.r_squared)


@pytest.mark.parametrize("column", [np.full(301, 2.0), ANSWERS[:, 0] + ANSWERS[:, 1]])
def test_predictors_that_say_nothing_new_are_refused(column):
    table = np.column_stack([ANSWERS[:, :2], column, ANSWERS[:, 8]])
    with pytest.raises(ValueError, match="constant or follows"):
        lmg(np.cov(table.T))


def test_many_at_once_are_those_one_by_one():
    other = np.diag([1, 2, 3, 4, 5, 6, 7, 8, 9]) + COVARIANCE
    singular = COVARIANCE.copy()
    singular[1], singular[:, 1] = singular[0], singular[:, 0]
    found = lmg_of_many([COVARIANCE, singular, other])
    assert found[0] == pytest.approx(lmg(COVARIANCE).share, abs=1e-12)
    assert np.isnan(found[1]).all()
    assert found[2] == pytest.approx(lmg(other).share, abs=1e-12)
    with pytest.raises(ValueError, match="17 predictors"):
        lmg_of_many([np.eye(18)])


def test_relative_weights_by_regressions_on_orthogonal_variables():
    """Johnson (2000): Z = PQ' of the singular values of the standardised predictors X = PΔQ';
    squared slopes of X on Z times those of the outcome on Z."""
    scaled = (ANSWERS - ANSWERS.mean(axis=0)) / ANSWERS.std(axis=0)
    predictors, outcome = scaled[:, :8], scaled[:, 8]
    left, _, right = np.linalg.svd(predictors, full_matrices=False)
    orthogonal = left @ right * np.sqrt(len(ANSWERS))
    on_predictors = orthogonal.T @ predictors / len(ANSWERS)  # (orthogonal, predictors)
    on_outcome = orthogonal.T @ outcome / len(ANSWERS)
    (found,) = relative_weights([COVARIANCE])
    assert found == pytest.approx((on_predictors**2).T @ on_outcome**2, abs=1e-12)
    assert found.sum() == pytest.approx(lmg(COVARIANCE).r_squared)
    assert found == pytest.approx(lmg(COVARIANCE).share, abs=0.01)  # near, as it is known to be


def test_relative_weights_of_collinear_predictors_are_unknown():
    assert np.isnan(relative_weights([[[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 1]]])).all()
