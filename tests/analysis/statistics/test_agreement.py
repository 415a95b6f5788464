"""Agreement of experts: published values, Friedman's test, and experts who do not distinguish."""

import numpy as np
import pytest
from scipy.stats import friedmanchisquare

from analysis.statistics.agreement import (
    content_validity_index,
    content_validity_ratio,
    critical_ratio,
    kendall_w,
    modified_kappa,
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


def test_critical_ratio_of_ayre_and_scally():
    """Table 3 of Ayre & Scally (2014), one-sided 0.05."""
    printed = {5: 1.0, 6: 1.0, 7: 1.0, 8: 0.75, 9: 0.778, 10: 0.8, 11: 0.636, 12: 0.667, 13: 0.538,
               14: 0.571, 15: 0.6, 20: 0.5, 25: 0.44, 30: 0.333, 40: 0.3}  # fmt: skip
    assert {n: round(critical_ratio(n), 3) for n in printed} == printed
    assert np.isnan(critical_ratio(4)) and np.isnan(critical_ratio(0))


def test_kappa_of_polit_beck_and_owen():
    """Table 1 there: experts, how many agree, κ*."""
    printed = {(3, 3): 1.0, (3, 2): 0.47, (4, 3): 0.67, (5, 4): 0.76, (6, 5): 0.82, (7, 6): 0.85,
               (8, 7): 0.88, (9, 8): 0.89, (9, 7): 0.76}  # fmt: skip
    assert {key: round(modified_kappa(key[1], key[0]), 2) for key in printed} == pytest.approx(
        printed, abs=0.011
    )
    assert np.isnan(modified_kappa(0, 0))
