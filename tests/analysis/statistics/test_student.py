"""t, p and intervals against scipy.stats.t."""

import numpy as np
import pytest
from scipy import stats

from analysis.statistics.student import interval, t_value, two_sided


@pytest.mark.parametrize("df", [1, 2.5, 30, 1e6])
@pytest.mark.parametrize("t", [0.0, 0.3, -2.1, 40.0])
def test_two_sided_p_equals_scipy(t, df):
    assert two_sided(t, df) == pytest.approx(2 * stats.t.sf(abs(t), df), rel=1e-10)


@pytest.mark.parametrize("df", [1, 2.5, 30, 1e6])
@pytest.mark.parametrize("level", [0.5, 0.95, 1 - 0.05 / 42])
def test_interval_equals_scipy(df, level):
    expected = stats.t.interval(level, df, loc=3.2, scale=0.1)
    assert interval(3.2, 0.1, df, level) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(
    ("se", "df", "t", "low"),
    [
        (0.0, 9, np.nan, 4.0),  # all equal: the interval is the estimate
        (np.nan, 9, np.nan, np.nan),  # no error known
        (0.5, 0, 2.0, np.nan),  # no degree of freedom
        (0.5, np.nan, 2.0, np.nan),  # none known
    ],
)
def test_degenerate_estimates(se, df, t, low):
    assert t_value(4.0, se, 3.0) == pytest.approx(t, nan_ok=True)
    assert np.isnan(two_sided(t_value(4.0, se, 3.0), df))
    assert interval(4.0, se, df)[0] == pytest.approx(low, nan_ok=True)


def test_an_impossible_level_is_refused():
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        interval(3, 1, 5, level=95)
