"""Inflation against statsmodels on Holzinger & Swineford's tests; the rules at their edges."""

import numpy as np
import pytest
from statsmodels.stats.outliers_influence import variance_inflation_factor

from analysis.statistics.collinearity import (
    HIGH,
    LOW,
    MODERATE,
    condition_number,
    inflation,
    verdict,
)
from tests.analysis.statistics.holzinger_swineford import ANSWERS

COVARIANCE = np.cov(ANSWERS.T)


def test_inflation_is_that_of_statsmodels():
    design = np.column_stack([np.ones(len(ANSWERS)), ANSWERS])
    expected = [variance_inflation_factor(design, place) for place in range(1, 10)]
    assert inflation(COVARIANCE) == pytest.approx(expected, rel=1e-9)


def test_the_condition_number_is_that_of_the_standardised_columns():
    scaled = (ANSWERS - ANSWERS.mean(axis=0)) / ANSWERS.std(axis=0)
    assert condition_number(COVARIANCE) == pytest.approx(np.linalg.cond(scaled))


@pytest.mark.parametrize(
    ("r", "said"),
    [
        (0.5, LOW),
        (0.89, LOW),  # VIF 4.8
        (0.90, MODERATE),  # VIF 5.3
        (0.948, MODERATE),  # VIF 9.9
        (0.95, HIGH),  # VIF 10.3
        (1.0, HIGH),  # one follows from the other
    ],
)
def test_the_verdict(r, said):
    assert verdict([[1, r], [r, 1]]) == said


def test_a_constant_predictor_has_no_finite_inflation():
    assert np.isinf(inflation([[1, 0], [0, 0]])).all()
    assert condition_number([[1, 0], [0, 0]]) == np.inf
