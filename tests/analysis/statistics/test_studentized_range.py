"""Quantiles of the studentised range against scipy, from few degrees of freedom to infinity."""

import numpy as np
import pytest
from scipy import stats

from analysis.statistics.studentized_range import quantile


@pytest.mark.parametrize("df", [1, 3, 5, 17.5, 471, 99_999, np.inf])
@pytest.mark.parametrize("units", [2, 31, 507])  # provinces; branches of the whole country
def test_equals_scipy(units, df):
    expected = stats.studentized_range.ppf(0.95, units, df)
    assert quantile(0.95, units, df) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("level", [1e-6, 0.5, 0.999, 0.999999])
def test_other_levels_equal_scipy(level):
    assert quantile(level, 5, 12) == pytest.approx(
        stats.studentized_range.ppf(level, 5, 12), rel=1e-6
    )


@pytest.mark.parametrize(
    ("level", "units", "df"),
    [(0, 3, 5), (1, 3, 5), (1 - 1e-9, 3, 5), (0.95, 1, 5), (0.95, 3, 0.5), (0.95, 3, np.nan)],
)
def test_what_is_no_such_distribution_is_refused(level, units, df):
    with pytest.raises(ValueError, match="out of range"):
        quantile(level, units, df)
