"""Agreement of experts: published values, Friedman's test, and experts who do not distinguish."""

import numpy as np
import pytest
from scipy.stats import friedmanchisquare

from analysis.statistics.agreement import (
    content_validity_index,
    content_validity_ratio,
    kendall_w,
)


def test_ratio_of_lawshe():
    """Lawshe (1975): 9 of 10 experts give 0.80, half of them 0, fewer a negative value."""
    assert content_validity_ratio([9, 5, 2], 10).tolist() == pytest.approx([0.8, 0.0, -0.6])
    assert np.isnan(content_validity_ratio(0, 0))


def test_index():
    assert content_validity_index([8, 10], 10).tolist() == [0.8, 1.0]
    assert np.isnan(content_validity_index(0, 0))


@pytest.mark.parametrize("levels", [100, 5], ids=["no ties", "many ties"])
def test_w_is_friedmans_statistic(levels):
    """χ² = m (k − 1) W, with and without ties."""
    ratings = np.random.default_rng(levels).integers(0, levels, (12, 7)).astype(float)
    found = kendall_w(ratings)
    other = friedmanchisquare(*ratings.T)
    assert found.chi_square == pytest.approx(other.statistic)
    assert found.p == pytest.approx(other.pvalue)


def test_full_agreement_and_none():
    assert kendall_w([[1, 2, 3]] * 4).w == pytest.approx(1)
    assert kendall_w([[1, 2, 3], [3, 2, 1]]).w == pytest.approx(0)
    assert np.isnan(kendall_w([[3, 3, 3]] * 4).w)
    with pytest.raises(ValueError, match="two experts"):
        kendall_w([[1, 2, 3]])
