"""Wilson's interval equals statsmodels', and holds what it promises where shares are small."""

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from analysis.statistics.wilson import wilson


@pytest.mark.parametrize("n", [1, 5, 30, 1000])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_it_equals_statsmodels(n, level):
    counts = np.unique(np.linspace(0, n, 7).round())
    low, high = wilson(counts / n, n, level=level)
    wanted = proportion_confint(counts, n, alpha=1 - level, method="wilson")
    np.testing.assert_allclose((low, high), wanted, atol=1e-12)


def test_fewer_degrees_of_freedom_are_less_sure():
    low, high = wilson(0.2, 50, df=np.array([2, 10, 1e9, np.inf]))
    assert (np.diff(low)[:2] > 0).all() and (np.diff(high)[:2] < 0).all()
    assert low[2] == pytest.approx(low[3], abs=1e-6)


def test_where_nothing_can_be_said():
    assert np.isnan(wilson([0.5, 0.5, np.nan], [0, 10, 10], df=[5, 0, 5])).all()
