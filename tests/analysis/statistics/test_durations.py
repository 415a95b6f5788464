"""Quantiles from buckets against numpy on raw durations."""

import numpy as np
import pytest

from analysis.statistics.durations import RATIO, quantile, quantile_by_group

CHANCE = np.random.default_rng(7)
RAW = {
    "minutes to months": CHANCE.lognormal(9, 2, 5000),
    "two groups far apart": np.concatenate(
        [CHANCE.uniform(30, 90, 400), CHANCE.uniform(8e4, 9e4, 100)]
    ),
    "a single one": np.array([3600.0]),
    "all equal": np.full(50, 777.0),
}


def in_buckets(seconds):
    bucket = np.where(seconds < 1, -1, np.floor(np.log(seconds) / np.log(RATIO))).astype(int)
    return np.unique(bucket, return_counts=True)


@pytest.mark.parametrize("name", RAW)
@pytest.mark.parametrize("q", [0.1, 0.5, 0.9, 1.0])
def test_within_one_bucket_of_numpy(name, q):
    exact = np.quantile(RAW[name], q, method="inverted_cdf")
    assert exact / RATIO <= quantile(*in_buckets(RAW[name]), q) <= exact * RATIO


def test_groups_together_equal_each_alone():
    groups = [in_buckets(seconds) for seconds in RAW.values()]
    numbers = np.repeat(np.arange(len(groups)), [len(bucket) for bucket, _ in groups])
    buckets, counts = (np.concatenate(part) for part in zip(*groups, strict=True))
    together = quantile_by_group(numbers, buckets, counts, 0.9, groups=len(groups))
    assert together.tolist() == pytest.approx([quantile(*group, 0.9) for group in groups])


def test_groups_add_up():
    first, second = RAW["minutes to months"], RAW["two groups far apart"]
    merged = {}
    for bucket, count in [*zip(*in_buckets(first)), *zip(*in_buckets(second))]:  # noqa: B905
        merged[bucket] = merged.get(bucket, 0) + count
    buckets, counts = zip(*sorted(merged.items()), strict=True)
    assert quantile(buckets, counts, 0.5) == pytest.approx(
        quantile(*in_buckets(np.concatenate([first, second])), 0.5)
    )


def test_under_a_second_counts_as_part_of_a_second():
    assert quantile([-1], [4], 0.5) == 0.5


def test_no_duration_has_no_quantile():
    assert np.isnan(quantile([], [], 0.5))
    assert np.isnan(quantile_by_group([1], [10], [3], 0.5, groups=3)).tolist() == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize("q", [0, 1.5])
def test_an_impossible_quantile_is_refused(q):
    with pytest.raises(ValueError, match="must lie above 0"):
        quantile([1], [1], q)
