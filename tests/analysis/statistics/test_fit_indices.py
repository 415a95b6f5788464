"""Fit indices: lavaan's published values, and what a perfect or an empty model has."""

import numpy as np
import pytest

from analysis.statistics.confirmatory import confirm
from analysis.statistics.factor_model import moments
from analysis.statistics.fit_indices import indices, rmsea_limits
from tests.analysis.statistics.holzinger_swineford import ANSWERS, FACTOR_OF


def test_indices_of_lavaan():
    """lavaan's tutorial, "A CFA example"."""
    found = confirm(moments(ANSWERS), FACTOR_OF)
    published = {
        "cfi": 0.931,
        "tli": 0.896,
        "rmsea": 0.092,
        "rmsea_low": 0.071,
        "rmsea_high": 0.114,
    }
    for name, value in published.items():
        assert getattr(found.indices, name) == pytest.approx(value, abs=5e-4), name
    assert found.srmr == pytest.approx(0.065, abs=5e-4)
    assert found.indices.p < 0.001


def test_a_perfect_model():
    found = indices(10.0, 24, 900.0, 36, 300)
    assert (found.cfi, found.rmsea, found.rmsea_low) == (1.0, 0.0, 0.0)
    assert found.tli > 1


def test_nothing_to_judge_without_degrees_of_freedom():
    assert np.isnan(indices(0.0, 0, 900.0, 3, 300).cfi)


def test_limits_hold_the_value():
    for chi_square in (30.0, 60.0, 400.0):
        low, high = rmsea_limits(chi_square, 24, 301)
        assert low <= np.sqrt(max(chi_square - 24, 0) / (24 * 301)) <= high
