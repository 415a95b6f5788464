"""Drawn covariances against the rows themselves put together; limits against scipy's bootstrap."""

import numpy as np
import pytest
from scipy import stats

from analysis.statistics.cluster_bootstrap import covariances, drawn_times, percentile_interval

RANDOM = np.random.default_rng(7)
CLUSTER = RANDOM.integers(0, 12, 300)
# Rows of one cluster share a part of their values.
TABLE = RANDOM.normal(size=(300, 3)) + RANDOM.normal(size=(12, 3))[CLUSTER] + 100


def test_sums_of_clusters_give_what_the_rows_put_together_give():
    drawn = covariances(TABLE, CLUSTER, replicates=20, seed=3)
    for times, found in zip(drawn_times(12, 20, seed=3), drawn, strict=True):
        rows = [TABLE[c == CLUSTER] for c in range(12) for _ in range(times[c])]
        assert found == pytest.approx(np.cov(np.concatenate(rows).T), abs=1e-9)


def test_rows_drawn_one_by_one_agree_with_scipy():
    """A cluster per row is the plain bootstrap: the interval of a correlation."""
    table = RANDOM.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], size=200)
    drawn = covariances(table, np.arange(200), replicates=4000)
    r = drawn[:, 0, 1] / np.sqrt(drawn[:, 0, 0] * drawn[:, 1, 1])
    low, high = percentile_interval(r[:, None])
    expected = stats.bootstrap(
        (table[:, 0], table[:, 1]), lambda x, y: stats.pearsonr(x, y)[0], paired=True,
        vectorized=False, n_resamples=4000, method="percentile", rng=np.random.default_rng(2),
    ).confidence_interval  # fmt: skip
    assert low[0] == pytest.approx(expected.low, abs=0.015)
    assert high[0] == pytest.approx(expected.high, abs=0.015)


def test_likeness_within_clusters_widens_the_interval():
    def width(cluster):
        low, high = percentile_interval(covariances(TABLE, cluster)[:, 0, :1])
        return high[0] - low[0]

    assert width(CLUSTER) > 1.5 * width(np.arange(300))


def test_the_same_seed_draws_the_same():
    one, two = (covariances(TABLE, CLUSTER, replicates=5) for _ in range(2))
    assert np.array_equal(one, two)
    assert not np.array_equal(one, covariances(TABLE, CLUSTER, replicates=5, seed=2))


def test_one_cluster_is_refused():
    with pytest.raises(ValueError, match="one cluster"):
        covariances(TABLE, np.zeros(300))


def test_unknown_replicates_are_left_out_and_too_many_say_nothing():
    values = np.arange(101.0)[:, None]
    gaps = np.concatenate([values, np.full((50, 1), np.nan)])
    assert percentile_interval(gaps) == percentile_interval(values)
    mostly = np.concatenate([values, np.full((150, 1), np.nan)])
    assert np.isnan(percentile_interval(mostly)).all()
