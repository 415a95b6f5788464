"""LMG: a worked example by hand, all orders one by one, and drawn orders against counted ones."""

from itertools import permutations

import numpy as np
import pytest

from analysis.statistics.relative_importance import _drawn, lmg
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
